//! Defaults: what the service assumes when the field is left out.

use indexmap::IndexMap;
use tablature_ir::Type;

use super::{
    clause,
    cues::{Section, Sections},
    facts::{Found, Text},
    marks::{Marks, Value, is_letter, skip_blanks, tail},
    patterns::Patterns,
};

/// Reads the default. Where several differ, there is none.
pub(super) fn default(
    text: &Text<'_>,
    patterns: &Patterns,
    sections: Sections,
    values: Option<&IndexMap<String, String>>,
    unit: Option<&str>,
) -> Option<Found<String>> {
    if !sections.has(Section::Defaults) || !text.ty.is_scalar() && *text.ty != Type::Any {
        return None;
    }
    let description = text.description;
    let full = patterns.default_introducers.iter().flat_map(|phrases| phrases.find_iter(description));
    let hints = patterns.default_hints.iter().flat_map(|phrases| phrases.find_iter(description));
    let mut found: Option<Found<String>> = None;
    let mut last = 0..0;
    for (phrase, full) in full.map(|phrase| (phrase, true)).chain(hints.map(|phrase| (phrase, false))) {
        if !full && phrase.start() < last.end && phrase.end() > last.start {
            continue;
        }
        last = phrase.range();
        let reader = Reader { text, patterns, values, unit, full };
        match reader.read(phrase.start(), phrase.end()) {
            Stated::Value(value) => match &found {
                Some(before) if before.value != value.value => return None,
                Some(_) => {}
                None => found = Some(value),
            },
            // A default that holds in some cases only says that the field has none that holds in all.
            Stated::Elsewhere => return None,
            Stated::Nothing => {}
        }
    }
    found
}

/// What a phrase states.
enum Stated {
    /// The default of the field.
    Value(Found<String>),
    /// A default in some cases only, or one that cannot be spelled as a value.
    Elsewhere,
    /// Nothing that can be told.
    Nothing,
}

struct Reader<'a> {
    text: &'a Text<'a>,
    patterns: &'a Patterns,
    values: Option<&'a IndexMap<String, String>>,
    unit: Option<&'a str>,
    full: bool,
}

