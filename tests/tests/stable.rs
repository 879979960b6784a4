//! Names stay: an operation that goes, or comes, changes nothing about another. Operations of each service are drawn,
//! the page of each is left out, and what is then read and emitted of all others is compared with what was before.
//! That everything comes back with the page needs no proof: the same pages give the same bytes.
//!
//! `TABLATURE_SEED` and `TABLATURE_DRAWS` change the seed (1) and the number of operations (24, which is what a debug
//! build has time for; 300 prove it). The corpora are not part of the repository; without them the test says so, and
//! looks at the committed pages only.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    sync::{Arc, Mutex},
};

use tablature::{
    dialect::{self, Dialect},
    emit, extract,
    extract::Extracted,
    load,
    lower::{self, Lowered, Options},
    plan, raw,
};
use tablature_ir::{Address, OperationId, walk, walk::Holder};
use tablature_tests::{Random, root, shared};

/// A page that was extracted once, for all draws.
struct Page {
    path: Arc<str>,
    document: Arc<load::Document>,
    parts: Vec<raw::Page>,
}

/// What a service is in one run: the text of each operation's part of the IR, and of each file of the crate that is not
/// a list of others.
struct Made {
    lowered: Lowered,
    ir: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
}

#[test]
fn committed_pages() {
    for (vendor, services) in [("huaweicloud", &["swr"][..]), ("ucloud", &["ugc", "uhub"])] {
        for service in services {
            let pages = pages(&root().join("specs").join(vendor).join("docs"), service, vendor);
            let made = made(&pages, vendor, None);
            let ids: Vec<OperationId> = made.lowered.service.operations.keys().cloned().collect();
            assert!(!ids.is_empty(), "{vendor}/{service} has no operation");
            for id in ids {
                assert_eq!(changed(&pages, vendor, &made, &id), Vec::<String>::new());
            }
        }
    }
}

