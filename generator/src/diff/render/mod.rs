//! How a report is shown: for a terminal, a program, a pull request, a code host, a browser.

pub mod changelog;
pub mod github;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod summary;
pub mod text;

use super::{Change, CrateBump, Level, Place, Report, Spot};

/// The worse of the wire and source levels; for what concerns neither, that of the docs.
#[must_use]
pub fn worst(change: &Change) -> Level {
    change.wire.max(change.source).max(change.docs)
}

/// What changed, in a few words: `request Limit: became-required`.
fn title(change: &Change) -> String {
    let side = change.side.map_or("", |side| side.as_str());
    let field = change.field.as_deref().unwrap_or_default();
    let subject = [side, field].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    if subject.is_empty() { change.rule.clone() } else { format!("{subject}: {}", change.rule) }
}

/// Old and new value, short enough for a line: `optional → required`.
fn values(change: &Change) -> String {
    match (&change.old, &change.new) {
        (None, None) => String::new(),
        (Some(old), None) => format!("was {}", short(old)),
        (None, Some(new)) => format!("now {}", short(new)),
        (Some(old), Some(new)) => {
            let (old, new) = (one_line(old), one_line(new));
            let (from, behind) = difference(&old, &new);
            format!("{} → {}", excerpt(&old, from, behind), excerpt(&new, from, behind))
        }
    }
}

/// How many characters of a value are shown.
const MOST: usize = 80;

/// The first words of a text, on one line.
fn short(text: &str) -> String {
    excerpt(&one_line(text), 0, 0)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Between which characters two texts are worth showing: from a little before they differ, to a little behind,
/// counted from their ends. Short texts are shown as they are.
fn difference(old: &str, new: &str) -> (usize, usize) {
    const BESIDE: usize = 20;
    let (before, now) = (old.chars().count(), new.chars().count());
    if before.max(now) <= MOST {
        return (0, 0);
    }
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let behind = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).count();
    let behind = behind.min(before.min(now) - same);
    (same.saturating_sub(BESIDE), behind.saturating_sub(BESIDE))
}

/// A line without its first `from` and its last `behind` characters, with marks where something is left out.
fn excerpt(line: &str, from: usize, behind: usize) -> String {
    let kept = line.chars().count().saturating_sub(from + behind);
    let start = (from > 0).then_some('…');
    let end = (kept > MOST || behind > 0).then_some('…');
    start.into_iter().chain(line.chars().skip(from).take(kept.min(MOST))).chain(end).collect()
}

/// The line of a spot as it reads: by its words, unless the other side of the place has the same.
fn visible(spot: &Spot, other: &Spot) -> Option<String> {
    let line = spot.text.as_deref()?;
    let shown = words(line);
    let same = other.text.as_deref().is_some_and(|other| other != line && words(other) == shown);
    Some(if same { line.to_owned() } else { shown })
}

/// What a line of a page shows: without tags, as in a cell of HTML only the words matter.
pub(crate) fn words(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        if let (true, Some((_, after))) = (is_tag, tag.split_once('>')) {
            out.push(' ');
            rest = after;
        } else {
            out.push('<');
            rest = tag;
        }
    }
    out.push_str(rest);
    let words = one_line(&out);
    if words.is_empty() { line.to_owned() } else { words }
}

/// Service and operation: `uhost DescribeUHost`.
fn subject(service: &str, operation: Option<&str>) -> String {
    operation.map_or_else(|| service.to_owned(), |operation| format!("{service} {operation}"))
}

/// The operations of the further places, each once.
fn further(change: &Change) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for place in change.places.iter().skip(1) {
        let name = subject(&place.service, place.operation.as_deref());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The spot to show first: where it stands now, else where it stood.
fn spot(place: &Place) -> &Spot {
    if place.new.page.is_some() || place.new.ir.is_some() { &place.new } else { &place.old }
}

/// How many changes have which level: breaking, unknown, risky, safe.
fn count(report: &Report, pick: fn(&Change) -> Level) -> [usize; 4] {
    let of = |level| report.changes.iter().filter(|change| pick(change) == level).count();
    [of(Level::Breaking), of(Level::Unknown), of(Level::Risky), of(Level::Safe)]
}

/// How much of a crate's changes was accepted, to stand behind its bump.
fn accepted(krate: &CrateBump) -> String {
    match krate.accepted {
        0 => String::new(),
        count => format!(" (counts {count} accepted)"),
    }
}

/// The totals in a sentence.
fn summary(report: &Report) -> String {
    let [breaking, unknown, risky, safe] = count(report, |change| change.wire);
    let unknown = if unknown == 0 { String::new() } else { format!("{unknown} unknown, ") };
    let [source, ..] = count(report, |change| change.source);
    let [.., docs] = count(report, |change| change.docs);
    let changes = if report.changes.len() == 1 { "change" } else { "changes" };
    format!(
        "{} {changes}. Wire: {breaking} breaking, {unknown}{risky} risky, {safe} safe. Source: {source} breaking. Docs: {docs}.",
        report.changes.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_show_where_they_differ() {
        let change = |old: &str, new: &str| {
            values(&Change { old: Some(old.into()), new: Some(new.into()), ..Change::default() })
        };
        assert_eq!(change("a\n b", "a c"), "a b → a c");
        let long = "x".repeat(100);
        let same = "x".repeat(20);
        assert_eq!(change(&format!("{long}1"), &format!("{long}2")), format!("…{same}1 → …{same}2"));
        assert!(change(&long, "y").starts_with(&format!("{}… → y", "x".repeat(80))));
        let [old, new] = ["a", "b"].map(|middle| format!("{long}{middle}{long}"));
        assert_eq!(change(&old, &new), format!("…{same}a{same}… → …{same}b{same}…"));
    }

    #[test]
    fn a_line_shows_its_words() {
        assert_eq!(words(r#"<td width="9%"><p id="p1">At most 5, <b>a < b</b></p>"#), "At most 5, a < b");
        assert_eq!(words("</tr>"), "</tr>");
        assert_eq!(words("| a | 1<2 |"), "| a | 1<2 |");
        let spot = |text: &str| Spot { text: Some(text.into()), ..Spot::default() };
        let (old, new) = (spot("# A<a name='b'></a>"), spot("# A<a name='c'></a>"));
        assert_eq!(visible(&old, &new), old.text, "where only a tag changed it is shown");
        assert_eq!(visible(&old, &spot("# B")).as_deref(), Some("# A"));
    }
}
