//! What only an engine of documentation shows, written as Markdown has it, before Markdown sees the page: the parts of
//! tabs one below the other, each under its title as a label, and fields in tags as rows of a table.
//!
//! Tabs are `=== "Title"` with an indented block (notes, `!!! kind "Title"`, have the same form), or tags around a
//! block. A word behind the language of a block of code is the title of its tab as well. A tag that has a method is
//! around a request; the tags in it whose names go on from its name say what they are around:
//! `{% api-method-headers %}` within `{% api-method method="get" … %}`.

use std::{ops::Range, sync::LazyLock};

use super::{
    fields::is_field,
    repair::Repaired,
    shape::fence,
    signs::Signs,
    tags::{Tag, tag_at},
};
use crate::load::{source::Source, span::narrow};

/// A page without any of these has nothing to unfold.
static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    Signs::new(&[
        "=== \"", "!!! ", "???", "{% ", "{{<", "{{%", "<Tab", " type=", "```json ", "}```", "]```", ">```",
    ])
});
/// The attributes by which tabs have a title, the surest first.
const TITLES: [&str; 5] = ["title", "label", "name", "header", "value"];
/// The attributes, or the tags within it, by which a request has a title.
const TITLES_OF_REQUESTS: [&str; 2] = ["summary", "title"];
/// The attributes of a tag of an answer that have its status.
const STATUSES: [&str; 2] = ["status", "httpCode"];

/// The page as Markdown would have it, if anything in it has to be written otherwise.
pub(super) fn unfold(source: Source<'_>) -> Option<Repaired> {
    if !SIGNS.are_in(source.text) {
        return None;
    }
    let mut page = Unfold {
        source,
        out: Repaired::default(),
        changed: false,
        fence: None,
        indents: Vec::new(),
        tabs: Vec::new(),
        level: 1,
        request: None,
    };
    let mut at = 0;
    while let Some(end) = line_end(source.text, at) {
        at = page.line(at..end);
    }
    page.changed.then_some(page.out)
}

/// Where a fence that ends a block of data stands behind the last bracket, on one line with it: Markdown does not see it
/// there.
fn ends_with(line: &str, fence: &str) -> Option<usize> {
    let before = line.trim_end().strip_suffix(fence)?;
    before.ends_with(['}', ']', '>']).then_some(before.len())
}

/// The end of the line at `at`, with its break.
pub(super) fn line_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    Some(at + rest.find('\n').map_or(rest.len(), |end| end + 1))
}

pub(super) struct Unfold<'a> {
    pub(super) source: Source<'a>,
    out: Repaired,
    changed: bool,
    /// The fence of the block of code that is open.
    fence: Option<&'a str>,
    /// The indents of the blocks that are open.
    indents: Vec<usize>,
    /// How far the content of each open tag of a tab is indented.
    tabs: Vec<usize>,
    /// The level of the last heading.
    level: usize,
    /// The name of the last tag around a request, and where it stands.
    request: Option<(&'a str, usize)>,
}

