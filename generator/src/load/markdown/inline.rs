//! Inline events → builder.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::load::{
    builder::Builder,
    document::Anchor,
    html::{
        element::{Kind, Use, element},
        entity,
        tag::{self, Markup},
    },
    inline::MarkKind,
    source::Source,
    span::{Span, narrow},
};

/// What the reader of inline content remembers between events.
#[derive(Debug, Default)]
pub(super) struct Inlines {
    /// Anchors in the content.
    pub(super) anchors: Vec<Anchor>,
    open: Vec<Open>,
    /// How many images are open, whose text is none of the page's.
    images: usize,
    /// Whether the content is a cell's, where names and patterns are written as they are.
    pub(super) in_cell: bool,
}

/// Something that will end.
#[derive(Debug)]
struct Open {
    /// The HTML element, or Markdown.
    element: Option<&'static str>,
    /// How many marks were open before.
    depth: usize,
    /// Where it begins.
    start: usize,
    /// A delimiter that is text after all.
    literal: &'static str,
}

impl Inlines {
    /// Forgets what is open, at the end of a block.
    pub(super) fn reset(&mut self) {
        self.open.clear();
        self.images = 0;
    }

    /// Takes an event, if it is of inline content.
    pub(super) fn event(
        &mut self,
        source: Source<'_>,
        builder: &mut Builder,
        event: &Event<'_>,
        range: Range<usize>,
    ) {
        match event {
            Event::End(_) => self.end(source, builder, range.end),
            Event::Start(Tag::Image { .. }) => {
                if self.images == 0 {
                    builder.image(source.span(range.clone()));
                }
                self.images += 1;
                self.begin(builder, None, range.start);
            }
            Event::Start(Tag::Emphasis | Tag::Strong)
                if self.in_cell && !literal(source, &range).is_empty() =>
            {
                let literal = literal(source, &range);
                builder.piece(literal, source.at(range.start));
                self.open.push(Open { element: None, depth: builder.depth(), start: range.start, literal });
                self.images += usize::from(self.images > 0);
            }
            Event::Start(start) => {
                self.begin(builder, None, range.start);
                match start {
                    _ if self.images > 0 => self.images += 1,
                    Tag::Emphasis => builder.begin(MarkKind::Emphasis),
                    Tag::Strong => builder.begin(MarkKind::Strong),
                    Tag::Strikethrough => builder.begin(MarkKind::Strike),
                    Tag::Link { dest_url, .. } => builder.begin_link(dest_url),
                    _ => {}
                }
            }
            _ if self.images > 0 => {}
            // `&emsp;` sets in what a cell begins with.
            Event::Text(text) if self.in_cell && text.len() != range.len() && text.trim().is_empty() => {
                builder.blank(text);
            }
            Event::Text(text) => text_event(source, builder, text, range),
            Event::Code(text) => code(source, builder, text, range),
            Event::SoftBreak => builder.wrap(),
            Event::HardBreak => builder.line(),
            Event::InlineHtml(html) => self.html(source, builder, html, range),
            _ => {}
        }
    }

    fn begin(&mut self, builder: &Builder, element: Option<&'static str>, start: usize) {
        self.open.push(Open { element, depth: builder.depth(), start, literal: "" });
    }

    /// The end of the innermost Markdown, and of any HTML within it that has none.
    fn end(&mut self, source: Source<'_>, builder: &mut Builder, end: usize) {
        while let Some(open) = self.open.pop() {
            close(source, builder, &open, end);
            if open.element.is_none() {
                break;
            }
        }
        self.images = self.images.saturating_sub(1);
    }

    fn html(&mut self, source: Source<'_>, builder: &mut Builder, html: &str, range: Range<usize>) {
        let tag = match tag::markup(html, 0) {
            Markup::Tag(tag) => tag,
            Markup::Other(_) => return,
            Markup::None => return text_event(source, builder, html, range),
        };
        let has_attributes = tag.attributes.contains('=');
        let (name, kind) = match element(tag.name) {
            Some((name, kind, Use::Formatting)) => (name, kind),
            Some((name, kind, Use::Structure)) if has_attributes => (name, kind),
            None if has_attributes && tag.name.contains('-') => return,
            // A placeholder: `<ip>`, `<data>`.
            _ => return text_event(source, builder, html, range),
        };
        if kind.breaks() {
            builder.line();
        } else if kind == Kind::Image {
            builder.image(source.span(range));
        } else if kind.is_void() {
        } else if tag.closes {
            self.close(source, builder, name, range.end);
        } else {
            self.begin(builder, Some(name), range.start);
            match kind {
                Kind::Mark(kind) => builder.begin(kind),
                Kind::A => self.anchor(source, builder, tag.attributes, range),
                _ => {}
            }
        }
    }

