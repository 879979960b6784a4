//! The lines of a page in Markdown, each with what tables ask of it.

use std::ops::Range;

use super::shape::{dashes, pipes};

/// A line without its end, and what is asked of it again and again.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) range: Range<usize>,
    /// How many of its `|` are not escaped.
    pub(super) pipes: usize,
    /// Whether it has any `|`.
    pub(super) has_pipe: bool,
    /// Whether it has a `<`.
    pub(super) has_angle: bool,
    /// How many columns it has as a line of dashes, if it is one.
    pub(super) dashes: Option<usize>,
}

/// Which signs a text has anywhere, besides `|`.
#[derive(Clone, Copy)]
struct Signs {
    escapes: bool,
    angles: bool,
    returns: bool,
}

/// The lines of a text. Tables are full of `|`: to count them in a line costs less than to stop at each.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let has = |sign: u8| memchr::memchr(sign, text.as_bytes()).is_some();
    let signs = Signs { escapes: has(b'\\'), angles: has(b'<'), returns: has(b'\r') };
    let mut lines = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    for end in ends.chain((!text.ends_with('\n')).then_some(text.len())) {
        let line = text.get(start..end).unwrap_or_default();
        let line = if signs.returns { line.trim_end_matches('\r') } else { line };
        lines.push(Line::of(line, start, signs));
        start = end + 1;
    }
    lines
}

impl Line {
    /// The line that begins at `start` of a text that has these signs.
    fn of(line: &str, start: usize, signs: Signs) -> Self {
        let bytes = line.as_bytes();
        let has = |sign: u8| memchr::memchr(sign, bytes).is_some();
        let all = memchr::memchr_iter(b'|', bytes).count();
        let has_pipe = all > 0;
        let is_escaped = has_pipe && signs.escapes && has(b'\\');
        Line {
            range: start..start + line.len(),
            pipes: if is_escaped { pipes(line).count() } else { all },
            has_pipe,
            has_angle: signs.angles && has(b'<'),
            dashes: if has_pipe { dashes(line) } else { None },
        }
    }
}
