//! Enum values: lists behind "values:", and lists whose form alone shows what they are.

use indexmap::IndexMap;
use tablature_ir::Type;

use super::{
    clause,
    cues::{Section, Sections},
    facts::{Found, Text},
    list::{Entry, List, Reader, Sure},
    marks::{is_letter, skip_blanks, tail},
    patterns::Patterns,
};

/// The values of a field, and which of them the list marks as the default.
pub(super) struct Values {
    pub(super) values: Found<IndexMap<String, String>>,
    pub(super) default: Option<Found<String>>,
}

/// Reads the values that a description lists.
pub(super) fn values(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Values> {
    if !takes_values(text.ty) {
        return None;
    }
    let said = sections.has(Section::Enums).then(|| said(text, patterns)).flatten();
    let bare = sections.joins().then(|| bare(text, patterns)).flatten().filter(|list| fits(list, text.ty));
    let bare = bare.filter(|list| !is_about_parts(list, text, patterns));
    let said = said.filter(|(list, _)| !is_about_parts(list, text, patterns));
    let list = match (said, bare) {
        (Some((list, sure)), Some(other)) if !sure && is_disjoint(&list, &other) => return None,
        (Some((mut list, _)), bare) => {
            if list.entries.iter().all(|entry| entry.label.is_empty()) {
                borrow_labels(&mut list, bare);
            }
            list
        }
        (None, Some(bare)) => bare,
        (None, None) => {
            let opening = sections.has(Section::Defaults).then(|| opening(text, patterns)).flatten();
            opening.filter(|list| !is_about_parts(list, text, patterns))?
        }
    };
    Some(finish(&list, patterns))
}

/// Whether fields of this type can have values: strings and numbers, and lists of them.
fn takes_values(ty: &Type) -> bool {
    match ty {
        Type::String | Type::Integer | Type::Number | Type::Any => true,
        Type::List(element) => !matches!(**element, Type::Any) && takes_values(element),
        Type::Boolean | Type::Map(_) | Type::Named(_) => false,
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(ty.innermost(), Type::Integer | Type::Number)
}

fn fits(list: &List<'_>, ty: &Type) -> bool {
    let each = |test: fn(&Entry<'_>) -> bool| list.entries.iter().all(test);
    match ty.innermost() {
        Type::Integer => each(|entry| entry.value.is_integer()),
        Type::Number => each(|entry| entry.value.is_number()),
        _ => true,
    }
}

/// The list behind the first introducer, else behind the first hint, that comes to a clean end; and whether it
/// was an introducer.
fn said<'t>(text: &Text<'t>, patterns: &Patterns) -> Option<(List<'t>, bool)> {
    let sure = [(&patterns.introducers, 1), (&patterns.hints, 2)];
    sure.into_iter().find_map(|(phrases, least)| {
        phrases.as_ref()?.find_iter(text.description).find_map(|found| {
            if is_about_another(text.description, found.start(), patterns)
                || least > 1 && !is_plain_hint(text, found.start(), patterns)
            {
                return None;
            }
            let sure = if least == 1 { Sure::Said } else { Sure::Hinted };
            let list = behind(text, found.end(), sure, patterns)?;
            (list.entries.len() >= least && fits(&list, text.ty) && is_list(&list, least))
                .then_some((list, least == 1))
        })
    })
}

/// Whether a hint here speaks of the field in all cases. Where the type is not known, the field may be an
/// object, and the hint about one of its keys.
fn is_plain_hint(text: &Text<'_>, at: usize, patterns: &Patterns) -> bool {
    let before = text.description.get(..at).unwrap_or_default();
    let named = |(index, _)| {
        before.get(..index).is_some_and(|key: &str| key.ends_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let keys = *text.ty == Type::Any && before.match_indices([':', '\u{ff1a}']).any(named);
    !keys && !clause::is_conditional(text.description, at, patterns)
}

/// The list that starts here, within its brackets where it has some.
fn behind<'t>(of: &Text<'t>, from: usize, sure: Sure, patterns: &Patterns) -> Option<List<'t>> {
    let (text, numbers) = (of.description, is_number(of.ty));
    let at = skip_blanks(text, from);
    let open = tail(text, at).chars().next().filter(|c| patterns.marks.is_open(*c));
    let bracketed = open.and_then(|open| {
        let end = patterns.marks.closing(text, at)?;
        let last = text.get(..end)?.chars().next_back()?;
        let within = Reader { patterns, text, end: end - last.len_utf8(), numbers };
        let list = within.list(at + open.len_utf8(), sure)?;
        let behind = tail(text, list.at.end)
            .trim_start_matches(|c: char| c.is_whitespace() || patterns.marks.is_comma(c));
        behind.starts_with(last).then_some(list)
    });
    bracketed.or_else(|| {
        let from = at + open.map_or(0, char::len_utf8);
        Reader { patterns, text, end: text.len(), numbers }.list(from, sure)
    })
}

/// Whether the words before an introducer make it speak of something else, or of some cases only.
fn is_about_another(text: &str, at: usize, patterns: &Patterns) -> bool {
    let before = text.get(..at).unwrap_or_default();
    patterns.unless_after.as_ref().is_some_and(|words| words.is_match(before))
        || before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether it can be a list of values: a range is not one, and neither is a lone number.
fn is_list(list: &List<'_>, least: usize) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let range = |entry: &Entry<'_>| {
        !entry.value.quoted
            && entry.value.text.split_once('-').is_some_and(|(min, max)| digits(min) && digits(max))
    };
    let worded = |entry: &Entry<'_>| entry.value.text.chars().any(is_letter);
    if list.entries.iter().any(|entry| range(entry) || worded(entry)) {
        return false;
    }
    let bare = |entry: &Entry<'_>| !entry.value.quoted && entry.value.is_number() && entry.label.is_empty();
    match list.entries.as_slice() {
        // "One of these boats": words that no sign sets off are no value.
        [only] => {
            let is_said = only.value.quoted || !only.label.is_empty() || !only.value.text.contains(' ');
            !bare(only) && is_said
        }
        [min, max] if list.commas && bare(min) && bare(max) => least == 1,
        _ => true,
    }
}

/// A list of labelled values without an introducer.
fn bare<'t>(text: &Text<'t>, patterns: &Patterns) -> Option<List<'t>> {
    if !patterns.config.enums.bare || *text.ty.innermost() == Type::Any {
        return None;
    }
    let description = text.description;
    let reader = Reader { patterns, text: description, end: description.len(), numbers: is_number(text.ty) };
    let mut before = '\n';
    for (at, c) in description.char_indices() {
        let begins =
            begins_entry(before, patterns) || reader.numbers && is_letter(before) && c.is_ascii_digit();
        let starts = c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || patterns.marks.is_quote(c);
        if starts && begins && reader.is_labelled(at) {
            // A list that fails here does not get better from its second entry on.
            let sample = is_example(description, at, patterns) || clause::is_sample(description, at);
            let glued = is_letter(before);
            let list = if sample || follows_entry(description, at) { None } else { reader.bare(at) };
            return list.filter(|list| !glued || list.entries.len() > 2);
        }
        if !(c == ' ' && begins_entry(before, patterns) || patterns.marks.is_bullet(c) && before == '\n') {
            before = c;
        }
    }
    None
}

/// The values that a description begins with, where it then states that one of them is the default: only
/// values have one.
fn opening<'t>(text: &Text<'t>, patterns: &Patterns) -> Option<List<'t>> {
    if !patterns.config.enums.bare || *text.ty.innermost() == Type::Any {
        return None;
    }
    let description = text.description;
    let reader = Reader { patterns, text: description, end: description.len(), numbers: is_number(text.ty) };
    let stated = patterns.default_introducers.as_ref()?.find(description)?;
    let default = patterns.marks.value(description, skip_blanks(description, stated.end()))?;
    let list = reader.plain(skip_blanks(description, 0)).filter(|list| list.at.end <= stated.start())?;
    let has = list.entries.iter().any(|entry| entry.value.text == default.text);
    (has && list.entries.len() > 1 && fits(&list, text.ty) && is_list(&list, 2)).then_some(list)
}

