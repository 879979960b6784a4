//! Descriptions from pages as rustdoc paragraphs that no lint of rustdoc or clippy complains about.
//!
//! A page's Markdown was written for another renderer. What stays is text, code spans, emphasis and links with
//! a full address; every line becomes a paragraph of its own (so that no line continues a list by accident),
//! and what rustdoc would take for HTML, a link to an item or a block of code is escaped.

use tablature_ir::{Field, Format, Interval};

use crate::escape::is_hidden;

/// The paragraphs of a description.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(paragraph).filter(|line| !line.is_empty()).collect()
}

/// A description as one line, for places that have room for only one.
pub(super) fn line(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// As [`line`], but plain text instead of Markdown: for the note of `#[deprecated]`.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !is_invisible(*c)).collect()
}

/// What is known of a field beyond its description, as sentences.
pub(super) fn facts(field: &Field) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(condition) = &field.condition {
        facts.push(format!("Required when {}.", paragraph(condition)));
    }
    if let Some(default) = &field.default {
        facts.push(format!("Default: {}.", code(default)));
    }
    for (interval, what) in
        [(&field.range, "Range"), (&field.length, "Length"), (&field.items, "Number of elements")]
    {
        facts.extend(interval.as_ref().map(|interval| format!("{what}: {}.", between(interval))));
    }
    facts.extend(field.pattern.as_ref().map(|pattern| format!("Pattern: {}.", code(pattern))));
    facts.extend(field.unit.as_ref().map(|unit| format!("Unit: {}.", paragraph(unit))));
    facts.extend(field.format.map(|format| match format {
        Format::UnixSeconds => "Seconds since 1970-01-01 00:00:00 UTC.".to_owned(),
        Format::UnixMillis => "Milliseconds since 1970-01-01 00:00:00 UTC.".to_owned(),
        Format::Rfc3339 => "A time as in RFC 3339.".to_owned(),
        Format::Base64 => "Base64.".to_owned(),
        Format::Int32 => "A whole number of 32 bits.".to_owned(),
        Format::Int64 => "A whole number of 64 bits.".to_owned(),
        Format::Uint64 => "A whole number of 64 bits, not negative.".to_owned(),
        Format::Decimal => "A decimal number.".to_owned(),
    }));
    if facts.is_empty() { facts } else { vec![facts.join(" ")] }
}

fn between(interval: &Interval) -> String {
    let Interval { min, max, above, below } = interval;
    let least = |min: &str| format!("{} {}", if *above { "more than" } else { "at least" }, code(min));
    let most = |max: &str| format!("{} {}", if *below { "less than" } else { "at most" }, code(max));
    match (min, max) {
        (Some(min), Some(max)) if !above && !below => format!("{} to {}", code(min), code(max)),
        (Some(min), Some(max)) => format!("{}, {}", least(min), most(max)),
        (Some(min), None) => least(min),
        (None, Some(max)) => most(max),
        (None, None) => "any".to_owned(),
    }
}

