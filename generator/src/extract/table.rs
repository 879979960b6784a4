//! What a table is, by its columns, and its rows.

use tablature_ir::Location;

use super::request;
use crate::{
    dialect::{Column, Dialect, normal},
    load::{self, Block, Cell, Document, Inline, Spread},
    raw::{Columns, Line, RequestLine, Role, Row},
};

/// What a table is, judging by its columns.
pub(super) enum Kind<'d> {
    /// Fields; which column is what.
    Fields(Vec<Option<Column>>),
    /// Something else, by a rule of the dialect.
    Rule(&'d crate::dialect::TableRule),
    /// Method and path.
    Request(Vec<Option<Column>>),
    /// Statuses or error codes.
    Codes(Vec<Option<Column>>),
    /// No rule knows it.
    Unknown,
}

/// Tells what a table is.
pub(super) fn kind<'d>(table: &load::Table, heads: &[String], role: Role, dialect: &'d Dialect) -> Kind<'d> {
    let ruled = dialect.tables.iter().find(|rule| {
        (rule.rule.within.is_empty() || rule.rule.within.contains(&role))
            && rule.columns.iter().all(|column| heads.contains(column))
    });
    if let Some(ruled) = ruled {
        return Kind::Rule(&ruled.rule);
    }
    let mut columns: Vec<Option<Column>> = heads.iter().map(|head| word(head, dialect)).collect();
    names(table, &mut columns);
    by_cells(table, &mut columns, dialect);
    let has = |column| columns.contains(&Some(column));
    if has(Column::Method) && has(Column::Uri) {
        return Kind::Request(columns);
    }
    if (has(Column::Status) || has(Column::Code)) && !has(Column::Name) {
        return Kind::Codes(columns);
    }
    let described =
        has(Column::Description) && matches!(role, Role::Common | Role::Request | Role::Response | Role::Uri);
    if has(Column::Name) && (has(Column::Type) || has(Column::Required) || described) {
        return Kind::Fields(columns);
    }
    Kind::Unknown
}

/// What a header word means. The word for values only tells tables of values from tables of fields.
pub(super) fn word(head: &str, dialect: &Dialect) -> Option<Column> {
    dialect.columns.get(head).copied().filter(|column| *column != Column::Value)
}

/// Whether the header of a column says that it lists values.
pub(super) fn lists_values(head: Option<&String>, dialect: &Dialect) -> bool {
    head.is_some_and(|head| dialect.columns.get(head) == Some(&Column::Value))
}

/// Chooses among several columns with a word for names the first one whose cells are names. The others are titles of
/// the fields for people.
fn names(table: &load::Table, columns: &mut [Option<Column>]) {
    let is_name = |column: &Option<Column>| *column == Some(Column::Name);
    if columns.iter().filter(|column| is_name(column)).count() < 2 {
        return;
    }
    let holds = |index: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(index));
        let mut texts =
            cells.map(|cell| cell.content.joined()).filter(|text| !text.trim().is_empty()).peekable();
        texts.peek().is_some() && texts.all(|text| text.trim().bytes().all(|byte| byte.is_ascii_graphic()))
    };
    let Some(own) =
        (0..columns.len()).find(|index| columns.get(*index).is_some_and(is_name) && holds(*index))
    else {
        return;
    };
    let spoken =
        if columns.contains(&Some(Column::Description)) { Column::Other } else { Column::Description };
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, column)| is_name(column)) {
        if index != own {
            *column = Some(spoken);
        }
    }
}

/// A column whose cells hold nothing but the words for yes and no needs no word in its head.
fn by_cells(table: &load::Table, columns: &mut [Option<Column>], dialect: &Dialect) {
    if columns.contains(&Some(Column::Required)) {
        return;
    }
    let says = |index: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(index)).peekable();
        let word = |cell: &Cell| {
            let text = cell.content.joined();
            let text = normal(&text);
            dialect.required.iter().any(|(word, required)| required.is_some() && *word == text)
        };
        cells.peek().is_some() && cells.all(word)
    };
    let unknown = columns.iter().enumerate().filter(|(_, column)| column.is_none());
    let found: Vec<usize> = unknown.map(|(index, _)| index).filter(|index| says(*index)).collect();
    if let [only] = found.as_slice()
        && let Some(column) = columns.get_mut(*only)
    {
        *column = Some(Column::Required);
    }
}

