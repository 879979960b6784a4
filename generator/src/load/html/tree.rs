//! The parsed tree → blocks.

use std::ops::Range;

use ego_tree::NodeRef;
use scraper::{Html, Node};

use super::{Marked, Mode, Piece, element::Kind, entity, mark::Start, table::listing, tag};
use crate::load::{
    builder::Builder,
    document::{Anchor, Block, Heading, Item, List, Paragraph, Quote},
    inline::MarkKind,
    source::Source,
    span::{Span, narrow},
};

/// Walks the tree.
pub(super) struct Walk<'a> {
    pub(super) source: Source<'a>,
    pub(super) marked: &'a Marked,
    pub(super) builder: &'a mut Builder,
    mode: Mode,
    /// How many anchors have found their block.
    anchors: usize,
    /// The byte range of the text under construction.
    extent: Option<Range<usize>>,
    /// Within a cell or heading: where blocks go that cannot be part of the text.
    pub(super) flat: Option<Vec<Block>>,
}

/// An element of the tree.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) kind: Kind,
    /// Its tag, unless the parser put the element there by itself.
    pub(super) start: Option<&'a Start>,
}

/// Reads the tree.
pub(super) fn read(
    html: &Html,
    source: Source<'_>,
    marked: &Marked,
    builder: &mut Builder,
    mode: Mode,
) -> Piece {
    let mut walk = Walk { source, marked, builder, mode, anchors: 0, extent: None, flat: None };
    let mut blocks = Vec::new();
    let root = match mode {
        Mode::Fragment => html.tree.root(),
        Mode::Page => subject(&walk, html.tree.root()),
    };
    if let Some(start) = walk.element(root).and_then(|element| element.start) {
        // What is named before the subject lies in menus.
        walk.take_anchors(start.tag.start);
    }
    walk.children(root, &mut blocks);
    walk.flush(&mut blocks);
    let anchors = walk.take_anchors(usize::MAX);
    Piece { blocks, anchors, unclosed: marked.unclosed.clone(), end: marked.end }
}

/// The part of a whole page that it is about: `<main>`, or its only `<article>`, or all of it.
fn subject<'a>(walk: &Walk<'_>, root: NodeRef<'a, Node>) -> NodeRef<'a, Node> {
    let only = |is: &dyn Fn(Element<'_>) -> bool| {
        let mut found = root.descendants().filter(|node| walk.element(*node).is_some_and(is));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|element| element.is(walk, "main"))
        .or_else(|| only(&|element| walk.attribute(element, "role").is_some_and(|role| role == "main")))
        .or_else(|| only(&|element| element.is(walk, "article")))
        .unwrap_or(root)
}

impl Element<'_> {
    fn is(&self, walk: &Walk<'_>, name: &str) -> bool {
        let tag = self.start.and_then(|start| walk.source.text.get(start.tag.clone()));
        tag.and_then(|tag| tag.get(1..=name.len())).is_some_and(|found| found.eq_ignore_ascii_case(name))
    }
}

