//! A program of one's own, tested against a mock of the service.

use ucloud_uhub::{Client, Credentials, Result, mock::MockServer};

/// What is tested: the names of all images of a repository.
async fn names(client: &Client, repo: &str) -> Result<Vec<String>> {
    let mut images = client.get_repo_image(repo).items();
    let mut names = Vec::new();
    while let Some(image) = images.next().await {
        names.extend(image?.image_name);
    }
    Ok(names)
}

fn client(service: &MockServer) -> Client {
    Client::builder()
        .credentials(Credentials::named([("public_key", "key"), ("private_key", "secret")]))
        .region("cn-bj2")
        .project_id("org-abc123")
        .endpoint(service.endpoint())
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_names_are_those_of_the_documented_example() {
    let service = MockServer::start().unwrap();
    service.require_keys("key", "secret");
    let names = names(&client(&service), "my-repo").await.unwrap();
    assert_eq!(names.len(), 9);
}

#[tokio::test]
async fn an_error_of_the_service_is_handed_on() {
    let service = MockServer::start().unwrap();
    let expected = service.get_repo_image().repo_name("other").respond_error(404, "5101", "no such repository");
    let error = names(&client(&service), "other").await.unwrap_err();
    assert_eq!(error.code(), Some("5101"));
    assert_eq!(expected.calls(), 1);
}