impl<'a> Unfold<'a> {
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.source.text.get(range).unwrap_or_default()
    }

    /// Takes over a part of the page.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        self.out.lines.push((narrow(self.out.text.len()), self.source.at(range.start)));
        let text = self.text(range);
        self.out.text.push_str(text);
    }

    /// Adds what the page has not, at a place of it.
    pub(super) fn add(&mut self, text: &str, at: usize) {
        self.changed = true;
        for (offset, _) in text.char_indices() {
            // Nothing of it stands in the file, so that each byte of it has the same place.
            self.out.lines.push((narrow(self.out.text.len() + offset), self.source.at(at)));
        }
        self.out.text.push_str(text);
    }

    /// A tag alone on its line that is of no tab; gives where the page goes on, if it says something.
    fn other(&mut self, tag: &Tag<'a>, end: usize) -> Option<usize> {
        let at = tag.range.start;
        let inner = self
            .request
            .and_then(|(request, at)| Some((tag.name.strip_prefix(request)?.strip_prefix('-')?, at)));
        if tag.closes {
            inner?;
            self.add("\n", at);
        } else if let Some(status) = tag.attribute(&STATUSES) {
            self.label(Some(status), at);
        } else if let Some((inner, start)) = inner {
            let rest = self.text(end..self.source.text.len());
            let next = end + rest.len() - rest.trim_start().len();
            let inside = tag_at(self.source.text, next);
            if inside.as_ref().is_some_and(is_field) {
                // It is the title of the fields in it.
                self.add(&format!("\n**{}**\n\n", inner.replace('-', " ")), at);
            } else if TITLES_OF_REQUESTS.contains(&inner)
                && inside.is_none()
                && let Some(after) = line_end(self.source.text, next)
            {
                self.heading(next..after, start);
                return Some(after);
            } else {
                self.add("\n", at);
            }
        } else {
            tag.attribute(&["method"])?;
            self.request = Some((tag.name, at));
            let title = tag.attribute(&TITLES_OF_REQUESTS)?;
            tag.attribute(&["path", "url", "baseUrl"])?;
            self.heading(title, at);
        }
        Some(end)
    }

    /// The title of a request, as the heading of what its tag is around.
    fn heading(&mut self, title: Range<usize>, at: usize) {
        self.add(&format!("\n{} ", "#".repeat((self.level + 1).min(6))), at);
        self.copy(title);
        self.add("\n\n", at);
    }

    fn label(&mut self, title: Option<Range<usize>>, at: usize) {
        match title {
            Some(title) => {
                self.add("\n**", at);
                self.copy(title);
                self.add("**\n\n", at);
            }
            None => self.add("\n", at),
        }
    }

    /// Reads a line, and what belongs to it; gives where the next begins.
    fn line(&mut self, range: Range<usize>) -> usize {
        let line = self.text(range.clone());
        let rest = line.trim_start_matches([' ', '\t']);
        let is_blank = rest.trim().is_empty();
        let indent = width(line);
        while !is_blank && self.indents.last().is_some_and(|open| indent < *open) && self.fence.is_none() {
            self.indents.pop();
            self.add("\n", range.start);
        }
        let within = (4 * self.indents.len()).max(self.tabs.last().copied().unwrap_or_default());
        let start = range.start + cut(line, within);
        let at = range.end - rest.len();
        if let Some(found) = fence(rest) {
            match self.fence {
                None => {
                    self.fenced(at..range.end, found);
                    self.fence = Some(found);
                }
                Some(open) if found.starts_with(open) && rest.trim_end() == found => self.fence = None,
                Some(_) => {}
            }
        } else if let Some(open) = self.fence {
            if let Some(end) = ends_with(rest, open) {
                self.copy(start..at + end);
                self.add("\n", at + end);
                self.copy(at + end..range.end);
                self.fence = None;
                return range.end;
            }
        } else if !is_blank {
            if let Some(title) = opens(rest) {
                self.label(Some(at + title.start..at + title.end).filter(|title| !title.is_empty()), at);
                self.indents.push(indent + 4);
                return range.end;
            }
            if rest.starts_with('#') {
                self.level = rest.bytes().take_while(|byte| *byte == b'#').count();
            }
            if let Some(end) = rest.starts_with(['<', '{']).then(|| self.tag(at)).flatten() {
                return end;
            }
        }
        self.changed |= start > range.start;
        self.copy(start..range.end);
        range.end
    }

    /// The words behind the language of a block of code are its title.
    fn fenced(&mut self, line: Range<usize>, fence: &str) {
        let info = self.text(line.clone()).trim_end().get(fence.len()..).unwrap_or_default();
        let Some((language, rest)) = info.trim_start().split_once(' ') else { return };
        let is_word = language.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let quoted =
            |rest: &'a str| rest.split_once("title=\"").and_then(|(_, title)| title.split('"').next());
        let rest = rest.trim();
        let is_plain =
            rest.starts_with(|c: char| c.is_alphanumeric()) && !rest.contains(['=', '{', '`', '/']);
        let title = quoted(rest).or(Some(rest).filter(|_| is_plain));
        let title = title.filter(|title| is_word && !title.is_empty());
        if let Some(title) = title
            && let Some(offset) = self.text(line.clone()).find(title)
        {
            self.label(Some(line.start + offset..line.start + offset + title.len()), line.start);
        }
    }

    /// A tag at the start of a line; gives where the page goes on, if the tag is one of those.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let tag = tag_at(self.source.text, at)?;
        if !tag.closes && is_field(&tag) {
            return self.fields(at);
        }
        let end = line_end(self.source.text, tag.range.end.saturating_sub(1))?;
        // What follows on the line is text of the tab.
        let after = tag.range.end..end;
        let is_alone = self.text(after.clone()).trim().is_empty();
        match tag.plain().as_str() {
            "tab" | "tabitem" | "tabpanel" => {
                let title = tag.attribute(&TITLES).or_else(|| tag.unnamed()).filter(|_| !tag.closes);
                self.label(title, at);
                if tag.closes {
                    self.tabs.pop();
                } else if !tag.is_alone {
                    // Where there are such tags, what is indented is no code.
                    let inside = self.text(end..self.source.text.len());
                    let first = inside.lines().find(|line| !line.trim().is_empty());
                    self.tabs.push(first.map_or(0, width));
                }
            }
            "tabs" | "tabset" | "tabgroup" | "codegroup" | "codetabs" => self.add("\n", at),
            _ if !is_alone => return None,
            _ => return self.other(&tag, end),
        }
        if !is_alone {
            self.copy(after);
        }
        Some(end)
    }
}

