//! Marks HTML before it is parsed, so that the tree knows where everything stands.
//!
//! `<td class="x" id="y"><p>Name</p></td>` becomes `<td o=0><p o=1>0;</p></td>`: each tag carries its index into
//! [`Marked::tags`], and each run of text is replaced by its index into [`Marked::runs`]. The parser builds the same
//! tree from much less text, and sees every element that only formats text as a `<span>`. What does not affect the tree
//! is left out: comments, anchors (listed in [`Marked::anchors`]), scripts, and most attributes.

use std::ops::Range;

use super::{
    element::{Kind, Use, element, tree_name},
    tag::{self, Markup, Tag},
};

/// HTML that is ready for the parser. Its buffers serve one fragment after the other.
#[derive(Debug, Default)]
pub(in crate::load) struct Marked {
    /// The HTML with numbers.
    pub(in crate::load) html: String,
    /// The start tags by number.
    pub(in crate::load) tags: Vec<Start>,
    /// The texts by number: bytes of the source.
    pub(in crate::load) runs: Vec<Range<usize>>,
    /// Names that links can lead to, in the order of the source.
    pub(in crate::load) anchors: Vec<Name>,
    /// The tags of tables that have no end.
    pub(in crate::load) unclosed: Vec<Range<usize>>,
    /// Where the marked part of the source ends.
    pub(in crate::load) end: usize,
    state: State,
    /// The tag names that HTML does not define, each with whether the page uses it as an element of its own.
    own: Vec<(String, bool)>,
    /// How many searches for an end reached the end of the page in vain. Their number is limited.
    vain: u32,
}

/// A start tag.
#[derive(Clone, Debug)]
pub(in crate::load) struct Start {
    /// What it begins.
    pub(in crate::load) kind: Kind,
    /// Bytes of the tag.
    pub(in crate::load) tag: Range<usize>,
    /// Bytes of its attributes.
    pub(in crate::load) attributes: Range<usize>,
    /// Where the element ends.
    pub(in crate::load) end: usize,
    name: &'static str,
}

/// A name that links can lead to.
#[derive(Clone, Debug)]
pub(in crate::load) struct Name {
    /// Bytes of the tag.
    pub(in crate::load) tag: Range<usize>,
    /// Bytes of the name.
    pub(in crate::load) name: Range<usize>,
}

/// What the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Mode {
    /// A piece of HTML in a Markdown page.
    Fragment,
    /// A whole page.
    Page,
}

/// Where the scan is.
#[derive(Clone, Debug, Default)]
struct State {
    /// The numbers of the elements that are open.
    open: Vec<usize>,
    /// Where the text begins that is not yet written.
    run: usize,
    /// Whether white space just here is only layout.
    after_break: bool,
    /// How many anchors, which are left out, wait for their end tag.
    left_out: usize,
    /// How many `<pre>` and tables are open.
    pre: usize,
    tables: usize,
}

impl State {
    /// Whether a blank line does not matter here.
    fn is_inside(&self) -> bool {
        self.tables > 0 || self.pre > 0
    }
}

/// How often a search may go to the end of the page in vain.
const MAX_VAIN: u32 = 16;

/// Deeper nesting is flattened: it says nothing, and parsers take quadratic time for it.
const MAX_DEPTH: usize = 200;

impl Marked {
    /// Marks `text[range]`. With `follow`, a table or `<pre>` that is still open at the end of the range is marked up
    /// to its own end; if it has none, the range decides.
    pub(in crate::load) fn mark(&mut self, text: &str, range: Range<usize>, mode: Mode, follow: bool) {
        self.clear(range.start);
        let at = self.scan(text, range.clone(), mode, false);
        self.end = at.max(range.end).min(text.len());
        if follow && self.state.is_inside() && self.vain < MAX_VAIN {
            self.follow(text, mode);
        }
        self.text(text, self.state.run..self.end, true);
        self.close_down_to(0, self.end);
    }

    fn clear(&mut self, start: usize) {
        self.own.clear();
        self.html.clear();
        self.tags.clear();
        self.runs.clear();
        self.anchors.clear();
        self.unclosed.clear();
        self.state = State { run: start, after_break: true, ..State::default() };
    }

    /// Goes on to where the open table or `<pre>` ends, or not at all.
    fn follow(&mut self, text: &str, mode: Mode) {
        let state = self.state.clone();
        let lengths = [self.html.len(), self.tags.len(), self.runs.len(), self.anchors.len()];
        let unclosed = self.unclosed.len();
        let at = self.scan(text, self.end..text.len(), mode, true);
        if !self.state.is_inside() && self.unclosed.len() == unclosed {
            self.end = at;
            return;
        }
        self.vain += 1;
        self.state = state;
        self.html.truncate(lengths[0]);
        self.tags.truncate(lengths[1]);
        self.runs.truncate(lengths[2]);
        self.anchors.truncate(lengths[3]);
        self.unclosed.truncate(unclosed);
    }

