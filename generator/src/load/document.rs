//! The document: what a page says, in page order, every node with the bytes of the file that it stands on.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{
    inline::{Inline, Origin},
    span::{LineIndex, Span},
    table::Table,
};
use crate::diagnostic::{self, Diagnostic};

/// A key of the front matter of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: Box<str>,
    /// Its value, without quotes.
    pub value: Box<str>,
    /// Where the value stands.
    pub span: Span,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file, as the user knows it.
    pub file: Arc<str>,
    /// The file's text, byte for byte; spans are ranges of it.
    pub text: Arc<str>,
    /// Its front matter.
    pub front: Vec<Field>,
    /// What the page says, in its order.
    pub blocks: Vec<Block>,
    /// What is the matter with the page's form; the rest of it was read all the same.
    pub diagnostics: Vec<Diagnostic>,
    /// The request that a file beside the pages gives it, where the page has none.
    pub stated: Option<Arc<str>>,
    /// How many lines look like rows of a table and are in none; each has a diagnostic.
    pub loose: usize,
    pub(super) lines: OnceLock<LineIndex>,
}

impl Document {
    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A span with its file, for a diagnostic.
    #[must_use]
    pub fn place(&self, span: Span) -> diagnostic::Span {
        diagnostic::Span { file: Arc::clone(&self.file), range: span.range() }
    }

    /// The line of a byte offset, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.index().line(offset)
    }

    /// Gives the page a request that it does not say itself: a block of code under its title, as pages have it that do.
    pub fn state(&mut self, request: &Arc<str>) {
        if self.stated.is_some() || has_request(&self.text) {
            return;
        }
        let is_heading = |block: &Block| matches!(block, Block::Heading(_));
        let title = self.blocks.first().filter(|block| is_heading(block)).map(Block::span);
        let code = Code {
            span: title.unwrap_or_default(),
            language: "http".into(),
            text: request.as_ref().into(),
            anchors: Vec::new(),
            origin: Origin::default(),
            terms: OnceLock::new(),
        };
        self.blocks.insert(usize::from(title.is_some()), Block::Code(code));
        self.stated = Some(Arc::clone(request));
    }

    /// The page as it was before anybody took it apart.
    ///
    /// # Errors
    /// None that there was not the first time.
    pub fn again(&self) -> Result<Self, Diagnostic> {
        let mut again = super::page(Arc::clone(&self.file), self.text.as_bytes())?;
        if let Some(request) = &self.stated {
            again.state(request);
        }
        Ok(again)
    }

    /// Lets go of the text and of what it says once all is read from it. It still knows the lines, and what is the
    /// matter with it.
    pub(crate) fn forget(&mut self) {
        self.index();
        self.text = Arc::from("");
        self.blocks = Vec::new();
    }

    /// All blocks, those within lists and quotes too (after the block that holds them), in page order.
    pub fn all(&self) -> impl Iterator<Item = &Block> {
        let mut stack: Vec<&Block> = self.blocks.iter().rev().collect();
        std::iter::from_fn(move || {
            let block = stack.pop()?;
            match block {
                Block::List(list) => {
                    stack.extend(list.items.iter().rev().flat_map(|item| item.blocks.iter().rev()));
                }
                Block::Quote(quote) => stack.extend(quote.blocks.iter().rev()),
                Block::Heading(_)
                | Block::Paragraph(_)
                | Block::Code(_)
                | Block::Table(_)
                | Block::Rule(_) => {}
            }
            Some(block)
        })
    }

    /// All tables, wherever they stand, except those within cells of others.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.all().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    fn index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// Whether a text has a method with a path or address behind it.
fn has_request(text: &str) -> bool {
    tablature_ir::Method::ALL.iter().any(|method| {
        text.match_indices(method.as_str()).any(|(at, word)| {
            let behind = text.get(at + word.len()..).unwrap_or_default();
            let path = behind.trim_start_matches([' ', '`', '*', '|', '"', '\'']);
            path.len() < behind.len() && (path.starts_with('/') || path.starts_with("http"))
        })
    })
}

/// A part of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// `## Parameters`
    Heading(Heading),
    /// Text.
    Paragraph(Paragraph),
    /// A list, ordered or not.
    List(List),
    /// A code block.
    Code(Code),
    /// A quotation; many pages put notes into one.
    Quote(Quote),
    /// A table.
    Table(Table),
    /// A horizontal line.
    Rule(Span),
}

