//! A client that the build script has generated, and a call that no page tells of.

use client_examples::store::{Client, operations::list_books::Kind};
use tablature_client::{Credentials, Method};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = Client::builder().credentials(Credentials::anonymous());
    let client = builder.endpoint("http://127.0.0.1:1").build()?;
    // What would be sent can be looked at.
    let mut target = String::new();
    #[expect(deprecated, reason = "the docs advise against it")]
    let request = client.list_books(Kind::Novel).limit(20);
    let _ = request.customize(|call| {
        target = call.to_http().map_or_else(|error| error.to_string(), |request| request.target);
        call
    });
    println!("{target}");
    let call = client.request(Method::Get, "/v1/authors/{name}").path("name", "A/B");
    println!("{}", call.to_http()?.target);
    Ok(())
}
