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
fn an_integer_without_sign_keeps_all_its_digits() {
    let read = |text: &str| {
        let mut list = Vec::<u64>::new();
        decode_slice(text.as_bytes(), &mut list).map(|()| list).unwrap_or_default()
    };
    let largest = r#"[18446744073709551615, "18446744073709551615", 1.0, true, " 7 ", 9007199254740993]"#;
    let integers = [u64::MAX, u64::MAX, 1, 1, 7, 9_007_199_254_740_993];
    assert_eq!(read(largest), integers);
    assert_eq!(to_json(&integers.to_vec()).to_string(), serde_json::to_string(&integers).unwrap());
    assert_eq!(read(r#"[-1, 1.5, "x", 18446744073709551616, 2]"#), [2]);
}

#[test]
fn what_is_missing_null_or_empty_is_nothing() {
    check(json!({}), json!({}));
    for empty in [Json::Null, json!(""), json!([]), json!({})] {
        check(json!({"List": empty, "Map": empty, "Children": empty}), json!({}));
    }
    check(json!({"Child": null, "Text": null, "Any": null}), json!({}));
    check(json!({"List": ["a", null, "b"]}), json!({"List": ["a", "", "b"]}));
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
        json!({"Numbers": ["x", "y"]}),
        json!({"Map": {"b": "x"}}),
        json!({"Map": [1]}),
        json!({"Child": "c"}),
        json!({"Unknown": {"a": [1, null]}, "Child": {"New": 1}}),
    ] {
        check(json.clone(), json);
    }
    let thing = read(&json!({"Integer": "abc", "Numbers": [1, "x"]}));
    assert_eq!((thing.integer, thing.numbers.len(), thing.extra.len()), (None, 1, 2));
}

#[test]
fn a_bad_element_costs_itself() {
    check(json!({"Numbers": [1, "x", 3]}), json!({"Numbers": [1, 3], "Numbers[1]": "x"}));
    check(json!({"Map": {"a": 1, "b": "x", "c": 2}}), json!({"Map": {"a": 1, "c": 2}, "Map.b": "x"}));
    check(
        json!({"Children": [{"Text": "a"}, "b", {"Numbers": [null, {}]}]}),
        json!({"Children": [{"Text": "a"}, {"Numbers": [0], "Numbers[1]": {}}], "Children[1]": "b"}),
    );
    // A body that is a list has no place for it; the response has the bytes.
    let mut list = Vec::<i64>::new();
    decode_slice(b"[1, {}, 3]", &mut list).unwrap();
    assert_eq!(list, [1, 3]);
}

#[test]
fn the_last_of_several_members_counts() {
    let read = |text: &str| -> Thing {
        let mut thing = Thing::default();
        decode_slice(text.as_bytes(), &mut thing).unwrap();
        thing
    };
    assert_eq!(read(r#"{"Integer": 1, "Integer": 2}"#).integer, Some(2));
    assert_eq!(read(r#"{"List": ["a"], "Kind": "a", "Text": "t", "List": ["b"]}"#).list, ["b"]);
    assert_eq!(read(r#"{"Integer": 1, "Integer": null}"#).integer, None);
    let thing = read(r#"{"Integer": "x", "Numbers": ["y", 1], "Integer": 2, "Numbers": [3]}"#);
    assert_eq!((thing.integer, &*thing.numbers, thing.extra.len()), (Some(2), &[3][..], 0), "{thing:?}");
    let thing = read(r#"{"Integer": 1, "Integer": "x"}"#);
    assert_eq!((thing.integer, thing.extra.get("Integer")), (None, Some(&json!("x"))));
    let thing = read(r#"{"integer": 1, "Integer": 2}"#);
    assert_eq!((thing.integer, thing.extra.get("integer")), (Some(2), Some(&json!(1))));
    assert_eq!(read(r#"{"Map": {"a": 1, "a": 2}}"#).map.get("a"), Some(&2));
    assert_eq!(read(r#"{"New": 1, "New": 2}"#).extra.get("New"), Some(&json!(2)));
}

#[test]
fn what_is_no_json_costs_its_member() {
    let read = |text: &[u8]| -> Thing {
        let mut thing = Thing::default();
        decode_slice(text, &mut thing).unwrap();
        thing
    };
    let thing = read(br#"{"Text": 123456789012345678901234, "Number": 1e2, "Integer": 1e2}"#);
    assert_eq!(thing.text.as_deref(), Some("123456789012345678901234"));
    assert_eq!((thing.number, thing.integer), (Some(100.0), Some(100)));
    assert_eq!(read(br#"{"Text": 0.10}"#).text.as_deref(), Some("0.10"));
    assert_eq!(read(br#"{"List": [0.10, -0, 1E+400]}"#).list, ["0.10", "-0", "1E+400"]);
    let thing = read(br#"{"Number": 1e400, "Integer": NaN, "New": -Infinity, "Text": "t"}"#);
    assert_eq!((thing.number, thing.integer, thing.text.as_deref()), (None, None, Some("t")));
    let kept = ["Number", "Integer", "New"].map(|name| thing.extra.get(name).cloned().unwrap());
    assert_eq!(kept, [json!("1e400"), json!("NaN"), json!("-Infinity")]);
    let thing = read(b"{\"Text\": \"a\xFFb\", \"List\": [\"a\", \"\xFF\"], \"Any\": NaN, \"Integer\": 1}");
    assert_eq!((thing.text.as_deref(), &*thing.list, thing.integer), (None, &["a".to_owned()][..], Some(1)));
    assert_eq!(thing.extra.get("Text"), Some(&json!("a\u{FFFD}b")));
    assert_eq!(thing.extra.get("List[1]"), Some(&json!("\u{FFFD}")));
    assert_eq!(thing.any, Some(json!("NaN")));
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
        error("[[1], {}]", &mut Vec::<i64>::new()),
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
    let mut thing = Thing::default();
    decode_slice(deep.as_bytes(), &mut thing).unwrap();
    let mut depth = 0;
    while let Some(child) = thing.child {
        (thing, depth) = (*child, depth + 1);
    }
    assert_eq!(depth, 126);
    assert!(thing.extra.get("Child").is_some_and(Json::is_string));
    assert!(decode_slice("[".repeat(100_000).as_bytes(), &mut Json::Null).is_err());
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
    let thing =
        read(&json!({"Text": ["s1"], "text": "s2", "AdminPass": "s3", "New": {"token": "s4"}, "Open": 1}));
    let text = format!("{:?}", thing.extra);
    assert!(text.contains("\"Open\": 1") && text.matches("***").count() >= 3, "{text}");
    for secret in ["s1", "s2", "s3", "s4"] {
        assert!(!text.contains(secret), "{text}");
    }
}
