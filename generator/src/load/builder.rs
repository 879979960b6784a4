//! Builds [`Inline`] content, for Markdown and for HTML alike: collapses white space, joins wrapped lines, and
//! remembers which bytes of the file each piece of text was made from.

use super::{
    few::Few,
    inline::{Inline, Link, Mark, MarkKind, Origin, Run, needs_space},
    span::{Span, narrow},
};

/// Text under construction. One builder serves a whole page; [`Builder::finish`] empties it.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    origin: Origin,
    links: Vec<Link>,
    marks: Vec<Mark>,
    open: Vec<Open>,
    gap: Gap,
}

/// What separates the text so far from the next piece. Where several apply, the strongest wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// White space.
    Space,
    /// The source is wrapped here, with or without spaces beside it.
    Wrap,
    /// The page shows a line break.
    Break,
}

/// A mark or link whose end has not come yet.
#[derive(Debug)]
struct Open {
    /// Its start in the text, once there is any text in it.
    start: Option<u32>,
    what: What,
}

#[derive(Debug)]
enum What {
    Mark(MarkKind),
    Link(Box<str>),
}

impl Builder {
    /// Whether there is neither text nor any mark yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.chars().all(|c| c == WIDE) && self.marks.is_empty() && self.links.is_empty()
    }

    /// Adds text and collapses its white space. `file` is the offset in the file at which `text` begins.
    pub(super) fn text(&mut self, text: &str, file: u32) {
        if is_piece(text.as_bytes()) {
            self.push(text, Span { start: file, end: file.saturating_add(narrow(text.len())) });
            return;
        }
        let plain = |from: usize| {
            let rest = text.as_bytes().get(from..).unwrap_or_default();
            rest.iter().take_while(|byte| PLAIN[usize::from(**byte)]).count()
        };
        let mut start = None;
        let mut after_space = self.gap >= Gap::Space;
        let mut next = 0;
        while let Some(c) = text.get(next..).and_then(|rest| rest.chars().next()) {
            let run = plain(next);
            let at = next;
            next += if run > 0 { run } else { c.len_utf8() };
            match if run > 0 { Class::Plain } else { class(c) } {
                Class::Plain => {
                    start.get_or_insert(at);
                    after_space = false;
                }
                // One space inside a piece stays there, so that most texts are one piece.
                Class::Space if c == ' ' && start.is_some() && !after_space => after_space = true,
                other => {
                    self.flush(text, &mut start, at, file);
                    self.gap = self.gap.max(match other {
                        Class::Wrap => Gap::Wrap,
                        Class::Space => Gap::Space,
                        Class::Break => Gap::Break,
                        Class::Plain | Class::Nothing => self.gap,
                    });
                    after_space = self.gap >= Gap::Space;
                }
            }
        }
        self.flush(text, &mut start, text.len(), file);
    }

    /// Adds `text[start..end]` without the white space at its end.
    fn flush(&mut self, text: &str, start: &mut Option<usize>, end: usize, file: u32) {
        let Some(start) = start.take() else { return };
        let Some(piece) = text.get(start..end) else { return };
        let trimmed = piece.trim_end_matches(' ');
        let file = file.saturating_add(narrow(start));
        self.push(trimmed, Span { start: file, end: file.saturating_add(narrow(trimmed.len())) });
        if trimmed.len() < piece.len() {
            self.gap = self.gap.max(Gap::Space);
        }
    }

    /// Adds text as it is, such as code. `file` is the offset in the file at which `text` begins.
    pub(super) fn piece(&mut self, text: &str, file: u32) {
        self.piece_of(text, Span { start: file, end: file.saturating_add(narrow(text.len())) });
    }

    /// Adds text that was made from the bytes of `from`, which may be longer or shorter: `&lt;`. Where the two do not
    /// correspond, `from` is empty. Invisible characters are left out.
    pub(super) fn piece_of(&mut self, text: &str, from: Span) {
        if text.contains(|c| matches!(class(c), Class::Nothing | Class::Break)) {
            let seen = |c| match class(c) {
                Class::Nothing => None,
                Class::Break => Some(' '),
                Class::Plain | Class::Space | Class::Wrap => Some(c),
            };
            let text: String = text.chars().filter_map(seen).collect();
            self.push(&text, Span { end: from.start, ..from });
        } else {
            self.push(text, from);
        }
    }

    fn push(&mut self, text: &str, from: Span) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            let space = match self.gap {
                Gap::None => None,
                Gap::Wrap => needs_space(self.text.chars().next_back(), text.chars().next()).then_some(' '),
                Gap::Space => Some(' '),
                Gap::Break => Some('\n'),
            };
            self.text.extend(space);
        }
        self.gap = Gap::None;
        let start = narrow(self.text.len());
        for open in self.open.iter_mut().rev() {
            if open.start.is_some() {
                break;
            }
            open.start = Some(start);
        }
        let len = narrow(text.len()).min(from.end - from.start);
        if len > 0 {
            self.origin.push(Run { text: start, file: from.start, len });
        }
        self.text.push_str(text);
    }

    /// The source is wrapped here.
    pub(super) fn wrap(&mut self) {
        self.gap = self.gap.max(Gap::Wrap);
    }

    /// White space.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// White space that the page writes as an entity. What is wider than a space sets in the text that it begins.
    pub(super) fn blank(&mut self, text: &str) {
        let wide = text.chars().filter(|c| matches!(c, '\u{2002}' | '\u{2003}')).count();
        if wide > 0 {
            self.set_in(wide);
        } else {
            self.space();
        }
    }

    /// Sets in the text that begins here, by so many spaces; elsewhere it is white space.
    pub(super) fn set_in(&mut self, spaces: usize) {
        if self.text.chars().all(|c| c == WIDE) {
            self.text.extend(std::iter::repeat_n(WIDE, spaces));
        } else {
            self.space();
        }
    }

    /// The page shows a line break; several are one.
    pub(super) fn line(&mut self) {
        self.gap = Gap::Break;
    }

    /// Opens a mark.
    pub(super) fn begin(&mut self, kind: MarkKind) {
        self.open.push(Open { start: None, what: What::Mark(kind) });
    }

    /// Opens a link.
    pub(super) fn begin_link(&mut self, target: &str) {
        self.open.push(Open { start: None, what: What::Link(target.into()) });
    }

    /// Closes the innermost mark or link; `span` is the whole of it in the file.
    pub(super) fn end(&mut self, span: Span) {
        let Some(Open { start, what }) = self.open.pop() else { return };
        let end = narrow(self.text.len());
        match (what, start) {
            (What::Mark(kind), Some(start)) => self.marks.push(Mark { range: start..end, kind, span }),
            // A mark around nothing says nothing.
            (What::Mark(_), None) => {}
            (What::Link(target), start) => {
                self.links.push(Link { range: start.unwrap_or(end)..end, target, span });
            }
        }
    }

    /// How many marks and links are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Notes an image, which adds no text.
    pub(super) fn image(&mut self, span: Span) {
        let at = narrow(self.text.len());
        self.marks.push(Mark { range: at..at, kind: MarkKind::Image, span });
    }

    /// Hands out what was built; what is still open ends here.
    pub(super) fn finish(&mut self, span: Span) -> Inline {
        while !self.open.is_empty() {
            self.end(Span { start: span.end, end: span.end });
        }
        self.gap = Gap::None;
        // What is set in and holds nothing is empty.
        if self.text.chars().all(|c| c == WIDE) {
            self.text.clear();
        }
        let inline = Inline {
            span,
            text: self.text.as_str().into(),
            links: taken(&mut self.links),
            marks: taken(&mut self.marks),
            origin: std::mem::take(&mut self.origin),
        };
        self.text.clear();
        inline
    }
}

