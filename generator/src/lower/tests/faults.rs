//! Bad input: each fault is reported where it stands, and nothing else is lost.

use super::*;

const GOOD: &str = "# T\n\n## URI\n\nGET /v1/good\n";

/// The diagnostics of a page beside a good one, as `id line hint?`.
fn check(page: &[u8], operations: usize, expected: &[(Id, u32)]) {
    let pages = [Page::new("s/bad.md", page), Page::new("s/good.md", GOOD.as_bytes())];
    let outcome = engine::lowered(&pages, &builtin("huaweicloud"), "");
    assert!(outcome.tally.adds_up());
    assert_eq!(
        outcome.services.iter().map(|lowered| lowered.service.operations.len()).sum::<usize>(),
        operations
    );
    let text = String::from_utf8_lossy(page);
    for (id, line) in expected {
        let found = outcome.diagnostics.iter().find(|diagnostic| diagnostic.id == *id);
        let found = found.unwrap_or_else(|| panic!("no {id} in {:#?}", outcome.diagnostics));
        let span = found.span.as_ref().unwrap();
        assert_eq!(&*span.file, "s/bad.md");
        let before = text.get(..span.range.start).unwrap_or(&text);
        assert_eq!(before.matches('\n').count() + 1, *line as usize, "{found:#?}");
        assert!(found.hint.is_some(), "{found:#?}");
    }
}

#[test]
fn not_utf8() {
    check(b"# T\n\n\xff\n", 1, &[(Id::InvalidUtf8, 3)]);
}

#[test]
fn an_unknown_header() {
    let page = rest("GET /v1/xs", "## 响应参数\n\n|甲|乙|\n|--|--|\n|a|b|\n");
    check(page.as_bytes(), 2, &[(Id::UnknownTable, 9)]);
}

#[test]
fn an_unknown_section() {
    let page = rest("GET /v1/xs", "## 杂项\n\nx\n");
    check(page.as_bytes(), 2, &[(Id::UnknownSection, 7)]);
}

#[test]
fn an_unknown_type() {
    let page = rest(
        "GET /v1/xs",
        "## 响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|Array of Foo objects|x|\n|b|某物|x|\n",
    );
    check(page.as_bytes(), 2, &[(Id::UnknownType, 11)]);
}

#[test]
fn names_that_are_no_names() {
    for name in [vec!["a"; 3000].join("."), vec!["a"; 65].join("."), "b".repeat(201)] {
        let rows = format!("|{name}|String|x|\n|c|String|x|\n");
        let table = format!("## 响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n{rows}");
        check(rest("GET /v1/xs", &table).as_bytes(), 2, &[(Id::NameTooLong, 11)]);
    }
}

#[test]
fn a_table_that_nothing_refers_to() {
    let page = rest(
        "GET /v1/xs",
        "## 响应参数\n\n**表 1**  响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|String|x|\n\n**表 2**  Foo\n\n|参数|参数类型|描述|\n|--|--|--|\n|b|String|x|\n",
    );
    check(page.as_bytes(), 2, &[(Id::UnusedTable, 17)]);
}

#[test]
fn two_operations_with_one_id() {
    let outcome = lower("huaweicloud", &[("s/a.md", GOOD), ("s/b.md", GOOD)]);
    assert_eq!(outcome.services.first().unwrap().service.operations.len(), 1);
    let twin = outcome.diagnostics.iter().find(|diagnostic| diagnostic.id == Id::TwinPages).unwrap();
    assert_eq!(&*twin.span.as_ref().unwrap().file, "s/b.md");
    assert_eq!(twin.related.len(), 1);
}

