//! The walk over the events.

use std::{mem::take, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    code::CodeText,
    frame::{Container, Frames},
    inline::Inlines,
    labels::{self, Labels},
    late,
    pipe::{Pipe, trim},
    repair::{Repair, repair},
    unfold::unfold,
};
use crate::load::{
    builder::Builder,
    document::{Block, Field, Heading, Paragraph},
    html::{
        self, Marked,
        element::{Kind, element},
        tag::{Markup, markup},
    },
    source::Source,
    span::Span,
};

/// What a page holds.
#[derive(Debug, Default)]
pub(in crate::load) struct Page {
    pub(in crate::load) front: Vec<Field>,
    pub(in crate::load) blocks: Vec<Block>,
    /// The tags of tables that are not closed.
    pub(in crate::load) unclosed: Vec<Span>,
    /// The headers of tables whose line of dashes does not fit.
    pub(in crate::load) malformed: Vec<Span>,
    /// Rows that were put together from several lines, or taken into the table before them.
    pub(in crate::load) joined: Vec<Span>,
    /// Rows with more or fewer cells than their table has columns.
    pub(in crate::load) ragged: Vec<Span>,
    /// Lines that look like rows and are in no table.
    pub(in crate::load) unread: Vec<Span>,
}

/// Reads Markdown.
pub(in crate::load) fn read(source: Source<'_>) -> Page {
    match unfold(source) {
        Some(unfolded) => {
            let limit = source.at(source.text.len());
            read_whole(Source::lines(&unfolded.text, &unfolded.lines, limit))
        }
        None => read_whole(source),
    }
}

fn read_whole(source: Source<'_>) -> Page {
    let Repair { repaired, joined, unread } = repair(source);
    let page = match &repaired {
        Some(repaired) => {
            let limit = source.at(source.text.len());
            read_nested(Source::lines(&repaired.text, &repaired.lines, limit), false)
        }
        None => read_nested(source, false),
    };
    Page { joined, unread, ..page }
}

fn read_nested(source: Source<'_>, is_nested: bool) -> Page {
    let mut reader = Reader {
        source,
        is_nested,
        builder: Builder::default(),
        inlines: Inlines::default(),
        marked: Marked::default(),
        frames: Frames::default(),
        leaf: None,
        pipe: None,
        code: None,
        definitions: Vec::new(),
        depth: 0,
        ignored: Vec::new(),
        resume: 0,
        unclosed: Vec::new(),
        malformed: Vec::new(),
        ragged: Vec::new(),
    };
    let mut options = Options::ENABLE_TABLES;
    options.set(Options::ENABLE_DEFINITION_LIST, has_definitions(source.text));
    for (event, range) in Parser::new_ext(source.text, options).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.flush();
    Page {
        blocks: reader.frames.blocks,
        unclosed: reader.unclosed,
        malformed: reader.malformed,
        ragged: reader.ragged,
        ..Page::default()
    }
}

struct Reader<'a> {
    source: Source<'a>,
    /// Whether the text is that of an indented block.
    is_nested: bool,
    builder: Builder,
    inlines: Inlines,
    marked: Marked,
    frames: Frames,
    leaf: Option<Leaf>,
    pipe: Option<Pipe>,
    code: Option<CodeText>,
    /// The lists of definitions that are open, each with where its open item began.
    definitions: Vec<Option<usize>>,
    /// How many tags are open.
    depth: usize,
    /// The depths of open tags that began where events are ignored.
    ignored: Vec<usize>,
    /// Events that begin before this are ignored: an HTML table reached so far.
    resume: usize,
    unclosed: Vec<Span>,
    malformed: Vec<Span>,
    ragged: Vec<Span>,
}

/// Text under construction.
#[derive(Debug)]
struct Leaf {
    /// The level of a heading.
    level: Option<u8>,
    range: Range<usize>,
    /// Which of its lines stand for themselves, where any may.
    labels: Option<Labels>,
}

