//! Reading pages, and the parsers beneath it, as work that can be counted: on one thread, over the same bytes.

#![expect(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a library for the programs of this package only"
)]

#[path = "../../../generator/benches/pipeline/pages.rs"]
pub mod pages;
#[path = "../../../generator/benches/pipeline/parsers.rs"]
pub mod parsers;

use std::{env::Args, hint::black_box};

use tablature::{
    engine::{self, Reading},
    spec,
};

use pages::Set;

/// What is counted.
#[derive(Debug)]
pub enum Work {
    /// The dialect: a fixed cost of each run.
    Dialect,
    /// pulldown-cmark alone.
    Markdown,
    /// scraper alone over the HTML tables.
    Html,
    /// Pages to IR files, in memory. What the dialect compiles when it is first used is part of it.
    Extract,
}

/// Work over some pages.
pub struct Task {
    work: Work,
    set: Set,
}

impl Task {
    /// The work that the arguments ask for: `WORK SET STEP`, where one page in STEP is read of the set. `None` if they
    /// ask for none.
    #[must_use]
    pub fn of(mut args: Args) -> Option<Task> {
        let work = match args.nth(1)?.as_str() {
            "dialect" => Work::Dialect,
            "markdown" => Work::Markdown,
            "html" => Work::Html,
            "extract" => Work::Extract,
            _ => return None,
        };
        let set = Set::named(&args.next()?)?.thinned(args.next()?.parse().ok()?);
        Some(Task { work, set })
    }

    /// Prepares the work, then gives it to `count`.
    pub fn run(&self, count: impl FnOnce(&dyn Fn())) {
        let set = &self.set;
        match self.work {
            Work::Dialect => count(&|| drop(black_box(set.dialect()))),
            Work::Markdown => count(&|| parsers::markdown(set)),
            Work::Html => {
                let tables = parsers::tables(set);
                count(&|| parsers::html(&tables));
            }
            Work::Extract => {
                let reading = Reading::new(set.vendor, set.dialect());
                count(&|| extract(set, &reading));
            }
        }
    }
}

/// Pages to the text of IR files.
fn extract(set: &Set, reading: &Reading) {
    let specs = engine::read(&set.pages, "", reading.clone()).expect("pages without overlays");
    for lowered in &specs.services {
        black_box(spec::write(&lowered.service));
    }
}
