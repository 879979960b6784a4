//! Which part of a page speaks of each of its requests.

use std::ops::Range;

use super::{
    lines::Line,
    page::{Page, Part},
    roots::is_name,
};
use crate::dialect::{Dialect, Part as Word};

/// Groups lines with nothing significant between them: ways to call one operation, or operations described together.
pub(super) fn groups(page: &Page<'_>, chosen: &[Line]) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in chosen {
        let joins = groups.last().and_then(|group| group.last()).is_some_and(|last| {
            let between = page.items.get(last.item + 1..line.item).unwrap_or_default();
            let section = |line: &Line| page.items.get(line.item).map(|item| item.section);
            let heading = page.items.get(line.item).is_some_and(|item| matches!(item.part, Part::Heading(_)));
            !heading
                && section(last) == section(line)
                && between.iter().all(|item| matches!(item.part, Part::Text(_)))
        });
        match groups.last_mut() {
            Some(group) if joins => group.push(line.clone()),
            _ => groups.push(vec![line.clone()]),
        }
    }
    groups
}

/// The items that describe a group, and the section around them.
pub(super) fn of(
    page: &Page<'_>,
    groups: &[Vec<Line>],
    index: usize,
    dialect: &Dialect,
) -> (Range<usize>, usize) {
    behind(page, groups, index, dialect).unwrap_or_else(|| part(page, groups, index, dialect))
}

/// The items of a group whose request follows the part of another operation without a heading of its own: all up to the
/// next request.
fn behind(
    page: &Page<'_>,
    groups: &[Vec<Line>],
    index: usize,
    dialect: &Dialect,
) -> Option<(Range<usize>, usize)> {
    let at = |group: &Vec<Line>| group.first().map_or(0, |line| line.item);
    let here = groups.get(index).map(at)?;
    let own = page.items.get(here)?.section;
    let section = page.sections.get(own).filter(|_| own != 0 && here != 0)?;
    let said = dialect.words.read_short(&section.title)?;
    let of_part = [Word::Request, Word::Response, Word::Fields].iter().any(|part| said.has(*part));
    let around = page.sections.get(section.parent)?;
    let before = groups.iter().map(at).any(|other| (around.start..section.start).contains(&other));
    let filled = page.items.get(section.start + 1..here).is_some_and(|items| !items.is_empty());
    if !of_part || !said.rest.is_empty() || said.has(Word::Address) || !before || !filled {
        return None;
    }
    let next = groups.iter().map(at).filter(|other| *other > here).min().unwrap_or(usize::MAX);
    Some((here..next.min(around.end), section.parent))
}

/// The items of a group: the largest section around it that holds no other group. Also returns its section.
fn part(page: &Page<'_>, groups: &[Vec<Line>], index: usize, dialect: &Dialect) -> (Range<usize>, usize) {
    let at = |group: &Vec<Line>| group.first().map_or(0, |line| line.item);
    let here = groups.get(index).map_or(0, at);
    let others: Vec<usize> =
        groups.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, group)| at(group)).collect();
    let own = page.items.get(here).map_or(0, |item| item.section);
    let range = |section: usize| page.sections.get(section).map_or(0..0, |it| it.start..it.end);
    let alone = |section: usize| !others.iter().any(|other| range(section).contains(other));
    if !alone(own) {
        // Several within one section: each has what follows it.
        let next = others.iter().copied().filter(|other| *other > here).min().unwrap_or(usize::MAX);
        let section = range(own);
        let first = !others.iter().any(|other| *other < here && section.contains(other));
        let start = if first { section.start } else { here };
        // A heading over the next one is the next one's.
        let mut end = next.min(section.end);
        let next_group = groups.iter().position(|group| at(group) == next);
        let cut = next_group.is_none_or(|next| behind(page, groups, next, dialect).is_none());
        if let Some(item) = page.items.get(next).filter(|_| cut)
            && item.section != own
            && let Some(inner) = page.sections.get(item.section).filter(|inner| inner.start > here)
        {
            end = end.min(inner.start);
        }
        return (start..end.max(here + 1), own);
    }
    let mut section = own;
    let mut heading = own;
    while section != 0 {
        let parent = page.sections.get(section).map_or(0, |it| it.parent);
        if !alone(parent) || is_after_types(page, section, dialect) || is_one_of_many(page, section, dialect)
        {
            break;
        }
        section = parent;
        if parent != 0 {
            heading = parent;
        }
    }
    let mut range = range(section);
    range.end = beside(page, section, &others, dialect).unwrap_or(range.end);
    range.end = types(page, here..range.end, dialect).unwrap_or(range.end);
    (range, heading)
}