    /// Marks what begins in the range, or up to the end of what is open. Gives where it stopped.
    fn scan(&mut self, text: &str, range: Range<usize>, mode: Mode, to_end: bool) -> usize {
        let scanned = text.get(range.clone()).unwrap_or_default();
        // Nothing after the last `>` can be a tag; without this, a page of `<` would be looked through for each.
        let end = range.start + scanned.rfind('>').unwrap_or_default();
        let mut has_comments = true;
        let mut at = range.start;
        while let Some(next) = text.get(at..end).and_then(|rest| rest.find('<')).map(|found| at + found) {
            if text.get(next..).is_some_and(|rest| rest.starts_with("<!--")) {
                has_comments =
                    has_comments && text.get(next..range.end).is_some_and(|rest| rest.contains("-->"));
                if !has_comments {
                    at = next + 4;
                    continue;
                }
            }
            at = match tag::markup(text, next) {
                Markup::None => next + 1,
                Markup::Other(end) => {
                    self.text(text, self.state.run..next, false);
                    self.state.run = end;
                    end
                }
                Markup::Tag(tag) => self.tag(text, next, &tag, mode),
            };
            if to_end && !self.state.is_inside() {
                break;
            }
        }
        at
    }

    /// One tag; gives where the scan goes on.
    fn tag(&mut self, text: &str, start: usize, tag: &Tag<'_>, mode: Mode) -> usize {
        let known = known(text, start, tag, mode).or_else(|| {
            // An element of the page's own is set around something; a placeholder stands alone.
            (mode == Mode::Page && self.state.pre == 0 && self.is_own(text, tag.name))
                .then_some(("", Kind::Void))
        });
        let Some((name, kind)) = known else { return tag.end };
        self.text(text, self.state.run..start, kind.breaks());
        self.state.run = tag.end;
        self.state.after_break = kind.breaks();
        if tag.closes {
            self.close(name, kind, start, tag.end);
            return tag.end;
        }
        let attributes = tag.end - 1 - tag.attributes.len()..tag.end - 1;
        let linked = self.names(text, kind, &(start..tag.end), attributes.clone());
        match kind {
            Kind::Skipped => {
                self.state.run = self.skip(text, name, tag.end);
                return self.state.run;
            }
            Kind::A if !linked => {
                self.state.left_out += usize::from(!tag.attributes.ends_with('/'));
                return tag.end;
            }
            Kind::Void => return tag.end,
            _ => {}
        }
        self.make_room(kind, start);
        if self.state.open.len() < MAX_DEPTH {
            self.open(Start { kind, tag: start..tag.end, attributes, end: tag.end, name });
        }
        tag.end
    }