impl Block {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Block::Heading(heading) => heading.span,
            Block::Paragraph(paragraph) => paragraph.span,
            Block::List(list) => list.span,
            Block::Code(code) => code.span,
            Block::Quote(quote) => quote.span,
            Block::Table(table) => table.span,
            Block::Rule(span) => *span,
        }
    }

    /// The anchors by which a link reaches it.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        match self {
            Block::Heading(heading) => &heading.anchors,
            Block::Paragraph(paragraph) => &paragraph.anchors,
            Block::List(list) => &list.anchors,
            Block::Code(code) => &code.anchors,
            Block::Quote(quote) => &quote.anchors,
            Block::Table(table) => &table.anchors,
            Block::Rule(_) => &[],
        }
    }
}

/// A name that a link can lead to: `<a name="table123"></a>`, `id="…"`. An anchor that stands alone belongs to
/// the block after it; one inside a block belongs to that block, one inside a cell to the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The name, without `#`.
    pub name: Box<str>,
    /// The tag in the file.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// With its marker, in the file.
    pub span: Span,
    /// 1 to 6.
    pub level: u8,
    /// What it says.
    pub content: Inline,
    /// Its anchors; `{#id}` is not Markdown and stays text.
    pub anchors: Vec<Anchor>,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub content: Inline,
    /// Its anchors.
    pub anchors: Vec<Anchor>,
    terms: OnceLock<Option<Box<Table>>>,
    code: OnceLock<Option<Box<Code>>>,
}

impl Paragraph {
    pub(super) fn new(span: Span, content: Inline, anchors: Vec<Anchor>) -> Self {
        Paragraph { span, content, anchors, terms: OnceLock::new(), code: OnceLock::new() }
    }

    /// The data that a paragraph ends with, set off as code: `Content: {"id": 7}`.
    #[must_use]
    pub fn code(&self) -> Option<&Code> {
        // Most end with a sentence.
        self.content.text.ends_with(['}', ']']).then_some(())?;
        self.code.get_or_init(|| super::held::data(self).map(Box::new)).as_deref()
    }

    /// The paragraph as a table without a header, if it is a label and then terms that are set off as code, one after the
    /// other. The label is its caption; the columns are those of [`List::terms`].
    #[must_use]
    pub fn terms(&self) -> Option<&Table> {
        self.terms.get_or_init(|| super::terms::of_line(self).map(Box::new)).as_deref()
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Where it stands.
    pub span: Span,
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<Item>,
    /// Its anchors.
    pub anchors: Vec<Anchor>,
    terms: OnceLock<Option<Box<Table>>>,
}

impl List {
    pub(super) fn new(span: Span, start: Option<u64>, items: Vec<Item>, anchors: Vec<Anchor>) -> Self {
        List { span, start, items, anchors, terms: OnceLock::new() }
    }

    /// The list as a table without a header, if every item begins with a term. The first column holds the term and any
    /// brackets after it, the second what the item says about it.
    #[must_use]
    pub fn terms(&self) -> Option<&Table> {
        self.terms.get_or_init(|| super::terms::table(self).map(Box::new)).as_deref()
    }
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// With its bullet, in the file.
    pub span: Span,
    /// What it holds; the text of a tight item is a paragraph too.
    pub blocks: Vec<Block>,
    /// The item's own anchors (`<li id="…">`) and those of its first paragraph.
    pub anchors: Vec<Anchor>,
}

/// A code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// With its fences, in the file.
    pub span: Span,
    /// The word after the fence, or of `class="language-…"`: `json`, or nothing.
    pub language: Box<str>,
    /// The code, without the indentation of the list item around it.
    pub text: Box<str>,
    /// Its anchors.
    pub anchors: Vec<Anchor>,
    pub(super) origin: Origin,
    pub(super) terms: OnceLock<Option<Box<Table>>>,
}

impl Code {
    /// The code as a table without a header, if it is plain text whose lines all begin with a name. The first column holds
    /// the name, the second what the line says about it.
    #[must_use]
    pub fn terms(&self) -> Option<&Table> {
        self.terms.get_or_init(|| super::terms::of_lines(self).map(Box::new)).as_deref()
    }

    /// The span in the file of a part of the code, given in bytes of [`Code::text`].
    #[must_use]
    pub fn place(&self, part: Range<usize>) -> Span {
        self.origin.place(part, self.span)
    }

    /// A part of the code as a text of its own.
    pub(crate) fn slice(&self, part: Range<usize>) -> Inline {
        let text = self.text.get(part.clone()).unwrap_or_default().into();
        Inline { span: self.place(part), text, ..Inline::default() }
    }
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Where it stands.
    pub span: Span,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Its anchors.
    pub anchors: Vec<Anchor>,
}
