//! Each page in `cases/<dialect>/` is a test: the IR, the diagnostics and the Rust that come of it are compared
//! with snapshots. CONTRIBUTING.md says how to refresh them. A folder that is not named after a built-in dialect
//! holds its own, `dialect.yaml`.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use tablature::{
    diagnostic::text,
    dialect,
    engine::{self, Reading},
    load::Page,
    spec,
};

/// The pages of a case: the whole file, or one behind each line `<!-- page: folder/name.md -->`.
fn pages(file: &str, text: &str) -> Vec<Page> {
    let mark = "<!-- page: ";
    if !text.starts_with(mark) {
        return vec![Page::new(format!("case/{file}"), text.as_bytes())];
    }
    let parts = text.split(mark).skip(1).map(|part| {
        let (path, rest) = part.split_once(" -->\n").expect("the mark of a page ends with ` -->`");
        Page::new(path, rest.as_bytes())
    });
    parts.collect()
}

fn run(path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let vendor = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let pages = pages(path.file_name().unwrap().to_str().unwrap(), &text);
    let own = path.with_file_name("dialect.yaml");
    let dialect = match dialect::builtin(vendor) {
        Some(builtin) => dialect::read(vendor, builtin),
        None => dialect::read(
            vendor,
            &fs::read_to_string(own).expect("a folder is named after a built-in dialect or has its own"),
        ),
    };
    let dialect = dialect.unwrap_or_else(|faults| panic!("{vendor}: {faults:#?}"));
    let outcome = engine::read(&pages, "", Reading::new(vendor, dialect)).unwrap();

    let mut found = String::new();
    for diagnostic in &outcome.diagnostics {
        let _ = writeln!(found, "{}\n", text::render(diagnostic, &outcome.sources, false));
    }
    let mut ir = String::new();
    let mut rust = String::new();
    for lowered in &outcome.services {
        let written = spec::write(&lowered.service);
        let read = spec::read("written.yaml", &written)
            .unwrap_or_else(|fault| panic!("{}\n{written}", fault.message));
        assert_eq!(read, lowered.service, "the IR reads back as it was");
        ir += &written;
        let planned = tablature::plan::plan(&lowered.service, &tablature::plan::Options::default())
            .unwrap_or_else(|faults| panic!("no plan: {faults:#?}"));
        rust += &tablature::emit::rust::single_file(&planned);
    }
    insta::with_settings!({ snapshot_suffix => "", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{vendor}__{name}.ir"), ir);
        insta::assert_snapshot!(format!("{vendor}__{name}.diagnostics"), found);
        insta::assert_snapshot!(format!("{vendor}__{name}.rust"), rust);
    });
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut count = 0;
    for vendor in sorted(&folder) {
        let is_page = |path: &&PathBuf| path.extension().is_some_and(|end| end == "md" || end == "html");
        for path in sorted(&vendor).iter().filter(is_page) {
            run(path);
            count += 1;
        }
    }
    assert!(count > 0, "no cases in {}", folder.display());
}