/// How far a line is indented; a tab counts four.
fn width(line: &str) -> usize {
    line.bytes()
        .map_while(|byte| match byte {
            b' ' => Some(1),
            b'\t' => Some(4),
            _ => None,
        })
        .sum()
}

/// The bytes at the start of a line that make up an indent.
fn cut(line: &str, indent: usize) -> usize {
    let mut left = indent;
    let taken = line.bytes().take_while(|byte| {
        let is_of_it = left > 0 && matches!(byte, b' ' | b'\t');
        left = left.saturating_sub(if *byte == b'\t' { 4 } else { 1 });
        is_of_it
    });
    taken.count()
}

/// The title of the indented block that a line opens: `=== "Title"`, `!!! note "Title"`. It is empty where it has none:
/// `??? note`.
fn opens(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let rest = ["===", "!!!", "???"].iter().find_map(|mark| line.strip_prefix(mark))?;
    let rest = rest.trim_start_matches(['+', '!']);
    let is_tab = line.starts_with("===");
    let open = rest.find('"').filter(|_| rest.starts_with(' '));
    let title = open.and_then(|open| {
        let inner = rest.get(open + 1..)?.strip_suffix('"')?;
        let start = line.len() - rest.len() + open + 1;
        Some(start..start + inner.len()).filter(|_| !inner.is_empty())
    });
    let is_kind =
        || rest.strip_prefix(' ').is_some_and(|kind| kind.starts_with(|c: char| c.is_ascii_alphabetic()));
    title.or_else(|| (!is_tab && is_kind()).then_some(0..0))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[track_caller]
    pub(in super::super) fn check(page: &str, written: &str) {
        let unfolded = unfold(Source::new(page, 0)).map(|unfolded| unfolded.text);
        let lines = |text: &str| -> Vec<String> {
            text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
        };
        assert_eq!(lines(&unfolded.unwrap_or_default()), lines(written), "{page}");
    }

    #[test]
    fn tabs_stand_below_each_other() {
        check("=== \"200\"\n\n    {}\n\n=== \"404\"\n\n    no\nend\n", "**200**\n{}\n**404**\nno\nend");
        check("!!! note \"Beware\"\n    Hot.\nend\n", "**Beware**\nHot.\nend");
        check("=== \"a\"\n    === \"b\"\n        c\n    d\n", "**a**\n**b**\nc\nd");
        check("<Tabs>\n<TabItem value=\"x\" label=\"X\">\n    text\n</TabItem>\n</Tabs>\n", "**X**\ntext");
        check("{% tabs %}\n{% tab title=\"200\" %}\n{}\n{% endtab %}\n{% endtabs %}\n", "**200**\n{}\n");
        check("```json 404\n{}\n```\n", "**404**\n```json 404\n{}\n```");
    }

    #[test]
    fn tags_within_a_request_say_what_they_are_around() {
        check(
            "{% api-method method=\"get\" path=\"/x\" %}\n{% api-method-headers %}\n{% api-method-parameter name=\"a\" \
             type=\"string\" %}\nA\n{% endapi-method-parameter %}\n{% endapi-method-headers %}\n",
            "{% api-method method=\"get\" path=\"/x\" %}\n**headers**\n| name | type | |\n|--|--|--|\n| a | string | A |",
        );
    }

    #[test]
    fn what_is_no_tab_stays() {
        for page in
            ["a === \"b\"\n", "```\n=== \"200\"\n```\n", "<Tabular>\n", "<input type=\"text\" name=\"a\">\n"]
        {
            assert!(unfold(Source::new(page, 0)).is_none(), "{page}");
        }
    }

    #[test]
    fn places_are_those_of_the_page() {
        let page = "=== \"200\"\n\n    word\n";
        let unfolded = unfold(Source::new(page, 0)).unwrap_or_default();
        let at = unfolded.text.find("word").unwrap_or_default();
        let source = Source::lines(&unfolded.text, &unfolded.lines, narrow(page.len()));
        assert_eq!(page.get(source.span(at..at + 4).range()), Some("word"));
    }
}
