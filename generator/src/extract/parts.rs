//! Which part of a page is which operation's, where a page holds several beside definitions and prose.
//!
//! Operations begin at the headings, of whatever level, under which exactly one request stands. A block that gives
//! several requests at once gives alternatives of one operation.

use super::request::{self, Target};
use crate::{
    dialect::{Dialect, Meaning},
    load::Block,
    raw::Role,
};

/// Takes the blocks of a page apart.
pub(super) fn split(blocks: Vec<Block>, dialect: &Dialect) -> Vec<Vec<Block>> {
    let requests = requesting(&blocks, dialect);
    if requests.len() < 2 {
        return vec![blocks];
    }
    let levels = blocks.iter().skip(1).filter_map(level);
    let Some(shallowest) = levels.min() else { return apart(blocks, &requests) };
    let chunks = divide(blocks, |index, block| index > 0 && level(block) == Some(shallowest));
    let mut parts: Vec<Vec<Block>> = Vec::new();
    for chunk in chunks {
        let section = chunk.first().and_then(|block| section(block, dialect));
        // Samples of the request under a heading that names its parameters are no operations of their own.
        let of_fields = section.as_ref().and_then(|it| it.is).is_some_and(is_of_fields);
        let more = section.is_some() && (of_fields || requesting(&chunk, dialect).is_empty());
        match parts.last_mut() {
            // "Parameters" belongs to the request before it, on the same level.
            Some(before) if more && !requesting(before, dialect).is_empty() => before.extend(chunk),
            _ => parts.extend(split(chunk, dialect)),
        }
    }
    // One operation with its samples has the title and all else of the page.
    let operations = parts.iter().filter(|part| !requesting(part, dialect).is_empty()).count();
    if operations == 1 { vec![parts.into_iter().flatten().collect()] } else { parts }
}

fn level(block: &Block) -> Option<u8> {
    match block {
        Block::Heading(heading) => Some(heading.level),
        _ => None,
    }
}

/// Cuts before the blocks for which this holds.
fn divide(blocks: Vec<Block>, begins: impl Fn(usize, &Block) -> bool) -> Vec<Vec<Block>> {
    let mut chunks: Vec<Vec<Block>> = vec![Vec::new()];
    for (index, block) in blocks.into_iter().enumerate() {
        match chunks.last_mut() {
            Some(chunk) if !begins(index, &block) => chunk.push(block),
            _ => chunks.push(vec![block]),
        }
    }
    chunks
}

/// Splits requests without headings between them where tables stand between them; otherwise they are alternatives.
fn apart(blocks: Vec<Block>, requests: &[usize]) -> Vec<Vec<Block>> {
    let tables: Vec<usize> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block, Block::Table(_)))
        .map(|(at, _)| at)
        .collect();
    let begins = |index: usize, _: &Block| {
        let before = requests.iter().take_while(|at| **at < index).last();
        requests.contains(&index)
            && before.is_some_and(|before| tables.iter().any(|table| before < table && *table < index))
    };
    divide(blocks, begins)
}

/// What a heading says about what is below it. `None` if it says nothing about that, as the name of an operation does.
fn section(block: &Block, dialect: &Dialect) -> Option<Meaning> {
    match block {
        Block::Heading(heading) => dialect.section(&heading.content.joined()),
        _ => None,
    }
}

fn is_of_fields(role: Role) -> bool {
    matches!(role, Role::Request | Role::Response)
}

fn is_of_examples(role: Role) -> bool {
    matches!(role, Role::RequestExample | Role::ResponseExample)
}

/// The indices of the blocks that give the request of an operation. A request under a heading for examples, or after a
/// line that announces one, is none.
fn requesting(blocks: &[Block], dialect: &Dialect) -> Vec<usize> {
    let mut found = Vec::new();
    let mut announced = false;
    // The level of the heading of examples around this place.
    let mut within: Option<u8> = None;
    for (index, block) in blocks.iter().enumerate() {
        if let Block::Heading(heading) = block {
            within = within.filter(|level| heading.level > *level);
            let said = dialect.words.read(&heading.content.joined());
            let ruled = || section(block, dialect).and_then(|it| it.is).is_some_and(is_of_examples);
            if within.is_none() && (said.is_example() && said.rest.is_empty() || ruled()) {
                within = Some(heading.level);
            }
            announced = false;
        }
        if within.is_some() {
            continue;
        }
        if !announced && !requests(block).is_empty() {
            found.push(index);
        }
        announced = match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.content.joined();
                dialect.words.read_short(&text).is_some_and(|said| said.is_example())
            }
            _ => false,
        };
    }
    found
}

/// The requests that a block gives: one that a heading or a line consists of, or all lines of a block of code.
pub(super) fn requests(block: &Block) -> Vec<Target> {
    match block {
        Block::Heading(heading) => request::line(&heading.content.joined()).into_iter().collect(),
        Block::Paragraph(paragraph) => request::whole(&paragraph.content.joined()).into_iter().collect(),
        Block::Code(code) => code_requests(&code.text),
        Block::List(_) | Block::Quote(_) | Block::Table(_) | Block::Rule(_) => Vec::new(),
    }
}

/// The requests of which all lines of a code consist.
pub(super) fn code_requests(code: &str) -> Vec<Target> {
    let lines = code.lines().filter(|line| !line.trim().is_empty());
    lines.map(request::whole).collect::<Option<_>>().unwrap_or_default()
}
