//! Methods that stand apart from the addresses: in a heading, in a section of their own, in a sentence about all requests.

use tablature_ir::Method;

use super::{
    lines::{ADDRESS, Line, TWO_LINES},
    page::{Item, Page},
    path, target,
};
use crate::{
    dialect::{Column, Dialect, normal},
    load::Inline,
};

/// Gives requests without a method the one that a heading around them is (`## POST`), or else the one that the page says all
/// have.
pub(super) fn methods(page: &Page<'_>, dialect: &Dialect, lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.target.method.is_none()) {
        let section = page.items.get(line.item).map_or(0, |item| item.section);
        line.target.method = page.around(section).find_map(|(_, around)| target::method(&around.title));
    }
    if lines.iter().any(|line| line.target.method.is_none()) {
        let all = of_all(page, dialect).or_else(|| only_named(page, lines));
        let apart = set_apart(page, dialect);
        for line in lines.iter_mut().filter(|line| line.target.method.is_none()) {
            let Some(method) = all.or_else(|| method_beside(page, line, &apart)) else { continue };
            line.target.method = Some(method);
            // A path that has a line to itself.
            if line.strength > ADDRESS {
                line.strength = line.strength.max(TWO_LINES);
            }
        }
    }
}

/// The only method of a sentence about all requests: "All requests are POST."
fn of_all(page: &Page<'_>, dialect: &Dialect) -> Option<Method> {
    let sentences = page.items.iter().filter_map(Item::text).map(Inline::joined);
    sentences.into_iter().find_map(|text| {
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        let shouted = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let mut methods = words.filter(shouted).filter_map(target::method);
        let only = methods.next().filter(|_| methods.next().is_none())?;
        (text.len() < 400 && dialect.words.read(&text).common).then_some(only)
    })
}

/// The only method that texts of the page name, where it has one address: "Send the fields to it by POST."
fn only_named(page: &Page<'_>, lines: &[Line]) -> Option<Method> {
    let mut open = lines.iter().filter(|line| line.strength >= ADDRESS);
    let first = open.next()?;
    let path = |line: &Line| path::without_query(&line.target.path).to_owned();
    if open.any(|line| line.target.method.is_some() || path(line) != path(first)) {
        return None;
    }
    let shouted = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let of = |item: &Item<'_>| {
        let text = item.text()?.joined();
        let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(shouted);
        Some(words.filter_map(target::method).collect::<Vec<_>>())
    };
    let mut named: Vec<Method> = page.items.iter().filter_map(of).flatten().collect();
    named.dedup();
    if let [only] = named.as_slice() { Some(*only) } else { None }
}

/// The methods that have a section to themselves which is named after them: "Method", and then "POST".
fn set_apart(page: &Page<'_>, dialect: &Dialect) -> Vec<(usize, Method)> {
    let texts = page.items.iter().filter_map(|item| Some((item.section, item.text()?.joined())));
    let stated = texts.filter_map(|(section, text)| Some((section, target::method(&text)?)));
    let is_apart = |(section, _): &(usize, Method)| {
        let title = page.sections.get(*section).filter(|_| *section != 0).map(|own| normal(&own.title));
        title.is_some_and(|title| dialect.columns.get(&*title) == Some(&Column::Method))
            && page.items.iter().filter(|item| item.section == *section).count() == 2
    };
    stated.filter(is_apart).collect()
}

/// The method whose section stands beside that of a line, or the only one of the page.
fn method_beside(page: &Page<'_>, line: &Line, apart: &[(usize, Method)]) -> Option<Method> {
    if let [(_, only)] = apart {
        return Some(*only);
    }
    let parent = |section: usize| page.sections.get(section).map(|it| it.parent);
    let own = page.items.get(line.item).map(|item| item.section).filter(|own| *own != 0)?;
    let mut found = apart.iter().filter(|(section, _)| parent(*section) == parent(own));
    found.next().filter(|_| found.next().is_none()).map(|(_, method)| *method)
}