/// The words of the header, normalised.
pub(super) fn heads(table: &load::Table) -> Vec<String> {
    table
        .head
        .last()
        .map(|row| row.cells.iter().map(|cell| normal(&cell.content.joined()).into_owned()).collect())
        .unwrap_or_default()
}

/// The heads of the columns that no rule knows.
pub(super) fn unknown(table: &load::Table, columns: &[Option<Column>]) -> Vec<Line> {
    let Some(head) = table.head.last() else { return Vec::new() };
    let cells =
        head.cells.iter().zip(columns).filter(|(cell, column)| {
            column.is_none() && cell.spread == Spread::Own && !cell.content.is_empty()
        });
    cells
        .map(|(cell, _)| Line { text: cell.content.joined().into_owned(), span: cell.content.span })
        .collect()
}

/// Which columns there are.
pub(super) fn columns(columns: &[Option<Column>]) -> Columns {
    let has = |column| columns.contains(&Some(column));
    Columns {
        ty: has(Column::Type),
        required: has(Column::Required),
        description: has(Column::Description),
        location: has(Column::Location),
        values: false,
    }
}

/// The rows of a table of fields with this header. Further columns of the same kind are joined to the first.
pub(super) fn rows(
    table: load::Table,
    heads: &[String],
    columns: &[Option<Column>],
    document: &Document,
    dialect: &Dialect,
) -> Vec<Row> {
    let required = columns.iter().position(|column| *column == Some(Column::Required));
    let inverted = required.and_then(|at| heads.get(at)).is_some_and(|head| leaves_out(head, dialect));
    let read = |row| {
        let mut read = read_row(row, columns, document, dialect);
        if inverted && let Some(needed) = inverse(&read.required.joined(), dialect) {
            read.needed = Some(needed);
            read.required = Inline::default();
        }
        read
    };
    table.rows.into_iter().map(read).collect()
}

/// Whether a word over a column asks what is optional ("Optional"), so that a yes there means the opposite of a yes
/// under "Required". Words as short as "no" are answers, not headers.
pub(super) fn leaves_out(head: &str, dialect: &Dialect) -> bool {
    let head = head.trim_end_matches(['?', '\u{ff1f}']).trim();
    let mut words = dialect.required.iter().filter(|(word, is)| *is == Some(false) && word.len() > 5);
    words.any(|(word, _)| head == word || !word.is_ascii() && head.ends_with(word.as_str()))
}

/// What a yes or no means in a column that asks what is optional.
pub(super) fn inverse(text: &str, dialect: &Dialect) -> Option<bool> {
    let text = normal(text);
    let found = dialect.required.iter().find(|(word, _)| *word == text && word.len() <= 5)?;
    found.1.map(|answer| !answer)
}

/// The tables in the cells of a table, and the name in the row of each.
pub(super) fn within(
    table: &mut load::Table,
    heads: &[String],
    dialect: &Dialect,
) -> Vec<(Line, load::Table)> {
    let name = heads.iter().position(|head| dialect.columns.get(head) == Some(&Column::Name));
    let mut found = Vec::new();
    for row in &mut table.rows {
        if row.cells.iter().all(|cell| cell.blocks.is_empty()) {
            continue;
        }
        let line = name
            .and_then(|name| row.cells.get(name))
            .map(|cell| Line { text: cell.content.joined().into_owned(), span: cell.content.span });
        for cell in row.cells.iter_mut().filter(|cell| cell.spread == Spread::Own) {
            for block in std::mem::take(&mut cell.blocks) {
                match block {
                    Block::Table(table) => found.push((line.clone().unwrap_or_default(), table)),
                    other => cell.blocks.push(other),
                }
            }
        }
    }
    found
}

