//! Tables: of what they are, and what the words above them say.

use tablature_ir::ErrorCode;

use super::{Caption, Near, Walker};
use crate::{
    dialect::{Column, Meaning},
    extract::{
        evidence::{self, ToldTable},
        media, table,
    },
    load::{Inline, Span},
    raw::{self, Fate, Label, Line, Role, Seen, Table},
};

/// What words above a table and evidence say about it.
struct Words<'w> {
    caption: Option<Caption>,
    near: Option<Near>,
    meaning: Option<Meaning>,
    role: Role,
    told: Option<&'w ToldTable>,
    /// Whether words say of which part it is.
    spoken: bool,
}

impl<'w> Walker<'w> {
    pub(super) fn table(&mut self, mut table: crate::load::Table) {
        if let Some(caption) = table.caption.take() {
            self.table_caption(&caption);
        }
        if !self.answers() {
            self.page.media.extend(media::in_table(&table, self.dialect));
        }
        let heads = table::heads(&table);
        let within = table::within(&mut table, &heads, self.dialect);
        self.one_table(table, &heads);
        // A table in a cell describes the field of its row.
        for (line, table) in within {
            self.caption = None;
            let (span, first) = (line.span, self.page.tables.len());
            self.near = Some(Near { line, heading: None, named: true });
            self.table(table);
            if let Some(table) = self.page.tables.get_mut(first) {
                table.within = Some(span);
            }
        }
    }

    /// The caption that HTML gives within the table itself.
    fn table_caption(&mut self, caption: &Inline) {
        let text = caption.joined().into_owned();
        if !text.is_empty() && !self.caption_line(&text, caption.span) {
            let meaning = self.label(&text);
            self.caption = Some(Caption { number: None, line: Line { text, span: caption.span }, meaning });
        }
    }

    /// Takes a list, or lines of code, for the table of fields that evidence says it is, unless words say that it is
    /// something else.
    pub(super) fn told_list(&mut self, span: Span) -> bool {
        let told = self.evidence.and_then(|told| told.table(span));
        let Some((told, list)) = told.and_then(|told| Some((told, told.list.as_ref()?))) else {
            return false;
        };
        let side = |role| if role == Role::Uri { Role::Request } else { role };
        let spoken = evidence::speaks(self.role());
        if spoken && side(self.role()) != list.role {
            return false;
        }
        let mut read = (**list).clone();
        read.index = self.page.tally.tables.len();
        read.by_evidence = true;
        if told.root {
            self.told_roots.push(self.page.tables.len());
        }
        self.page.tally.tables.push(Seen { fate: Fate::Read, text: String::new(), span });
        self.page.tables.push(read);
        true
    }

    fn one_table(&mut self, table: crate::load::Table, heads: &[String]) {
        if table.head.is_empty() {
            if self.told_list(table.span) {
                return;
            }
            self.page.listed += usize::from(self.page.tables.is_empty());
        }
        self.table_links(&table);
        self.ignore_by_columns(heads);
        let words = self.table_words(&table);
        let (role, told) = (words.role, words.told);
        let kind = match (table::kind(&table, heads, role, self.dialect), told) {
            (table::Kind::Unknown, Some(told)) if told.headed && !words.spoken => {
                table::Kind::Fields(told.columns.clone())
            }
            (kind, _) => kind,
        };
        let mut seen = Seen { fate: Fate::Read, text: heads.join(" | "), span: table.span };
        if self.told_requests(table.span) {
            self.page.tally.tables.push(seen);
            return;
        }
        if role == Role::Ignored {
            seen.fate = Fate::Ignored("ignored-section".to_owned());
        }
        let mut anchors = std::mem::take(&mut self.anchors);
        anchors.append(&mut self.item_anchors);
        match kind {
            table::Kind::Rule(of) if of.is == Role::Ignored => {
                seen.fate = Fate::Ignored(of.why.clone());
                self.pass_over(&of.why);
            }
            table::Kind::Unknown if role == Role::Ignored => {}
            table::Kind::Unknown if table.rows.is_empty() && seen.text.is_empty() => {
                seen.fate = Fate::Ignored("empty-table".to_owned());
            }
            table::Kind::Request(columns) => {
                let requests = table::requests(&table, &columns, |offset| self.line(offset));
                if matches!(role, Role::Uri) {
                    self.page.requests.extend(requests);
                }
            }
            table::Kind::Codes(columns) => {
                let codes = table::codes(&table, &columns);
                self.codes(codes);
            }
            table::Kind::Fields(columns) if role != Role::Ignored => {
                self.fields(table, heads, &columns, words, anchors);
            }
            table::Kind::Fields(_) | table::Kind::Rule(_) => {}
            table::Kind::Unknown => seen.fate = Fate::Unread,
        }
        self.page.tally.tables.push(seen);
    }

