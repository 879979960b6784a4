//! Sentences that say what a body is: a word for a side of the operation, and a link to what it is made of.

use tablature_ir::Location;

use crate::{
    dialect::{Dialect, Part, Word, normal},
    load::{Inline, Link},
    raw::{Role, Told},
};

/// How many bytes after a link may say what is done with it: "the sent boat is returned".
const BEHIND: usize = 32;

/// What a text says about bodies, in text order. `side` is the side that the words around the text name.
pub(super) fn told(content: &Inline, side: Option<Role>, dialect: &Dialect) -> Vec<Told> {
    content.links.iter().filter_map(|link| of_link(content, link, side, dialect)).collect()
}

/// What a text says about the body that a link in it leads to.
pub(super) fn of_link(content: &Inline, link: &Link, side: Option<Role>, dialect: &Dialect) -> Option<Told> {
    let text = &content.text;
    let before = text.get(..link.range.start as usize)?;
    let start = before.rfind(". ").map(|at| at + 2);
    let start = start.max(before.rfind(['\u{3002}', '\n', '\u{ff1b}']).map(|at| at + 1));
    let before = before.get(start.unwrap_or_default()..).unwrap_or_default();
    let after = text.get(link.range.end as usize..)?;
    let end = after.find(['.', '\u{3002}', '\n', ';', ',']).unwrap_or(after.len());
    let end = (0..=end.min(BEHIND)).rev().find(|end| after.is_char_boundary(*end)).unwrap_or_default();
    let after = after.get(..end).unwrap_or_default();
    let said = dialect.words.read(before);
    let last = said.parts.iter().rev().find_map(|part| match part {
        Part::Request => Some(Role::Request),
        Part::Response => Some(Role::Response),
        // "Request body" is one word in some languages; "response body" is two.
        Part::Place(Location::Body) if !said.has(Part::Response) => Some(Role::Request),
        _ => None,
    });
    // "It takes the same parameters as the list of [boats](#boats), and returns them."
    let last = last.or((said.asked && said.common).then_some(Role::Request));
    let behind = || dialect.words.read(after).has(Part::Response).then_some(Role::Response);
    let role = last.or_else(behind).or(side)?;
    // "Returns an error if the [boat](#boat) has sunk": what comes back is something else. A code of success does not
    // say so: "gives the response code `200 OK` and the changed [boat](#boat)".
    let code = said.has(Part::Status) || said.has(Part::Code);
    let other = said.has(Part::Error) || code && !names_success(before);
    let name = content.link_text(link).trim().to_owned();
    (!other && !name.is_empty()).then(|| Told {
        role,
        list: is_list(before, dialect) || is_list_behind(after, dialect),
        name,
        target: link.target.clone(),
        span: link.span,
    })
}

/// Whether a text has the number of a status of success.
fn names_success(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| word.len() == 3 && word.starts_with('2') && word.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether one of the last words is one for lists.
fn is_list(before: &str, dialect: &Dialect) -> bool {
    let list = |word: &str| matches!(dialect.types.get(&*normal(word)), Some(Word::List));
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.rev().take(4).any(list)
}

/// Whether a word for lists, `[]` or one that follows its noun, comes directly after the link.
fn is_list_behind(after: &str, dialect: &Dialect) -> bool {
    let after = after.trim_start();
    let begins = |word: &String, is: &Word| {
        !word.is_ascii() && matches!(is, Word::List) && after.strip_prefix(word.as_str()).is_some()
    };
    after.starts_with("[]") || dialect.types.iter().any(|(word, is)| begins(word, is))
}
