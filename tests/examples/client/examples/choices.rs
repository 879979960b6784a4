//! What a signature says: one of several parameters or bodies as a variant, `null` as something to be sent, whole numbers
//! without a sign. The transport of this program prints what it is given, and answers by itself.

use client_examples::desk::{
    Client,
    operations::{find_book::FindBookChoice, lend::LendBody},
    types::Loan,
};
use tablature_client::{BoxFuture, HttpRequest, HttpResponse, Method, Transport, TransportError};

struct Printed;

impl Transport for Printed {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        println!(
            "{} {}{} {}",
            request.method,
            request.origin,
            request.target,
            String::from_utf8_lossy(&request.body)
        );
        let body = r#"{"number": 18446744073709551615, "price": 0.10}"#;
        Box::pin(async move { Ok(HttpResponse::new(200, body)) })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().transport(Printed).build()?;

    let book = client.find_book(FindBookChoice::Isbn("978-0".to_owned())).send().await?;
    println!("{:?} {:?}", book.number, book.price);
    client.find_book(FindBookChoice::Shelf(u64::MAX)).send().await?;
    let locked = FindBookChoice::Key("hunter2".to_owned());
    println!("{locked:?}");
    let other = client.find_book(locked).customize(|call| call.by(Method::Post, "/books/find"));
    other.send().await?;

    let loan = Loan::default().isbn("978-0");
    client.lend(LendBody::Loan(loan.clone().until("2027-01-31"))).send().await?;
    client
        .lend(LendBody::LoanList(vec![
            loan.clone().until("2027-01-31").until_null(),
            loan.clone().days_null(),
        ]))
        .send()
        .await?;
    client.shelve_book("978-0").shelf_null().loan(loan.until_null().until("2027-01-31")).send().await?;
    Ok(())
}
