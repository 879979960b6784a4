//! Maps and sets with a hasher that costs a fraction of the standard one. Its seed differs in each process and each
//! map, so that a stranger's pages cannot be made to collide; nothing depends on the order of entries. Builds that read
//! no pages have few entries and need no extra package.

#[cfg(feature = "pages")]
pub(crate) use foldhash::fast::RandomState;
#[cfg(not(feature = "pages"))]
use std::hash::RandomState;

/// A map without order.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set without order.
pub(crate) type HashSet<T> = std::collections::HashSet<T, RandomState>;
