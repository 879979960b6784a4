//! The examples of a page as the IR keeps them.

use tablature_ir::{Example, ExampleKind, Status};

use super::{draft::Draft, examples::Parsed, page::Page};
use crate::{
    diagnostic::Diagnostics,
    raw::{self, Role},
};

/// Keeps the examples: JSON in compact form, other requests as written.
pub(super) fn samples(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    draft.ir.examples = examples(&page.entry.raw, &page.examples);
}

/// A value as JSON on one line. To display it would cost twice as much.
fn compact(value: &serde_json::Value) -> String {
    // The keys of a value are text: it always has one.
    serde_json::to_string(value).unwrap_or_default()
}

fn examples(page: &raw::Page, parsed: &[Parsed]) -> Vec<Example> {
    let mut examples = Vec::new();
    for (index, raw) in page.examples.iter().enumerate() {
        let json = parsed.iter().find(|parsed| parsed.index == index);
        let status = raw.status.filter(|status| *status >= 100).map(|status| Status(status.to_string()));
        let example = |of, text: String, status| Example { of, title: String::new(), status, text };
        match (raw.role, json) {
            (Role::ResponseExample, Some(json)) => {
                examples.push(example(ExampleKind::Response, compact(&json.value), status));
            }
            (Role::RequestExample, json) => {
                let start = json.map_or(raw.text.len(), |json| json.start);
                let text = raw.text.get(..start).unwrap_or_default().trim();
                if !text.is_empty() {
                    examples.push(example(ExampleKind::Request, text.to_owned(), None));
                }
                if let Some(json) = json {
                    examples.push(example(ExampleKind::Body, compact(&json.value), None));
                }
            }
            _ => {}
        }
    }
    examples
}
