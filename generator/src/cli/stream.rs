//! `tablature extract --pages FILE`: pages in and what they say out, a line each, in memory that does not grow.
//!
//! What a page says is a function of the page and the dialect, so lines can be cut anywhere and put together again:
//! other programs may spread them over many processes and machines.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    process::ExitCode,
};

use serde::{Deserialize, Serialize};

use super::{show::view, terminal::Terminal};
use crate::{
    dialect::{By, Dialect},
    engine::{self, Failure},
    extract,
    load::{self, MAX_BYTES},
    parallel::each,
};

/// How many lines are in memory at once.
const LINES: usize = 256;

/// How many bytes a line may have: those of a page, most of which may be escapes of JSON.
const MAX_LINE: u64 = MAX_BYTES * 2;

/// A page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Where it is, relative to the vendor's folder of pages, with `/`.
    path: String,
    /// What is in the file.
    text: String,
}

/// What a page says.
#[derive(Serialize)]
struct Told<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<view::PageView>>,
    /// Why it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A line is no page, or the dialect cannot be read or has no rules of its own. Whole lines may have been printed.
pub(super) fn run(pages: &Path, dialect: Option<&str>, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let dialect = engine::dialect(dialect.unwrap_or_default(), Path::new(""))?;
    if dialect.source.by == By::Evidence {
        let fault = Failure::new("without a dialect, what one page says depends on all the others");
        return Err(fault.hint("draft a dialect by `tablature init VENDOR --from PAGES`, and name its file"));
    }
    let name = if pages == Path::new("-") { "standard input".to_owned() } else { engine::slashes(pages) };
    let mut lines = Lines { name, input: BufReader::new(engine::file::stream(pages)?), at: 0 };
    let mut out = io::stdout().lock();
    let (mut count, mut broken) = (0, 0);
    loop {
        let batch = lines.next()?;
        if batch.is_empty() {
            break;
        }
        let told = each(&batch, |line| told(line, &dialect));
        for (text, is_read) in told {
            count += 1;
            broken += usize::from(!is_read);
            if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")) {
                // Whoever read the lines has enough of them.
                return match error.kind() {
                    io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
                    _ => Err(Failure::new(format!("standard output: {error}"))),
                };
            }
        }
    }
    if count == 0 {
        return Err(Failure::new(format!("{}: there is no page in it", lines.name)));
    }
    terminal.say(&format!("{count} pages, {broken} of them not read"));
    Ok(if broken > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The line of a page, and whether it could be read.
fn told(line: &Line, dialect: &Dialect) -> (String, bool) {
    let page = load::Page::new(line.path.as_str(), line.text.as_bytes());
    let (parts, error) = match engine::document(&page) {
        Ok(mut document) => {
            let parts = extract::pages(&mut document, dialect);
            (Some(view::parts(&document, &parts)), None)
        }
        Err(found) => (None, Some(found.message)),
    };
    let is_read = error.is_none();
    // Plain data with keys that are text always has a text.
    (serde_json::to_string(&Told { path: &line.path, parts, error }).unwrap_or_default(), is_read)
}

/// Pages, line by line.
struct Lines {
    name: String,
    input: BufReader<Box<dyn Read>>,
    /// The number of the last line, from 1.
    at: usize,
}

impl Lines {
    /// The next pages; none at the end.
    fn next(&mut self) -> Result<Vec<Line>, Failure> {
        let mut batch = Vec::new();
        let mut bytes = Vec::new();
        while batch.len() < LINES {
            bytes.clear();
            let read = self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes);
            let read = read.map_err(|error| Failure::new(format!("{}: {error}", self.name)))?;
            if read == 0 {
                break;
            }
            self.at += 1;
            if read as u64 == MAX_LINE && !bytes.ends_with(b"\n") {
                return Err(self.fault(format!("the line has more than {} MB", MAX_LINE >> 20)));
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let line: Line = serde_json::from_slice(&bytes).map_err(|error| self.fault(error.to_string()))?;
            if !load::is_page(&line.path) {
                let endings = load::ENDINGS.map(|it| format!(".{it}")).join(" ");
                return Err(self.fault(format!("`{}` is no page; a page ends in {endings}", line.path)));
            }
            batch.push(line);
        }
        Ok(batch)
    }

    fn fault(&self, what: impl std::fmt::Display) -> Failure {
        Failure::new(format!("{}, line {}: {what}", self.name, self.at))
            .hint("each line is a page: {\"path\": \"service/page.md\", \"text\": \"…\"}")
    }
}