impl<'a> Walk<'a> {
    /// The element of a node.
    pub(super) fn element(&self, node: NodeRef<'_, Node>) -> Option<Element<'a>> {
        let element = node.value().as_element()?;
        let number = element.attrs.first().and_then(|(_, value)| value.parse::<usize>().ok());
        let start = number.and_then(|number| self.marked.tags.get(number));
        let kind = start.map_or_else(
            || match element.name() {
                "tbody" => Kind::Body,
                "tr" => Kind::Row,
                _ => Kind::Frame,
            },
            |start| start.kind,
        );
        Some(Element { kind, start })
    }

    /// The value of an attribute, its entities resolved.
    pub(super) fn attribute(&self, element: Element<'_>, name: &str) -> Option<String> {
        let start = element.start?;
        let attributes = self.source.text.get(start.attributes.clone())?;
        tag::attribute(attributes, name).map(std::borrow::Cow::into_owned)
    }

    /// The whole element in the file.
    pub(super) fn span(&self, element: Element<'_>) -> Span {
        element.start.map_or(Span::default(), |start| self.source.span(start.tag.start..start.end))
    }

    /// The anchors that stand before a byte of the source and belong to no block yet.
    pub(super) fn take_anchors(&mut self, before: usize) -> Vec<Anchor> {
        let rest = self.marked.anchors.get(self.anchors..).unwrap_or_default();
        let count = rest.partition_point(|name| name.tag.start < before);
        self.anchors += count;
        let taken = rest.get(..count).unwrap_or_default().iter();
        taken
            .map(|name| Anchor {
                name: entity::decode(self.source.text.get(name.name.clone()).unwrap_or_default()).into(),
                span: self.source.span(name.tag.clone()),
            })
            .collect()
    }

    /// The children of a node, as blocks.
    pub(super) fn children(&mut self, node: NodeRef<'_, Node>, out: &mut Vec<Block>) {
        for child in node.children() {
            if let Node::Text(text) = child.value() {
                self.text(text);
            } else if let Some(element) = self.element(child) {
                self.node(child, element, out);
            }
        }
    }

    fn node(&mut self, node: NodeRef<'_, Node>, element: Element<'a>, out: &mut Vec<Block>) {
        match element.kind {
            Kind::Plain | Kind::Frame => self.children(node, out),
            Kind::Void | Kind::Skipped => {}
            Kind::A => self.link(node, element, out),
            Kind::Mark(kind) => {
                self.builder.begin(kind);
                self.children(node, out);
                self.builder.end(self.span(element));
            }
            Kind::Br => self.builder.line(),
            Kind::Image => {
                if let Some(start) = element.start {
                    self.extend(&start.tag);
                }
                self.builder.image(self.span(element));
            }
            Kind::Margin | Kind::Block if self.is_margin(element) => {}
            _ if self.flat.is_some() => self.flat(node, element, out),
            Kind::Terms => {
                self.flush(out);
                match self.terms(node, element) {
                    Some(table) => out.push(Block::Table(table)),
                    None => self.children(node, out),
                }
                self.flush(out);
            }
            Kind::Table if self.is_layout(node) => {
                self.flush(out);
                self.children(node, out);
                self.flush(out);
            }
            Kind::Term(true) => {
                self.flush(out);
                self.children(node, out);
                let from = out.len();
                self.flush(out);
                if let Some(Block::Paragraph(term)) = out.get_mut(from) {
                    term.content.without_permalink();
                }
            }
            Kind::Block
            | Kind::Margin
            | Kind::Term(false)
            | Kind::Caption
            | Kind::Head
            | Kind::Body
            | Kind::Row
            | Kind::Cell(_) => {
                self.flush(out);
                self.children(node, out);
                self.flush(out);
            }
            Kind::Heading(_)
            | Kind::List(_)
            | Kind::Item
            | Kind::Quote
            | Kind::Pre
            | Kind::Rule
            | Kind::Table => {
                self.flush(out);
                self.block(node, element, out);
            }
        }
    }

    /// Whether an element is a part of a whole page that the page is not about: menus, footers.
    fn is_margin(&self, element: Element<'_>) -> bool {
        let has_role = || {
            let role = self.attribute(element, "role");
            role.is_some_and(|role| {
                matches!(&*role, "navigation" | "banner" | "contentinfo" | "complementary" | "search")
            })
        };
        self.mode == Mode::Page && (element.kind == Kind::Margin || has_role())
    }

    /// A block within text that must stay one: a cell's or a heading's.
    fn flat(&mut self, node: NodeRef<'_, Node>, element: Element<'a>, out: &mut Vec<Block>) {
        self.builder.line();
        match element.kind {
            Kind::Item => {
                self.builder.begin(MarkKind::Item);
                self.children(node, out);
                self.builder.end(self.span(element));
            }
            Kind::Pre | Kind::Table => {
                let block = match element.kind {
                    Kind::Pre => Block::Code(self.code(node, element)),
                    _ => Block::Table(self.inner_table(node, element)),
                };
                self.flat.get_or_insert_default().push(block);
            }
            _ => self.children(node, out),
        }
        self.builder.line();
    }

    fn block(&mut self, node: NodeRef<'_, Node>, element: Element<'a>, out: &mut Vec<Block>) {
        let span = self.span(element);
        let after_tag = element.start.map_or(0, |start| start.tag.end);
        let block = match element.kind {
            Kind::Heading(level) => self.heading(node, element, level),
            Kind::List(ordered) => {
                let anchors = self.take_anchors(after_tag);
                let first = self.attribute(element, "start").and_then(|start| start.trim().parse().ok());
                let start = ordered.then(|| first.unwrap_or(1));
                let mut items = Vec::new();
                for child in node.children() {
                    match self.element(child) {
                        Some(element) if element.kind == Kind::Item => items.push(self.item(child, element)),
                        Some(element) => self.node(child, element, out),
                        None => {}
                    }
                }
                self.flush(out);
                Block::List(List::new(span, start, items, anchors))
            }
            // An item outside of a list.
            Kind::Item => {
                let item = self.item(node, element);
                Block::List(List::new(span, None, vec![item], Vec::new()))
            }
            Kind::Quote => {
                let anchors = self.take_anchors(after_tag);
                let mut blocks = Vec::new();
                self.children(node, &mut blocks);
                self.flush(&mut blocks);
                Block::Quote(Quote { span, blocks, anchors })
            }
            Kind::Pre => Block::Code(self.code(node, element)),
            Kind::Table => {
                let table = self.table(node, element);
                match listing(&table) {
                    Some(code) => Block::Code(code.clone()),
                    None => Block::Table(table),
                }
            }
            _ => Block::Rule(span),
        };
        out.push(block);
    }

    fn heading(&mut self, node: NodeRef<'_, Node>, element: Element<'a>, level: u8) -> Block {
        let span = self.span(element);
        let mut blocks = Vec::new();
        let flat = self.flat.replace(Vec::new());
        self.children(node, &mut blocks);
        self.flat = flat;
        let extent = self.take_extent().map_or(span, |extent| self.source.span(extent));
        let mut content = self.builder.finish(extent);
        content.without_permalink();
        let anchors = self.take_anchors(element.start.map_or(0, |start| start.end));
        Block::Heading(Heading { span, level, content, anchors })
    }

    fn item(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Item {
        let mut anchors = self.take_anchors(element.start.map_or(0, |start| start.tag.end));
        let mut blocks = Vec::new();
        self.children(node, &mut blocks);
        self.flush(&mut blocks);
        if let Some(Block::Paragraph(first)) = blocks.first() {
            anchors.extend(first.anchors.iter().cloned());
        }
        Item { span: self.span(element), blocks, anchors }
    }

    fn link(&mut self, node: NodeRef<'_, Node>, element: Element<'a>, out: &mut Vec<Block>) {
        let target = self.attribute(element, "href").unwrap_or_default();
        self.builder.begin_link(target.trim());
        self.children(node, out);
        self.builder.end(self.span(element));
    }

    /// Ends the paragraph that is being built, if there is one.
    pub(super) fn flush(&mut self, out: &mut Vec<Block>) {
        let empty = self.builder.is_empty();
        let Some(extent) = self.extent.take().filter(|_| !empty) else {
            self.builder.finish(Span::default());
            return;
        };
        let span = self.source.span(extent.clone());
        let content = self.builder.finish(span);
        let anchors = self.take_anchors(extent.end);
        out.push(Block::Paragraph(Paragraph::new(span, content, anchors)));
    }

    /// The bytes of the source that were built from since the last call.
    pub(super) fn take_extent(&mut self) -> Option<Range<usize>> {
        self.extent.take()
    }

    /// Goes on building from these bytes too.
    pub(super) fn put_extent(&mut self, extent: Option<Range<usize>>) {
        self.extent = extent;
    }

    fn extend(&mut self, range: &Range<usize>) {
        let extent = self.extent.get_or_insert_with(|| range.clone());
        *extent = extent.start.min(range.start)..extent.end.max(range.end);
    }

    /// A text node: numbers of runs, and spaces.
    fn text(&mut self, text: &str) {
        let mut number = 0;
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => number = number * 10 + usize::from(byte - b'0'),
                b';' => {
                    if let Some(range) = self.marked.runs.get(number) {
                        self.run(range.clone());
                    }
                    number = 0;
                }
                _ => self.builder.space(),
            }
        }
    }

