//! What generated clients and requests call for the methods that they all have.

/// Gives a struct around a [`Client`](crate::Client) its builder and its untyped calls.
///
/// ```
/// use tablature_client::{AuthScheme, Service};
///
/// static SERVICE: Service =
///     Service::rest("acme", "images", "https://images.{region}.acme.example").auth(&[AuthScheme::SdkHmacSha256]);
///
/// /// A client for images.
/// #[derive(Clone, Debug)]
/// pub struct Client(tablature_client::Client);
/// tablature_client::client!(Client, SERVICE);
/// ```
#[macro_export]
macro_rules! client {
    ($name:ident, $service:path) => {
        impl $name {
            /// Sets up a client.
            pub fn builder() -> $crate::Builder<Self> {
                $crate::Builder::new(&$service)
            }

            /// Calls an operation by its name, with the members of a JSON object as parameters: for what the
            /// documentation leaves out.
            pub fn call(&self, action: impl Into<String>, params: $crate::Json) -> $crate::Call {
                self.0.call(action, params)
            }

            /// Requests a method and path: for what the documentation leaves out.
            pub fn request(&self, method: $crate::Method, path: impl Into<String>) -> $crate::Call {
                self.0.request(method, path)
            }
        }

        impl From<$crate::Client> for $name {
            fn from(client: $crate::Client) -> Self {
                Self(client)
            }
        }
    };
}

/// Gives a struct around a [`Call`](crate::Call) the methods that send it.
///
/// `request!(GetImage -> Image)` gives `send` (and `send_blocking` with the feature `blocking`), `region`,
/// `project_id` and `customize`; `request!(ListImages -> ImageList, |page| page.images => Image)` also gives
/// `pages` and `items`.
#[macro_export]
macro_rules! request {
    ($name:ident -> $output:ty) => {
        impl $name {
            /// Sends the request.
            pub fn send(self) -> $crate::Sending<$output> {
                self.0.send()
            }

            $crate::private::send_blocking!($output);

            /// Takes another region than the client's.
            pub fn region(self, region: impl Into<String>) -> Self {
                Self(self.0.region(region))
            }

            /// Takes another project than the client's.
            pub fn project_id(self, project_id: impl Into<String>) -> Self {
                Self(self.0.project_id(project_id))
            }

            /// Changes what has no setter here: headers, timeout, retries, undocumented parameters.
            pub fn customize(self, change: impl FnOnce($crate::Call) -> $crate::Call) -> Self {
                Self(change(self.0))
            }
        }
    };
    ($name:ident -> $output:ty, |$page:ident| $items:expr => $item:ty) => {
        $crate::request!($name -> $output);
        impl $name {
            /// Calls page by page.
            pub fn pages(self) -> $crate::Pages<$output> {
                $crate::Pages::new(self.0)
            }

            /// All items of all pages.
            pub fn items(self) -> $crate::Items<$item> {
                $crate::Items::new(self.0, |$page: $output| $items)
            }
        }
    };
}

#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __send_blocking {
    ($output:ty) => {
        /// Sends the request and waits for the answer on this thread; no runtime is needed.
        ///
        /// # Errors
        ///
        /// The request cannot be sent, or the service answered with an error.
        pub fn send_blocking(self) -> $crate::Result<$crate::Response<$output>> {
            self.0.send_blocking()
        }
    };
}

#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __send_blocking {
    ($output:ty) => {};
}
