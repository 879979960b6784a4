//! Names as the service spells them. Each kind is a type of its own, so that none can pass for another.

use std::{borrow::Borrow, fmt, ops::Deref};

use serde::{Deserialize, Serialize};

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

name!(
    /// The id of an operation: the vendor's own name where the docs give one (`ListImages`), else derived
    /// from method and path (`list_manage_repos`).
    OperationId
);
name!(
    /// The name of a type in [`Service::types`](crate::Service::types). A type of one operation is called after it:
    /// `ListImages::ImageSet`; a type that operations share has a plain name.
    TypeName
);
name!(
    /// A name as it goes over the wire: of a parameter, a header, or a key of a JSON object.
    WireName
);

impl TypeName {
    /// The name of a type that belongs to this operation.
    #[must_use]
    pub fn of(operation: &OperationId, name: &str) -> Self {
        TypeName(format!("{operation}::{name}"))
    }

    /// The id of the operation that the type belongs to, where it belongs to one, and its name there.
    #[must_use]
    pub fn split(&self) -> (Option<&str>, &str) {
        self.rsplit_once("::").map_or((None, self), |(operation, name)| (Some(operation), name))
    }
}
