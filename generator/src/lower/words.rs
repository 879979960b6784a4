//! The words of type cells and required cells.

use std::borrow::Cow;

use super::ty::Type;
use crate::{
    dialect::{Dialect, FormKind, Word, normal},
    expression::Expression,
    extract::is_identifier,
    load::Inline,
    raw::Row,
};

/// What a type cell says, before anything is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// Text, number, boolean.
    Scalar(Type),
    /// A list of them.
    List(Box<Expr>),
    /// Free keys with such values.
    Map(Box<Expr>),
    /// An object; its fields have to be found.
    Object,
    /// A name, and where it links to.
    Ref { name: String, target: Option<Box<str>> },
    /// Nothing.
    Missing,
    /// An unknown word.
    Unknown(String),
}

impl Expr {
    /// What is inside all lists and maps.
    pub(super) fn innermost(&self) -> &Expr {
        match self {
            Expr::List(inner) | Expr::Map(inner) => inner.innermost(),
            _ => self,
        }
    }
}

/// Reads a type cell.
pub(super) fn expr(cell: &Inline, dialect: &Dialect) -> Expr {
    let mut text = cell.joined();
    let word = |text: &str| dialect.types.get(&*normal(text)).filter(|_| cell.links.is_empty());
    // Most cells are a word and nothing else.
    if let Some(word) = word(&text) {
        return of_word(word);
    }
    for regex in dialect.yes_marks.iter().chain(&dialect.no_marks) {
        if let Cow::Owned(rest) = regex.removed_from(&text) {
            text = rest.into();
        }
    }
    let text = text.trim();
    if text.is_empty() {
        return Expr::Missing;
    }
    if let Some(word) = word(text) {
        return of_word(word);
    }
    if literals(cell).is_some() {
        return Expr::Scalar(Type::String);
    }
    part(text, cell, dialect, 0)
}

/// The values of a type that is written as an enumeration of texts: `"asc" | "desc"`. `None` for any other type.
pub(super) fn literals(cell: &Inline) -> Option<Vec<String>> {
    let text = cell.joined();
    let text = text.trim();
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inner = |part: &str| {
        let part = part.trim().strip_prefix(quote)?.strip_suffix(quote)?;
        (!part.is_empty() && !part.contains(quote)).then(|| part.to_owned())
    };
    text.split('|').map(inner).collect()
}

fn of_word(word: &Word) -> Expr {
    match word {
        Word::Scalar(ty) => Expr::Scalar(Type::from(ty)),
        Word::File => Expr::Scalar(Type::String),
        Word::Object => Expr::Object,
        Word::List => Expr::List(Box::new(Expr::Missing)),
        Word::Map => Expr::Map(Box::new(Expr::Missing)),
        Word::Any => Expr::Missing,
    }
}

fn part(text: &str, cell: &Inline, dialect: &Dialect, depth: usize) -> Expr {
    let text = text.trim();
    if text.is_empty() {
        return Expr::Missing;
    }
    let linked = cell.links.iter().find(|link| cell.link_text(link).trim() == text);
    // The whole of "list of X" may be the link.
    let formed = || dialect.forms.iter().any(|(regex, _)| regex.is_match(text));
    // A link is the name of a type even where its text is a word for types.
    if let Some(link) = linked.filter(|_| !formed()) {
        return Expr::Ref { name: text.to_owned(), target: Some(link.target.clone()) };
    }
    if let Some(word) = dialect.types.get(&*normal(text)) {
        return of_word(word);
    }
    if depth < 6 {
        for (regex, kind) in &dialect.forms {
            let Some(groups) = regex.captures(text) else { continue };
            let of = groups.name("of").map_or("", |of| of.as_str());
            let inner = part(of, cell, dialect, depth + 1);
            return match kind {
                FormKind::Either => {
                    let or = groups.name("or").map_or("", |or| or.as_str());
                    match either(inner, part(or, cell, dialect, depth + 1)) {
                        Some(found) => found,
                        None => continue,
                    }
                }
                FormKind::List => Expr::List(Box::new(inner)),
                FormKind::Map => Expr::Map(Box::new(inner)),
                FormKind::Same => inner,
            };
        }
    }
    if let Some(link) = cell.links.iter().find(|link| text.contains(cell.link_text(link).trim())) {
        return Expr::Ref { name: cell.link_text(link).trim().to_owned(), target: Some(link.target.clone()) };
    }
    if is_identifier(text) && text.split(' ').count() <= 3 {
        let around = cell.links.iter().find(|link| cell.link_text(link).contains(text));
        return Expr::Ref { name: text.to_owned(), target: around.map(|link| link.target.clone()) };
    }
    Expr::Unknown(text.to_owned())
}

/// The type that takes what either takes, if both are known: a list may have one element, and text spells any scalar.
fn either(a: Expr, b: Expr) -> Option<Expr> {
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Number);
    Some(match (a, b) {
        (Expr::List(of), Expr::List(or)) => Expr::List(Box::new(either(*of, *or)?)),
        (Expr::List(of), Expr::Scalar(or)) | (Expr::Scalar(or), Expr::List(of)) => {
            Expr::List(Box::new(either(*of, Expr::Scalar(or))?))
        }
        (Expr::Scalar(a), Expr::Scalar(b)) if a == b => Expr::Scalar(a),
        (Expr::Scalar(a), Expr::Scalar(b)) if number(&a) && number(&b) => Expr::Scalar(Type::Number),
        (Expr::Scalar(_), Expr::Scalar(_)) => Expr::Scalar(Type::String),
        (Expr::Object, Expr::Object) => Expr::Object,
        // "Integer or null" is an integer, and a list of unknown elements is a list like the other one.
        (known @ (Expr::Scalar(_) | Expr::Object | Expr::List(_)), Expr::Missing)
        | (Expr::Missing, known @ (Expr::Scalar(_) | Expr::Object | Expr::List(_))) => known,
        (Expr::Object, Expr::Scalar(_) | Expr::List(_)) | (Expr::Scalar(_) | Expr::List(_), Expr::Object) => {
            Expr::Missing
        }
        _ => return None,
    })
}

