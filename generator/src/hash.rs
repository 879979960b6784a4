//! Maps and sets whose hasher costs a fraction of the standard one. It is seeded anew in each process and for each map, so
//! that pages of strangers cannot be made to collide; nothing depends on an order of entries. Who reads no pages has few
//! entries, and needs no further package.

#[cfg(feature = "pages")]
pub(crate) use foldhash::fast::RandomState;
#[cfg(not(feature = "pages"))]
use std::hash::RandomState;

/// A map without order.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set without order.
pub(crate) type HashSet<T> = std::collections::HashSet<T, RandomState>;
