//! Whether an example has a body of XML.

/// Elements that only pages have: what they stand in is shown to people, and not sent.
const OF_PAGES: [&str; 14] = [
    "html", "head", "body", "div", "p", "a", "span", "script", "style", "form", "img", "iframe", "button",
    "input",
];

/// Whether a line of a text begins an XML document which ends with the text, whatever stands before it. Quotes of a command
/// may be around it.
pub(super) fn is_within(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['\'', '"']).trim_end();
    let Some(last) = text.strip_suffix('>').and_then(|text| text.rfind('<')) else { return false };
    let mut at = 0;
    text.split_inclusive('\n').any(|line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let opens = line.find("<?xml").map_or(start, |open| at - line.len() + open);
        text.get(opens..).is_some_and(|rest| begins(rest, text.get(last..).unwrap_or_default()))
    })
}

/// Whether a text begins with a declaration, or with an element that the last tag closes.
fn begins(text: &str, last: &str) -> bool {
    if text.starts_with("<?xml") {
        return true;
    }
    let name = |text: &str| {
        let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.')));
        text.get(..end.unwrap_or(text.len())).unwrap_or_default().to_owned()
    };
    let Some(root) = text.strip_prefix('<').map(name) else { return false };
    let closes = last.strip_prefix("</").map(name).is_some_and(|last| last == root);
    closes && root.starts_with(char::is_alphabetic) && !OF_PAGES.contains(&root.to_ascii_lowercase().as_str())
}