/// What a vector has, with no room for more: all pages are kept, and the room to build is used again.
fn taken<T>(built: &mut Vec<T>) -> Few<T> {
    if built.is_empty() { Few::default() } else { built.drain(..).collect() }
}

/// What the text of a cell begins with for each space by which the page sets it in.
const WIDE: char = '\u{2003}';

/// A line break within a row, as the repair of tables writes it: one byte, which Markdown takes for white space and not
/// for the end of the row.
pub(super) const BREAK: char = '\u{b}';

/// The bytes that belong to what everybody sees: neither do characters of another class have them, nor are they white
/// space.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte: u8 = 0;
    loop {
        plain[byte as usize] =
            byte > b' ' && !matches!(byte, 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf3);
        if byte == u8::MAX {
            break plain;
        }
        byte += 1;
    }
};

/// Whether a text stays as it is, as most do: all of it can be seen, and its blanks stand apart and within it. Of what
/// bytes cannot show it knows the signs and punctuation of Chinese.
fn is_piece(bytes: &[u8]) -> bool {
    let (mut rest, mut after_blank) = (bytes, true);
    while let Some(run) = rest.iter().position(|byte| !PLAIN[usize::from(*byte)]) {
        let stays = match rest.get(run..).unwrap_or_default() {
            [b' ', ..] => run > 0 || !after_blank,
            [0xe3, second, third, ..] => !matches!((second, third), (0x80, 0x80) | (0x85, 0xa4)),
            [0xef, 0xbc, third, ..] => *third > 0x80,
            [0xef, 0xbd, ..] => true,
            _ => false,
        };
        if !stays {
            return false;
        }
        after_blank = rest.get(run) == Some(&b' ');
        rest = rest.get(run + 1..).unwrap_or_default();
    }
    !(after_blank && rest.is_empty())
}

enum Class {
    Plain,
    Space,
    Wrap,
    Break,
    Nothing,
}

/// White space as a reader of the page sees it, and what no reader sees: Unicode's default-ignorable characters.
#[inline]
fn class(c: char) -> Class {
    // Most of all text.
    if matches!(c, '!'..='~' | '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{d7ff}' | '\u{ff01}'..='\u{ff9f}') {
        return Class::Plain;
    }
    match c {
        '\n' | '\r' => Class::Wrap,
        BREAK => Class::Break,
        ' ' | '\t' | '\u{c}' | '\u{a0}' | '\u{3000}' => Class::Space,
        '\0'..='\u{1f}'
        | '\u{7f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{e0000}'..='\u{e0fff}' => Class::Nothing,
        _ => Class::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_as_it_is_has_nothing_but_what_everybody_sees() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let stays = is_piece(text.as_bytes());
            assert!(!stays || matches!(class(c), Class::Plain), "{c:?}");
            // Most text is quick.
            assert!(
                stays
                    || !matches!(c, '!'..='~' | '\u{3001}'..='\u{3163}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}'),
                "{c:?}"
            );
        }
    }

    #[test]
    fn blanks_stay_where_one_stands_between_words() {
        for text in ["a b", "\u{955c}\u{50cf}\u{ff0c} a"] {
            assert!(is_piece(text.as_bytes()), "{text:?}");
        }
        for text in ["", " ", " a", "a ", "a  b", "a\u{3000}b", "a\u{a0}b", "a\tb", "a\nb"] {
            assert!(!is_piece(text.as_bytes()), "{text:?}");
        }
    }
}
