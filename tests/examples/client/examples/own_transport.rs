//! Requests on a way of one's own: here one that looks at each and sends it by the usual one. Another HTTP library, a
//! proxy or a recording stand in the same place.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tablature_client::ReqwestTransport;
use ucloud_uhub::{
    BoxFuture, Client, Credentials, HttpRequest, HttpResponse, Transport, TransportError, mock::MockServer,
};

struct Counted<T>(T, Arc<AtomicUsize>);

impl<T: Transport> Transport for Counted<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        // `Debug` shows no header and no body: there are secrets in them.
        println!("{request:?}");
        self.0.send(request)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = MockServer::start()?;
    let count = Arc::new(AtomicUsize::new(0));
    let client = Client::builder()
        .credentials(Credentials::named([("public_key", "k"), ("private_key", "s")]))
        .region("cn-bj2")
        .project_id("org-abc123")
        .transport(Counted(ReqwestTransport::new(None)?, Arc::clone(&count)))
        .endpoint(service.endpoint())
        .build()?;
    client.get_repo_image("my-repo").send().await?;
    println!("{} request", count.load(Ordering::Relaxed));
    Ok(())
}
