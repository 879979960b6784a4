//! What only an engine of documentation shows, written as Markdown has it, before Markdown sees the page: the parts of
//! tabs one below the other, each under its title as a label, and fields in tags as rows of a table.
//!
//! Tabs are `=== "Title"` with an indented block (notes, `!!! kind "Title"`, have the same form), or tags around a
//! block. A word behind the language of a block of code is the title of its tab as well. A tag of a field has a type,
//! and a name or a word for its place with the name: `<ParamField path="id" type="string" required>…`.

use std::ops::Range;

use super::{
    repair::Repaired,
    shape::fence,
    tags::{Tag, tag_at},
};
use crate::load::{source::Source, span::narrow};

/// A page without any of these has nothing to unfold.
const SIGNS: [&str; 9] = ["=== \"", "!!! ", "???", "{% ", "{{<", "{{%", "<Tab", " type=", "```json "];
/// The attributes by which tabs have a title, the surest first.
const TITLES: [&str; 5] = ["title", "label", "name", "header", "value"];
/// The attributes of a tag of an answer that have its status.
const STATUSES: [&str; 2] = ["status", "httpCode"];
/// An attribute that is either there or not.
const FLAG: &str = "required";
/// How deep tags of fields may nest.
const MAX_DEPTH: usize = 32;

/// The page as Markdown would have it, if anything in it has to be written otherwise.
pub(super) fn unfold(source: Source<'_>) -> Option<Repaired> {
    let has = |sign: &&str| memchr::memmem::find(source.text.as_bytes(), sign.as_bytes()).is_some();
    if !SIGNS.iter().any(has) {
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
    };
    let mut at = 0;
    while let Some(end) = line_end(source.text, at) {
        at = page.line(at..end);
    }
    page.changed.then_some(page.out)
}

/// The end of the line at `at`, with its break.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    Some(at + rest.find('\n').map_or(rest.len(), |end| end + 1))
}

struct Unfold<'a> {
    source: Source<'a>,
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
}

/// A field in a tag.
struct Row<'a> {
    depth: usize,
    tag: Tag<'a>,
    /// The lines that tell of it.
    told: Vec<Range<usize>>,
}

