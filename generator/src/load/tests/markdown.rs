//! Markdown other than tables.

use super::{Block, check, load};

#[test]
fn headings_and_anchors() {
    check(
        "# 查询镜像列表<a name=\"swr_02_0034\"></a>\n\n## URI<a name=\"a\"></a><a name=\"a\"></a>\n\nSetext `x`\n===\n",
        "h1#swr_02_0034: 查询镜像列表\nh2#a: URI\nh1: Setext x code[x]",
    );
}

#[test]
fn an_anchor_that_stands_alone_belongs_to_the_next_block() {
    check(
        "<a name=\"t1\"></a>\n<a name=\"t2\"></a>\n<table><tr><td>x</td></tr></table>\n",
        "table#t1 #t2\n=? x",
    );
    check("<a id=\"t1\"></a>\n\n|a|\n|--|\n|b|\n", "table#t1\n= a\n- b");
    check("<a name=\"t1\"></a>\n\n---\n\ntext", "rule\np#t1: text");
}

#[test]
fn wrapped_lines_join() {
    check("镜像\n仓库 and\nmore\n  words  \n中文", "p: 镜像仓库 and more words/中文");
    check("first  \nsecond<br>third<br />\nfourth", "p: first/second/third/fourth");
}

#[test]
fn escapes_resolve_outside_of_code() {
    check(
        "GET /v2/\\{project\\_id\\}?a=\\{a\\}&b=1\\~2 `\\{x\\}`",
        "p: GET /v2/{project_id}?a={a}&b=1~2 \\{x\\} code[\\{x\\}]",
    );
    check("a&lt;b&nbsp;&nbsp;c &hellip; &amp;lt;", "p: a<b c … &lt;");
}

#[test]
fn placeholders_are_text() {
    check(
        "http://<ip>:<port>/<bucket_name>/<ip-address> <key> <data> x",
        "p: http://<ip>:<port>/<bucket_name>/<ip-address> <key> <data> x",
    );
    check("<token>\n\n<ip-address>\n", "p: <token>\np: <ip-address>");
    check("a <b>bold</b> <font color=\"red\">red</font> <custom-x a=\"1\">y", "p: a bold red y b[bold]");
}

#[test]
fn marks_and_links() {
    check(
        "**表 1**  参数 [*X*](#X) and [a](b.md#c) ![alt](i.png) *e* <https://x.cn>",
        "p: 表 1 参数 X and a e https://x.cn b[表 1] em[X] img[] em[e] ->#X[X] ->b.md#c[a] ->https://x.cn[https://x.cn]",
    );
    check("<b>a *b</b> c* <i>d", "p: a b c d em[b c] em[d] b[a b c d]");
    check("<a href=\"x?a=1&amp;b=2\" id=\"y\">go</a> <a name=\"z\"></a>", "p#y #z: go ->x?a=1&b=2[go]");
}

#[test]
fn lists_nest() {
    check(
        "-   one\n-   <a name=\"li2\"></a>two\n\n    more\n    1.  deep\n\n        ```json\n        {\n          \"a\": 1\n        }\n        ```\n",
        r#"
list
-
  p: one
-#li2
  p#li2: two
  p: more
  list 1
  -
    p: deep
    code json: "{\n  \"a\": 1\n}"
"#,
    );
    check("3.  a\n4.  b `c`\n", "list 3\n-\n  p: a\n-\n  p: b c code[c]");
}

#[test]
fn code() {
    check("```json {1}\n{\n\n}\n\n```\n", "code json: \"{\\n\\n}\"");
    check("~~~\r\na\r\n  b\r\n~~~\r\n", "code : \"a\\n  b\"");
    check("x\n\n    indented\n      more\n", "p: x\ncode : \"indented\\n  more\"");
}

#[test]
fn quotes() {
    check(
        ">![](icon.gif) **说明：** \n>此接口为幂等接口，\n>-   a\n",
        "quote\n  p: 说明：此接口为幂等接口， img[] b[说明：]\n  list\n  -\n    p: a",
    );
}

#[test]
fn front_matter_is_not_text() {
    check("---\ntitle: x\n---\n\n# y\n", "h1: y");
    check("---\n\ntext\n", "rule\np: text");
    check("\u{feff}# y\r\n\r\ntext\r\nmore\r\n", "h1: y\np: text more");
}

#[test]
fn empty_pages() {
    check("", "");
    check("\n \n", "");
    check("<!-- nothing -->\n", "");
}

#[test]
fn front_matter_has_the_title() {
    check("---\ntitle: \"Get a *thing*\"\nid: x\n---\n\ntext\n\n## y\n", "h1: Get a *thing*\np: text\nh2: y");
    check("---\nlayout: a\n\ntitle: x\n---\n\n# y\n", "h1: y");
    check("---\ntitle:\n---\ntext", "p: text");
    let document = load("\u{feff}---\ntitle: 'x y'\n---\ntext");
    assert_eq!(document.slice(document.blocks[0].span()), "x y");
}

#[test]
fn code_that_begins_on_its_fence() {
    check("```json{\n  \"a\": 1\n}\n```\n", "code json: \"{\\n  \\\"a\\\": 1\\n}\"");
    check("```js {1}\nx\n```\n", "code js: \"x\"");
    let document = load("```json[\n1]\n```\n");
    let Block::Code(code) = &document.blocks[0] else { panic!("{document:?}") };
    assert_eq!(document.slice(code.place(0..1)), "[");
    assert_eq!(document.slice(code.place(2..3)), "1");
}

#[test]
fn marks_of_engines_are_not_read() {
    check(
        "# t\n\n- TOC\n{:toc}\n\n?> 批量使用数组\n\n:::info\n- one\n:::\ntwo\n\n> [!NOTE]\n> three\n\n```\n:::\n```\n",
        "h1: t\np: 批量使用数组\nlist\n-\n  p: one\np: two\nquote\n  p: three\ncode : \":::\"",
    );
}
