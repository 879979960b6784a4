//! The tables of a page that can be tables of fields, with the words above each.

use super::{
    columns::{self, Columns},
    lines,
    names::{self, Name},
    page::{Item, Page, Part},
    samples::status_in,
    target,
};
use crate::{
    dialect::{self, Dialect, Said},
    load::{self, Inline, MarkKind, Span},
};

/// A table that can be one of fields.
#[derive(Debug)]
pub(super) struct Table<'d> {
    pub(super) item: usize,
    pub(super) grid: &'d load::Table,
    pub(super) columns: Columns,
    /// The name of each row, the header's first if that is one.
    pub(super) names: Vec<Option<Name>>,
    /// What the header says of the names.
    pub(super) head: Said,
    /// The line right above it, or its own caption.
    pub(super) caption: Option<Caption>,
    /// The label of its section that names the side of what stands below, the example before the table too.
    pub(super) side: Option<Said>,
    /// The headings around it, the nearest first.
    pub(super) headings: Vec<(usize, Said)>,
    /// The status that a line above says all below is of.
    pub(super) status: Option<u16>,
    /// The anchors by which links reach it, headings' not included.
    pub(super) anchors: Vec<&'d str>,
}

/// A caption.
#[derive(Clone, Debug)]
pub(super) struct Caption {
    pub(super) text: String,
    pub(super) number: Option<u32>,
    pub(super) said: Said,
    /// The last name that it sets off as code: what has these fields.
    pub(super) code: Option<String>,
    pub(super) span: Span,
}

/// A caption with a number, taken apart: a word of at most eight letters, the number, and the text after it.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(char::is_alphabetic);
    let word = text.get(..text.len() - rest.len())?;
    if !(1..=8).contains(&word.chars().count()) {
        return None;
    }
    let rest = rest.trim_start();
    let after = rest.trim_start_matches(|c| matches!(c, '0'..='9' | '\u{ff10}'..='\u{ff19}'));
    let number = rest.get(..rest.len() - after.len()).filter(|number| !number.is_empty())?;
    let parts = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | '\u{ff1a}' | '\u{2014}' | '-');
    let after = after.trim_start_matches(parts);
    (!after.contains('\n')).then_some((number, after))
}

/// All tables of a page that can be tables of fields.
pub(super) fn find<'d>(page: &Page<'d>, dialect: &Dialect) -> Vec<Table<'d>> {
    let mut tables = Vec::new();
    for (index, item) in page.items.iter().enumerate() {
        let Some(table) = item.table() else { continue };
        let heads = columns::heads(table);
        if lines::lists_requests(&heads, dialect) || lines::states_request(table, dialect) {
            continue;
        }
        let Some(columns) = columns::read(table, dialect) else { continue };
        if !columns.headed && lines::has_requests(table) {
            continue;
        }
        let rows = rows(table, &columns);
        let name = |row: &&load::Row| {
            row.cells.get(columns.name).and_then(|cell| names::clean(&cell.content.joined()))
        };
        let mut names: Vec<Option<Name>> = rows.iter().map(name).collect();
        if columns.name > 0 {
            set_in(&mut names, &rows);
        }
        let (caption, mut anchors) = above(page, index, dialect);
        anchors.extend(item.anchors.iter().copied());
        let headings = page.around(item.section);
        let headings =
            headings.map(|(section, it)| (section, dialect.words.read(&it.title))).collect::<Vec<_>>();
        let status = status(page, index, dialect);
        let head = columns.heads.get(columns.name).filter(|_| !columns.headless);
        let head = head.map(|head| dialect.words.read(head)).unwrap_or_default();
        tables.push(Table {
            item: index,
            grid: table,
            columns,
            names,
            head,
            caption,
            side: side(page, index, dialect),
            headings,
            status,
            anchors,
        });
    }
    tables
}

/// Sets names in as far as the labels in the first column are: where no name is, and a label has more than a dash.
fn set_in(names: &mut [Option<Name>], rows: &[&load::Row]) {
    let of =
        |row: &&load::Row| row.cells.first().map_or(0, |cell| names::indents(cell.content.joined().trim()).0);
    let depths: Vec<usize> = rows.iter().map(of).collect();
    if names.iter().flatten().any(|name| name.depth > 0) || depths.iter().all(|depth| *depth < 2) {
        return;
    }
    for (name, depth) in names.iter_mut().zip(depths) {
        if let Some(name) = name {
            name.depth = depth;
        }
    }
}

/// The rows of fields, the header too where it is one.
pub(super) fn rows<'d>(table: &'d load::Table, columns: &Columns) -> Vec<&'d load::Row> {
    let head = if columns.headless { table.head.as_slice() } else { &[] };
    head.iter().chain(&table.rows).collect()
}

