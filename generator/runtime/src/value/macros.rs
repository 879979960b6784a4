//! What a generated type calls to become a [`Value`](crate::Value).

/// Makes a struct an object on the wire. The struct derives `Clone`, `Default` and `PartialEq`; all its fields are
/// [`Value`](crate::Value)s, and one of them is `extra: Extra`. After the fields come the names of those that are
/// `secret`, and of those that are left out when they are an empty text or list, `omit`. Gives `Value`, `Debug`
/// (without secrets), `serde::Serialize` and a lenient `serde::Deserialize`.
///
/// ```
/// #[derive(Clone, Default, PartialEq)]
/// #[non_exhaustive]
/// pub struct Image {
///     pub name: Option<String>,
///     pub size: Option<i64>,
///     pub password: Option<String>,
///     pub extra: tablature_client::Extra,
/// }
/// tablature_client::model!(Image { name: "ImageName", size: "Size", password: "Password" } secret "Password");
///
/// let image: Image = serde_json::from_str(r#"{"ImageName": 7, "Size": "12", "Password": "x", "New": true}"#)?;
/// assert_eq!((image.name.as_deref(), image.size), (Some("7"), Some(12)));
/// assert_eq!(format!("{image:?}"), r#"Image { ImageName: "7", Size: 12, Password: ***, New: true }"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! model {
    ($name:ident { $($field:ident: $wire:literal),* $(,)? } $(secret $($secret:literal),+)? $(omit $($omit:literal),+)?) => {
        impl $crate::Object for $name {
            fn names(&self) -> &'static [&'static str] {
                &[$($wire),*]
            }
            $(fn secrets(&self) -> &'static [&'static str] {
                &[$($secret),+]
            })?
            $(fn omit_empty(&self) -> &'static [&'static str] {
                &[$($omit),+]
            })?
            fn type_name(&self) -> &'static str {
                stringify!($name)
            }
            fn visit(&self, visitor: &mut dyn FnMut(&[&dyn $crate::Value], &$crate::Extra)) {
                visitor(&[$(&self.$field),*], &self.extra)
            }
            fn visit_mut(&mut self, visitor: &mut dyn FnMut(&mut [&mut dyn $crate::Value], &mut $crate::Extra)) {
                visitor(&mut [$(&mut self.$field),*], &mut self.extra)
            }
        }
        impl $crate::Value for $name {
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Object(self)
            }
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Object(self)
            }
            fn clear(&mut self) {
                *self = Self::default();
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug(self, f)
            }
        }
        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }
        impl<'de> $crate::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }
    };
}