#[test]
fn without_a_rule_its_parts_are_reported() {
    let text = dialect::builtin("huaweicloud").unwrap();
    let page = rest("GET /v1/xs", "## 响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|String|x|\n");
    let lower = |text: &str| {
        let dialect = dialect::read("test", text).unwrap();
        let outcome = engine::lowered(&[super::page("s/p.md", &page)], &dialect, "");
        assert!(outcome.tally.adds_up());
        outcome
    };
    assert_eq!(lower(text).diagnostics, []);
    // The words stand in the packs of languages, from which a dialect may take some out.
    let without = |word: &str| ids(&lower(&format!("{text}\nwithout: [{word}]\n")));
    assert!(without("响应").contains(&Id::UnknownSection));
    assert!(without("参数").contains(&Id::UnknownTable));
    assert!(without("string").contains(&Id::UnknownType));
    // Where the request stands is told by the request itself, and that nobody knows the section is told too.
    let found = without("URI");
    assert!(found.contains(&Id::UnknownSection), "{found:?}");
    assert!(!found.contains(&Id::PageWithoutOperation), "{found:?}");
}

#[test]
fn a_type_one_letter_off() {
    let page = rest(
        "GET /v1/xs",
        "## 响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|Dsik object|x|\n\n**表 2** Disk\n\n|参数|参数类型|描述|\n|--|--|--|\n|b|String|x|\n|c|String|x|\n",
    );
    let outcome = lower("huaweicloud", &[("s/p.md", &page)]);
    let found = outcome.diagnostics.iter().find(|found| found.id == Id::UnknownType).unwrap();
    assert!(found.hint.as_ref().unwrap().starts_with("did you mean `Disk`?"), "{found:#?}");
}

#[test]
fn an_unknown_type_of_several_fields_is_told_once() {
    let page = rest(
        "GET /v1/xs",
        "## 响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|Dsik|x|\n|b|Dsik|x|\n|c|Array of Dsik|x|\n|d|Other|x|\n",
    );
    let outcome = lower("huaweicloud", &[("s/p.md", &page)]);
    let told: Vec<&str> = outcome.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "the type `Dsik` of `a` is defined nowhere; 2 fields more have it",
            "the type `Other` of `d` is defined nowhere",
        ]
    );
}

#[test]
fn a_blank_type() {
    let page = rest("GET /v1/xs", "## 响应参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|String|x|\n|b||x|\n");
    check(page.as_bytes(), 2, &[(Id::BlankType, 12)]);
}

#[test]
fn a_placeholder_that_the_table_spells_otherwise() {
    let sections = "## 请求参数\n\n|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n|Project_Id|是|String|x|\n|name|否|String|x|\n";
    let page = rest("PUT /v1/{projectId}/xs", sections);
    check(page.as_bytes(), 2, &[(Id::MisnamedPlaceholder, 11)]);
    let rows = rest_rows("PUT /v1/{projectId}/xs", sections);
    assert_eq!(rows, ["request path projectId!: string", "request body name?: string"]);
}

#[test]
fn a_page_that_looks_like_an_operation() {
    let page = "# T\n\n## 请求参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|a|String|x|\n";
    check(page.as_bytes(), 1, &[(Id::PageWithoutOperation, 1)]);
}

#[test]
fn a_table_in_a_cell_lists_values() {
    let outer = |ty: &str| {
        format!(
            "## 请求参数\n\n<table><tr><th>参数</th><th>是否必选</th><th>参数类型</th><th>描述</th></tr>\n<tr><td>mode</td><td>是</td><td>{ty}</td><td>x<table><tr><th>参数</th><th>描述</th></tr><tr><td>RR</td><td>y</td></tr><tr><td>LC</td><td>z</td></tr></table></td></tr></table>\n"
        )
    };
    let text = rest("PUT /v1/xs", &outer("String"));
    let outcome = lower("huaweicloud", &[("s/p.md", &text)]);
    assert_eq!(rows(&outcome), ["request body mode!: string"]);
    let operation = &outcome.services[0].service.operations[0];
    let Some(tablature_ir::Body::Fields(fields)) = &operation.body else { panic!("{operation:#?}") };
    let values: Vec<_> =
        fields["mode"].values.iter().map(|(value, label)| format!("{value}={label}")).collect();
    assert_eq!(values, ["RR=y", "LC=z"]);
    // Of an object it has the members.
    let rows = rest_rows("PUT /v1/xs", &outer("Object"));
    assert_eq!(rows[1..], ["request body mode.RR: any", "request body mode.LC: any"]);
}
