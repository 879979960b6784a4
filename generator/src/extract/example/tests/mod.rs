//! JSON with faults, requests, and the places of keys.

mod corpora;

use serde_json::json;

use super::{Fault, Value, body, read};

#[track_caller]
fn check(text: &str, expected: &Value, faults: &[Fault]) {
    let body = body(text).unwrap_or_else(|| panic!("nothing was read of {text}"));
    assert_eq!(body.value, *expected, "{text}");
    assert_eq!(body.mended.iter().map(|mend| mend.fault).collect::<Vec<_>>(), faults, "{text}");
}

#[test]
fn strict_json_is_left_alone() {
    check("{\"b\": [1, 2.50, \"x\\u4e2d\"], \"a\": null}", &json!({"b": [1, 2.5, "x中"], "a": null}), &[]);
    check("  [ ]", &json!([]), &[]);
    check(
        "{\"url\": \"http://a//b\", \"x\": \"1 // 2 # 3\"}",
        &json!({"url": "http://a//b", "x": "1 // 2 # 3"}),
        &[],
    );
    let keys = body("{\"b\": 1, \"a\": 2}").expect("JSON").value;
    assert_eq!(
        keys.as_object().expect("an object").keys().collect::<Vec<_>>(),
        ["b", "a"],
        "the order of the page"
    );
}

#[test]
fn commas() {
    check("{\"a\": 1,\n}", &json!({"a": 1}), &[Fault::ExtraComma]);
    check("[1, 2,, 3,]", &json!([1, 2, 3]), &[Fault::ExtraComma, Fault::ExtraComma]);
    check(
        "{\"a\": 1\n \"b\": \"x\"\n \"c\": {} \"d\": 2}",
        &json!({"a": 1, "b": "x", "c": {}, "d": 2}),
        &[Fault::MissingComma; 3],
    );
    check("{\"a\": \"x\" \"b\": 1}", &json!({"a": "x", "b": 1}), &[Fault::MissingComma]);
    check("[{\"a\": 1}{\"a\": 2}]", &json!([{"a": 1}, {"a": 2}]), &[Fault::MissingComma]);
    check("{\"a\": 1,}},", &json!({"a": 1}), &[Fault::ExtraComma, Fault::ExtraBracket, Fault::ExtraComma]);
}

#[test]
fn colons() {
    check("{\"a\"=1, \"b\"=>2, \"c\" 3}", &json!({"a": 1, "b": 2, "c": 3}), &[Fault::Colon; 3]);
    check("{\"a=x\", \"b\": 1}", &json!({"a": "x", "b": 1}), &[Fault::Colon]);
    check("{\"a\": , \"b\"}", &json!({"a": null, "b": null}), &[Fault::MissingValue; 2]);
    check("{\"a\": [\"b\": \"c\", \"d\": 1]}", &json!({"a": [{"b": "c", "d": 1}]}), &[Fault::Unclosed]);
}

#[test]
fn comments_and_gaps() {
    check("{ // all\n\"a\": 1, /* b */ # c\n\"d\": 2 //\n}", &json!({"a": 1, "d": 2}), &[Fault::Comment; 4]);
    check("{\"a\": 1,\n ......\n}", &json!({"a": 1}), &[Fault::Ellipsis, Fault::ExtraComma]);
    check("[\n {\"a\": 1},\n …\n]", &json!([{"a": 1}]), &[Fault::Ellipsis, Fault::ExtraComma]);
    check("{\"a\": ..., \"b\": 154...}", &json!({"a": null, "b": 154}), &[Fault::Ellipsis; 2]);
    check(
        "{\"a\": \"x\" （必填）\n, \"b\": 1}",
        &json!({"a": "x", "b": 1}),
        &[Fault::MissingComma, Fault::Junk],
    );
}

#[test]
fn quotes() {
    check("{'a': 'it\\'s'}", &json!({"a": "it's"}), &[Fault::SingleQuotes; 2]);
    check("{“a”： “b”，\"c\"：1}", &json!({"a": "b", "c": 1}), &[Fault::FullWidth; 7]);
    check("{\"a”: \"b\"}", &json!({"a": "b"}), &[Fault::FullWidth]);
    check("{\"a\": \"say \"hi\" to\"}", &json!({"a": "say \"hi\" to"}), &[Fault::Quotes]);
    check("{\"a\": \"b,\n \"c\": 1}", &json!({"a": "b", "c": 1}), &[Fault::Quotes]);
    check("{\"a\": \"b\n}", &json!({"a": "b"}), &[Fault::Quotes]);
    check("{\"a\": \"b\n c\"}", &json!({"a": "b\n c"}), &[Fault::Control]);
    check("{\"a\": \"\\d \\u00\"}", &json!({"a": "\\d \\u00"}), &[Fault::Escape; 2]);
    check("{\"a\": \"\\ud83d\\ude00\", }", &json!({"a": "😀"}), &[Fault::ExtraComma]);
}

