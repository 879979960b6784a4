//! What is said of a field fits its type.

use super::{check, found};
use crate::spec::{read, tests::sample::images, write};

/// What is said that only values of some types can be said, each key of the IR with the types that it fits.
const KINDS: [(&str, &[&str]); 12] = [
    ("range: 1..3", &["integer", "number", "list<integer>", "map<number>", "any"]),
    ("length: 1..3", &["string", "list<string>", "map<string>", "any"]),
    ("items: 1..3", &["list<string>", "list<integer>", "list<Thing>", "any"]),
    ("omit_empty: true", &["string", "any", "list<string>", "list<integer>", "list<Thing>"]),
    ("pattern: ^a$", &["string", "list<string>", "map<string>", "any"]),
    (
        "unit: GB",
        &[
            "string",
            "integer",
            "number",
            "list<string>",
            "list<integer>",
            "map<string>",
            "map<number>",
            "any",
        ],
    ),
    ("format: base64", &["string", "list<string>", "map<string>", "any"]),
    (
        "format: int64",
        &[
            "string",
            "integer",
            "number",
            "list<string>",
            "list<integer>",
            "map<string>",
            "map<number>",
            "any",
        ],
    ),
    ("enum: [a, b]", &["string", "list<string>", "map<string>", "any"]),
    (
        "enum: [1, 2]",
        &[
            "string",
            "integer",
            "number",
            "list<string>",
            "list<integer>",
            "map<string>",
            "map<number>",
            "any",
        ],
    ),
    ("enum: [true, \"0\"]", &["string", "boolean", "list<string>", "map<string>", "any"]),
    (
        "composite: {separator: a, assign: b, parts: {c: {type: string}}}",
        &["string", "list<string>", "map<string>", "any"],
    ),
];

#[test]
fn what_is_said_fits_the_type() {
    let all = ["string", "integer", "number", "boolean", "any", "Thing"];
    let all =
        all.into_iter().chain(["list<string>", "list<integer>", "list<Thing>", "map<string>", "map<number>"]);
    for ty in all {
        for (said, fits) in KINDS {
            let mut text = write(&images());
            text = text.replacen("Offset: {type: integer}", &format!("Offset: {{type: {ty}, {said}}}"), 1);
            text = text.replacen("types:\n", "types:\n  Thing:\n    fields: {a: {type: string}}\n", 1);
            let service = read("uhub.yaml", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
            let found = found(&service).into_iter().filter(|found| found.starts_with("invalid-fact: "));
            assert_eq!(found.count(), usize::from(!fits.contains(&ty)), "{ty}, {said}");
        }
    }
    check(
        &[("Offset: {type: integer}", "Offset: {type: string, range: 1..3}")],
        &[
            "invalid-fact: parameter `Offset` of `GetRepoImage` is of type `string`, and `range` is said of numbers",
        ],
    );
    check(
        &[("Offset: {type: integer}", "Offset: {type: list<integer>, enum: [1, b, c]}")],
        &["invalid-fact: parameter `Offset` of `GetRepoImage` lists the value `b`, which is no integer"],
    );
    let offset = |said: &str, wanted: &[&str]| {
        check(&[("Offset: {type: integer}", &format!("Offset: {{type: {said}}}"))], wanted);
    };
    offset("integer, nullable: true, enum: [1, 'null']", &[]);
    offset("string, length: 0..5, composite: {separator: a, assign: b, parts: {c: {type: string}}}", &[]);
    for (said, why) in [
        ("string, length: -1..5", "has `length` of `-1..5`, which bounds no count"),
        ("list<string>, items: ..2.5", "has `items` of `..2.5`, which bounds no count"),
        ("string, composite: {separator: a, assign: b, parts: {}}", "is a `composite` without parts"),
        (
            "string, composite: {separator: '', assign: b, parts: {c: {type: string}}}",
            "is a `composite` with an empty `separator`, so that nothing tells its parts apart",
        ),
        (
            "string, composite: {separator: a, assign: '', parts: {c: {type: string}}}",
            "is a `composite` with an empty `assign`, so that nothing tells its parts apart",
        ),
        ("string, encoding: slashes", "has the encoding `slashes`, which texts of the path have"),
    ] {
        offset(said, &[&format!("invalid-fact: parameter `Offset` of `GetRepoImage` {why}")]);
    }
    let path =
        |ty: &str| ("    uri: /a/{b}\n    path:\n      b: {type: TY, encoding: slashes}\n").replace("TY", ty);
    check(&[("    uri: /\n", &path("string"))], &[]);
    check(
        &[("    uri: /\n", &path("integer"))],
        &[
            "invalid-fact: parameter `b` of `GetRepoImage` has the encoding `slashes`, which texts of the path have",
        ],
    );
}
