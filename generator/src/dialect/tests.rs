//! What is wrong with a dialect file is told with its place and a hint.

use super::{builtin, read};

/// The first fault of a dialect: message, line and hint.
#[track_caller]
fn check(text: &str, message: &str, line: usize) {
    let faults = read("mine.yaml", text).expect_err("a fault");
    let fault = faults.first().expect("a fault");
    assert!(fault.message.contains(message), "{}", fault.message);
    assert!(fault.hint.is_some(), "no hint: {fault:?}");
    let span = fault.span.as_ref().expect("a place");
    assert_eq!(&*span.file, "mine.yaml");
    let before = text.get(..span.range.start).expect("a place within the text");
    assert_eq!(before.matches('\n').count() + 1, line, "{fault:?}");
}

#[test]
fn faults_have_places() {
    check("colums:\n  name: [a]\n", "unknown field `colums`", 1);
    check("service: {}\nsections:\n  - {text: [a], is: requst}\n", "unknown variant `requst`", 3);
    check("service: {}\ncaptions: ['(']\n", "`(` is no regular expression", 2);
    check("columns:\n  name: [a]\n  type: [A]\n", "`A` stands in `columns.name` and in `columns.type`", 3);
    check("like: nobody\n", "no built-in dialect `nobody`", 1);
    check("service: {}\nprose:\n  ranges:\n    - phrase: '{nn}'\n", "no fragment `nn`", 3);
    check("types: {string: [a], string: [b]}\n", "duplicate", 1);
}

#[test]
fn a_dialect_may_be_like_another() {
    let own = read("mine.yaml", "like: ucloud\ncolumns: {name: [Key]}\n").expect("no fault");
    let base = read("ucloud", builtin("ucloud").expect("it is built in")).expect("no fault");
    assert_eq!(own.source.prose, base.source.prose);
    assert_eq!(own.source.columns.name, ["Key"]);
    assert!(own.source.columns.ty.is_empty(), "a section is taken as a whole");
    assert!(own.source.service.endpoint.is_empty(), "facts about the vendor are never taken");
}
