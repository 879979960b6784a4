//! Tiny texts, one per shape.
