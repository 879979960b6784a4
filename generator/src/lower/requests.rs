//! What is odd about the requests that a page shows.

use std::collections::HashMap;

use tablature_ir::Protocol;

use super::book::Entry;
use crate::{
    diagnostic::{Diagnostic, Id},
    dialect::Dialect,
    extract::example,
    load::Span,
    raw::Role,
};

/// Reports it.
pub(super) fn check(entry: &Entry, dialect: &Dialect, diagnostics: &mut Vec<Diagnostic>) {
    further(entry, diagnostics);
    // Elsewhere a name may stand several times: that is how a query holds a list.
    if matches!(dialect.source.service.protocol, Protocol::Rpc(_)) {
        repeated(entry, diagnostics);
    }
}

/// Reports the requests behind the first, which alone is the page's operation.
fn further(entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let mut requests = entry.raw.requests.iter();
    let Some(first) = requests.next() else { return };
    for other in requests.filter(|other| (other.method, &other.target) != (first.method, &first.target)) {
        diagnostics.push(
            Diagnostic::new(
                Id::SeveralRequests,
                format!("`{} {}` is not the first request of the page", other.method, other.target),
            )
            .at(entry.place(other.span))
            .with(entry.place(first.span), "this one counts")
            .hint("give each request a page of its own, or add the other in an overlay"),
        );
    }
}

/// Reports the parameters that an example sends twice: callers who copy it cannot know which one counts.
fn repeated(entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    for shown in entry.raw.examples.iter().filter(|shown| shown.role == Role::RequestExample) {
        let Some(request) = example::read(&shown.text).request else { continue };
        let place = |range: &std::ops::Range<usize>| {
            entry.place(Span::new(shown.start + range.start, shown.start + range.end))
        };
        let mut seen = HashMap::new();
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
