//! A pattern is a regular expression, in the syntax of Rust's `regex` or of ECMAScript, which is that of OpenAPI.

use tablature_ir::{Service, walk};

use super::{Finding, finding, label};
use crate::diagnostic::{Diagnostic, Id};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for node in walk(service) {
        let Some(pattern) = node.field.and_then(|field| field.pattern.as_deref()) else { continue };
        // To read it is enough; nothing is matched by it here.
        if regex_syntax::parse(pattern).is_ok() {
            continue;
        }
        if let Err(error) = regress::Regex::new(pattern) {
            let message = format!(
                "{} has the pattern `{pattern}`, which is no regular expression: {error}",
                label(&node)
            );
            findings.push(finding(&node, Diagnostic::new(Id::InvalidPattern, message)));
        }
    }
}
