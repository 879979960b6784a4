//! Fields in tags, as rows of a table: `<ParamField path="id" type="string" required>…`. What the tag is around tells of
//! the field.

use std::ops::Range;

use super::{
    shape::fence,
    tags::{Tag, tag_at},
    unfold::{Unfold, line_end},
};

/// An attribute that is either there or not.
const FLAG: &str = "required";
/// How deep tags of fields may nest.
const MAX_DEPTH: usize = 32;

/// A field in a tag.
struct Row<'a> {
    depth: usize,
    tag: Tag<'a>,
    /// The lines that tell of it.
    told: Vec<Range<usize>>,
}

impl<'a> Unfold<'a> {
    /// The fields in tags from here on, as a table; gives where they end.
    pub(super) fn fields(&mut self, at: usize) -> Option<usize> {
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

/// Whether a tag tells of a field: it has a name, and a type or a place.
pub(super) fn is_field(tag: &Tag<'_>) -> bool {
    let mut keys = tag.attributes().map(|(key, _)| key);
    let Some(first) = keys.next() else { return false };
    let places = ["path", "query", "body", "header", "form", "cookie"];
    let has = |wanted: &str| tag.attribute(&[wanted]).is_some();
    let is_named = has("type") && (has("name") || places.contains(&first)) || has("in") && has("name");
    is_named && !has("method")
}

#[cfg(test)]
mod tests {
    use super::super::unfold::tests::check;

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
    fn a_place_makes_a_field_as_a_type_does() {
        check(
            "{% swagger-parameter in=\"body\" name=\"a\" required=\"true\" %}\nA\n{% endswagger-parameter %}\n",
            "| name | in | required | |\n|--|--|--|--|\n| a | body | true | A |",
        );
    }
}
