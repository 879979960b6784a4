//! Responses of errors beside, and without, one of success.

use super::*;

const HEAD: &str = "|参数|参数类型|描述|\n|--|--|--|\n";

#[test]
fn an_error_is_never_the_type_of_success() {
    let text =
        format!("## 响应参数\n\n**状态码： 400**\n\n**表 1**  响应Body参数\n\n{HEAD}|error_code|String|x|\n");
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("DELETE /v1/xs", &text))]);
    let operation = outcome.services[0].service.operations.values().next().unwrap();
    let (status, response) = operation.success().unwrap();
    assert_eq!((status.0.as_str(), &response.body), ("200", &None));
    assert!(operation.responses.keys().any(|status| status.0.as_str() == "400"));
}

#[test]
fn the_only_object_of_an_error_has_the_only_table_of_its_status() {
    let text = format!(
        "## 响应参数\n\n**状态码： 200**\n\n**表 1**  响应Body参数\n\n{HEAD}|id|String|x|\n\n\
         **状态码： 400**\n\n**表 2**  响应Body参数\n\n{HEAD}|error|Object|x|\n\n\
         **表 3**  ErrorDetail\n\n{HEAD}|error_code|String|x|\n"
    );
    let outcome = lower("huaweicloud", &[("s/p.md", &rest("DELETE /v1/xs", &text))]);
    let types = &outcome.services[0].service.types;
    assert!(types.values().any(|ty| ty.fields.contains_key("error_code")), "{types:#?}");
}