/// The default that a cell states, as sent on the wire. `None` if it is a word for none, or does not fit the type.
pub(super) fn default(cell: &str, ty: &Type, dialect: &Dialect) -> Option<String> {
    let defaults = &dialect.source.prose.defaults;
    let cell = cell.trim().trim_matches(['"', '`', '\'', '“', '”']);
    let is = |words: &[String]| words.iter().any(|word| normal(word) == normal(cell));
    if cell.is_empty() || is(&defaults.none) {
        return None;
    }
    let fits = match ty {
        Type::Integer => cell.parse::<i64>().is_ok(),
        Type::Number => cell.parse::<f64>().is_ok(),
        Type::Boolean if is(&defaults.yes) => return Some("true".to_owned()),
        Type::Boolean if is(&defaults.no) => return Some("false".to_owned()),
        Type::Boolean => cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false"),
        Type::String | Type::Any | Type::List(_) | Type::Map(_) | Type::Local(_) => true,
    };
    fits.then(|| cell.to_owned())
}

/// What a required cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// Whether the field is required; `None` where the cell leaves it open.
    pub(super) required: Option<bool>,
    /// In words, when it must.
    pub(super) condition: Option<String>,
    /// Whether a cell that is not empty holds nothing that is understood.
    pub(super) unknown: bool,
}

/// Whether a field is required, by marks in the name, in the type, or at the beginning of a sentence of the
/// description.
pub(super) fn marked(row: &Row, dialect: &Dialect) -> Option<bool> {
    let is = |regex: &Expression| {
        regex.is_match(&row.name.text)
            || regex.is_match(&row.ty.text)
            || regex
                .find_iter(&row.description.text)
                .any(|found| begins(&row.description.text, found.start()))
    };
    if dialect.yes_marks.iter().any(is) {
        return Some(true);
    }
    dialect.no_marks.iter().any(is).then_some(false).or_else(|| {
        // A word that is set off from the description needs no sign behind it.
        let lead = normal(row.description.lead()?.trim_matches(|c: char| !c.is_alphanumeric()));
        dialect.required.iter().find(|(word, _)| *word == lead && lead.chars().count() > 3)?.1
    })
}

/// Whether a sentence begins here.
fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let trimmed = before.trim_end();
    trimmed.is_empty() || before.ends_with('\n') || trimmed.len() < before.len() && trimmed.ends_with('.')
}

/// Whether a sentence ends with a word for optional; one letter may be the end of anything.
fn ends_optional(text: &str, dialect: &Dialect) -> bool {
    let mut words = dialect.required.iter().filter(|(_, required)| *required == Some(false));
    words.any(|(word, _)| word.chars().count() > 1 && text.ends_with(word.as_str()))
}

/// Reads a required cell.
pub(super) fn need(cell: &Inline, dialect: &Dialect) -> Need {
    let text = cell.joined();
    let text = text.trim();
    if text.is_empty() {
        return Need::default();
    }
    let lower = normal(text);
    let bare = without_icons(&lower);
    let found = dialect.required.iter().find(|(word, _)| lower == *word || bare == *word);
    if let Some((_, required)) = found {
        return Need { required: *required, ..Need::default() };
    }
    let condition = crate::prose::condition(text, &dialect.prose).map(|found| found.value);
    let begins = dialect.required.iter().find(|(word, _)| !word.is_empty() && begins_with(&lower, word));
    // "Required if type = 2" is optional, but for the case that it names.
    if let Some((word, Some(true))) = begins
        && let Some(rest) = text.get(word.len()..)
        && let Some(condition) = crate::prose::case(rest, &dialect.prose)
    {
        // "Yes (if it is a copy, optional)" names the other case.
        let condition = Some(condition)
            .filter(|_| !ends_optional(lower.trim_end_matches(|c: char| !c.is_alphanumeric()), dialect));
        return Need { required: Some(false), condition, unknown: false };
    }
    match (begins, condition) {
        (Some((_, required)), condition) => Need { required: *required, condition, unknown: false },
        // "Optional if type = 2" is optional whatever the type.
        (None, None) if ends_optional(&lower, dialect) => Need { required: Some(false), ..Need::default() },
        // A sentence that says when.
        (None, Some(condition)) => Need { required: Some(false), condition: Some(condition), unknown: false },
        (None, None) => {
            // What no word explains is kept as the condition, and whether the field is required stays open.
            let sentence = text.chars().count() > 3;
            Need { required: None, condition: sentence.then(|| text.to_owned()), unknown: true }
        }
    }
}

/// Whether a text begins with a word, and not with a longer one: "not applicable" begins with no "no".
fn begins_with(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let after = text.strip_prefix(word);
    after.is_some_and(|after| !letter(word.chars().next_back()) || !letter(after.chars().next()))
}

/// A cell without its icons: `{check-circle} yes`, `✅ yes`.
fn without_icons(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some((_, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        rest = after.trim_start();
    }
    rest.trim_matches(|c: char| !c.is_alphanumeric())
}
