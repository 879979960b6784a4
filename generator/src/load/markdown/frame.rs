//! The blocks under construction: lists, items and quotes that are open, and the anchors that wait for a block.

use crate::load::{
    document::{Anchor, Block, Item, List, Quote},
    span::Span,
};

/// Deeper nesting is flattened, so that nothing that walks a document can run out of stack.
const MAX_DEPTH: usize = 64;

/// The open containers, the page's own list of blocks first.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// The blocks of the page.
    pub(super) blocks: Vec<Block>,
    open: Vec<Frame>,
    /// Anchors that belong to the next block.
    pending: Vec<Anchor>,
}

#[derive(Debug)]
struct Frame {
    what: Container,
    anchors: Vec<Anchor>,
    blocks: Vec<Block>,
    items: Vec<Item>,
}

/// What can hold blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    List(Option<u64>),
    Item,
    Quote,
    /// Nested too deeply; its blocks go to what is around it.
    Flattened,
}

impl Frames {
    /// Opens a container.
    pub(super) fn open(&mut self, what: Container) {
        let what = if self.open.len() < MAX_DEPTH { what } else { Container::Flattened };
        let anchors =
            if what == Container::Flattened { Vec::new() } else { std::mem::take(&mut self.pending) };
        self.open.push(Frame { what, anchors, blocks: Vec::new(), items: Vec::new() });
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self, span: Span) {
        let Some(Frame { what, mut anchors, blocks, items }) = self.open.pop() else { return };
        let block = match what {
            Container::Item => {
                if let Some(Block::Paragraph(first)) = blocks.first() {
                    anchors.extend(first.anchors.iter().cloned());
                }
                let item = Item { span, blocks, anchors };
                match self.open.last_mut() {
                    Some(list) => list.items.push(item),
                    None => self.blocks.extend(item.blocks),
                }
                return;
            }
            Container::List(start) => Block::List(List::new(span, start, items, anchors)),
            Container::Quote => Block::Quote(Quote { span, blocks, anchors }),
            Container::Flattened => {
                let of_items = items.into_iter().flat_map(|item| item.blocks);
                self.target().extend(of_items.chain(blocks));
                return;
            }
        };
        self.target().push(block);
    }

    /// Adds a block; it gets the anchors that wait for one.
    pub(super) fn push(&mut self, mut block: Block) {
        let anchors = match &mut block {
            Block::Heading(heading) => &mut heading.anchors,
            Block::Paragraph(paragraph) => &mut paragraph.anchors,
            Block::List(list) => &mut list.anchors,
            Block::Code(code) => &mut code.anchors,
            Block::Quote(quote) => &mut quote.anchors,
            Block::Table(table) => &mut table.anchors,
            Block::Rule(_) => {
                self.target().push(block);
                return;
            }
        };
        if !self.pending.is_empty() {
            anchors.splice(0..0, self.pending.drain(..));
        }
        self.target().push(block);
    }

    /// Anchors that belong to the next block. At the start of an item they are the item's too.
    pub(super) fn wait(&mut self, anchors: Vec<Anchor>) {
        if let Some(frame) =
            self.open.last_mut().filter(|frame| frame.what == Container::Item && frame.blocks.is_empty())
        {
            frame.anchors.extend(anchors.iter().cloned());
        }
        self.pending.extend(anchors);
    }

    /// Whether a list is open.
    pub(super) fn in_list(&self) -> bool {
        self.open.iter().any(|frame| matches!(frame.what, Container::List(_) | Container::Item))
    }

    /// Whether a quotation is open.
    pub(super) fn in_quote(&self) -> bool {
        self.open.iter().any(|frame| frame.what == Container::Quote)
    }

    /// Whether what comes next, if it is indented, is the rest of a list item that a table at the margin cut
    /// off. To Markdown it is code; to whoever wrote the page it is text.
    pub(super) fn was_cut(&self) -> bool {
        self.open.is_empty() && matches!(self.blocks.last(), Some(Block::Table(_)))
    }

    fn target(&mut self) -> &mut Vec<Block> {
        self.open.last_mut().map_or(&mut self.blocks, |frame| &mut frame.blocks)
    }
}
