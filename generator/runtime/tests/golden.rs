//! A client as the generator writes it, by hand: the form that generated crates copy.
//!
//! `acme_registry` is an RPC service, `acme_images` a REST service. Each module is one file of a crate.
#![allow(missing_docs, dead_code, unreachable_pub, unused_imports)]

mod ways;

mod acme_registry {
    pub use client::Client;

    mod client {
        use tablature_client::{Envelope, Service};

        pub(super) static SERVICE: Service =
            Service::rpc("acme", "registry", "https://api.acme.example", "Action")
                .auth(&crate::ways::BY_FORM)
                .context(&[("Region", "region"), ("ProjectId", "project_id")])
                .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] })
                .transient(&["153"]);

        /// A client for the registry.
        #[derive(Clone, Debug)]
        pub struct Client(pub(super) tablature_client::Client);
        tablature_client::client!(Client, ClientBuilder, SERVICE, [region, project_id]);
    }

    pub mod operations {
        pub use get_repo_image::{GetRepoImage, GetRepoImageResponse};

        mod get_repo_image {
            use super::super::{Client, types};
            use tablature_client::{Call, Extra, Method, Operation, Paging, Retry};

            pub(crate) static OPERATION: Operation = Operation::new("GetRepoImage", Method::Post, "/")
                .retry(Retry::Safe)
                .required(&["RepoName"])
                .secrets(&["Passphrase"])
                .paging(Paging::offset("Offset", "Limit", "ImageSet").total("TotalCount"));

            impl Client {
                /// The images of a repository.
                pub fn get_repo_image(&self, repo_name: impl Into<String>) -> GetRepoImage {
                    GetRepoImage(Call::new(&self.0, &OPERATION).form("RepoName", repo_name.into()))
                }
            }

            tablature_client::request! {
                /// The images of a repository.
                GetRepoImage[region, project_id] -> GetRepoImageResponse, |page| page.image_set => types::ImageSet;

                /// How many to skip.
                offset: set i64 => form("Offset"),

                /// How many to return.
                limit: set i64 => form("Limit"),

                /// A nested object.
                filter: into types::Filter => form("Filter"),

                /// An enum.
                visibility: into types::Visibility => form("Visibility"),

                /// A list.
                tags: set Vec<String> => form("Tags"),

                /// A secret.
                passphrase: into String => form("Passphrase"),
            }

            /// What `GetRepoImage` answers.
            #[derive(Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct GetRepoImageResponse {
                /// How many there are.
                pub total_count: Option<i64>,
                /// The images.
                pub image_set: Vec<types::ImageSet>,
                /// Members that the documentation does not tell of.
                pub extra: Extra,
            }
            tablature_client::model!(GetRepoImageResponse {
                total_count: "TotalCount",
                image_set: "ImageSet"
            });
        }
    }

    pub mod types {
        pub use filter::Filter;
        pub use image_set::ImageSet;
        pub use visibility::Visibility;

        mod image_set {
            #[derive(Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct ImageSet {
                pub image_name: Option<String>,
                pub pull_count: Option<i64>,
                pub visibility: Option<super::Visibility>,
                pub labels: tablature_client::Map<String>,
                pub parent: Option<Box<ImageSet>>,
                pub registry_token: Option<String>,
                pub extra: tablature_client::Extra,
            }
            tablature_client::model!(ImageSet {
                image_name: "ImageName",
                pull_count: "PullCount",
                visibility: "Visibility",
                labels: "Labels",
                parent: "Parent",
                registry_token: "RegistryToken",
            } secret "RegistryToken");
        }

        mod filter {
            #[derive(Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct Filter {
                pub key: Option<String>,
                pub days: Vec<i64>,
                pub extra: tablature_client::Extra,
            }
            tablature_client::model!(Filter { key: "Key", days: "Days" });

            impl Filter {
                pub fn new() -> Self {
                    Self::default()
                }

                pub fn key(mut self, key: impl Into<String>) -> Self {
                    self.key = Some(key.into());
                    self
                }

                pub fn days(mut self, days: Vec<i64>) -> Self {
                    self.days = days;
                    self
                }
            }
        }

        mod visibility {
            tablature_client::open_enum! {
                /// Who may see an image.
                pub enum Visibility {
                    /// Everybody.
                    Public = "Public",
                    /// The owner.
                    Private = "Private",
                }
            }
        }
    }
}

mod acme_images {
    pub use client::Client;

    mod client {
        use tablature_client::{ErrorShape, Service};