impl Reader<'_> {
    fn read(&self, start: usize, end: usize) -> Stated {
        let description = self.text.description;
        let own = clause::is_own(description, start, self.patterns)
            && !clause::is_conditional(description, start, self.patterns);
        match self.value(start, end) {
            Some((value, end)) if own => Stated::Value(Found::new(value, start..end)),
            Some(_) => Stated::Elsewhere,
            None if own && self.full && tail(description, end).starts_with(is_letter) => {
                let none = self.patterns.config.defaults.none.iter();
                let none = none.clone().any(|none| tail(description, end).starts_with(none.as_str()));
                if none { Stated::Nothing } else { Stated::Elsewhere }
            }
            None => Stated::Nothing,
        }
    }

    /// The value behind the phrase that ends here, in wire spelling, and where it ends.
    fn value(&self, start: usize, end: usize) -> Option<(String, usize)> {
        let description = self.text.description;
        let mut at = skip_blanks(description, end);
        let open = tail(description, at).chars().next().filter(|c| self.patterns.marks.is_open(*c));
        at += open.map_or(0, char::len_utf8);
        let Some(value) = self.patterns.marks.value(description, at).map(|value| self.number(value)) else {
            // `default: the usual way` may be the entry of a list, not a statement.
            let entry = tail(description, start).starts_with(|c: char| c.is_ascii());
            return if entry { None } else { self.word(at) };
        };
        if open.is_some() && !tail(description, value.at.end).starts_with(|c| self.patterns.marks.is_close(c))
        {
            return None;
        }
        let end = self.end(&value)?;
        Some((self.spelled(&value)?, end))
    }

    /// The number at the start of a value such as `20GB`, for a field that is one.
    fn number<'t>(&self, mut value: Value<'t>) -> Value<'t> {
        let number = matches!(self.text.ty, Type::Integer | Type::Number);
        if number && !value.quoted && !value.is_number() {
            let digits =
                value.text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')).count();
            if digits > 0 {
                value.text = value.text.get(..digits).unwrap_or_default();
                value.at.end = value.at.start + digits;
            }
        }
        value
    }

    /// The end of the value, if it is a value: a number may be followed by a counter or the field's own unit.
    fn end(&self, value: &Value<'_>) -> Option<usize> {
        let description = self.text.description;
        let end = value.at.end;
        let number = matches!(self.text.ty, Type::Integer | Type::Number);
        if number && let Some(unit) = self.counted(value) {
            return Some(unit);
        }
        let blank = skip_blanks(description, end);
        let next = tail(description, blank).chars().next();
        let explicit = self.full && blank > end && next.is_some_and(is_letter);
        let explicit = explicit
            || value.quoted
                && next.is_none_or(|c| !c.is_ascii_alphanumeric() && !self.patterns.marks.is_quote(c));
        let ends = clause::ends(description, blank, self.patterns) || self.announces(value, blank);
        (ends || explicit).then_some(end)
    }

    /// Whether the list of values follows, of which this is one: `the default is on:` and a line for each.
    fn announces(&self, value: &Value<'_>, at: usize) -> bool {
        let description = self.text.description;
        let joint = Marks::word_at(&self.patterns.marks.joints, description, at);
        joint.is_some_and(|joint| {
            tail(description, at + joint.len()).trim_start_matches(' ').starts_with('\n')
        }) && self.values.is_some_and(|values| values.contains_key(value.text))
    }

    /// The end of `20 rows`, `100G` of a field in GB.
    fn counted(&self, value: &Value<'_>) -> Option<usize> {
        let description = self.text.description;
        let blank = skip_blanks(description, value.at.end);
        let rest = tail(description, blank);
        let length =
            self.patterns.counters.as_ref().and_then(|counters| counters.find(rest)).map(|found| found.end());
        let length = length.or_else(|| self.same_unit(rest))?;
        let end = blank + length;
        clause::ends(description, skip_blanks(description, end), self.patterns).then_some(end)
    }

    fn same_unit(&self, rest: &str) -> Option<usize> {
        let unit = self.unit?;
        let group = self
            .patterns
            .config
            .units
            .same
            .iter()
            .find(|group| group.iter().any(|spelling| spelling == unit));
        let spellings = group.map_or(&[][..], Vec::as_slice);
        spellings
            .iter()
            .map(String::as_str)
            .chain([unit])
            .filter(|spelling| rest.starts_with(spelling))
            .map(str::len)
            .max()
    }

    /// The value as it goes over the wire, if it fits the type.
    fn spelled(&self, value: &Value<'_>) -> Option<String> {
        if value.text.is_empty() || self.patterns.config.defaults.none.iter().any(|none| none == value.text) {
            return None;
        }
        match self.text.ty {
            Type::Integer if !value.is_integer() => None,
            Type::Number if !value.is_number() => None,
            Type::Boolean => match value.text.to_ascii_lowercase().as_str() {
                spelling @ ("true" | "false") => Some(spelling.to_owned()),
                _ => None,
            },
            _ => Some(value.text.to_owned()),
        }
    }

    /// A default that is given by its meaning: "default: no" of a boolean, or the label of a listed value.
    fn word(&self, at: usize) -> Option<(String, usize)> {
        let description = self.text.description;
        let rest = tail(description, at);
        let length: usize = rest.chars().take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
        let word = rest.get(..length)?;
        if word.is_empty() || !clause::ends(description, skip_blanks(description, at + length), self.patterns)
        {
            return None;
        }
        let defaults = &self.patterns.config.defaults;
        let value = if let Some(values) = self.values {
            let mut labelled = values.iter().filter(|(_, label)| *label == word);
            let (value, _) = labelled.next()?;
            labelled.next().is_none().then(|| value.clone())
        } else if *self.text.ty != Type::Boolean {
            None
        } else if defaults.yes.iter().any(|yes| yes == word) {
            Some("true".to_owned())
        } else {
            defaults.no.iter().any(|no| no == word).then(|| "false".to_owned())
        };
        value.map(|value| (value, at + length))
    }
}
