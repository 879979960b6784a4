//! Work on all threads where there are threads.

/// Does the work for each item, on all threads; the answers keep the order of the items.
#[cfg(feature = "cli")]
pub(crate) fn each<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().map(work).collect()
}

/// Does the work for each item on this thread: a build script pays for no threads.
#[cfg(not(feature = "cli"))]
pub(crate) fn each<'t, T, R>(items: &'t [T], work: impl Fn(&'t T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

/// As [`each`], where the work takes the item, which is gone when it is done.
#[cfg(feature = "cli")]
pub(crate) fn take_each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.into_par_iter().map(work).collect()
}

/// As [`each`], where the work takes the item, which is gone when it is done.
#[cfg(not(feature = "cli"))]
pub(crate) fn take_each<T, R>(items: Vec<T>, work: impl Fn(T) -> R) -> Vec<R> {
    items.into_iter().map(work).collect()
}
