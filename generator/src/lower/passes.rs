//! The passes, in order: what is decided when. A pass reads what pages say and changes a draft; what it hands on to the
//! next stands in the draft, and `tablature show PAGE --after PASS` prints it.

use super::{
    answered, asked, called, context,
    draft::Draft,
    errors, evidence, facts, groups, head, leftover, media, merge, nulls,
    page::Page,
    paging, parameters, payload, request, responses, roots, samples,
    service::{self, Pages, ServiceDraft},
    shared, told, unread, wrapped,
};
use crate::{diagnostic::Diagnostics, parallel::each};

/// One step from what pages say to the IR.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// Its name, one word.
    pub name: &'static str,
    /// What it decides.
    pub does: &'static str,
    run: Run,
}

/// What a pass works on.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// On a service, with all its pages at hand.
    Service(fn(&mut ServiceDraft<'_>, &Pages<'_>, &mut Diagnostics)),
    /// On each operation by itself.
    Operation(fn(&mut Draft, &Page<'_>, &mut Diagnostics)),
}

const fn service(
    name: &'static str,
    does: &'static str,
    run: fn(&mut ServiceDraft<'_>, &Pages<'_>, &mut Diagnostics),
) -> Pass {
    Pass { name, does, run: Run::Service(run) }
}

const fn operation(
    name: &'static str,
    does: &'static str,
    run: fn(&mut Draft, &Page<'_>, &mut Diagnostics),
) -> Pass {
    Pass { name, does, run: Run::Operation(run) }
}

/// All passes, in order.
pub const PASSES: &[Pass] = &[
    service("classify", "which pages are operations, and why the others are none", service::classify),
    service("settle", "which of several pages for one operation counts; an id for each", service::settle),
    operation("head", "title, description, request, authentication, retries", head::head),
    operation("roots", "which tables are the request and the responses themselves", roots::roots),
    operation("request", "tables of the request become parameters and body", request::request),
    operation("template", "what only the address of the request says", parameters::template),
    operation("responses", "tables of the responses become headers and bodies", responses::responses),
    operation("told", "a body without a table is what a sentence links to", told::told),
    operation(
        "asked",
        "a request without a table of its body has the one that its examples show",
        asked::asked,
    ),
    operation("answered", "a response without a table is what its examples show", answered::answered),
    operation("called", "what stands around the parameters and results of remote calls", called::called),
    operation("wrapped", "the one more object around a body that all examples show", wrapped::wrapped),
    operation("filters", "a parameter without a type filters by the field of its name", parameters::filters),
    operation("leftover", "objects without fields and tables without an object, paired", leftover::leftover),
    operation(
        "evidence",
        "examples decide what tables leave open, and are compared with the rest",
        evidence::evidence,
    ),
    operation("facts", "what descriptions say: values, defaults, ranges, units, formats", facts::facts),
    operation("groups", "which parameters depend on each other", groups::groups),
    operation("media", "whether the body of the request is written as a form", media::media),
    operation("samples", "the examples that the IR keeps", samples::samples),
    service("faults", "operations of pages with errors are left out", service::faults),
    service(
        "nulls",
        "fields that examples only show as null have the type of others of their name on the page",
        nulls::nulls,
    ),
    service("unread", "everything is counted, and what no rule read is reported", unread::unread),
    service("types", "names of types and enums", shared::types),
    service("merge", "operations and types become the service", merge::merge),
    service("payload", "payloads are taken out of the envelope", payload::payload),
    service("paging", "how operations are called page by page", paging::paging),
    service("errors", "which examples are error bodies, and which shape they have", errors::errors),
    service("context", "parameters that clients supply everywhere", context::context),
    service("codes", "error codes that pages without an operation list", context::codes),
];

/// Runs the passes over a service, up to the last or to the one of this name.
pub(super) fn run(
    service: &mut ServiceDraft<'_>,
    pages: &Pages<'_>,
    until: Option<&str>,
    diagnostics: &mut Diagnostics,
) {
    let count = PASSES.iter().position(|pass| Some(pass.name) == until).map_or(PASSES.len(), |at| at + 1);
    let of_operations = |pass: &Pass| match pass.run {
        Run::Service(_) => None,
        Run::Operation(run) => Some(run),
    };
    let mut rest = PASSES.get(..count).unwrap_or(PASSES);
    while let Some((pass, after)) = rest.split_first() {
        match pass.run {
            Run::Service(run) => {
                run(service, pages, diagnostics);
                rest = after;
            }
            // Operations are independent, so each goes through all the passes that follow.
            Run::Operation(_) => {
                let runs: Vec<_> = rest.iter().map_while(of_operations).collect();
                let drafts = each(&service.candidates, |candidate| {
                    let page = Page::new(pages.book, pages.dialect, candidate)?;
                    let mut draft = Draft::new(candidate);
                    let mut found = Diagnostics::new();
                    for run in &runs {
                        run(&mut draft, &page, &mut found);
                    }
                    draft.found = found;
                    Some(draft)
                });
                service.drafts = drafts.into_iter().flatten().collect();
                rest = rest.get(runs.len()..).unwrap_or_default();
            }
        }
    }
}
