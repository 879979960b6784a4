//! Pipe tables and HTML tables in Markdown.

use super::{check, load};

#[test]
fn pipe_tables() {
    check(
        "| **Name** | Type | 描述 |\n|:---|:---:|---|\n| **Disks.N.Size** | array[[*X*](#X)] | a \\| b \\~ c<br />d |\n| x | |\n",
        "table\n= Name b[Name] | Type | 描述\n- Disks.N.Size b[Disks.N.Size] | array[X] em[X] ->#X[X] | a | b ~ c/d\n- x |  | ∅\n! ragged-row line 4",
    );
}

#[test]
fn names_in_pipe_cells_stay() {
    check(
        "|a|b|\n|--|--|\n|__system__cmkid|_x_y_|\n|__k__|1GB*天，5GB*天|\n|(_x_)|*Year，<br />*Month|\n|*em*|**b**c|\n",
        "table\n= a | b\n- __system__cmkid | _x_y_\n- __k__ | 1GB*天，5GB*天\n- (_x_) | *Year，/*Month\n- em em[em] | bc b[b]",
    );
}

#[test]
fn surplus_cells_belong_to_the_last_column() {
    check(
        "|a|b|\n|--|--|\n|filter|应填写 center::{center}|name::{name} `x|y` |\n|x|`p|q`|\n|y|z| | |\n",
        "table\n= a | b\n- filter | 应填写 center::{center}|name::{name} x|y code[x|y]\n- x | p|q code[p|q]\n- y | z\n! ragged-row line 3",
    );
}

#[test]
fn surplus_cells_belong_before_what_other_rows_end_with() {
    check(
        "|a|b|c|\n|--|--|--|\n|x|one|**Yes**|\n|y|see [[api:x|there]], or not|**Yes**|\n|z|p|q|r|\n",
        "table\n= a | b | c\n- x | one | Yes b[Yes]\n- y | see [[api:x|there]], or not | Yes b[Yes]\n- z | p | q|r\n! ragged-row line 4",
    );
}

#[test]
fn a_header_of_empty_cells_is_none() {
    check("| | |\n|--|--|\n|a|b|\n|c|d|\n", "table\n=? a | b\n- c | d");
    check("| | |\n|--|--|\n", "table\n=  |");
}

#[test]
fn tags_in_pipe_cells() {
    check(
        "|a|b|\n|--|--|\n|<a href=\"#x\">X</a> object|<ul><li>one</li><li>two</li></ul>|\n|<ip>|<b>b|\n|<a name=\"y\"></a>y|c|\n",
        "table\n= a | b\n- X object ->#x[X] | one/two\n- <ip> | b b[b]\n- #yy | c",
    );
}

#[test]
fn html_tables() {
    check(
        r##"<a name="t1"></a>
<table><thead align="left"><tr id="r1"><th class="c" id="m1"><p id="p1"><a name="p1"></a><a name="p1"></a>参数名称</p>
</th>
<th class="c"><p>是否必选</p>
</th>
</tr>
</thead>
<tbody><tr><td><p><a href="#t2">X</a> object</p>
</td>
<td><p id="p2"><a name="p2"></a></p>
<p>否</p>
</td>
</tr>
<tr><td>&lt;ip&gt; <ip> <B>b</B></td><td>集群
外部<br/>a
b
<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul></td></tr>
</tbody>
</table>
"##,
        "table#t1\n=#r1 #m1 #p1参数名称 | 是否必选\n- X object ->#t2[X] | #p2否\n- <ip> <ip> b b[b] | 集群外部/a b/one/two/three li[one] li[three] li[two/three]",
    );
}

#[test]
fn html_tables_in_list_items() {
    check(
        "-   请求参数\n\n    <a name=\"t\"></a>\n    <table><thead><tr><th>a</th>\n    </tr>\n    </thead>\n    <tbody><tr><td>b</td>\n    </tr>\n    </tbody>\n    </table>\n\n    **after**\n\n-   next\n",
        "list\n-\n  p: 请求参数\n  table#t\n  = a\n  - b\n  p: after b[after]\n-\n  p: next",
    );
}

#[test]
fn a_blank_line_does_not_end_a_table() {
    check(
        "<table>\n<tr><td>a\n\n**b** `c`\n\n    d</td></tr>\n\n<tr><td>e</td></tr>\n</table>\n\nafter\n",
        "table\n=? a/b c/d b[b] code[c]\n- e\np: after",
    );
    check(
        "-   x\n\n    <table><tr><td>a\n\n</td></tr>\n\n    </table>\n\n    y\n\n# z\n",
        "list\n-\n  p: x\n  table\n  =? a\np: y\nh1: z",
    );
    check("text <table><tr><td>a</td></tr></table> more\n", "p: text\ntable\n=? a\np: more");
}

#[test]
fn an_open_table_ends_with_its_block() {
    check(
        "# a\n\n<table><tr><td>x</td></tr>\n<tr><td>y</td></tr>\n\n## b\n\n<table><tr><td>z</td></tr></table>\n",
        "h1: a\ntable\n=? x\n- y\nh2: b\ntable\n=? z\n! unclosed-table line 3",
    );
    check("<table><tr><td>x\n\n## b\n", "table\n=? x\nh2: b\n! unclosed-table line 1");
    check(
        "<table><tr><td>x</td></tr>\n<table><tr><td>y</td></tr></table>\n",
        "table\n=? x\ntable\n=? y\n! unclosed-table line 1",
    );
}

