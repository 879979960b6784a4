//! Blocks of code under construction.

use std::{ops::Range, sync::OnceLock};

use pulldown_cmark::CodeBlockKind;

use crate::load::{
    document::Code,
    inline::{Origin, Run},
    source::Source,
    span::{Span, narrow},
};

/// A block of code under construction.
#[derive(Debug, Default)]
pub(super) struct CodeText {
    language: Box<str>,
    text: String,
    origin: Origin,
    is_indented: bool,
    /// Where its lines begin in the text and in the file.
    lines: Vec<(u32, u32)>,
}

impl CodeText {
    /// The block of that kind that Markdown sees in the range. Some begin the code on the line of the fence: ` ```json{ `.
    pub(super) fn new(source: Source<'_>, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Self {
        let is_indented = matches!(kind, CodeBlockKind::Indented);
        let mut code = CodeText { language: language(kind), is_indented, ..CodeText::default() };
        let CodeBlockKind::Fenced(info) = kind else { return code };
        let opens = info.strip_suffix('{').or_else(|| info.strip_suffix('['));
        let is_begun = opens.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let first = source.text.get(range.clone()).and_then(|text| text.lines().next());
        let end = range.start + first.map_or(0, |line| line.trim_end().len());
        if is_begun && let Some(at) = end.checked_sub(1) {
            code.text(source, info.get(info.len() - 1..).unwrap_or_default(), &(at..end));
            code.text.push('\n');
        }
        code
    }

    /// Adds a text, which Markdown made of the range.
    pub(super) fn text(&mut self, source: Source<'_>, text: &str, range: &Range<usize>) {
        let at = narrow(self.text.len());
        if self.is_indented {
            self.lines.push((at, source.at(range.start)));
        }
        // They differ where a tab was part indentation, and where a line ends with two bytes.
        if text.len() == range.len() {
            for (piece, file) in source.pieces(range.clone()) {
                let text = narrow(self.text.len());
                self.origin.push(Run { text, file, len: narrow(piece.len()) });
                self.text.push_str(piece);
            }
        } else {
            self.text.push_str(text);
        }
    }

    /// The code as text of its own, up to `limit` in the file, if its indent alone makes it code and it is no data.
    pub(super) fn unindented(&self, limit: u32) -> Option<Source<'_>> {
        let text = self.trimmed();
        let is_text = self.is_indented && !text.starts_with(['{', '[']);
        is_text.then(|| Source::lines(text, &self.lines, limit))
    }

    /// The block, which stands there in the file.
    pub(super) fn finish(self, span: Span) -> Code {
        Code {
            span,
            text: self.trimmed().into(),
            language: self.language,
            anchors: Vec::new(),
            terms: OnceLock::new(),
            origin: self.origin,
        }
    }

    fn trimmed(&self) -> &str {
        self.text.trim_end_matches(['\n', '\r'])
    }
}

fn language(kind: &CodeBlockKind<'_>) -> Box<str> {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.as_ref(),
        CodeBlockKind::Indented => "",
    };
    let word = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | ':')).next();
    word.unwrap_or_default().into()
}
