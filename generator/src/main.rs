//! The command line of Tablature.

fn main() {}
