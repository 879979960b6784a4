//! Pages as people want to look at them: what `load` sees of one, what its tables are taken for, and what `extract` takes
//! from it, with lines in place of spans.

use serde::Serialize;
use tablature_ir::Location;

use crate::{
    extract::evidence::{self, Candidate, Decided},
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

/// What the tables of a page, or of a part of it, were taken for.
#[derive(Debug, Serialize)]
pub(super) struct RolesView {
    request: Option<RequestView>,
    name: Option<String>,
    tables: Vec<DecidedView>,
}

/// What a table was taken for, by how many points, and why.
#[derive(Debug, Serialize)]
struct DecidedView {
    line: usize,
    words: String,
    columns: Vec<String>,
    is: String,
    name: Option<String>,
    /// Points by candidate, the one with the most first.
    candidates: Vec<CandidateView>,
    definition: String,
    root: String,
}

#[derive(Debug, Serialize)]
struct CandidateView {
    is: &'static str,
    points: String,
    because: Vec<String>,
}

/// The roles of the tables of a page, part by part.
pub(super) fn roles(document: &Document, read: &[(raw::Page, Vec<Decided>)]) -> Vec<RolesView> {
    let part = |(page, decided): &(raw::Page, Vec<Decided>)| RolesView {
        request: page.requests.first().map(request),
        name: page.name.as_ref().map(|name| name.text.clone()),
        tables: decided.iter().map(|table| role(document, table)).collect(),
    };
    read.iter().map(part).collect()
}

fn role(document: &Document, table: &Decided) -> DecidedView {
    let reasons = table.side.reasons.iter();
    let candidate = |(of, points): (Candidate, f32)| CandidateView {
        is: of.name(),
        points: format!("{points:.1}"),
        because: reasons
            .clone()
            .filter(|reason| reason.of == of)
            .map(|reason| format!("{} {:+.1}", reason.why, reason.points))
            .collect(),
    };
    DecidedView {
        line: document.line(table.span.start as usize),
        words: table.words.clone(),
        columns: table.columns.clone(),
        is: evidence::summary(table),
        name: table.name.clone(),
        candidates: table
            .side
            .ranked()
            .into_iter()
            .map(candidate)
            .filter(|it| !it.because.is_empty())
            .collect(),
        definition: format!("{:.1}", table.definition),
        root: format!("{:.1}", table.root),
    }
}

/// What was taken from a page, or a part of it.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PageView {
    title: Option<String>,
    name: Option<String>,
    hint: Option<String>,
    ignored: Option<String>,
    description: String,
    requests: Vec<RequestView>,
    tables: Vec<TableView>,
    examples: Vec<ExampleView>,
    notes: Vec<NoteView>,
    statuses: Vec<StatusView>,
    errors: Vec<tablature_ir::ErrorCode>,
    sections: Vec<SeenView>,
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
    name: Option<String>,
    location: Option<Location>,
    status: Option<u16>,
    unknown_columns: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize)]
struct RowView {
    line: u32,
    name: String,
    #[serde(rename = "type")]
    ty: String,
    required: String,
    location: Option<Location>,
    default: Option<String>,
    description: String,
}

#[derive(Debug, Serialize)]
struct ExampleView {
    line: u32,
    of: Role,
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
pub(in crate::cli) fn parts(document: &Document, parts: &[raw::Page]) -> Vec<PageView> {
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