    /// Gathers what is said about a table before it is examined.
    fn table_words(&mut self, table: &crate::load::Table) -> Words<'w> {
        let caption = self.caption.take();
        let near = self.near.take();
        let meaning = caption.as_ref().and_then(|caption| caption.meaning.clone());
        let role = match meaning.as_ref().and_then(|meaning| meaning.is) {
            Some(label) => self.role_by(Some(label)),
            None => self.role(),
        };
        let told = self.evidence.and_then(|told| told.table(table.span));
        let spoken = evidence::speaks(role);
        let role = told.filter(|_| !spoken).map_or(role, |told| told.role);
        // Words that say the side may leave open whether the table is of the operation itself.
        let told = told.filter(|told| told.role == role);
        Words { caption, near, meaning, role, told, spoken }
    }

    /// A table of fields.
    fn fields(
        &mut self,
        table: crate::load::Table,
        heads: &[String],
        columns: &[Option<Column>],
        words: Words<'_>,
        anchors: Vec<Box<str>>,
    ) {
        let Words { caption, near, meaning, role, told, spoken } = words;
        self.label_read(near.as_ref());
        let name = columns.iter().position(|column| *column == Some(Column::Name));
        let read = Table {
            role,
            location: (meaning.as_ref().and_then(|meaning| meaning.location))
                .or_else(|| {
                    // A caption that names something does not place it in a part of the request.
                    let named = meaning.as_ref().is_some_and(|meaning| meaning.name.is_some());
                    self.label.as_ref().filter(|_| !named).and_then(|label| label.location)
                })
                .or_else(|| self.sections.last().and_then(|section| section.location))
                .or_else(|| told?.location),
            status: (meaning.as_ref().and_then(|meaning| meaning.status).or(self.status))
                .or_else(|| told?.status),
            label: self.label_told(caption.as_ref(), meaning.as_ref(), near, told),
            number: caption.as_ref().and_then(|caption| caption.number),
            anchors: anchors
                .into_iter()
                .chain(table.anchors.iter().map(|anchor| anchor.name.clone()))
                .collect(),
            columns: raw::Columns {
                values: name.is_some_and(|name| table::lists_values(heads.get(name), self.dialect)),
                ..table::columns(columns)
            },
            unknown: table::unknown(&table, columns),
            span: table.span,
            line: self.line(table.span.start),
            index: self.page.tally.tables.len(),
            within: None,
            by_evidence: told.is_some() && !spoken,
            rows: Vec::new(),
        };
        let rows = table::rows(table, heads, columns, self.document, self.dialect);
        // "Attributes" applies to the next table only; a label with a location may apply to several.
        if let Some(label) = self.label.as_mut().filter(|label| label.location.is_none()) {
            label.root = false;
        }
        self.named_by_rows(&rows);
        if told.is_some_and(|told| told.root) && !spoken {
            self.told_roots.push(self.page.tables.len());
        }
        self.page.tables.push(Table { rows, ..read });
    }

    /// Looks in the rows for the name of the operation: the row of the parameter that carries it may give it.
    fn named_by_rows(&mut self, rows: &[crate::raw::Row]) {
        for row in rows.iter().filter(|_| !self.dialect.naming.is_empty()) {
            self.named_by(&row.description);
        }
    }

    /// Takes the name of the operation from a text, if the title gave none.
    pub(super) fn named_by(&mut self, content: &Inline) {
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
        let named = near.filter(|near| near.is_name());
        let Some(index) = named.and_then(|near| near.heading) else { return };
        if let Some(section) = self.page.tally.sections.get_mut(index)
            && section.fate == Fate::Unread
        {
            section.fate = Fate::Read;
        }
    }

    /// How the table is called; by evidence, where words do not say it.
    fn label_told(
        &self,
        caption: Option<&Caption>,
        meaning: Option<&Meaning>,
        near: Option<Near>,
        told: Option<&ToldTable>,
    ) -> Label {
        let ruled =
            meaning.is_some_and(|meaning| meaning.name.is_some()) || near.as_ref().is_some_and(|it| it.named);
        let Some(told) = told.filter(|_| !ruled) else { return self.table_label(caption, meaning, near) };
        let span = caption.map(|caption| caption.line.span).or(near.as_ref().map(|near| near.line.span));
        match &told.of {
            Some(name) => Label::Named(Line { text: name.clone(), span: span.unwrap_or_default() }),
            None if told.root => Label::Root,
            None => self.table_label(caption, meaning, near),
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
            Some(near) if near.is_name() => Label::Named(near.line),
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

    fn ignore_by_columns(&mut self, heads: &[String]) {
        if self.page.ignored.is_some() {
            return;
        }
        let rule = self.dialect.pages.iter().find(|rule| {
            !rule.columns.is_empty() && rule.columns.iter().all(|column| heads.contains(column))
        });
        self.page.ignored = rule.map(|rule| rule.why.clone());
    }

    fn codes(&mut self, codes: Vec<(Option<String>, Option<String>, String)>) {
        for (status, code, description) in codes {
            let number = status.as_deref().and_then(http_status);
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

/// The status that a cell begins with: `404`, `404 Not Found`.
fn http_status(cell: &str) -> Option<u16> {
    let digits = cell.trim().get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|status| *status >= 100)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_status_has_three_digits() {
        let cells = ["404", " 404 Not Found", "099", "+40", "4", "Not Found", ""];
        assert_eq!(cells.map(super::http_status), [Some(404), Some(404), None, None, None, None, None]);
    }
}