/// How far a name is indented, in blanks that HTML keeps. All blanks count the same, since rows are only compared with
/// each other.
fn indent(cell: &Cell, document: &Document, dialect: &Dialect) -> usize {
    const BLANKS: [&str; 6] = ["&nbsp;", "\u{a0}", "\u{3000}", "&emsp;", "&ensp;", "&#160;"];
    if !dialect.source.names.indent.iter().any(|mark| mark == "&nbsp;") {
        return 0;
    }
    let mut rest = document.slice(cell.span);
    let mut count = 0;
    loop {
        rest = rest.trim_start_matches(['|', ' ', '*', '`', '\n', '\t']);
        if rest.starts_with('<') {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        } else if let Some(after) = BLANKS.iter().find_map(|blank| rest.strip_prefix(blank)) {
            count += 1;
            rest = after;
        } else {
            return count;
        }
    }
}

fn read_row(row: load::Row, columns: &[Option<Column>], document: &Document, dialect: &Dialect) -> Row {
    let line = u32::try_from(document.line(row.span.start as usize)).unwrap_or(u32::MAX);
    let mut read = Row { span: row.span, line, ..Row::default() };
    for (index, cell) in row.cells.into_iter().enumerate() {
        // What stands beyond the last known column belongs to it.
        let column = columns.get(index).copied().unwrap_or_else(|| columns.last().copied().flatten());
        let Some(column) = column else { continue };
        if column == Column::Name && read.name.is_empty() {
            read.indent = indent(&cell, document, dialect);
        }
        place(&mut read, column, cell, dialect);
    }
    read
}

fn place(row: &mut Row, column: Column, cell: Cell, dialect: &Dialect) {
    let fill = |slot: &mut Inline, content: Inline| {
        if slot.is_empty() {
            *slot = content;
        }
    };
    match column {
        Column::Name => fill(&mut row.name, cell.content),
        Column::Type => fill(&mut row.ty, cell.content),
        Column::Required => fill(&mut row.required, cell.content),
        Column::Description if cell.spread != Spread::Left => fill(&mut row.description, cell.content),
        Column::Location => row.location = location(&cell.content.text, dialect),
        Column::Default if !cell.content.is_empty() => row.default = Some(cell.content.text),
        Column::Description
        | Column::Default
        | Column::Method
        | Column::Uri
        | Column::Status
        | Column::Code
        | Column::Value
        | Column::Other => {}
    }
}

/// The place that a word names: one of the dialect, or the English one.
fn location(text: &str, dialect: &Dialect) -> Option<Location> {
    let text = normal(text);
    let words = dialect.source.locations.iter();
    let stated = words.flat_map(|(location, words)| words.iter().map(move |word| (normal(word), *location)));
    let plain = [
        ("path", Location::Path),
        ("uri", Location::Path),
        ("query", Location::Query),
        ("header", Location::Header),
        ("form", Location::Form),
        ("body", Location::Body),
    ];
    let plain = plain.into_iter().map(|(word, location)| (word.into(), location));
    stated.chain(plain).find(|(word, _)| text.contains(&**word)).map(|(_, location)| location)
}

/// Method and path of a table that holds them.
pub(super) fn requests(
    table: &load::Table,
    columns: &[Option<Column>],
    line: impl Fn(u32) -> u32,
) -> Vec<RequestLine> {
    let at = |row: &load::Row, column| {
        let index = columns.iter().position(|c| *c == Some(column))?;
        row.cells.get(index).map(|cell| cell.content.joined().into_owned())
    };
    table
        .rows
        .iter()
        .filter_map(|row| {
            Some(RequestLine {
                method: request::method(&at(row, Column::Method)?)?,
                target: request::target(&at(row, Column::Uri)?)?,
                span: row.span,
                line: line(row.span.start),
                call: None,
            })
        })
        .collect()
}

/// Statuses and codes with their descriptions.
pub(super) fn codes(
    table: &load::Table,
    columns: &[Option<Column>],
) -> Vec<(Option<String>, Option<String>, String)> {
    let at = |row: &load::Row, column| {
        let index = columns.iter().position(|c| *c == Some(column))?;
        row.cells.get(index).map(|cell| cell.content.joined().into_owned())
    };
    table
        .rows
        .iter()
        .map(|row| {
            (at(row, Column::Status), at(row, Column::Code), at(row, Column::Description).unwrap_or_default())
        })
        .collect()
}