/// Text as a code span, which may contain backticks.
pub(super) fn code(text: &str) -> String {
    let text = plain(text);
    if text.is_empty() {
        "the empty text".to_owned()
    } else if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// One line, escaped.
fn paragraph(line: &str) -> String {
    let clean: String =
        line.trim().chars().filter(|c| !is_invisible(*c)).map(|c| if c == '\t' { ' ' } else { c }).collect();
    let mut out = String::with_capacity(clean.len() + 8);
    let mut rest = clean.trim();
    while let Some(next) = rest.chars().next() {
        let taken = span(rest, &mut out).unwrap_or_else(|| {
            if matches!(next, '<' | '[' | ']' | '`' | '\\') {
                out.push('\\');
            }
            out.push(next);
            next.len_utf8()
        });
        rest = rest.get(taken..).unwrap_or_default();
    }
    if opens_block(&out) { format!("\\{out}") } else { out }
}

/// Takes a code span, a link or an address from the start of the text; returns how many bytes it took.
fn span(rest: &str, out: &mut String) -> Option<usize> {
    if let Some(escaped) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
        if !escaped.is_ascii_punctuation() {
            return None;
        }
        // Escaped punctuation of the page stays escaped, whether it needs to be or not.
        out.push('\\');
        out.push(escaped);
        return Some(1 + escaped.len_utf8());
    }
    if rest.starts_with('`') {
        let (inside, after) = rest.strip_prefix('`')?.split_once('`')?;
        if inside.is_empty() || after.starts_with('`') {
            return None;
        }
        out.push_str(rest.get(..inside.len() + 2)?);
        return Some(inside.len() + 2);
    }
    if let Some(open) = rest.strip_prefix('[') {
        let (text, target) = open.split_once("](")?;
        let (target, _) = target.split_once(')')?;
        if text.contains(['[', ']']) {
            return None;
        }
        let label = paragraph(text);
        if is_address(target) && label.contains("<http") {
            out.extend(["<", target, ">"]);
        } else if is_address(target) && !text.is_empty() {
            out.extend(["[", &label, "](<", target, ">)"]);
        } else {
            out.push_str(&label);
        }
        return Some(text.len() + target.len() + 4);
    }
    if rest.starts_with("http://") || rest.starts_with("https://") {
        let end = rest.find(|c: char| !is_url(c)).unwrap_or(rest.len());
        let address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']);
        if !is_address(address) {
            return None;
        }
        // A template becomes code; an address that a reader can follow becomes a link.
        let template = address.contains(['{', '}', '*']);
        out.extend(if template { ["`", address, "`"] } else { ["<", address, ">"] });
        return Some(address.len());
    }
    None
}

/// Whether the text is an address that a reader can follow.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric())) && text.chars().all(is_url)
}

fn is_url(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%{}".contains(c)
}

/// Whether Markdown would read the line as the start of a block other than a paragraph or a list.
fn opens_block(line: &str) -> bool {
    let only = |signs: &str| line.chars().all(|c| signs.contains(c) || c == ' ');
    let item = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
    let heading = line.trim_start_matches('#');
    if line.is_empty() {
        return false;
    }
    line.starts_with(['>', '|'])
        || line.starts_with("~~~")
        || only("-")
        || only("=")
        || only("*")
        || only("+")
        || (heading.len() < line.len() && (heading.is_empty() || heading.starts_with(' ')))
        || item.is_some_and(|rest| opens_block(rest.trim_start()))
}

/// Invisible characters, which lints forbid and readers do not need.
fn is_invisible(c: char) -> bool {
    c != '\t' && is_hidden(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_harmless_paragraphs() {
        for (text, expected) in [
            ("plain", "plain"),
            ("ip of <ip> or <a href=x>", "ip of \\<ip> or \\<a href=x>"),
            ("see [here](https://a.b/c)", "see [here](<https://a.b/c>)"),
            ("see [here](api/summary/x)", "see here"),
            ("see [*X*](#X)", "see *X*"),
            ("values [1,100]", "values \\[1,100\\]"),
            ("see https://a.b/c?d=e。", "see <https://a.b/c?d=e>。"),
            ("see https://a.b/c.", "see <https://a.b/c>."),
            ("https://{Endpoint}/x", "https://{Endpoint}/x"),
            ("https://a.b/{x}", "`https://a.b/{x}`"),
            ("code `a<b>[c]` stays", "code `a<b>[c]` stays"),
            ("an open ` tick", "an open \\` tick"),
            ("a\\_b \\| c", "a\\_b \\| c"),
            ("C:\\dir", "C:\\\\dir"),
            ("    indented", "indented"),
            ("-1 or +1", "-1 or +1"),
            ("#tag", "#tag"),
            ("[https://a.b](https://a.b)", "<https://a.b>"),
            ("# heading", "\\# heading"),
            ("- item", "- item"),
            ("- # item", "\\- # item"),
            ("---", "\\---"),
            ("**bold**", "**bold**"),
            ("zero\u{200b}width", "zerowidth"),
            ("| a | b |", "\\| a | b |"),
        ] {
            assert_eq!(paragraphs(text), [expected], "{text}");
        }
        assert_eq!(paragraphs("a\n\n b \n"), ["a", "b"]);
    }

    #[test]
    fn code_spans_hold_everything() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code(""), "the empty text");
    }
}
