//! `a: first; b: second`
//!
//! ```text
//! list    = entry { between entry } [ between value ]
//! entry   = value joint label
//! value   = what `Reader::value` takes; before a strong joint also up to four words: `two words: label`
//! joint   = strong | comma | word | blank | nothing
//! strong  = ":" | "->" | a word of the pack's `joints`, also behind a comma or a remark in brackets
//! label   = all up to where the next entry stands, the list ends, or a remark begins
//! between = a stop | a comma | a bullet | a line's end | a blank
//! ```
//!
//! A strong joint makes an entry wherever it stands. The others are ordinary text more often than not: they count
//! only where words say that there is a list ([`Sure::Said`]), and only if the entry before is joined in a like way,
//! or has certainly ended. A list must come to a clean end: no label hides a further value (`hides_*`), no further
//! entry that is not a value follows (`goes_on`), and no further case stands elsewhere in the text (`is_partial`).
//!
//! `prose/tests.rs` has a table of sentences with what is read from each, joint by joint, and of sentences that hold
//! no list.

use super::{
    super::marks::{Marks, Value, is_letter, skip_blanks, tail},
    Entry, List, Reader, Sure,
};

/// What joins a value and its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// A colon, an arrow, a word such as "means".
    Strong,
    /// A comma.
    Comma,
    /// "is".
    Word,
    /// A blank.
    Blank,
    /// Nothing: the script changes.
    None,
}

/// A value with what joins it to its label; the label starts at `after`.
#[derive(Clone, Debug)]
struct Head<'t> {
    value: Value<'t>,
    joint: Joint,
    after: usize,
}

/// What stands between the end of an entry and a possible next one.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one mark that may stand between")]
struct Between {
    /// The entry before has certainly ended.
    strong: bool,
    /// A new line or a bullet.
    line: bool,
    /// A bullet.
    bullet: bool,
    /// Nothing but blanks.
    blank: bool,
    /// The end of a sentence, and no new line.
    sentence: bool,
}

