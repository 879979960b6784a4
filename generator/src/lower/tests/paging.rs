//! What a parameter of paging is: by its name, its words, its default, its type and its range together.

use tablature_ir::{Next, Pagination, Total};

use super::{ids, lower, rest};
use crate::diagnostic::Id;

/// A list with these rows of parameters in the query, and a count with these words.
fn list(parameters: &str, count: &str) -> String {
    let sections = format!(
        "**表 1**  Query参数\n\n| 参数 | 是否必选 | 参数类型 | 描述 |\n|:---|:---|:---|:---|\n{parameters}\n## 响应参数\n\n\
         **状态码： 200**\n\n**表 2**  响应Body参数\n\n| 参数 | 参数类型 | 描述 |\n|:---|:---|:---|\n\
         | items | Array of Item objects | 列表 |\n{count}\n**表 3**  Item\n\n| 参数 | 参数类型 | 描述 |\n\
         |:---|:---|:---|\n| id | String | ID |\n| name | String | 名称 |\n"
    );
    rest("GET /v1/items", &sections)
}

fn found(text: &str) -> (Option<Pagination>, bool) {
    let outcome = lower("huaweicloud", &[("s/p.md", text)]);
    let unclear = ids(&outcome).contains(&Id::PagingUnclear);
    let operation = outcome.services[0].service.operations.values().next().unwrap();
    (operation.pagination.clone(), unclear)
}

const LIMIT: &str = "| limit | 否 | Integer | 每页条数 |\n";
const TOTAL: &str = "| total_count | Integer | 总数 |\n";

#[test]
fn an_offset_may_be_the_number_of_a_page() {
    let check = |row: &str, wanted: Option<u32>| {
        let (pagination, unclear) = found(&list(&format!("{row}{LIMIT}"), TOTAL));
        let first = match &pagination {
            Some(Pagination::Page { page, size, first, .. }) => {
                assert_eq!((&**page, &**size), ("offset", "limit"));
                Some(*first)
            }
            None => None,
            other => panic!("{other:?}"),
        };
        assert_eq!((first, unclear), (wanted, wanted.is_none()), "{row}");
    };
    check("| offset | 否 | Integer | 页码，从0开始，例如第3页传2 |\n", Some(0));
    check("| offset | 否 | Integer | 页码，从1开始 |\n", Some(1));
    check("| offset | 否 | Integer | 页码，默认值为1 |\n", Some(1));
    check("| offset | 否 | Integer | 页码，取值范围：0~100 |\n", Some(0));
    check("| offset | 否 | Integer | 页码 |\n", None);
    check("| offset | 否 | Integer | 页码，即从第几条开始 |\n", None);
    check("| offset | 否 | Integer | 取值范围：1~100 |\n", None);
    for (words, wanted) in [
        ("Page number from 1", Some(1)),
        ("Page number (from 0)", Some(0)),
        ("Page number, where pages are numbered from 1", Some(1)),
        ("Page number. The first page has number 0", Some(0)),
        ("Page number; `1` is the first page", Some(1)),
        ("页码，首页为1", Some(1)),
        // Neither of these speaks of the first page.
        ("Page number, with results from 1 day", None),
        ("Page number from 10 on", None),
    ] {
        check(&format!("| offset | 否 | Integer | {words} |\n"), wanted);
    }
    // What says two things says nothing.
    check("| offset | 否 | Integer | 页码，从1开始，默认值为0 |\n", None);
    check("| offset | 否 | Integer | 页码，从0开始，取值范围：1~100 |\n", None);
}

#[test]
fn an_offset_that_answers_give_is_a_marker() {
    let next = "| next_offset | String | 下一页的偏移量 |\n";
    let text = "| offset | 否 | String | 上一页返回的偏移量 |\n";
    let (pagination, _) = found(&list(&format!("{text}{LIMIT}"), next));
    let wanted = |next: &Next| matches!(next, Next::Body(path) if path == "next_offset");
    assert!(
        matches!(&pagination, Some(Pagination::Marker { marker, next, .. }) if &**marker == "offset" && wanted(next)),
        "{pagination:?}"
    );
    // A number is counted, whatever the answer gives beside it.
    let number = "| offset | 否 | Integer | 偏移量 |\n";
    let (pagination, _) = found(&list(&format!("{number}{LIMIT}"), next));
    assert!(matches!(pagination, Some(Pagination::Offset { .. })), "{pagination:?}");
}

#[test]
fn a_page_may_be_a_number_of_items() {
    let rows = "| page | 否 | Integer | 偏移量 |\n| size | 否 | Integer | 每页条数 |\n";
    let (pagination, _) = found(&list(rows, ""));
    assert!(matches!(pagination, Some(Pagination::Offset { offset, .. }) if &*offset == "page"));
}

