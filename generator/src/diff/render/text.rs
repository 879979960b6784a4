//! A report for a terminal, grouped by operation.

use std::fmt::Write;

use super::{accepted, further, subject, summary, values, visible, worst};
use crate::{
    diff::{Bump, Change, Level, Report, Spot},
    escape::line as plain,
};

/// The report; `color` adds ANSI colours. Without `all`, what concerns the docs alone is one line per operation.
#[must_use]
pub fn render(report: &Report, color: bool, all: bool) -> String {
    let paint = Paint(color);
    let mut out = String::new();
    let mut heading = String::new();
    let mut prose = 0;
    for change in &report.changes {
        let docs_only = change.wire == Level::None && change.source == Level::None;
        let next = format!("{}/{}", change.vendor, subject(&change.service, change.operation.as_deref()));
        if next != heading {
            end_prose(&mut out, &mut prose, &paint);
            if !heading.is_empty() {
                out.push('\n');
            }
            line(&mut out, &paint.bold(&plain(&next)));
            heading = next;
        }
        if docs_only && !all {
            prose += 1;
        } else {
            one(&mut out, change, &paint);
        }
    }
    end_prose(&mut out, &mut prose, &paint);
    if !report.changes.is_empty() {
        out.push('\n');
    }
    for krate in &report.crates {
        let bump = match krate.bump {
            Bump::Major => paint.level(Level::Breaking, krate.bump.as_str()),
            Bump::Minor | Bump::Patch | Bump::None => krate.bump.as_str().to_owned(),
        };
        line(&mut out, &format!("{}: {bump}{}", plain(&krate.name), accepted(krate)));
    }
    line(&mut out, &summary(report));
    out
}

fn end_prose(out: &mut String, prose: &mut usize, paint: &Paint) {
    if *prose > 0 {
        let many = if *prose == 1 {
            "1 change of the docs alone".to_owned()
        } else {
            format!("{prose} changes of the docs alone")
        };
        line(out, &paint.dim(&format!("  {many} (-v shows them)")));
    }
    *prose = 0;
}

fn one(out: &mut String, change: &Change, paint: &Paint) {
    let level = worst(change);
    let side = change.side.map_or("", |side| side.as_str());
    let field = &*plain(change.field.as_deref().unwrap_or_default());
    let guess = if change.guess { " (a guess)" } else { "" };
    let head = [side, field].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let head = if head.is_empty() { String::new() } else { format!("{} ", paint.bold(&head)) };
    let padded = format!("{:<8}", level.as_str());
    line(
        out,
        &format!(
            "  {} {head}{}{guess}  {}",
            paint.level(level, &padded),
            change.rule,
            plain(&values(change))
        ),
    );
    let verdicts = format!("wire {}, source {}, docs {}", change.wire, change.source, change.docs);
    let cause = match change.cause {
        crate::diff::Cause::Unknown | crate::diff::Cause::Vendor => String::new(),
        crate::diff::Cause::Us => " Changed by us.".to_owned(),
        cause => format!(" Changed by us: {}.", cause.as_str()),
    };
    line(out, &format!("           {verdicts}. {}{cause}", plain(&change.why)));
    let Some(place) = change.places.first() else { return };
    let sides = [("-", Level::Breaking, &place.old, &place.new), ("+", Level::Safe, &place.new, &place.old)];
    for (mark, level, spot, other) in sides {
        if let Some(shown) = shown(spot, other) {
            line(out, &paint.level(level, &format!("         {mark} {}", plain(&shown))));
        }
    }
    let further = further(change);
    if !further.is_empty() {
        let names: Vec<&str> = further.iter().take(6).map(String::as_str).collect();
        let more = further.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        line(out, &format!("           also in {}{more}", plain(&names.join(", "))));
    }
    if let Some(rust) = place.rust.first() {
        line(out, &paint.dim(&format!("           {} [{}]", plain(rust), change.fingerprint)));
    } else {
        line(out, &paint.dim(&format!("           [{}]", change.fingerprint)));
    }
}

/// File, line, commit and text of a spot; `None` where it has no file.
fn shown(spot: &Spot, other: &Spot) -> Option<String> {
    let page = spot.file.as_ref().or(spot.page.as_ref());
    let mut text = match (page, spot.line, &spot.ir, spot.ir_line) {
        (Some(page), Some(line), ..) => format!("{page}:{line}"),
        (_, None, Some(ir), Some(line)) => format!("{ir}:{line}"),
        (Some(page), ..) => page.clone(),
        (None, .., Some(ir), _) => ir.clone(),
        (None, ..) => return None,
    };
    if let Some(commit) = &spot.commit {
        let _ = write!(text, " ({} {} {})", commit.id, commit.date, commit.author);
    }
    if let Some(line) = visible(spot, other) {
        let _ = write!(text, "  {line}");
    }
    Some(text)
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// ANSI colours, or none.
struct Paint(bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.with("2", text)
    }

    fn level(&self, level: Level, text: &str) -> String {
        match level {
            Level::Breaking => self.with("31", text),
            Level::Unknown => self.with("35", text),
            Level::Risky => self.with("33", text),
            Level::Safe => self.with("32", text),
            Level::None => self.dim(text),
        }
    }
}