    /// A run of text of the source.
    fn run(&mut self, range: Range<usize>) {
        let Some(text) = self.source.text.get(range.clone()) else { return };
        let start = text.len() - text.trim_ascii_start().len();
        let end = text.trim_ascii_end().len();
        if start < end {
            self.extend(&(range.start + start..range.start + end));
        }
        if self.mode == Mode::Fragment && has_blank_line(text) {
            crate::load::markdown::inline(self.source, range, self.builder);
            return;
        }
        for (piece, file) in self.source.pieces(range) {
            if piece.contains('&') {
                entity::pieces(piece, |text, from| {
                    let at = file + narrow(from.start);
                    if text.len() == from.len() {
                        self.builder.text(text, at);
                    } else if text.trim().is_empty() && self.flat.is_some() {
                        self.builder.blank(text);
                    } else if text.trim().is_empty() {
                        self.builder.space();
                    } else {
                        self.builder.piece_of(text, Span { start: at, end: file + narrow(from.end) });
                    }
                });
            } else {
                self.builder.text(piece, file);
            }
        }
    }
}

/// Whether a text has a blank line with something after it: there Markdown ends a block of HTML, and what
/// follows is Markdown.
fn has_blank_line(text: &str) -> bool {
    let mut blank = 0;
    for line in text.trim_ascii_end().split('\n') {
        let empty = line.trim_ascii().is_empty();
        if blank > 1 && !empty {
            return true;
        }
        // The first line is the rest of a line with a tag.
        blank = if empty { blank + 1 } else { 1 };
    }
    false
}
