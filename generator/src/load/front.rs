//! Front matter: lines of YAML between two lines of dashes. Its title is the page's, where the page has no other.

use super::{
    builder::Builder,
    document::{Block, Heading},
    inline::Inline,
    span::{Span, narrow},
};

/// The length of a page's front matter: `---`, lines of YAML, `---`.
pub(super) fn length(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let mut len = match lines.next() {
        Some(first) if first.trim_end() == "---" => first.len(),
        _ => return 0,
    };
    let mut is_keys = false;
    for line in lines {
        len += line.len();
        match line.trim_end() {
            "---" | "..." => return len,
            // A rule, and then the page: front matter holds keys.
            "" if !is_keys => return 0,
            line => is_keys |= line.contains(':'),
        }
    }
    0
}

/// The title in front matter that begins `base` bytes into the file.
pub(super) fn title(front: &str, base: usize) -> Option<Inline> {
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(value) = line.strip_prefix("title:") else { continue };
        let value = value.trim();
        let quoted = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
        let text = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
        let offset = line.find(text).filter(|_| !text.is_empty())?;
        let from = narrow(base + start + offset);
        let mut builder = Builder::default();
        builder.text(text, from);
        return Some(builder.finish(Span { start: from, end: from.saturating_add(narrow(text.len())) }));
    }
    None
}

/// Puts the title before a page that has no heading of the first level.
pub(super) fn head(blocks: &mut Vec<Block>, content: Inline) {
    let is_title = |block: &Block| matches!(block, Block::Heading(heading) if heading.level == 1);
    if !blocks.iter().any(is_title) {
        let span = content.span;
        blocks.insert(0, Block::Heading(Heading { span, level: 1, content, anchors: Vec::new() }));
    }
}
