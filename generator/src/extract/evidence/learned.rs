//! What the pages of a vendor say of each other: gathered in a first reading, used in the second.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::lines::LISTED;
use crate::raw::Role;

/// How often tables were found to be of each side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Votes {
    pub(super) request: u32,
    pub(super) response: u32,
}

impl Votes {
    pub(super) fn add(&mut self, role: Role) {
        match role {
            Role::Request => self.request += 1,
            Role::Response => self.response += 1,
            _ => {}
        }
    }

    /// The side of most, if so many votes at least were given and so large a share is of one.
    pub(super) fn most(self, least: u32, share: f32) -> Option<Role> {
        let all = self.request + self.response;
        if all < least {
            return None;
        }
        let part = |votes: u32| ratio(votes, all);
        if part(self.request) > share {
            return Some(Role::Request);
        }
        (part(self.response) > share).then_some(Role::Response)
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
pub(super) struct Learned {
    /// The words over a table, and of which side it was.
    pub(super) words: HashMap<String, Votes>,
    /// The header of a table, and of which side it was.
    pub(super) headers: HashMap<String, Votes>,
    /// Tables with a column that says what must be there.
    pub(super) with_required: Votes,
    /// All tables of fields.
    pub(super) all: Votes,
    /// Tables with a column of types.
    pub(super) typed: u32,
    /// Where each operation is described most surely.
    pub(super) best: HashMap<String, (f32, Arc<str>)>,
    /// Whether no page shows a sure request, so that addresses without a method count.
    pub(super) weak: bool,
    /// The key behind which nearly all responses have what they are about.
    pub(super) payload: Option<String>,
    /// The keys that stand beside it in nearly all responses.
    pub(super) envelope: Vec<String>,
    /// Whether dots in names are keys within keys.
    pub(super) dotted: bool,
    /// The ending that the folders of services have.
    pub(super) ending: Option<String>,
    /// Tables whose descriptions begin with words for what must be there, and those with a column for it.
    pub(super) marked: (u32, u32),
    /// The parameter that carries the name of the operation, where one address serves all.
    pub(super) action: Option<String>,
    /// How often each key stands at the top of an example of a response.
    pub(super) top: BTreeMap<String, u32>,
    pub(super) finished: bool,
}

impl Learned {
    /// Whether another page describes this operation more surely.
    pub(super) fn elsewhere(&self, key: &str, strength: f32, here: &Arc<str>) -> bool {
        self.best.get(key).is_some_and(|(best, file)| *best > strength + 0.5 && file != here)
    }

    /// Whether a page only lists an operation, and none describes it.
    pub(super) fn only_listed(&self, key: &str, strength: f32, here: &Arc<str>) -> bool {
        let listed = (strength - LISTED).abs() < f32::EPSILON;
        listed && self.best.get(key).is_some_and(|(best, file)| *best < LISTED + 1.5 && file == here)
    }

    /// The log-odds that a table with, or without, a column for what must be there is of the request.
    pub(super) fn required_odds(&self, has: bool) -> f32 {
        let with = self.with_required;
        let of = |part: u32, all: u32| if has { part } else { all.saturating_sub(part) };
        let rate = |part: u32, all: u32| (ratio(part, all.max(1)) * 0.98) + 0.01;
        let request = rate(of(with.request, self.all.request), self.all.request);
        let response = rate(of(with.response, self.all.response), self.all.response);
        (request / response).ln()
    }
}