impl<'t> Reader<'_, 't> {
    /// Whether a colon or an arrow joins the value here and a label.
    pub(in super::super) fn is_labelled(self, at: usize) -> bool {
        self.head(at).is_some_and(|head| head.joint == Joint::Strong)
    }

    /// The list of labelled values that starts here.
    pub(super) fn labelled(self, at: usize, sure: Sure) -> Option<List<'t>> {
        self.entries(self.head(at)?, sure)
    }

    /// The list of labelled values that starts here, if its form alone shows it to be one.
    pub(in super::super) fn bare(self, at: usize) -> Option<List<'t>> {
        let head = self.head(at).filter(|head| head.joint == Joint::Strong)?;
        let list = self.entries(head, Sure::Form)?;
        (list.entries.len() > 1).then_some(list)
    }

    /// The value that starts here with what joins it to a label.
    fn head(self, at: usize) -> Option<Head<'t>> {
        let value = self.value(at)?;
        let blank = skip_blanks(self.text, value.at.end);
        if let Some(after) = self.joint(blank) {
            return Some(Head { value, joint: Joint::Strong, after });
        }
        // `value, means label`
        let comma = skip_blanks(self.text, self.next(blank));
        if self.is_comma(blank)
            && self.char_at(comma).is_some_and(is_letter)
            && let Some(after) = self.joint(comma)
        {
            return Some(Head { value, joint: Joint::Strong, after });
        }
        // `value (remark): label`
        if self.char_at(blank).is_some_and(|c| self.marks().is_open(c))
            && let Some(close) = self.marks().closing(self.text, blank)
        {
            let close = skip_blanks(self.text, close);
            if let Some(after) = self.joint(close) {
                return Some(Head { value, joint: Joint::Strong, after });
            }
            if self.is_comma(close) {
                return self.weak(value, close);
            }
        }
        self.words(&value).or_else(|| self.weak(value, blank))
    }

    /// `two words: label`
    fn words(self, value: &Value<'t>) -> Option<Head<'t>> {
        if value.quoted || value.is_integer() {
            return None;
        }
        let mut end = value.at.end;
        for _ in 0..3 {
            let next = skip_blanks(self.text, end);
            let length = tail(self.text, next).bytes().take_while(u8::is_ascii_alphabetic).count();
            if next == end || length == 0 {
                return None;
            }
            end = next + length;
            let blank = skip_blanks(self.text, end);
            if let Some(after) = self.joint(blank).filter(|_| !tail(self.text, blank).starts_with('-')) {
                let text = self.text.get(value.at.start..end)?;
                let value = Value { text, at: value.at.start..end, quoted: false };
                return Some(Head { value, joint: Joint::Strong, after });
            }
        }
        None
    }

    /// Joints that count only when the list is said to be one.
    fn weak(self, value: Value<'t>, blank: usize) -> Option<Head<'t>> {
        let next = self.char_at(blank)?;
        if self.marks().is_comma(next) {
            // This comma stands between the items of a list: it joins a label only to a number.
            if next == '\u{3001}' && !value.is_integer() {
                return None;
            }
            let after = skip_blanks(self.text, blank + next.len_utf8());
            let remark = self.is_remark(after) && (!value.quoted || self.is_default(after));
            let rest = tail(self.text, after).split(|c| self.marks().is_comma(c)).next().unwrap_or_default();
            let rest = rest.split([';', '\u{ff1b}', '\n', '\u{3002}']).next().unwrap_or_default();
            let named = value.quoted
                && rest.starts_with(|c: char| c.is_ascii_alphabetic())
                && rest.contains(is_letter);
            let label = (named || self.char_at(after).is_some_and(is_letter)) && !remark;
            return label.then_some(Head { value, joint: Joint::Comma, after });
        }
        if !is_letter(next) || self.is_remark(blank) || self.is_ending(blank) || self.or(blank).is_some() {
            return None;
        }
        if let Some(word) = Marks::word_at(&self.marks().weak_joints, self.text, blank) {
            return Some(Head { value, joint: Joint::Word, after: blank + word.len() });
        }
        let joint = if blank > value.at.end { Joint::Blank } else { Joint::None };
        Some(Head { value, joint, after: blank })
    }

    fn entries(self, first: Head<'t>, sure: Sure) -> Option<List<'t>> {
        if sure != Sure::Said && first.joint == Joint::None && first.value.is_integer() {
            return None;
        }
        let start = first.value.at.start;
        let kind = first.joint;
        let mut entries: Vec<Entry<'t>> = Vec::new();
        let mut head = first;
        let mut worded = 0;
        let end = loop {
            let (label_end, next) = self.label(&head, kind, sure, &entries);
            let label = self.text.get(head.after..label_end)?;
            worded += usize::from(label.contains(is_letter));
            let label = self.trim(label);
            let skipped = next
                .as_ref()
                .map_or("", |next| self.text.get(label_end..next.value.at.start).unwrap_or_default());
            // `a, b: label`: a value that shares the label of the next one.
            let shared = skipped.trim_end().ends_with(|c| self.marks().is_comma(c));
            let shared = shared && skipped.contains(|c: char| c.is_ascii_alphanumeric());
            if !self.is_label(label, sure) || self.hides_entry(skipped) || shared {
                return None;
            }
            entries.push(Entry { value: head.value, label });
            match next {
                Some(next) => head = next,
                None => break label_end,
            }
        };
        let end = self.lone_value(end, &mut entries);
        if sure == Sure::Form && worded * 2 < entries.len() {
            return None;
        }
        let list = List { entries, at: start..end, commas: false };
        (!self.goes_on(end) && !self.is_partial(&list)).then_some(list)
    }

    /// Where the label of this head ends, and the next head of the list.
    fn label(
        self,
        head: &Head<'t>,
        kind: Joint,
        sure: Sure,
        before: &[Entry<'t>],
    ) -> (usize, Option<Head<'t>>) {
        let known =
            |text: &str| text == head.value.text || before.iter().any(|entry| entry.value.text == text);
        let mut label_end = None;
        let mut at = skip_blanks(self.text, head.after);
        while let Some(c) = self.char_at(at) {
            if self.marks().is_close(c) {
                return (label_end.unwrap_or(at), None);
            }
            if self.marks().is_open(c)
                && let Some(close) = self.marks().closing(self.text, at)
            {
                at = close;
                continue;
            }
            let slash = c == '|' && self.marks().is_slash(c);
            if !self.is_stop(at) && !slash && !self.marks().is_comma(c) && !c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            let (entry, between) = self.between(at, slash);
            if let Some(next) = self.next_head(entry, head, kind, between, sure) {
                let end = label_end.unwrap_or(at);
                return if known(next.value.text) { (end, None) } else { (end, Some(next)) };
            }
            let remark = self.is_remark(entry);
            if between.line && remark && !self.is_default(entry) {
                return (label_end.unwrap_or(at), None);
            }
            if between.strong || remark {
                label_end.get_or_insert(at);
            }
            at = entry.max(at + c.len_utf8());
        }
        (label_end.unwrap_or(self.end), None)
    }

    /// Behind the marks here, to where an entry may start.
    fn between(self, at: usize, slash: bool) -> (usize, Between) {
        let stop = self.is_stop(at);
        let blank = self.char_at(at).is_some_and(char::is_whitespace);
        let entry = self.skip_stops(self.skip_to_entry(if blank { at } else { self.next(at) }));
        let between = self.text.get(at..entry).unwrap_or_default();
        let line = between.contains(['\n', '>']);
        let bullet = between.contains(|c| self.marks().is_bullet(c) && c != '-')
            || between.contains("\n-")
            || between.contains("\n -");
        let sentence = !line && between.contains(['.', '\u{3002}']);
        let strong = stop || slash || line;
        (entry, Between { strong, line, bullet, blank: between.trim().is_empty() && !line, sentence })
    }

    /// The head that stands here, when it fits the list.
    fn next_head(
        self,
        at: usize,
        head: &Head<'t>,
        kind: Joint,
        between: Between,
        sure: Sure,
    ) -> Option<Head<'t>> {
        let next = self.head(at)?;
        let said = sure != Sure::Form;
        let numbers = next.value.is_integer() && head.value.is_integer();
        let plain = |joint: Joint| matches!(joint, Joint::Blank | Joint::None);
        let fits = match next.joint {
            Joint::Strong => !between.blank || !next.value.text.contains(' '),
            Joint::Comma if between.strong => kind != Joint::None || said,
            Joint::Comma => {
                said && kind == Joint::Comma && !between.blank && !self.holds_ascii(head.after, at)
            }
            _ if between.sentence => false,
            Joint::Word => {
                let line = between.line && kind != Joint::Strong;
                said && between.strong && (matches!(kind, Joint::Word | Joint::Comma) || line)
            }
            Joint::Blank | Joint::None => {
                let words = plain(kind) && !self.holds_ascii(head.after, at);
                let line = between.line && kind != Joint::Strong || kind == Joint::Comma;
                between.bullet && between.line || said && (numbers || words || between.strong && line)
            }
        };
        fits.then_some(next)
    }

    fn holds_ascii(self, from: usize, to: usize) -> bool {
        self.text.get(from..to).is_some_and(|text| text.bytes().any(|b| b.is_ascii_alphanumeric()))
    }

    fn trim(self, label: &'t str) -> &'t str {
        let marks = self.marks();
        let edge = |c: char| {
            c.is_whitespace() || marks.is_comma(c) || marks.is_bullet(c) && c != '-' || matches!(c, '/' | ';')
        };
        let mut label = label.trim_matches(edge);
        // `a: means first`
        if let Some(joint) =
            Marks::word_at(&marks.joints, label, 0).filter(|joint| joint.starts_with(is_letter))
        {
            label = label.get(joint.len()..).unwrap_or_default().trim_matches(edge);
        }
        if let Some((last, _)) =
            label.char_indices().next_back().filter(|(last, _)| marks.is_stop(label, *last))
        {
            label = label.get(..last).unwrap_or_default();
        }
        let inner = label.trim_matches(|c| marks.is_quote(c));
        // Quotation marks around the whole label are not part of it.
        if inner.len() + 2 <= label.len()
            && !inner.contains(|c| marks.is_quote(c))
            && label.starts_with(|c| marks.is_quote(c))
        {
            label = inner;
        }
        label
    }

    /// Whether this can be a label: no further value with a label hides in it.
    fn is_label(self, label: &str, sure: Sure) -> bool {
        if self.hides_entry(label) || self.numbers && hides_number(label) || self.hides_dashed(label) {
            return false;
        }
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '_');
        let worded = label.starts_with(|c: char| is_letter(c) || c.is_ascii_alphanumeric())
            && (label.contains(is_letter) || label.chars().all(name));
        match sure {
            Sure::Form => worded && label.chars().count() <= 120,
            Sure::Said | Sure::Hinted => {
                !label.is_empty() && !label.starts_with('=') && label.chars().count() <= 200
            }
        }
    }

    /// Whether a colon stands in the text, outside brackets, that is not part of a time of day or an address.
    fn hides_entry(self, text: &str) -> bool {
        let mut depth = 0usize;
        let mut last = ' ';
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if self.marks().is_open(c) {
                depth += 1;
            } else if self.marks().is_close(c) {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && matches!(c, ':' | '\u{ff1a}') {
                let next = chars.peek().copied().unwrap_or(' ');
                let clock = last.is_ascii_digit() && next.is_ascii_digit() || next == '/';
                if !clock {
                    return true;
                }
            }
            last = c;
        }
        false
    }

    /// Whether an entry in a looser form stands behind a comma of the label: `first, c-third`, `first, 4fourth`.
    fn hides_dashed(self, label: &str) -> bool {
        label.split(|c| self.marks().is_comma(c)).skip(1).any(|part| {
            let part = part.trim_start();
            let rest = part.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            let digits = part.starts_with(|c: char| c.is_ascii_digit()) && rest.starts_with(is_letter);
            rest.len() < part.len() && (rest.starts_with('-') || self.numbers && digits)
        })
    }

    /// A value without a label at the end of the list, and where the list then ends.
    fn lone_value(self, end: usize, entries: &mut Vec<Entry<'t>>) -> usize {
        if !self.is_stop(end) || self.char_at(end) == Some('\n') {
            return end;
        }
        let at = self.skip_to_entry(self.next(end));
        let Some(value) = self.value(at) else { return end };
        let behind = skip_blanks(self.text, value.at.end);
        let lone = behind >= self.end || self.is_stop(behind) || self.is_default(behind);
        if !lone || entries.iter().any(|entry| entry.value.text == value.text) {
            return end;
        }
        let end = value.at.end;
        entries.push(Entry { value, label: "" });
        end
    }

    /// Whether what follows looks like one more entry that is not a value: `any other: …`. Then the list has more
    /// than values.
    fn goes_on(self, end: usize) -> bool {
        if !self.is_stop(end) {
            return false;
        }
        let at = self.skip_to_entry(self.next(end));
        let between = self.text.get(end..at).unwrap_or_default();
        if between.contains('>') && self.value(at).is_some() {
            return true;
        }
        if self.is_remark(at) || !self.char_at(at).is_some_and(is_letter) {
            return false;
        }
        let rest = tail(self.text, at);
        let word: usize = rest.chars().take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
        let short = rest.get(..word).is_some_and(|word| word.chars().count() <= 8);
        let text_follows = self
            .joint(at + word)
            .is_some_and(|after| !tail(self.text, after).trim_start_matches(' ').starts_with('\n'));
        short && text_follows
    }

    /// Whether a further quoted value with a label stands somewhere behind the list: then it is a list for one case
    /// only.
    fn is_partial(self, list: &List<'t>) -> bool {
        let rest = self.text.get(list.at.end..self.end).unwrap_or_default();
        rest.char_indices().any(|(at, c)| {
            self.marks().is_quote(c)
                && self.value(list.at.end + at).is_some_and(|value| {
                    let joined = self
                        .joint(value.at.end)
                        .is_some_and(|after| self.char_at(after).is_some_and(is_letter));
                    joined && !list.entries.iter().any(|entry| entry.value.text == value.text)
                })
        })
    }
}

/// Whether a further number stands in the label of a list of numbers: `first 2. second`.
fn hides_number(label: &str) -> bool {
    label.split(' ').skip(1).any(|word| {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < word.len() && rest.starts_with(['.', '\u{3001}', ')', '-'])
    })
}
