//! How facts are put into words, and the small comparisons that several rules share.

use serde_json::json;
use tablature_ir::{
    Body, Deprecation, Extensions, Field, Fields, Location, Operation, Pagination, Recipe, Service, Total,
    Value,
};

/// A field in a few words: `string, required`.
pub(super) fn describe(field: &Field) -> String {
    let required = if field.required == Some(true) { ", required" } else { "" };
    let values = if field.values.is_empty() { String::new() } else { format!(": {}", values(field)) };
    format!("{}{required}{values}", field.ty)
}

/// The keys that begin with `x-` and differ, on both sides.
pub(super) fn extensions(old: &Extensions, new: &Extensions) -> Option<(String, String)> {
    let only = |these: &Extensions, others: &Extensions| {
        let differs = |(key, value): &(&String, &Value)| others.get(key) != Some(*value);
        let told = these.iter().filter(differs).map(|(key, value)| format!("{key}: {}", json!(value)));
        told.collect::<Vec<_>>().join(", ")
    };
    (old != new).then(|| (only(old, new), only(new, old)))
}

/// The words that advise against something; the docs may have none.
pub(super) fn advice(deprecation: &Deprecation) -> String {
    Some(deprecation.note()).filter(|note| !note.is_empty()).unwrap_or_else(|| "deprecated".to_owned())
}

/// The path without the names of its placeholders.
pub(super) fn blank(uri: &str) -> String {
    let mut inside = false;
    uri.chars()
        .filter(|c| {
            let was = inside;
            inside = (inside || *c == '{') && *c != '}';
            !was || *c == '}'
        })
        .collect()
}

/// How an operation is called, for people: method and path, or what it does where all have one path.
pub(super) fn call(operation: &Operation) -> String {
    match (operation.uri.as_str(), operation.title.as_str()) {
        ("/", title) if !title.is_empty() => title.to_owned(),
        (uri, _) => format!("{} {uri}", operation.method),
    }
}

/// The operation of a service that is called by the same method and path; paths that all share tell nothing.
pub(super) fn same_call<'s>(service: &'s Service, operation: &Operation) -> Option<&'s str> {
    let path = blank(&operation.uri);
    let is_same = |other: &Operation| other.method == operation.method && blank(&other.uri) == path;
    let found = service.operations.iter().find(|(_, other)| path != "/" && is_same(other));
    found.map(|(id, _)| id.as_str())
}

/// Whether a field must be there, in a word.
pub(super) fn required(required: Option<bool>) -> &'static str {
    match required {
        Some(true) => "required",
        Some(false) => "optional",
        None => "not stated",
    }
}

/// The documented values.
pub(super) fn values(field: &Field) -> String {
    field.values.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A location in a word.
pub(super) fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
        Location::Body => "body",
    }
}

/// The keys of a body that is an object of its own.
pub(super) fn keys(body: Option<&Body>) -> &Fields {
    static NONE: std::sync::OnceLock<Fields> = std::sync::OnceLock::new();
    match body {
        Some(Body::Fields(fields)) => fields,
        Some(Body::Type(_) | Body::OneOf(_)) | None => NONE.get_or_init(Fields::default),
    }
}

/// Whether the words stayed and the type did not: limits and formats are read from words for some types only, so what
/// the words say did not change.
pub(super) fn reread(old: &Field, new: &Field) -> bool {
    old.ty != new.ty && !old.description.is_empty() && old.description == new.description
}

/// The names that both sets have, in the order of each, where the orders differ: only the stretch that does.
pub(super) fn reordered(old: &Fields, new: &Fields) -> Option<(String, String)> {
    let before: Vec<&str> =
        old.keys().filter(|it| new.contains_key(*it)).map(tablature_ir::WireName::as_str).collect();
    let now: Vec<&str> =
        new.keys().filter(|it| old.contains_key(*it)).map(tablature_ir::WireName::as_str).collect();
    let head = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let tail = before.iter().rev().zip(now.iter().rev()).take_while(|(a, b)| a == b).count();
    let stretch = |names: &[&str]| names.get(head..names.len().saturating_sub(tail)).map(|it| it.join(", "));
    (before != now).then(|| Some((stretch(&before)?, stretch(&now)?))).flatten()
}

/// The statuses of the first that the second lacks.
pub(super) fn statuses(of: &Operation, other: &Operation) -> String {
    // Success under another status is a finding of its own.
    let paired = of.success().zip(other.success()).map(|((status, _), _)| status);
    let lacking = of.responses.keys().filter(|it| !other.responses.contains_key(*it) && Some(*it) != paired);
    lacking.map(|it| it.0.as_str()).collect::<Vec<_>>().join(", ")
}

/// The error codes of the first that the second lacks.
pub(super) fn codes(of: &Operation, other: &Operation) -> String {
    let lacking = of.errors.iter().filter(|it| !other.errors.iter().any(|that| that.code == it.code));
    lacking.map(|it| it.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// The ways to authenticate of the first that the second lacks.
pub(super) fn schemes(of: &[Recipe], other: &[Recipe]) -> String {
    // A way of the same name is the same way, even if its recipe is another one now.
    let lacking = of.iter().filter(|recipe| !other.iter().any(|it| it.name == recipe.name));
    lacking.map(|recipe| recipe.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A way of paging in a few words.
pub(super) fn paging(pagination: &Pagination) -> String {
    let stated = |total: &Option<Total>| match total {
        None => String::new(),
        Some(Total::Body(path)) => format!(", total {path}"),
        Some(Total::ContentRange(header)) => format!(", total in the header {header}"),
    };
    // An empty path is the body itself.
    let place = |items: &str| if items.is_empty() { "the body".to_owned() } else { items.to_owned() };
    let within = pagination.within().map_or_else(String::new, |it| format!(" in {it}"));
    match pagination {
        Pagination::Offset { offset, limit, items, total, within: _ } => {
            format!("{offset} and {limit}{within}, items {}{}", place(items), stated(total))
        }
        Pagination::Page { page, size, first, items, total, within: _ } => {
            format!("{page} from {first} and {size}{within}, items {}{}", place(items), stated(total))
        }
        Pagination::Marker { marker, limit, items, next, within: _ } => {
            let limit = limit.as_ref().map_or_else(String::new, |it| format!(" and {it}"));
            format!("{marker}{limit}{within}, items {}, next {next}", place(items))
        }
        Pagination::Link { next, limit, items } => {
            let limit = limit.as_ref().map_or_else(String::new, |it| format!(", {it}"));
            format!("a link {next}{limit}, items {}", place(items))
        }
    }
}

/// Whether a text has a value as a word of its own.
pub(super) fn says(text: &str, value: &str) -> bool {
    let is_inner = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(value).any(|(at, _)| {
        !is_inner(text.get(..at).and_then(|before| before.chars().next_back()))
            && !is_inner(text.get(at + value.len()..).and_then(|after| after.chars().next()))
    })
}
