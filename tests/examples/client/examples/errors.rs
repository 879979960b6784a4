//! What can go wrong, and how it is told apart.

use std::time::Duration;

use ucloud_uhub::{Client, Credentials, ErrorKind, HttpResponse, Retries, mock::MockServer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = MockServer::start()?;
    let client = Client::builder()
        .credentials(Credentials::named([("public_key", "k"), ("private_key", "s")]))
        .region("cn-bj2")
        .project_id("org-abc123")
        .retries(Retries::default().attempts(2).backoff(Duration::ZERO, Duration::ZERO))
        .endpoint(service.endpoint())
        .build()?;

    // The service says no, with a code and a message; this one does so with HTTP 200.
    let _denied = service.get_repo_image().repo_name("secret").respond_error(403, "5101", "no such repository");
    let error = client.get_repo_image("secret").send().await.expect_err("it is denied");
    match error.kind() {
        ErrorKind::Service => println!("{:?}: {} (HTTP {:?})", error.code(), error.message(), error.status()),
        other => return Err(format!("{other:?}").into()),
    }

    // What may go better a little later has been tried again, and says how often.
    let busy = service.get_repo_image().repo_name("busy").respond_with(HttpResponse::new(503, "busy"));
    let error = client.get_repo_image("busy").send().await.expect_err("it is busy");
    println!("retryable: {}, after {} attempts", error.is_retryable(), error.attempts());
    assert_eq!(busy.calls(), 2);

    // What cannot be sent is told before anything is sent.
    let error = client.get_repo_image("").send().await.expect_err("a name that is empty");
    println!("{:?}: {error}", error.kind());

    // Nobody listens there.
    let nobody = Client::builder()
        .credentials(Credentials::named([("public_key", "k"), ("private_key", "s")]))
        .region("cn-bj2")
        .project_id("org-abc123")
        .retries(Retries::none())
        .endpoint("http://127.0.0.1:1")
        .build()?;
    let error = nobody.get_repo_image("my-repo").send().await.expect_err("nobody listens");
    println!("{:?}: {error}", error.kind());
    Ok(())
}