    /// Whether a tag name that HTML does not define is an element of the page's own, that is, has both a start tag and
    /// an end tag. Only the first `MOST` names are looked up.
    fn is_own(&mut self, text: &str, name: &str) -> bool {
        const MOST: usize = 64;
        if let Some((_, is)) = self.own.iter().find(|(own, _)| own == name) {
            return *is;
        }
        let starts = |text: &str, tag: &str| {
            text.match_indices(tag).any(|(at, _)| {
                let after = text.as_bytes().get(at + tag.len());
                after.is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'>')
            })
        };
        let both = || starts(text, &format!("<{name}")) && starts(text, &format!("</{name}"));
        let is = self.own.len() < MOST && both();
        if self.own.len() < MOST {
            self.own.push((name.to_owned(), is));
        }
        is
    }

    fn open(&mut self, start: Start) {
        let number = self.tags.len();
        self.html.push('<');
        self.html.push_str(tree_name(start.name, start.kind));
        self.html.push_str(" o=");
        push_number(&mut self.html, number);
        self.html.push('>');
        if !start.kind.is_void() {
            self.state.open.push(number);
            self.state.pre += usize::from(start.kind == Kind::Pre);
            self.state.tables += usize::from(start.kind == Kind::Table);
        }
        self.tags.push(start);
    }

    /// Notes the names that links can lead to; says whether there is an `href`.
    fn names(&mut self, text: &str, kind: Kind, tag: &Range<usize>, attributes: Range<usize>) -> bool {
        let start = attributes.start;
        let mut linked = false;
        for (key, value) in tag::attributes(text.get(attributes).unwrap_or_default()) {
            let is_name =
                key.eq_ignore_ascii_case("id") || kind == Kind::A && key.eq_ignore_ascii_case("name");
            linked |= key.eq_ignore_ascii_case("href");
            let name = start + value.start..start + value.end;
            let known = |last: &Name| text.get(last.name.clone()) == text.get(name.clone());
            if is_name && !name.is_empty() && !self.anchors.last().is_some_and(known) {
                self.anchors.push(Name { tag: tag.clone(), name });
            }
        }
        linked
    }

    /// Closes what the start of an element closes without saying so.
    fn make_room(&mut self, kind: Kind, at: usize) {
        // The innermost open element that `is` one of these.
        let inner = |is: fn(Kind) -> bool| {
            let open = self.state.open.iter().enumerate().rev();
            let mut open = open.filter_map(|(depth, number)| Some((depth, self.tags.get(*number)?)));
            open.find(|(_, tag)| is(tag.kind)).map(|(depth, tag)| (depth, tag.kind))
        };
        let keep = match kind {
            Kind::Cell(_) => inner(Kind::is_row_or_wider).map(|(depth, _)| depth + 1),
            Kind::Row => inner(Kind::is_section_or_wider).map(|(depth, _)| depth + 1),
            Kind::Head | Kind::Body | Kind::Caption => {
                inner(|kind| kind == Kind::Table).map(|(depth, _)| depth + 1)
            }
            Kind::Item => {
                inner(Kind::is_item_or_wider).filter(|found| found.1 == Kind::Item).map(|found| found.0)
            }
            // A table in a table, but in none of its cells: the first was not closed.
            Kind::Table => inner(Kind::is_of_table)
                .filter(|found| !matches!(found.1, Kind::Cell(_) | Kind::Caption))
                .and_then(|_| inner(|kind| kind == Kind::Table))
                .map(|(depth, _)| depth),
            _ => None,
        };
        let keep = keep.or_else(|| {
            let (depth, number) = self.state.open.iter().enumerate().next_back()?;
            let is_paragraph = self.tags.get(*number).is_some_and(|tag| tag.name == "p");
            (is_paragraph && kind.breaks() && kind != Kind::Br).then_some(depth)
        });
        if let Some(keep) = keep {
            self.close_down_to(keep, at);
        }
    }

    /// An end tag.
    fn close(&mut self, name: &str, kind: Kind, start: usize, end: usize) {
        if kind == Kind::A && self.state.left_out > 0 {
            self.state.left_out -= 1;
            return;
        }
        let mut crossed = false;
        let found = self.state.open.iter().enumerate().rev().find_map(|(depth, number)| {
            let tag = self.tags.get(*number)?;
            crossed |= tag.name != name && matches!(tag.kind, Kind::Cell(_));
            (tag.name == name).then_some((depth, tag.name))
        });
        let Some((depth, name)) = found else { return };
        // The end of something around a table does not end the table's cell.
        if crossed && !kind.is_of_table() {
            return;
        }
        let spans = self.state.open.iter().skip(depth + 1).filter_map(|number| self.tags.get(*number));
        for _ in spans.filter(|tag| matches!(tag.kind, Kind::Plain | Kind::A | Kind::Mark(_))) {
            self.html.push_str("</span>");
        }
        self.html.push_str("</");
        self.html.push_str(tree_name(name, kind));
        self.html.push('>');
        self.close_down_to(depth + 1, start);
        self.close_down_to(depth, end);
        if kind == Kind::Table {
            // Closed by its own tag, not by the lack of one.
            self.unclosed.pop();
        }
    }

    /// Closes the elements above a depth.
    fn close_down_to(&mut self, depth: usize, at: usize) {
        while self.state.open.len() > depth {
            let Some(tag) = self.state.open.pop().and_then(|number| self.tags.get_mut(number)) else { break };
            tag.end = at.max(tag.tag.end);
            match tag.kind {
                Kind::Table => {
                    self.unclosed.push(tag.tag.clone());
                    self.state.tables -= 1;
                }
                Kind::Pre => self.state.pre -= 1,
                _ => {}
            }
        }
    }

    /// Writes a run of text.
    fn text(&mut self, source: &str, range: Range<usize>, before_break: bool) {
        let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) else { return };
        if self.state.pre == 0 && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            if !before_break && !self.state.after_break {
                self.html.push(' ');
            }
            return;
        }
        push_number(&mut self.html, self.runs.len());
        self.html.push(';');
        self.runs.push(range);
        self.state.after_break = false;
    }

    /// Where an element ends whose content is no text of the page.
    fn skip(&mut self, text: &str, name: &str, start: usize) -> usize {
        let mut at = start;
        while self.vain < MAX_VAIN
            && let Some(found) = text.get(at..).and_then(|rest| rest.find("</"))
        {
            at += found + 2;
            let is_name = text.get(at..at + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
            if is_name && let Some(len) = text.get(at..).and_then(|rest| rest.find('>')) {
                return at + len + 1;
            }
        }
        self.vain += 1;
        start
    }
}

/// The element that a tag is of, unless it is a placeholder: `<ip>`, `<data>` in running text.
fn known(text: &str, start: usize, tag: &Tag<'_>, mode: Mode) -> Option<(&'static str, Kind)> {
    let certain = mode == Mode::Page || tag.attributes.contains('=');
    match element(tag.name) {
        Some((name, kind, Use::Formatting)) => Some((name, kind)),
        Some((name, kind, Use::Structure)) => {
            // `<section>` on a line of its own is what begins a block of HTML in Markdown.
            let is_block =
                matches!(kind, Kind::Block | Kind::Margin) && (tag.closes || begins_line(text, start));
            (certain || is_block).then_some((name, kind))
        }
        // An element of somebody's own: `<x-tabs id="…">`. In running text it may be `<ip-address>`.
        None if tag.name.contains('-') => (certain || tag.closes).then_some(("", Kind::Void)),
        None => None,
    }
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

fn push_number(html: &mut String, number: usize) {
    if number >= 10 {
        push_number(html, number / 10);
    }
    html.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or_default()));
}
