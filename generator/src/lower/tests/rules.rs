//! Nothing is dropped silently: whichever rule a dialect loses, what it read is reported.

use std::{collections::BTreeSet, fs, path::Path};

use super::{builtin, page, rows};
use crate::{
    dialect::{self, Source},
    lower::{Options, Outcome, prose, vendor},
};

/// The pages of the cases and the seed pages of one dialect.
fn pages(dialect: &str) -> Vec<crate::lower::Page> {
    fn walk(folder: &Path, found: &mut Vec<crate::lower::Page>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = format!("s/{}", path.file_name().unwrap().to_str().unwrap());
                found.push(page(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    walk(&root.join("tests/cases").join(dialect), &mut found);
    walk(&root.join("specs").join(dialect).join("docs"), &mut found);
    found
}

/// What is read, and how much is reported.
fn read(pages: &[crate::lower::Page], source: &Source) -> (BTreeSet<String>, Outcome) {
    let text = serde_yaml::to_string(source).unwrap();
    let dialect = dialect::read("less.yaml", &text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let outcome = vendor(pages, &dialect, &Options { vendor: "v".to_owned() });
    assert!(outcome.tally.adds_up(), "{:#?}", outcome.tally);
    (rows(&outcome).into_iter().collect(), outcome)
}

/// The dialect without each of its rules, and what each is.
fn without_one(source: &Source) -> Vec<(String, Source)> {
    fn words(
        all: &mut Vec<(String, Source)>,
        source: &Source,
        name: &str,
        of: impl Fn(&mut Source) -> &mut Vec<String>,
    ) {
        for index in 0..of(&mut source.clone()).len() {
            let mut less = source.clone();
            let word = of(&mut less).remove(index);
            all.push((format!("{name}: {word}"), less));
        }
    }
    let mut all = Vec::new();
    for index in 0..source.sections.len() {
        let mut less = source.clone();
        let rule = less.sections.remove(index);
        all.push((format!("section {:?} {:?}", rule.text, rule.pattern), less));
    }
    for index in 0..source.labels.len() {
        let mut less = source.clone();
        let rule = less.labels.remove(index);
        all.push((format!("label {:?} {:?}", rule.text, rule.pattern), less));
    }
    for index in 0..source.types.forms.len() {
        let mut less = source.clone();
        let rule = less.types.forms.remove(index);
        all.push((format!("form {}", rule.pattern), less));
    }
    words(&mut all, source, "columns.name", |source| &mut source.columns.name);
    words(&mut all, source, "columns.type", |source| &mut source.columns.ty);
    words(&mut all, source, "columns.required", |source| &mut source.columns.required);
    words(&mut all, source, "columns.description", |source| &mut source.columns.description);
    words(&mut all, source, "types.string", |source| &mut source.types.string);
    words(&mut all, source, "types.integer", |source| &mut source.types.integer);
    words(&mut all, source, "types.boolean", |source| &mut source.types.boolean);
    words(&mut all, source, "types.object", |source| &mut source.types.object);
    words(&mut all, source, "types.list", |source| &mut source.types.list);
    words(&mut all, source, "required.yes", |source| &mut source.required.yes);
    words(&mut all, source, "required.no", |source| &mut source.required.no);
    all
}

/// Whether something is reported that was not, or not as often.
fn tells_more(now: &Outcome, before: &Outcome) -> bool {
    let count = |outcome: &Outcome, id| outcome.diagnostics.iter().filter(|found| found.id == id).count();
    now.diagnostics.iter().any(|found| count(now, found.id) > count(before, found.id))
}

#[test]
fn whichever_rule_is_lost_it_is_told() {
    for (name, _) in dialect::BUILTIN {
        let pages = pages(name);
        let mut source = builtin(name).source;
        // Phrases read no table, and take the longest to compile.
        source.prose = prose::PatternsConfig::default();
        let (whole, outcome) = read(&pages, &source);
        assert!(!whole.is_empty());
        let mut missed = 0;
        for (rule, less) in without_one(&source) {
            let (rows, now) = read(&pages, &less);
            let lost: Vec<&String> = whole.difference(&rows).collect();
            missed += usize::from(!lost.is_empty());
            assert!(
                lost.is_empty() || tells_more(&now, &outcome),
                "{name}: without {rule} nothing is said of\n{lost:#?}\n{:#?}",
                now.diagnostics
            );
        }
        assert!(missed >= 10, "{name}: only {missed} rules are needed by the pages");
    }
}
