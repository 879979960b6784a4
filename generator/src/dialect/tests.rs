//! Faults in a dialect file are reported with a place and a hint.

use tablature_ir::{Location, Protocol};

use super::{LANGUAGES, Language, Part, builtin, read};
use crate::raw::Role;

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
    check("service: {}\nprose:\n  ranges:\n    - phrase: '{nn}'\n", "no fragment `nn`", 4);
    check("types: {string: [a],\n  string: [b]}\n", "the key `string` stands twice", 2);
    check("service: {}\nspeaks: [xx]\n", "nobody knows the language `xx`", 2);
    check("speaks: [en]\nwithout: [qwerty]\n", "no language that it speaks has `qwerty`", 2);
}

/// Words that also stand elsewhere in the file, in a comment or as another value, draw no fault to themselves.
#[test]
fn a_protocol_is_written_as_the_schema_has_it() {
    let protocol = |text: &str| {
        let text = format!("service: {{protocol: {text}}}\n");
        read("mine.yaml", &text).unwrap_or_else(|faults| panic!("{faults:?}")).source.service.protocol
    };
    assert_eq!(protocol("{rpc: Action}"), Protocol::Rpc("Action".into()));
    assert_eq!(protocol("!rpc Action"), protocol("{rpc: Action}"));
    assert_eq!(protocol("rest"), Protocol::Rest);
    check("service:\n  protocol: {rcp: Action}\n", "unknown variant `rcp`", 2);
    check("service:\n  protocol: [rpc]\n", "expected `rest` or `{rpc: NAME}`", 2);
    // No schema knows a tag.
    for (name, text) in super::BUILTIN.iter().chain(LANGUAGES) {
        assert!(!text.contains(": !"), "{name}");
    }
}

#[test]
fn faults_stand_where_they_are_not_where_the_same_text_stands() {
    check("# like: nobody\nlike: nobody\n", "no built-in dialect `nobody`", 2);
    check("# xx\nspeaks: [en, xx]\n", "nobody knows the language `xx`", 2);
    check(
        "# qwerty\nspeaks: [en]\nwithout: [field,\n  qwerty]\n",
        "no language that it speaks has `qwerty`",
        4,
    );
    check("captions: ['a(b)']\nlabels:\n  - {text: ['(b']}\n  - {match: '(b'}\n", "`(b` is no regular", 4);
    let twice =
        "columns: {name: [a]}\ntypes: {string: [b], integer: [c]}\nrequired:\n  yes: [b]\n  no: [b]\n# b\n";
    check(twice, "`b` stands in `required.yes` and in `required.no`", 5);
    let ranges = "prose:\n  lengths:\n    - {phrase: '(?<max>a)'}\n  ranges:\n    - {phrase: '(?<max>a)'}\n    - {phrase: x}\n";
    check(ranges, "`prose.ranges[1].phrase`: it has no group", 6);
}

/// An unknown group of an expression is a word misspelt, as an unknown key is.
#[test]
fn groups_that_nothing_reads_are_faults() {
    check(
        "captions: ['(?<number>a)']\nnaming:\n  title: ['(?<nmae>a)']\n",
        "nothing reads the group `nmae`",
        3,
    );
    check("names: {strip: ['(?<name>a)']}\n", "nothing reads the group `name`", 1);
    check("types:\n  forms:\n    - {match: '(?<off>a)'}\n", "nothing reads the group `off`", 3);
}

/// A recipe is checked while it is read: its words, its names, its makers and its test vectors.
#[test]
fn faults_of_recipes_have_places() {
    let recipe =
        |rest: &str| format!("service:\n  auth:\n    - name: v1\n      credentials: {{key: secret}}\n{rest}");
    let fault = |rest: &str| read("mine.yaml", &recipe(rest)).expect_err("a fault").remove(0);
    check(&recipe("      let: {a: '{bodi}'}\n"), "unknown variant `bodi`", 5);
    check(&recipe("      let:\n        a: x\n        b: '{key|hax}'\n"), "unknown variant `hax`", 7);
    check(&recipe("      putt: {}\n"), "unknown field `putt`", 5);
    let lacking = fault("      sign: {hmac: sha256, text: a}\n");
    assert!(lacking.message.contains("`hmac` needs `key`"), "{lacking:?}");
    let vector = "      put: {header: {X: 'Bearer {key}'}}\n      vectors:\n        - {credentials: {key: k}, method: GET, \
                  url: 'https://a/', gives: {X: k}}\n";
    let unproved = fault(vector);
    assert!(unproved.message.contains("gives `X: Bearer k`"), "{unproved:?}");
    let proved = recipe(&vector.replace("{X: k}", "{X: Bearer k}"));
    assert!(read("mine.yaml", &proved).is_ok());
    let of = |names: &str| {
        format!(
            "{proved}  auth_of:\n    - {{match: '^GET /v11/', auth: [[]]}}\n    - {{match: v2, auth: [{names}]}}\n"
        )
    };
    assert!(read("mine.yaml", &of("[v1]")).is_ok());
    check(&of("[v1, v11]"), "`auth_of` names `v11`", 10);
    let fault = read("mine.yaml", &of("[v2]")).expect_err("a fault").remove(0);
    assert_eq!(fault.hint.as_deref(), Some("did you mean `v1`?"));
}

