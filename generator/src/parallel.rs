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
