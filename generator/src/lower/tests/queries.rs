//! Where parameters go.

use super::*;

const URI_TABLE: &str = "**表 1**  参数说明\n\n|名称|是否必选|说明|\n|--|--|--|\n";

#[test]
fn section_uri_and_method_decide() {
    let table = format!("{URI_TABLE}|id|是|x|\n|limit|否|x|\n|name|否|x|\n");
    assert_eq!(
        rest_rows("GET /v1/\\{id\\}/xs?name=\\{name\\}", &table),
        ["request path id!: string", "request query limit?: integer", "request query name?: string"]
    );
}

#[test]
fn a_body_is_where_no_place_is_named() {
    let request = "## 请求消息\n\n**表 1**  请求参数\n\n|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n|X-Auth-Token|是|String|x|\n|X-Id|否|String|x|\n|a|是|Integer|x|\n";
    assert_eq!(
        rest_rows("POST /v1/xs", request),
        ["request header X-Id?: string", "request body a!: integer"]
    );
    assert_eq!(
        rest_rows("GET /v1/xs", request),
        ["request query a!: integer", "request header X-Id?: string"]
    );
}

#[test]
fn the_example_is_surer_than_a_label_of_the_query() {
    let request = "## 请求消息\n\n**表 2**  查询参数\n\n|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n|a|是|Integer|x|\n\n## 请求示例\n\n```\n{\"a\": 1}\n```\n";
    assert_eq!(rest_rows("POST /v1/xs", request), ["request body a!: integer"]);
}

#[test]
fn a_text_has_no_members() {
    let request = "## 请求消息\n\n**表 2**  Query参数\n\n|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n|subject|否|String|x|\n|subject.id|否|String|x|\n|scope|否|Object|x|\n|scope.id|否|String|x|\n";
    assert_eq!(
        rest_rows("GET /v1/xs", request),
        [
            "request query subject?: string",
            "request query subject.id?: string",
            "request query scope?: object",
            "request query scope.id?: string"
        ]
    );
}

#[test]
fn a_placeholder_may_have_another_name_in_its_table() {
    let rows = |uri: &str, rows: &str| rest_rows(uri, &format!("{URI_TABLE}{rows}"));
    let flavor = "|flavors_id|是|x|\n";
    assert_eq!(rows("GET /v1/\\{flavor_id\\}", flavor), ["request path flavor_id!: string"]);
    assert_eq!(
        rows("GET /v1/\\{flavor_id\\}/\\{domain_id\\}", &format!("{flavor}|domain_Id|是|x|\n")),
        ["request path domain_id!: string", "request path flavor_id!: string"]
    );
    assert_eq!(
        rows("GET /v1/\\{server\\}", flavor),
        ["request path server!: string", "request query flavors_id!: string"],
        "nothing is alike"
    );
}

#[test]
fn what_only_the_template_says_is_kept() {
    assert_eq!(
        rest_rows("GET https://\\{endpoint\\}/v1/\\{p\\}/xs\\{?flag\\}", ""),
        ["request path p!: string", "request query flag: string"]
    );
}

#[test]
fn a_composite_has_rules() {
    let table = format!(
        "{URI_TABLE}|center|否|x|\n|offset|否|注意：offset和limit参数需要配套使用。|\n|limit|否|x|\n"
    );
    let page = rest(
        "GET /v2/xs?filter='center::self|offset::\\{offset\\}|limit::\\{limit\\}'\n\n注意：至少要传递一个filter参数",
        &table,
    );
    let outcome = lower("huaweicloud", &[("s/p.md", &page)]);
    let service = &outcome.services.first().unwrap().service;
    let operation = service.operations.get("get_v2_xs").unwrap();
    let filter = operation.query.get("filter").unwrap();
    let composite = filter.composite.as_ref().unwrap();
    assert_eq!(composite.at_least, 1);
    assert_eq!(composite.together, [["offset".into(), "limit".into()]]);
    assert_eq!(
        composite.parts.keys().map(tablature_ir::WireName::as_str).collect::<Vec<_>>(),
        ["center", "offset", "limit"]
    );
    assert_eq!(filter.required, Some(true));
    assert_eq!(operation.query.len(), 1);
}

#[test]
fn a_method_may_stand_before_its_path() {
    assert_eq!(
        rest_rows("GET 参数说明请参见[表1](#t)。\n\n/v1/xs/\\{id\\}", ""),
        ["request path id!: string"]
    );
    let table = "**表 1**  HTTP请求方法以及URI\n\n|请求方法|URI|\n|--|--|\n|DELETE|/v1/xs/{id}|\n";
    assert_eq!(rest_rows("x", table), ["request path id!: string"]);
}

/// A request table under the caption of a body, of a method, with what follows.
fn body_of(method: &str, more: &str) -> String {
    let head = "|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n";
    rest(
        &format!("{method} /v1/xs"),
        &format!(
            "## 请求参数\n\n**表 1**  请求Body参数\n\n{head}|a|是|Integer|x|\n|b|否|String|x|\n\n{more}"
        ),
    )
}

#[test]
fn a_get_has_no_body_unless_an_example_shows_one() {
    let read = |page: &str| {
        let outcome = lower("huaweicloud", &[("s/p.md", page)]);
        (rows(&outcome), ids(&outcome).contains(&Id::BodyOfGet))
    };
    let in_query = vec!["request query a!: integer".to_owned(), "request query b?: string".to_owned()];
    let in_body = vec!["request body a!: integer".to_owned(), "request body b?: string".to_owned()];
    assert_eq!(read(&body_of("GET", "")), (in_query.clone(), true));
    assert_eq!(read(&body_of("GET", "## 请求示例\n\n```\n{\"a\": 1}\n```\n")), (in_body.clone(), false));
    let url = "## 请求示例\n\n```\nDELETE https://x.example/v1/xs?a=1&b=c\n```\n";
    assert_eq!(read(&body_of("DELETE", url)), (in_query, false));
    assert_eq!(read(&body_of("POST", "")), (in_body, false));
}

#[test]
fn what_only_some_cases_have_is_not_required() {
    let head = "|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n";
    let request = format!(
        "## 请求消息\n\n-   由卷制作时的请求参数\n\n{head}|name|是|String|x|\n|tag|否|String|x|\n|volume|是|String|x|\n\n-   由文件制作时的请求参数\n\n{head}|name|是|String|x|\n|tag|否|String|x|\n|file|是|String|x|\n"
    );
    assert_eq!(
        rest_rows("POST /v1/xs", &request),
        [
            "request body name!: string",
            "request body tag?: string",
            "request body volume?: string",
            "request body file?: string"
        ]
    );
}

#[test]
fn a_column_of_yes_and_no_needs_no_head() {
    let request = "## 请求消息\n\n**表 1**  请求参数\n\n|参数|要不要|参数类型|描述|\n|--|--|--|--|\n|a|是|Integer|x|\n|b|否|String|x|\n";
    assert_eq!(rest_rows("POST /v1/xs", request), ["request body a!: integer", "request body b?: string"]);
}
