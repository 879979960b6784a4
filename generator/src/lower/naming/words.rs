//! What the words of paths and titles say: `generator/languages/names.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;
use tablature_ir::Method;

/// The lists of that file, where each is explained.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) reads: Vec<String>,
    pub(super) writes: Vec<String>,
    pub(super) checks: Vec<String>,
    pub(super) got: Vec<String>,
    pub(super) nouns: Vec<String>,
    pub(super) before: Vec<String>,
    pub(super) deeds: Vec<String>,
    usual: IndexMap<Method, Vec<String>>,
    pub(super) identifiers: Vec<String>,
    pub(super) silent: Vec<String>,
    pub(super) filler: Vec<String>,
    pub(super) joining: Vec<String>,
    pub(super) trailing: Vec<String>,
    pub(super) front: Front,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Front {
    pub(super) ids: Vec<String>,
    pub(super) names: Vec<String>,
}

pub(super) static NAMES: LazyLock<Names> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("../../../languages/names.yaml")).unwrap_or_default());

pub(super) fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

/// Whether a verb says only what the method says already.
pub(super) fn is_usual(method: Method, verb: &str) -> bool {
    NAMES.usual.get(&method).is_some_and(|usual| has(usual, verb))
}

/// Whether a word is a verb that paths and titles use.
pub(super) fn is_verb(word: &str) -> bool {
    has(&NAMES.reads, word) || has(&NAMES.writes, word) || has(&NAMES.checks, word)
}