/// The caption of a table, and the anchors that stand with it.
fn above<'d>(page: &Page<'d>, index: usize, dialect: &Dialect) -> (Option<Caption>, Vec<&'d str>) {
    let mut anchors = Vec::new();
    let item = page.items.get(index);
    if let Some(row) = item.and_then(|item| item.row.clone()) {
        let span = item.map(|item| item.span).unwrap_or_default();
        let said = Said { parts: vec![dialect::Part::Definition], rest: row.clone(), ..Said::default() };
        return (Some(Caption { text: row, number: None, said, code: None, span }), anchors);
    }
    if let Some(own) = item.and_then(Item::table).and_then(|table| table.caption.as_ref()) {
        return (caption(&own.joined(), own.span, dialect), anchors);
    }
    let texts = (0..index).rev().take(4).map_while(|at| {
        let item = page.items.get(at)?;
        Some((item, item.text()?))
    });
    let mut found: Option<Caption> = None;
    for (rank, (item, text)) in texts.enumerate() {
        anchors.extend(item.anchors.iter().copied());
        let joined = text.joined();
        let is_caption = numbered(joined.trim()).is_some();
        if is_caption || item.is_label() && found.is_none() {
            let code = text.marked(MarkKind::Code).last().map(str::to_owned);
            found = caption(&joined, text.span, dialect).map(|found| Caption { code, ..found });
            // A note may stand between a caption and its table, a sentence that only leads over may not.
            if is_caption || rank > 0 {
                break;
            }
        }
    }
    (found, anchors)
}

fn caption(text: &str, span: Span, dialect: &Dialect) -> Option<Caption> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    // "Status 200" is no number of a table.
    let groups = numbered(text).filter(|_| status_in(text).is_none() || text.len() > 24);
    let number = groups.and_then(|(number, _)| number.parse().ok());
    let plain = groups.map_or(text, |(_, after)| after).trim();
    let plain = plain.trim_end_matches([':', '\u{ff1a}']).trim_end();
    let mut said = dialect.words.read(plain);
    // "Path: /boats" says where requests go, and not where fields do.
    if plain.contains('/') && !target::addresses(plain).is_empty() {
        said.parts.retain(|part| !matches!(part, dialect::Part::Place(_)));
    }
    Some(Caption { text: plain.to_owned(), number, said, code: None, span })
}

/// The label before a table and the example above it that names one side: "Response", the example, "Parameters", the
/// table.
fn side(page: &Page<'_>, index: usize, dialect: &Dialect) -> Option<Said> {
    let section = page.items.get(index)?.section;
    let before =
        (0..index).rev().map_while(|at| page.items.get(at)).take_while(|item| item.section == section);
    let label = |item: &Item<'_>| {
        let text = item.text().filter(|_| item.is_label())?.joined();
        dialect.words.read_short(&text)
    };
    let sided = |said: &Said| said.has(dialect::Part::Request) != said.has(dialect::Part::Response);
    let mut before = before.take(6);
    // "Body" in an item below "Response".
    let text = |item: &Item<'_>| dialect.words.read_short(&item.text()?.joined());
    let is_body = |said: &Said| said.location() == Some(tablature_ir::Location::Body) && !sided(said);
    let above = index.checked_sub(1).and_then(|above| page.items.get(above));
    if above.and_then(text).is_some_and(|said| is_body(&said)) {
        let mut labels = before.skip(1).filter_map(text);
        let found = labels.find(|said| said.rest.is_empty() && sided(said))?;
        return Some(Said::clone(&found));
    }
    // A line of its own tells the table from what the example shows.
    before.next().and_then(label).filter(|said| said.has(dialect::Part::Fields) && !sided(said))?;
    let mut shown = false;
    for item in before {
        match item.part {
            Part::Code(_) => shown = true,
            Part::Text(_) => match label(item) {
                Some(said) if sided(&said) => {
                    let is = shown && !said.is_example() && said.rest.chars().count() <= 12;
                    return is.then(|| Said::clone(&said));
                }
                // "Parameters" over the line right above the table begins a part of its own.
                Some(said) if said.asked && said.rest.is_empty() => return None,
                _ => {}
            },
            Part::Heading(_) | Part::Table(_) => return None,
        }
    }
    None
}

