//! What is odd about the requests that a page shows.

use tablature_ir::Protocol;

use super::{book::Entry, uri};
use crate::{
    diagnostic::{Diagnostic, Id},
    dialect::Dialect,
    extract::example,
    hash::HashMap,
    load::Span,
    raw::{self, RequestLine, Role},
};

/// Reports requests that add to another one, placeholders that share a name, and parameters that are sent twice.
pub(super) fn check(entry: &Entry, dialect: &Dialect, diagnostics: &mut Vec<Diagnostic>) {
    further(entry, diagnostics);
    diagnostics.extend(distinct(&entry.raw).into_iter().filter_map(|request| placeholders(request, entry)));
    // With other protocols, a name may occur several times: a query holds a list like that.
    if matches!(dialect.source.service.protocol, Protocol::Rpc(_)) {
        repeated(entry, diagnostics);
    }
}

/// The requests of a page that are operations of their own, each once: they differ in method, in path, or in the
/// values of the same constants of their queries.
pub(super) fn distinct(page: &raw::Page) -> Vec<&RequestLine> {
    let mut found: Vec<(&RequestLine, uri::Template)> = Vec::new();
    let differ = |a: (&RequestLine, &uri::Template), b: (&RequestLine, &uri::Template)| {
        let (a, b) = (constants(a.0, a.1, page), constants(b.0, b.1, page));
        let same_names = a.iter().map(|(name, _)| name).eq(b.iter().map(|(name, _)| name));
        same_names && a != b
    };
    for request in &page.requests {
        let template = uri::parse(&request.target);
        let same = |(other, of_other): &(&RequestLine, uri::Template)| {
            other.method == request.method
                && of_other.path == template.path
                && !differ((other, of_other), (request, &template))
        };
        if !found.iter().any(same) {
            found.push((request, template));
        }
    }
    found.into_iter().map(|(request, _)| request).collect()
}

/// The names and values that the query of a template fixes, and the procedure that the request calls. The value of a
/// name that has a row in a table is only a sample.
pub(super) fn constants(
    request: &RequestLine,
    template: &uri::Template,
    page: &raw::Page,
) -> Vec<(String, String)> {
    let is_row =
        |name: &str| page.tables.iter().flat_map(|table| &table.rows).any(|row| row.name.text.trim() == name);
    let fixed = template.query.iter().filter_map(|query| Some((query.name.clone(), query.fixed.clone()?)));
    let called = request.call.iter().map(|call| ("method".to_owned(), call.procedure.clone()));
    fixed.filter(|(name, _)| !is_row(name)).chain(called).collect()
}

/// Reports the placeholders of a path that were called like one before them.
fn placeholders(request: &RequestLine, entry: &Entry) -> Option<Diagnostic> {
    let template = uri::parse(&request.target);
    let (was, now) = template.repeated.first()?;
    let message =
        format!("`{}` has two placeholders called `{was}`: the second is `{now}` here", request.target);
    let found = Diagnostic::new(Id::RepeatedPlaceholder, message).at(entry.place(request.span));
    Some(found.hint("give each its own name in the page, so that callers see which is which"))
}

/// Reports requests that are not separate but say something new: only the first one counts.
fn further(entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let standing = distinct(&entry.raw);
    let same = |a: &RequestLine, b: &RequestLine| {
        let (a, b) = ((a.method, uri::parse(&a.target).path), (b.method, uri::parse(&b.target).path));
        a == b
    };
    for other in &entry.raw.requests {
        let Some(first) = standing.iter().find(|first| same(first, other)) else { continue };
        if standing.iter().any(|one| one.target == other.target && one.method == other.method) {
            continue;
        }
        if unknown_query(entry, first, other).is_empty() {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                Id::SeveralRequests,
                format!("`{} {}` is the same request as another of the page", other.method, other.target),
            )
            .at(entry.place(other.span))
            .with(entry.place(first.span), "this one counts")
            .hint("name what it adds in a table, or add it in an overlay"),
        );
    }
}

/// The parameters of a request's query that neither a table has nor the request that counts.
fn unknown_query(entry: &Entry, first: &RequestLine, other: &RequestLine) -> Vec<String> {
    let known = uri::parse(&first.target).query;
    let rows = || entry.raw.tables.iter().flat_map(|table| &table.rows);
    let names = uri::parse(&other.target).query.into_iter().map(|query| query.name);
    let unknown = |name: &String| {
        known.iter().all(|query| query.name != *name) && rows().all(|row| row.name.text.trim() != name)
    };
    names.filter(unknown).collect()
}

/// Reports the parameters that an example sends twice: callers who copy it cannot know which one counts.
fn repeated(entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let shown = entry.raw.examples.iter().filter(|shown| shown.role == Role::RequestExample);
    for shown in shown.filter(|shown| may_repeat(&shown.text)) {
        let Some(request) = example::read(&shown.text).request else { continue };
        let place = |range: &std::ops::Range<usize>| {
            entry.place(Span::new(shown.start + range.start, shown.start + range.end))
        };
        let mut seen = HashMap::default();
        for pair in &request.query {
            if let Some(first) = seen.insert(&pair.name, &pair.place) {
                diagnostics.push(
                    Diagnostic::new(
                        Id::RepeatedParameter,
                        format!("the example sends `{}` more than once", pair.name),
                    )
                    .at(place(&pair.place))
                    .with(place(first), "it is here already")
                    .hint("one parameter has one value; nothing is read from the values of this example"),
                );
            }
        }
    }
}

/// Whether a text can have a query with a name in it twice. Few do, and to read the request costs many times as much.
fn may_repeat(text: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || matches!(c, '?' | '&' | '=' | '\'' | '"' | '\\');
    let behind = memchr::memchr2_iter(b'?', b'&', text.as_bytes()).map(|at| at + 1);
    let pairs = std::iter::once(0).chain(behind).filter_map(|start| text.get(start..)).map(str::trim_start);
    let mut names: Vec<&str> = pairs.map(|pair| pair.split(ends).next().unwrap_or_default()).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair.first() == pair.last()) || names.iter().any(|name| name.contains('%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_that_sends_a_name_twice_may() {
        for text in [
            "https://a.example/?A=1&B=2&A=3",
            "https://a.example/?A=1\n&B=2\n&A=3",
            "curl 'https://a.example/?A=1&A' -H 'X: y'",
            "GET /?A=1&A HTTP/1.1",
            "GET /?A.B=1&A%2EB=2",
        ] {
            assert!(may_repeat(text), "{text}");
            let query = example::read(text).request.expect(text).query;
            let twice =
                |pair: &example::Pair| query.iter().filter(|other| other.name == pair.name).count() > 1;
            assert!(query.iter().any(twice), "{text}");
        }
        for text in ["https://a.example/?A=1\n&B=A", "curl -X POST https://a.example/", ""] {
            assert!(!may_repeat(text), "{text}");
        }
    }
}
