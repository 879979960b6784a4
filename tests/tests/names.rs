//! A vendor may use every name that generated code uses itself.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use tablature_tests::{crate_of_spec, root, target};

/// The words of all Rust files below a folder, also those in texts and comments: too many rather than too few.
fn words(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(path).unwrap();
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let cut = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let is_name = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic());
            found.extend(cut.filter(is_name).map(str::to_owned));
        }
    }
}

/// A name in whatever case.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

/// Whether a word of generated code is made of one of these names.
fn is_made_of(word: &str, names: &BTreeSet<String>) -> bool {
    let word = plain(word);
    let bare = word.strip_prefix("expect").unwrap_or(&word);
    let ends = ["", "response", "null", "choice", "body"];
    ends.iter().any(|end| bare.strip_suffix(end).is_some_and(|name| names.contains(name)))
}

/// What the prelude of the edition has.
const PRELUDE: &str = "AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend \
    Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq \
    PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec alloc bool char core f64 i64 \
    proc_macro self std str test u16 usize Self super crate";

/// Names of methods and modules of which clippy thinks something.
const LINTED: &str = "add as_text borrow cmp default deref div drop eq from_iter from_str from_text hash index into_iter \
    into_text is_empty is_text iter iter_mut len mock mul neg new next not operations rem shl sub to_string to_text types";

/// A service in which each of the names is an operation, a type that operations share, a type of one, a field,
/// an argument, a setter, a value and an enum.
fn service(names: &BTreeSet<String>) -> String {
    let mut operations = String::new();
    let (mut types, mut enums) = (String::new(), String::new());
    let values: Vec<String> = names.iter().map(|name| format!("{name:?}: ''")).collect();
    for name in names {
        // Type expressions use these words for their own types, so they cannot be names of types.
        let own = ["string", "integer", "number", "boolean", "any", "list", "map", "object"]
            .contains(&name.as_str());
        let ty = if own { "string" } else { name };
        let _ = write!(
            operations,
            "  {name:?}:\n    page: p.md\n    method: POST\n    uri: /\n    form:\n      {name:?}: {{type: string, required: \
             true}}\n      Own1: {{type: '{ty}'}}\n    responses:\n      '200':\n        body:\n          {name:?}: {{type: \
             string}}\n          Own2: {{type: any}}\n          Own3: {{type: map<string>}}\n",
        );
        if own {
            continue;
        }
        let _ = write!(
            types,
            "  {name:?}:\n    fields:\n      {name:?}: {{type: string}}\n      Own4{name}: {{type: integer}}\n      Own5{name}: {{type: \
             string, enum: {name:?}}}\n  \
             'GetThing::{name}':\n    fields:\n      {name:?}: {{type: string, enum: {{a: ''}}}}\n      Own6: {{type: \
             'GetThing::{name}'}}\n"
        );
        let _ = writeln!(enums, "  {name:?}: {{enum: [a, b]}}");
    }
    let fields: Vec<String> =
        names.iter().map(|name| format!("      {name:?}: {{type: string}}\n")).collect();
    let fields = fields.concat();
    // Their setters come in two kinds.
    let nullable: Vec<String> =
        names.iter().map(|name| format!("      {name:?}: {{type: string, nullable: true}}\n")).collect();
    let nullable = nullable.concat();
    let wires: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let wires = wires.join(", ");
    format!(
        "tablature: 2\nvendor: acme\nservice: core\nprotocol: {{rpc: Action}}\nendpoint: https://a.example\noperations:\n{operations}  \
         GetThing:\n    page: p.md\n    method: POST\n    uri: /\n    form:\n{fields}    responses:\n      '200':\n        body:\n          \
         A: {{type: string}}\n  ChooseThing:\n    page: p.md\n    method: POST\n    uri: /\n    form:\n{fields}    groups: \
         [{{exactly-one: [{wires}]}}]\n  ReadThing:\n    page: p.md\n    method: POST\n    uri: /\n    form:\n{nullable}    responses: {{'200': {{media: text/csv}}}}\n  GetThingResponse:\n    page: p.md\n    method: POST\n    uri: /\n    form:\n      Kind: {{type: string, \
         enum: {{{}}}}}\n    responses:\n      '200':\n        body:\n          A: {{type: string}}\nenums:\n{enums}types:\n{types}  OwnWhole:\n    \
         fields:\n{fields}",
        values.join(", ")
    )
}

/// Adds a crate to the workspace that has the client as a build script writes it: in one file, in a module.
fn in_one_file(spec: &Path, out: &Path) {
    let folder = out.join("acme-single/src");
    fs::create_dir_all(&folder).unwrap();
    let made = tablature_build::Builder::new().spec(spec).out_dir(&folder).try_generate().unwrap();
    assert_eq!(made.files, [folder.join("core.rs")]);
    fs::write(
        folder.join("lib.rs"),
        "#![allow(missing_docs)]\npub mod client {\n    include!(\"core.rs\");\n}\n",
    )
    .unwrap();
    let manifest = "[package]\nname = \"acme-single\"\nversion = \"0.1.0\"\nedition.workspace = true\n\n[features]\nblocking = \
        [\"tablature-client/blocking\"]\nmock = [\"tablature-client/mock\"]\n\n[dependencies]\ntablature-client.workspace = \
        true\n\n[lints]\nworkspace = true\n";
    fs::write(out.join("acme-single/Cargo.toml"), manifest).unwrap();
}

#[test]
fn every_name_that_clients_use_is_one_that_a_vendor_may_use() {
    let mut names = BTreeSet::new();
    let folder = tempfile::tempdir().unwrap();
    // What is emitted of every fact that an IR can state, but for the names of that IR itself.
    let (spec, facts) = (root().join("tests/facts/store.yaml"), folder.path().join("facts"));
    crate_of_spec(&spec, &facts);
    words(&facts.join("lark-store"), &mut names);
    let text = fs::read_to_string(&spec).unwrap();
    let theirs = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(plain).collect();
    names.retain(|word| !is_made_of(word, &theirs));
    names.extend([PRELUDE, LINTED].iter().flat_map(|words| words.split_whitespace()).map(str::to_owned));
    // What is committed.
    for krate in ["ucloud-uhub", "huaweicloud-swr"] {
        words(&root().join("generated").join(krate), &mut names);
    }
    for file in ["macros.rs", "value/macros.rs", "mock/macros.rs"] {
        let text = fs::read_to_string(root().join("generator/runtime/src").join(file)).unwrap();
        let cut = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        names
            .extend(cut.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).map(str::to_owned));
        names.extend(
            text.split("pub fn ").skip(1).filter_map(|rest| rest.split('(').next().map(str::to_owned)),
        );
    }
    names.retain(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    names.extend(
        ["Composite", "Encoding", "TablatureClient", "into", "list", "Operations"].map(str::to_owned),
    );
    // Names that cannot be a file, or a module, on some system.
    names.extend(["Com1".to_owned(), "查询".to_owned(), "Long".repeat(60)]);
    assert!(names.len() > 150, "{names:?}");
    let spec = folder.path().join("core.yaml");
    fs::write(&spec, service(&names)).unwrap();
    let out = folder.path().join("out");
    crate_of_spec(&spec, &out);
    assert!(out.join("acme-core/src/lib.rs").exists());
    in_one_file(&spec, &out);
    let checked = tablature_tests::cargo()
        .args(["clippy", "--quiet", "--offline", "--all-features", "--all-targets", "--target-dir"])
        .arg(target().join("generated"))
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(&out)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{}", said.get(..20000).unwrap_or(&said));
}
