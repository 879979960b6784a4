//! What the builder writes, and what it says when something is wrong.
#![allow(missing_docs)]

use std::fs;

use tablature_build::Builder;

const SPEC: &str = "\
tablature: 2
vendor: acme
service: store
protocol: rest
endpoint: https://api.acme.example
operations:
  GetBook:
    page: get.md
    method: GET
    uri: /v1/books/{id}
    path:
      id: {type: string, required: true}
";

#[test]
fn a_client_is_one_file_without_inner_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("store.yaml");
    fs::write(&spec, SPEC).unwrap();
    let generated = Builder::new().spec(&spec).out_dir(folder.path()).try_generate().unwrap();
    let text = fs::read_to_string(&generated.files[0]).unwrap();
    assert!(generated.files[0].ends_with("store.rs"));
    assert!(text.contains("pub fn get_book("), "{text}");
    assert!(!text.contains("#!["), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("mod ") && line.ends_with(';')), "{text}");

    let named = Builder::new().spec(&spec).named("books").out_dir(folder.path()).try_generate().unwrap();
    assert!(named.files[0].ends_with("books.rs"));
}

#[test]
fn an_error_shows_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("store.yaml");
    let faults: [(&str, &str, &[&str]); 3] = [
        (
            "required: true",
            "requird: true",
            &["requird", "store.yaml:12:", "12 |       id: {type: string, requird: true}", "^"],
        ),
        (
            "type: string",
            "type: Book",
            &["`Book`, which is not defined", "store.yaml:12:7", "12 |       id: {type: Book, req", "= help"],
        ),
        // Also where no pages are read, and so nothing else needs regular expressions.
        (
            "required: true",
            "pattern: '('",
            &["the pattern `(`, which is no regular expression", "store.yaml:12:7"],
        ),
    ];
    for (right, wrong, expected) in faults {
        fs::write(&spec, SPEC.replace(right, wrong)).unwrap();
        let error = Builder::new().spec(&spec).out_dir(folder.path()).try_generate().unwrap_err().to_string();
        for expected in expected {
            assert!(error.contains(expected), "{error}");
        }
    }
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Builder::new().spec("nowhere.yaml").out_dir(folder.path()).try_generate().unwrap_err();
    assert!(error.to_string().starts_with("nowhere.yaml: "), "{error}");
}