#[test]
fn a_count_of_the_page_is_no_total() {
    let rows = format!("| offset | 否 | Integer | 偏移量 |\n{LIMIT}");
    let total = |count: &str| match found(&list(&rows, count)) {
        (Some(Pagination::Offset { total, .. }), false) => total,
        other => panic!("{other:?}"),
    };
    assert_eq!(total("| count | Integer | 当前页的条数 |\n"), None);
    assert_eq!(total("| count | Integer | 总数 |\n"), Some(Total::Body("count".to_owned())));
}

#[test]
fn a_marker_that_is_a_number_is_no_id() {
    let marker = "| marker | 否 | Integer | 偏移量，从第几条开始，默认为0 |\n";
    let (pagination, _) = found(&list(&format!("{marker}{LIMIT}"), TOTAL));
    assert!(matches!(pagination, Some(Pagination::Offset { offset, .. }) if &*offset == "marker"));
    let (pagination, unclear) =
        found(&list(&format!("{marker}| maxitems | 否 | Integer | 每页条数 |\n"), TOTAL));
    assert_eq!((pagination, unclear), (None, true));
    let (pagination, _) = found(&list(&format!("| marker | 否 | String | 起始ID |\n{LIMIT}"), TOTAL));
    assert!(
        matches!(pagination, Some(Pagination::Marker { next: Next::Body(next), .. }) if next == "items[].id")
    );
}

#[test]
fn parameters_of_paging_may_stand_in_the_body() {
    let text = rest(
        "POST /v1.0/kms/list-keys",
        "**表 1**  请求Body参数\n\n| 参数 | 是否必选 | 参数类型 | 描述 |\n|:---|:---|:---|:---|\n\
         | limit | 否 | String | 返回条数 |\n| marker | 否 | String | 上次响应的next_marker |\n\n## 响应参数\n\n\
         **状态码： 200**\n\n**表 2**  响应Body参数\n\n| 参数 | 参数类型 | 描述 |\n|:---|:---|:---|\n\
         | keys | Array of strings | ID |\n| key_details | Array of Item objects | 详情 |\n\
         | next_marker | String | 下一页的marker |\n\n**表 3**  Item\n\n| 参数 | 参数类型 | 描述 |\n\
         |:---|:---|:---|\n| id | String | ID |\n",
    );
    let (pagination, _) = found(&text);
    assert!(
        matches!(&pagination, Some(Pagination::Marker { items, next: Next::Body(next), .. }) if items == "key_details" && next == "next_marker"),
        "{pagination:?}"
    );
}

/// A search whose body has these fields, of which `page` is an object with these members.
fn search(fields: &str, members: &str, answered: &str) -> String {
    let head = "| 参数 | 是否必选 | 参数类型 | 描述 |\n|:---|:---|:---|:---|\n";
    let said = "| 参数 | 参数类型 | 描述 |\n|:---|:---|:---|\n";
    rest(
        "POST /v1/items/search",
        &format!(
            "## 请求参数\n\n**表 1**  请求Body参数\n\n{head}| page | 否 | PageInfo object | 分页 |\n{fields}\n\
             **表 2**  PageInfo\n\n{head}{members}\n\
             ## 响应参数\n\n**状态码： 200**\n\n**表 3**  响应Body参数\n\n{said}\
             | items | Array of Item objects | 列表 |\n{answered}\n**表 4**  Item\n\n{said}| id | String | ID |\n"
        ),
    )
}

#[test]
fn parameters_of_paging_may_stand_in_an_object_of_the_body() {
    let within = |text: &str| {
        let (pagination, unclear) = found(text);
        let pagination = pagination.unwrap_or_else(|| panic!("{text}"));
        assert!(!unclear && pagination.within().is_some_and(|it| &**it == "page"), "{pagination:?}");
        pagination
    };
    let offset = format!("| offset | 否 | Integer | 偏移量 |\n{LIMIT}");
    assert!(matches!(within(&search("", &offset, TOTAL)), Pagination::Offset { total: Some(_), .. }));
    let number = "| page_no | 否 | Integer | 页码，从1开始 |\n| page_size | 否 | Integer | 每页条数 |\n";
    assert!(matches!(within(&search("", number, "")), Pagination::Page { first: 1, .. }));
    let marker = format!("| marker | 否 | String | 上次响应的next_marker |\n{LIMIT}");
    let next = "| next_marker | String | 下一页的marker |\n";
    let found_marker = within(&search("", &marker, next));
    assert!(
        matches!(&found_marker, Pagination::Marker { limit: Some(_), next: Next::Body(next), .. } if next == "next_marker"),
        "{found_marker:?}"
    );
    // Of two objects that have it, none is the one; a limit elsewhere is not beside it.
    let other = "| last | 否 | PageInfo object | 上一页 |\n";
    assert_eq!(found(&search(other, &offset, TOTAL)), (None, true));
    let marker = "| marker | 否 | String | 上次响应的next_marker |\n";
    assert!(matches!(within(&search(LIMIT, marker, next)), Pagination::Marker { limit: None, .. }));
}