#[test]
fn words_without_quotes() {
    check(
        "{a: 1, \"b\": <ip>, \"c\": {id}, \"d\": True, \"e\": None, \"f\": xxx}",
        &json!({"a": 1, "b": "<ip>", "c": "{id}", "d": true, "e": null, "f": "xxx"}),
        &[Fault::Unquoted; 6],
    );
    check(
        "{\"a\": http://x.cn/y // z\n}",
        &json!({"a": "http://x.cn/y"}),
        &[Fault::Unquoted, Fault::Comment],
    );
    check("{\"a\": 007}", &json!({"a": "007"}), &[Fault::Unquoted]);
}

#[test]
fn brackets() {
    check("{\"a\": [1, {\"b\": 2", &json!({"a": [1, {"b": 2}]}), &[Fault::Unclosed; 3]);
    check("{\"a\": [{\"b\": 2]}", &json!({"a": [{"b": 2}]}), &[Fault::Unclosed]);
    check("{\"a\": 1]}", &json!({"a": 1}), &[Fault::ExtraBracket]);
    check("{-\"a\": 1}", &json!({"a": 1}), &[Fault::Junk]);
}

#[test]
fn text_is_not_json() {
    for text in [
        "",
        "[4194304 bytes of data, as part of a file]",
        "{endpoint}/v1",
        "[\n]x[",
        "GET /v1/{id}",
        "{",
        "[[[[",
        "{...}",
    ] {
        let value = body(text).map(|body| body.value);
        assert!(
            value.is_none() || value.as_ref().is_some_and(|value| value == &json!([])),
            "{text}: {value:?}"
        );
    }
}

#[test]
fn a_body_follows_its_request() {
    let text = "POST https://{endpoint}/v1/{project_id}/x?a=%E4%B8%AD&b HTTP/1.1\nX-Auth-Token: ABC\nContent-Type: application/json\n\n{\n  \"a\": 1\n}\n";
    let example = read(text);
    let request = example.request.expect("a request");
    assert_eq!(request.method.as_deref(), Some("POST"));
    assert_eq!(&*request.target, "https://{endpoint}/v1/{project_id}/x");
    let pairs: Vec<_> = request.query.iter().map(|pair| (&*pair.name, &*pair.value)).collect();
    assert_eq!(pairs, [("a", "中"), ("b", "")]);
    assert_eq!(&text[request.query[0].place.clone()], "a=%E4%B8%AD");
    let headers: Vec<_> = request.headers.iter().map(|pair| (&*pair.name, &*pair.value)).collect();
    assert_eq!(headers, [("X-Auth-Token", "ABC"), ("Content-Type", "application/json")]);
    assert_eq!(example.body.expect("a body").value, json!({"a": 1}));
}

#[test]
fn a_query_goes_on_over_lines() {
    let text = "https://api.ucloud.cn/?Action=X\n&Region=cn-bj2\n&Name=a b\n&Tags.0={x}\n";
    let request = read(text).request.expect("a request");
    assert_eq!(&*request.target, "https://api.ucloud.cn/");
    let pairs: Vec<_> = request.query.iter().map(|pair| (&*pair.name, &*pair.value)).collect();
    assert_eq!(pairs, [("Action", "X"), ("Region", "cn-bj2"), ("Name", "a b"), ("Tags.0", "{x}")]);
    assert_eq!(&text[request.query[1].place.clone()], "Region=cn-bj2");
}

#[test]
fn command_lines_and_statuses() {
    let example = read(
        "curl -X POST \\\n  https://api.ucloud.cn \\\n  -H 'Content-Type: application/json' \\\n  -d '{\n  \"a\": 1\n}'\n",
    );
    let request = example.request.expect("a request");
    assert_eq!((request.method.as_deref(), &*request.target), (Some("POST"), "https://api.ucloud.cn"));
    assert_eq!((&*request.headers[0].name, &*request.headers[0].value), ("Content-Type", "application/json"));
    assert_eq!(example.body.expect("a body").value, json!({"a": 1}));
    let example = read("HTTP/1.1 200 OK\nETag: x\n\n[1]");
    assert_eq!((example.status, example.request), (Some(200), None));
}