/// The status that the lines above, and the headings around, say a table or an example is of.
pub(super) fn status(page: &Page<'_>, index: usize, dialect: &Dialect) -> Option<u16> {
    let section = page.items.get(index)?.section;
    let start = page.sections.get(section)?.start;
    let of = |text: &str| {
        let status = status_in(text)?;
        // A type of media may stand in brackets behind it.
        let media = text.split_once('(').filter(|(_, inner)| inner.contains('/'));
        let said = dialect.words.read(media.map_or(text, |(before, _)| before));
        let known = said.has(dialect::Part::Status) || said.has(dialect::Part::Response);
        let number = status.to_string();
        let starts =
            |text: &str| text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(&number);
        // "Code: 404 Not Found".
        let labelled = text.split_once([':', '\u{ff1a}']).is_some_and(|(label, value)| {
            let column = dialect.columns.get(&*dialect::normal(label));
            starts(value) && matches!(column, Some(dialect::Column::Status | dialect::Column::Code))
        });
        let bare = labelled
            || starts(text)
            || text.contains(&format!("({status})"))
            || text.contains(&format!("HTTP {status}"));
        let short = text.chars().count() <= 40;
        (short && (known && said.rest.chars().count() <= 12 || bare)).then_some(status)
    };
    for at in (start..index).rev() {
        let item = page.items.get(at)?;
        if let Some(text) = item.text().filter(|_| item.section == section)
            && let Some(status) = of(&text.joined()).or_else(|| text.lines().find_map(of))
        {
            // The next request begins something new.
            let mut between = page.items.get(at + 1..index)?.iter().filter_map(Item::text);
            let begins = |text: &Inline| !super::target::with_method(&text.text).is_empty();
            return (!between.any(begins)).then_some(status);
        }
    }
    page.around(section).find_map(|(_, section)| of(&section.title))
}

impl Table<'_> {
    /// The names of its rows that are not set in.
    pub(super) fn tops(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().flatten().filter(|name| name.depth == 0)
    }

    /// Whether it has a column of this kind.
    pub(super) fn has(&self, column: dialect::Column) -> bool {
        self.columns.has(column)
    }

    /// Its header, in the form in which headers are compared.
    pub(super) fn header(&self) -> String {
        self.columns.heads.join("|")
    }

    /// The words over it, in the form in which they are compared.
    pub(super) fn words(&self, page: &Page<'_>) -> Option<String> {
        let caption = self.caption.as_ref().map(|caption| caption.text.as_str());
        let heading = self.headings.first().and_then(|(section, _)| page.sections.get(*section));
        let text = caption.or(heading.map(|section| section.title.as_str()))?;
        let key: String = dialect::normal(text).chars().filter(|c| !c.is_ascii_digit()).collect();
        (!key.is_empty() && key.chars().count() <= 60).then_some(key)
    }

    /// Whether the words over it say that its fields are sent.
    pub(super) fn is_sent(&self) -> bool {
        let caption = self.caption.iter().map(|caption| &caption.said);
        let mut said = caption.chain(self.headings.iter().map(|(_, said)| said));
        said.any(|said| {
            let sent = said.has(dialect::Part::Request) || said.asked;
            sent && !said.has(dialect::Part::Response) && said.rest.is_empty()
        })
    }

    /// The rows whose type is one word that is unknown and has no link: the name of each, with the word.
    pub(super) fn strange_types(&self, dialect: &Dialect) -> Vec<(String, String)> {
        let Some(column) = self.columns.at(dialect::Column::Type) else { return Vec::new() };
        let strange = |(row, name): (&load::Row, &Option<Name>)| {
            let content = &row.cells.get(column)?.content;
            let text = content.joined();
            let word = text.trim();
            let plain = content.links.is_empty()
                && !word.is_empty()
                && word.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !dialect.types.contains_key(&*dialect::normal(word));
            plain.then(|| Some((name.as_ref()?.key.clone(), word.to_owned())))?
        };
        let rows = rows(self.grid, &self.columns);
        rows.into_iter().zip(&self.names).filter_map(strange).collect()
    }

    /// Whether a row can hold members: its type says so, or says nothing.
    pub(super) fn holds(&self, row: usize, dialect: &Dialect) -> bool {
        let Some(column) = self.columns.at(dialect::Column::Type) else { return true };
        let rows = rows(self.grid, &self.columns);
        let Some(cell) = rows.get(row).and_then(|row| row.cells.get(column)) else { return true };
        let text = cell.content.joined();
        let text = dialect::normal(&text);
        match dialect.types.get(&*text) {
            Some(word) => !word.is_scalar(),
            None => true,
        }
    }
}

/// Whether a part of the page is a heading.
pub(super) fn is_heading(item: &Item<'_>) -> bool {
    matches!(item.part, Part::Heading(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_with_a_number_is_taken_apart() {
        for (text, parts) in [
            ("Table 3: Fields", ("3", "Fields")),
            ("\u{8868}12\u{ff1a}\u{5b57}\u{6bb5}", ("12", "\u{5b57}\u{6bb5}")),
            ("Table 4", ("4", "")),
            ("T\u{ff11}. a - b", ("\u{ff11}", "a - b")),
        ] {
            assert_eq!(numbered(text), Some(parts), "{text}");
        }
    }

    #[test]
    fn other_texts_have_no_number() {
        for text in ["", "3", "Table", "Table three", "Parameters 3", "Table-3", "Table 3\nof a\nlist"] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
