//! What the elements of HTML are to a reader of tables.

use crate::load::MarkKind;

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Kind {
    /// Nothing: `<span>`.
    Plain,
    /// A link or an anchor.
    A,
    /// A mark.
    Mark(MarkKind),
    /// A line break.
    Br,
    /// An image.
    Image,
    /// Text of its own lines: `<p>`, `<div>`.
    Block,
    /// A heading of this level.
    Heading(u8),
    /// A list; `true` if it is ordered.
    List(bool),
    /// An item of a list.
    Item,
    /// A list of terms with what each means.
    Terms,
    /// A term; `false` if it is what one means.
    Term(bool),
    /// A quotation.
    Quote,
    /// Preformatted text.
    Pre,
    /// A horizontal line.
    Rule,
    /// A table.
    Table,
    /// The caption of a table.
    Caption,
    /// `<thead>`.
    Head,
    /// `<tbody>`, `<tfoot>`.
    Body,
    /// A row.
    Row,
    /// A cell; `true` if it is a header's.
    Cell(bool),
    /// Something that has no content and says nothing.
    Void,
    /// Something whose content is no text of the page; what is inside is skipped.
    Skipped,
    /// A part of a whole page that the page is not about, such as a menu.
    Margin,
    /// The frame of a whole page.
    Frame,
}

/// How surely a name is that of an element, where documentation uses `<name>` for placeholders too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Use {
    /// Formats text. Nobody gives a placeholder such a name.
    Formatting,
    /// An element of whole pages; `<data>` in running text is a placeholder.
    Structure,
}

/// The element of this name, its canonical spelling first.
pub(in crate::load) fn element(name: &str) -> Option<(&'static str, Kind, Use)> {
    // The longest name is `blockquote`.
    let mut lower = [0; 10];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let (name, kind) = match formatting(lower) {
        Some(found) => return Some((found.0, found.1, Use::Formatting)),
        None => structure(lower)?,
    };
    Some((name, kind, Use::Structure))
}

fn formatting(lower: &[u8]) -> Option<(&'static str, Kind)> {
    use MarkKind::{Code, Emphasis, Strike, Strong};
    Some(match lower {
        b"a" => ("a", Kind::A),
        b"p" => ("p", Kind::Block),
        b"td" => ("td", Kind::Cell(false)),
        b"th" => ("th", Kind::Cell(true)),
        b"tr" => ("tr", Kind::Row),
        b"li" => ("li", Kind::Item),
        b"ul" => ("ul", Kind::List(false)),
        b"ol" => ("ol", Kind::List(true)),
        b"br" => ("br", Kind::Br),
        b"table" => ("table", Kind::Table),
        b"thead" => ("thead", Kind::Head),
        b"tbody" => ("tbody", Kind::Body),
        b"tfoot" => ("tfoot", Kind::Body),
        b"caption" => ("caption", Kind::Caption),
        b"col" => ("col", Kind::Void),
        b"colgroup" => ("colgroup", Kind::Void),
        b"span" => ("span", Kind::Plain),
        b"div" => ("div", Kind::Block),
        b"pre" => ("pre", Kind::Pre),
        b"b" => ("b", Kind::Mark(Strong)),
        b"strong" => ("strong", Kind::Mark(Strong)),
        b"i" => ("i", Kind::Mark(Emphasis)),
        b"em" => ("em", Kind::Mark(Emphasis)),
        b"cite" => ("cite", Kind::Mark(Emphasis)),
        b"dfn" => ("dfn", Kind::Mark(Emphasis)),
        b"var" => ("var", Kind::Mark(Emphasis)),
        b"code" => ("code", Kind::Mark(Code)),
        b"tt" => ("tt", Kind::Mark(Code)),
        b"kbd" => ("kbd", Kind::Mark(Code)),
        b"samp" => ("samp", Kind::Mark(Code)),
        b"s" => ("s", Kind::Mark(Strike)),
        b"del" => ("del", Kind::Mark(Strike)),
        b"strike" => ("strike", Kind::Mark(Strike)),
        b"h1" => ("h1", Kind::Heading(1)),
        b"h2" => ("h2", Kind::Heading(2)),
        b"h3" => ("h3", Kind::Heading(3)),
        b"h4" => ("h4", Kind::Heading(4)),
        b"h5" => ("h5", Kind::Heading(5)),
        b"h6" => ("h6", Kind::Heading(6)),
        b"hr" => ("hr", Kind::Rule),
        b"wbr" => ("wbr", Kind::Void),
        b"img" => ("img", Kind::Image),
        b"dl" => ("dl", Kind::Terms),
        b"dt" => ("dt", Kind::Term(true)),
        b"dd" => ("dd", Kind::Term(false)),
        b"center" => ("center", Kind::Block),
        b"details" => ("details", Kind::Block),
        b"blockquote" => ("blockquote", Kind::Quote),
        b"u" => ("u", Kind::Plain),
        b"q" => ("q", Kind::Plain),
        b"abbr" => ("abbr", Kind::Plain),
        b"big" => ("big", Kind::Plain),
        b"font" => ("font", Kind::Plain),
        b"ins" => ("ins", Kind::Plain),
        b"mark" => ("mark", Kind::Plain),
        b"nobr" => ("nobr", Kind::Plain),
        b"small" => ("small", Kind::Plain),
        b"sub" => ("sub", Kind::Plain),
        b"sup" => ("sup", Kind::Plain),
        _ => return None,
    })
}