        pub(super) static SERVICE: Service =
            Service::rest("acme", "images", "https://images.{region}.acme.example")
                .auth(&crate::ways::BY_TOKEN_OR_HEADER)
                .context(&[("project_id", "project_id")])
                .errors(&[ErrorShape {
                    code: "errors[].errorCode",
                    message: "errors[].errorMessage",
                    request_id: None,
                }]);

        /// A client for images.
        #[derive(Clone, Debug)]
        pub struct Client(pub(super) tablature_client::Client);
        tablature_client::client!(Client, ClientBuilder, SERVICE, [region, project_id, domain_id]);
    }

    pub mod operations {
        mod update_repo {
            use super::super::{Client, types::Repo};
            use tablature_client::{Call, Method, Operation, Retry};

            pub(crate) static OPERATION: Operation = Operation::new(
                "UpdateRepo",
                Method::Patch,
                "/v2/{project_id}/namespaces/{namespace}/repos/{repository}",
            )
            .retry(Retry::Idempotent)
            .required(&["namespace", "repository", "is_public"])
            .response_headers(&["X-Subject-Token"]);

            /// What `UpdateRepo` requires.
            #[derive(Clone, Debug)]
            #[allow(clippy::exhaustive_structs)]
            pub struct UpdateRepoArgs {
                pub namespace: String,
                pub repository: String,
                pub is_public: bool,
            }

            impl Client {
                /// Changes a repository.
                pub fn update_repo(&self, args: UpdateRepoArgs) -> UpdateRepo {
                    UpdateRepo(
                        Call::new(&self.0, &OPERATION)
                            .path("namespace", args.namespace)
                            .path("repository", args.repository)
                            .body("is_public", args.is_public),
                    )
                }
            }

            tablature_client::request! {
                /// Changes a repository.
                UpdateRepo[region, project_id, domain_id] -> Repo;

                description: into String => body("description"),
            }
        }

        mod list_repos {
            use super::super::{Client, types::Repo};
            use tablature_client::{Call, Composite, Method, Operation, Paging, Place, Retry};

            pub(crate) static OPERATION: Operation = Operation::new("list_repos", Method::Get, "/v2/repos")
                .retry(Retry::Safe)
                .composites(&[Composite {
                    name: "filter",
                    place: Place::Query,
                    separator: "|",
                    assign: "::",
                    at_least: 1,
                    together: &[&["offset", "limit"]],
                    parts: &["center", "namespace", "offset", "limit"],
                }])
                .paging(
                    Paging::offset("offset", "limit", "").content_range("Content-Range").within("filter"),
                );

            impl Client {
                /// Lists repositories.
                pub fn list_repos(&self) -> ListRepos {
                    ListRepos(Call::new(&self.0, &OPERATION))
                }
            }

            tablature_client::request! {
                /// Lists repositories.
                ListRepos[region, project_id, domain_id] -> Vec<Repo>, |page| page => Repo;

                namespace: into String => part("filter", "namespace"),

                offset: set i64 => part("filter", "offset"),

                limit: set i64 => part("filter", "limit"),
            }
        }

        pub use list_repos::ListRepos;
        pub use update_repo::{UpdateRepo, UpdateRepoArgs};
    }

    pub mod types {
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct Repo {
            pub name: Option<String>,
            pub tags: Vec<String>,
            pub x_subject_token: Option<String>,
            pub extra: tablature_client::Extra,
        }
        tablature_client::model!(Repo { name: "name", tags: "tags", x_subject_token: "X-Subject-Token" } secret "X-Subject-Token");
    }
}

use std::sync::{Arc, Mutex};

use tablature_client::{
    BoxFuture, Credentials, ErrorKind, HttpRequest, HttpResponse, Transport, TransportError,
};

/// Answers from a list and keeps what was asked.
#[derive(Clone, Default)]
struct Canned(Arc<Mutex<(Vec<HttpRequest>, Vec<HttpResponse>)>>);

impl Canned {
    fn new(answers: impl IntoIterator<Item = HttpResponse>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Canned(Arc::new(Mutex::new((Vec::new(), answers))))
    }

    fn requests(&self) -> Vec<HttpRequest> {
        self.0.lock().unwrap().0.clone()
    }
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut state = self.0.lock().unwrap();
        state.0.push(request);
        let answer = state.1.pop().unwrap();
        Box::pin(async move { Ok(answer) })
    }
}

/// Runs a future that is always ready.
fn now<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("not ready"),
    }
}

fn registry(transport: &Canned) -> acme_registry::Client {
    acme_registry::Client::builder()
        .credentials(Credentials::keys("AK", "sekrit"))
        .region("r1")
        .transport(transport.clone())
        .build()
        .unwrap()
}

