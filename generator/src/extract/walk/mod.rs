//! Walks the blocks of a page and keeps track of where it is.
//!
//! What it keeps, what sets it, and how long it lasts:
//!
//! | state | is set by | says something of | ends with |
//! |---|---|---|---|
//! | `sections` | a heading | all below it | a heading of the same level or a higher one |
//! | `label` | a line with a meaning (`labelled`), a bare request | all below it | the next heading or such line; its `root` with the first table, unless it names a place |
//! | `status` | a heading (which may clear it), a line with a status | tables and examples | the next heading |
//! | `caption` | a line in the form of captions, a table's own caption | the next table | that table, a heading, a line with a meaning |
//! | `near` | a heading, a line that may be a name, a table within a cell | the next table | that table, or the next line that may be a name; a sentence does not take it from a heading that is one |
//! | `anchors` | headings, paragraphs, lists | the next table | that table, a heading |
//! | `item_anchors` | an item of a list | the next table | that table, the next item, a heading |
//! | `announced` | a paragraph, whether it announces an example | the next bare request, which is a sample then | that request, the next paragraph, a block of code |
//! | `evidence`, `told_roots` | evidence, before a second walk; a table that it gives its part | what no rule speaks of | the page |
//! | `path`, `method` | a line of a section of requests that has one of the two | the next such line | the request that the two make, a heading of another section |
//!
//! `page` gathers what is found; nothing is taken out of it again. `document` and `dialect` are what is walked, and by which
//! rules.

mod lines;
mod tables;

use tablature_ir::Location;

use super::{evidence::Told, inline, markdown, media, request, title, told};
use crate::{
    dialect::{Dialect, Meaning},
    load::{Anchor, Block, Document, Heading, Inline, List, MarkKind, Paragraph, Span},
    raw::{Fate, Label, Line, Note, Page, Role, Seen, Table},
};

/// Where the walk is.
pub(super) struct Walker<'a> {
    document: &'a Document,
    dialect: &'a Dialect,
    page: Page,
    /// The headings around this place.
    sections: Vec<Section>,
    /// The last caption, which applies to the next table.
    caption: Option<Caption>,
    /// The last line with a meaning, which applies to everything below it.
    label: Option<Meaning>,
    /// The last line that may name the next table, and the heading it is, if it is one.
    near: Option<Near>,
    /// The status that the last label named.
    status: Option<u16>,
    anchors: Vec<Box<str>>,
    /// The anchors of the list item around this place.
    item_anchors: Vec<Box<str>>,
    /// Whether the line before announces an example.
    announced: bool,
    /// A path that waits for its method.
    path: Option<String>,
    /// A method that waits for its path.
    method: Option<tablature_ir::Method>,
    /// What evidence says where no rule speaks.
    evidence: Option<&'a Told>,
    /// The tables of fields that are of the operation itself by evidence alone.
    told_roots: Vec<usize>,
}

/// A line that may name a table.
struct Near {
    line: Line,
    /// The heading that it is, by its place in the tally.
    heading: Option<usize>,
    /// Whether a rule says that it is a name.
    named: bool,
}

impl Near {
    /// Whether it is a name rather than a sentence; a heading may have a few words.
    fn is_name(&self) -> bool {
        let text = &self.line.text;
        let few = self.heading.is_some() && text.split_whitespace().count() <= 3;
        self.named || inline::is_name(text) || few && inline::is_identifier(text)
    }
}

struct Section {
    level: u8,
    role: Role,
    location: Option<Location>,
    /// Its place in the tally.
    index: usize,
}

struct Caption {
    number: Option<u32>,
    line: Line,
    meaning: Option<Meaning>,
}

/// Whether a line is short enough to be a label: 40 signs of a script whose signs are words, 100 letters.
fn is_short(text: &str) -> bool {
    text.chars().map(|c| if c.is_ascii() { 2 } else { 5 }).sum::<usize>() <= 200
}

