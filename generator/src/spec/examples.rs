//! Examples, which lie beside the IR: `examples/uhub/GetRepoImage.yaml` beside `uhub.yaml`.
//!
//! They are long, often random, and change with every edit of a page. Apart from the IR they do not stand in a
//! reviewer's way. A file says which operation it belongs to, so that it may have any name.

use tablature_ir::{ExampleFile, OperationId, Service};

use super::yaml;
use crate::diagnostic::{Diagnostic, Id, Span, closest};

/// The folder with the examples of an IR file, where it has any: `specs/acme/examples/disk` of `specs/acme/disk.yaml`.
#[must_use]
pub fn folder(ir: &str) -> String {
    let (folder, name) = ir.rsplit_once('/').map_or(("", ir), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}examples/{}", name.strip_suffix(".yaml").unwrap_or(name))
}

/// Adds the examples of one file to their operation; `file` is the name that a diagnostic gives it.
///
/// # Errors
/// The text is not such a file, the service has no such operation, or the operation has examples already.
pub fn add(service: &mut Service, file: &str, text: &str) -> Result<(), Diagnostic> {
    let ExampleFile { operation: id, examples } = yaml::from_str(Id::SpecSyntax, file, text)?;
    let fault = |message, hint| {
        let start = text.lines().position(|line| line.starts_with("operation:"));
        let start = start.map_or(0, |line| yaml::offset(text, line + 1, 1));
        let span = Span { file: file.into(), range: start..start + "operation".len() };
        Diagnostic::new(Id::MisplacedExamples, message).at(span).hint(hint)
    };
    let Some(operation) = service.operations.get_mut(&id) else {
        let close = closest(id.as_str(), service.operations.keys().map(OperationId::as_str));
        let hint = match close {
            Some(close) => format!("did you mean `{close}`?"),
            None => "remove the file, or write it and the IR anew: `tablature extract`".to_owned(),
        };
        return Err(fault(format!("the service `{}` has no operation `{id}`", service.service), hint));
    };
    if !operation.examples.is_empty() {
        let hint = "an operation has its examples in one file, or in the IR itself".to_owned();
        return Err(fault(format!("`{id}` has examples already"), hint));
    }
    operation.examples = examples;
    Ok(())
}
