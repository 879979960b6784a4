//! No bytes make the loader panic, and every span lies in the file on character boundaries.

use super::{Anchor, Block, Cell, Document, Inline, Table};
use crate::load::{Span, page};

/// A generator of numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        // Knuth's MMIX constants; the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }
}

/// Pieces that mean something to one of the parsers.
const PIECES: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td colspan=\"3\" rowspan=9>",
    "<th>",
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<ul><li>",
    "</ul>",
    "<a name=\"x\">",
    "</a>",
    "<a href='#y'>",
    "<b>",
    "</i>",
    "<!--",
    "-->",
    "<br/>",
    "<div>",
    "<ip>",
    "&lt;",
    "&#x4e2d;",
    "&",
    "|",
    "\\|",
    "|--|--|\n",
    "\n\n",
    "\n",
    "    ",
    "-   ",
    "> ",
    "1. ",
    "```",
    "`",
    "**",
    "*",
    "_",
    "[",
    "](#z)",
    "![",
    "\\",
    "# ",
    "---\n",
    "\u{feff}",
    "\r\n",
    "镜",
    "\t",
    "<script>",
    "<h2>",
    "<blockquote>",
    "\0",
];

const PAGES: &[(&str, &str)] = &[
    (
        "a.md",
        "# 标题 - Action<a name=\"s\"></a>\n\n| 名 | 类型 |\n|:--|:--|\n| **a.N** | array[[*X*](#X)] \\| b<br />c |\n\n-   项\n\n    <a name=\"t\"></a>\n    <table><thead><tr><th>参数</th></tr></thead>\n    <tbody><tr><td rowspan=\"2\"><p>a &lt; b</p>\n    <p>c</p></td><td><ul><li>x</li></ul><pre>\n    {\n    }</pre></td></tr>\n    <tr><td>d</td></tr></tbody>\n    </table>\n\n```json\n{\"a\": 1}\n```\n\n> 说明 <ip>\n",
    ),
    (
        "b.html",
        "<!doctype html><html><head><title>x</title></head><body><main><h1 id=a>标题</h1><table><caption>c</caption><tr><th>a<th>b<tr><td colspan=2>镜像<br>仓库</td></tr></table><ol start=3><li>x<p>y</ol><pre><code class=\"language-json\">{ }</code></pre></main></body></html>",
    ),
];

#[test]
fn mutated_pages() {
    let mut random = Random(20_261_120);
    for (file, seed) in PAGES {
        for _ in 0..2_000 {
            let mut bytes = seed.as_bytes().to_vec();
            for _ in 0..=random.below(6) {
                mutate(&mut bytes, &mut random);
            }
            survives(file, &bytes);
        }
    }
}

#[test]
fn truncated_pages() {
    for (file, seed) in PAGES {
        for end in 0..seed.len() {
            survives(file, &seed.as_bytes()[..end]);
        }
    }
}

#[test]
fn pages_of_pieces() {
    let mut random = Random(7);
    for _ in 0..3_000 {
        let count = random.below(40);
        let text: String = (0..count).map(|_| PIECES[random.below(PIECES.len())]).collect();
        survives("a.md", text.as_bytes());
        survives("a.html", text.as_bytes());
    }
}

/// Much of one thing, which a parser with nested loops would take minutes for and a recursive one no stack.
#[test]
fn much_of_one_thing() {
    for piece in PIECES {
        let text = piece.repeat(3_000);
        survives("a.md", text.as_bytes());
        survives("a.html", text.as_bytes());
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    match random.below(5) {
        0 => bytes.truncate(at),
        1 => {
            let end = (at + random.below(20)).min(bytes.len());
            bytes.drain(at..end);
        }
        2 => {
            let piece = PIECES[random.below(PIECES.len())];
            bytes.splice(at..at, piece.bytes());
        }
        3 => {
            let end = (at + random.below(200)).min(bytes.len());
            let copy = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(random.below(256)).unwrap_or_default();
            }
        }
    }
}

fn survives(file: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match page(file.into(), text.as_bytes()) {
        Ok(document) => check(&document),
        Err(error) => panic!("{error:?}"),
    }
    if let Err(error) = page(file.into(), bytes) {
        let span = error.span.expect("a place");
        assert!(span.range.end <= bytes.len() && span.range.start < span.range.end);
    }
}

fn check(document: &Document) {
    let at = |span: Span| {
        assert!(document.text.get(span.range()).is_some(), "{span:?} in {:?}", document.text);
    };
    let inline = |inline: &Inline| {
        at(inline.span);
        let len = inline.text.len();
        for mark in &inline.marks {
            at(mark.span);
            assert!(inline.text.get(mark.range.start as usize..mark.range.end as usize).is_some());
        }
        for link in &inline.links {
            at(link.span);
            assert!(inline.text.get(link.range.start as usize..link.range.end as usize).is_some());
        }
        for (start, c) in inline.text.char_indices() {
            let place = inline.place(start..start + c.len_utf8());
            assert!(
                document.text.get(place.range()).is_some(),
                "{c:?} at {start} of {inline:?} in {:?}",
                document.text
            );
        }
        at(inline.place(0..len));
        assert!(!inline.text.starts_with('\n') && !inline.text.ends_with('\n'), "{:?}", inline.text);
    };
    let mut stack: Vec<&Block> = document.blocks.iter().collect();
    while let Some(block) = stack.pop() {
        at(block.span());
        block.anchors().iter().for_each(|Anchor { span, .. }| at(*span));
        match block {
            Block::Heading(heading) => inline(&heading.content),
            Block::Paragraph(paragraph) => inline(&paragraph.content),
            Block::List(list) => {
                for item in &list.items {
                    at(item.span);
                    stack.extend(&item.blocks);
                }
            }
            Block::Code(code) => {
                for (start, c) in code.text.char_indices() {
                    let place = code.place(start..start + c.len_utf8());
                    assert!(
                        document.text.get(place.range()).is_some(),
                        "{c:?} at {start} of {code:?} in {:?}",
                        document.text
                    );
                }
            }
            Block::Quote(quote) => stack.extend(&quote.blocks),
            Block::Table(Table { head, rows, caption, .. }) => {
                caption.iter().for_each(inline);
                let width = head.iter().chain(rows).map(|row| row.cells.len()).max().unwrap_or_default();
                for row in head.iter().chain(rows) {
                    at(row.span);
                    assert_eq!(row.cells.len(), width, "{:?}", document.text);
                    for Cell { span, content, blocks, .. } in &row.cells {
                        at(*span);
                        inline(content);
                        stack.extend(blocks);
                    }
                }
            }
            Block::Rule(_) => {}
        }
    }
    for diagnostic in &document.diagnostics {
        let span = diagnostic.span.as_ref().expect("a place");
        assert!(document.text.get(span.range.clone()).is_some());
    }
}