#[test]
fn a_dialect_may_be_like_another() {
    let own = read("mine.yaml", "like: ucloud\ncolumns: {name: [Key]}\n").expect("no fault");
    let base = read("ucloud", builtin("ucloud").expect("it is built in")).expect("no fault");
    assert_eq!(own.source.prose, base.source.prose);
    assert_eq!(own.source.columns.name.first().map(String::as_str), Some("Key"));
    assert!(!own.source.columns.code.contains(&"RetCode".to_owned()), "a section is taken as a whole");
    assert!(own.source.service.endpoint.is_empty(), "facts about the vendor are never taken");
}

#[test]
fn a_dialect_adds_to_its_languages() {
    let text = "speaks: [en]\nwithout: [field]\ncolumns: {name: [Term], other: [Key]}\nprose: {marks: {commas: ';'}}\n";
    let dialect = read("mine.yaml", text).expect("no fault");
    let names = &dialect.source.columns.name;
    assert_eq!(names.first().map(String::as_str), Some("Term"), "its own words come first");
    assert!(names.contains(&"parameter".to_owned()));
    assert!(!names.contains(&"field".to_owned()), "it is taken out");
    assert!(!names.contains(&"key".to_owned()), "the dialect uses it otherwise");
    assert!(!names.contains(&"参数".to_owned()), "it speaks no other language");
    assert_eq!(dialect.source.prose.marks.commas, ";,");
}

#[test]
fn the_packs_are_well_formed() {
    for (name, text) in LANGUAGES {
        let pack: Language = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let dialect =
            read(name, &format!("speaks: [{name}]\n")).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
        let words = pack.columns.name.iter().chain(&pack.columns.ty).chain(&pack.columns.required);
        for word in words {
            assert!(dialect.columns.contains_key(&*super::normal(word)), "{name}: {word}");
        }
    }
}

/// What a heading, caption or label is made of, and what is left of it.
#[track_caller]
fn made_of(text: &str, parts: &[Part], rest: &str) {
    let dialect = read("mine.yaml", "").expect("no fault");
    let said = dialect.words.read(text);
    assert_eq!((said.parts.as_slice(), said.rest.as_str()), (parts, rest), "{text}");
}

#[test]
fn headings_and_labels_are_made_of_words() {
    use Part::{Address, Definition, Error, Example, Fields, Place, Request, Response};
    made_of("Request body fields", &[Place(Location::Body), Fields], "");
    made_of("Query string parameters:", &[Place(Location::Query), Fields], "");
    made_of("The Webhook object", &[Definition], "Webhook");
    made_of("List sensors", &[], "sensors");
    made_of("Example error response", &[Example, Error, Response], "");
    made_of("请求Body参数", &[Request, Place(Location::Body), Fields], "");
    made_of("请求样例的参数说明", &[Request, Example, Fields], "");
    made_of("响应（Responses）", &[Response, Response], "");
    made_of("请求方法", &[Address], "");
    made_of("DiskSet数据结构", &[Definition], "DiskSet");
}

/// What a label says: its role, where its fields go, and the name of what has them.
#[track_caller]
fn label(text: &str, is: Option<Role>, location: Option<Location>, root: bool) {
    let dialect = read("mine.yaml", "").expect("no fault");
    let meaning = dialect.label(text, |_| false).unwrap_or_default();
    assert_eq!((meaning.is, meaning.location, meaning.root), (is, location, root), "{text}");
}

#[test]
fn labels_say_what_is_below_them() {
    label("Body参数说明", Some(Role::Request), Some(Location::Body), true);
    label("请求样例的参数说明", Some(Role::Request), None, true);
    label("响应头参数", Some(Role::Response), Some(Location::Header), true);
    label("Path parameters", None, Some(Location::Path), true);
    label("Error response", Some(Role::Response), None, true);
    label("Example response", Some(Role::ResponseExample), None, false);
    label("状态码", Some(Role::Statuses), None, false);
    label("Supported widgets", None, None, false);
    label("The request succeeded.", None, None, false);
    label("Returns 200 and the following response attributes:", Some(Role::Response), None, true);
}

#[test]
fn headings_name_the_row_that_they_are_about() {
    let dialect = read("mine.yaml", "").expect("no fault");
    let named = |text: &str| dialect.row_named(text, |name| matches!(name, "data" | "cranes"));
    assert_eq!(named("data Explanation").as_deref(), Some("data"));
    assert_eq!(named("data说明").as_deref(), Some("data"));
    assert_eq!(named("Explanation of the cranes[n] Field:").as_deref(), Some("cranes"));
    assert_eq!(named("cranes[x]").as_deref(), Some("cranes"));
    assert_eq!(named("yard_info 字段说明").as_deref(), Some("yard_info"), "it is no word");
    assert_eq!(named("Pagination parameters"), None, "it may be one");
    assert_eq!(named("data"), None, "nothing else is said");
    assert_eq!(named("Move the cranes of the data"), None);
    assert_eq!(named("Response data"), None, "this is a side");
}

#[test]
fn further_words_say_of_which_case_an_example_is() {
    let dialect = read("mine.yaml", "").expect("no fault");
    let role = |text: &str| dialect.section(text).and_then(|meaning| meaning.is);
    assert_eq!(role("Example request: all cranes"), Some(Role::RequestExample));
    assert_eq!(role("Count Response Example"), Some(Role::ResponseExample));
    assert_eq!(role("获取数量返回结果示例"), Some(Role::ResponseExample));
    assert_eq!(role("Example of request and response"), None);
}
