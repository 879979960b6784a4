//! Facts that stand in the words of a description: enum values, defaults, ranges, units, formats.
//!
//! The words and phrases are data, the section `prose:` of a dialect ([`PatternsConfig`]), compiled once into
//! [`Patterns`]. Precision comes before recall: what is not stated plainly is not a fact, and where two statements
//! differ neither is.
//!
//! One pass over the text tells which sections and phrases can have something to say; only these are read. To teach a new
//! way of saying something, add a phrase to the dialect and a case to the tests.

mod bounds;
mod clause;
mod config;
mod cues;
mod default;
mod facts;
mod flags;
mod groups;
mod heard;
mod list;
mod marks;
mod meaning;
pub mod paging;
mod patterns;
#[cfg(test)]
mod tests;
mod values;

use std::borrow::Cow;

pub use config::{
    Bounds, Clauses, Conditions, Defaults, Dependence, Enums, FormatPhrase, GroupPhrase, Groups, Marks,
    PatternsConfig, Phrases, Scalar, Sensitive, Units,
};
use cues::{Section, Sections};
pub use facts::{Conflict, Facts, Found, Side, Stated, Text};
pub use flags::deprecated_operation;
pub use patterns::{PatternError, Patterns};
use tablature_ir::Format;

use crate::diagnostic::Id;

/// Reads the facts of one description.
#[must_use]
pub fn facts(text: &Text<'_>, patterns: &Patterns) -> Facts {
    if let Some(facts) = patterns.heard.again(text) {
        return facts;
    }
    let facts = found(text, patterns);
    patterns.heard.keep(text, &facts);
    facts
}

fn found(text: &Text<'_>, patterns: &Patterns) -> Facts {
    let mut facts = Facts { sensitive: flags::sensitive(text, patterns), ..Facts::default() };
    if text.description.is_empty() {
        return facts;
    }
    let mut sections = patterns.sections(text.description);
    let mut description = Cow::Borrowed(text.description);
    if sections.has(Section::Ignore) {
        description = Cow::Owned(blanked(text.description, patterns));
        sections = patterns.sections(&description);
    }
    read(&Text { description: &description, ..*text }, patterns, sections, &mut facts);
    facts
}

fn read(text: &Text<'_>, patterns: &Patterns, sections: Sections, facts: &mut Facts) {
    let values = values::values(text, patterns, sections);
    let (values, marked) = values.map_or((None, None), |values| (Some(values.values), values.default));
    facts.format = meaning::format(text, patterns, sections);
    facts.unit = meaning::unit(text, patterns, sections);
    let unit = facts.unit.as_ref().map(|unit| unit.value.as_str());
    let known = values.as_ref().map(|values| &values.value);
    let default = default::default(text, patterns, sections, known, unit);
    facts.default = match (default, marked) {
        (Some(said), Some(marked)) if said.value != marked.value => None,
        (said, marked) => said.or(marked),
    };
    facts.range = bounds::range(text, patterns, sections);
    facts.length = bounds::length(text, patterns, sections);
    facts.items = bounds::items(text, patterns, sections);
    facts.pattern = meaning::pattern(text, patterns, sections);
    facts.deprecated = flags::deprecated(text, patterns, sections);
    if text.side == Side::Request && sections.has(Section::Conditions) {
        facts.condition = flags::condition(text.description, patterns);
    }
    if text.side == Side::Request && sections.has(Section::Groups) {
        facts.group = groups::group(text.description, patterns, sections);
    }
    facts.values = values;
    settle(text, facts);
}

/// Drops what a stronger fact makes meaningless, and reports contradictions.
fn settle(text: &Text<'_>, facts: &mut Facts) {
    match facts.format.as_ref().map(|format| format.value) {
        // The format implies the unit.
        Some(Format::UnixSeconds | Format::UnixMillis | Format::Rfc3339) => {
            facts.unit = None;
            facts.values = None;
        }
        // The length is that of the text before it was encoded.
        Some(Format::Base64) => facts.length = None,
        // No phrase states these.
        Some(Format::Int32 | Format::Int64 | Format::Uint64 | Format::Decimal) | None => {}
    }
    if *text.ty.innermost() == tablature_ir::Type::String && facts.values.is_some() {
        facts.unit = None;
    }
    let Some(default) = &facts.default else { return };
    if let Some(values) = &facts.values
        && !values.value.contains_key(&default.value)
    {
        let listed: Vec<&str> = values.value.keys().map(String::as_str).collect();
        facts.conflicts.push(Conflict {
            id: Id::DefaultNotInEnum,
            message: format!(
                "the default `{}` is not among the values: {}",
                default.value,
                listed.join(", ")
            ),
            at: default.at.clone(),
        });
    }
}

/// The text with sentences that state nothing blanked out, so that every byte keeps its place.
fn blanked(text: &str, patterns: &Patterns) -> String {
    let mut blanked = text.to_owned();
    for found in patterns.ignore.iter().flat_map(|ignore| ignore.find_iter(text)) {
        blanked.replace_range(found.range(), &" ".repeat(found.range().len()));
    }
    blanked
}

/// Reads the condition out of the cell of a table that says whether a field is required, where it holds more
/// than yes or no: `required if type = 2`.
#[must_use]
pub fn condition(cell: &str, patterns: &Patterns) -> Option<Found<String>> {
    flags::condition(cell, patterns)
}

/// The case in which something holds, where a text begins with one: ` (if type = 2)`.
#[must_use]
pub fn case(text: &str, patterns: &Patterns) -> Option<String> {
    flags::case(text, patterns)
}
