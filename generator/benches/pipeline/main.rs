//! How fast the phases are, and how they compare with the parsers that they stand on, in one run:
//!
//! - the five seed pages of `specs/`, multiplied to 2000 pages with their own operation ids;
//! - real pages, where they are at hand (`TABLATURE_SHARED`, or `../shared` beside the repository).
//!
//! `cargo bench` ends with a table of ratios: whole phases against pulldown-cmark and scraper over the same
//! bytes, on the same threads. `cargo bench -- ucloud` runs the rows whose names have the word in them.

#[expect(unreachable_pub, reason = "the package tests/cost shows it to its programs")]
mod pages;
#[expect(unreachable_pub, reason = "the package tests/cost shows it to its programs")]
mod parsers;
mod phases;
mod report;

use criterion::Criterion;
use pages::Set;
use report::Report;

fn main() {
    // The peak of memory is that of a process; this one has run everything else before.
    if let Some(set) = std::env::var_os(phases::PEAK) {
        return phases::peak(&set.to_string_lossy());
    }
    let mut criterion = Criterion::default().sample_size(10).without_plots().configure_from_args();
    let mut report = Report::default();
    let sets = Set::all();
    for set in &sets {
        phases::run(set, &mut criterion, &mut report);
    }
    criterion.final_summary();
    report.print();
}
