//! Tests about the source itself: which layer knows which, where vendors' words may stand, that the catalogue
//! of diagnostics is whole.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All Rust files below a folder: path relative to it, with `/`, and the text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    assert!(found.len() > 20, "the walk found only {} files in {}", found.len(), folder.display());
    found
}

/// The text of a file without its inline test module, which stands at the end by our custom.
fn without_tests(name: &str, text: &str) -> String {
    if name.ends_with("tests.rs") || name.contains("/tests/") {
        return String::new();
    }
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{2FDF}' | '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// The vendors that have a dialect, in small letters.
fn vendors() -> Vec<String> {
    let vendors: Vec<String> = fs::read_dir(root().join("generator/dialects"))
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().path().file_stem()?.to_str()?.to_lowercase()))
        // All but the one that is nobody's.
        .filter(|name| name != "auto")
        .chain(["huawei".to_owned()])
        .collect();
    assert!(vendors.len() > 2, "no dialects found");
    vendors
}

/// The packages that others build on: the IR with its published schemas, recipes, and what clients stand on.
#[test]
fn the_contract_names_no_vendor() {
    let vendors = vendors();
    let packages = ["ir", "recipe", "runtime"];
    let is_source = |name: &str| packages.iter().any(|package| name.starts_with(&format!("{package}/src/")));
    let mut texts = sources(&root().join("generator"));
    texts.retain(|(name, _)| is_source(name));
    for package in packages {
        for entry in fs::read_dir(root().join("generator").join(package)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json" || extension == "md") {
                texts.push((path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(texts.iter().any(|(name, _)| name.ends_with("ir/schema.json")));
    let mut found = Vec::new();
    for (name, text) in texts {
        for (number, line) in without_tests(&name, &text).to_lowercase().lines().enumerate() {
            if vendors.iter().any(|vendor| line.contains(vendor)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "vendors' names in what is everybody's:\n{}", found.join("\n"));
}

#[test]
fn vendors_are_data() {
    let folder = root().join("generator/src");
    let vendors = vendors();
    let mut found = Vec::new();
    for (name, text) in sources(&folder) {
        for (number, line) in without_tests(&name, &text).lines().enumerate() {
            let lower = line.to_lowercase();
            // The list of built-in dialects has to name them, and nothing else has.
            let builtin = name == "dialect/mod.rs" && line.contains("include_str!");
            let vendor = vendors.iter().any(|vendor| lower.contains(vendor.as_str())) && !builtin;
            if vendor || line.chars().any(is_han) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "vendors' names or words in generator/src; they belong in dialects:\n{}",
        found.join("\n")
    );
}

/// The modules of a crate path that a text mentions: `crate::load::…` → `load`.
fn modules(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in text.split("crate::").skip(1) {
        if let Some(group) = after.strip_prefix('{') {
            let mut depth = 0_i32;
            let mut item = String::new();
            for character in group.chars() {
                match character {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.insert(first_word(&item));
                        item.clear();
                        continue;
                    }
                    _ => {}
                }
                item.push(character);
            }
            found.insert(first_word(&item));
        } else {
            found.insert(first_word(after));
        }
    }
    found.remove("");
    found
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn arrows_go_one_way() {
    // What each layer may use of the others: those above it in this list, never those below.
    let allowed: &[(&str, &[&str])] = &[
        ("words", &[]),
        ("parallel", &[]),
        ("escape", &[]),
        ("limits", &[]),
        ("hash", &[]),
        ("expression", &[]),
        ("diagnostic", &["escape"]),
        ("spec", &["diagnostic", "escape", "limits", "hash"]),
        ("load", &["diagnostic"]),
        ("raw", &["load"]),
        ("prose", &["diagnostic", "expression", "hash"]),
        ("dialect", &["diagnostic", "expression", "spec", "limits", "hash", "prose", "raw", "words"]),
        ("extract", &["diagnostic", "escape", "expression", "load", "dialect", "raw", "parallel", "words"]),
        (
            "lower",
            &[
                "diagnostic",
                "escape",
                "expression",
                "hash",
                "load",
                "dialect",
                "raw",
                "extract",
                "prose",
                "spec",
                "parallel",
                "words",
            ],
        ),
        ("plan", &["diagnostic", "escape", "spec", "words"]),
        ("output", &["diagnostic"]),
        ("emit", &["diagnostic", "escape", "plan", "spec", "output"]),
        (
            "engine",
            &[
                "diagnostic",
                "limits",
                "load",
                "dialect",
                "raw",
                "extract",
                "lower",
                "spec",
                "plan",
                "emit",
                "output",
                "parallel",
            ],
        ),
        ("accept", &["diagnostic", "spec"]),
        ("diff", &["accept", "diagnostic", "escape", "spec", "plan"]),
        (
            "report",
            &[
                "diagnostic",
                "escape",
                "load",
                "extract",
                "lower",
                "spec",
                "plan",
                "engine",
                "diff",
                "output",
                "parallel",
            ],
        ),
    ];
    for (at, (layer, known)) in allowed.iter().enumerate() {
        let before = |name: &&&str| allowed[..at].iter().any(|(earlier, _)| earlier == *name);
        assert_eq!(known.iter().find(|name| !before(name)), None, "{layer} knows what comes after it");
    }
    let mut found = Vec::new();
    for (name, text) in sources(&root().join("generator/src")) {
        let layer = name.split('/').next().unwrap_or_default();
        let Some((_, allowed)) = allowed.iter().find(|(known, _)| *known == layer) else { continue };
        // In what is quoted, `crate` is the generated one.
        let quotes = name.starts_with("emit/rust/");
        for module in modules(&without_tests(&name, &text)) {
            if quotes && ["operations", "types"].contains(&module.as_str()) {
                continue;
            }
            let starts_lower = module.starts_with(|c: char| c.is_lowercase());
            if starts_lower && module != layer && !allowed.contains(&module.as_str()) {
                found.push(format!("{name} uses crate::{module}"));
            }
        }
    }
    assert!(found.is_empty(), "layers that know what they must not:\n{}", found.join("\n"));
}

#[test]
fn files_are_opened_in_one_place_and_only_output_writes() {
    let reads = ["fs::read(", "fs::read_to_string", "File::open"];
    let lists = ["read_dir(", "fs::metadata"];
    let writes = ["fs::write", "File::create", "create_dir", "remove_file", "remove_dir", "fs::rename"];
    let mut found = Vec::new();
    for (name, text) in sources(&root().join("generator/src")) {
        let text = without_tests(&name, &text);
        // One place decides what may be opened: a regular file, of limited size, below its root.
        let may_read = ["engine/file.rs", "engine/tree/", "output/"].iter().any(|it| name.starts_with(it));
        let may_list = ["engine/", "cli/", "output/"].iter().any(|layer| name.starts_with(layer));
        let may_write = name.starts_with("output/");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if (!may_read && reads.iter().any(|call| code.contains(call)))
                || (!may_list && lists.iter().any(|call| code.contains(call)))
                || (!may_write && writes.iter().any(|call| code.contains(call)))
            {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "files are opened by engine/file.rs and engine/tree and written by output only:\n{}",
        found.join("\n")
    );
}

#[test]
fn every_diagnostic_is_documented_and_used() {
    use tablature::diagnostic::Id;
    let folder = root().join("generator/src");
    let names: Vec<&str> = Id::ALL.iter().map(|id| id.as_str()).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "the catalogue is sorted and has no double");
    let docs: BTreeSet<String> = fs::read_dir(folder.join("diagnostic/docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        docs,
        names.iter().map(|name| (*name).to_owned()).collect(),
        "one page of docs per id, and no other"
    );
    let code: String = sources(&folder)
        .iter()
        .filter(|(name, _)| name != "diagnostic/id.rs")
        .map(|(name, text)| without_tests(name, text))
        .collect();
    for id in Id::ALL {
        assert!(id.docs().starts_with(&format!("# {id}\n")), "the docs of {id} begin with its id");
        assert!(id.docs().lines().count() >= 5, "the docs of {id} say what it means and what to do");
        assert!(code.contains(&format!("Id::{id:?}")), "nothing reports {id}");
    }
}
