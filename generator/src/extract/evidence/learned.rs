//! What the pages of a vendor say about each other: gathered in a first reading, used in the second.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use tablature_ir::Protocol;

use super::{
    decision::Candidate,
    lines::{LISTED, Line, STRONG},
    path::{self, is_example_of},
};
use crate::dialect::{Counts, Evidence, Sides, Source};

/// How many tables under the same words, or with the same header, decide what another one is.
pub(super) const ENOUGH: u32 = 4;
/// The share of tables under the same words that must agree.
pub(super) const WORDS_ALIKE: f32 = 0.6;
/// The share of tables with the same header that must agree.
pub(super) const HEADERS_ALIKE: f32 = 0.8;

/// How much more an address counts that looks like one of an API.
const OF_SERVICE: f32 = 1.6;

/// Votes enough for what a dialect says.
fn said(sides: &Sides) -> HashMap<String, Votes> {
    let of =
        |texts: &[String], votes: Votes| texts.iter().map(|text| (text.clone(), votes)).collect::<Vec<_>>();
    let request = of(&sides.request, Votes { request: ENOUGH, ..Votes::default() });
    let response = of(&sides.response, Votes { response: ENOUGH, ..Votes::default() });
    let none = of(&sides.none, Votes { none: ENOUGH, ..Votes::default() });
    request.into_iter().chain(response).chain(none).collect()
}

/// The parameter that carries the name of the operation.
pub(super) fn action(source: &Source) -> Option<String> {
    match &source.service.protocol {
        Protocol::Rpc(action) => Some(action.to_string()),
        Protocol::Rest => None,
    }
}

/// The keys that wrap responses.
pub(super) fn wrapping(source: &Source) -> impl Iterator<Item = String> {
    let envelope = source.service.envelope.as_ref();
    let keys = envelope.into_iter().flat_map(|it| [&it.code, &it.message].into_iter().chain(&it.other));
    keys.map(ToString::to_string)
}

/// The first segment of a path.
fn base(path: &str) -> Option<&str> {
    path::without_query(path).split('/').nth(1).filter(|first| !first.is_empty() && !first.contains('{'))
}

/// How often tables were found to be of each side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Votes {
    pub(super) request: u32,
    pub(super) response: u32,
    /// Of neither: no fields.
    pub(super) none: u32,
}

impl Votes {
    pub(super) fn add(&mut self, of: Candidate) {
        match of {
            Candidate::Request => self.request += 1,
            Candidate::Response => self.response += 1,
            Candidate::None => self.none += 1,
            Candidate::Failure => {}
        }
    }

    /// How many are given.
    pub(super) fn all(self) -> u32 {
        self.request + self.response + self.none
    }

    /// How many are for one.
    pub(super) fn of(self, of: Candidate) -> u32 {
        match of {
            Candidate::Request => self.request,
            Candidate::Response => self.response,
            Candidate::None => self.none,
            Candidate::Failure => 0,
        }
    }

    /// The candidate with more than `share` of the votes, if there are at least `least` votes.
    pub(super) fn most(self, least: u32, share: f32) -> Option<Candidate> {
        let all = self.all();
        let votes = [
            (Candidate::Request, self.request),
            (Candidate::Response, self.response),
            (Candidate::None, self.none),
        ];
        let most = votes.into_iter().find(|(_, votes)| ratio(*votes, all) > share);
        most.filter(|_| all >= least).map(|(of, _)| of)
    }
}

/// A share as a number that weights are multiplied by.
pub(super) fn ratio(part: u32, all: u32) -> f32 {
    let short = |number: u32| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    if all > u32::from(u16::MAX) {
        short(part >> 8) / short(all >> 8)
    } else {
        short(part) / short(all.max(1))
    }
}

/// What holds for the vendor.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Learned {
    /// The words over a table, and of which side it was.
    pub(super) words: HashMap<String, Votes>,
    /// The header of a table, and of which side it was.
    pub(super) headers: HashMap<String, Votes>,
    /// Tables with a column that says what is required, by side.
    pub(super) with_required: Votes,
    /// All tables of fields.
    pub(super) all: Votes,
    /// Tables with a column of types.
    pub(super) typed: u32,
    /// Where each operation is described most surely.
    pub(super) best: HashMap<String, (f32, Arc<str>)>,
    /// Whether most pages that give a sure request have tables of what it takes and gives.
    pub(super) described: bool,
    /// Whether no page shows a sure request, so that addresses without a method count.
    pub(super) weak: bool,
    /// The key under which nearly all responses hold their payload.
    pub(super) payload: Option<String>,
    /// The keys that stand beside it in nearly all responses.
    pub(super) envelope: Vec<String>,
    /// Whether dots in names are keys within keys.
    pub(super) dotted: bool,
    /// The ending that the folders of services have.
    pub(super) ending: Option<String>,
    /// The files of folders that list the pages beside them.
    pub(super) lists: Vec<String>,
    /// How many tables have descriptions that begin with words for what is required, and how many have a column for it.
    pub(super) marked: (u32, u32),
    /// The path of all operations, which has the name of each in place of a word for methods.
    pub(super) template: Option<String>,
    /// Whether marks in names say that fields are optional, and none say that they are required.
    pub(super) asked: bool,
    /// Words for types that only examples explain, with what they show.
    pub(super) kinds: BTreeMap<String, &'static str>,
    /// The parameter that carries the name of the operation, where one address serves all.
    pub(super) action: Option<String>,
    /// How often each key stands at the top of an example of a response.
    pub(super) top: BTreeMap<String, u32>,
    /// The hosts that requests go to; empty where no page names any.
    pub(super) hosts: BTreeSet<String>,
    /// The segments that addresses of these hosts begin with.
    pub(super) bases: BTreeSet<String>,
    /// What all paths begin with and the pages say once, where no host is known that it could stand behind.
    pub(super) prefix: Option<String>,
    pub(super) finished: bool,
    /// The first page with each of these words and headers, for people.
    pub(super) first: BTreeMap<String, Arc<str>>,
}