impl<'a> Unfold<'a> {
    fn text(&self, range: Range<usize>) -> &'a str {
        self.source.text.get(range).unwrap_or_default()
    }

    /// Takes over a part of the page.
    fn copy(&mut self, range: Range<usize>) {
        self.out.lines.push((narrow(self.out.text.len()), self.source.at(range.start)));
        let text = self.text(range);
        self.out.text.push_str(text);
    }

    /// Adds what the page has not, at a place of it.
    fn add(&mut self, text: &str, at: usize) {
        self.changed = true;
        for (offset, _) in text.char_indices() {
            // Nothing of it stands in the file, so that each byte of it has the same place.
            self.out.lines.push((narrow(self.out.text.len() + offset), self.source.at(at)));
        }
        self.out.text.push_str(text);
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
        } else if self.fence.is_none() && !is_blank {
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
            _ if tag.closes || !is_alone => return None,
            _ => {
                if let Some(status) = tag.attribute(&STATUSES) {
                    self.label(Some(status), at);
                } else {
                    let title = tag.attribute(&["summary", "title"])?;
                    tag.attribute(&["method"]).and(tag.attribute(&["path", "url"]))?;
                    // The title of a request is the heading of what the tag is around.
                    self.add(&format!("\n{} ", "#".repeat((self.level + 1).min(6))), at);
                    self.copy(title);
                    self.add("\n\n", at);
                }
            }
        }
        if !is_alone {
            self.copy(after);
        }
        Some(end)
    }

    /// The fields in tags from here on, as a table; gives where they end.
    fn fields(&mut self, at: usize) -> Option<usize> {
        let mut rows: Vec<Row<'a>> = Vec::new();
        let mut beside = Vec::new();
        let mut end = at;
        let mut next = at;
        // One table for tags that are alike and name their fields alike.
        while let Some(tag) = tag_at(self.source.text, next).filter(|tag| !tag.closes && is_field(tag)) {
            let is_alike = |first: &Row<'_>| first.tag.name == tag.name && name(&first.tag) == name(&tag);
            if rows.first().is_some_and(|first| !is_alike(first)) {
                break;
            }
            end = self.field(tag, 0, &mut rows, &mut beside)?;
            let rest = self.source.text.get(end..).unwrap_or_default();
            next = end + rest.len() - rest.trim_start().len();
        }
        self.table(&rows);
        for part in beside {
            self.add("\n", part.start);
            self.copy(part);
        }
        Some(end)
    }

    /// A field with those in it; gives where its tag ends, or nothing where it is never closed.
    fn field(
        &self,
        tag: Tag<'a>,
        depth: usize,
        rows: &mut Vec<Row<'a>>,
        beside: &mut Vec<Range<usize>>,
    ) -> Option<usize> {
        let text = self.source.text;
        let mut at = tag.range.end;
        let row = rows.len();
        let (own, is_alone) = (tag.name, tag.is_alone);
        rows.push(Row { depth, tag, told: Vec::new() });
        if is_alone {
            return Some(at);
        }
        loop {
            let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
            let gap = rest.len() - rest.trim_start().len();
            at += gap;
            if let Some(open) = text.get(at..).and_then(fence) {
                // A block of code stands below the table.
                let body = line_end(text, at)?;
                let close = text.get(body..)?.find(open)?;
                let end = line_end(text, body + close)?;
                beside.push(at..end);
                at = end;
                continue;
            }
            if let Some(tag) = tag_at(text, at) {
                let end = tag.range.end;
                at = if !tag.closes && is_field(&tag) && depth < MAX_DEPTH {
                    self.field(tag, depth + 1, rows, beside)?
                } else if tag.closes && tag.name == own {
                    return Some(end);
                } else {
                    end
                };
                continue;
            }
            let line = text.get(at..line_end(text, at)?)?;
            // Text ends where a tag begins.
            let stops = line.char_indices().skip(1).filter(|(_, c)| matches!(c, '<' | '{'));
            let stop = stops.map(|(stop, _)| stop).find(|stop| tag_at(text, at + stop).is_some());
            let told = line.get(..stop.unwrap_or(line.len()))?;
            if let Some(row) = rows.get_mut(row) {
                row.told.push(at..at + told.trim_end().len());
            }
            at += told.len().max(1);
        }
    }

    /// Writes fields as the rows of a table. Its header are the names of the attributes.
    fn table(&mut self, rows: &[Row<'a>]) {
        let Some(first) = rows.first() else { return };
        let at = first.tag.range.start;
        let Some(named) = name(&first.tag) else { return };
        let mut columns = vec![named];
        for (key, _) in rows.iter().flat_map(|row| row.tag.attributes()) {
            if !columns.contains(&key) {
                columns.push(key);
            }
        }
        self.add("\n\n|", at);
        for column in &columns {
            self.add(&format!(" {column} |"), at);
        }
        self.add(&format!(" |\n{}|\n", "|--".repeat(columns.len() + 1)), at);
        for row in rows {
            let at = row.tag.range.start;
            self.add("| ", at);
            self.add(&"\u{bb}".repeat(row.depth), at);
            let mut own = name(&row.tag);
            for (index, column) in columns.iter().enumerate() {
                // Within another field the name may stand under another word.
                let key = if index == 0 { own.take().unwrap_or(column) } else { column };
                match row.tag.attributes().find(|(found, _)| *found == key) {
                    Some((_, value)) => self.cell(value),
                    None if *column == FLAG => self.add("false", at),
                    None => {}
                }
                self.add(" | ", at);
            }
            for told in &row.told {
                self.cell(told.clone());
                self.add(" ", at);
            }
            self.add("|\n", at);
        }
        self.add("\n", at);
    }

    /// A part of the page as the text of a cell.
    fn cell(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for (at, c) in self.text(range.clone()).char_indices() {
            if matches!(c, '|' | '\n' | '\r') {
                self.copy(from..range.start + at);
                self.add(if c == '|' { "\\|" } else { " " }, range.start + at);
                from = range.start + at + 1;
            }
        }
        self.copy(from..range.end);
    }
}

/// The attribute of a tag that names its field.
fn name<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    let named = tag.attributes().find(|(key, _)| key.eq_ignore_ascii_case("name"));
    named.or_else(|| tag.attributes().next()).map(|(key, _)| key)
}

/// Whether a tag tells of a field: it has a type, and a name.
fn is_field(tag: &Tag<'_>) -> bool {
    let mut keys = tag.attributes().map(|(key, _)| key);
    let Some(first) = keys.next() else { return false };
    let places = ["path", "query", "body", "header", "form", "cookie"];
    let has = |wanted: &str| tag.attribute(&[wanted]).is_some();
    has("type") && (has("name") || places.contains(&first)) && !has("method")
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
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, written: &str) {
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
    fn fields_in_tags_are_rows() {
        check(
            "<ParamField path=\"id\" type=\"string\" required>\nWhich | one\n</ParamField>\n",
            "| path | type | required | |\n|--|--|--|--|\n| id | string | required | Which \\| one |",
        );
        check(
            "<Field name=\"a\" type=\"object\">\n<Field name=\"b\" type=\"string\" />\n</Field>\n",
            "| name | type | |\n|--|--|--|\n| a | object | |\n| \u{bb}b | string | |",
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
