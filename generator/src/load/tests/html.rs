//! Whole HTML pages.

use super::check_html;

#[test]
fn a_page_as_a_site_serves_it() {
    check_html(
        r##"<!DOCTYPE html>
<html lang="zh"><head><title>t</title><script>if (a < b) { document.write("<table>") }</script>
<style>td > p { color: red }</style></head>
<body><nav><ul><li><a href="/">Home</a></li></ul></nav>
<header><button>Menu</button></header>
<main class="doc">
<h1 id="top">查询 <code>X</code><a class="headerlink" href="#top">¶</a></h1>
<p>First<br>second &amp; <em>third</em>.
wrapped</p>
<h2>参数</h2>
<div class="table-wrapper"><table id="t"><thead><tr><th>名称</th><th>描述</th></tr></thead>
<tbody><tr><td><code>id</code></td><td><p>one</p><p>two</p></td></tr></tbody></table></div>
<blockquote><p>note</p></blockquote>
<hr>
<div class="highlight"><pre><code class="language-json">{
  &quot;a&quot;: <span class="n">1</span>
}
</code></pre></div>
<svg><text>no</text></svg>
</main>
<footer>Copyright <table><tr><td>x</td></tr></table></footer></body></html>
"##,
        r#"
h1#top: 查询 X code[X]
p: First/second & third. wrapped em[third]
h2: 参数
table#t
= 名称 | 描述
- id code[id] | one/two
quote
  p: note
rule
code json: "{\n  \"a\": 1\n}"
"#,
    );
}

#[test]
fn a_page_without_main() {
    check_html(
        "<html><body><aside>x</aside><div id=\"c\"><h2>a</h2>text<p>b</div><x-tabs><p>c</x-tabs></body></html>",
        "h2#c: a\np: text\np: b\np: c",
    );
    check_html("<article><h1>a</h1></article>", "h1: a");
    check_html("<p>x<article><h1>a</h1></article><article>b</article>", "p: x\nh1: a\np: b");
}

#[test]
fn an_open_table_in_a_page() {
    check_html("<table><tr><td>a<p>b", "table\n=? a/b\n! unclosed-table line 1");
    check_html("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "table\n= a | b\n- c | d");
}

#[test]
fn formatting_that_crosses_blocks() {
    check_html("<b>a<p>b</p>c</b>d<i>e", "p: a b[a]\np: b\np: cde em[e]");
    check_html("<a href=x><div>a</div></a>b", "p: a\np: b");
    check_html("<table>stray<tr><td><b>a</td><td>b</td></tr></table>", "p: stray\ntable\n=? a b[a] | b");
}

#[test]
fn layout_is_not_content() {
    check_html(
        "<body><div role=\"navigation\"><p>menu</p></div><table><tr><td><ul><li>x</li></ul></td><td><h2>a</h2><table><tr><th>b</th></tr></table></td></tr></table></body>",
        "list\n-\n  p: x\nh2: a\ntable\n= b",
    );
    check_html(
        "<table class=\"highlight\"><tr><td><pre>1\n2\n</pre></td><td><pre><code class=\"language-json\">{\n}</code></pre></td></tr></table>",
        "code json: \"{\\n}\"",
    );
    check_html("<div>x</div><div role=main><p>a</div>", "p: a");
}
