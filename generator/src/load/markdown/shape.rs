//! What a line of a pipe table looks like, before Markdown reads it.

/// The separators of a line, or of several that make one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// How many `|` are not escaped.
    pub(super) pipes: usize,
    /// Whether it begins with one.
    pub(super) opens: bool,
    /// Whether it ends with one.
    pub(super) closes: bool,
}

impl Shape {
    /// Reads a line.
    pub(super) fn of(line: &str) -> Self {
        Self::with(line, pipes(line).count())
    }

    /// The shape of a line, given how many of its `|` are not escaped.
    pub(super) fn with(line: &str, pipes: usize) -> Self {
        let line = line.trim();
        Shape {
            pipes,
            opens: line.starts_with('|'),
            closes: pipes > 0 && line.ends_with('|') && !line.ends_with("\\|"),
        }
    }

    /// How many cells that makes.
    pub(super) fn cells(self) -> usize {
        (self.pipes + 1).saturating_sub(usize::from(self.opens) + usize::from(self.closes))
    }

    /// The shape of this line joined with the next one.
    pub(super) fn then(self, next: Shape) -> Self {
        Shape { pipes: self.pipes + next.pipes, opens: self.opens, closes: next.closes }
    }
}

/// The offsets of the `|` in a text that are not escaped.
pub(super) fn pipes(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'|', bytes).filter(|at| !is_escaped(bytes, *at))
}

/// Whether the byte there is escaped.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let escapes = bytes.get(..at).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\');
    escapes.count() % 2 == 1
}

/// How many columns a line of dashes has.
pub(super) fn dashes(line: &str) -> Option<usize> {
    // Most rows are out by the first sign of their first cell: none of the characters that begin with these bytes is
    // white space.
    let mut signs = line.bytes().skip_while(|byte| matches!(byte, b' ' | b'\t' | b'|'));
    let is_out =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'-' | b':') || matches!(byte, 0xe4..=0xe9);
    if signs.next().is_some_and(is_out) {
        return None;
    }
    let line = line.trim();
    if !line.starts_with(['|', '-', ':']) || !line.contains('|') {
        return None;
    }
    let is_dashes = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    let inner = line.strip_prefix('|').unwrap_or(line);
    if !inner.trim_start().starts_with(['-', ':']) {
        return None;
    }
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut columns = 0;
    inner.split('|').inspect(|_| columns += 1).all(is_dashes).then_some(columns)
}

/// Whether a line has nothing but what lines of dashes have.
pub(super) fn is_nearly_dashes(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Whether a line is one that Markdown takes for a quotation, a heading or an item of a list.
pub(super) fn is_marked(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    line.starts_with('>')
        || is_number
        || is_heading(line)
        || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
}

/// Whether a line is a heading.
pub(super) fn is_heading(line: &str) -> bool {
    let text = line.trim_start();
    let rest = text.trim_start_matches('#');
    (1..=6).contains(&(text.len() - rest.len())) && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// The fence that a line opens or closes.
pub(super) fn fence(line: &str) -> Option<&str> {
    // Most lines are out by their first sign.
    let is_sign = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'`' | b'~');
    if line.bytes().next().is_some_and(is_sign) {
        return None;
    }
    let line = line.trim_start();
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let fence = line.get(..line.len() - line.trim_start_matches(sign).len())?;
    // Text between three backticks on one line is no block.
    let is_fence = fence.len() >= 3 && !(sign == '`' && line.get(fence.len()..)?.contains('`'));
    is_fence.then_some(fence)
}
