//! Nothing is dropped silently: whichever rule a dialect loses, what it read is reported.

use std::{collections::BTreeSet, fs, path::Path};

use super::{builtin, page, rows};
use crate::{
    dialect::{self, Language, Source},
    engine,
    load::Page,
    lower::Outcome,
    prose,
};

/// The pages of the cases and the seed pages of one dialect.
fn pages(dialect: &str) -> Vec<Page> {
    fn walk(folder: &Path, found: &mut Vec<Page>) {
        // Not every vendor has pages of its own here.
        for entry in fs::read_dir(folder).into_iter().flatten() {
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

/// What a dialect says, and the languages it speaks.
#[derive(Clone)]
struct Rules {
    source: Source,
    languages: Vec<Language>,
}

/// What is read, and how much is reported.
fn read(pages: &[Page], rules: Rules) -> (BTreeSet<String>, Outcome) {
    let dialect =
        dialect::compiled(rules.source, rules.languages).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let outcome = engine::lowered(pages, &dialect, "v");
    assert!(outcome.tally.adds_up(), "{:#?}", outcome.tally);
    (rows(&outcome).into_iter().collect(), outcome)
}

/// The dialect without each of its rules and of the words that the text of the pages has, and what each is.
fn without_one(rules: &Rules, text: &str) -> Vec<(String, Rules)> {
    fn words(
        all: &mut Vec<(String, Rules)>,
        rules: &Rules,
        text: &str,
        name: &str,
        of: impl Fn(&mut Rules) -> &mut Vec<String>,
    ) {
        for index in 0..of(&mut rules.clone()).len() {
            let mut less = rules.clone();
            let word = of(&mut less).remove(index);
            if text.contains(&word.to_lowercase()) {
                all.push((format!("{name}: {word}"), less));
            }
        }
    }
    let mut all = Vec::new();
    for index in 0..rules.source.sections.len() {
        let mut less = rules.clone();
        let rule = less.source.sections.remove(index);
        all.push((format!("section {:?} {:?}", rule.text, rule.pattern), less));
    }
    for index in 0..rules.source.labels.len() {
        let mut less = rules.clone();
        let rule = less.source.labels.remove(index);
        all.push((format!("label {:?} {:?}", rule.text, rule.pattern), less));
    }
    for index in 0..rules.source.types.forms.len() {
        let mut less = rules.clone();
        let rule = less.source.types.forms.remove(index);
        all.push((format!("form {}", rule.pattern), less));
    }
    words(&mut all, rules, text, "columns.name", |rules| &mut rules.source.columns.name);
    words(&mut all, rules, text, "columns.type", |rules| &mut rules.source.columns.ty);
    words(&mut all, rules, text, "columns.required", |rules| &mut rules.source.columns.required);
    words(&mut all, rules, text, "columns.description", |rules| &mut rules.source.columns.description);
    words(&mut all, rules, text, "types.string", |rules| &mut rules.source.types.string);
    words(&mut all, rules, text, "types.integer", |rules| &mut rules.source.types.integer);
    words(&mut all, rules, text, "types.boolean", |rules| &mut rules.source.types.boolean);
    words(&mut all, rules, text, "types.object", |rules| &mut rules.source.types.object);
    words(&mut all, rules, text, "types.list", |rules| &mut rules.source.types.list);
    words(&mut all, rules, text, "required.yes", |rules| &mut rules.source.required.yes);
    words(&mut all, rules, text, "required.no", |rules| &mut rules.source.required.no);
    for (at, language) in rules.languages.iter().enumerate() {
        for part in language.roles.keys() {
            words(&mut all, rules, text, &format!("roles.{part:?}"), |rules| {
                &mut rules.languages[at].roles[part]
            });
        }
    }
    all
}

/// Whether something is reported that was not, or not as often.
fn tells_more(now: &Outcome, before: &Outcome) -> bool {
    let count = |outcome: &Outcome, id| outcome.diagnostics.iter().filter(|found| found.id == id).count();
    now.diagnostics.iter().any(|found| count(now, found.id) > count(before, found.id))
}

#[test]
fn whichever_rule_is_lost_it_is_told() {
    // One of each making: others have the same words, and each word costs a reading of all pages.
    std::thread::scope(|scope| {
        for name in ["ucloud", "huaweicloud", "gitlab"] {
            scope.spawn(move || whichever_rule_of_a_dialect_is_lost(name));
        }
    });
}

fn whichever_rule_of_a_dialect_is_lost(name: &str) {
    let pages = pages(name);
    let builtin = builtin(name);
    let mut rules = Rules { source: builtin.source, languages: builtin.languages };
    // Phrases read no table, and take the longest to compile.
    rules.source.prose = prose::PatternsConfig::default();
    let (whole, outcome) = read(&pages, rules.clone());
    assert!(!whole.is_empty());
    let mut missed = 0;
    let text: String = pages
        .iter()
        .map(|page| String::from_utf8_lossy(page.bytes.as_ref().unwrap()).to_lowercase())
        .collect();
    for (rule, less) in without_one(&rules, &text) {
        let (rows, now) = read(&pages, less);
        let lost: Vec<&String> = whole.difference(&rows).collect();
        missed += usize::from(!lost.is_empty());
        assert!(
            lost.is_empty() || tells_more(&now, &outcome),
            "{name}: without {rule} nothing is said of\n{lost:#?}\n{:#?}",
            now.diagnostics
        );
    }
    assert!(missed >= 5, "{name}: only {missed} rules are needed by the pages");
}
