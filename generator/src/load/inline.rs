//! Inline content: plain text, and what is marked in it.

use std::{borrow::Cow, ops::Range};

use super::{
    few::Few,
    span::{Span, narrow},
};

/// Text with its links and marks. Escapes and entities are resolved, markup is removed. A line feed in the text is a
/// line break that the page shows: a `<br />`, or a further paragraph or list item of an HTML cell. Lines that are only
/// wrapped in the source are joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// Where it stands in the file.
    pub span: Span,
    /// The plain text. Lines are separated by `\n`; none is empty or has spaces at its ends.
    pub text: Box<str>,
    /// The links in page order.
    pub links: Few<Link>,
    /// Emphasis, code spans and so on, in the order of their ends.
    pub marks: Few<Mark>,
    pub(super) origin: Origin,
}

impl Inline {
    /// The text as one line, for instance what a cell says, whatever its line breaks. No space is added where a Chinese
    /// character is on either side of a break.
    #[must_use]
    pub fn joined(&self) -> Cow<'_, str> {
        join(&self.text)
    }

    /// The lines as the page shows them.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n').filter(|line| !line.is_empty())
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The span in the file of a part of the text, given in bytes of [`Inline::text`].
    #[must_use]
    pub fn place(&self, part: Range<usize>) -> Span {
        self.origin.place(part, self.span)
    }

    /// The texts that are marked as `kind`.
    pub fn marked(&self, kind: MarkKind) -> impl Iterator<Item = &str> {
        self.marks.iter().filter(move |mark| mark.kind == kind).filter_map(|mark| self.part(&mark.range))
    }

    /// What the text begins with and stresses: `**Required** The name of the boat`.
    #[must_use]
    pub fn lead(&self) -> Option<&str> {
        let first = self.marks.iter().find(|mark| mark.range.start == 0 && !mark.range.is_empty())?;
        let set_off = matches!(first.kind, MarkKind::Emphasis | MarkKind::Strong);
        self.part(&first.range).filter(|_| set_off)
    }

    /// Whether the whole text is marked as `kind`, as names in a first column often are.
    #[must_use]
    pub fn is_all(&self, kind: MarkKind) -> bool {
        let whole = 0..narrow(self.text.len());
        !self.text.is_empty() && self.marks.iter().any(|mark| mark.kind == kind && mark.range == whole)
    }

    /// The text of a link.
    #[must_use]
    pub fn link_text(&self, link: &Link) -> &str {
        self.part(&link.range).unwrap_or_default()
    }

    /// Takes away the sign at the end of a heading that links to the heading itself.
    pub(super) fn without_permalink(&mut self) {
        let Some(link) = self.links.last() else { return };
        if link.range.end as usize != self.text.len()
            || !matches!(self.link_text(link), "" | "#" | "¶" | "§" | "🔗")
        {
            return;
        }
        let kept = self.text.get(..link.range.start as usize).unwrap_or_default().trim_end().into();
        self.links.pop();
        self.text = kept;
        let len = narrow(self.text.len());
        for range in self
            .marks
            .iter_mut()
            .map(|mark| &mut mark.range)
            .chain(self.links.iter_mut().map(|link| &mut link.range))
        {
            *range = range.start.min(len)..range.end.min(len);
        }
    }

    /// A part of the text, with the links and marks that lie in it.
    pub(crate) fn slice(&self, range: Range<usize>) -> Inline {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let (start, end) = (narrow(range.start), narrow(range.end));
        let shifted = |part: &Range<u32>| {
            (part.start >= start && part.end <= end).then(|| part.start - start..part.end - start)
        };
        let links =
            self.links.iter().filter_map(|link| Some(Link { range: shifted(&link.range)?, ..link.clone() }));
        let marks =
            self.marks.iter().filter_map(|mark| Some(Mark { range: shifted(&mark.range)?, ..mark.clone() }));
        let mut origin = Origin::default();
        for run in self.origin.first.iter().chain(&self.origin.rest) {
            let (from, to) = (run.text.max(start), (run.text + run.len).min(end));
            if from < to {
                origin.push(Run { text: from - start, file: run.file + (from - run.text), len: to - from });
            }
        }
        let span = self.origin.place(range, self.span);
        Inline { span, text: text.into(), links: links.collect(), marks: marks.collect(), origin }
    }

    /// Appends another text, with `between` in front of it. White space that would separate nothing is left out.
    pub(crate) fn append(&mut self, between: &str, other: Inline) {
        let parted = !self.text.is_empty() && between.trim().is_empty() && other.text.is_empty();
        let between = if self.text.is_empty() && between == "\n" || parted { "" } else { between };
        let by = narrow(self.text.len() + between.len());
        let shifted = |part: Range<u32>| part.start + by..part.end + by;
        self.text = format!("{}{between}{}", self.text, other.text).into();
        self.links
            .extend(other.links.into_iter().map(|link| Link { range: shifted(link.range.clone()), ..link }));
        self.marks
            .extend(other.marks.into_iter().map(|mark| Mark { range: shifted(mark.range.clone()), ..mark }));
        for run in other.origin.first.into_iter().chain(other.origin.rest) {
            self.origin.push(Run { text: run.text + by, ..run });
        }
    }

    fn part(&self, range: &Range<u32>) -> Option<&str> {
        self.text.get(range.start as usize..range.end as usize)
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its part of [`Inline::text`], in bytes.
    pub range: Range<u32>,
    /// Where it leads, as written: `#ImageSet`, `common/errors.md`.
    pub target: Box<str>,
    /// The whole link in the file.
    pub span: Span,
}

