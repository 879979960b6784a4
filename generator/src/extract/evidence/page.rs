//! A document as a list of parts, each with the sections around it.

use super::{listed, outline, target};
use crate::{
    dialect::Dialect,
    load::{self, Block, Code, Document, Heading, Inline, List, MarkKind, Span, Table},
};

/// A page, flattened: what stands in lists and quotations stands among the rest.
#[derive(Debug)]
pub(super) struct Page<'d> {
    pub(super) document: &'d Document,
    pub(super) items: Vec<Item<'d>>,
    /// The first is the whole page.
    pub(super) sections: Vec<Section>,
    /// Whether its tables tell of fields.
    pub(super) tabled: bool,
}

/// A part of a page.
#[derive(Debug)]
pub(super) struct Item<'d> {
    pub(super) part: Part<'d>,
    /// The innermost section around it; a heading is in its own.
    pub(super) section: usize,
    /// The anchors by which links reach it, those of the list item around it included.
    pub(super) anchors: Vec<&'d str>,
    pub(super) span: Span,
    /// For an item in a cell of a table, the name in that row.
    pub(super) row: Option<String>,
}

/// What a part is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'d> {
    Heading(&'d Heading),
    Text(&'d Inline),
    Code(&'d Code),
    Table(&'d Table),
}

/// A heading and what is below it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) level: u8,
    pub(super) title: String,
    pub(super) parent: usize,
    /// Its heading.
    pub(super) start: usize,
    /// One past its last item.
    pub(super) end: usize,
}

/// Whether all items of a list are links to places on the page, as tabs and tables of contents are.
fn leads_within(list: &List) -> bool {
    let is_link = |item: &load::Item| match item.blocks.as_slice() {
        [Block::Paragraph(paragraph)] => {
            let content = &paragraph.content;
            matches!(&*content.links, [link] if link.target.starts_with('#')
                && content.link_text(link).trim() == content.text.trim())
        }
        _ => false,
    };
    list.items.len() > 1 && list.items.iter().all(is_link)
}

impl<'d> Page<'d> {
    pub(super) fn new(document: &'d Document, dialect: &Dialect) -> Self {
        let whole = Section { level: 0, title: String::new(), parent: 0, start: 0, end: 0 };
        let tabled = listed::has_tables(document, dialect);
        let mut page = Page { document, items: Vec::new(), sections: vec![whole], tabled };
        let mut pending = Vec::new();
        page.blocks(&document.blocks, &mut 0, &mut pending, dialect);
        outline::deepen(&mut page.sections, dialect);
        let len = page.items.len();
        for index in 0..page.sections.len() {
            let level = page.sections.get(index).map_or(0, |section| section.level);
            let next = page.sections.iter().skip(index + 1).find(|section| section.level <= level);
            let end = next.map_or(len, |section| section.start);
            if let Some(section) = page.sections.get_mut(index) {
                section.end = if index == 0 { len } else { end };
            }
        }
        page
    }

    fn blocks(
        &mut self,
        blocks: &'d [Block],
        section: &mut usize,
        pending: &mut Vec<&'d str>,
        dialect: &Dialect,
    ) {
        for block in blocks {
            let mut anchors = std::mem::take(pending);
            anchors.extend(block.anchors().iter().map(|anchor| &*anchor.name));
            let part = match block {
                // A heading without words begins nothing.
                Block::Heading(heading) if heading.content.joined().trim().is_empty() => continue,
                Block::Heading(heading) => {
                    *section = self.open(heading, *section, dialect);
                    Part::Heading(heading)
                }
                Block::Paragraph(paragraph) => {
                    listed::in_line(paragraph, dialect).map_or(Part::Text(&paragraph.content), Part::Table)
                }
                Block::Code(code) => {
                    listed::in_code(code, self, *section, dialect).map_or(Part::Code(code), Part::Table)
                }
                Block::Table(table) => Part::Table(table),
                Block::List(list) if leads_within(list) => continue,
                Block::List(list) => {
                    if let Some(table) = listed::fields(list, self, *section, dialect) {
                        let items = list.items.iter().flat_map(|item| &item.anchors);
                        anchors.extend(items.map(|anchor| &*anchor.name));
                        let part = Part::Table(table);
                        self.items.push(Item {
                            part,
                            section: *section,
                            anchors,
                            span: list.span,
                            row: None,
                        });
                        self.cells(table, *section);
                        continue;
                    }
                    for item in &list.items {
                        pending.append(&mut anchors);
                        pending.extend(item.anchors.iter().map(|anchor| &*anchor.name));
                        self.blocks(&item.blocks, section, pending, dialect);
                    }
                    continue;
                }
                Block::Quote(quote) => {
                    self.blocks(&quote.blocks, section, pending, dialect);
                    continue;
                }
                Block::Rule(_) => continue,
            };
            self.items.push(Item { part, section: *section, anchors, span: block.span(), row: None });
            match block {
                Block::Table(table) => self.cells(table, *section),
                Block::Paragraph(paragraph) => self.items.extend(paragraph.code().map(|code| Item {
                    part: Part::Code(code),
                    section: *section,
                    anchors: Vec::new(),
                    span: code.span,
                    row: None,
                })),
                _ => {}
            }
        }
    }

    /// Adds the contents of cells, which describe the fields of their rows.
    fn cells(&mut self, table: &'d Table, section: usize) {
        for row in &table.rows {
            let name = row.cells.first().map(|cell| cell.content.joined().trim().to_owned());
            for block in row.cells.iter().flat_map(|cell| &cell.blocks) {
                let part = match block {
                    Block::Table(table) => Part::Table(table),
                    Block::Code(code) => Part::Code(code),
                    _ => continue,
                };
                let span = block.span();
                self.items.push(Item { part, section, anchors: Vec::new(), span, row: name.clone() });
            }
        }
    }

    fn open(&mut self, heading: &Heading, around: usize, dialect: &Dialect) -> usize {
        let title = heading.content.joined().trim().to_owned();
        let level = self.below_request(heading, &title, around, dialect).unwrap_or(heading.level);
        let mut parent = around;
        while parent != 0 && self.level(parent) >= level {
            parent = self.sections.get(parent).map_or(0, |section| section.parent);
        }
        let start = self.items.len();
        self.sections.push(Section { level, title, parent, start, end: start });
        self.sections.len() - 1
    }

    /// The level of a heading that only says which part of an operation follows, where the operation's own heading, with
    /// its request, is no higher.
    fn below_request(&self, heading: &Heading, title: &str, around: usize, dialect: &Dialect) -> Option<u8> {
        let part = title.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        if self.level(around) < heading.level || !outline::is_part(part, dialect) {
            return None;
        }
        let is_request = |section: &Section| !target::with_method(&section.title).is_empty();
        let (_, own) = self.around(around).find(|(_, section)| is_request(section))?;
        (own.level > heading.level).then(|| own.level.saturating_add(heading.level))
    }

    fn level(&self, section: usize) -> u8 {
        self.sections.get(section).map_or(0, |section| section.level)
    }

    /// The sections around an item, the innermost first, without the whole page.
    pub(super) fn around(&self, section: usize) -> impl Iterator<Item = (usize, &Section)> {
        let mut next = section;
        std::iter::from_fn(move || {
            let found = self.sections.get(next).filter(|_| next != 0)?;
            let index = next;
            next = found.parent;
            Some((index, found))
        })
    }

    /// The sections that begin with a table, so that a link to one of them leads to the table. Neither the title of the
    /// page nor anything around the section `own` counts.
    pub(super) fn leading(&self, item: usize, own: usize) -> impl Iterator<Item = &Section> {
        let section = self.items.get(item).map_or(0, |item| item.section);
        let around = self.around(section).take_while(move |(section, _)| *section != own);
        let begins = move |section: &Section| {
            let before = self.items.get(section.start..item).unwrap_or_default();
            !before.iter().any(|item| item.table().is_some())
        };
        let mut first = true;
        around.map(|(_, section)| section).take_while(move |section| {
            let is = std::mem::replace(&mut first, false) || section.level > 1;
            is && begins(section)
        })
    }

    /// The anchors of a section: those that are written, and its title as addresses have it.
    pub(super) fn anchors(&self, section: &Section) -> impl Iterator<Item = String> {
        let written = self.items.get(section.start).into_iter().flat_map(|item| &item.anchors);
        let written: Vec<String> = written.map(|anchor| (*anchor).to_owned()).collect();
        written.into_iter().chain([slug(&section.title)]).filter(|anchor| !anchor.is_empty())
    }

    /// The item that a byte of the page stands in, or the last before it.
    pub(super) fn item_at(&self, offset: u32) -> usize {
        self.items.partition_point(|item| item.span.start <= offset).saturating_sub(1)
    }
}

/// The anchor that a heading has by its text, by the rules of the largest host of such pages.
pub(super) fn slug(title: &str) -> String {
    let kept = title.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

impl<'d> Item<'d> {
    pub(super) fn text(&self) -> Option<&'d Inline> {
        match self.part {
            Part::Text(text) => Some(text),
            Part::Heading(_) | Part::Code(_) | Part::Table(_) => None,
        }
    }

    pub(super) fn table(&self) -> Option<&'d Table> {
        match self.part {
            Part::Table(table) => Some(table),
            Part::Heading(_) | Part::Code(_) | Part::Text(_) => None,
        }
    }

    /// Whether it is a line that stands for a heading or caption: short, all in bold type, or ending in a colon.
    pub(super) fn is_label(&self) -> bool {
        self.text().is_some_and(|text| {
            let whole = text.text.trim();
            let short = whole.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() <= 64;
            short && !whole.ends_with(['.', '\u{3002}'])
                || text.is_all(MarkKind::Strong)
                || whole.ends_with([':', '\u{ff1a}'])
        })
    }
}
