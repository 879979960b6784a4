//! A report as a comment on a pull request.

use std::fmt::Write;

use super::{accepted, further, subject, summary, title, values, visible, worst};
use crate::{
    diff::{Change, Level, Report, Spot},
    escape::{
        line as shown,
        markdown::{code, fenced, text},
    },
};

/// The headings, and how many characters a comment may have after each: longer ones are refused by code hosts
/// (65,536 on GitHub), and what breaks must not take the room of all that is risky.
const SECTIONS: [(Level, &str, usize); 4] = [
    (Level::Breaking, "Breaking", 40_000),
    (Level::Unknown, "Unknown: nobody reads it, look", 48_000),
    (Level::Risky, "Risky", 55_000),
    (Level::Safe, "Harmless", 60_000),
];

/// The report: the verdict first, what breaks in full, the rest folded away.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut out = String::from("### What changes for callers\n\n");
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "{}\n", summary(report));
    if !report.crates.is_empty() {
        out.push_str("| crate | next version |\n|---|---|\n");
        for krate in &report.crates {
            let _ = writeln!(out, "| {} | {}{} |", code(&krate.name), krate.bump, accepted(krate));
        }
        out.push('\n');
    }
    let mut length = out.chars().count();
    for (level, heading, most) in SECTIONS {
        let changes: Vec<&Change> = report.changes.iter().filter(|change| worst(change) == level).collect();
        if changes.is_empty() {
            continue;
        }
        let folded = level == Level::Safe;
        if folded {
            let _ = writeln!(out, "<details><summary>{heading} ({})</summary>\n", changes.len());
        } else {
            let _ = writeln!(out, "#### {heading} ({})\n", changes.len());
        }
        let mut left = 0;
        for change in changes {
            let text = one(change);
            let more = text.chars().count();
            if length + more > most {
                left += 1;
            } else {
                length += more;
                out.push_str(&text);
            }
        }
        if left > 0 {
            let _ = writeln!(out, "\n{left} of them are left out, the comment would be too long.");
        }
        out.push_str(if folded { "\n</details>\n" } else { "\n" });
    }
    out
}

fn one(change: &Change) -> String {
    let subject = subject(&change.service, change.operation.as_deref());
    let guess = if change.guess { " (a guess)" } else { "" };
    let mut out = format!("- **{}** {}{guess}", text(&subject), text(&title(change)));
    let values = values(change);
    if !values.is_empty() {
        let _ = write!(out, ": {}", code(&values));
    }
    let _ = writeln!(
        out,
        "  \n  wire {}, source {}, docs {}. {}",
        change.wire,
        change.source,
        change.docs,
        shown(&change.why)
    );
    if let Some(place) = change.places.first() {
        let lines: Vec<String> = [("-", &place.old, &place.new), ("+", &place.new, &place.old)]
            .iter()
            .filter_map(|(mark, spot, other)| line(mark, spot, other))
            .collect();
        if !lines.is_empty() {
            let _ = writeln!(out, "  ```diff\n{}\n  ```", lines.join("\n"));
        }
    }
    let further = further(change);
    if !further.is_empty() {
        let _ = writeln!(out, "  also in {}", text(&further.join(", ")));
    }
    out
}

fn line(mark: &str, spot: &Spot, other: &Spot) -> Option<String> {
    let text = visible(spot, other)?;
    let page = spot.file.as_ref().or(spot.page.as_ref())?;
    Some(format!("  {mark} {}  ({}:{})", fenced(&text), fenced(page), spot.line.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_comment_shows_some_of_each_level() {
        let change = |level: Level| Change {
            rule: "a-rule".into(),
            wire: level,
            why: "长".repeat(200),
            ..Change::default()
        };
        let levels = [Level::Breaking, Level::Unknown, Level::Risky, Level::Safe];
        let changes = levels.iter().flat_map(|level| vec![change(*level); 400]).collect();
        let text = render(&Report { changes, crates: Vec::new() });
        assert!(text.chars().count() < 65_536 && text.chars().count() > 55_000, "characters, not bytes");
        for level in levels {
            assert!(text.contains(&format!("wire {level}, ")), "{level} is shown");
        }
        assert_eq!(text.matches("of them are left out").count(), 4);
    }
}