/// A marked part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of [`Inline::text`].
    pub range: Range<u32>,
    /// How it is marked.
    pub kind: MarkKind,
    /// With its delimiters, in the file.
    pub span: Span,
}

/// How text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// `*text*`, `<em>`.
    Emphasis,
    /// `**text**`, `<strong>`.
    Strong,
    /// `` `text` ``, `<code>`.
    Code,
    /// `~~text~~`, `<del>`.
    Strike,
    /// An item of a list within an HTML cell; its text is the item's.
    Item,
    /// An image; its range is empty, what it says is not text of the page.
    Image,
}

/// Which bytes of the file a text was made from: runs of text bytes and file bytes that advance together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// The first run, which is mostly the only one.
    pub(super) first: Option<Run>,
    pub(super) rest: Few<Run>,
}

/// `len` bytes of the text, from `text` on, that equal those of the file from `file` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: u32,
    pub(super) file: u32,
    pub(super) len: u32,
}

impl Origin {
    /// Adds a run; runs come in the order of the text.
    pub(super) fn push(&mut self, run: Run) {
        let last = if let Some(last) = self.rest.last_mut() {
            last
        } else if let Some(first) = &mut self.first {
            first
        } else {
            self.first = Some(run);
            return;
        };
        if last.text + last.len == run.text && last.file + last.len == run.file {
            last.len += run.len;
        } else {
            self.rest.push(run);
        }
    }

    /// The file's bytes of a part of the text; `whole` where nothing is known.
    pub(super) fn place(&self, part: Range<usize>, whole: Span) -> Span {
        let (start, end) = (narrow(part.start), narrow(part.end.max(part.start)));
        let mut place: Option<Span> = None;
        for run in self.first.iter().chain(&self.rest) {
            let (from, to) = (start.max(run.text), end.min(run.text + run.len));
            let touches = from < to || (start == end && from == to);
            if touches {
                let here = Span { start: run.file + (from - run.text), end: run.file + (to - run.text) };
                place = Some(place.map_or(here, |place| place.to(here)));
            }
        }
        place.unwrap_or(whole)
    }
}

/// Joins the lines of a text into one.
#[must_use]
pub fn join(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if needs_space(joined.chars().next_back(), line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    Cow::Owned(joined)
}

/// Whether a line break between these two characters stands for a space: not where either is Chinese,
/// Japanese or a full-width sign, and not at an end.
#[must_use]
pub fn needs_space(before: Option<char>, after: Option<char>) -> bool {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '\u{2018}'..='\u{201d}');
    before.zip(after).is_some_and(|(before, after)| {
        !wide(before) && !wide(after) && !before.is_whitespace() && !after.is_whitespace()
    })
}
