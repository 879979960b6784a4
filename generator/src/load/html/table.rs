//! `<table>` → table.

use ego_tree::NodeRef;
use scraper::Node;

use super::{
    element::Kind,
    grid::{self, Raw},
    tree::{Element, Walk},
};
use crate::load::{
    document::{Block, Code},
    few::Few,
    inline::Inline,
    table::{Cell, Row, Spread, Syntax, Table},
};

/// The parts of a table under construction.
#[derive(Default)]
struct Parts {
    caption: Option<Inline>,
    head: Vec<Raw>,
    body: Vec<Raw>,
}

impl<'a> Walk<'a> {
    /// A table; no text is under construction.
    pub(super) fn table(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Table {
        let anchors = self.take_anchors(element.start.map_or(0, |start| start.tag.end));
        let mut parts = Parts::default();
        self.parts(node, false, &mut parts);
        let mut marked = !parts.head.is_empty();
        let joined = !marked;
        if joined {
            let headers = parts.body.iter().take_while(|row| row.is_header).count();
            // A table of nothing but `<th>` has a first row too.
            let headers = if headers == parts.body.len() { headers.min(1) } else { headers };
            marked = headers > 0;
            parts.head = parts.body.drain(..headers.max(1).min(parts.body.len())).collect();
        }
        let (head, rows) = grid::resolve(parts.head, parts.body, joined);
        Table {
            span: self.span(element),
            anchors,
            syntax: Syntax::Html,
            caption: parts.caption,
            head,
            head_is_marked: marked,
            rows,
        }
    }

    /// Whether a table only lays out the page: a cell has a heading, and none is a header.
    pub(super) fn is_layout(&self, table: NodeRef<'_, Node>) -> bool {
        let mut inner: Vec<NodeRef<'_, Node>> = table.children().collect();
        let mut headings = false;
        while let Some(node) = inner.pop() {
            match self.element(node).map(|element| element.kind) {
                Some(Kind::Head | Kind::Cell(true)) => return false,
                Some(Kind::Body | Kind::Row) => inner.extend(node.children()),
                Some(Kind::Cell(false)) => {
                    let mut kinds = node.descendants().filter_map(|node| self.element(node));
                    headings |= kinds.any(|element| matches!(element.kind, Kind::Heading(_)));
                }
                _ => {}
            }
        }
        headings
    }

    /// A list of terms as a table without a header: each term in a row with what it means. Nothing if it holds something
    /// that belongs to no term.
    pub(super) fn terms(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Option<Table> {
        let mut parts = Vec::new();
        if !self.are_terms(node, &mut parts) || !parts.iter().any(|(_, part)| part.kind == Kind::Term(true)) {
            return None;
        }
        if self.is_outline(&parts) {
            return None;
        }
        let anchors = self.take_anchors(element.start.map_or(0, |start| start.tag.end));
        let mut rows: Vec<Row> = Vec::new();
        for (node, part) in parts {
            let cell = self.cell(node, part);
            match rows.last_mut() {
                Some(row) if part.kind == Kind::Term(false) => {
                    row.span.end = cell.span.end;
                    row.cells.push(cell);
                }
                _ => rows.push(Row { span: cell.span, anchors: Few::default(), cells: vec![cell] }),
            }
        }
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        for row in &mut rows {
            grid::fill(row, width);
        }
        Some(Table {
            span: self.span(element),
            anchors,
            syntax: Syntax::Html,
            caption: None,
            head: Vec::new(),
            head_is_marked: false,
            rows,
        })
    }

    /// Whether a list of terms is an outline of the page: one term with all that belongs to it, lists of terms or code or
    /// tables among it, or labels with a list below each.
    fn is_outline(&self, parts: &[(NodeRef<'_, Node>, Element<'a>)]) -> bool {
        let has = |node: &NodeRef<'_, Node>, is: fn(Kind) -> bool| {
            node.descendants().skip(1).filter_map(|inner| self.element(inner)).any(|inner| is(inner.kind))
        };
        let (terms, told): (Vec<_>, Vec<_>) =
            parts.iter().partition(|(_, part)| part.kind == Kind::Term(true));
        let holds = |kind| matches!(kind, Kind::Terms | Kind::Pre | Kind::Table);
        let is_one = terms.len() == 1 && told.iter().any(|(node, _)| has(node, holds));
        let is_list = |kind| matches!(kind, Kind::List(_));
        is_one
            || terms.iter().all(|(node, _)| self.is_label(*node))
                && told.iter().any(|(node, _)| has(node, is_list))
    }

    /// Whether the text of an element ends with a colon.
    fn is_label(&self, node: NodeRef<'_, Node>) -> bool {
        let texts = node.descendants().filter_map(|inner| match inner.value() {
            Node::Text(numbers) => Some(numbers.split(';').filter_map(|it| it.trim().parse::<usize>().ok())),
            _ => None,
        });
        let runs = texts.flatten().filter_map(|number| self.marked.runs.get(number));
        let last =
            runs.filter_map(|range| self.source.text.get(range.clone())).filter(|it| !it.trim().is_empty());
        last.last().is_some_and(|text| text.trim_end().ends_with([':', '\u{ff1a}']))
    }

    /// Gathers the terms of a list, including those within groups. Returns whether the list holds nothing else.
    fn are_terms<'n>(
        &self,
        node: NodeRef<'n, Node>,
        terms: &mut Vec<(NodeRef<'n, Node>, Element<'a>)>,
    ) -> bool {
        node.children().all(|child| match self.element(child) {
            Some(element) if matches!(element.kind, Kind::Term(_)) => {
                terms.push((child, element));
                true
            }
            Some(element) => {
                matches!(element.kind, Kind::Block | Kind::Plain) && self.are_terms(child, terms)
            }
            // Text between them is layout, or none of ours.
            None => true,
        })
    }

