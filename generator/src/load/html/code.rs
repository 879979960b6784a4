//! Preformatted text → a block of code, each run of it with its place in the file.

use std::sync::OnceLock;

use ego_tree::NodeRef;
use scraper::Node;

use super::{
    element::Kind,
    entity,
    tree::{Element, Walk},
};
use crate::load::{
    document::Code,
    inline::{MarkKind, Origin, Run},
    span::narrow,
};

impl<'a> Walk<'a> {
    /// Preformatted text.
    pub(super) fn code(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Code {
        let mut language = self.language(element);
        let mut code = Preformatted { indent: self.indent(element), ..Preformatted::default() };
        for descendant in node.descendants().skip(1) {
            match (descendant.value(), self.element(descendant)) {
                (Node::Text(text), _) => self.code_text(text, &mut code),
                (_, Some(Element { kind: Kind::Br, .. })) => code.push("\n", 0),
                (_, Some(element @ Element { kind: Kind::Mark(MarkKind::Code), .. })) => {
                    language = language.or_else(|| self.language(element));
                }
                _ => {}
            }
        }
        let anchors = self.take_anchors(element.start.map_or(0, |start| start.end));
        let text = code.text.trim_end_matches(['\n', '\r', ' ']).into();
        Code {
            span: self.span(element),
            language: language.unwrap_or_default().into(),
            text,
            anchors,
            terms: OnceLock::new(),
            origin: code.origin,
        }
    }

    fn code_text(&self, text: &str, code: &mut Preformatted) {
        for number in text.split(';').filter_map(|number| number.trim().parse::<usize>().ok()) {
            let Some(range) = self.marked.runs.get(number) else { continue };
            for (piece, file) in self.source.pieces(range.clone()) {
                for line in piece.split_inclusive('\n') {
                    let at = file + narrow(line.as_ptr() as usize - piece.as_ptr() as usize);
                    entity::pieces(line, |text, from| code.push(text, at + narrow(from.start)));
                }
            }
        }
    }

    /// How far the source of an element is indented, as in the item of a Markdown list.
    fn indent(&self, element: Element<'_>) -> usize {
        let start = element.start.map_or(0, |start| start.tag.start);
        let before = self.source.text.get(..start).unwrap_or_default();
        let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
        line.len() - line.trim_start_matches(' ').len()
    }

    /// The language that a class names: `language-json`, `lang-json`.
    fn language(&self, element: Element<'_>) -> Option<String> {
        let class = self.attribute(element, "class")?;
        let mut words = class.split_ascii_whitespace();
        words
            .find_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")))
            .map(String::from)
    }
}

/// The text of a code block under construction.
#[derive(Default)]
struct Preformatted {
    text: String,
    origin: Origin,
    indent: usize,
}

impl Preformatted {
    fn push(&mut self, text: &str, file: u32) {
        let at_start = self.text.is_empty();
        let mut cut = 0;
        // As in the parser: a line feed directly after `<pre>` is not part of the text.
        if at_start {
            cut = text.len() - text.trim_start_matches(['\n', '\r']).len();
        }
        if at_start && cut > 0 || self.text.ends_with('\n') {
            let spaces = text.bytes().skip(cut).take_while(|byte| *byte == b' ').count();
            cut += spaces.min(self.indent);
        }
        let text = text.get(cut..).unwrap_or_default();
        let run = Run { text: narrow(self.text.len()), file: file + narrow(cut), len: narrow(text.len()) };
        if file > 0 && !text.is_empty() {
            self.origin.push(run);
        }
        self.text.push_str(text);
    }
}