fn images(transport: &Canned) -> acme_images::Client {
    acme_images::Client::builder()
        .credentials(Credentials::token("tok"))
        .region("r1")
        .project_id("p1")
        .transport(transport.clone())
        .build()
        .unwrap()
}

#[test]
fn a_form_is_flattened_and_the_answer_typed() {
    let transport = Canned::new([HttpResponse::new(
        200,
        r#"{"RetCode":0,"Action":"GetRepoImageResponse","TotalCount":"1","ImageSet":[{"ImageName":7,"Visibility":"Team","New":1}]}"#,
    )]);
    let request = registry(&transport)
        .get_repo_image("my repo")
        .visibility("Public")
        .filter(acme_registry::types::Filter::new().key("k").days(vec![1, 2]))
        .passphrase("hush");
    assert!(!format!("{request:?}").contains("hush"));
    let page = now(request.send()).unwrap();
    assert_eq!(page.total_count, Some(1));
    let image = &page.image_set[0];
    assert_eq!(image.image_name.as_deref(), Some("7"));
    assert_eq!(image.visibility.as_ref().unwrap().as_str(), "Team");
    assert!(page.extra.is_empty(), "{:?}", page.extra);
    let body = String::from_utf8(transport.requests()[0].body.clone()).unwrap();
    assert!(
        body.starts_with(
            "Region=r1&RepoName=my+repo&Visibility=Public&Filter.Key=k&Filter.Days.0=1&Filter.Days.1=2&"
        ),
        "{body}"
    );
}

#[test]
fn items_go_over_all_pages() {
    let page = |from: u64, count: u64| {
        let images: Vec<String> = (from..from + count).map(|i| format!(r#"{{"ImageName":"{i}"}}"#)).collect();
        HttpResponse::new(200, format!(r#"{{"RetCode":0,"TotalCount":5,"ImageSet":[{}]}}"#, images.join(",")))
    };
    let transport = Canned::new([page(0, 2), page(2, 2), page(4, 1)]);
    let mut items = registry(&transport).get_repo_image("r").limit(2).items();
    let mut names = Vec::new();
    while let Some(item) = now(items.next()) {
        names.push(item.unwrap().image_name.unwrap());
    }
    assert_eq!(names, ["0", "1", "2", "3", "4"]);
    assert_eq!(transport.requests().len(), 3);
}

#[test]
fn a_path_keeps_its_segments_and_a_body_is_json() {
    let transport =
        Canned::new([HttpResponse::new(200, r#"{"name":"n"}"#).with_header("x-subject-token", "T")]);
    let args = acme_images::operations::UpdateRepoArgs {
        namespace: "a/b".to_owned(),
        repository: "r".to_owned(),
        is_public: true,
    };
    let repo = now(images(&transport).update_repo(args).description("d\"\n").send()).unwrap();
    assert_eq!(repo.x_subject_token.as_deref(), Some("T"));
    assert_eq!(format!("{:?}", *repo), r#"Repo { name: "n", X-Subject-Token: *** }"#);
    let sent = &transport.requests()[0];
    assert_eq!(sent.url(), "https://images.r1.acme.example/v2/p1/namespaces/a%2Fb/repos/r");
    assert_eq!(sent.body, br#"{"is_public":true,"description":"d\"\n"}"#);
    assert_eq!(sent.headers.get("X-Auth-Token"), Some("tok"));
}

#[test]
fn a_composite_is_checked_and_paged() {
    let transport = Canned::new([
        HttpResponse::new(200, r#"[{"name":"a"},{"name":"b"}]"#).with_header("Content-Range", "0-2/3"),
        HttpResponse::new(200, r#"[{"name":"c"}]"#).with_header("Content-Range", "2-1/3"),
    ]);
    let client = images(&transport);
    let error = now(client.list_repos().send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(error.to_string(), "list_repos: filter needs at least 1 of center, namespace, offset, limit");
    let error = now(client.list_repos().offset(0).send()).unwrap_err();
    assert_eq!(error.message(), "offset and limit go together in filter: limit is missing");
    let mut items = client.list_repos().namespace("g").offset(0).limit(2).items();
    let mut count = 0;
    while let Some(item) = now(items.next()) {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 3);
    let targets: Vec<String> = transport.requests().into_iter().map(|r| r.target).collect();
    assert_eq!(targets[1], "/v2/repos?filter=namespace%3A%3Ag%7Coffset%3A%3A2%7Climit%3A%3A2");
}
