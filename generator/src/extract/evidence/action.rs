//! Where one address serves all operations: the parameter that names them, and what each page says for it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    gather::Looked,
    learned::{Learned, ratio},
    page::Page,
    tables,
};
use crate::{dialect::Dialect, raw};

/// Finds the parameter whose value names the operation of each page, where one address serves all. It stands in the
/// examples, in the row of the parameter, or in a header. Its value is a word of the title; failing that, it is a word
/// written like a name of an operation that also occurs in the file's name or the first sentences.
pub(super) fn action(looked: &[Looked<'_>], words: &Dialect, learned: &mut Learned) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut pages = 0_u32;
    for look in looked {
        let stated = stated(look, words);
        if stated.is_empty() {
            continue;
        }
        pages += 1;
        let title = title(&look.page);
        let mut found: Vec<(String, String)> =
            stated.into_iter().filter(|(_, value)| names_page(&look.page, &title, value)).collect();
        found.sort();
        found.dedup_by(|a, b| a.0 == b.0);
        for (name, value) in found {
            *counts.entry(name.clone()).or_default() += 1;
            values.entry(name).or_default().insert(value);
        }
    }
    let differs = |name: &str, count: u32| {
        values.get(name).is_some_and(|values| u32::try_from(values.len()).is_ok_and(|all| all * 2 > count))
    };
    let best =
        counts.into_iter().filter(|(name, count)| differs(name, *count)).max_by_key(|(_, count)| *count);
    learned.action =
        best.filter(|(_, count)| *count >= 2 && ratio(*count, pages) > 0.5).map(|(name, _)| name);
}

/// What a page gives for parameters: the queries and headers of its examples, and the words in rows of its tables that
/// are written as names of operations are.
pub(super) fn stated(look: &Looked<'_>, words: &Dialect) -> Vec<(String, String)> {
    let whole = 0..look.page.items.len();
    let samples = super::samples::find(&look.page, whole, 0, None, words);
    let mut stated: Vec<(String, String)> = samples.iter().flat_map(|sample| sample.query.clone()).collect();
    for sample in &samples {
        // `X-Service-Action: SwitchLamp` is what others send as `Action`.
        let headers = sample.headers.iter().filter(|(_, value)| is_deed(value));
        stated
            .extend(headers.map(|(name, value)| {
                (name.rsplit('-').next().unwrap_or_default().to_owned(), value.clone())
            }));
    }
    for table in &look.tables {
        let rows = tables::rows(table.grid, &table.columns);
        for (row, name) in rows.iter().zip(&table.names) {
            let Some(name) = name else { continue };
            let texts = row.cells.iter().skip(1).map(|cell| cell.content.joined());
            let value = texts.flat_map(|text| {
                let deeds: Vec<String> =
                    title_words(&text).filter(|word| is_deed(word)).map(str::to_owned).collect();
                deeds
            });
            stated.extend(value.take(1).map(|value| (name.key.clone(), value)));
        }
    }
    stated
}

/// Whether a word is written as names of operations are: `SwitchLamp`.
fn is_deed(word: &str) -> bool {
    word.len() > 4
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
        && word.chars().filter(char::is_ascii_uppercase).count() >= 2
        && word.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether a value is what a page is about.
pub(super) fn names_page(page: &Page<'_>, title: &str, value: &str) -> bool {
    if value.len() <= 3 {
        return false;
    }
    let file = page.document.file.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let texts = || page.items.iter().filter_map(super::page::Item::text).take(3);
    title_words(title).any(|word| word == value)
        || is_deed(value)
            && (stem == value || texts().any(|text| title_words(&text.text).any(|word| word == value)))
}

/// The first heading of a page.
pub(super) fn title(page: &Page<'_>) -> String {
    page.sections.get(1).map(|section| section.title.clone()).unwrap_or_default()
}

fn title_words(title: &str) -> impl DoubleEndedIterator<Item = &str> {
    title.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Where one address serves all, the title names the operation, or the value that the page gives for the parameter.
pub(super) fn named(page: &mut raw::Page, value: Option<&str>, dialect: &Dialect) {
    page.requests.clear();
    page.has_uri = false;
    let text = page.title.as_ref().map(|title| title.text.clone()).unwrap_or_default();
    let span = page.title.as_ref().map(|title| title.span).unwrap_or_default();
    let last = text.rsplit(['-', '\u{2014}', '\u{2013}', '\u{ff0d}']).next().unwrap_or_default().trim();
    let is_word = !last.is_empty() && last.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let own = is_word.then_some(last).or_else(|| title_words(&text).next_back());
    // The value is not a word of the title, so the title says something else.
    let other = value.filter(|value| !title_words(&text).any(|word| word == *value));
    let Some(name) = other.or(own).filter(|name| name.len() > 2).map(ToOwned::to_owned) else { return };
    page.name = Some(raw::Line { text: name.clone(), span });
    if other.is_some() {
        // The first heading may only say what stands below it.
        let said = dialect.words.read(&text);
        page.title = page.title.take().filter(|_| said.rest.chars().any(char::is_alphabetic));
        return;
    }
    let text = text
        .trim_end_matches(name.as_str())
        .trim_end_matches([' ', '-', '\u{2014}', '\u{2013}', '\u{ff0d}'])
        .to_owned();
    if !text.is_empty() {
        page.title = Some(raw::Line { text, span });
    }
}
