//! What pages of all kinds come out as, as outlines.

mod html;
mod markdown;
mod mutation;
mod places;
mod rows;
mod tables;

use std::fmt::Write;

use super::{
    Block, Document,
    document::Anchor,
    inline::{Inline, MarkKind},
    page,
    table::{Cell, Row, Spread, Table},
};

/// Reads a Markdown page.
#[track_caller]
fn load(text: &str) -> Document {
    page("page.md".into(), text.as_bytes()).expect("UTF-8")
}

/// Compares the outline of a page.
#[track_caller]
fn check(page: &str, expected: &str) {
    assert_eq!(outline(&load(page)).trim_end(), expected.trim_matches('\n'), "\n{page}");
}

/// Compares the outline of a whole HTML page.
#[track_caller]
fn check_html(text: &str, expected: &str) {
    let document = page("page.html".into(), text.as_bytes()).expect("UTF-8");
    assert_eq!(outline(&document).trim_end(), expected.trim_matches('\n'), "\n{text}");
}

/// A line per block, row and item, two spaces per level.
fn outline(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.blocks, 0, &mut out);
    for diagnostic in &document.diagnostics {
        let line = diagnostic.span.as_ref().map_or(0, |span| document.line(span.range.start));
        let _ = writeln!(out, "! {} line {line}", diagnostic.id);
    }
    out
}

fn blocks(all: &[Block], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for block in all {
        let at = anchors(block.anchors());
        let _ = match block {
            Block::Heading(heading) => {
                writeln!(out, "{indent}h{}{at}: {}", heading.level, inline(&heading.content))
            }
            Block::Paragraph(paragraph) => writeln!(out, "{indent}p{at}: {}", inline(&paragraph.content)),
            Block::Code(code) => writeln!(out, "{indent}code{at} {}: {:?}", code.language, code.text),
            Block::Rule(_) => writeln!(out, "{indent}rule"),
            Block::Quote(quote) => {
                let _ = writeln!(out, "{indent}quote{at}");
                blocks(&quote.blocks, depth + 1, out);
                Ok(())
            }
            Block::List(list) => {
                let _ = writeln!(
                    out,
                    "{indent}list{at}{}",
                    list.start.map(|start| format!(" {start}")).unwrap_or_default()
                );
                for item in &list.items {
                    let _ = writeln!(out, "{indent}-{}", anchors(&item.anchors));
                    blocks(&item.blocks, depth + 1, out);
                }
                Ok(())
            }
            Block::Table(found) => {
                table(found, depth, out);
                Ok(())
            }
        };
    }
}

fn table(table: &Table, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let caption = table.caption.as_ref().map(|caption| format!(" ({})", inline(caption))).unwrap_or_default();
    let guess = if table.head_is_marked { "" } else { "?" };
    let _ = writeln!(out, "{indent}table{}{caption}", anchors(&table.anchors));
    for (sign, rows) in [("=", &table.head), ("-", &table.rows)] {
        for Row { cells, anchors: at, .. } in rows {
            let texts: Vec<String> = cells.iter().map(cell).collect();
            let guess = if sign == "=" { guess } else { "" };
            let _ = writeln!(out, "{indent}{sign}{guess}{} {}", anchors(at), texts.join(" | "));
            for cell in cells {
                blocks(&cell.blocks, depth + 1, out);
            }
        }
    }
}

fn cell(cell: &Cell) -> String {
    let sign = match cell.spread {
        Spread::Own => "",
        Spread::Left => "<",
        Spread::Above => "^",
        Spread::Missing => "∅",
    };
    format!("{sign}{}{}", anchors(&cell.anchors), inline(&cell.content))
}

fn anchors(anchors: &[Anchor]) -> String {
    anchors.iter().map(|anchor| format!("#{}", anchor.name)).collect::<Vec<_>>().join(" ")
}

/// Text with `/` for line breaks; then marks and links.
fn inline(inline: &Inline) -> String {
    let mut out = inline.text.replace('\n', "/");
    for mark in &inline.marks {
        let sign = match mark.kind {
            MarkKind::Emphasis => "em",
            MarkKind::Strong => "b",
            MarkKind::Code => "code",
            MarkKind::Strike => "del",
            MarkKind::Item => "li",
            MarkKind::Image => "img",
        };
        let text = &inline.text[mark.range.start as usize..mark.range.end as usize];
        let _ = write!(out, " {sign}[{}]", text.replace('\n', "/"));
    }
    for link in &inline.links {
        let _ = write!(out, " ->{}[{}]", link.target, inline.link_text(link));
    }
    out
}
