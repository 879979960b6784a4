//! Operations that only headings name: a page says once how addresses are made, `/bot{token}/METHOD_NAME`.

use std::collections::BTreeMap;

use tablature_ir::Method;

use super::{
    lines::{HEADING, Line},
    page::{Page, Part, Section},
    path::{self, is_example_of, without_query},
    target::Target,
};

/// The path in which a word for methods stands for the names of the operations.
pub(super) fn template<'l>(lines: impl Iterator<Item = &'l Line>) -> Option<String> {
    let paths = lines.map(|line| without_query(&line.target.path)).filter(|path| at(path).is_some());
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for path in paths {
        *counts.entry(path).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(path, _)| path.to_owned())
}

/// The segment that stands for the name.
fn at(path: &str) -> Option<&str> {
    let is = |segment: &&str| {
        let word = segment.trim_matches(['{', '}', '[', ']']).to_ascii_lowercase().replace(['-', ' '], "_");
        let marked =
            segment.starts_with(['{', '[']) || segment.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        marked && matches!(word.as_str(), "method" | "method_name" | "methodname" | "api_method")
    };
    path.split('/').find(is)
}

/// Adds the requests of a page whose addresses are formed like this: one for each heading that is written like a name
/// of a method. A line that shows the template, or an address formed from it, is not an operation.
pub(super) fn name(page: &Page<'_>, template: &str, lines: &mut Vec<Line>) {
    let Some(word) = at(template) else { return };
    let example = template.replace(word, "{method}");
    lines.retain(|line| {
        let path = without_query(&line.target.path);
        path != template && !is_example_of(path, &example)
    });
    for (index, section) in page.sections.iter().enumerate().skip(1) {
        if !is_method(&section.title) || page.sections.iter().any(|inner| inner.parent == index) {
            continue;
        }
        let Some(item) = page.items.get(section.start) else { continue };
        let target = Target {
            method: Some(method(page, section)),
            path: path::tidy(&template.replace(word, &section.title)),
            ..Target::default()
        };
        lines.push(Line { target, item: section.start, span: item.span, strength: HEADING });
    }
    lines.sort_by(|a, b| a.item.cmp(&b.item).then(a.span.cmp(&b.span)));
}

/// The method of a section: POST where it sends fields.
fn method(page: &Page<'_>, section: &Section) -> Method {
    let items = page.items.get(section.start..section.end).unwrap_or_default();
    let sends = items.iter().any(|item| matches!(item.part, Part::Table(_)));
    if sends { Method::Post } else { Method::Get }
}

/// Whether a heading is one word that begins with a small letter, as names of methods do and names of types do not.
fn is_method(title: &str) -> bool {
    title.starts_with(|c: char| c.is_ascii_lowercase())
        && title.len() > 3
        && title.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}
