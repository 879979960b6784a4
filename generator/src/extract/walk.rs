//! Walks the blocks of a page and keeps track of where it is.

use tablature_ir::{ErrorCode, Location};

use super::{inline, markdown, request, table};
use crate::{
    dialect::{Dialect, Meaning},
    load::{Anchor, Block, Code, Document, Heading, Inline, List, MarkKind, Paragraph, Span},
    raw::{Example, Fate, Label, Line, Note, Page, RequestLine, Role, Seen, Table},
};

/// Where the walk is.
pub(super) struct Walker<'a> {
    document: &'a Document,
    dialect: &'a Dialect,
    page: Page,
    /// The headings around this place.
    sections: Vec<Section>,
    /// What the last caption says of the next table.
    caption: Option<Caption>,
    /// What the last line with a meaning says of all below it.
    label: Option<Meaning>,
    /// The last line that may name the next table, and the heading it is, if it is one.
    near: Option<Near>,
    /// The status that the last label named.
    status: Option<u16>,
    anchors: Vec<Box<str>>,
    /// The anchors of the list item around this place.
    item_anchors: Vec<Box<str>>,
    /// A method that waits for its path.
    method: Option<tablature_ir::Method>,
}

/// A line that may name a table.
struct Near {
    line: Line,
    /// The heading that it is, by its place in the tally.
    heading: Option<usize>,
    /// Whether a rule says that it is a name.
    named: bool,
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
    pub(super) fn new(document: &'a Document, dialect: &'a Dialect) -> Self {
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
            method: None,
        }
    }

    pub(super) fn finish(self) -> Page {
        self.page
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
        let first = self.page.title.is_none();
        if first {
            self.title(&line);
        }
        while self.sections.last().is_some_and(|section| section.level >= heading.level) {
            self.sections.pop();
        }
        let parent = self.sections.last().map(|section| (section.role, section.location));
        let (around, at) = parent.unwrap_or((if first { Role::Description } else { Role::Unknown }, None));
        let meaning = self.dialect.sections.find(&line.text).filter(|_| !first || self.page.name.is_none());
        // A heading may also name a table as other lines do.
        let meaning = meaning.or_else(|| {
            let names = |meaning: &Meaning| meaning.name.as_deref().is_some_and(inline::is_identifier);
            self.dialect.labels.find(&line.text).filter(|meaning| !first && names(meaning))
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
        let location = meaning.as_ref().and_then(|meaning| meaning.location).or(at);
        // What follows the title and has no heading describes the page, and says nothing of other sections.
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
        }
        self.anchors.clear();
        self.item_anchors.clear();
        self.anchored(&heading.anchors);
        self.near = match meaning {
            Some(Meaning { name: Some(name), .. }) => {
                Some(Near { line: Line { text: name, span: line.span }, heading: Some(index), named: true })
            }
            Some(_) => None,
            None => Some(Near { line, heading: Some(index), named: false }),
        };
    }

    fn title(&mut self, line: &Line) {
        let found = self.dialect.titles.iter().find_map(|regex| regex.captures(&line.text));
        let group = |name| {
            found.as_ref().and_then(|found| found.name(name)).map(|text| text.as_str().trim().to_owned())
        };
        let text = group("title").unwrap_or_else(|| line.text.clone());
        self.page.name = group("name").map(|text| Line { text, span: line.span });
        self.page.title = Some(Line { text, span: line.span });
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
        if labels && let Some(meaning) = self.dialect.labels.find(&text).filter(|meaning| !sentence(meaning))
        {
            self.labelled(meaning, paragraph.span);
            return;
        }
        let line = Line { text: text.clone().into_owned(), span: paragraph.span };
        // A sentence between a name and its table takes nothing from the name.
        let kept = self.near.as_ref().is_some_and(|near| {
            near.heading.is_some() && (near.named || inline::is_identifier(&near.line.text))
        });
        // A line all in bold type stands for a heading: if no rule knows it, that is told.
        let fields = matches!(self.role(), Role::Common | Role::Request | Role::Response);
        let heading = (strong && fields && labels).then(|| {
            let seen = Seen { fate: Fate::Unread, text: line.text.clone(), span: line.span };
            self.page.tally.sections.push(seen);
            self.page.tally.sections.len() - 1
        });
        if !kept || inline::is_identifier(&line.text) {
            self.near = Some(Near { line, heading, named: false });
        }
        if self.bare_request(&text, paragraph.span) {
            return;
        }
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

    /// Method and path that stand right under the title; what follows them is the request's.
    fn bare_request(&mut self, text: &str, span: Span) -> bool {
        let bare = self.dialect.source.pages.bare_requests
            && self.role() == Role::Description
            && self.page.requests.is_empty();
        if !bare || request::leading_method(text.trim()).is_none() {
            return false;
        }
        let Some((method, target)) = request::line(text) else { return false };
        self.request_line(method, target, span);
        self.page.has_uri = true;
        self.label = Some(Meaning { is: Some(Role::Request), ..Meaning::default() });
        true
    }

    fn note(&mut self, content: Inline) {
        self.page.notes.push(Note { role: self.role(), content, tables_before: self.page.tables.len() });
    }

    /// A caption speaks of the next table only.
    fn caption_line(&mut self, text: &str, span: Span) -> bool {
        let Some(found) = self.dialect.captions.iter().find_map(|regex| regex.captures(text)) else {
            return false;
        };
        let number = found.name("number").and_then(|number| number.as_str().parse().ok());
        let text = found.name("text").map_or("", |text| text.as_str()).trim().to_owned();
        let meaning = self.dialect.labels.find(&text);
        self.caption = Some(Caption { number, line: Line { text, span }, meaning });
        true
    }

    /// A line that says of what all below it is.
    fn labelled(&mut self, meaning: Meaning, span: Span) {
        self.caption = None;
        if meaning.status.is_some() {
            self.status = meaning.status;
        }
        let named = |text| Near { line: Line { text, span }, heading: None, named: true };
        self.near = meaning.name.clone().map(named);
        if meaning.is.is_some() || meaning.root || meaning.location.is_some() {
            self.page.has_uri |= meaning.is == Some(Role::Uri);
            self.label = Some(meaning);
        }
    }

    fn uri(&mut self, content: &Inline, span: Span) {
        for text in content.lines() {
            let waiting = self.method.take();
            let found = request::line(text).or_else(|| Some((waiting?, request::target(text)?)));
            if let Some((method, target)) = found {
                self.request_line(method, target, span);
            } else {
                self.method = request::leading_method(text).or(waiting);
            }
        }
        self.note(content.clone());
    }

    fn request_line(&mut self, method: tablature_ir::Method, target: String, span: Span) {
        let line = self.line(span.start);
        self.page.requests.push(RequestLine { method, target, span, line });
    }

    fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.document.line(offset as usize)).unwrap_or(u32::MAX)
    }

    /// Statuses in a line of text.
    fn status_line(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 3);
        let statuses =
            words.filter_map(|word| word.parse().ok()).filter(|status| (100..600).contains(status));
        self.page.statuses.extend(statuses.map(|status| (status, String::new())));
    }

    fn links(&mut self, content: &Inline) {
        for link in &content.links {
            self.page.links.push(link.target.as_ref().into());
            if self.page.hint.is_none() {
                let found = self.dialect.links.iter().find_map(|regex| regex.captures(&link.target));
                self.page.hint = found
                    .and_then(|found| Some(found.name("name")?.as_str().to_owned()))
                    .map(|text| Line { text, span: link.span });
            }
        }
    }

    fn code(&mut self, code: &Code) {
        if self.indented_label(code) {
            return;
        }
        if code.text.lines().next().is_some_and(|line| self.bare_request(line, code.span)) {
            return;
        }
        let role = match self.role() {
            Role::Uri => {
                for text in code.text.lines() {
                    if let Some((method, target)) = request::line(text) {
                        self.request_line(method, target, code.span);
                    }
                }
                return;
            }
            Role::Request => Role::RequestExample,
            Role::Response => Role::ResponseExample,
            role @ (Role::RequestExample | Role::ResponseExample) => role,
            _ => return,
        };
        let start = code.place(0..0).start.max(code.span.start);
        let start = if code.text.is_empty() { code.span.start } else { code.place(0..1).start.max(start) };
        self.page.examples.push(Example {
            role,
            status: self.status,
            text: code.text.clone(),
            span: code.span,
            start: start as usize,
            line: self.line(start),
        });
    }

    /// A caption that is indented as if it still stood in the list before it is code to Markdown.
    fn indented_label(&mut self, code: &Code) -> bool {
        let source = self.document.slice(code.span);
        if source.trim_start().starts_with(['`', '~', '<']) {
            return false;
        }
        let text = code.text.trim().lines().last().unwrap_or_default().trim();
        if !text.starts_with("**") {
            return false;
        }
        let text = text.replace("**", "").replace('\\', "");
        if self.caption_line(text.trim(), code.span) {
            return true;
        }
        let meaning = self.dialect.labels.find(&text);
        let known = meaning.is_some();
        if let Some(meaning) = meaning {
            self.labelled(meaning, code.span);
        }
        known
    }

    fn table(&mut self, mut table: crate::load::Table) {
        if let Some(caption) = table.caption.take() {
            self.table_caption(&caption);
        }
        let within = table::within(&mut table, self.dialect);
        self.one_table(table);
        // A table in a cell describes the field of its row.
        for (line, table) in within {
            self.caption = None;
            self.near = Some(Near { line, heading: None, named: true });
            self.table(table);
        }
    }

    /// The caption that HTML gives within the table itself.
    fn table_caption(&mut self, caption: &Inline) {
        let text = caption.joined().into_owned();
        if !text.is_empty() && !self.caption_line(&text, caption.span) {
            let meaning = self.dialect.labels.find(&text);
            self.caption = Some(Caption { number: None, line: Line { text, span: caption.span }, meaning });
        }
    }

    fn one_table(&mut self, table: crate::load::Table) {
        self.table_links(&table);
        self.ignore_by_columns(&table);
        let caption = self.caption.take();
        let near = self.near.take();
        let meaning = caption.as_ref().and_then(|caption| caption.meaning.clone());
        let role = match meaning.as_ref().and_then(|meaning| meaning.is) {
            Some(label) => self.role_by(Some(label)),
            None => self.role(),
        };
        let index = self.page.tally.tables.len();
        let heads = table::heads(&table).join(" | ");
        let mut fate = match role {
            Role::Ignored => Fate::Ignored("ignored-section".to_owned()),
            _ => Fate::Read,
        };
        let mut anchors = std::mem::take(&mut self.anchors);
        anchors.append(&mut self.item_anchors);
        let kind = table::kind(&table, role, self.dialect);
        let line = |offset: u32| self.line(offset);
        match kind {
            table::Kind::Rule(of) if of.is == Role::Ignored => {
                fate = Fate::Ignored(of.why.clone());
                self.pass_over(&of.why);
            }
            table::Kind::Unknown if role == Role::Ignored => {}
            table::Kind::Unknown if table.rows.is_empty() && heads.is_empty() => {
                fate = Fate::Ignored("empty-table".to_owned());
            }
            table::Kind::Request(columns) => {
                let requests = table::requests(&table, &columns, line);
                if matches!(role, Role::Uri) {
                    self.page.requests.extend(requests);
                }
            }
            table::Kind::Codes(columns) => {
                let codes = table::codes(&table, &columns);
                self.codes(codes);
            }
            table::Kind::Fields(columns) if !matches!(role, Role::Ignored) => {
                self.label_read(near.as_ref());
                let read = Table {
                    role,
                    location: (meaning.as_ref().and_then(|meaning| meaning.location))
                        .or_else(|| {
                            // A caption that names something speaks of no part of the request.
                            let named = meaning.as_ref().is_some_and(|meaning| meaning.name.is_some());
                            self.label.as_ref().filter(|_| !named).and_then(|label| label.location)
                        })
                        .or_else(|| self.sections.last().and_then(|section| section.location)),
                    status: meaning.as_ref().and_then(|meaning| meaning.status).or(self.status),
                    label: self.table_label(caption.as_ref(), meaning.as_ref(), near),
                    number: caption.as_ref().and_then(|caption| caption.number),
                    anchors: anchors
                        .into_iter()
                        .chain(table.anchors.iter().map(|anchor| anchor.name.clone()))
                        .collect(),
                    columns: table::columns(&columns),
                    unknown: table::unknown(&table, &columns),
                    span: table.span,
                    line: self.line(table.span.start),
                    index,
                    rows: Vec::new(),
                };
                let span = table.span;
                let rows = table::rows(table, &columns, self.document, self.dialect);
                self.named_by_rows(&rows);
                self.page.tables.push(Table { rows, ..read });
                self.page.tally.tables.push(Seen { fate, text: heads, span });
                return;
            }
            table::Kind::Fields(_) | table::Kind::Rule(_) => {}
            table::Kind::Unknown => fate = Fate::Unread,
        }
        self.page.tally.tables.push(Seen { fate, text: heads, span: table.span });
    }

    /// A row may say how the operation is called: the one of the parameter that names it.
    fn named_by_rows(&mut self, rows: &[crate::raw::Row]) {
        for row in rows.iter().filter(|_| !self.dialect.naming.is_empty()) {
            self.named_by(&row.description);
        }
    }

    /// The operation's name in a text, if the title has none.
    fn named_by(&mut self, content: &Inline) {
        if self.page.name.is_none() {
            let found =
                self.dialect.naming.iter().find_map(|regex| regex.captures(&content.text)?.name("name"));
            self.page.name =
                found.map(|name| Line { text: name.as_str().to_owned(), span: content.place(name.range()) });
        }
    }

    /// Sections that are there for a table that a rule passes over are passed over with it.
    fn pass_over(&mut self, why: &str) {
        for section in &self.sections {
            if let Some(seen) = self.page.tally.sections.get_mut(section.index)
                && seen.fate == Fate::Unread
            {
                seen.fate = Fate::Ignored(why.to_owned());
            }
        }
    }

    /// A heading that names a table has been read.
    fn label_read(&mut self, near: Option<&Near>) {
        let named = near.filter(|near| near.named || inline::is_identifier(&near.line.text));
        let Some(index) = named.and_then(|near| near.heading) else { return };
        if let Some(section) = self.page.tally.sections.get_mut(index)
            && section.fate == Fate::Unread
        {
            section.fate = Fate::Read;
        }
    }

    fn table_label(&self, caption: Option<&Caption>, meaning: Option<&Meaning>, near: Option<Near>) -> Label {
        if let Some(meaning) = meaning {
            return match &meaning.name {
                Some(name) => Label::Named(Line {
                    text: name.clone(),
                    span: caption.map_or_else(Span::default, |caption| caption.line.span),
                }),
                None if meaning.root => Label::Root,
                None => Label::None,
            };
        }
        if let Some(caption) = caption.filter(|caption| !caption.line.text.is_empty()) {
            return Label::Named(caption.line.clone());
        }
        match near {
            Some(near) if near.named || inline::is_identifier(&near.line.text) => Label::Named(near.line),
            _ if self.label.as_ref().is_some_and(|label| label.root) => Label::Root,
            _ => Label::None,
        }
    }

    fn table_links(&mut self, table: &crate::load::Table) {
        if self.role() == Role::Index
            || self
                .dialect
                .source
                .pages
                .listed_in
                .iter()
                .any(|name| self.document.file.ends_with(name.as_str()))
        {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                self.page.links.extend(cell.content.links.iter().map(|link| link.target.as_ref().into()));
            }
        }
    }

    fn ignore_by_columns(&mut self, table: &crate::load::Table) {
        if self.page.ignored.is_some() || self.dialect.pages.iter().all(|rule| rule.columns.is_empty()) {
            return;
        }
        let heads = table::heads(table);
        let rule = self.dialect.pages.iter().find(|rule| {
            !rule.columns.is_empty() && rule.columns.iter().all(|column| heads.contains(column))
        });
        self.page.ignored = rule.map(|rule| rule.why.clone());
    }

    fn codes(&mut self, codes: Vec<(Option<String>, Option<String>, String)>) {
        for (status, code, description) in codes {
            let number = status.as_deref().and_then(|status| status.trim().get(..3)?.parse::<u16>().ok());
            match (number, code) {
                (status, Some(code)) if !code.trim().is_empty() => {
                    self.page.errors.push(ErrorCode { code: code.trim().to_owned(), status, description });
                }
                (Some(status), _) => self.page.statuses.push((status, description)),
                (None, _) => {}
            }
        }
    }
}
