//! What is read of texts, sound and broken.

use std::marker::PhantomData;

use super::*;
use crate::Json;

fn json(text: &[u8]) -> Option<String> {
    Reader::new(text).read(PhantomData::<Json>).ok().map(|json| json.to_string())
}

#[test]
fn what_is_no_json_costs_its_member() {
    let check = |text: &[u8], wanted: &str| {
        assert_eq!(json(text).as_deref(), Some(wanted), "{}", String::from_utf8_lossy(text));
    };
    check(br#" {"a": 1e400, "b": [1, NaN, -Infinity] } "#, r#"{"a":"1e400","b":[1,"NaN","-Infinity"]}"#);
    check(b"{\"a\": \"x\xFFy\", \"b\": 2}", "{\"a\":\"x\u{FFFD}y\",\"b\":2}");
    check(b"{\"a\": \"line\nbreak\", \"b\xFF\": 0.5}", "{\"a\":\"line\\nbreak\",\"b\u{FFFD}\":0.5}");
    check(br#"{"a": 007, "b": "\ud800", "c": null}"#, r#"{"a":"007","b":"\\ud800","c":null}"#);
    check(br#"{"a": 123456789012345678901234}"#, r#"{"a":1.2345678901234569e+23}"#);
}

#[test]
fn what_is_json_is_read_as_by_others() {
    for text in [
        "null",
        " [ ] ",
        "{ }",
        "[0,-1,18446744073709551615,-9223372036854775808,999999999999999999,9999999999999999999]",
        "[0.1,1e-7,1.5]",
        r#"["","a","\"","\\","\u4e2d\u6587","😀","\ud83d\ude00","0123456\"89","01234567\n"]"#,
        r#"{"a":{"b":[{"c":null}]},"a":true,"d":false}"#,
    ] {
        let wanted: Json = serde_json::from_str(text).unwrap();
        assert_eq!(json(text.as_bytes()), Some(wanted.to_string()), "{text}");
    }
    let floats = json(b"[-0,-0.0,1e2,1.7976931348623157e308]");
    assert_eq!(floats.as_deref(), Some("[-0.0,-0.0,100.0,1.7976931348623157e+308]"));
}

#[test]
fn what_has_no_structure_is_refused() {
    for text in [
        "",
        "<html>",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1}}",
        "\"a",
        "{a:1}",
        "\"\\",
        "{\"a\":1,}",
        "{,}",
        "[1}",
        "[1",
        "1 2",
        "[\"a\"",
        "{\"a\":1 \"b\":2}",
    ] {
        assert_eq!(json(text.as_bytes()), None, "{text}");
    }
}

/// A text that is cut anywhere, or has any byte replaced, is read or refused without a panic.
#[test]
fn no_text_panics() {
    let text =
        r#"{"a": [1, -2.5e3, "x\"\u4e2d", {"b": null, "c": [true, false]}], "é": 12345678901234567890}"#;
    for at in 0..text.len() {
        let _ = json(&text.as_bytes()[..at]);
        for byte in [0, b'"', b'\\', b'{', b'}', b'[', b']', b',', b':', b'-', b'9', b'e', 0x80, 0xFF] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = json(&bytes);
        }
    }
}

#[test]
fn nesting_that_is_too_deep_costs_what_is_in_it() {
    let deep = format!("{{\"a\": {}{}, \"b\": 1}}", "[".repeat(100_000), "]".repeat(100_000));
    let read = Reader::new(deep.as_bytes()).read(PhantomData::<Json>).unwrap();
    assert_eq!(read.get("b"), Some(&1.into()));
    assert_eq!(json("[".repeat(100_000).as_bytes()), None);
}

#[test]
fn numbers_are_those_of_json() {
    for number in ["0", "-0", "10", "0.10", "1e5", "1E+400", "-1.5e-3"] {
        assert_eq!(digits(number.as_bytes()), Some(number));
    }
    for word in ["", "-", "01", "-01", "1.", ".5", "+1", "1e", "1e+", "0x1", "1_0", "NaN", "१"] {
        assert_eq!(digits(word.as_bytes()), None, "{word}");
    }
}
