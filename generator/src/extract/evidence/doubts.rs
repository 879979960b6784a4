//! The decisions of small margin, a finding for each kind of them.

use std::collections::BTreeMap;

use super::{Candidate, Decided};
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    load::Document,
};

/// How many kinds are reported, those with the most tables first.
const MOST: usize = 20;

/// The tables of a kind that were decided narrowly.
struct Kind {
    count: usize,
    margin: f32,
    at: Span,
}

/// Reports the decisions whose margin is below `NARROW`, one finding per kind. Tables under the same words with the
/// same two candidates are of one kind. The finding stands at the table with the smallest margin.
#[must_use]
pub fn doubts<'d>(pages: impl Iterator<Item = (&'d Document, &'d [Decided])>) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<(String, Candidate, Candidate), Kind> = BTreeMap::new();
    let mut seen: std::collections::BTreeSet<(&str, u32)> = std::collections::BTreeSet::new();
    for (document, tables) in pages {
        for table in tables {
            let [(first, _), (second, _), ..] = table.side.ranked()[..] else { continue };
            let margin = table.side.margin();
            // Several operations may have a table in common.
            if margin >= super::weights::NARROW || !seen.insert((&document.file, table.span.start)) {
                continue;
            }
            let at = Span { file: document.file.clone(), range: table.span.range() };
            let kind = kinds.entry((table.words.clone(), first, second)).or_insert_with(|| Kind {
                count: 0,
                margin,
                at: at.clone(),
            });
            kind.count += 1;
            if margin < kind.margin {
                (kind.margin, kind.at) = (margin, at);
            }
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|a, b| {
        b.1.count.cmp(&a.1.count).then(a.1.margin.total_cmp(&b.1.margin)).then(a.0.cmp(&b.0))
    });
    kinds.truncate(MOST);
    kinds.into_iter().map(|((words, first, second), kind)| told(&words, first, second, kind)).collect()
}

fn told(words: &str, first: Candidate, second: Candidate, kind: Kind) -> Diagnostic {
    let tables = if kind.count == 1 { "one table".to_owned() } else { format!("{} tables", kind.count) };
    let under =
        if words.is_empty() { "without words over it".to_owned() } else { format!("under `{words}`") };
    let message = format!(
        "{tables} {under} could be {} as well as {}; this one was decided by {:.1} points",
        second.name(),
        first.name(),
        kind.margin
    );
    Diagnostic::new(Id::NarrowDecision, message)
        .at(kind.at)
        .hint("look at it with `tablature show PAGE --after roles`; words of a dialect decide it for good")
}
