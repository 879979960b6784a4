//! How a field finds the table that says more of it.

use super::*;

const HEAD: &str = "|参数|参数类型|描述|\n|--|--|--|\n";

fn response(text: &str) -> Vec<String> {
    rest_rows("GET /v1/xs", &format!("## 响应参数\n\n{text}"))
}

#[test]
fn by_the_name_of_the_type() {
    let text = format!(
        "**表 1**  响应Body参数\n\n{HEAD}|a|Array of Foo objects|x|\n\n**表 2**  Foo\n\n{HEAD}|b|String|x|\n"
    );
    assert_eq!(response(&text), ["response body a: list<object>", "response body a[].b: string"]);
}

#[test]
fn by_link_to_an_anchor_of_a_list_item() {
    let text = format!(
        "-   响应参数\n\n{}\n\n-   <a name=\"li1\"></a>bar参数说明\n\n{}\n",
        indent(&format!("{HEAD}|a|Object|请参见[•bar参数说明](#li1)。|")),
        indent(&format!("{HEAD}|b|Long|x|"))
    );
    assert_eq!(response(&text), ["response body a: object", "response body a.b: integer"]);
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn name_beats_number() {
    let text = format!(
        "**表 1**  响应参数\n\n{HEAD}|a|Object|详情请参见表3。|\n\n**表 2**  a字段数据结构说明\n\n{HEAD}|b|String|x|\n\n**表 3**  z字段数据结构说明\n\n{HEAD}|c|String|x|\n"
    );
    assert_eq!(response(&text), ["response body a: object", "response body a.b: string"]);
    let text = text.replace("a字段", "q字段");
    assert_eq!(response(&text), ["response body a: object", "response body a.c: string"]);
}

#[test]
fn one_name_on_both_sides() {
    let table = |field: &str| {
        format!("**表 1**  响应参数\n\n{HEAD}|a|Foo object|x|\n\n**表 2**  Foo\n\n{HEAD}|{field}|String|x|\n")
    };
    let request = table("q").replace("响应参数", "请求Body参数");
    let rows = rest_rows("POST /v1/xs", &format!("## 请求参数\n\n{request}\n## 响应参数\n\n{}", table("r")));
    assert_eq!(
        rows,
        [
            "request body a: object",
            "request body a.q: string",
            "response body a: object",
            "response body a.r: string"
        ]
    );
}

/// Services are lowered one by one, each with the pages of those that others refer to.
#[test]
fn tables_of_other_services_and_what_these_refer_to() {
    let operation = |target: &str| {
        let table = format!("**表 1**  响应参数\n\n{HEAD}|a|Object|见[数据结构]({target})|\n");
        rest("GET /v1/xs", &format!("## 响应参数\n\n{table}"))
    };
    let model = |name: &str, anchor: &str, row: &str| {
        format!("# 数据结构\n\n## {name}字段数据结构说明<a name=\"{anchor}\"></a>\n\n{HEAD}{row}\n")
    };
    for third in ["t/c.md", "u/c.md"] {
        let second = model("foo", "s1", &format!("|b|Object|见[数据结构](../{third}#s2)|"));
        let third = (third, &*model("bar", "s2", "|c|String|x|"));
        let own = model("foo", "s1", "|d|Long|x|");
        let pages = [
            ("q/a.md", &*operation("b.md#s1")),
            ("q/b.md", &own),
            ("s/a.md", &operation("../t/b.md#s1")),
            ("t/b.md", &second),
            third,
        ];
        assert_eq!(
            rows(&lower("huaweicloud", &pages)),
            [
                "response body a: object",
                "response body a.d: integer",
                "response body a: object",
                "response body a.b: object",
                "response body a.b.c: string"
            ]
        );
    }
}

#[test]
fn a_table_on_another_page() {
    let one = rest(
        "GET /v1/xs",
        &format!("## 响应参数\n\n**表 1**  响应参数\n\n{HEAD}|a|Object|见[数据结构](b.md#s1)|\n"),
    );
    let two = format!("# 数据结构\n\n## foo字段数据结构说明<a name=\"s1\"></a>\n\n{HEAD}|b|String|x|\n");
    let outcome = lower("huaweicloud", &[("s/a.md", &one), ("s/b.md", &two)]);
    assert_eq!(rows(&outcome), ["response body a: object", "response body a.b: string"]);
    let mut source = None;
    let lowered = outcome.services.first().unwrap();
    fields::each(&lowered.service, Some(&lowered.places), |row| {
        if row.path == "a.b" {
            source = row.source.map(ToOwned::to_owned);
        }
    });
    assert_eq!(source.as_deref(), Some("s/b.md"));
}

#[test]
fn the_whole_response_on_another_page() {
    let one = rest("POST /v1/xs", "## 响应消息\n\n请参考[响应](b.md)。\n");
    let two = format!(
        "# 响应\n\n-   正常响应要素说明\n\n{}\n\n-   异常响应要素说明\n\n{}\n",
        indent(&format!("{HEAD}|job_id|String|x|")),
        indent(&format!("{HEAD}|error|Object|x|"))
    );
    let outcome = lower("huaweicloud", &[("s/a.md", &one), ("s/b.md", &two)]);
    assert_eq!(rows(&outcome), ["response body job_id: string"]);
}

#[test]
fn errors_are_not_merged_into_the_response() {
    let text = format!(
        "**状态码： 200**\n\n**表 1**  响应Body参数\n\n{HEAD}|a|String|x|\n\n**状态码： 400**\n\n**表 2**  响应Body参数\n\n{HEAD}|error_code|String|x|\n"
    );
    assert_eq!(response(&text), ["response body a: string"]);
}

#[test]
fn what_may_have_no_body_takes_none_from_examples() {
    let shown = "## 响应消息\n\n不存在时：\n\n```\n{\"notFound\": {\"code\": 404}}\n```\n\n";
    let status =
        |code: &str| format!("{shown}## 返回值\n\n正常返回值：\n\n|返回值|说明|\n|--|--|\n|{code}|x|\n");
    let found = |uri: &str, code: &str| rest_rows(uri, &status(code)).join(" ");
    assert!(found("GET /v1/xs", "200").contains("notFound"), "{}", found("GET /v1/xs", "200"));
    assert_eq!(found("GET /v1/xs", "204"), "");
    assert_eq!(found("HEAD /v1/xs", "200"), "");
}

#[test]
fn examples_decide_what_tables_leave_open() {
    let text = format!(
        "**表 1**  响应参数\n\n{HEAD}|tags|数组|x|\n|meta|Object|元数据。|\n|list|Object|x|\n|open|Object|x|\n\n## 响应示例\n\n```\n[{{\"tags\": [\"a\"], \"meta\": {{\"k\": \"v\"}}, \"list\": [{{\"z\": 1}}], \"status\": 1}}]\n```\n"
    );
    assert_eq!(
        response(&text),
        [
            "response body : list<object>",
            "response body [].tags: list<string>",
            "response body [].meta: map<string>",
            "response body [].list: list<object>",
            "response body [].list[].z: integer",
            "response body [].open: any",
        ]
    );
}

#[test]
fn pseudo_rows_stand_for_elements_and_keys() {
    let text = format!(
        "**表 1**  响应Body参数\n\n{HEAD}|[数组元素]|Array of Foo objects|x|\n\n**表 2**  Foo\n\n{HEAD}|{{key}}|Integer|x|\n"
    );
    assert_eq!(response(&text), ["response body : list<map<integer>>"]);
}

#[test]
fn tables_that_nothing_refers_to_find_their_field() {
    // By the thing that both are named after, and a text whose very name a table has.
    let text = format!(
        "**表 1**  响应参数\n\n{HEAD}|TopicList|Array|x|\n|other|Array|x|\n|state|String|x|\n\n**表 2**  TopicInfo\n\n{HEAD}|id|String|x|\n\n**表 3**  state\n\n{HEAD}|code|Integer|x|\n"
    );
    assert_eq!(
        response(&text),
        [
            "response body TopicList: list<object>",
            "response body TopicList[].id: string",
            "response body other: list<any>",
            "response body state: object",
            "response body state.code: integer",
        ]
    );
    // Words fit the only object that is left, names of other things do not.
    let one = |label: &str| {
        response(&format!(
            "**表 1**  响应参数\n\n{HEAD}|refs|Object|x|\n\n**表 2**  {label}\n\n{HEAD}|id|String|x|\n"
        ))
    };
    assert_eq!(one("引用的详细信息"), ["response body refs: object", "response body refs.id: string"]);
    assert_eq!(one("insert_headers"), ["response body refs: any"]);
}

#[test]
fn a_list_is_called_as_in_the_example() {
    let text = format!(
        "**表 1**  响应参数\n\n{HEAD}|rule|Rule object|x|\n\n**表 2**  Rule\n\n{HEAD}|id|String|x|\n|size|Integer|x|\n\n## 响应示例\n\n```\n{{\"rules\": [{{\"id\": \"a\", \"size\": 1}}]}}\n```\n"
    );
    assert_eq!(
        response(&text),
        [
            "response body rules: list<object>",
            "response body rules[].id: string",
            "response body rules[].size: integer",
        ]
    );
}

#[test]
fn a_description_may_name_the_keys_of_an_object() {
    let text = format!(
        "**表 1**  响应参数\n\n{HEAD}|quota|Object|包含limit（最大）和in_use（已使用）。|\n|other|Object|x|\n\n## 响应示例\n\n```\n{{\"quota\": {{\"limit\": 1, \"in_use\": 0}}, \"other\": {{\"key\": 1}}}}\n```\n"
    );
    // What only the example shows has its origin in the example.
    assert_eq!(
        response(&text),
        [
            "response body quota: object",
            "response body quota.limit: integer",
            "response body quota.in_use: integer",
            "response body other: object",
            "response body other.key: integer",
        ]
    );
}

#[test]
fn an_element_in_brackets_is_described_by_the_table_it_refers_to() {
    let head = "|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n";
    let request = format!(
        "## 请求消息\n\n-   请求参数\n\n    |参数|是否必选|参数类型|描述|\n    |--|--|--|--|\n    |*[数组]*|是|Array of objects|详情请参见表2。|\n\n**表 2**  _\\[数组\\]_字段说明\n\n{head}|op|是|String|x|\n"
    );
    assert_eq!(rest_rows("PATCH /v1/xs", &request), ["request body [].op!: string"]);
}

#[test]
fn a_caption_that_is_a_row_is_a_name() {
    let head = "|参数|参数类型|描述|\n|--|--|--|\n";
    let response = format!(
        "## 响应参数\n\n**表 1**  响应Body参数\n\n{head}|results|Array of objects|x|\n\n**表 2**  results\n\n{head}|ip|String|x|\n"
    );
    assert_eq!(
        rest_rows("GET /v1/xs", &response),
        ["response body results: list<object>", "response body results[].ip: string"]
    );
}

#[test]
fn a_caption_of_the_body_is_no_name_of_a_type() {
    let head = "|参数|是否必选|参数类型|描述|\n|--|--|--|--|\n";
    let request = format!(
        "## 请求\n\n**表 1**  Body参数说明\n\n{head}|a|是|String|x|\n|tags|否|Array of objects|x|\n\n**表 2**  tags参数说明\n\n{head}|key|是|String|x|\n"
    );
    assert_eq!(
        rest_rows("POST /v1/xs", &request),
        ["request body a!: string", "request body tags?: list<object>", "request body tags[].key!: string"]
    );
}
