//! Requests whose method and path stand in lines of their own.

use tablature_ir::Method;

use super::{
    columns,
    lines::{CALLED, Line, TWO_LINES},
    slashless,
    target::{self, Target},
};
use crate::{
    dialect::{Column, Dialect, Part as Word, normal},
    load::Span,
};

/// A method and a path that stand in lines of their own.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) method: Option<(Method, usize)>,
    pub(super) path: Option<(Target, usize)>,
    /// A line that only says that an address follows.
    pub(super) label: Option<usize>,
    /// The line that begins with a word for addresses.
    pub(super) inline: Option<usize>,
}

impl Waiting {
    /// The path of a line that is one, or that names one after a word for paths. After such a word the leading slash
    /// may be missing.
    pub(super) fn named(&mut self, line: &str, item: usize, dialect: &Dialect) -> Option<Target> {
        let is_label = |text: &str| is_address_label(text, dialect);
        let (label, value) =
            line.split_once([':', '\u{ff1a}']).map_or(("", line), |(label, value)| (label, value));
        if is_label(label) && !value.trim().is_empty() {
            self.inline = Some(item);
            return slashless::bare(value);
        }
        if let Some(rooted) = slashless::rooted(line) {
            return Some(rooted);
        }
        if is_label(line) {
            self.label = Some(item);
            return None;
        }
        let is_next = self.label.is_some_and(|label| item.saturating_sub(label) <= 1);
        if is_next { slashless::bare(line) } else { None }
    }

    /// Takes the address or the method that a heading labels: `# URL: /boats`, `# Method: POST`.
    pub(super) fn labelled(&mut self, heading: &str, item: usize, dialect: &Dialect) -> bool {
        let Some((label, value)) = heading.split_once([':', '\u{ff1a}']) else { return false };
        let is_method = columns::by_word(&normal(label), dialect) == Some(Column::Method);
        if is_address_label(label, dialect)
            && let Some(path) = target::addresses(value).into_iter().next().or_else(|| slashless::bare(value))
        {
            self.path = Some((path, item));
        } else if is_method && let Some(method) = target::stated(value) {
            self.method = Some((method, item));
        } else {
            return false;
        }
        true
    }

    /// Adds the request, if both of it were near here.
    pub(super) fn pair(&mut self, item: usize, span: Span, lines: &mut Vec<Line>) {
        let near = |at: usize| item.saturating_sub(at) <= 3;
        if let (Some((method, a)), Some((target, b))) = (self.method, self.path.clone())
            && near(a)
            && near(b)
        {
            let target = Target { method: Some(method), ..target };
            // A word for addresses over it says that it is more than what somebody called.
            let labelled =
                self.label.is_some_and(|label| b.saturating_sub(label) <= 1) || self.inline == Some(b);
            let strength = if labelled { TWO_LINES + CALLED } else { TWO_LINES };
            lines.push(Line { target, item, span, strength });
            *self = Waiting { label: self.label, ..Waiting::default() };
        }
    }

    /// A path that stands alone in a block of code, under the line that gives its method.
    pub(super) fn path_in_code(&mut self, code: &str, item: usize, span: Span, lines: &mut Vec<Line>) {
        let mut rows = code.lines().map(str::trim).filter(|line| !line.is_empty());
        let (Some(only), None) = (rows.next(), rows.next()) else { return };
        if let Some(target) = slashless::rooted(only).or_else(|| target::addresses(only).into_iter().next())
            && target.range.len() + 2 >= only.len()
        {
            self.path = Some((target, item));
            self.pair(item, span, lines);
        }
    }
}

/// Whether a text says nothing but that an address goes with it: "Endpoint".
pub(super) fn is_address_label(text: &str, dialect: &Dialect) -> bool {
    dialect.words.read_short(text).is_some_and(|said| said.has(Word::Address) && said.rest.is_empty())
}
