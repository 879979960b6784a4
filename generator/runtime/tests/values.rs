//! What reading and writing promise, in small cases.
#![allow(missing_docs, unreachable_pub, clippy::needless_pass_by_value)]

use serde_json::json;

use tablature_client::{
    Extra, Json, Map, Value,
    value::{Pairs, decode_slice, flatten, to_json, write_json},
};

tablature_client::open_enum! {
    /// Text.
    pub enum Kind {
        /// A
        A = "a",
    }
}

tablature_client::open_enum! {
    /// Numbers.
    pub enum Level: integer {
        /// Low.
        Low = "1",
    }
}

#[derive(Clone, Default, PartialEq)]
pub struct Thing {
    text: Option<String>,
    integer: Option<i64>,
    number: Option<f64>,
    boolean: Option<bool>,
    kind: Option<Kind>,
    level: Option<Level>,
    any: Option<Json>,
    list: Vec<String>,
    numbers: Vec<i64>,
    map: Map<i64>,
    child: Option<Box<Thing>>,
    children: Vec<Thing>,
    extra: Extra,
}
tablature_client::model!(Thing {
    text: "Text", integer: "Integer", number: "Number", boolean: "Boolean", kind: "Kind", level: "Level", any: "Any",
    list: "List", numbers: "Numbers", map: "Map", child: "Child", children: "Children",
} secret "Text");

fn read(json: &Json) -> Thing {
    let mut thing = Thing::default();
    decode_slice(json.to_string().as_bytes(), &mut thing).unwrap();
    let through_serde: Thing = serde_json::from_value(json.clone()).unwrap();
    assert!(thing == through_serde, "{thing:?} {through_serde:?}");
    thing
}

/// Reads and writes again.
fn check(json: Json, written: Json) {
    let thing = read(&json);
    assert_eq!(to_json(&thing), written);
    let mut text = String::new();
    write_json(&thing, &mut text);
    assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), written);
    assert_eq!(serde_json::to_value(&thing).unwrap(), written);
}

#[test]
fn a_scalar_takes_every_spelling_of_itself() {
    let of = |key: &str, given: &[Json], wanted: Json| {
        for given in given {
            check(json!({key: given}), json!({key: wanted}));
        }
    };
    of("Integer", &[json!(3), json!("3"), json!(3.0), json!(" 3 "), json!("3.0")], json!(3));
    of("Integer", &[json!(true), json!("true")], json!(1));
    of("Number", &[json!(1.5), json!("1.5")], json!(1.5));
    of("Number", &[json!(2), json!("2")], json!(2.0));
    of("Boolean", &[json!(true), json!("true"), json!("True"), json!(1), json!("1")], json!(true));
    of("Text", &[json!("7"), json!(7)], json!("7"));
    of("Text", &[json!(true)], json!("true"));
    of("Text", &[json!(u64::MAX)], json!("18446744073709551615"));
    of("Kind", &[json!("b")], json!("b"));
    of("Kind", &[json!(5)], json!("5"));
    of("Level", &[json!(1), json!("1")], json!(1));
    of("Level", &[json!(9)], json!(9));
    of("Level", &[json!("high")], json!("high"));
}

#[test]
fn what_is_missing_null_or_empty_is_nothing() {
    check(json!({}), json!({}));
    for empty in [Json::Null, json!(""), json!([]), json!({})] {
        check(json!({"List": empty, "Map": empty, "Children": empty}), json!({}));
    }
    check(json!({"Child": null, "Text": null, "Any": null}), json!({}));
    check(json!({"List": ["a", null, "b"]}), json!({"List": ["a", "b"]}));
    check(json!({"Child": []}), json!({}));
}

