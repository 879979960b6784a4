//! What pages teach about each other: each table whose side is sure votes for the words over it and for its header.

use std::collections::BTreeMap;

use super::{
    decision::Candidate,
    gather::{self, Looked},
    learned::{Learned, ratio},
    rows,
    side::{self, first_key},
    tree::Tree,
    weights::{SURE, Weights},
};
use crate::dialect::{self, Dialect};

/// What one page teaches.
#[derive(Default)]
pub(super) struct Ballot {
    tables: Vec<(Option<String>, String, Candidate, bool, bool)>,
    top: Vec<String>,
    rows: Vec<String>,
    /// Whether the page shows a response with the fields that a table has.
    shown: bool,
    /// The key that wraps them.
    payload: Option<String>,
}

/// What the operations of a page teach.
pub(super) fn ballots(
    look: &Looked<'_>,
    words: &Dialect,
    learned: &Learned,
    weights: &Weights,
) -> Vec<Ballot> {
    let taken = gather::take(look, words, learned, weights);
    let mut ballots = Vec::new();
    for operation in gather::described(look, learned, words) {
        let scene = taken.scene(&operation);
        let mut ballot = Ballot::default();
        let mut names: Vec<&str> = Vec::new();
        for rule in taken.rule(&operation, &scene) {
            let Some(table) = look.tables.get(rule.table) else { continue };
            let of = rule.is.unwrap_or(Candidate::None);
            if rule.side.margin() > SURE {
                let has = |column| table.has(column);
                let (required, typed) = (has(dialect::Column::Required), has(dialect::Column::Type));
                ballot.tables.push((table.words(&look.page), table.header(), of, required, typed));
            }
            if of == Candidate::Response && !rule.is_definition() {
                names.extend(table.tops().map(|name| first_key(&name.key)));
            }
        }
        ballot.top = top(&scene.answered);
        ballot.rows = names.iter().map(|name| (*name).to_owned()).collect();
        if !names.is_empty() && !scene.answered.is_empty() {
            let node = rows::wrapper(&names, &scene.answered);
            let way = scene.answered.way(node);
            let first =
                way.first().and_then(|node| scene.answered.nodes.get(*node)).map(|node| node.key.clone());
            let at_top = side::share(&names, &|name| scene.answered.child(0, name).is_some()) > 0.5;
            ballot.shown = first.is_some() || at_top;
            ballot.payload = first;
        }
        ballots.push(ballot);
    }
    ballots
}

fn top(tree: &Tree) -> Vec<String> {
    tree.nodes.first().map(|node| node.children.keys().cloned().collect()).unwrap_or_default()
}

/// Counts what all pages teach.
pub(super) fn count(sets: &[Vec<Ballot>], learned: &mut Learned) {
    let mut payloads: BTreeMap<&String, u32> = BTreeMap::new();
    let (mut wrapped, mut answers) = (0_u32, 0_u32);
    let mut rows: BTreeMap<&String, u32> = BTreeMap::new();
    for ballot in sets.iter().flatten() {
        for (words, header, of, required, typed) in &ballot.tables {
            if let Some(words) = words {
                learned.words.entry(words.clone()).or_default().add(*of);
            }
            learned.headers.entry(header.clone()).or_default().add(*of);
            learned.all.add(*of);
            if *required {
                learned.with_required.add(*of);
            }
            learned.typed += u32::from(*typed && !matches!(of, Candidate::None | Candidate::Failure));
        }
        answers += u32::from(!ballot.top.is_empty());
        for key in &ballot.top {
            *learned.top.entry(key.clone()).or_default() += 1;
        }
        for key in &ballot.rows {
            *rows.entry(key).or_default() += 1;
        }
        wrapped += u32::from(ballot.shown);
        if let Some(key) = &ballot.payload {
            *payloads.entry(key).or_default() += 1;
        }
    }
    let best = payloads.into_iter().max_by_key(|(_, count)| *count);
    learned.payload =
        best.filter(|(_, count)| *count >= 3 && ratio(*count, wrapped) > 0.6).map(|(key, _)| key.clone());
    let usual = learned.top.iter().filter(|(key, count)| {
        **count >= 3
            && ratio(**count, answers) > 0.8
            && Some(*key) != learned.payload.as_ref()
            && ratio(rows.get(key).copied().unwrap_or_default(), **count) < 0.5
    });
    learned.envelope = usual.map(|(key, _)| key.clone()).collect();
    if learned.payload.is_none() {
        learned.envelope.clear();
    }
}

/// Notes the first page on which words and headers occur.
pub(super) fn firsts(looked: &[Looked<'_>], sets: &[Vec<Ballot>], learned: &mut Learned) {
    for (look, set) in looked.iter().zip(sets) {
        for (words, header, ..) in set.iter().flat_map(|ballot| &ballot.tables) {
            for text in words.iter().chain([header]) {
                learned.first.entry(text.clone()).or_insert_with(|| look.page.document.file.clone());
            }
        }
    }
}
