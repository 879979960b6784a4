//! Diagnostics as workflow commands, which GitHub Actions shows beside the lines of a pull request.

use super::{Diagnostic, Severity, Sources};
use crate::escape::workflow::{data, property};

/// One line: `::error file=…,line=…,col=…,title=…::message`.
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some(span) = &diagnostic.span {
        properties.push(format!("file={}", property(&sources.shown(&span.file))));
        if let Some((start, end)) = sources.positions(span) {
            properties.push(format!("line={},endLine={},col={}", start.line, end.line, start.column));
        }
    }
    properties.push(format!("title={}", diagnostic.id));
    let mut message = diagnostic.message.clone();
    if let Some(hint) = &diagnostic.hint {
        message.push('\n');
        message.push_str(hint);
    }
    format!("::{command} {}::{}", properties.join(","), data(&message))
}