#[test]
fn what_does_not_fit_is_kept_as_it_came() {
    for json in [
        json!({"Integer": "abc", "Text": "t"}),
        json!({"Integer": 1.5}),
        json!({"Integer": [1]}),
        json!({"Text": {"a": 1}}),
        json!({"Boolean": "yes"}),
        json!({"List": {"a": 1}}),
        json!({"List": "a"}),
        json!({"Numbers": [1, "x", 3]}),
        json!({"Map": {"a": 1, "b": "x", "c": 2}}),
        json!({"Map": [1]}),
        json!({"Child": "c"}),
        json!({"Children": [{"Text": "a"}, "b"]}),
        json!({"Unknown": {"a": [1, null]}, "Child": {"New": 1}}),
    ] {
        check(json.clone(), json);
    }
    let thing = read(&json!({"Integer": "abc", "Numbers": [1, "x"]}));
    assert_eq!((thing.integer, thing.numbers.len(), thing.extra.len()), (None, 0, 2));
}

#[test]
fn names_differ_in_case_at_most() {
    let thing = read(&json!({"text": "a", "CHILDREN": [{"integer": "1"}]}));
    assert_eq!((thing.text.as_deref(), thing.children[0].integer), (Some("a"), Some(1)));
    // Both spellings: the exact one is the field.
    let thing = read(&serde_json::from_str(r#"{"Text":"exact","text":"other"}"#).unwrap());
    assert_eq!((thing.text.as_deref(), thing.extra.get("text")), (Some("exact"), Some(&json!("other"))));
}

#[test]
fn only_the_whole_must_have_its_shape() {
    let error =
        |text: &str, value: &mut dyn Value| decode_slice(text.as_bytes(), value).unwrap_err().to_string();
    assert_eq!(error("[1]", &mut Thing::default()), "expected an object, found a list");
    assert_eq!(error("{\"a\":1}", &mut Vec::<Thing>::new()), "expected a list, found an object");
    assert_eq!(
        error("[1, {}]", &mut Vec::<i64>::new()),
        "a list has an element of another type than expected"
    );
    assert!(error("{\"Text\":", &mut Thing::default()).contains("EOF"));
    assert!(error("{} x", &mut Thing::default()).contains("trailing"));
    let mut list = Vec::<i64>::new();
    decode_slice(b"\xEF\xBB\xBF[1,\"2\"]", &mut list).unwrap();
    assert_eq!(list, [1, 2]);
}

#[test]
fn depth_has_an_end() {
    let deep = format!("{}{}", r#"{"Child":"#.repeat(100_000), "}".repeat(100_000));
    assert!(decode_slice(deep.as_bytes(), &mut Thing::default()).is_err());
}

#[test]
fn forms_are_flat_and_numbered_from_zero() {
    let thing = Thing {
        text: Some(String::new()),
        number: Some(1e-7),
        boolean: Some(false),
        level: Some(Level::Low),
        any: Some(json!({"a": [1, {"b": 2.0}]})),
        list: vec!["x".to_owned(), "y".to_owned()],
        children: vec![Thing { integer: Some(1), ..Thing::default() }],
        ..Thing::default()
    };
    let mut pairs = Pairs::new();
    flatten("T".into(), &thing, &mut pairs);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_ref(), v.as_ref())).collect();
    assert_eq!(
        pairs,
        [
            ("T.Text", ""),
            ("T.Number", "0.0000001"),
            ("T.Boolean", "false"),
            ("T.Level", "1"),
            ("T.Any.a.0", "1"),
            ("T.Any.a.1.b", "2"),
            ("T.List.0", "x"),
            ("T.List.1", "y"),
            ("T.Children.0.Integer", "1"),
        ]
    );
}

#[test]
fn secrets_are_not_printed() {
    let thing = read(
        &json!({"Text": "s1", "text2": 1, "Child": {"Text": "s2"}, "AdminPass": "s3", "Any": {"token": "s4"}}),
    );
    let text = format!("{thing:?} {thing:#?}");
    for secret in ["s1", "s2", "s3", "s4"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("text2: 1"), "{text}");
}
