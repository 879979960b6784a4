//! One page as the reader saw it, with what each part of it became.

use std::collections::HashMap;

use askama::Template;

use super::facts::{Fact, Placed};
use crate::{
    diagnostic::Diagnostic,
    extract::evidence::{self, Decided},
    load::{Block as Part, Cell, Document, Item, Row as Line, Spread, Table as Grid},
};

/// A finding where it stands.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) anchor: String,
    pub(super) severity: &'static str,
    pub(super) id: &'static str,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) line: usize,
}

/// A part of the page.
#[derive(Template)]
#[template(path = "report/block.html")]
pub(super) struct Block {
    kind: Kind,
    facts: Vec<Fact>,
    notes: Vec<Note>,
}

enum Kind {
    Heading(u8, String),
    Text(Vec<String>),
    Code(String),
    List(Vec<Vec<Block>>),
    Quote(Vec<Block>),
    Table(Table),
    Rule,
}

struct Table {
    line: usize,
    head: Vec<Vec<String>>,
    rows: Vec<Row>,
    role: Option<Role>,
}

struct Row {
    line: usize,
    /// The heading of each cell, for where there is no room for the header, and the text of the cell.
    cells: Vec<(String, String)>,
    facts: Vec<Fact>,
    further: usize,
    notes: Vec<Note>,
}

struct Role {
    summary: String,
    reasons: String,
}

/// How many facts of a row are shown: a definition that many operations share has an address in each.
const FACTS: usize = 12;

/// A page as its parts, and the findings that stand in none of them.
pub(super) fn blocks(
    document: &Document,
    facts: Placed,
    notes: Vec<(usize, Note)>,
    roles: &[Decided],
) -> (Vec<Block>, Vec<Note>) {
    let roles = roles.iter().map(|role| (role.span.start, role)).collect();
    let mut maker = Maker { document, facts, notes, roles };
    let blocks = document.blocks.iter().map(|part| maker.block(part)).collect();
    (blocks, maker.notes.into_iter().map(|(_, note)| note).collect())
}

/// The findings of a page, each with the byte that it stands at.
pub(super) fn notes(document: &Document, found: &[&Diagnostic]) -> Vec<(usize, Note)> {
    let note = |(number, found): (usize, &&Diagnostic)| {
        let start = found.span.as_ref().map_or(0, |span| span.range.start);
        let note = Note {
            anchor: format!("finding-{}", number + 1),
            severity: found.severity.as_str(),
            id: found.id.as_str(),
            message: found.message.clone(),
            hint: found.hint.clone(),
            line: document.line(start),
        };
        (start, note)
    };
    found.iter().enumerate().map(note).collect()
}

struct Maker<'a> {
    document: &'a Document,
    facts: Placed,
    notes: Vec<(usize, Note)>,
    roles: HashMap<u32, &'a Decided>,
}

impl Maker<'_> {
    fn block(&mut self, part: &Part) -> Block {
        let kind = match part {
            Part::Heading(heading) => {
                let level = heading.level.saturating_add(1).min(6);
                Kind::Heading(level, heading.content.joined().into_owned())
            }
            Part::Paragraph(paragraph) => Kind::Text(paragraph.content.lines().map(str::to_owned).collect()),
            Part::Code(code) => Kind::Code(code.text.to_string()),
            Part::List(list) => {
                let item = |item: &Item| item.blocks.iter().map(|part| self.block(part)).collect();
                Kind::List(list.items.iter().map(item).collect())
            }
            Part::Quote(quote) => Kind::Quote(quote.blocks.iter().map(|part| self.block(part)).collect()),
            Part::Table(table) => Kind::Table(self.table(table)),
            Part::Rule(_) => Kind::Rule,
        };
        let range = part.span().range();
        let (mut facts, _) = limited(take(&mut self.facts, |at| range.contains(&at)));
        for fact in &mut facts {
            fact.wire.clear();
        }
        Block { kind, facts, notes: take(&mut self.notes, |at| range.contains(&at)) }
    }

    fn table(&mut self, table: &Grid) -> Table {
        let line = self.document.line(table.span.range().start);
        let role = self
            .roles
            .get(&table.span.start)
            .map(|role| Role { summary: evidence::summary(role), reasons: evidence::reasons(role) });
        let head: Vec<Vec<String>> = table.head.iter().map(cells).collect();
        let labels = head.first().map(Vec::as_slice).unwrap_or_default();
        let rows = table.rows.iter().map(|row| self.row(row, labels)).collect();
        Table { line, head, rows, role }
    }

    fn row(&mut self, row: &Line, labels: &[String]) -> Row {
        let range = row.span.range();
        let (facts, further) = limited(take(&mut self.facts, |at| range.contains(&at)));
        Row {
            line: self.document.line(range.start),
            cells: labels.iter().cloned().chain(std::iter::repeat(String::new())).zip(cells(row)).collect(),
            facts,
            further,
            notes: take(&mut self.notes, |at| range.contains(&at)),
        }
    }
}

fn limited(mut facts: Vec<Fact>) -> (Vec<Fact>, usize) {
    let further = facts.len().saturating_sub(FACTS);
    facts.truncate(FACTS);
    (facts, further)
}

/// What a row says; a cell that another one covers is empty.
fn cells(row: &Line) -> Vec<String> {
    let text = |cell: &Cell| match cell.spread {
        Spread::Own => cell.content.text.to_string(),
        Spread::Left | Spread::Above | Spread::Missing => String::new(),
    };
    row.cells.iter().map(text).collect()
}

/// Takes out the entries whose places `is_here` wants.
fn take<T>(all: &mut Vec<(usize, T)>, is_here: impl Fn(usize) -> bool) -> Vec<T> {
    let (here, others) = std::mem::take(all).into_iter().partition(|(at, _)| is_here(*at));
    *all = others;
    here.into_iter().map(|(_, item): (usize, T)| item).collect()
}