impl Leaf {
    fn new(range: Range<usize>) -> Self {
        Leaf { level: None, range, labels: None }
    }
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if range.start < self.resume {
                    self.ignored.push(self.depth);
                    if matches!(tag, Tag::HtmlBlock) && range.end > self.resume {
                        self.html(self.resume..range.end);
                    }
                } else {
                    self.start(event, tag, range);
                }
            }
            Event::End(tag) => {
                self.depth -= 1;
                if self.ignored.last() == Some(&(self.depth + 1)) {
                    self.ignored.pop();
                    self.flush();
                } else {
                    self.end(event, *tag, range);
                }
            }
            Event::Html(_) => {}
            _ if range.start < self.resume => {}
            Event::Rule => {
                self.flush();
                self.frames.push(Block::Rule(self.source.span(trim(self.source.text, range))));
            }
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.text(self.source, text, &range);
                }
            }
            Event::InlineHtml(html) if self.pipe.is_none() && is_table(html) => {
                self.flush();
                self.html(range);
            }
            _ => self.inline(event, range),
        }
    }

    fn start(&mut self, event: &Event<'_>, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                return self.inline(event, range);
            }
            Tag::TableCell => return,
            Tag::TableHead | Tag::TableRow => {
                if let Some(pipe) = &mut self.pipe {
                    pipe.row(self.source, range);
                }
                return;
            }
            _ => self.flush(),
        }
        match tag {
            Tag::Paragraph => match late::mend(self.source, range.clone(), self.frames.in_quote()) {
                Some(mended) if !self.is_nested => {
                    let limit = self.source.span(range.clone()).end;
                    self.nested(Source::lines(&mended.text, &mended.lines, limit));
                    self.malformed.extend(mended.malformed);
                    self.ignored.push(self.depth);
                    self.resume = self.resume.max(range.end);
                }
                _ => {
                    let text = self.source.text.get(range.clone()).unwrap_or_default();
                    let labels = (!self.frames.in_list()).then(|| labels::of(text));
                    self.leaf = Some(Leaf { labels, ..Leaf::new(range) });
                }
            },
            Tag::Heading { level, .. } => {
                self.leaf = Some(Leaf { level: Some(number(*level)), ..Leaf::new(range) });
            }
            Tag::BlockQuote(_) => self.frames.open(Container::Quote),
            Tag::List(start) => self.frames.open(Container::List(*start)),
            Tag::Item => self.frames.open(Container::Item),
            Tag::DefinitionList => {
                self.definitions.push(None);
                self.frames.open(Container::List(None));
            }
            // A term and what defines it are an item.
            Tag::DefinitionListTitle => {
                self.close_item(range.start);
                self.frames.open(Container::Item);
                if let Some(item) = self.definitions.last_mut() {
                    *item = Some(range.start);
                }
                self.leaf = Some(Leaf::new(range));
            }
            Tag::CodeBlock(kind) => {
                self.code = Some(CodeText::new(self.source, kind, range));
            }
            Tag::HtmlBlock => self.html(range),
            Tag::Table(columns) => {
                self.pipe = Some(Pipe::new(columns.len()));
                self.inlines.in_cell = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, event: &Event<'_>, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.flush();
                self.frames.close(self.source.span(trim(self.source.text, range)));
            }
            TagEnd::DefinitionList => {
                self.close_item(range.end);
                self.definitions.pop();
                self.frames.close(self.source.span(trim(self.source.text, range)));
            }
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::Table => {
                self.inlines.in_cell = false;
                if let Some(pipe) = self.pipe.take() {
                    let (table, ragged) = pipe.finish(self.source, range, &mut self.builder);
                    self.frames.push(Block::Table(table));
                    self.ragged.extend(ragged);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(pipe) = &mut self.pipe {
                    pipe.end_row(self.source);
                }
            }
            TagEnd::TableCell => {
                if let Some(pipe) = &mut self.pipe {
                    pipe.cell(self.source, range, &mut self.builder, &mut self.inlines);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.inline(event, range);
            }
            _ => {}
        }
    }

    /// Ends the open item of a definition list.
    fn close_item(&mut self, end: usize) {
        self.flush();
        if let Some(start) = self.definitions.last_mut().and_then(Option::take) {
            self.frames.close(self.source.span(trim(self.source.text, start..end.max(start))));
        }
    }

    /// Handles text, or a mark in it. Text outside any block belongs to a tight item or follows a table.
    fn inline(&mut self, event: &Event<'_>, range: Range<usize>) {
        if matches!(event, Event::SoftBreak | Event::HardBreak) && self.parts(&range) {
            return;
        }
        if self.pipe.is_none() {
            let leaf = self.leaf.get_or_insert_with(|| Leaf::new(range.clone()));
            leaf.range.end = leaf.range.end.max(range.end);
        }
        self.inlines.event(self.source, &mut self.builder, event, range);
    }

    /// Ends a paragraph at a line break if a text of its own begins behind it.
    fn parts(&mut self, end: &Range<usize>) -> bool {
        let behind = self.source.text.get(end.end..).unwrap_or_default();
        let begins = |labels: Labels| labels.begins(behind.lines().next().unwrap_or_default());
        let Some(leaf) = self.leaf.as_mut().filter(|leaf| leaf.labels.is_some_and(begins)) else {
            return false;
        };
        if self.builder.depth() > 0 {
            return false;
        }
        let rest = Leaf { labels: leaf.labels, ..Leaf::new(end.end..leaf.range.end) };
        leaf.range.end = end.start;
        self.flush();
        self.leaf = Some(rest);
        true
    }

    /// Ends the text under construction. Anchors without text wait for the next block.
    fn flush(&mut self) {
        let Some(Leaf { level, range, .. }) = self.leaf.take() else { return };
        let anchors = take(&mut self.inlines.anchors);
        self.inlines.reset();
        let span = self.source.span(trim(self.source.text, range));
        if level.is_none() && self.builder.is_empty() {
            self.builder.finish(span);
            self.frames.wait(anchors);
            return;
        }
        let content = self.builder.finish(span);
        self.frames.push(match level {
            Some(level) => Block::Heading(Heading { span, level, content, anchors }),
            None => Block::Paragraph(Paragraph::new(span, content, anchors)),
        });
    }

    /// A piece of HTML, and what belongs to it beyond the range.
    fn html(&mut self, range: Range<usize>) {
        let piece = html::fragment(self.source, range, &mut self.marked, &mut self.builder);
        for block in piece.blocks {
            self.frames.push(block);
        }
        self.frames.wait(piece.anchors);
        self.unclosed.extend(piece.unclosed.into_iter().map(|tag| self.source.span(tag)));
        self.resume = self.resume.max(piece.end);
    }

    /// Reads text that Markdown took for something else.
    fn nested(&mut self, source: Source<'_>) {
        let page = read_nested(source, true);
        for block in page.blocks {
            self.frames.push(block);
        }
        self.unclosed.extend(page.unclosed);
        self.ragged.extend(page.ragged);
    }

    fn end_code(&mut self, range: Range<usize>) {
        let Some(code) = self.code.take() else { return };
        if !self.is_nested
            && self.frames.was_cut()
            && let Some(text) = code.unindented(self.source.span(range.clone()).end)
        {
            return self.nested(text);
        }
        let span = self.source.span(trim(self.source.text, range));
        self.frames.push(Block::Code(code.finish(span)));
    }
}

/// Whether a page has lines that define the term above them: they begin with a colon and white space. A line that
/// begins with `:-` is one of dashes, and a page with such a line has none.
fn has_definitions(text: &str) -> bool {
    let (bytes, mut found) = (text.as_bytes(), false);
    for at in memchr::memchr_iter(b':', bytes) {
        // Most colons stand within a line.
        let before = text.get(..at).unwrap_or_default();
        let is_first = match before.chars().next_back() {
            None | Some('\n') => true,
            Some(char) if char.is_whitespace() => {
                let line = before.rsplit('\n').next().unwrap_or_default();
                line.chars().all(char::is_whitespace)
            }
            Some(_) => false,
        };
        match bytes.get(at + 1).filter(|_| is_first) {
            Some(b' ' | b'\t') => found = true,
            Some(b'-') => return false,
            _ => {}
        }
    }
    found
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_table(html: &str) -> bool {
    matches!(markup(html, 0), Markup::Tag(tag) if !tag.closes && element(tag.name).is_some_and(|found| found.1 == Kind::Table))
}