/// Whether the line before looks like an entry in another form: then this is the rest of a list.
fn follows_entry(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let mut lines = before.trim_end_matches([' ', '>', '*', '-']).split('\n').rev();
    let _this = lines.next();
    let Some(line) = lines.find(|line| !line.trim().is_empty()) else { return false };
    let first = lines.all(|line| line.trim().is_empty());
    let heading = line.trim_end().ends_with([':', '\u{ff1a}']);
    !first
        && !heading
        && line.trim_start_matches([' ', '>', '*', '-']).starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether an entry can begin behind this character.
fn begins_entry(before: char, patterns: &Patterns) -> bool {
    let marks = &patterns.marks;
    before.is_whitespace()
        || marks.is_open(before)
        || marks.is_comma(before) && before != '\u{3001}'
        || matches!(before, ':' | '\u{ff1a}' | ';' | '\u{ff1b}' | '\u{3002}' | '?' | '\u{ff1f}')
}

/// Whether an example is announced in the clause before.
fn is_example(text: &str, at: usize, patterns: &Patterns) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let clause = before.rsplit(['\n', ';', '\u{ff1b}', '\u{3002}']).next().unwrap_or_default();
    let clause = if clause.trim().is_empty() {
        before.trim_end().rsplit('\n').next().unwrap_or_default()
    } else {
        clause
    };
    patterns.examples.as_ref().is_some_and(|examples| examples.is_match(clause))
}

