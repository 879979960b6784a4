//! What the mock module of a generated crate calls.

/// Gives a struct around a [`Server`](crate::mock::Server) the methods that every mock has.
///
/// A fixture is a body, or a [`Fixture`](crate::mock::Fixture) where success has another status than 200 or headers.
/// Behind `refuses` stand the codes for requests that are refused, by [`Refusal`](crate::mock::Refusal), and behind `in`
/// the paths of code and message where these errors have a shape of their own.
///
/// ```
/// use tablature_client::{Method, Operation, Service};
///
/// static SERVICE: Service = Service::rest("acme", "images", "https://images.acme.example");
/// static LIST: Operation = Operation::new("ListImages", Method::Get, "/images");
///
/// /// Plays the service in a test.
/// #[derive(Debug)]
/// pub struct MockServer(tablature_client::mock::Server);
/// tablature_client::mock_server!(MockServer, SERVICE, [&LIST => r#"{"images": []}"#], refuses: {Unknown: "E-404"});
///
/// let server = MockServer::start()?;
/// assert!(server.endpoint().starts_with("http://127.0.0.1:"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[macro_export]
macro_rules! mock_server {
    (
        $name:ident, $service:path, [$($operation:expr => $fixture:expr),* $(,)?]
        $(, refuses: {$($why:ident: $refused:literal),* $(,)?} $(in ($code:literal, $message:literal))?)?
    ) => {
        impl $name {
            /// Starts the mock on a free port of the loopback interface.
            ///
            /// # Errors
            ///
            /// No port can be had.
            pub fn start() -> ::std::io::Result<Self> {
                Ok(Self($crate::mock::Server::start(Self::api())?))
            }

            /// What the mock knows of the service: its operations with their fixtures.
            #[must_use]
            pub fn api() -> $crate::mock::Api {
                let mut api = $crate::mock::Api::new(&$service, &[$($operation),*]);
                let fixtures: ::std::vec::Vec<$crate::mock::Fixture> = ::std::vec![$($fixture.into()),*];
                for (route, fixture) in api.routes.iter_mut().zip(fixtures) {
                    route.fixture = Some(fixture);
                }
                $(
                    api.refusals.codes = ::std::vec![$(($crate::mock::Refusal::$why, $refused.to_owned())),*];
                    $(api.refusals.shape = Some(($code.to_owned(), $message.to_owned()));)?
                )?
                api
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $crate::mock::Server;

            fn deref(&self) -> &$crate::mock::Server {
                &self.0
            }
        }
    };
}

/// Defines the expectation of an operation, and the method of a mock that makes one.
///
/// Setters are written like those of a [`request!`](crate::request).
///
/// ```
/// use tablature_client::{Json, Method, Operation, Service};
///
/// static SERVICE: Service = Service::rest("acme", "images", "https://images.acme.example");
/// static LIST: Operation = Operation::new("ListImages", Method::Get, "/images");
///
/// /// Plays the service in a test.
/// #[derive(Debug)]
/// pub struct MockServer(tablature_client::mock::Server);
/// tablature_client::mock_server!(MockServer, SERVICE, [&LIST => r#"{"images": []}"#]);
///
/// tablature_client::expectation! {
///     MockServer::list_images("ListImages") -> ExpectListImages => Json;
///
///     limit: set i64 => with("Limit"),
/// }
///
/// let server = MockServer::start()?;
/// assert_eq!(server.list_images().limit(3).calls(), 0);
/// # Ok::<(), std::io::Error>(())
/// ```
#[macro_export]
macro_rules! expectation {
    (
        $server:ident::$method:ident($id:literal) -> $name:ident => $output:ty;
        $($setter:ident: $kind:ident $ty:ty => $place:ident($($wire:literal),*)),* $(,)?
    ) => {
        impl $server {
            #[doc = ::core::concat!("Expects requests of `", $id, "`.")]
            pub fn $method(&self) -> $name {
                $name(self.0.expect($id))
            }
        }

        #[doc = ::core::concat!(
            "An expectation: which requests of `", $id, "` it is for, and what they are answered."
        )]
        #[derive(Clone, Debug)]
        pub struct $name($crate::mock::Expectation);

        impl $name {
            $($crate::private::call_setter!(
                #[doc = ::core::concat!("Only requests with this", $(" `", $wire, "`",)* ".")]
                $setter: $kind $ty => $place($($wire),*)
            );)*

            /// Answers with this output.
            pub fn respond(self, output: impl Into<$output>) -> Self {
                let output: $output = output.into();
                Self(self.0.respond(&output))
            }

            /// Answers with an output that this fills in; inner values are made by
            /// [`made`](::tablature_client::mock::made).
            pub fn respond_made(self, fill: impl FnOnce(&mut $output)) -> Self {
                Self(self.0.respond(&$crate::mock::made::<$output>(fill)))
            }

            /// Answers with the fixture: the example of the documentation.
            pub fn respond_fixture(self) -> Self {
                Self(self.0.respond_fixture())
            }

            /// Answers with an error in the service's own shape.
            pub fn respond_error(self, status: u16, code: &str, message: &str) -> Self {
                Self(self.0.respond_error(status, code, message))
            }

            /// Answers with any HTTP response.
            pub fn respond_with(self, response: $crate::HttpResponse) -> Self {
                Self(self.0.respond_with(response))
            }

            /// Closes the connection without an answer.
            pub fn hang_up(self) -> Self {
                Self(self.0.hang_up())
            }

            /// Closes the connection in the middle of the last answer, after so many bytes of its body.
            pub fn cut(self, after: usize) -> Self {
                Self(self.0.cut(after))
            }

            /// Lets the last answer take this long.
            pub fn delay(self, delay: ::core::time::Duration) -> Self {
                Self(self.0.delay(delay))
            }

            /// Exactly so many requests.
            pub fn times(self, times: usize) -> Self {
                Self(self.0.times(times))
            }

            /// How many requests it has matched.
            #[must_use]
            pub fn calls(&self) -> usize {
                self.0.calls()
            }
        }
    };
}