/// Where a part of the page for types begins within the section of a request, under a heading that is only deeper: a
/// section for a type with sections of its own, of which one is for a type too.
fn types(page: &Page<'_>, items: Range<usize>, dialect: &Dialect) -> Option<usize> {
    let is_type = |title: &str| {
        let said = dialect.words.read_short(title);
        let sided = [Word::Request, Word::Response, Word::Fields];
        said.is_some_and(|said| {
            said.has(Word::Definition) && is_name(&said.rest) && !sided.iter().any(|side| said.has(*side))
        })
    };
    let mut within = page.sections.iter().enumerate().filter(|(_, it)| items.contains(&it.start));
    let found = within.find(|(index, section)| {
        let mut inner = page.sections.iter().filter(|it| it.parent == *index);
        section.start > items.start && is_type(&section.title) && inner.any(|it| is_type(&it.title))
    });
    found.map(|(_, section)| section.start)
}

/// Where the last section ends that belongs to a request by its title, though it stands beside the section of the
/// request: the page gives all of them headings of one level.
fn beside(page: &Page<'_>, section: usize, others: &[usize], dialect: &Dialect) -> Option<usize> {
    let own = page.sections.get(section).filter(|_| section != 0)?;
    let is_part = |title: &str| {
        let said = dialect.words.read_short(title);
        let parts = [Word::Request, Word::Response, Word::Fields, Word::Description, Word::Example];
        said.is_some_and(|said| said.rest.is_empty() && parts.iter().any(|part| said.has(*part)))
    };
    let mut end = own.end;
    while let Some(next) = page.sections.iter().find(|it| it.start == end && it.level == own.level) {
        if !is_part(&next.title) || others.iter().any(|other| (next.start..next.end).contains(other)) {
            break;
        }
        end = next.end;
    }
    (end > own.end && !is_part(&own.title)).then_some(end)
}

/// Whether sections for types stand before a section and beside it: what stands there is not about the request.
fn is_after_types(page: &Page<'_>, section: usize, dialect: &Dialect) -> bool {
    let Some(own) = page.sections.get(section) else { return false };
    let mut before = page.sections.iter().filter(|it| it.parent == own.parent && it.start < own.start);
    let says = |title: &str, word: Word| dialect.words.read_short(title).is_some_and(|said| said.has(word));
    !says(&own.title, Word::Address) && before.any(|it| says(&it.title, Word::Definition))
}

/// Whether a section is one of several with a name and tables of their own. Then the others, and what is around them,
/// are about something else.
fn is_one_of_many(page: &Page<'_>, section: usize, dialect: &Dialect) -> bool {
    const SEVERAL: usize = 3;
    let Some(own) = page.sections.get(section).filter(|own| own.level > 1) else { return false };
    let named = |title: &str| {
        let said = dialect.words.read(title);
        said.parts.is_empty() && !said.rest.is_empty()
    };
    let has_table = |section: &super::page::Section| {
        let items = page.items.get(section.start..section.end).unwrap_or_default();
        items.iter().any(|item| item.table().is_some())
    };
    let beside = || page.sections.iter().filter(|it| it.parent == own.parent && it.start < own.start);
    named(&own.title) && beside().filter(|it| named(&it.title) && has_table(it)).count() >= SEVERAL
}