impl<'a> Walker<'a> {
    pub(super) fn new(document: &'a Document, dialect: &'a Dialect, evidence: Option<&'a Told>) -> Self {
        let mut page = Page::default();
        let path = &document.file;
        page.ignored = (dialect.pages.iter())
            .find(|rule| {
                rule.heading.is_none()
                    && rule.columns.is_empty()
                    && rule.path.as_ref().is_some_and(|regex| regex.is_match(path))
            })
            .map(|rule| rule.why.clone());
        page.definitions = dialect.definitions.iter().any(|regex| regex.is_match(path));
        if page.definitions && page.ignored.is_none() {
            page.ignored = Some("definitions".to_owned());
        }
        Walker {
            document,
            dialect,
            page,
            sections: Vec::new(),
            caption: None,
            label: None,
            near: None,
            status: None,
            anchors: Vec::new(),
            item_anchors: Vec::new(),
            announced: false,
            path: None,
            method: None,
            evidence,
            told_roots: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Page {
        self.rules_win();
        self.page
    }

    /// Takes back the role of a table that belongs to the operation itself by evidence alone, where a rule chooses
    /// another table for the same role and status.
    fn rules_win(&mut self) {
        for at in &self.told_roots {
            let Some(told) = self.page.tables.get(*at) else { continue };
            let mut others = self.page.tables.iter().enumerate();
            let ruled = others.any(|(index, other)| {
                !self.told_roots.contains(&index)
                    && (other.role, other.status) == (told.role, told.status)
                    && !matches!(other.label, Label::Named(_))
            });
            if ruled && let Some(told) = self.page.tables.get_mut(*at) {
                told.role = Role::Unknown;
            }
        }
    }

    pub(super) fn blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.heading(&heading),
                Block::Paragraph(paragraph) => self.paragraph(paragraph, false),
                Block::List(list) => self.list(list),
                Block::Code(code) => self.code(&code),
                Block::Quote(quote) => self.blocks(quote.blocks),
                Block::Table(table) => self.table(table),
                Block::Rule(_) => {}
            }
        }
    }

    fn role(&self) -> Role {
        self.role_by(self.label.as_ref().and_then(|label| label.is))
    }

    /// The role here, where a label says that it is `label`. A heading is surer than a label about which side
    /// of the operation a table belongs to.
    fn role_by(&self, label: Option<Role>) -> Role {
        let section = self.sections.last().map_or(Role::Unknown, |section| section.role);
        match (section, label) {
            (Role::Request, Some(Role::Response)) | (Role::Response, Some(Role::Request)) | (_, None) => {
                section
            }
            (_, Some(label)) => label,
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let text = heading.content.joined().into_owned();
        let line = Line { text, span: heading.span };
        self.ignore_by_heading(&line.text);
        // What says what is below it is no title, nor is a heading after such a one.
        let is_section = || self.dialect.section(&line.text).is_some_and(|meaning| meaning.is.is_some());
        let alone = heading.level == 1 || self.page.tally.sections.is_empty() && !is_section();
        let first = self.page.title.is_none() && alone;
        if first {
            self.title(&line, &heading.anchors);
        }
        while self.sections.last().is_some_and(|section| section.level >= heading.level) {
            self.sections.pop();
        }
        let parent = self.sections.last().map(|section| (section.role, section.location));
        let named = self.dialect.row_named(&line.text, |name| self.is_row(name)).filter(|_| !first);
        let (around, at) = parent
            .filter(|(role, _)| !matches!(role, Role::Unknown | Role::Description))
            .or_else(|| self.of_row(named.as_deref().unwrap_or(line.text.trim())).filter(|_| !first))
            .or(parent)
            .unwrap_or((if first { Role::Description } else { Role::Unknown }, None));
        let meaning = match named {
            Some(name) => Some(Meaning { name: Some(name), ..Meaning::default() }),
            None => self.meaning(&line.text, first, around).filter(|_| !first || self.page.name.is_none()),
        };
        // A heading may also name a table as other lines do.
        let meaning = meaning.or_else(|| {
            let names = |meaning: &Meaning| meaning.name.as_deref().is_some_and(inline::is_identifier);
            self.label(&line.text).filter(|meaning| !first && names(meaning))
        });
        let role = meaning.as_ref().and_then(|meaning| meaning.is).unwrap_or(around);
        let fate = match (&meaning, role) {
            (_, Role::Ignored) => Fate::Ignored("ignored-section".to_owned()),
            (Some(_), _) => Fate::Read,
            (None, _) if first => Fate::Read,
            (None, _) => Fate::Unread,
        };
        let index = self.page.tally.sections.len();
        self.page.tally.sections.push(Seen { fate, text: line.text.clone(), span: line.span });
        let requests: Vec<_> = request::line(&line.text).into_iter().collect();
        let location = meaning.as_ref().and_then(|meaning| meaning.location).or(at);
        // The text directly after the title describes the page; a section without a meaning does not inherit that.
        let role = if !first && meaning.is_none() && around == Role::Description && heading.level > 1 {
            Role::Unknown
        } else {
            role
        };
        self.sections.push(Section { level: heading.level, role, location, index });
        self.page.has_uri |= role == Role::Uri;
        self.caption = None;
        self.label = None;
        self.status = meaning.as_ref().and_then(|meaning| meaning.status);
        // Some pages give method and path under headings of their own.
        if role != Role::Uri {
            self.method = None;
            self.path = None;
        }
        self.anchors.clear();
        self.item_anchors.clear();
        self.anchored(&heading.anchors);
        self.near = match meaning {
            Some(Meaning { name: Some(name), .. }) => {
                Some(Near { line: Line { text: name, span: line.span }, heading: Some(index), named: true })
            }
            Some(_) => None,
            // A title of several words is what an operation does.
            None if first && !inline::is_name(&line.text) => None,
            None => Some(Near { line, heading: Some(index), named: false }),
        };
        if (self.bare_requests(requests, heading.span) || self.told_requests(heading.span))
            && let Some(seen) = self.page.tally.sections.get_mut(index)
        {
            seen.fate = Fate::Read;
        }
    }

    /// What a heading says about what is below it. The title says nothing about that, nor does a name where names are
    /// expected: a field may be called `Results`.
    fn meaning(&self, text: &str, title: bool, around: Role) -> Option<Meaning> {
        let one_word = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        if title || one_word && matches!(around, Role::Request | Role::Response) {
            return self.dialect.sections.find(text);
        }
        self.dialect.section(text)
    }

    /// What a caption, a label or an item says.
    fn label(&self, text: &str) -> Option<Meaning> {
        self.dialect.label(text, |name| self.is_row(name))
    }

    /// Whether a table of the page has a row of this name. A table of one `route` describes the elements of `routes`.
    fn is_row(&self, name: &str) -> bool {
        let mut rows = self.page.tables.iter().flat_map(|table| &table.rows);
        rows.any(|row| {
            // Most names are shorter, or begin otherwise.
            let text = &*row.name.text;
            text.len() >= name.len()
                && text.trim().strip_prefix(name).is_some_and(|rest| matches!(rest, "" | "s"))
        })
    }

    /// The part of the operation that the table belongs to which has the row that a heading is about, whatever the level
    /// of the heading.
    fn of_row(&self, name: &str) -> Option<(Role, Option<Location>)> {
        let has = |table: &&Table| table.rows.iter().any(|row| row.name.text.trim() == name);
        self.page.tables.iter().rev().find(has).map(|table| (table.role, table.location))
    }

    fn title(&mut self, line: &Line, anchors: &[Anchor]) {
        let found = self.dialect.titles.iter().find_map(|regex| regex.captures(&line.text));
        let group = |name| {
            found.as_ref().and_then(|found| found.name(name)).map(|text| text.as_str().trim().to_owned())
        };
        let text = group("title").unwrap_or_else(|| line.text.clone());
        self.page.name = group("name").map(|text| Line { text, span: line.span });
        title::set(&mut self.page, &text, line.span, anchors);
    }

    fn ignore_by_heading(&mut self, text: &str) {
        if self.page.ignored.is_some() {
            return;
        }
        let path = &self.document.file;
        let rule = self.dialect.pages.iter().find(|rule| {
            rule.columns.is_empty()
                && rule.heading.as_ref().is_some_and(|regex| regex.is_match(text))
                && rule.path.as_ref().is_none_or(|regex| regex.is_match(path))
        });
        self.page.ignored = rule.map(|rule| rule.why.clone());
    }

    fn anchored(&mut self, anchors: &[Anchor]) {
        self.anchors.extend(anchors.iter().map(|anchor| anchor.name.clone()));
    }

    fn list(&mut self, list: List) {
        if self.told_list(list.span) {
            return;
        }
        self.page.listed += usize::from(self.page.tables.is_empty() && list.terms().is_some());
        self.anchored(&list.anchors);
        for item in list.items {
            self.item_anchors = item.anchors.iter().map(|anchor| anchor.name.clone()).collect();
            let mut first = true;
            for block in item.blocks {
                match block {
                    Block::Paragraph(paragraph) if first => self.paragraph(paragraph, true),
                    other => self.blocks(vec![other]),
                }
                first = false;
            }
        }
    }

    fn paragraph(&mut self, paragraph: Paragraph, item: bool) {
        self.anchored(&paragraph.anchors);
        let content = paragraph.content;
        self.links(&content);
        if content.is_empty() {
            return;
        }
        self.named_by(&content);
        let text = content.joined();
        if !self.answers() {
            self.page.media.extend(media::stated(&text, self.dialect));
        }
        if self.caption_line(&text, paragraph.span) {
            return;
        }
        let strong = content.is_all(MarkKind::Strong);
        if strong {
            self.ignore_by_heading(&text);
        }
        let marked = item || strong;
        let labels = marked || is_short(&text);
        // A sentence may look like a name with a word after it.
        let sentence = |meaning: &Meaning| {
            !marked && meaning.name.as_ref().is_some_and(|name| !inline::is_identifier(name))
        };
        if labels && let Some(meaning) = self.label(&text).filter(|meaning| !sentence(meaning)) {
            self.labelled(meaning, paragraph.span);
            return;
        }
        let line = Line { text: text.clone().into_owned(), span: paragraph.span };
        // A sentence between a name and its table takes nothing from the name.
        let kept = self.near.as_ref().is_some_and(|near| near.heading.is_some() && near.is_name());
        // A line all in bold type serves as a heading; if no rule knows it, it is reported.
        let fields = matches!(self.role(), Role::Common | Role::Request | Role::Response);
        let heading = (strong && fields && labels).then(|| {
            let seen = Seen { fate: Fate::Unread, text: line.text.clone(), span: line.span };
            self.page.tally.sections.push(seen);
            self.page.tally.sections.len() - 1
        });
        if !kept || inline::is_name(&line.text) {
            self.near = Some(Near { line, heading, named: false });
        }
        if self.bare_requests(request::whole(&text).into_iter().collect(), paragraph.span) {
            return;
        }
        if !matches!(self.role(), Role::Uri) && self.told_requests(paragraph.span) {
            return;
        }
        self.told(&content);
        self.announced = self.dialect.words.read_short(&text).is_some_and(|said| said.is_example());
        match self.role() {
            Role::Uri => self.uri(&content, paragraph.span),
            Role::Description => {
                if !self.page.description.is_empty() {
                    self.page.description.push_str(if item { "\n" } else { "\n\n" });
                }
                if item {
                    self.page.description.push_str("- ");
                }
                self.page.description.push_str(&markdown(&content));
            }
            Role::Statuses => self.status_line(&text),
            Role::Request | Role::Response => self.note(content),
            _ => {}
        }
    }

    /// Records what a text of the operation says about its bodies.
    fn told(&mut self, content: &Inline) {
        let side = match self.role() {
            Role::Description | Role::Unknown => None,
            side @ (Role::Request | Role::Response) => Some(side),
            _ => return,
        };
        if !content.links.is_empty() {
            self.page.told.extend(told::told(content, side, self.dialect));
        }
    }

    /// Whether what stands here is about answers.
    fn answers(&self) -> bool {
        matches!(self.role(), Role::Response | Role::ResponseExample | Role::Statuses | Role::Errors)
    }

    fn note(&mut self, content: Inline) {
        self.page.notes.push(Note { role: self.role(), content });
    }

    /// Takes a caption, which applies to the next table only.
    fn caption_line(&mut self, text: &str, span: Span) -> bool {
        let Some(found) = self.dialect.captions.iter().find_map(|regex| regex.captures(text)) else {
            return false;
        };
        let number = found.name("number").and_then(|number| number.as_str().parse().ok());
        let text = found.name("text").map_or("", |text| text.as_str()).trim().to_owned();
        let meaning = self.label(&text);
        self.caption = Some(Caption { number, line: Line { text, span }, meaning });
        true
    }

    /// Takes a line that says what everything below it is.
    fn labelled(&mut self, meaning: Meaning, span: Span) {
        self.caption = None;
        if meaning.status.is_some() {
            self.status = meaning.status;
        }
        let named = |text| Near { line: Line { text, span }, heading: None, named: true };
        self.near = meaning.name.clone().map(named);
        if meaning.is.is_some() || meaning.root || meaning.location.is_some() {
            self.page.has_uri |= meaning.is == Some(Role::Uri);
            // "Attributes" says that there are fields, and leaves it to the label above of which side they are.
            let side = self.label.as_ref().and_then(|label| label.is);
            let side = side.filter(|side| matches!(side, Role::Request | Role::Response));
            self.label = Some(Meaning { is: meaning.is.or(side), ..meaning });
        }
    }

    fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.document.line(offset as usize)).unwrap_or(u32::MAX)
    }
}