    /// `<a>`, which is a link, an anchor, or both.
    fn anchor(&mut self, source: Source<'_>, builder: &mut Builder, attributes: &str, range: Range<usize>) {
        for (key, value) in tag::attributes(attributes) {
            let value = entity::decode(attributes.get(value).unwrap_or_default());
            if key.eq_ignore_ascii_case("href") {
                builder.begin_link(value.trim());
            } else if key.eq_ignore_ascii_case("name") || key.eq_ignore_ascii_case("id") {
                let known = self.anchors.last().is_some_and(|last| *last.name == *value);
                if !value.is_empty() && !known {
                    self.anchors.push(Anchor { name: value.into(), span: source.span(range.clone()) });
                }
            }
        }
    }

    /// The end tag of an element that was opened within the same Markdown.
    fn close(&mut self, source: Source<'_>, builder: &mut Builder, name: &'static str, end: usize) {
        let html = self.open.iter().rev().take_while(|open| open.element.is_some());
        let Some(count) =
            html.enumerate().find(|(_, open)| open.element == Some(name)).map(|(count, _)| count)
        else {
            return;
        };
        for _ in 0..=count {
            if let Some(open) = self.open.pop() {
                close(source, builder, &open, end);
            }
        }
    }
}

/// The delimiter of an emphasis in a cell that was not meant as one: names have underscores anywhere
/// (`__system__cmkid`), and an asterisk beside a letter multiplies or is a wildcard (`GB*day`).
fn literal(source: Source<'_>, range: &Range<usize>) -> &'static str {
    let text = source.text.get(range.clone()).unwrap_or_default();
    if text.starts_with("__") {
        return "__";
    }
    if text.starts_with('_') {
        return "_";
    }
    let beside = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let bytes = source.text.as_bytes();
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at).copied());
    if !text.starts_with("**") && (beside(before) || beside(bytes.get(range.end).copied())) {
        "*"
    } else {
        ""
    }
}

fn close(source: Source<'_>, builder: &mut Builder, open: &Open, end: usize) {
    builder.piece(open.literal, source.at(end.saturating_sub(open.literal.len())));
    while builder.depth() > open.depth {
        builder.end(source.span(open.start..end));
    }
}

fn text_event(source: Source<'_>, builder: &mut Builder, text: &str, range: Range<usize>) {
    if text.len() == range.len() {
        builder.text(text, source.at(range.start));
    } else if text.trim().is_empty() {
        // `&nbsp;`
        builder.space();
    } else {
        builder.piece_of(text, source.span(range));
    }
}

fn code(source: Source<'_>, builder: &mut Builder, text: &str, range: Range<usize>) {
    let span = source.span(range.clone());
    let raw = source.text.get(range.clone()).unwrap_or_default();
    let found = raw.find(text).filter(|found| source.at(range.start + found) == span.start + narrow(*found));
    // Code over several lines differs from the source; its parts have no places of their own.
    let from = found.map_or(Span { end: span.start, ..span }, |found| {
        let start = span.start + narrow(found);
        Span { start, end: start + narrow(text.len()) }
    });
    builder.begin(MarkKind::Code);
    builder.piece_of(text, from);
    builder.end(span);
}

/// Reads a range as inline content; what looks like blocks in it only makes lines.
pub(in crate::load) fn inline(source: Source<'_>, range: Range<usize>, builder: &mut Builder) -> Vec<Anchor> {
    let mut inlines = Inlines::default();
    let text = source.text.get(range.clone()).unwrap_or_default();
    for (event, local) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let local = range.start + local.start..range.start + local.end;
        match &event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }) => {
                inlines.event(source, builder, &event, local);
            }
            Event::End(end) => {
                use pulldown_cmark::TagEnd::{Emphasis, Image, Link, Strong};
                if matches!(end, Emphasis | Strong | Link | Image) {
                    inlines.event(source, builder, &event, local);
                } else {
                    builder.line();
                }
            }
            Event::Start(_) => builder.line(),
            Event::Html(html) => {
                let trimmed = html.trim_end();
                let end = local.start + trimmed.len();
                inlines.event(
                    source,
                    builder,
                    &Event::InlineHtml(trimmed.into()),
                    local.start..end.min(local.end),
                );
            }
            _ => inlines.event(source, builder, &event, local),
        }
    }
    inlines.anchors
}
