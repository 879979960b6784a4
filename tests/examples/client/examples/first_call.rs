//! The first call: credentials, a client, a request, an answer.

use ucloud_uhub::{Client, Credentials, mock::MockServer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // In place of the service. Without it, there is no `endpoint` below, and the credentials are real ones:
    // `Credentials::from_env()?` reads UCLOUD_PUBLIC_KEY and UCLOUD_PRIVATE_KEY.
    let service = MockServer::start()?;
    service.require_keys("my-key", "my-secret");

    let client = Client::builder()
        .credentials(Credentials::named([("public_key", "my-key"), ("private_key", "my-secret")]))
        .region("cn-bj2")
        .project_id("org-abc123")
        .endpoint(service.endpoint())
        .build()?;
    let response = client.get_repo_image("my-repo").limit(20).send().await?;
    println!("{} of {:?} images", response.image_set.len(), response.total_count);
    for image in &response.image_set {
        println!("{}", image.image_name.as_deref().unwrap_or("?"));
    }
    println!("HTTP {}", response.status());
    Ok(())
}
