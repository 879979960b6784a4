//! What is fuzzed: everything that reads what strangers write. A target takes any bytes, and must return without a
//! panic, in time, and in little memory.

mod clients;
mod files;
mod pages;
pub mod seeds;

/// One thing that is fuzzed.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Takes an input.
    pub run: fn(&[u8]),
    /// Where its seeds are, from the root of the repository: files, or folders of them.
    pub seeds: &'static [&'static str],
    /// How many inputs it must pass.
    pub inputs: u64,
}

const PAGES: u64 = 200_000;
const OTHERS: u64 = 1_000_000;

const fn other(name: &'static str, run: fn(&[u8]), seeds: &'static [&'static str]) -> Target {
    Target { name, run, seeds, inputs: OTHERS }
}

const fn page(name: &'static str, run: fn(&[u8]), seeds: &'static [&'static str]) -> Target {
    Target { name, run, seeds, inputs: PAGES }
}

/// All targets.
pub const TARGETS: &[Target] = &[
    page("page-auto", pages::auto, &["tests/cases"]),
    page("page-bk-cmdb", pages::bk_cmdb, &["tests/cases/bk-cmdb", "tests/cases/ucloud"]),
    page("page-bybit", pages::bybit, &["tests/cases/bybit", "tests/cases/ucloud"]),
    page("page-dnsimple", pages::dnsimple, &["tests/cases/dnsimple", "tests/cases/ucloud"]),
    page("page-gitlab", pages::gitlab, &["tests/cases/gitlab", "tests/cases/ucloud"]),
    page("page-huaweicloud", pages::huaweicloud, &["tests/cases/huaweicloud"]),
    page("page-opensearch", pages::opensearch, &["tests/cases/opensearch", "tests/cases/ucloud"]),
    page("page-ucloud", pages::ucloud, &["tests/cases/ucloud", "specs/ucloud/docs"]),
    other("dialect", files::dialect, &["generator/dialects", "tests/fuzz/corpus/dialect"]),
    other("overlay", files::overlay, &["tests/fuzz/corpus/overlay"]),
    other("ir", files::ir, &["tests/fuzz/corpus/ir"]),
    other("diff", files::diff, &["tests/fuzz/corpus/ir"]),
    other("json", files::json, &["tests/fuzz/corpus/json"]),
    other("response", clients::response, &["tests/fuzz/corpus/json"]),
    other("recipe", clients::recipe, &["tests/fuzz/corpus/recipe"]),
    other("answer", clients::answer, &["tests/fuzz/corpus/answer"]),
    other("request", clients::request, &["tests/fuzz/corpus/request"]),
];

/// A target by its name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|target| target.name == name).copied()
}
