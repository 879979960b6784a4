//! Front matter: lines of YAML between two lines of dashes. Its title is the page's, where the page has no other.

use super::{
    builder::Builder,
    document::{Block, Field, Heading},
    inline::Inline,
    span::Span,
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

/// The keys of front matter that begins `base` bytes into the file, with values of one line.
pub(super) fn fields(front: &str, base: usize) -> Vec<Field> {
    let mut at = 0;
    let mut fields = Vec::new();
    for line in front.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((key, value)) = line.split_once(':') else { continue };
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) {
            continue;
        }
        let value = value.trim();
        let quoted = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
        let text = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
        let Some(offset) = line.rfind(text).filter(|_| !text.is_empty()) else { continue };
        let span = Span::new(base + start + offset, base + start + offset + text.len());
        fields.push(Field { key: key.into(), value: text.into(), span });
    }
    fields
}

/// The title of the page.
pub(super) fn title(fields: &[Field]) -> Option<Inline> {
    let field = fields.iter().find(|field| &*field.key == "title")?;
    let mut builder = Builder::default();
    builder.text(&field.value, field.span.start);
    Some(builder.finish(field.span))
}

/// Puts the title before a page that has no heading of the first level.
pub(super) fn head(blocks: &mut Vec<Block>, content: Inline) {
    let is_title = |block: &Block| matches!(block, Block::Heading(heading) if heading.level == 1);
    if !blocks.iter().any(is_title) {
        let span = content.span;
        blocks.insert(0, Block::Heading(Heading { span, level: 1, content, anchors: Vec::new() }));
    }
}
