//! Operations that are told apart by a parameter.

use super::*;

fn rpc(action: &str, request: &str, response: &str) -> String {
    format!(
        "# 标题 - {action}\n\n## 定义\n\n### 公共参数\n\n| 参数名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n\
         | **Action** | string | 指令 | **Yes** |\n| **PublicKey** | string | 公钥 | **Yes** |\n\n\
         ### 请求参数\n\n| 参数名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n{request}\n\n\
         ### 响应字段\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n| **RetCode** | int | 码 |**Yes**|\n{response}\n"
    )
}

fn one(request: &str, response: &str) -> Outcome {
    lower("ucloud", &[("x-api/p.md", &rpc("GetX", request, response))])
}

#[test]
fn what_the_client_makes_is_no_field() {
    let outcome = one("| **Region** | string | 地域 |**Yes**|", "| **Total** | int | |No|");
    assert_eq!(rows(&outcome), ["request form Region!: string", "response body Total?: integer"]);
    assert_eq!(outcome.services.first().unwrap().service.service, "x");
}

#[test]
fn dots_and_marks_nest() {
    let outcome = one(
        "| **Disks.N.Size** | int | |**Yes**|\n| **Disks.N.Backup.Hour** | int | |No|\n| **Ids.N** | string | |No|\n\
         | **A.N.B.N.C.N** | string | |No|",
        "",
    );
    assert_eq!(
        rows(&outcome),
        [
            "request form Disks: list<object>",
            "request form Disks[].Size!: integer",
            "request form Disks[].Backup: object",
            "request form Disks[].Backup.Hour?: integer",
            "request form Ids?: list<string>",
            "request form A: list<object>",
            "request form A[].B: list<object>",
            "request form A[].B[].C?: list<string>",
        ]
    );
}

#[test]
fn models_are_linked_by_the_text_of_the_link() {
    let outcome = one(
        "",
        "| **Set** | array[[*Item*](#Other)] | |No|\n\n#### 数据模型\n\n\n#### Item\n\n\
         | 字段名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n| **A** | array[string] | |No|\n\n\
         #### Other\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n| **B** | float | |No|",
    );
    assert_eq!(rows(&outcome), ["response body Set?: list<object>", "response body Set[].A?: list<string>"]);
    assert!(ids(&outcome).contains(&Id::UnusedTable));
}

#[test]
fn a_model_that_only_prose_names_is_found() {
    let outcome = one(
        "",
        "| **Set** | array | 列表，参数见 Item |No|\n\n#### Item\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n|:--|:--|:--|:--|\n| **A** | bool | |No|",
    );
    assert_eq!(rows(&outcome), ["response body Set?: list<object>", "response body Set[].A?: boolean"]);
}

#[test]
fn of_twins_the_listed_one_counts() {
    let (new, old) = (rpc("GetX", "| **A** | int | |No|", ""), rpc("GetX", "| **B** | int | |No|", ""));
    let index = "# API 索引\n\n| API | 描述信息 |\n|:--|:--|\n|[GetX](api/x-api/b)|x|\n";
    let outcome = lower("ucloud", &[("x-api/a.md", &old), ("x-api/b.md", &new), ("x-api/index.md", index)]);
    assert_eq!(rows(&outcome), ["request form A?: integer"]);
    assert!(ids(&outcome).contains(&Id::TwinPages));
    assert_eq!(outcome.tally.without_operation.get("twin"), Some(&1));
}

#[test]
fn a_page_of_another_protocol_is_no_operation() {
    let page = "# 上传 - Put\n\n## 定义\n\n### 句法（Syntax）:\n\n```\nPUT /<name> HTTP/1.1\n```\n";
    let outcome = lower("ucloud", &[("x-api/a.md", page)]);
    assert_eq!(outcome.tally.without_operation.get("other-protocol"), Some(&1));
}
