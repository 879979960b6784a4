//! All items of a list, and page by page.

use ucloud_uhub::{Client, Credentials, mock::MockServer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // It plays the pages of the documented example.
    let service = MockServer::start()?;
    let client = Client::builder()
        .credentials(Credentials::named([("public_key", "k"), ("private_key", "s")]))
        .region("cn-bj2")
        .project_id("org-abc123")
        .endpoint(service.endpoint())
        .build()?;

    // Each page is asked for when the items of the one before are used up.
    let mut images = client.get_repo_image("my-repo").limit(4).items();
    let mut count = 0;
    while let Some(image) = images.next().await {
        println!("{}", image?.image_name.unwrap_or_default());
        count += 1;
    }
    println!("{count} images");

    let mut pages = client.get_repo_image("my-repo").limit(4).pages();
    while let Some(page) = pages.next().await {
        println!("a page of {}", page?.image_set.len());
    }
    Ok(())
}
