//! What holds for a vendor's pages as a whole.

use super::*;
use crate::spec;

const HEAD: &str = "|参数|参数类型|描述|\n|--|--|--|\n";

fn with_type(path: &str, field: &str) -> String {
    rest(
        &format!("GET /v1/{path}"),
        &format!(
            "## 响应参数\n\n**表 1**  响应Body参数\n\n{HEAD}|a|Foo object|x|\n\n**表 2**  Foo\n\n{HEAD}|{field}|String|x|\n"
        ),
    )
}

#[test]
fn types_belong_to_their_operations() {
    let pages = [
        ("s/a.md", with_type("as", "x")),
        ("s/b.md", with_type("bs", "y")),
        ("s/c.md", with_type("cs", "y")),
    ];
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let outcome = lower("huaweicloud", &pages);
    let types = &outcome.services.first().unwrap().service.types;
    assert_eq!(
        types.keys().map(tablature_ir::TypeName::as_str).collect::<Vec<_>>(),
        ["get_v1_as::Foo", "get_v1_bs::Foo", "get_v1_cs::Foo"]
    );
    assert!(types.get("get_v1_as::Foo").unwrap().fields.contains_key("x"));
    assert!(!ids(&outcome).contains(&Id::SameNameTypes));
}

#[test]
fn of_two_types_of_one_name_what_comes_back_keeps_it() {
    let table =
        |number: usize, name: &str, rows: &str| format!("**表 {number}**  {name}\n\n{HEAD}{rows}\n\n");
    let text = format!(
        "## 请求参数\n\n{}{}## 响应参数\n\n{}{}",
        table(1, "请求Body参数", "|port|Port object|x|"),
        table(2, "Port", "|name|String|x|"),
        table(3, "响应Body参数", "|port|Port object|x|"),
        table(4, "Port", "|id|String|x|"),
    );
    let outcome = lower("huaweicloud", &[("s/a.md", &rest("POST /v1/ports", &text))]);
    let types = &outcome.services.first().unwrap().service.types;
    let names: Vec<&str> = types.keys().map(tablature_ir::TypeName::as_str).collect();
    assert_eq!(names, ["create_v1_port::Port", "create_v1_port::PortInput"]);
    assert!(types.get("create_v1_port::Port").unwrap().fields.contains_key("id"));
    assert!(ids(&outcome).contains(&Id::SameNameTypes));
}

#[test]
fn tables_of_pages_without_an_operation_are_shared() {
    let uses = |path: &str| {
        rest(
            &format!("GET /v1/{path}"),
            &format!("## 响应参数\n\n**表 1**  响应Body参数\n\n{HEAD}|a|[Job](jobs.md#job) object|x|\n"),
        )
    };
    let jobs = format!("# Jobs\n\n**表 1**  <a name=\"job\"></a>Job\n\n{HEAD}|id|String|x|\n");
    let outcome =
        lower("huaweicloud", &[("s/a.md", &uses("as")), ("s/b.md", &uses("bs")), ("s/jobs.md", &jobs)]);
    let types = &outcome.services.first().unwrap().service.types;
    assert_eq!(types.keys().map(tablature_ir::TypeName::as_str).collect::<Vec<_>>(), ["Job"]);
}

#[test]
fn the_order_of_the_pages_does_not_matter() {
    let texts = [
        ("s/c.md", with_type("cs", "x")),
        ("s/a.md", with_type("as", "x")),
        ("t/b.md", with_type("bs", "y")),
    ];
    let mut pages: Vec<Page> = texts.iter().map(|(path, text)| page(path, text)).collect();
    let dialect = builtin("huaweicloud");
    let all = |pages: &[Page]| {
        let outcome = engine::lowered(pages, &dialect, "");
        let specs: Vec<String> =
            outcome.services.iter().map(|lowered| spec::write(&lowered.service)).collect();
        (specs, outcome.diagnostics)
    };
    let first = all(&pages);
    pages.rotate_left(1);
    assert_eq!(all(&pages), first);
    pages.swap(0, 1);
    assert_eq!(all(&pages), first);
}

#[test]
fn another_page_never_renames_an_operation() {
    let one = [("s/a.md", with_type("as", "x"))];
    let two = [
        ("s/a.md", with_type("as", "x")),
        ("s/b.md", rest("GET /v2/as/\\{id\\}/x", "")),
        ("s/c.md", rest("GET /v2/as", "")),
    ];
    let names = |pages: &[(&str, String)]| {
        let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let outcome = lower("huaweicloud", &pages);
        let service = outcome.services.into_iter().next().unwrap().service;
        service.operations.into_iter().map(|(id, operation)| (operation.page, id.0)).collect::<Vec<_>>()
    };
    assert_eq!(names(&one), [("s/a.md".to_owned(), "get_v1_as".to_owned())]);
    let two = names(&two);
    assert!(two.contains(&("s/a.md".to_owned(), "get_v1_as".to_owned())), "{two:?}");
    assert!(two.contains(&("s/c.md".to_owned(), "get_v2_as".to_owned())), "{two:?}");
}

#[test]
fn a_dialect_says_what_is_wrong_with_it() {
    let fault = |text: &str| dialect::read("d.yaml", text).unwrap_err().remove(0);
    let unknown = fault("naming: {strap: [x]}\n");
    assert_eq!(unknown.id, Id::InvalidDialect);
    assert!(unknown.message.contains("strap"), "{}", unknown.message);
    assert!(unknown.span.is_some() && unknown.hint.is_some());
    let regex = fault("captions: ['(']\n");
    assert_eq!(regex.span.unwrap().range, 11..14);
}

#[test]
fn what_an_example_leaves_open_is_asked_of_no_other_page() {
    let example = |path: &str, name: &str| {
        rest(&format!("GET /v1/{path}"), &format!("## 响应示例\n\n```\n{{\"name\": {name}}}\n```\n"))
    };
    let (told, open) = (example("as", "\"x\""), example("bs", "null"));
    let found = rows(&lower("huaweicloud", &[("s/a.md", &told), ("s/b.md", &open)]));
    let name = "response body name: ";
    assert_eq!(found, [format!("{name}string"), format!("{name}any")], "{found:?}");
}
