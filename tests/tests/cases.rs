//! Each page in `cases/<dialect>/` is a test: the IR, the diagnostics and the Rust that come of it are compared
//! with snapshots. CONTRIBUTING.md says how to refresh them.

use std::{fmt::Write, fs, path::Path};

use tablature::{
    diagnostic::{Sources, text},
    dialect,
    lower::{self, Page},
    spec,
};

/// The pages of a case: the whole file, or one behind each line `<!-- page: folder/name.md -->`.
fn pages(name: &str, text: &str) -> Vec<Page> {
    let mark = "<!-- page: ";
    if !text.starts_with(mark) {
        return vec![Page { path: format!("case/{name}.md").into(), bytes: text.as_bytes().into() }];
    }
    let parts = text.split(mark).skip(1).map(|part| {
        let (path, rest) = part.split_once(" -->\n").expect("the mark of a page ends with ` -->`");
        Page { path: path.into(), bytes: rest.as_bytes().into() }
    });
    parts.collect()
}

fn run(path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let vendor = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let pages = pages(name, &text);
    let dialect =
        dialect::read(vendor, dialect::builtin(vendor).expect("a case's folder is named after its dialect"))
            .expect("built-in dialects are right");
    let outcome = lower::vendor(&pages, &dialect, &lower::Options { vendor: vendor.to_owned() });

    let mut sources = Sources::new("");
    for page in &pages {
        sources.add(page.path.clone(), String::from_utf8_lossy(&page.bytes).as_ref());
    }
    let mut found = String::new();
    for diagnostic in &outcome.diagnostics {
        let _ = writeln!(found, "{}\n", text::render(diagnostic, &sources, false));
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

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut count = 0;
    for (vendor, _) in dialect::BUILTIN {
        let mut files: Vec<_> =
            fs::read_dir(folder.join(vendor)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
            run(path);
            count += 1;
        }
    }
    assert!(count > 0, "no cases in {}", folder.display());
}
