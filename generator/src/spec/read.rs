//! Reads an IR file.

use tablature_ir::{Service, VERSION};

use super::yaml;
use crate::diagnostic::{Diagnostic, Id, Span};

/// Reads the IR of one service; `file` is the name that a diagnostic gives it.
///
/// # Errors
/// The text is not YAML, says something that the IR does not know, says it twice, or is of another version of the
/// format.
pub fn read(file: &str, text: &str) -> Result<Service, Diagnostic> {
    if let Some((line, version)) = version(text)
        && version != VERSION.to_string()
    {
        let start = yaml::offset(text, line, 1);
        return Err(Diagnostic::new(
            Id::SpecVersion,
            format!("this file is of version {version} of the format; this program reads version {VERSION}"),
        )
        .at(Span { file: file.into(), range: start..start + "tablature".len() })
        .hint(match version {
            "1" => "`tablature extract` writes the file anew from its pages; where there are none, say `tablature: 2`: \
                    what version 1 says, version 2 says alike",
            _ => "write the file anew with this program, or use the program that wrote it",
        }));
    }
    let mut service: Service = yaml::from_str(Id::SpecSyntax, file, text)?;
    service.define_values();
    Ok(service)
}

/// The version that the file states, with its line. It is looked for before anything else, because a file of another
/// version would be full of unknown keys.
fn version(text: &str) -> Option<(usize, &str)> {
    text.lines().enumerate().find_map(|(at, line)| {
        let version = line.strip_prefix("tablature:")?.split('#').next()?.trim();
        Some((at + 1, version))
    })
}