impl Learned {
    /// What a dialect says that was drafted by `init`.
    pub(super) fn of(source: &Source, evidence: &Evidence) -> Self {
        let counts = |of: Counts| Votes { request: of.request, response: of.response, none: 0 };
        Learned {
            words: said(&evidence.words),
            headers: said(&evidence.headers),
            with_required: counts(evidence.required),
            all: counts(evidence.tables),
            typed: evidence.typed,
            weak: evidence.addresses,
            hosts: evidence.hosts.iter().cloned().collect(),
            bases: evidence.bases.iter().cloned().collect(),
            prefix: evidence.prefix.clone(),
            payload: evidence.payload.clone(),
            envelope: evidence.beside.clone(),
            dotted: evidence.dotted,
            marked: (evidence.marked, evidence.unmarked),
            action: action(source),
            finished: true,
            ..Learned::default()
        }
    }

    /// What a dialect that people wrote says, of a page that is read alone.
    pub(super) fn alone(source: &Source) -> Self {
        Learned {
            envelope: wrapping(source).collect(),
            dotted: !source.names.index.is_empty(),
            action: action(source),
            ..Learned::default()
        }
    }

    /// Notes the hosts that requests go to: those of sure requests, the one with most weight, and those that look like
    /// one of a service and are not much rarer.
    pub(super) fn note_hosts<'l>(&mut self, lines: impl Iterator<Item = &'l Line> + Clone) {
        let full = lines.filter_map(|line| Some((line.target.host.as_deref()?, line)));
        let full = full.filter(|(_, line)| !path::is_asset(&line.target.path));
        let mut weights: BTreeMap<&str, (f32, bool, bool)> = BTreeMap::new();
        for (host, line) in full.clone() {
            let of_service = host.contains("api") || line.target.path.starts_with("/api");
            let weight = weights.entry(host).or_default();
            weight.0 += line.strength * if of_service { OF_SERVICE } else { 1.0 };
            weight.1 |= of_service;
            weight.2 |= line.strength + 1.0 > STRONG && line.target.method.is_some();
        }
        let most = weights.values().map(|(weight, ..)| *weight).fold(0.0, f32::max);
        let kept = weights.into_iter().filter(|(_, (weight, of_service, sure))| {
            *weight >= most || *of_service && *weight * 3.0 >= most || *sure
        });
        self.hosts = kept.map(|(host, _)| host.to_owned()).collect();
        let ours = full.filter(|(host, _)| self.hosts.contains(*host));
        self.bases = ours.filter_map(|(_, line)| base(&line.target.path)).map(ToOwned::to_owned).collect();
    }

    /// Whether a request that nothing makes sure can be one of the service: its host is one of it, or its path begins
    /// as addresses there do, or stands for itself.
    pub(super) fn is_of_service(&self, line: &Line) -> bool {
        let path = &line.target.path;
        if path::is_asset(path) {
            return false;
        }
        if let Some(host) = &line.target.host {
            return self.hosts.is_empty() || self.hosts.contains(host);
        }
        let stands_alone = line.strength >= super::lines::MENTION;
        stands_alone || self.bases.is_empty() || base(path).is_some_and(|base| self.bases.contains(base))
    }

    /// Whether a page other than `here` describes this operation more surely than `strength`.
    pub(super) fn elsewhere(&self, key: &str, strength: f32, here: &Arc<str>) -> bool {
        self.best.get(key).is_some_and(|(best, file)| *best > strength + 0.5 && file != here)
    }

    /// Whether a line shows a call of a request that a page describes.
    pub(super) fn shows(&self, line: &Line) -> bool {
        let method = line.target.method.map_or("GET", tablature_ir::Method::as_str);
        let mut templates = self.best.keys().filter_map(|key| key.strip_prefix(method)?.strip_prefix(' '));
        templates.any(|template| is_example_of(&line.target.path, template))
    }

    /// Whether a page only lists an operation, and none describes it.
    pub(super) fn only_listed(&self, key: &str, strength: f32, here: &Arc<str>) -> bool {
        let listed = (strength - LISTED).abs() < f32::EPSILON;
        listed && self.best.get(key).is_some_and(|(best, file)| *best < LISTED + 1.5 && file == here)
    }

    /// The log-odds that a table with, or without, a column for what is required belongs to the request. `usual` weighs
    /// more the less has been seen of the vendor.
    pub(super) fn required_odds(&self, has: bool, usual: f32) -> f32 {
        let with = self.with_required;
        let of = |part: u32, all: u32| if has { part } else { all.saturating_sub(part) };
        // As if one more table of each kind had been seen: what nobody has seen is not certain.
        let rate = |part: u32, all: u32| ratio(part.saturating_add(1), all.saturating_add(2));
        let request = rate(of(with.request, self.all.request), self.all.request);
        let response = rate(of(with.response, self.all.response), self.all.response);
        // Where one side has hardly been seen, the difference says little.
        let least = self.all.request.min(self.all.response);
        let known = ratio(least, least.saturating_add(2));
        (request / response).ln() * known + usual * (1.0 - known)
    }
}
