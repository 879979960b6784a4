//! `tablature init`: a dialect and vendor.yaml drafted from pages that nobody prepared.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use tablature_ir::{
    Location, WireName,
    walk::{Holder, walk},
};

use super::{
    make::number,
    schema,
    terminal::{Terminal, print},
    workspace::Workspace,
};
use crate::{
    diagnostic::{Id, Sources},
    dialect::{self, Dialect},
    engine::{self, Failure, Reading, Specs, file, runtime, slashes, tree::Tree},
    escape::{self, yaml::quoted},
    extract::evidence,
    load::Page,
    output::{self, Files},
};

/// Draft a dialect and vendor.yaml from pages that nobody prepared
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The vendor's id
    vendor: String,
    /// The folder of its pages
    #[arg(long, value_name = "PAGES")]
    from: PathBuf,
    /// Write here instead of specs/VENDOR
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The files that are drafted.
const DIALECT: &str = "dialect.yaml";
const VENDOR: &str = "vendor.yaml";

/// Runs the command. What is there already is not written over: what has come to differ is proposed.
///
/// # Errors
/// The pages cannot be read or none is an operation, or there is nowhere to write.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => Workspace::find_or_begin()?.specs().join(&arguments.vendor),
    };
    let tree = Tree::disk(&arguments.from)?;
    let pages = tree.pages()?;
    let (draft, dialect) = drafted(&pages, &tree, terminal)?;
    let reading = Reading::new(arguments.vendor.as_str(), dialect);
    let specs = engine::read(&pages, &tree.prefix(), reading)?;
    specs.require_operation()?;
    let settings = settings(&arguments.vendor, &runtime::relative(&out, &arguments.from));
    let ground = terminal.ground(&out)?;
    let files = [(DIALECT, schema::Name::Dialect, draft), (VENDOR, schema::Name::Vendor, settings)];
    let mut new = Files::new();
    let mut text = String::new();
    for (name, kind, drafted) in files {
        let (line, beside) = for_editors(name);
        let (schema, drafted) = (schema::text(kind), format!("{line}{drafted}"));
        // Nobody edits it, and another version of this program may know other words.
        if !file::text(&out.join(&beside)).is_ok_and(|there| there == schema) {
            new.insert(beside, schema.into_bytes());
        }
        let path = out.join(name);
        if path.exists() {
            text.push_str(&proposed(&path, &file::text(&path)?, &drafted));
        } else {
            new.insert(name.to_owned(), drafted.into_bytes());
        }
    }
    let mut written: Vec<String> = new.keys().map(|name| slashes(&out.join(name))).collect();
    // What people mend comes first.
    written.sort_by_key(|name| name.strip_suffix(".yaml").is_none());
    output::write(&ground, &new, &[], false, &|_| {})?;
    let counts = counts(&specs);
    let wrote = if written.is_empty() { "nothing".to_owned() } else { written.join(", ") };
    let told = format!("{counts}\n{}{text}wrote {wrote}\n{}", undecided(&specs), next(arguments));
    print(&escape::terminal::text(&told))?;
    Ok(ExitCode::SUCCESS)
}

/// The line by which editors find the schema of a file, and the file beside it that has the schema.
fn for_editors(name: &str) -> (String, String) {
    let schema = name.replace(".yaml", ".schema.json");
    (format!("# yaml-language-server: $schema={schema}\n"), schema)
}

/// What the pages show, as the text of a dialect, and the dialect.
fn drafted(pages: &[Page], tree: &Tree, terminal: &Terminal) -> Result<(String, Dialect), Failure> {
    let bar = terminal.progress("reading", pages.len());
    let mut documents = Vec::with_capacity(pages.len());
    for page in pages {
        documents.extend(engine::document(page).ok());
        bar.inc(1);
    }
    bar.finish_and_clear();
    let auto = engine::dialect("auto", Path::new(""))?;
    let gathered = evidence::to_draft(&documents.iter().collect::<Vec<_>>(), &auto)
        .map_err(|found| Failure::Diagnostics(found, Sources::new(tree.prefix().trim_end_matches('/'))))?;
    let head = "# How this vendor writes pages, drafted from them by `tablature init`. People mend it: `tablature schema\n\
                # dialect` has every word, and the languages' packs give the usual ones.\n";
    let draft = format!("{head}{}", gathered.draft());
    let dialect = dialect::read_like(&auto, DIALECT, &draft)
        .map_err(|found| Failure::in_file(found, DIALECT, draft.as_str()))?;
    Ok((draft, dialect))
}

fn settings(vendor: &str, docs: &str) -> String {
    format!(
        "# Where this vendor's pages are, and what differs from its dialect. Drafted by `tablature init`.\n\
         title: {}\ndocs: {}\ndialect: {DIALECT}\n",
        quoted(vendor),
        quoted(docs)
    )
}