    /// A table in the cell of another.
    pub(super) fn inner_table(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Table {
        let outer = std::mem::take(self.builder);
        let extent = self.take_extent();
        let table = self.table(node, element);
        *self.builder = outer;
        self.put_extent(extent);
        table
    }

    fn parts(&mut self, node: NodeRef<'_, Node>, in_head: bool, parts: &mut Parts) {
        for child in node.children() {
            let Some(element) = self.element(child) else { continue };
            match element.kind {
                Kind::Head => self.parts(child, true, parts),
                Kind::Body => self.parts(child, false, parts),
                Kind::Row => {
                    let row = self.row(child, element);
                    // Some pages put all rows into the head.
                    let is_below = parts.head.first().is_some_and(|first| first.is_header) && !row.is_header;
                    if in_head && !is_below { parts.head.push(row) } else { parts.body.push(row) }
                }
                Kind::Caption => parts.caption = Some(self.cell(child, element).content),
                _ => {}
            }
        }
    }

    fn row(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Raw {
        let anchors = self.take_anchors(element.start.map_or(0, |start| start.tag.end));
        let mut raw = Raw {
            row: Row { span: self.span(element), anchors: anchors.into(), cells: Vec::new() },
            sizes: Vec::new(),
            is_header: true,
        };
        for child in node.children() {
            let Some(element @ Element { kind: Kind::Cell(is_header), .. }) = self.element(child) else {
                continue;
            };
            let cell = self.cell(child, element);
            raw.is_header &= is_header;
            raw.sizes.push((self.size(element, "colspan"), self.size(element, "rowspan")));
            raw.row.cells.push(cell);
        }
        raw.is_header &= !raw.row.cells.is_empty();
        raw
    }

    /// How many columns or rows a cell takes.
    fn size(&self, element: Element<'_>, name: &str) -> usize {
        let tag = element.start.and_then(|start| self.source.text.get(start.attributes.clone()));
        if !tag.is_some_and(|tag| tag.contains("span") || tag.contains("SPAN")) {
            return 1;
        }
        let size = self.attribute(element, name).and_then(|size| size.trim().parse::<usize>().ok());
        // In HTML a `rowspan` of 0 reaches to the end of the table.
        match (name, size) {
            ("rowspan", Some(0)) => usize::MAX,
            (_, size) => size.unwrap_or(1).max(1),
        }
    }

    /// How far a cell is set in by a style of what it begins with. A cell of one style throughout the page says nothing.
    fn set_in(&self, node: NodeRef<'_, Node>, cell: Element<'_>) -> usize {
        let is_styled = |element: &Element<'_>| {
            let tag = element.start.and_then(|start| self.source.text.get(start.attributes.clone()));
            tag.is_some_and(|tag| tag.contains("-left") || tag.contains("indent"))
        };
        let of = |element: Element<'_>| {
            let style = Some(element).filter(is_styled).and_then(|element| self.attribute(element, "style"));
            style.map_or(0, |style| indent(&style))
        };
        let mut inside = of(cell);
        let mut next = node.first_child();
        while let Some(child) = next
            && let Some(element) = self.element(child)
        {
            inside += of(element);
            next = child.first_child();
        }
        inside
    }

    fn cell(&mut self, node: NodeRef<'_, Node>, element: Element<'a>) -> Cell {
        let span = self.span(element);
        let flat = self.flat.replace(Vec::new());
        let mut unused: Vec<Block> = Vec::new();
        let indent = self.set_in(node, element);
        self.builder.set_in(indent);
        self.children(node, &mut unused);
        let blocks = std::mem::replace(&mut self.flat, flat).unwrap_or_default();
        let extent = self.take_extent().map_or(span, |extent| self.source.span(extent));
        let content = self.builder.finish(extent);
        let anchors = self.take_anchors(element.start.map_or(0, |start| start.end));
        Cell { span, content, blocks: blocks.into(), anchors: anchors.into(), spread: Spread::Own }
    }
}

/// How far styles set in what they are of: `padding-left: 20px`. Some ten dots on the screen are one space.
fn indent(style: &str) -> usize {
    const SPACE: usize = 10;
    const MOST: usize = 64;
    let of = |(key, value): (&str, &str)| {
        let is = matches!(key.trim(), "padding-left" | "margin-left" | "text-indent");
        let value = value.trim();
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        let (number, unit) = value.split_at(end);
        let number = number.parse::<usize>().ok().filter(|number| is && *number > 0)?;
        Some(if unit.starts_with("px") { number.div_ceil(SPACE) } else { number }.min(MOST))
    };
    style.split(';').filter_map(|rule| of(rule.split_once(':')?)).max().unwrap_or_default()
}

/// The code of a listing that is laid out as a table: line numbers to the left, code to the right.
pub(super) fn listing(table: &Table) -> Option<&Code> {
    let [row] = table.head.as_slice() else { return None };
    let [Cell { blocks: numbers, content: left, .. }, Cell { blocks: code, content: right, .. }] =
        row.cells.as_slice()
    else {
        return None;
    };
    let ([Block::Code(numbers)], [Block::Code(code)]) = (&**numbers, &**code) else {
        return None;
    };
    let are_numbers = numbers.text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace());
    (table.rows.is_empty() && left.is_empty() && right.is_empty() && are_numbers).then_some(code)
}
