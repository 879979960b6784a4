//! What an operation is beside its fields: its title and description, its request, how it is authenticated and whether
//! it may be sent twice.

use tablature_ir::{Deprecation, Method};

use super::{draft::Draft, page::Page, paging};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::Dialect,
    prose,
};

/// Fills in the head of an operation.
pub(super) fn head(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let raw = &page.entry.raw;
    if let Some(span) = raw.bare_address {
        let message =
            format!("no method stands with `{}`, so it is called with {}", page.template.path, page.method());
        let found = Diagnostic::new(Id::AssumedMethod, message).at(page.entry.place(span));
        diagnostics.push(
            found.hint("write the method on the page, or correct `method` of the operation in an overlay"),
        );
    }
    if let Some(span) = raw.bare_call {
        let message = "no address stands with this call, so it goes to that of the service itself";
        let found = Diagnostic::new(Id::AssumedAddress, message).at(page.entry.place(span));
        diagnostics.push(
            found.hint("write the address on the page, or correct `uri` of the operation in an overlay"),
        );
    }
    let title = raw.title.as_ref().map(|title| title.text.clone()).unwrap_or_default();
    // A description that is the title again says nothing.
    let plain = |text: &str| text.trim().trim_end_matches(['.', '\u{3002}']).trim_end().to_lowercase();
    let description =
        if plain(&raw.description) == plain(&title) { String::new() } else { raw.description.clone() };
    let advice = prose::deprecated_operation(&title, &description, &page.dialect.prose);
    let uri = page.template.path.clone();
    draft.ir = tablature_ir::Operation {
        title,
        description,
        page: page.entry.path.to_string(),
        method: page.method(),
        auth: auth(page.method(), &uri, page.dialect),
        uri,
        deprecated: advice.map(Deprecation::new),
        retry: paging::retry(page.candidate, page.dialect),
        errors: raw.errors.clone(),
        ..tablature_ir::Operation::default()
    };
}

/// How an operation is authenticated, where the dialect says it of its method and path.
fn auth(method: Method, uri: &str, dialect: &Dialect) -> Option<Vec<Vec<String>>> {
    let request = format!("{method} {uri}");
    let rules = dialect.auth_of.iter().zip(&dialect.source.service.auth_of);
    let mut fitting = rules.filter(|(regex, _)| regex.as_ref().is_some_and(|regex| regex.is_match(&request)));
    fitting.next().map(|(_, rule)| rule.auth.clone())
}
