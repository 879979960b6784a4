//! `first: a; second: b`

use super::{
    super::marks::{Marks, Value, is_letter, skip_blanks, tail},
    Entry, List, Reader,
};

impl<'t> Reader<'_, 't> {
    /// The list that starts here, each value behind its label.
    pub(super) fn swapped(self, start: usize) -> Option<List<'t>> {
        let mut entries: Vec<Entry<'t>> = Vec::new();
        let mut at = start;
        let mut end = start;
        while at < self.end && !self.is_remark(at) {
            let (entry, behind) = self.swapped_entry(at)?;
            if entries.iter().any(|before| before.value.text == entry.value.text) {
                return None;
            }
            entries.push(entry);
            end = behind;
            let next = skip_blanks(self.text, behind);
            let Some(mark) = self.char_at(next) else { break };
            if self.marks().is_close(mark) {
                break;
            }
            let stop = self.is_stop(next);
            let separated = stop || self.marks().is_comma(mark) || self.marks().is_slash(mark);
            if !separated && next == behind {
                return None;
            }
            at = self.skip_stops(self.skip_to_entry(if separated { self.next(next) } else { next }));
            // A stop ends the list, unless another entry follows.
            if stop && self.swapped_entry(at).is_none() {
                let more = matches!(mark, ';' | '\u{ff1b}') && at < self.end && !self.is_remark(at);
                if more && !self.text.get(next..at).is_some_and(|between| between.contains('\n')) {
                    return None;
                }
                break;
            }
        }
        (!entries.is_empty()).then_some(List { entries, at: start..end, commas: false })
    }

    /// One `label: value`, and the position behind it.
    fn swapped_entry(self, at: usize) -> Option<(Entry<'t>, usize)> {
        let marks = self.marks();
        let mut length = 0;
        for c in tail(self.text, at).chars() {
            if self.joint(at + length).is_some()
                || marks.is_comma(c)
                || marks.is_open(c)
                || marks.is_slash(c)
                || c == '\n'
            {
                break;
            }
            if marks.is_quote(c) || marks.is_close(c) || self.is_stop(at + length) || length > 60 {
                return None;
            }
            length += c.len_utf8();
        }
        let label = self.text.get(at..at + length)?.trim();
        // A label is made of words, or is at least a name.
        if label.is_empty()
            || !label.chars().any(is_letter) && !label.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            return None;
        }
        let mark = self.char_at(at + length)?;
        let bracket = marks.is_open(mark);
        let from = match Marks::word_at(&marks.joints, self.text, at + length) {
            Some(joint) => at + length + joint.len(),
            // A mark that only ever stands between items of a list does not part a label from its value.
            None if marks.is_comma(mark) && mark != '\u{3001}' || bracket => at + length + mark.len_utf8(),
            None => return None,
        };
        let value = self.value(skip_blanks(self.text, from))?;
        let mut behind = value.at.end;
        let mut text = value.text;
        if let Some(words) = self.phrase(&value) {
            behind = words;
            text = self.text.get(value.at.start..words)?;
        }
        if bracket {
            let close = skip_blanks(self.text, behind);
            let c = self.char_at(close).filter(|c| marks.is_close(*c))?;
            behind = close + c.len_utf8();
        }
        let value = Value { text, at: value.at.start..behind, quoted: value.quoted };
        self.swapped_ends(behind).then_some((Entry { value, label }, behind))
    }

    /// Whether a mark, a blank or the end stands behind the value.
    fn swapped_ends(self, behind: usize) -> bool {
        let next = skip_blanks(self.text, behind);
        let Some(c) = self.char_at(next) else { return behind <= self.end };
        let marks = self.marks();
        next > behind || self.is_stop(next) || marks.is_comma(c) || marks.is_slash(c) || marks.is_close(c)
    }
}