#[test]
fn places() {
    let text = "x\n{\n  \"a/b\": [1, {\"c\": \"镜\"}], // d\n  e: 2\n}";
    let body = body(text).expect("JSON");
    let places = body.places(text);
    let place = places.get("/a~1b/1/c").expect("a place");
    assert_eq!((&text[place.key.clone()], &text[place.value.clone()]), ("\"c\"", "\"镜\""));
    assert_eq!(&text[places.get("/e").expect("a place").key.clone()], "e");
    assert_eq!(&text[places.get("/a~1b/0").expect("a place").value.clone()], "1");
    assert_eq!(places.iter().count(), 5);
    for place in places.iter() {
        assert!(body.value.pointer(&place.pointer).is_some(), "{place:?}");
    }
}

#[test]
fn no_text_panics() {
    let seed = "POST /v1/x?a=1&b=%E4\nA: b\n{\n \"a\": [1, 'x', “中”，{b: <ip>}], // c\n \"d\": \"\\u4e2d\\\"\" ...\n}";
    let pieces = [
        "{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\\u", "\n", "//", "/*", "...", "中", "：", "-", "1",
        "a", "=", "”", " ",
    ];
    let mut state = 7_u64;
    let mut below = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % bound.max(1)
    };
    for _ in 0..20_000 {
        let mut text: Vec<char> = seed.chars().collect();
        for _ in 0..below(8) {
            let at = below(text.len() + 1);
            match below(3) {
                0 => text.truncate(at),
                1 => drop(text.drain(at..(at + below(10)).min(text.len()))),
                _ => drop(text.splice(at..at, pieces[below(pieces.len())].chars())),
            }
        }
        let text: String = text.into_iter().collect();
        let example = read(&text);
        if let Some(body) = example.body {
            assert!(text.get(body.range.clone()).is_some());
            body.mended
                .iter()
                .for_each(|mend| assert!(text.get(mend.range.clone()).is_some(), "{text} {mend:?}"));
            body.places(&text).iter().for_each(|place| assert!(text.get(place.key.clone()).is_some()));
        }
        for pair in example.request.iter().flat_map(|request| request.query.iter().chain(&request.headers)) {
            assert!(text.get(pair.place.clone()).is_some(), "{text:?} {pair:?}");
        }
    }
    for piece in pieces {
        let text = piece.repeat(5_000);
        for text in [format!("{{\"a\": {text}"), format!("[{{{text}"), text] {
            let example = read(&text);
            assert!(example.body.is_none_or(|body| body.range.end <= text.len()));
        }
    }
}

#[test]
fn a_form_is_what_a_command_sends() {
    let form = |text: &str| read(text).form.map(|form| (form.in_parts, form.pairs));
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    };
    for (text, in_parts, wanted) in [
        ("curl https://a.test/x -d 'a=1&b=two words'", false, &[("a", "1"), ("b", "two words")][..]),
        (
            "$ curl -X POST \\\n  --data \"a=1\" \\\n  --data-urlencode 'b=x&y' https://a.test/x",
            false,
            &[("a", "1"), ("b", "x&y")],
        ),
        ("curl -da=1 --data=b=%20 https://a.test/x", false, &[("a", "1"), ("b", " ")]),
        (
            "curl -F 'a=@boat.png;type=image/png' --form \"b[c]=1\" https://a.test/x\n\n{\"it's\": 1}",
            true,
            &[("a", "@boat.png;type=image/png"), ("b[c]", "1")],
        ),
        (
            "POST /x HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\na=1&b=2\n",
            false,
            &[("a", "1"), ("b", "2")],
        ),
    ] {
        assert_eq!(form(text), Some((in_parts, pairs(wanted))), "{text}");
    }
    for text in [
        "curl -G -d a=1 https://a.test/x",
        "curl https://a.test/x -d '{\"a\": \"b=c\"}'",
        "curl https://a.test/x -d @body.json",
        "curl https://a.test/x -H 'a=b'",
        "curl 'https://a.test/x -d a=1",
        "POST /x HTTP/1.1\n\na=1&b=2\n",
        "a=1&b=2",
    ] {
        assert_eq!(form(text), None, "{text}");
    }
}