fn structure(lower: &[u8]) -> Option<(&'static str, Kind)> {
    Some(match lower {
        b"html" => ("html", Kind::Frame),
        b"body" => ("body", Kind::Frame),
        b"main" => ("main", Kind::Block),
        b"article" => ("article", Kind::Block),
        b"section" => ("section", Kind::Block),
        b"address" => ("address", Kind::Block),
        b"figure" => ("figure", Kind::Block),
        b"figcaption" => ("figcaption", Kind::Block),
        b"fieldset" => ("fieldset", Kind::Block),
        b"form" => ("form", Kind::Block),
        b"summary" => ("summary", Kind::Block),
        b"hgroup" => ("hgroup", Kind::Block),
        // The header of an article holds its title; a site's own header is a margin of `body`, which holds
        // menus (`nav`) and buttons, skipped below.
        b"header" => ("header", Kind::Block),
        b"nav" => ("nav", Kind::Margin),
        b"aside" => ("aside", Kind::Margin),
        b"footer" => ("footer", Kind::Margin),
        b"dialog" => ("dialog", Kind::Margin),
        b"menu" => ("menu", Kind::List(false)),
        b"label" => ("label", Kind::Plain),
        b"data" => ("data", Kind::Plain),
        b"time" => ("time", Kind::Plain),
        b"output" => ("output", Kind::Plain),
        b"bdi" => ("bdi", Kind::Plain),
        b"bdo" => ("bdo", Kind::Plain),
        b"ruby" => ("ruby", Kind::Plain),
        b"picture" => ("picture", Kind::Plain),
        b"area" => ("area", Kind::Void),
        b"base" => ("base", Kind::Void),
        b"embed" => ("embed", Kind::Void),
        b"input" => ("input", Kind::Void),
        b"link" => ("link", Kind::Void),
        b"meta" => ("meta", Kind::Void),
        b"param" => ("param", Kind::Void),
        b"source" => ("source", Kind::Void),
        b"track" => ("track", Kind::Void),
        b"head" => ("head", Kind::Skipped),
        b"title" => ("title", Kind::Skipped),
        b"style" => ("style", Kind::Skipped),
        b"script" => ("script", Kind::Skipped),
        b"noscript" => ("noscript", Kind::Skipped),
        b"template" => ("template", Kind::Skipped),
        b"textarea" => ("textarea", Kind::Skipped),
        b"select" => ("select", Kind::Skipped),
        b"button" => ("button", Kind::Skipped),
        b"svg" => ("svg", Kind::Skipped),
        b"math" => ("math", Kind::Skipped),
        b"canvas" => ("canvas", Kind::Skipped),
        b"iframe" => ("iframe", Kind::Skipped),
        b"object" => ("object", Kind::Skipped),
        b"audio" => ("audio", Kind::Skipped),
        b"video" => ("video", Kind::Skipped),
        _ => return None,
    })
}

/// The name under which an element is handed to the parser. The parser treats elements that only format text
/// in ways of its own (it opens them again in the next paragraph); to the reader they are all spans.
pub(in crate::load) fn tree_name(name: &'static str, kind: Kind) -> &'static str {
    match kind {
        Kind::Plain | Kind::A | Kind::Mark(_) => "span",
        Kind::Block if name != "p" => "div",
        Kind::Margin => "div",
        Kind::List(false) => "ul",
        _ => name,
    }
}

impl Kind {
    /// Whether it has no content and no end tag.
    pub(in crate::load) fn is_void(self) -> bool {
        matches!(self, Kind::Br | Kind::Image | Kind::Rule | Kind::Void)
    }

    /// Whether the search for a place for a new cell ends at this element.
    pub(in crate::load) fn is_row_or_wider(self) -> bool {
        self == Kind::Row || self.is_section_or_wider()
    }

    /// Whether the search for a place for a new row ends at this element.
    pub(in crate::load) fn is_section_or_wider(self) -> bool {
        matches!(self, Kind::Table | Kind::Head | Kind::Body)
    }

    /// Where the search for an open item ends.
    pub(in crate::load) fn is_item_or_wider(self) -> bool {
        matches!(self, Kind::Item | Kind::List(_)) || self.is_of_table()
    }

    /// Whether it is a part of a table.
    pub(in crate::load) fn is_of_table(self) -> bool {
        matches!(self, Kind::Cell(_) | Kind::Caption) || self.is_row_or_wider()
    }

    /// Whether white space just before and after it is only layout of the source.
    pub(in crate::load) fn breaks(self) -> bool {
        !matches!(self, Kind::Plain | Kind::A | Kind::Mark(_) | Kind::Image | Kind::Void | Kind::Skipped)
    }
}
