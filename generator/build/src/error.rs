//! What can go wrong, as text that reads well in the output of cargo.

use std::fmt;

use tablature::{
    diagnostic::{Diagnostic, Sources},
    engine::Failure,
};

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no `OUT_DIR`, and no other folder was named: this is not a build script.
    NoOutDir,
    /// An input cannot be read or is not right, or a file cannot be written.
    Failed(Failure),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoOutDir => {
                f.write_str("OUT_DIR is not set: call this in a build script, or name a folder by `out_dir`")
            }
            Error::Failed(Failure::Message { what, hint }) => {
                f.write_str(what)?;
                hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n = help: {hint}"))
            }
            Error::Failed(Failure::Diagnostics(findings, sources)) => {
                for (index, finding) in findings.iter().enumerate() {
                    if index > 0 {
                        f.write_str("\n\n")?;
                    }
                    show(finding, sources, f)?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::Failed(failure)
    }
}

/// The finding with the line it speaks of, marked.
fn show(finding: &Diagnostic, sources: &Sources, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} [{}]", finding.message, finding.id)?;
    let file = finding.span.as_ref().map_or_else(String::new, |span| sources.shown(&span.file));
    let place = finding.span.as_ref().and_then(|span| Some((sources.positions(span)?, sources.lines(span)?)));
    match place {
        None if file.is_empty() => {}
        None => write!(f, "\n --> {file}")?,
        Some(((start, end), lines)) => {
            let number = start.line.to_string();
            let margin = " ".repeat(number.len());
            let line = lines.text.lines().next().unwrap_or_default();
            let before: usize = line.chars().take(start.column.saturating_sub(1)).map(width).sum();
            let until = if end.line == start.line { end.column } else { line.chars().count() + 1 };
            let marked =
                line.chars().skip(start.column.saturating_sub(1)).take(until.saturating_sub(start.column));
            let carets = "^".repeat(marked.map(width).sum::<usize>().max(1));
            write!(
                f,
                "\n{margin}--> {file}:{number}:{}\n{margin} |\n{number} | {line}\n{margin} | ",
                start.column
            )?;
            write!(f, "{}{carets}", " ".repeat(before))?;
        }
    }
    if let Some(hint) = &finding.hint {
        write!(f, "\n = help: {hint}")?;
    }
    Ok(())
}

/// The columns that a character takes: two for those of the East Asian scripts.
fn width(c: char) -> usize {
    let wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    if wide { 2 } else { 1 }
}
