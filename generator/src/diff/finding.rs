//! What the rules found, and between what: the steps of a comparison hand it on to each other.

use std::sync::Arc;

use tablature_ir::Address;

use super::{
    Bump, Level, Spec, Spot, Witness,
    pair::Site,
    rules::{Hit, Rule},
};

/// One thing that one rule found at one place.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    /// The operation before and now.
    pub(crate) operations: (Option<String>, Option<String>),
    pub(crate) site: Option<Site>,
    pub(crate) facts: (Option<Address>, Option<Address>),
    pub(crate) hit: Hit,
    /// Where it stands, where facts do not say.
    pub(crate) spots: Option<(Spot, Spot)>,
    /// The lines of those pages that say it, before and now.
    pub(crate) lines: (Vec<u32>, Vec<u32>),
}

impl Finding {
    /// A move of the crate's API that nothing in the docs explains.
    pub(crate) fn of_api(hit: Hit) -> Self {
        Finding {
            rule: "rust-api-changed",
            operations: (None, None),
            site: None,
            facts: (None, None),
            hit,
            spots: None,
            lines: Default::default(),
        }
    }

    pub(crate) fn new(rule: &Rule, hit: Hit) -> Self {
        Finding { rule: rule.id, ..Finding::of_api(hit) }
    }
}

/// The specs of both sides that belong together, and what was found between them.
pub(crate) struct Compared {
    pub(crate) vendor: String,
    pub(crate) service: String,
    pub(crate) old: Option<Arc<Spec>>,
    pub(crate) new: Option<Arc<Spec>>,
    pub(crate) findings: Vec<Finding>,
    /// What the findings mean for the crate.
    pub(crate) judged: Judged,
}

/// The API side of a comparison.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// The name of the crate.
    pub(crate) package: Option<String>,
    /// By how much its version moves.
    pub(crate) bump: Bump,
    /// The Rust paths that each finding touches, in the order of the findings.
    pub(crate) paths: Vec<Vec<String>>,
    /// Why a major bump is one.
    pub(crate) witnesses: Vec<Witness>,
}

impl Judged {
    /// The judgement by the IR alone, where there are no two crates to compare.
    pub(crate) fn without_crate(findings: &[Finding]) -> Self {
        let bump = findings.iter().map(|it| bump_of(&it.hit)).max().unwrap_or_default();
        Judged { bump, paths: vec![Vec::new(); findings.len()], ..Judged::default() }
    }
}

/// What a finding asks of the crate's version. Every finding touches at least the documentation.
pub(crate) fn bump_of(hit: &Hit) -> Bump {
    match hit.verdicts.source.level {
        Level::Breaking | Level::Unknown | Level::Risky => Bump::Major,
        Level::Safe => Bump::Minor,
        Level::None => Bump::Patch,
    }
}
