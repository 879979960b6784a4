//! The table at the end.

use std::time::Duration;

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    /// The peaks of memory in kilobytes, by set.
    pub(crate) peaks: Vec<(String, usize)>,
}

/// A phase over a set of pages.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) set: String,
    pub(crate) phase: Phase,
    pub(crate) pages: usize,
    pub(crate) bytes: usize,
    /// How many operations came out, where some do.
    pub(crate) operations: usize,
    /// The shortest time of all runs.
    pub(crate) time: Duration,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Markdown,
    Html,
    Load,
    Extract,
    Quarter,
    Half,
    Emit,
    Generate,
    Again,
}

impl Phase {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Phase::Markdown => "pulldown-cmark alone",
            Phase::Html => "scraper alone, tables",
            Phase::Load => "load, 1 thread",
            Phase::Extract => "pages to IR, 1 thread",
            Phase::Quarter => "pages to IR, a quarter",
            Phase::Half => "pages to IR, a half",
            Phase::Emit => "IR to crates, 1 thread",
            Phase::Generate => "pages to crates on disk",
            Phase::Again => "the same, nothing changed",
        }
    }
}

impl Report {
    /// Prints all rows with their ratios.
    pub(crate) fn print(&self) {
        println!(
            "\n{:<18} {:<27} {:>10} {:>8} {:>9} {:>11} {:>10}",
            "pages", "phase", "ms", "MB/s", "ops/s", "x pulldown", "x scraper"
        );
        let mut set = "";
        for row in &self.rows {
            let name = if row.set == set { String::new() } else { format!("{} ({})", row.set, row.pages) };
            set = &row.set;
            let share = match row.phase {
                Phase::Quarter => 0.25,
                Phase::Half => 0.5,
                _ => 1.0,
            };
            let seconds = row.time.as_secs_f64();
            #[expect(clippy::cast_precision_loss, reason = "counts of bytes and operations are small")]
            let (megabytes, operations) = (row.bytes as f64 / 1e6 * share, row.operations as f64);
            println!(
                "{name:<18} {:<27} {:>10.1} {:>8.1} {:>9} {:>11} {:>10}",
                row.phase.name(),
                seconds * 1e3,
                megabytes / seconds,
                if operations > 0.0 { format!("{:.0}", operations / seconds) } else { String::new() },
                self.ratio(row, Phase::Markdown, share),
                self.ratio(row, Phase::Html, share),
            );
        }
        println!("\nMarkdown and HTML parsers run on one thread; the disk phases on all.");
        println!("A quarter and a half are compared with a quarter and a half of the parsers' time.");
        for (set, kilobytes) in &self.peaks {
            println!("peak memory, {set}, pages to crates on disk: {} MB", kilobytes / 1024);
        }
    }

    /// How many times as long as a parser alone.
    fn ratio(&self, row: &Row, parser: Phase, share: f64) -> String {
        let base = self.rows.iter().find(|base| base.set == row.set && base.phase == parser);
        base.map_or_else(String::new, |base| {
            format!("{:.2}", row.time.as_secs_f64() / (base.time.as_secs_f64() * share))
        })
    }
}
