//! What the source of a small service looks like.

use super::{files, single_file};
use crate::{plan, spec};

#[test]
fn dump() {
    let Ok(path) = std::env::var("EMIT_DUMP") else { return };
    let text = std::fs::read_to_string(&path).unwrap();
    let service = spec::read(&path, &text).unwrap();
    let plan = plan::plan(&service, &plan::Options::default()).unwrap();
    for (path, text) in files(&plan, &std::collections::BTreeSet::new()) {
        println!("===== {path}\n{text}");
    }
    println!("{}", single_file(&plan).len());
}