#[test]
fn corpora() {
    let Some(shared) = shared() else { return };
    let number = |name: &str, default: usize| {
        env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let mut random = Random(number("TABLATURE_SEED", 1) as u64);
    let draws = number("TABLATURE_DRAWS", 24);
    let mut drawn: BTreeMap<(String, &str, String), Vec<usize>> = BTreeMap::new();
    let corpora = [
        ("ucloud", "ucloud"),
        ("huaweicloud", "huaweicloud"),
        ("huaweicloud-more", "huaweicloud"),
        ("bk-cmdb/pages", "bk-cmdb"),
        ("opensearch/pages", "opensearch"),
        ("bybit/pages", "bybit"),
        ("dnsimple/pages", "dnsimple"),
    ];
    let mut services = Vec::new();
    for (corpus, vendor) in corpora {
        let folder = shared.join("corpora").join(corpus);
        let Ok(entries) = fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| Some(entry.ok()?).filter(|entry| entry.path().is_dir()))
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        // As many draws as there are pages: a large service has more to change.
        for name in names {
            let count = fs::read_dir(folder.join(&name)).map_or(0, Iterator::count);
            services.extend((0..count).map(|_| (corpus.to_owned(), vendor, name.clone())));
        }
    }
    if services.is_empty() {
        return;
    }
    for _ in 0..draws {
        let service = services[random.below(services.len())].clone();
        drawn.entry(service).or_default().push(random.below(usize::MAX));
    }
    let (mut taken, mut faults) = (0, Vec::new());
    for ((corpus, vendor, service), numbers) in drawn {
        let pages = pages(&shared.join("corpora").join(&corpus), &service, vendor);
        let made = made(&pages, vendor, None);
        let ids: Vec<OperationId> = made.lowered.service.operations.keys().cloned().collect();
        if ids.is_empty() {
            continue;
        }
        let chosen: BTreeSet<&OperationId> = numbers.iter().map(|number| &ids[number % ids.len()]).collect();
        for id in chosen {
            taken += 1;
            faults.extend(changed(&pages, vendor, &made, id).into_iter().map(|it| format!("{corpus}: {it}")));
        }
    }
    eprintln!("{taken} operations taken away, {} changes of others", faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What changes of other operations when the page of this one is left out.
fn changed(pages: &[Page], vendor: &str, before: &Made, id: &OperationId) -> Vec<String> {
    let service = &before.lowered.service;
    let page = &service.operations[id].page;
    let after = made(pages, vendor, Some(page));
    // All operations of such a page go with it. Operations that refer to its tables need the page.
    let gone =
        |other: &OperationId| service.operations[other].page == *page || refers(&before.lowered, other, page);
    let gone: BTreeSet<&str> =
        service.operations.keys().filter(|other| gone(other)).map(OperationId::as_str).collect();
    let same = |what: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>| {
        let differs = |(key, text): (&String, &String)| {
            let owner = key.split("::").next().unwrap_or_default();
            let own = gone.contains(owner);
            // A shared type that only this operation used goes with it.
            let dropped = !after.contains_key(key) && owner == "types";
            (!own && !dropped && after.get(key) != Some(text)).then(|| {
                format!("{}/{id} taken away: {what} {key} {}", service.service, first(text, after.get(key)))
            })
        };
        before.iter().filter_map(differs).collect::<Vec<_>>()
    };
    [same("IR", &before.ir, &after.ir), same("Rust", &before.files, &after.files)].concat()
}

/// The first line that differs.
fn first(before: &str, after: Option<&String>) -> String {
    let Some(after) = after else { return "is gone".to_owned() };
    let lines = before.lines().zip(after.lines()).find(|(a, b)| a != b);
    lines.map_or_else(|| "has another length".to_owned(), |(a, b)| format!("said {a:?} and says {b:?}"))
}

/// Whether an operation has a fact from that page.
fn refers(lowered: &Lowered, id: &OperationId, page: &str) -> bool {
    let of = |address: &Address| lowered.places.all(address).iter().any(|place| *place.file == *page);
    walk(&lowered.service).iter().any(|node| {
        let owner = match node.holder {
            Holder::Type(name) => name.split().0,
            _ => node.operation().map(OperationId::as_str),
        };
        owner == Some(id.as_str()) && of(&node.address())
    })
}

/// Reads and emits a service, without one of its pages.
fn made(pages: &[Page], vendor: &str, without: Option<&str>) -> Made {
    let extracted = pages.iter().filter(|page| Some(&*page.path) != without).map(|page| Extracted {
        path: Arc::clone(&page.path),
        parts: Ok((Arc::clone(&page.document), page.parts.clone())),
    });
    let outcome = lower::vendor(extracted.collect(), builtin(vendor), &Options::from(vendor));
    let lowered = outcome.services.into_iter().next().unwrap_or_default();
    let service = &lowered.service;
    let mut ir: BTreeMap<String, String> = service
        .operations
        .iter()
        .map(|(id, operation)| (id.to_string(), format!("{operation:#?}")))
        .collect();
    for (name, def) in &service.types {
        let key = if name.split().0.is_some() { name.to_string() } else { format!("types::{name}") };
        ir.insert(key, format!("{def:#?}"));
    }
    let mut files = BTreeMap::new();
    if let Ok(plan) = plan::plan(service, &plan::Options::default()) {
        let answers = vec![emit::rust::Answer::default(); plan.operations.len()];
        let owners: BTreeMap<String, &str> =
            plan.operations.iter().map(|item| (item.module.bare().to_owned(), item.id.as_str())).collect();
        for (path, text) in emit::rust::files(&plan, &answers) {
            let stem = path.rsplit('/').next().and_then(|file| file.strip_suffix(".rs")).unwrap_or_default();
            // Lists of modules have a line more or less.
            if stem != "mod" && path.contains('/') {
                let owner = if path.starts_with("types/") { "types" } else { owners[stem] };
                files.insert(format!("{owner}::{path}"), text);
            }
        }
    }
    Made { lowered, ir, files }
}

/// The dialect of a vendor, compiled once.
fn builtin(vendor: &str) -> &'static Dialect {
    static KNOWN: Mutex<BTreeMap<String, &'static Dialect>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    known.entry(vendor.to_owned()).or_insert_with(|| {
        let text = dialect::builtin(vendor).unwrap_or_else(|| panic!("there is no dialect {vendor}"));
        Box::leak(Box::new(dialect::read(vendor, text).unwrap_or_else(|faults| panic!("{faults:?}"))))
    })
}

/// The pages of a service, extracted.
fn pages(docs: &Path, service: &str, vendor: &str) -> Vec<Page> {
    let dialect = builtin(vendor);
    let mut found = Vec::new();
    list(docs, &docs.join(service), &mut found);
    found.sort();
    let read = |path: &String| {
        let path: Arc<str> = path.as_str().into();
        let bytes = fs::read(docs.join(&*path)).ok()?;
        let mut document = load::page(Arc::clone(&path), &bytes).ok()?;
        let parts = extract::pages(&mut document, dialect);
        Some(Page { path, document: Arc::new(document), parts })
    };
    found.iter().filter_map(read).collect()
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(root, &path, found);
        } else if path.extension().is_some_and(|it| load::ENDINGS.iter().any(|ending| it == *ending)) {
            found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}