#[test]
fn spans_of_cells() {
    check(
        "<table><tr><th colspan=2>a</th><th>b</th></tr><tr><td rowspan=\"2\">c</td><td>d</td><td>e</td></tr><tr><td colspan='2'>f</td></tr><tr><td>g</td></tr></table>",
        "table\n= a | <a | b\n- c | d | e\n- ^c | f | <f\n- g | ∅ | ∅",
    );
    check(
        "<table><tr><td>a</td><td>b</td><td rowspan=0>c</td></tr><tr><td>d</td></tr><tr><td>e</td><td>f</td></tr></table>",
        "table\n=? a | b | c\n- d | ∅ | ^c\n- e | f | ^c",
    );
}

#[test]
fn headers_without_thead() {
    check(
        "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>\n\n<table><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></table>",
        "table\n= a\n- b\ntable\n=? a | b\n- c | d",
    );
    check(
        "<table><caption>表 1 <b>x</b></caption><thead><tr><td>a</td></tr></thead></table>",
        "table (表 1 x b[x])\n= a",
    );
    check("<table></table>\n", "table");
}

#[test]
fn code_and_tables_in_cells() {
    check(
        "<table><tr><td>a<pre class=\"language-json\">\n{\n  1\n}\n</pre>b</td><td>c<table><tr><td>d</td></tr></table>e</td></tr></table>",
        "table\n=? a/b | c/e\n  code json: \"{\\n  1\\n}\"\n  table\n  =? d",
    );
    check(
        "-   x\n    <table><tr><td><pre>a\n      b\n\n    c</pre></td></tr></table>\n",
        "list\n-\n  p: x\n  table\n  =? \n    code : \"a\\n  b\\n\\nc\"",
    );
}

#[test]
fn html_blocks_that_are_no_tables() {
    check(
        "<div class=\"note\"><span>说明：</span><p>one</p><p>two</p></div>\n\n<ul><li id=\"a\">x</li><li>y<ol><li>z</li></ol></li></ul>\n\n<h3 id=\"h\">T</h3>\n<pre><code class=\"lang-sh\">a &lt; b\n\n c</code></pre>\n",
        "p: 说明：\np: one\np: two\nlist\n-#a\n  p: x\n-\n  p: y\n  list 1\n  -\n    p: z\nh3#h: T\ncode sh: \"a < b\\n\\n c\"",
    );
    check("<details>\n<summary>s</summary>\n\n**x**\n\n</details>\n", "p: s\np: x b[x]");
}

#[test]
fn cells_answer_questions() {
    let document = load("|a|\n|--|\n|**x** 见 [表](#t)<br>第二行，<br>third|\n");
    let table = document.tables().next().expect("a table");
    let cell = &table.rows[0].cells[0];
    assert_eq!(cell.content.lines().collect::<Vec<_>>(), ["x 见 表", "第二行，", "third"]);
    assert_eq!(cell.content.joined(), "x 见 表第二行，third");
    assert_eq!(&*cell.content.links[0].target, "#t");
    assert!(!cell.content.is_all(super::MarkKind::Strong));
    assert_eq!(table.width(), 1);
}

#[test]
fn a_table_at_the_margin_cuts_off_its_list_item() {
    check(
        "-   请求参数\n\n|a|\n|--|\n|b|\n\n\n    **表 2**  \\[1\\] tags<a name=\"t\"></a>\n\n    ```json\n    {\n      1\n    }\n    ```\n\n|c|\n|--|\n\n    {\n    }\n",
        "list\n-\n  p: 请求参数\ntable\n= a\n- b\np#t: 表 2 [1] tags b[表 2]\ncode json: \"{\\n  1\\n}\"\ntable\n= c\ncode : \"{\\n}\"",
    );
    let document = load("|a|\n|--|\n\n    **表 2** 镜像\n    仓库\n");
    let caption = document.blocks[1].span();
    assert_eq!(document.slice(caption), "**表 2** 镜像\n    仓库");
}

#[test]
fn a_table_right_under_text() {
    check(
        "请求参数：\n| a | b |\n|---|---|\n| c | d |\nafter\n\nmore",
        "p: 请求参数：\ntable\n= a | b\n- c | d\np: after\np: more",
    );
    check(
        "-   x\n\n    text\n    |a|b|\n    |--|--|\n    |镜|c|\n\n> y\n> |a|\n> |--|\n",
        "list\n-\n  p: x\n  p: text\n  table\n  = a | b\n  - 镜 | c\nquote\n  p: y\n  table\n  = a",
    );
    let document = load("-   x\n\n    text\n    |a|b|\n    |--|--|\n    |镜|c|\n");
    let table = document.tables().next().expect("a table");
    assert_eq!(document.slice(table.rows[0].cells[0].span), "镜");
}

#[test]
fn a_header_that_does_not_fit() {
    check("|a|b|c|\n|--|--|\n|d|e|f|\n", "table\n= a | b | c\n- d | e | f\n! malformed-table line 1");
    check("x | y\n--- | ---\n1 | 2\n", "table\n= x | y\n- 1 | 2");
}