/// Gives a struct of optional fields its setters.
///
/// A setter is `name: KIND TYPE`, or `name(field): KIND TYPE` where the field has another name. The kind says what
/// callers give: `set` the type itself, `into` what converts to it, `boxed` the type itself where the field holds a
/// box. For fields that are collections, `whole` is the collection itself, `all` what converts to it, `list` an
/// iterator of what converts to elements of this type. Behind `|` stands a second setter, which sends `null` under the
/// name on the wire; it needs a field `extra: Extra`.
///
/// ```
/// #[derive(Default)]
/// pub struct Filter {
///     name: Option<String>,
///     ids: Vec<String>,
///     extra: tablature_client::Extra,
/// }
/// tablature_client::setters!(Filter {
///     name: into String | name_null "Name",
///     ids: list String,
/// });
///
/// let filter = Filter::default().name("n").ids(["a", "b"]);
/// assert_eq!((filter.name.as_deref(), filter.ids.len()), (Some("n"), 2));
/// let filter = filter.name_null();
/// assert_eq!((filter.name.as_deref(), filter.extra.len()), (None, 1));
/// ```
#[macro_export]
macro_rules! setters {
    ($name:ident {
        $($(#[$meta:meta])* $setter:ident $(($field:ident))?: $kind:ident $ty:ty $(| $null:ident $wire:literal)?),* $(,)?
    }) => {
        impl $name {
            $($crate::private::field_setter!($(#[$meta])* $setter $(($field))?: $kind $ty $(| $null $wire)?);)*
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __field_setter {
    ($(#[$meta:meta])* $setter:ident: $kind:ident $ty:ty $(| $null:ident $wire:literal)?) => {
        $crate::private::field_setter!($(#[$meta])* $setter($setter): $kind $ty $(| $null $wire)?);
    };
    ($(#[$meta:meta])* $setter:ident($field:ident): $kind:ident $ty:ty | $null:ident $wire:literal) => {
        $crate::private::field_setter!(@$kind $(#[$meta])* $setter $field, $ty, $wire);

        #[doc = concat!("Sends `", stringify!($field), "` as `null`.")]
        $(#[$meta])*
        #[must_use]
        pub fn $null(mut self) -> Self {
            self.$field = ::core::default::Default::default();
            self.extra.insert($wire, $crate::Json::Null);
            self
        }
    };
    ($(#[$meta:meta])* $setter:ident($field:ident): $kind:ident $ty:ty) => {
        $crate::private::field_setter!(@$kind $(#[$meta])* $setter $field, $ty,);
    };
    (@set $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $($wire:literal)?) => {
        $crate::private::field_setter!(@ $(#[$meta])* $setter $field, $ty, value => Some(value), $($wire)?);
    };
    (@into $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $($wire:literal)?) => {
        $crate::private::field_setter!(@ $(#[$meta])* $setter $field, impl Into<$ty>, value => Some(value.into()), $($wire)?);
    };
    (@boxed $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $($wire:literal)?) => {
        $crate::private::field_setter!(@ $(#[$meta])* $setter $field, $ty, value => Some(Box::new(value)), $($wire)?);
    };
    (@whole $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $($wire:literal)?) => {
        $crate::private::field_setter!(@ $(#[$meta])* $setter $field, $ty, value => value, $($wire)?);
    };
    (@all $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $($wire:literal)?) => {
        $crate::private::field_setter!(@ $(#[$meta])* $setter $field, impl Into<$ty>, value => value.into(), $($wire)?);
    };
    (@list $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $($wire:literal)?) => {
        $crate::private::field_setter!(@ $(#[$meta])* $setter $field, impl IntoIterator<Item = impl Into<$ty>>, value => $crate::list(value), $($wire)?);
    };
    (@ $(#[$meta:meta])* $setter:ident $field:ident, $ty:ty, $value:ident => $made:expr, $($wire:literal)?) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        $(#[$meta])*
        #[must_use]
        pub fn $setter(mut self, $value: $ty) -> Self {
            self.$field = $made;
            $(self.extra.remove($wire);)?
            self
        }
    };
}

/// Defines an enum whose values are documented but not closed: an undocumented one is kept in `Unknown` as it came.
/// `: integer` says that the values are numbers in JSON.
///
/// ```
/// tablature_client::open_enum! {
///     /// Who may see an image.
///     pub enum Visibility {
///         /// Everybody.
///         Public = "public",
///         /// The owner.
///         Private = "private",
///     }
/// }
///
/// assert_eq!(Visibility::from("public"), Visibility::Public);
/// assert_eq!(Visibility::from("team"), Visibility::Unknown("team".to_owned()));
/// assert_eq!(Visibility::VALUES, ["public", "private"]);
/// ```
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident $(: $kind:ident)? {
        $($(#[$doc:meta])* $variant:ident = $wire:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A value that the documentation does not list, as it is spelled on the wire.
            Unknown(String),
        }
        impl $name {
            /// The documented values, as they are spelled on the wire.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The value as it is spelled on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }
        }
        impl Default for $name {
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }
        $crate::private::open_enum_impls!($name $($kind)?);
    };
}

/// The part of [`open_enum!`](crate::open_enum) that does not look at the variants.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_impls {
    ($name:ident integer) => {
        $crate::private::open_enum_impls!(@ $name true);
        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self::from(value.to_string().as_str())
            }
        }
    };
    ($name:ident) => {
        $crate::private::open_enum_impls!(@ $name false);
    };
    (@ $name:ident $integer:literal) => {
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl $crate::OpenEnum for $name {
            fn text(&self) -> &str {
                self.as_str()
            }
            fn set_text(&mut self, text: &str) {
                *self = Self::from(text);
            }
            fn is_integer(&self) -> bool {
                $integer
            }
        }
        impl $crate::Value for $name {
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Enum(self)
            }
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Enum(self)
            }
            fn clear(&mut self) {
                *self = Self::default();
            }
        }
        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }
        impl<'de> $crate::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }
    };
}
