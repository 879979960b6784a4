//! Dialects: how one vendor writes pages, as data.
//!
//! A dialect is a YAML file ([`Source`]) that is checked and compiled once ([`Dialect`]). Everything that is
//! true of one vendor only stands there: headings, column words, type words, the envelope, phrases. The code
//! knows what a table of parameters is; the dialect knows what its columns are called.

mod compile;
mod parse;
mod source;
#[cfg(test)]
mod tests;

pub use compile::Dialect;
pub(crate) use compile::{Column, Meaning, Word, normal};
pub use source::{FormKind, Nesting, Paging, Source, TableRule};

use crate::diagnostic::Diagnostic;

/// The built-in dialects: name and text.
pub const BUILTIN: &[(&str, &str)] = &[
    ("huaweicloud", include_str!("../../dialects/huaweicloud.yaml")),
    ("ucloud", include_str!("../../dialects/ucloud.yaml")),
];

/// The text of the built-in dialect of this name.
#[must_use]
pub fn builtin(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(builtin, _)| *builtin == name).map(|(_, text)| *text)
}

/// Reads and compiles a dialect. `file` is how messages name it.
///
/// # Errors
///
/// All faults that can be told apart, each with its line where there is one.
pub fn read(file: &str, text: &str) -> Result<Dialect, Vec<Diagnostic>> {
    let mut source = parse::parse(file, text).map_err(|fault| vec![fault])?;
    if let Some(name) = &source.like {
        let known = builtin(name);
        let base = known.ok_or_else(|| vec![parse::no_such(file, text, name)])?;
        source.fill(parse::parse(name, base).map_err(|fault| vec![fault])?);
    }
    Dialect::compile(file, text, source)
}
