//! What is printed, and how: verbosity, colour, a progress bar on a terminal.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
    time::Duration,
};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    diagnostic::{Diagnostic, Severity, Sources, text},
    engine::{Failure, slashes},
    escape,
    output::Ground,
};

/// Options that every command takes.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct Options {
    /// Say less: only errors (`-q`)
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: also what is harmless (`-v`)
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

/// Where a command speaks to its user. Results go to standard output, everything else to standard error.
#[derive(Clone, Debug)]
pub struct Terminal {
    least: Severity,
    quiet: bool,
    color: Color,
}

impl Terminal {
    /// A terminal as the options say.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let least = match (options.quiet, options.verbose) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Info,
            _ => Severity::Warning,
        };
        Terminal { least, quiet: options.quiet, color: options.color }
    }

    /// Whether standard error is coloured.
    #[must_use]
    pub fn color(&self) -> bool {
        self.colored(io::stderr().is_terminal())
    }

    /// Whether standard output is coloured.
    #[must_use]
    pub fn color_results(&self) -> bool {
        self.colored(io::stdout().is_terminal())
    }

    fn colored(&self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }

    /// Whether the user asked for more.
    #[must_use]
    pub fn is_verbose(&self) -> bool {
        self.least == Severity::Info
    }

    /// The least severity that is shown.
    #[must_use]
    pub fn least(&self) -> Severity {
        self.least
    }

    /// Prints the diagnostics that are severe enough to be shown.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let shown = diagnostics.iter().filter(|diagnostic| diagnostic.severity >= self.least);
        // Nobody is left to be told when standard error is closed.
        let _ = write!(io::stderr().lock(), "{}", text::render_all(shown, sources, self.color()));
    }

    /// Prints a line about what the command does, unless quiet.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            self.warn(line);
        }
    }

    /// Prints a line that a user must see, quiet or not.
    pub fn warn(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", escape::line(line));
    }

    /// The folder below which a command writes. Where another run holds it, this says so and waits.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn ground(&self, root: &Path) -> Result<Ground, Failure> {
        let waits = || {
            self.say(&format!(
                "waits for another run in {}",
                std::path::absolute(root).unwrap_or_else(|_| root.to_owned()).display()
            ));
        };
        Ok(Ground::take(root, &waits)?)
    }

    /// Says that somebody's edit is about to be lost.
    pub fn edited(&self, path: &Path) {
        self.warn(&format!(
            "{}: was edited by hand since it was generated; the edit goes, corrections stand in an overlay",
            slashes(path)
        ));
    }

    /// A progress bar on a terminal; nothing in a pipe.
    #[must_use]
    pub fn progress(&self, what: &'static str, length: usize) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(length as u64).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg:>12} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    }
}

/// Prints results to standard output. A program that reads them gets them unchanged; on a terminal hidden characters
/// are shown. It is not an error when the reader closes the pipe early (`| head`).
///
/// # Errors
/// Standard output cannot be written for another reason.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let text = if out.is_terminal() { escape::terminal::colored(text) } else { text.into() };
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &[Severity::Error, Severity::Warning, Severity::Info]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.as_str()))
    }
}
