//! Pages of strangers: every payload in every slot of a page.

/// Texts that do harm somewhere: in a terminal, in Markdown, HTML, Rust, TOML, YAML, CSV, JSON, a shell, a workflow, a
/// build script, a path.
pub const PAYLOADS: &[&str] = &[
    "\u{202e}cba",
    "a\u{2066}b\u{2069}",
    "\u{200f}a\u{61c}",
    "a\u{9b}31mb",
    "a\u{7f}b",
    "\u{1b}]0;x\u{7}",
    "\u{1b}[2J",
    "a\u{2028}b\u{85}c",
    "\u{feff}a\u{200b}b",
    "a\u{e0041}b",
    "a\rb",
    "a`b``c```d",
    "*/ fn evil() {} /*",
    "\"; fn evil() {} //",
    "\"#; fn evil() {} r#\"",
    "\\\"; fn evil() {}",
    "'a'; fn evil() {}",
    "}) } fn evil() { ({",
    "#[doc = include_str!(\"/etc/passwd\")]",
    "include_str!(\"/etc/passwd\")",
    "#![allow(warnings)]",
    "```rust fn main() {} ```",
    "crate::evil",
    "r#\"a\"#",
    "{{name}} {% x %}",
    "${x} $crate $(x)",
    "{} {0} {:?} {{",
    "\\u{202e} \\n \\0",
    "<script>alert(1)</script>",
    "</td></tr></table>",
    "<!-- a",
    "--> b",
    "&#x202e;&lt;b&gt;",
    "]]>",
    "![a](http://e.x/a.png)",
    "[a](javascript:alert(1))",
    "[a]: http://e.x",
    "[`evil`]",
    "::error::a",
    "%0A::error::a",
    "cargo::rustc-env=A=B",
    "=1+1",
    "@a +1",
    "- a",
    "# a",
    "---",
    "*a",
    "&a !b",
    "{a: b, c: [d]}",
    "a: b",
    "? a",
    "| a",
    "\\| a",
    "self",
    "Self",
    "r#fn",
    "_",
    "async",
    "0",
    "-1e999",
    "null",
    "../../etc/passwd",
    "C:\\con",
    "\u{fdfa}\u{1f469}\u{200d}\u{1f469}",
    "e\u{301}\u{327}",
    "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX\
     XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
];

/// Where a payload stands on a page.
pub const SLOTS: &[&str] = &[
    "title",
    "action",
    "introduction",
    "parameter",
    "optional",
    "type",
    "description",
    "value",
    "default",
    "required",
    "response",
    "model",
    "member",
    "key",
    "example",
    "deprecated",
];

/// A page of the RPC dialect that is built in, called `Get{number}`, with a payload in a slot.
#[must_use]
pub fn page(number: usize, payload: &str, slot: &str) -> String {
    // A cell ends at a bar.
    let cell = payload.replace('|', "\\|");
    let at = |here: &str, usual: &str| if here == slot { cell.clone() } else { usual.to_owned() };
    let text = |here: &str, usual: &str| if here == slot { payload.to_owned() } else { usual.to_owned() };
    let json = |here: &str, usual: &str| {
        if here == slot { serde_json::json!(payload).to_string() } else { format!("\"{usual}\"") }
    };
    let action = if slot == "action" { payload.to_owned() } else { format!("Get{number}") };
    let member = if slot == "member" { payload } else { "Name" };
    format!(
        "# {title} - {action}\n\n## 简介\n\n{introduction}\n\n{deprecated}\n\n## 定义\n\n### 请求参数\n\n\
         | 参数名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n\
         | **{parameter}** | string | 名称 |**Yes**|\n\
         | **{optional}** | string | {description}。枚举值：`{value}`，`b` ，默认值为`{default}` |No|\n\
         | **Kind** | {ty} | 种类 |{required}|\n\n\
         ### 响应字段\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n\
         | **RetCode** | int | 返回状态码 |**Yes**|\n| **Action** | string | 操作指令名称 |**Yes**|\n\
         | **{response}** | string | 东西 |No|\n\
         | **Items** | array[[*{model}*](#{model})] | 列表 |No|\n\n\
         #### 数据模型\n\n\n#### {model}\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n\
         | **{cell_member}** | string | 名称 |No|\n\n\
         ## 示例\n\n### 请求示例\n\n```\nhttps://api.example.com/?Action=Get{number}\n&Name={example_value}\n```\n\n\
         ### 响应示例\n\n```json\n{{\n  \"RetCode\": 0,\n  {key}: 1,\n  \"Items\": [{{{json_member}: {example}}}]\n}}\n```\n",
        title = text("title", "标题"),
        introduction = text("introduction", "简介"),
        deprecated =
            if slot == "deprecated" { format!("该接口已废弃，{payload}") } else { String::new() },
        parameter = at("parameter", "Region2"),
        optional = at("optional", "Colour"),
        description = at("description", "颜色"),
        value = at("value", "a"),
        default = at("default", "b"),
        ty = at("type", "string"),
        required = at("required", "No"),
        response = at("response", "Thing"),
        model = at("model", "Item"),
        cell_member = member.replace('|', "\\|"),
        key = json("key", "Other"),
        json_member = serde_json::json!(member),
        example_value = text("example", "x"),
        example = json("example", "x"),
    )
}

/// All pages: the payload, the slot, and the text.
pub fn pages() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    let all = PAYLOADS.iter().flat_map(|payload| SLOTS.iter().map(move |slot| (*payload, *slot)));
    all.enumerate().map(|(number, (payload, slot))| (payload, slot, page(number, payload, slot)))
}

/// Whether a character is hidden: it moves the cursor, turns the direction of text, breaks lines unseen.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
