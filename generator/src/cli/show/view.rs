//! Pages as people want to look at them: what `load` sees of one, and what `extract` takes from it, with lines in place
//! of spans.

use serde::Serialize;
use tablature_ir::Location;

use crate::{
    load::{Block, Document, Inline, Row, Span},
    raw::{self, Fate, Label, Role},
};

/// A block of a page.
#[derive(Debug, Serialize)]
pub(super) struct BlockView {
    line: usize,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Heading(String),
    Text(String),
    Code(String),
    List(Vec<Vec<BlockView>>),
    Quote(Vec<BlockView>),
    /// The head and the rows.
    Table(Vec<Vec<String>>),
    Rule,
}

/// The blocks of a page.
pub(super) fn blocks(document: &Document, blocks: &[Block]) -> Vec<BlockView> {
    let nested = |inner: &[Block]| self::blocks(document, inner);
    let cells = |row: &Row| row.cells.iter().map(|cell| cell.content.joined().into_owned()).collect();
    let view = |block: &Block| BlockView {
        line: document.line(block.span().start as usize),
        what: match block {
            Block::Heading(heading) => {
                What::Heading(format!("{} {}", "#".repeat(heading.level.into()), heading.content.joined()))
            }
            Block::Paragraph(paragraph) => What::Text(paragraph.content.text.to_string()),
            Block::Code(code) => What::Code(code.text.to_string()),
            Block::List(list) => What::List(list.items.iter().map(|item| nested(&item.blocks)).collect()),
            Block::Quote(quote) => What::Quote(nested(&quote.blocks)),
            Block::Table(table) => What::Table(table.head.iter().chain(&table.rows).map(cells).collect()),
            Block::Rule(_) => What::Rule,
        },
    };
    blocks.iter().map(view).collect()
}

/// What was taken from a page, or a part of it.
#[derive(Debug, Serialize)]
pub(super) struct PageView {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requests: Vec<RequestView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tables: Vec<TableView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<ExampleView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statuses: Vec<StatusView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<tablature_ir::ErrorCode>,
    sections: Vec<SeenView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_tables: Vec<SeenView>,
}

#[derive(Debug, Serialize)]
struct RequestView {
    line: u32,
    method: tablature_ir::Method,
    target: String,
}

#[derive(Debug, Serialize)]
struct TableView {
    line: u32,
    of: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown_columns: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize)]
struct RowView {
    line: u32,
    name: String,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    ty: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    required: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

#[derive(Debug, Serialize)]
struct ExampleView {
    line: u32,
    of: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    text: String,
}

#[derive(Debug, Serialize)]
struct NoteView {
    of: Role,
    text: String,
}

#[derive(Debug, Serialize)]
struct StatusView {
    status: u16,
    text: String,
}

#[derive(Debug, Serialize)]
struct SeenView {
    line: usize,
    text: String,
    is: String,
}

/// What was taken from the parts of a page.
pub(super) fn parts(document: &Document, parts: &[raw::Page]) -> Vec<PageView> {
    let line = |span: Span| document.line(span.start as usize);
    let seen = |seen: &raw::Seen| SeenView {
        line: line(seen.span),
        text: seen.text.clone(),
        is: match &seen.fate {
            Fate::Read => "read".to_owned(),
            Fate::Ignored(why) => format!("ignored: {why}"),
            Fate::Unread => "unread".to_owned(),
        },
    };
    let view = |page: &raw::Page| {
        let others = page.tally.tables.iter().enumerate();
        let others = others.filter(|(index, _)| page.tables.iter().all(|table| table.index != *index));
        PageView {
            title: page.title.as_ref().map(|title| title.text.clone()),
            name: page.name.as_ref().map(|name| name.text.clone()),
            hint: page.hint.as_ref().map(|hint| hint.text.clone()),
            ignored: page.ignored.clone(),
            description: page.description.clone(),
            requests: page.requests.iter().map(request).collect(),
            tables: page.tables.iter().map(table).collect(),
            examples: page.examples.iter().map(example).collect(),
            notes: page.notes.iter().map(note).collect(),
            statuses: page.statuses.iter().map(status).collect(),
            errors: page.errors.clone(),
            sections: page.tally.sections.iter().map(seen).collect(),
            other_tables: others.map(|(_, table)| seen(table)).collect(),
        }
    };
    parts.iter().map(view).collect()
}

fn request(request: &raw::RequestLine) -> RequestView {
    RequestView { line: request.line, method: request.method, target: request.target.clone() }
}

fn table(table: &raw::Table) -> TableView {
    TableView {
        line: table.line,
        of: table.role,
        name: match &table.label {
            Label::Named(line) => Some(line.text.clone()),
            Label::Root | Label::None => None,
        },
        location: table.location,
        status: table.status,
        unknown_columns: table.unknown.iter().map(|column| column.text.clone()).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

fn row(row: &raw::Row) -> RowView {
    let text = |cell: &Inline| cell.joined().into_owned();
    RowView {
        line: row.line,
        name: text(&row.name),
        ty: text(&row.ty),
        required: text(&row.required),
        location: row.location,
        default: row.default.as_deref().map(str::to_owned),
        description: row.description.text.to_string(),
    }
}

fn example(example: &raw::Example) -> ExampleView {
    let (line, of, status) = (example.line, example.role, example.status);
    ExampleView { line, of, status, text: example.text.to_string() }
}

fn note(note: &raw::Note) -> NoteView {
    NoteView { of: note.role, text: note.content.text.to_string() }
}

fn status((status, text): &(u16, String)) -> StatusView {
    StatusView { status: *status, text: text.clone() }
}
