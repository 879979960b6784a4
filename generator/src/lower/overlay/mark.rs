//! What a correction touches has the origin `overlay`.

use tablature_ir::{Address, Origin, Service, walk};

use super::{
    Overlay,
    act::{Change, Touched},
    path::Keys,
};
use crate::spec::yaml::Spanned;

/// Sets the origin of the field that a touched place is or lies in; where there is none, of the type or the enum, and of
/// all fields, types and enums below the place. An origin that a correction states itself stays.
pub(super) fn mark(service: &mut Service, overlay: &Overlay, touched: &[(usize, Touched)]) {
    for (index, place) in touched {
        let Some(correction) = overlay.corrections.get(*index) else { continue };
        let stated = Stated { said: correction.places.value(), of: *index, touched, place };
        for address in marked(service, place) {
            if stated.has_origin(&address) {
                continue;
            }
            if let Some(field) = service.field_mut(&address) {
                field.origin = Origin::Overlay;
            } else if let Address::Type(name) = &address
                && let Some(def) = service.types.get_mut(name)
            {
                def.origin = Origin::Overlay;
            } else if let Address::Enum(name) = &address
                && let Some(def) = service.enums.get_mut(name)
            {
                def.origin = Origin::Overlay;
            }
        }
    }
}

/// The fields, types and enums whose origin a touched place changes.
fn marked(service: &Service, place: &Touched) -> Vec<Address> {
    let keys = &place.keys;
    // A removed field has no origin. A removed fact was a decision about its field.
    if place.change == Change::Gone && Address::from_keys(keys).is_some() {
        return Vec::new();
    }
    let around = (1..=keys.len()).rev().filter_map(|length| Address::from_keys(keys.get(..length)?));
    let field = around.clone().find(|address| service.field(address).is_some());
    if let Some(address) = field {
        return vec![address];
    }
    if place.change == Change::Name {
        return Vec::new();
    }
    let below = |address: &Address| {
        let of = address.keys();
        of.len() >= keys.len() && keys.iter().zip(of).all(|(key, of)| key == of)
    };
    let types = service.types.keys().map(|name| Address::Type(name.clone()));
    let enums = service.enums.keys().map(|name| Address::Enum(name.clone()));
    let nodes = walk(service).into_iter().filter(|node| node.field.is_some()).map(|node| node.address());
    let mut found: Vec<Address> = types.chain(enums).chain(nodes).filter(below).collect();
    let parent = keys.split_last().and_then(|(_, parent)| Address::from_keys(parent));
    // The fact is about the type or the enum itself, not about fields.
    found.extend(parent.filter(|it| found.is_empty() && matches!(it, Address::Type(_) | Address::Enum(_))));
    found
}

/// The origins that a correction states.
struct Stated<'a> {
    said: &'a Spanned,
    of: usize,
    touched: &'a [(usize, Touched)],
    place: &'a Touched,
}

impl Stated<'_> {
    fn has_origin(&self, address: &Address) -> bool {
        let own: Keys = address.keys().into_iter().chain(["origin"]).map(str::to_owned).collect();
        let is_touched = || self.touched.iter().any(|(index, it)| *index == self.of && it.keys == own);
        let below = || {
            let rest = own.strip_prefix(&*self.place.keys).filter(|rest| !rest.is_empty())?;
            let mut keys = self.place.inside.iter().chain(rest);
            keys.try_fold(self.said, |at, key| at.entry(key).map(|(_, value)| value))
        };
        is_touched() || below().is_some()
    }
}
