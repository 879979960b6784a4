//! What a parameter of paging is: by its name, its words, its default, its type and its range together.

use tablature_ir::{Pagination, Total};

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
    assert!(matches!(pagination, Some(Pagination::Marker { next, .. }) if next == "items[].id"));
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
        matches!(&pagination, Some(Pagination::Marker { items, next, .. }) if items == "key_details" && next == "next_marker"),
        "{pagination:?}"
    );
}

#[test]
fn what_looks_like_paging_and_is_not_understood_is_told() {
    let (pagination, unclear) =
        found(&list("| pageIndex | 否 | Integer | 第几页 |\n| pageCount | 否 | Integer | 条数 |\n", ""));
    assert_eq!((pagination, unclear), (None, true));
    let (pagination, unclear) = found(&list("| name | 否 | String | 名称 |\n", ""));
    assert_eq!((pagination, unclear), (None, false));
}
