//! Dialects: how one vendor writes pages, as data.
//!
//! A dialect is a YAML file ([`Source`]) that is checked and compiled once ([`Dialect`]). What is true of one vendor
//! only stands there, and nowhere else: the wire, the envelope, headings and words of its own. What all documentation
//! in one language shares stands in the pack of that language ([`Language`]), to which dialects add. The code knows
//! what a table of parameters is; dialects and packs know what its columns are called.

mod compile;
mod faults;
mod labels;
mod language;
mod parse;
mod source;
mod speak;
#[cfg(test)]
mod tests;

pub use compile::Dialect;
pub(crate) use compile::{Column, Word, normal};
#[cfg(feature = "cli")]
pub(crate) use faults::Places;
pub(crate) use labels::Meaning;
pub use language::{Keys, LANGUAGES, Language};
pub(crate) use language::{Part, Said};
pub(crate) use parse::{over, says};
pub use source::{By, Counts, Evidence, FormKind, Nesting, Paging, Sides, Source, TableRule, Unmarked};

use crate::diagnostic::Diagnostic;

/// The built-in dialects: name and text.
pub const BUILTIN: &[(&str, &str)] = &[
    ("auto", include_str!("../../dialects/auto.yaml")),
    ("bk-cmdb", include_str!("../../dialects/bk-cmdb.yaml")),
    ("bybit", include_str!("../../dialects/bybit.yaml")),
    ("dnsimple", include_str!("../../dialects/dnsimple.yaml")),
    ("gitlab", include_str!("../../dialects/gitlab.yaml")),
    ("huaweicloud", include_str!("../../dialects/huaweicloud.yaml")),
    ("opensearch", include_str!("../../dialects/opensearch.yaml")),
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
/// All faults that can be told apart, each with its line where it has one.
pub fn read(file: &str, text: &str) -> Result<Dialect, Vec<Diagnostic>> {
    let parsed = parse::parse(file, text).map_err(|fault| vec![fault])?;
    Dialect::compile(file, text, parsed, None)
}

/// Reads a dialect as [`read`] does. The words and phrases that are the same in another one the two share, because these
/// cost more to compile than all else.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn read_like(like: &Dialect, file: &str, text: &str) -> Result<Dialect, Vec<Diagnostic>> {
    let parsed = parse::parse(file, text).map_err(|fault| vec![fault])?;
    Dialect::compile(file, text, parsed, Some(like))
}

/// Compiles a dialect that has no file.
#[cfg(test)]
pub(crate) fn compiled(whole: Source, languages: Vec<Language>) -> Result<Dialect, Vec<Diagnostic>> {
    Dialect::compile("test", "", parse::Parsed { own: Source::default(), whole, languages }, None)
}
