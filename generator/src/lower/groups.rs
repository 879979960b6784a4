//! Which parameters depend on each other, by what their descriptions say: `Exactly one of body or file must be set`.
//!
//! A client refuses a request that breaks what is decided here, so all has to be certain: each name is that of a
//! parameter, none of them is required anyway, and the tables do not tell of several kinds of requests.

use tablature_ir::{Group, WireName};

use super::{
    draft::{Draft, DraftField, DraftFields, LocalBody},
    ids::RowAt,
    page::Page,
};
use crate::{
    diagnostic::Diagnostics,
    prose::{Dependence, Stated},
};

/// What all descriptions together say of the same parameters.
#[derive(Default)]
struct Said {
    names: Vec<WireName>,
    /// One of them has to be there.
    least: bool,
    /// No two of them may be.
    most: bool,
    /// The service takes two of them all the same.
    both: bool,
}

/// Turns what descriptions say into groups.
pub(super) fn groups(draft: &mut Draft, _: &Page<'_>, _: &mut Diagnostics) {
    if draft.stated.is_empty() {
        return;
    }
    let mut all: Vec<Said> = Vec::new();
    for (own, stated) in &draft.stated {
        let Some(names) = names(draft, own, stated) else { continue };
        let at = all.iter().position(|said| said.names == names).unwrap_or_else(|| {
            all.push(Said { names, ..Said::default() });
            all.len() - 1
        });
        if let Some(said) = all.get_mut(at) {
            said.least |= stated.is != Dependence::AtMostOne;
            said.most |= stated.is != Dependence::AtLeastOne;
            said.both |= stated.both;
        }
    }
    let group = |said: Said| match (said.least, said.most && !said.both) {
        (true, true) => Some(Group::ExactlyOne(said.names)),
        (true, false) => Some(Group::AtLeastOne(said.names)),
        (false, true) => Some(Group::AtMostOne(said.names)),
        (false, false) => None,
    };
    draft.ir.groups = all.into_iter().filter_map(group).collect();
}

/// Where parameters stand that are more than a part of the address.
fn places(draft: &Draft) -> impl Iterator<Item = &DraftFields> {
    let body = match &draft.body {
        Some(LocalBody::Fields(fields)) => Some(fields),
        Some(LocalBody::Type(..)) | None => None,
    };
    [&draft.query, &draft.header, &draft.form].into_iter().chain(body)
}

/// The parameters that words name, in the order of the page, with the one that they are said of.
fn names(draft: &Draft, own: &WireName, stated: &Stated) -> Option<Vec<WireName>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    let words = stated.names.split(|c| !is_name(c)).map(|word| word.trim_matches(['.', '-']));
    let words: Vec<&str> = words.collect();
    let is_said = |name: &WireName| words.contains(&name.as_str());
    let mut names = Vec::new();
    for fields in places(draft) {
        let here = fields.iter().filter(|(name, _)| *name == own || is_said(name));
        let before = names.len();
        for (name, field) in here {
            if field.ir.required == Some(true) || field.ir.fixed.is_some() || names.contains(name) {
                return None;
            }
            names.push(name.clone());
        }
        if names.len() > before && !is_one_table(fields) {
            return None;
        }
    }
    // Where two others are named, the words speak of these.
    let others = names.iter().filter(|name| *name != own).count();
    let is_own = names.contains(own) && (others == 1 || is_said(own));
    let quoted = stated.names.matches('`').count() / 2;
    (is_own && others > 0 && quoted <= names.len()).then_some(names)
}

/// Whether one table tells of all of them. Of several, each may tell of a kind of requests.
fn is_one_table(fields: &DraftFields) -> bool {
    let mut tables = fields.values().filter_map(|field: &DraftField| field.at).map(RowAt::table);
    let first = tables.next();
    tables.all(|table| Some(table) == first)
}
