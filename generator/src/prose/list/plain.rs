//! `a / b / c`

use super::{
    super::marks::{Marks, Value, is_letter, skip_blanks, tail},
    Entry, List, Reader,
};

/// What follows a value of a plain list.
enum Next {
    /// Another value, and whether a comma alone stands between.
    Value(usize, bool),
    /// The list ends.
    End,
    /// Something that may be part of the list but is not a value.
    Unclear,
}

impl<'t> Reader<'_, 't> {
    /// The plain list that starts here; its values may have labels in brackets.
    pub(in super::super) fn plain(self, start: usize) -> Option<List<'t>> {
        let mut entries: Vec<Entry<'t>> = Vec::new();
        let mut at = start;
        let (mut commas, mut slashes) = (true, false);
        let end = loop {
            let (entry, end) = self.item(at, &entries)?;
            if entries.iter().any(|before| before.value.text == entry.value.text) {
                return None;
            }
            entries.push(entry);
            match self.separator(end) {
                Next::Value(next, comma) => {
                    commas &= comma;
                    slashes |= self.text.get(end..next).is_some_and(|between| between.contains('/'));
                    at = next;
                }
                Next::End => break end,
                Next::Unclear => return None,
            }
        };
        let ambiguous = slashes && entries.iter().any(|entry| entry.value.text.contains('/'));
        (!ambiguous).then_some(List { entries, at: start..end, commas })
    }

    /// One value with the label behind it in brackets, and where it ends.
    fn item(self, at: usize, before: &[Entry<'t>]) -> Option<(Entry<'t>, usize)> {
        let value = self.value(at)?;
        let mut end = value.at.end;
        let mut text = value.text;
        if let Some(words) = self.phrase(&value) {
            end = words;
            text = self.text.get(value.at.start..words)?;
        }
        let mut entry =
            Entry { value: Value { text, at: value.at.start..end, quoted: value.quoted }, label: "" };
        let blank = skip_blanks(self.text, end);
        // A bracket behind the last value may be about the list as a whole.
        let labelled = before.iter().all(|entry| !entry.label.is_empty());
        if labelled
            && self.char_at(blank).is_some_and(|c| self.marks().is_open(c))
            && let Some(close) = self.marks().closing(self.text, blank).filter(|close| *close <= self.end)
        {
            let bracket = |c: char| self.marks().is_open(c) || self.marks().is_close(c);
            entry.label = self.text.get(blank..close)?.trim_matches(bracket).trim();
            end = close;
        }
        Some((entry, end))
    }

    /// What stands between the value that ends here and the next one.
    fn separator(self, end: usize) -> Next {
        let at = skip_blanks(self.text, end);
        let Some(c) = self.char_at(at) else { return Next::End };
        for from in [end, at] {
            if let Some(word) = self.or(from) {
                let next = skip_blanks(self.text, from + word.len());
                return if self.value(next).is_some() { Next::Value(next, false) } else { Next::Unclear };
            }
        }
        if self.marks().is_comma(c) || self.marks().is_slash(c) || self.is_stop(at) {
            return self.marked(at, c);
        }
        if self.marks().is_quote(c) && at > end && self.value(at).is_some() {
            return Next::Value(at, false);
        }
        let clear = at > end
            || self.marks().is_open(c)
            || self.marks().is_close(c)
            || self.is_ending(at)
            || self.is_remark(at);
        if clear { Next::End } else { Next::Unclear }
    }

    /// What stands behind the mark at `at`.
    fn marked(self, at: usize, mark: char) -> Next {
        let comma = self.marks().is_comma(mark);
        let slash = self.marks().is_slash(mark);
        let mut next = self.skip_to_entry(at + mark.len_utf8());
        if !slash {
            next = self.skip_stops(next);
        }
        if next >= self.end {
            return if slash { Next::Unclear } else { Next::End };
        }
        // `a` of `a/b` on the next line is half a value.
        let halves = |value: Value<'_>| self.char_at(value.at.end).is_some_and(|c| self.marks().is_slash(c));
        if mark == '\n' && self.value(next).is_some_and(halves) {
            return Next::Unclear;
        }
        let sentence = self.is_stop(at) && !matches!(mark, ';' | '\n' | '\u{ff1b}');
        if !sentence && self.value(next).is_some_and(|value| self.is_item(&value, mark)) {
            // A word for "or" may stand behind a comma, too.
            return Next::Value(next, comma && mark != '\u{3001}');
        }
        if comma && let Some(word) = self.or(next) {
            let next = skip_blanks(self.text, next + word.len());
            return if self.value(next).is_some() { Next::Value(next, false) } else { Next::Unclear };
        }
        // `a, b, c is …`: whether `c` belongs to the list cannot be told, unless a clause on it begins.
        let glued = |value: Value<'_>| {
            let behind = value.at.end;
            let clause = Marks::word_at(&self.marks().weak_joints, self.text, behind).is_some();
            !value.quoted && self.char_at(behind).is_some_and(is_letter) && !clause
        };
        if comma && self.value(next).is_some_and(glued) {
            return Next::Unclear;
        }
        let tight = slash || mark == '\u{3001}';
        let more = tight && !self.is_ending(next) || comma && self.is_short_word(next);
        if more { Next::Unclear } else { Next::End }
    }

    /// Whether the value behind a separator is an entry, not the first word of the next sentence.
    fn is_item(self, value: &Value<'_>, separator: char) -> bool {
        let behind = skip_blanks(self.text, value.at.end);
        let Some(c) = self.char_at(behind) else { return true };
        if self.joint(behind).is_some() && (separator == '\n' || self.marks().is_comma(separator)) {
            return false;
        }
        if !is_letter(c) || self.is_ending(behind) || self.is_remark(behind) {
            return separator != '\n' || c == '\n' || self.ends_line(behind);
        }
        self.or(behind).is_some()
    }

    /// Whether nothing but marks stands on the rest of the line.
    fn ends_line(self, at: usize) -> bool {
        let rest = tail(self.text, at).split('\n').next().unwrap_or_default();
        rest.chars().all(|c| {
            c.is_whitespace() || self.marks().is_comma(c) || matches!(c, ';' | '\u{ff1b}' | '.' | '\u{3002}')
        })
    }
}