/// The lines of a draft that differ from those of a file that is there; what a line says behind `#` does not count.
fn proposed(path: &Path, there: &str, drafted: &str) -> String {
    let lines = |text: &str| {
        let lines =
            text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim_end().to_owned());
        lines.filter(|line| !line.is_empty() && !line.trim_start().starts_with('#')).collect::<Vec<_>>()
    };
    let (old, new) = (lines(there), lines(drafted));
    let only = |sign: &str, of: &[String], other: &[String]| {
        let lines = of.iter().filter(|line| !other.contains(line));
        lines.map(|line| format!("  {sign} {line}\n")).collect::<Vec<_>>().concat()
    };
    let differs = only("-", &old, &new) + &only("+", &new, &old);
    if differs.is_empty() {
        return format!("{}: the pages still show what it says\n", path.display());
    }
    format!("{}: left as it is; the pages show otherwise:\n{differs}", path.display())
}

fn counts(specs: &Specs) -> String {
    let operations: usize = specs.services.iter().map(|it| it.service.operations.len()).sum();
    let (pages, services) = (specs.tally.pages, specs.services.len());
    [number(pages, "page"), number(services, "service"), number(operations, "operation")].join(", ")
}

/// Parameters that nearly all operations have, with how many do, and the place of the first: whether the client supplies
/// them, as it does a key or a signature, or callers do, no page says.
fn common(specs: &Specs) -> BTreeMap<String, (usize, String)> {
    /// Operations below which nothing is common.
    const FEW: usize = 5;
    /// The share of operations, in percent.
    const NEARLY_ALL: usize = 80;
    let all: usize = specs.services.iter().map(|it| it.service.operations.len()).sum();
    let mut counts: BTreeMap<(Location, &WireName), (usize, String)> = BTreeMap::new();
    for lowered in &specs.services {
        for node in walk(&lowered.service) {
            let (Holder::Request(id, location), Some(name)) = (node.holder, node.name) else { continue };
            let page = lowered.service.operations.get(id).map_or("", |operation| &operation.page);
            let count = counts.entry((location, name)).or_insert_with(|| {
                let place = lowered.places.on(&node.address(), page);
                (
                    0,
                    place.map_or_else(String::new, |place| {
                        format!("{}:{}", specs.sources.shown(&place.file), place.line)
                    }),
                )
            });
            count.0 += 1;
        }
    }
    counts.retain(|(location, _), (count, _)| {
        *location != Location::Path && all >= FEW && *count * 100 >= all * NEARLY_ALL
    });
    let told = counts.into_iter().map(|((location, name), (count, place))| {
        let what = format!(
            "common parameter: `{name}` ({}) is on nearly all operations; `supplied` or `context` of the dialect's `service` \
             says so where callers do not give it",
            location.key()
        );
        (escape::line(&what).into_owned(), (count, escape::line(&place).into_owned()))
    });
    told.collect()
}

/// What could not be decided, the most frequent first: each with the place of the first.
fn undecided(specs: &Specs) -> String {
    let mut kinds = common(specs);
    for found in &specs.diagnostics {
        let (what, count) = match found.id {
            Id::NarrowDecision => (found.message.clone(), 1),
            Id::PageWithoutOperation | Id::UnknownType | Id::UnknownRequired => {
                (found.message.rsplit_once(": ").map_or(found.message.clone(), |(_, why)| why.to_owned()), 1)
            }
            _ => continue,
        };
        let place = found.span.as_ref().map_or_else(String::new, |span| {
            let line = specs.sources.positions(span).map(|(start, _)| format!(":{}", start.line));
            format!("{}{}", specs.sources.shown(&span.file), line.unwrap_or_default())
        });
        let kind = kinds.entry(format!("{}: {what}", found.id)).or_insert((0, place));
        kind.0 += count;
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));
    if kinds.is_empty() {
        return String::new();
    }
    let lines =
        kinds.into_iter().take(20).map(|(what, (count, place))| format!("  {count} × {what}, {place}\n"));
    format!("not decided:\n{}", lines.collect::<Vec<_>>().concat())
}

fn next(arguments: &Arguments) -> String {
    let (vendor, from) = (&arguments.vendor, slashes(&arguments.from));
    let out = arguments.out.as_ref().map(|out| slashes(&out.join(DIALECT)));
    match out {
        None => format!(
            "next:\n  tablature lint {vendor}\n  tablature extract {vendor}\n  tablature generate {vendor}\n"
        ),
        Some(dialect) => format!(
            "next:\n  tablature lint --docs {from} --dialect {dialect}\n  \
             tablature show PAGE --dialect {dialect} --after roles\n  \
             tablature generate --docs {from} --dialect {dialect} --vendor {vendor} --out DIR\n"
        ),
    }
}
