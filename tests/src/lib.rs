//! Cases, snapshots, end-to-end and meta tests of Tablature live in `tests/`.
