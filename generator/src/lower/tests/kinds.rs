//! Kinds of pages that real references have, each made small: what a reader takes from them.

use super::*;

/// What comes of one page with a dialect of a few lines.
fn with(dialect: &str, path: &str, text: &str) -> Outcome {
    let dialect = dialect::read("x", dialect).unwrap();
    let outcome = engine::lowered(&[page(path, text)], &dialect, "v");
    assert!(outcome.tally.adds_up(), "{:#?}", outcome.tally);
    outcome
}

const REST: &str = "service: {protocol: rest, endpoint: 'https://x.example'}\npages: {bare_requests: true}\n";

/// A page of an RPC operation with these rows in its request.
fn rpc(request: &str) -> Outcome {
    let page = format!(
        "# 名 - GetX\n\n## 定义\n\n### 请求参数\n\n| 参数名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n{request}\n"
    );
    lower("ucloud", &[("x-api/p.md", &page)])
}

/// The values of a field of the request, as `value` or `value=label`.
fn values(outcome: &Outcome, name: &str) -> Vec<String> {
    let operation = outcome.services.first().unwrap().service.operations.values().next().unwrap();
    let sent = operation.parameters().map(|(_, key, field)| (key, field));
    let body = operation.body.as_ref().and_then(tablature_ir::Body::fields).into_iter().flatten();
    let (_, field) = sent.chain(body).find(|(key, _)| key.as_str() == name).unwrap();
    let text = |(value, label): (&String, &String)| {
        if label.is_empty() { value.clone() } else { format!("{value}={label}") }
    };
    field.values.iter().map(text).collect()
}

#[test]
fn a_pipe_in_a_cell_moves_nothing() {
    let outcome =
        rpc("| **A** | string | 枚举值：on\\|off | No |\n| **B** | string | 写作 `a\\|b` | **Yes** |\n\
         | **C** | string | 枚举值：on|off | **Yes** |\n| **D** | int | 末 | **Yes** |");
    let expected = [
        "request form A?: string",
        "request form B!: string",
        "request form C!: string",
        "request form D!: integer",
    ];
    assert_eq!(rows(&outcome), expected);
    assert_eq!(values(&outcome, "C"), ["on", "off"]);
    assert!(ids(&outcome).contains(&Id::RaggedRow));
}

#[test]
fn cells_too_few_or_too_many_are_told() {
    let outcome =
        rpc("| **W** | bool | 全 | No |\n| **A** | string | 甲 |\n| **B** | int | 乙 | No | 丙 |\n| **C** |");
    assert_eq!(
        rows(&outcome),
        [
            "request form W?: boolean",
            "request form A: string",
            "request form B?: integer",
            "request form C: string"
        ]
    );
    assert!(ids(&outcome).contains(&Id::RaggedRow));
    assert!(ids(&outcome).contains(&Id::BlankType));
}

#[test]
fn names_hold_nothing_that_cannot_be_seen() {
    let outcome = rpc(
        "| **Na\u{ad}me** | string | 甲 | No |\n| **Key&#8203;** | string | 乙 | No |\n| **Ｌ** | int | 丙 | No |",
    );
    assert_eq!(
        rows(&outcome),
        ["request form Name?: string", "request form Key?: string", "request form Ｌ?: integer"]
    );
}

#[test]
fn a_value_in_other_letters_is_no_label_of_its_neighbour() {
    let outcome = rpc(
        "| **A** | string | 枚举值：μm、m | No |\n| **B** | string | 枚举值：开、on、关 | No |\n| **C** | string | 枚举值：m、km | No |",
    );
    assert_eq!(values(&outcome, "A"), [""; 0]);
    assert_eq!(values(&outcome, "B"), [""; 0]);
    assert_eq!(values(&outcome, "C"), ["m", "km"]);
}

#[test]
fn a_row_after_a_blank_line_is_a_row() {
    let outcome = rpc(
        "| **A** | string | 甲 | No |\n| **B** | string | 乙\n\n取值：x | No |\n| **C** | int | 丙 | **Yes** |",
    );
    assert_eq!(
        rows(&outcome),
        ["request form A?: string", "request form B?: string", "request form C!: integer"]
    );
}

#[test]
fn an_index_and_a_list_are_one_list() {
    let outcome = rpc("| **Ids.N** | array[string] | 甲 | No |");
    assert_eq!(rows(&outcome), ["request form Ids?: list<string>"]);
}

#[test]
fn a_table_in_a_cell_lists_values() {
    let cell = "方式<table><tr><th>参数</th><th>描述</th></tr><tr><td>HOT</td><td>热</td></tr><tr><td>ICE</td><td>冷</td></tr></table>";
    let table = format!(
        "## 请求参数\n\n<table><tr><th>参数</th><th>是否必选</th><th>参数类型</th><th>描述</th></tr>\
         <tr><td>mode</td><td>是</td><td>String</td><td>{cell}</td></tr></table>\n"
    );
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("POST /v1/xs", &table))]);
    assert_eq!(rows(&outcome), ["request body mode!: string"]);
    assert_eq!(values(&outcome, "mode"), ["HOT=热", "ICE=冷"]);
}

