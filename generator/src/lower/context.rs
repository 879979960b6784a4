//! What holds for a whole service: the parameters that clients supply, and the codes that pages of no operation list.

use tablature_ir::{Protocol, WireName};

use super::service::{Pages, ServiceDraft};
use crate::diagnostic::Diagnostics;

/// Keeps the parameters of the dialect that the service has.
pub(super) fn context(draft: &mut ServiceDraft<'_>, pages: &Pages<'_>, _: &mut Diagnostics) {
    let service = &mut draft.service;
    let facts = &pages.dialect.source.service;
    // With one address for everything these are parameters of every operation, whether its page repeats them or
    // not: the vendor's own SDK sends them with each.
    let everywhere = matches!(facts.protocol, Protocol::Rpc(_));
    let used = |key: &WireName| {
        everywhere
            || service
                .operations
                .values()
                .any(|operation| operation.parameters().any(|(_, name, _)| name == key))
            || facts.endpoint.contains(&format!("{{{key}}}"))
    };
    let supplied = if service.global { &facts.global.context } else { &facts.context };
    service.context =
        supplied.iter().filter(|(name, _)| used(name)).map(|(name, of)| (name.clone(), of.clone())).collect();
}

/// Gathers the codes.
pub(super) fn codes(draft: &mut ServiceDraft<'_>, pages: &Pages<'_>, _: &mut Diagnostics) {
    let others = draft.pages.iter().filter(|page| draft.reasons.contains_key(page));
    let codes = others.filter_map(|page| pages.book.entry(*page)).flat_map(|entry| &entry.raw.errors);
    for code in codes {
        if !draft.service.codes.iter().any(|known| known.code == code.code) {
            draft.service.codes.push(code.clone());
        }
    }
}