/// Whether the list tells of parts of the field, or of the field itself, rather than of its values.
fn is_about_parts(list: &List<'_>, text: &Text<'_>, patterns: &Patterns) -> bool {
    let except = &patterns.config.enums.except;
    list.entries
        .iter()
        .any(|entry| entry.value.text == text.name || except.iter().any(|except| except == entry.value.text))
}

fn is_disjoint(list: &List<'_>, other: &List<'_>) -> bool {
    let has = |value: &str| other.entries.iter().any(|entry| entry.value.text == value);
    !list.entries.iter().any(|entry| has(entry.value.text))
}

/// Gives the values of one list the labels that another list of the same text has for them.
fn borrow_labels<'t>(list: &mut List<'t>, labels: Option<List<'t>>) {
    let Some(labels) = labels else { return };
    for entry in &mut list.entries {
        let same = labels.entries.iter().find(|other| other.value.text == entry.value.text);
        entry.label = same.map_or("", |other| other.label);
    }
}

fn finish(list: &List<'_>, patterns: &Patterns) -> Values {
    let mut values = IndexMap::with_capacity(list.entries.len());
    let mut defaults = Vec::new();
    for entry in &list.entries {
        let mut label = entry.label.to_owned();
        if let Some(found) = patterns.default_labels.as_ref().and_then(|labels| labels.find(entry.label)) {
            defaults.push(Found::new(entry.value.text.to_owned(), entry.value.at.clone()));
            label.replace_range(found.range(), "");
        }
        let remark = patterns.default_introducers.as_ref().and_then(|introducers| introducers.find(&label));
        if let Some(remark) = remark.filter(|remark| remark.start() > 0) {
            label.truncate(remark.start());
        }
        let label = label.trim_matches(|c: char| c.is_whitespace() || patterns.marks.is_comma(c));
        values.insert(entry.value.text.to_owned(), one_line(label));
    }
    let default = if let [default] = defaults.as_slice() { Some(default.clone()) } else { None };
    Values { values: Found::new(values, list.at.clone()), default }
}

/// A label as one line without a bracket that is not closed.
fn one_line(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    let line = words.join(" ");
    if line.starts_with(is_letter) || line.is_empty() { line } else { line.trim().to_owned() }
}