#[test]
fn what_looks_like_paging_and_is_not_understood_is_told() {
    let (pagination, unclear) =
        found(&list("| pageIndex | 否 | Integer | 第几页 |\n| pageCount | 否 | Integer | 条数 |\n", ""));
    assert_eq!((pagination, unclear), (None, true));
    let (pagination, unclear) = found(&list("| name | 否 | String | 名称 |\n", ""));
    assert_eq!((pagination, unclear), (None, false));
}

#[test]
fn of_several_lists_none_has_the_items() {
    let rows = format!("| offset | 否 | Integer | 偏移量 |\n{LIMIT}");
    let others = "| more | Array of Item objects | 更多 |\n| names | Array of strings | 名称 |\n| others | Array of Item objects | 其他 |\n";
    assert_eq!(found(&list(&rows, others)), (None, true));
    assert_eq!(found(&list("| name | 否 | String | 名称 |\n", others)), (None, false));
}

/// An integer that the response gives back is a marker like any other.
#[test]
fn a_marker_may_be_a_number() {
    let rows = format!("| marker | 否 | Integer | 上次响应的next_marker |\n{LIMIT}");
    let (pagination, unclear) = found(&list(&rows, "| next_marker | Integer | 下一页 |\n"));
    assert!(
        matches!(&pagination, Some(Pagination::Marker { next: Next::Body(next), .. }) if next == "next_marker"),
        "{pagination:?}"
    );
    assert!(!unclear);
    assert_eq!(found(&list(&rows, "| next_marker | String | 下一页 |\n")), (None, true));
}

/// A page with these rows of parameters and of what is answered, read with these ways to call lists page by page.
fn by(ways: &str, parameters: &str, answered: &str) -> serde_json::Value {
    let dialect = format!("like: bybit\npagination:\n{ways}");
    let text = format!(
        "# List things\n\n### HTTP Request\n<APIEndpoint method=\"GET\" url=\"/v5/things\" />\n\n### Request Parameters\n\
         | Parameter | Required | Type | Comments|\n|:----- |:-------|:-----|------ |\n{parameters}\n\
         ### Response Parameters\n| Parameter | Type | Comments|\n|:----- |:-----|----- |\n{answered}"
    );
    let dialect = crate::dialect::read("acme", &dialect).unwrap();
    let outcome = crate::engine::lowered(&[super::page("v5/things.md", &text)], &dialect, "acme");
    let operation = outcome.services[0].service.operations.values().next().unwrap();
    let names: Vec<&str> = operation.query.keys().map(tablature_ir::WireName::as_str).collect();
    serde_json::json!({"pagination": operation.pagination, "query": names})
}

fn wanted(yaml: &str) -> serde_json::Value {
    serde_yaml::from_str(yaml).unwrap()
}

/// Links, headers, and parameters that pages do not repeat.
#[test]
fn a_guide_may_say_it_once() {
    let check = |ways: &str, more: &str, yaml: &str| {
        let answered = format!("|items |array |Object|\n|> id |string |The id|\n{more}");
        assert_eq!(by(ways, "|kind |false |string |Which |\n", &answered), wanted(yaml), "{ways}");
    };
    check(
        "  - {page: page, size: per_page, first: 1, everywhere: true}\n",
        "",
        "{pagination: {page: {page: page, size: per_page, first: 1, items: items}}, query: [kind, page, per_page]}",
    );
    let total = "  - {page: page, size: per_page, first: 1, total: [total], everywhere: true}\n";
    check(total, "", "{pagination: null, query: [kind]}");
    check(
        total,
        "|total |integer |How many there are|\n",
        "{pagination: {page: {page: page, size: per_page, first: 1, items: items, total: {body: total}}}, query: [kind, page, per_page]}",
    );
    check(
        "  - {link_header: Link, everywhere: true}\n",
        "",
        "{pagination: {link: {next: {header: Link}, items: items}}, query: [kind]}",
    );
    check("  - {link_header: Link}\n", "", "{pagination: null, query: [kind]}");
    check(
        "  - {link: [next]}\n",
        "|next |string |The next page|\n",
        "{pagination: {link: {next: next, items: items}}, query: [kind]}",
    );
}

/// What an object around the list has besides it is found there, too.
#[test]
fn a_list_may_stand_in_an_object() {
    let check = |parameter: &str, yaml: &str| {
        let ways = "  - {marker: cursor, limit: limit, next: [next]}\n  - {offset: offset, limit: limit, total: [total]}\n";
        let parameters = format!("{parameter}|limit |false |integer |How many |\n");
        let answered = "|data |object |The answer|\n|> list |array |Object|\n|>> id |string |The id|\n\
                        |> next |string |The next cursor|\n|> total |integer |How many there are|\n";
        assert_eq!(by(ways, &parameters, answered)["pagination"], wanted(yaml), "{parameter}");
    };
    check(
        "|cursor |false |string |The cursor |\n",
        "{marker: {marker: cursor, limit: limit, items: data.list, next: data.next}}",
    );
    check(
        "|offset |false |integer |How many to skip |\n",
        "{offset: {offset: offset, limit: limit, items: data.list, total: {body: data.total}}}",
    );
}