#[test]
fn rows_that_share_a_cell_each_have_it() {
    let table = "## 请求参数\n\n<table><tr><th>参数</th><th>是否必选</th><th>参数类型</th><th>描述</th></tr>\
         <tr><td>a</td><td rowspan=\"2\">是</td><td rowspan=\"9\">Integer</td><td>甲</td></tr>\
         <tr><td>b</td><td>乙</td></tr><tr><td>c</td><td>否</td><td>丙</td></tr></table>\n";
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("POST /v1/xs", table))]);
    assert_eq!(
        rows(&outcome),
        ["request body a!: integer", "request body b!: integer", "request body c?: integer"]
    );
}

#[test]
fn the_only_object_and_the_only_table_of_a_status_belong_together() {
    let table = "## 响应参数\n\n状态码： 404\n\n**表 2**  响应Body参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|fault|Object|错误|\n\n\
         **表 3**  FaultDetail\n\n|参数|参数类型|描述|\n|--|--|--|\n|no|String|码|\n";
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("POST /v1/xs", table))]);
    let types = &outcome.services.first().unwrap().service.types;
    assert!(types.values().any(|ty| ty.fields.contains_key("no")), "{types:#?}");
    assert!(!ids(&outcome).contains(&Id::UnknownType));
}

#[test]
fn path_and_method_stand_in_lines_of_their_own() {
    let page = "# 列表\n\n## URI\n\n-   URI格式\n\n    PATH：/v1/\\{id\\}/xs\n\n    Method：GET\n\n## 响应消息\n\n\
         |名称|参数类型|说明|\n|--|--|--|\n|xs|List data structure|单\u{3000}|\n";
    let outcome = lower("huaweicloud", &[("s/p.md", page)]);
    let operation = outcome.services.first().unwrap().service.operations.values().next().unwrap();
    assert_eq!((operation.method.as_str(), operation.uri.as_str()), ("GET", "/v1/{id}/xs"));
    assert!(rows(&outcome).contains(&"response body xs: list<any>".to_owned()), "{:?}", rows(&outcome));
}

#[test]
fn words_beside_a_mark_say_whether_a_field_is_required() {
    let cells = ["**{tick}** Yes", "**{dot}** No", "✅ Yes", "Yes.", "Yes (since 2.1)", "✓", "✗", "❌", "†"];
    let row = |(cell, name)| format!("| `{name}` | string | {cell} | x |");
    let table = cells.iter().zip('a'..).map(row).collect::<Vec<_>>().join("\n");
    let page = format!(
        "# T\n\n## Make\n\nPOST /xs\n\n| Attribute | Type | Required | Description |\n| -- | -- | -- | -- |\n{table}\n"
    );
    let outcome = with(REST, "s/p.md", &page);
    let expected = ["a!", "b?", "c!", "d!", "e!", "f!", "g?", "h?", "i"];
    assert_eq!(rows(&outcome), expected.map(|name| format!("request body {name}: string")));
    assert_eq!(ids(&outcome).iter().filter(|id| **id == Id::UnknownRequired).count(), 1);
}

#[test]
fn quoted_texts_for_a_type_are_the_values() {
    let page = "# T\n\n## Make\n\nPOST /xs\n\n| Field | Type | Required | Description |\n| -- | -- | -- | -- |\n\
         | `way` | `\"up\" \\| \"down\"` | Yes | x |\n| `all` | 'one' | No | x |\n| `no` | \"a\" or b | No | x |\n";
    let outcome = with(REST, "s/p.md", page);
    assert_eq!(rows(&outcome)[..2], ["request body way!: string", "request body all?: string"]);
    assert_eq!(values(&outcome, "way"), ["up", "down"]);
    assert_eq!(values(&outcome, "all"), ["one"]);
    assert!(ids(&outcome).contains(&Id::UnknownType));
}

#[test]
fn a_header_of_a_response_may_be_called_as_one_that_the_client_sends() {
    let table = "## 响应参数\n\n**表 1**  响应Header参数\n\n|参数|参数类型|描述|\n|--|--|--|\n|X-Auth-Token|String|甲|\n";
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("POST /v1/xs", table))]);
    assert_eq!(rows(&outcome), ["response header X-Auth-Token: string"]);
}

#[test]
fn of_two_columns_of_names_the_one_with_names_counts() {
    let table = "## 请求参数\n\n|字段名|变量名|必填|类型|描述|\n|--|--|--|--|--|\n|商户号|merId|是|String|甲|\n|订单 1|orderNo|否|String||\n";
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("POST /v1/xs", table))]);
    assert_eq!(rows(&outcome), ["request body merId!: string", "request body orderNo?: string"]);
}
