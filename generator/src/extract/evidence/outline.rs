//! Outlines that are flat: the heading of an operation and those of its parts are of one level.

use std::collections::BTreeMap;

use super::{columns, page::Section};
use crate::dialect::{Column, Dialect, Part, normal};

/// How many headings with no text of their own, each before the same heading of a part, show that an outline is flat.
const SHOWN: usize = 2;

/// Sets headings of parts in below the heading of another kind before them, with all that is below them.
pub(super) fn deepen(sections: &mut [Section], dialect: &Dialect) {
    let flat = flat(sections, dialect);
    if flat.is_empty() {
        return;
    }
    // The last heading of another kind in each flat outline.
    let mut above: BTreeMap<(usize, u8), usize> = BTreeMap::new();
    let mut deeper = vec![false; sections.len()];
    let places: Vec<(usize, u8)> = sections.iter().map(place).collect();
    for (index, place) in places.into_iter().enumerate().skip(1) {
        let Some(section) = sections.get_mut(index) else { continue };
        let is_flat = flat.contains(&place);
        let is_part = is_flat && is_label(&section.title, dialect);
        let heading = above.get(&place).copied().filter(|_| is_part);
        if let Some(heading) = heading {
            section.parent = heading;
        } else if is_flat {
            above.insert(place, index);
        }
        if heading.is_some() || deeper.get(section.parent) == Some(&true) {
            section.level += 1;
            if let Some(slot) = deeper.get_mut(index) {
                *slot = true;
            }
        }
    }
}

/// Where a section stands: below which, and as what.
fn place(section: &Section) -> (usize, u8) {
    (section.parent, section.level)
}

/// The places at which headings of parts follow headings of another kind.
fn flat(sections: &[Section], dialect: &Dialect) -> Vec<(usize, u8)> {
    let mut shown: BTreeMap<((usize, u8), &str), usize> = BTreeMap::new();
    for pair in sections.get(1..).unwrap_or_default().windows(2) {
        if let [heading, part] = pair
            && heading.start + 1 == part.start
            && place(heading) == place(part)
            && heading.title != part.title
        {
            *shown.entry((place(part), &part.title)).or_default() += 1;
        }
    }
    let often = shown.into_iter().filter(|(_, count)| *count >= SHOWN);
    let of_parts = often.filter(|((place, title), _)| {
        let opens = |pair: &[Section]| {
            matches!(pair, [heading, part] if self::place(part) == *place && part.title == *title
                && heading.start + 1 == part.start && is_label(&heading.title, dialect))
        };
        is_label(title, dialect) && !sections.windows(2).any(opens)
    });
    of_parts.map(|((place, _), _)| place).collect()
}

/// Whether a heading names nothing but the request, the response, or what one of them has.
pub(super) fn is_part(title: &str, dialect: &Dialect) -> bool {
    let said = dialect.words.read(title);
    let of_part = [Part::Request, Part::Response, Part::Status, Part::Fields];
    said.rest.is_empty() && (said.location().is_some() || of_part.iter().any(|part| said.has(*part)))
}

/// Whether a heading says nothing but which part of an operation is below it.
fn is_label(title: &str, dialect: &Dialect) -> bool {
    let said = dialect.words.read(title);
    let column = || columns::by_word(&normal(title), dialect);
    said.rest.is_empty() && !said.parts.is_empty()
        || matches!(column(), Some(Column::Method | Column::Uri | Column::Description))
}
