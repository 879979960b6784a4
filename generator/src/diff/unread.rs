//! Fields that came or went although their rows stand on both pages: a heading or a table between them changed so
//! that they are read now, or no longer. Nobody knows whether the service changed; the crate did.

use super::{
    Level, Spec, Verdict,
    edited::{Starts, starts},
    finding::{Compared, Finding},
    render::words,
};

/// Corrects the wire verdict on such fields.
pub(crate) fn correct(compared: &mut [Compared]) {
    for pair in compared {
        let (Some(old), Some(new)) = (pair.old.clone(), pair.new.clone()) else { continue };
        if !pair.findings.iter().any(|it| matches!(it.rule, "field-removed" | "field-added")) {
            continue;
        }
        let sides = (Side::of(&old), Side::of(&new));
        for finding in &mut pair.findings {
            let (has, lacks, operation, of_old) = match finding.rule {
                "field-removed" => (&sides.0, &sides.1, &finding.operations, false),
                "field-added" => (&sides.1, &sides.0, &finding.operations, true),
                _ => continue,
            };
            let (own, other) =
                if of_old { (&operation.1, &operation.0) } else { (&operation.0, &operation.1) };
            let (Some(own), Some(other)) = (own, other) else { continue };
            let Some(name) = leaf(finding) else { continue };
            let (before, now) = (has.unread(own, &name), lacks.unread(other, &name));
            let Some(line) = now.iter().find(|_| now.len() > before.len()) else { continue };
            let why = if of_old {
                format!("Its row stood on the page before, at line {line}, where nothing read it.")
            } else {
                format!("Its row still stands on the page, at line {line}, where nothing reads it.")
            };
            finding.hit.verdicts.wire = Verdict { level: Level::Unknown, why: why.into() };
        }
    }
}

/// The name of a field as its row has it.
fn leaf(finding: &Finding) -> Option<String> {
    let path = &finding.site.as_ref()?.path;
    path.rsplit(['.', ' ']).find(|spec| !spec.is_empty()).map(|spec| spec.trim_end_matches("[]").to_owned())
}

struct Side<'p> {
    spec: &'p Spec,
    starts: Starts<'p>,
}

impl<'p> Side<'p> {
    fn of(spec: &'p Spec) -> Self {
        Side { spec, starts: starts(spec) }
    }

    /// The lines of an operation's page that begin a row of this name and that no fact is from.
    fn unread(&self, operation: &str, name: &str) -> Vec<u32> {
        let Some(page) = self.spec.service.operations.get(operation).map(|it| it.page.as_str()) else {
            return Vec::new();
        };
        let Some(bytes) = self.spec.pages.files.get(page) else { return Vec::new() };
        let read = self.starts.get(page);
        let text = String::from_utf8_lossy(bytes);
        let numbered = text.lines().zip(1..);
        let rows = numbered.filter(|(line, number)| {
            names(line, name)
                && !read.is_some_and(|read| read.contains(number))
                && self.spec.pages.rows(page).hold(*number, line)
        });
        rows.map(|(_, number)| number).collect()
    }
}

/// Whether a line is a row, or the cell of one, that begins with this name.
fn names(line: &str, name: &str) -> bool {
    let cell = line.trim_start().trim_start_matches('|');
    let cell = if line.trim_start().starts_with('|') { cell.split('|').next().unwrap_or(cell) } else { cell };
    let shown = words(cell);
    let shown = shown.trim_matches(|c: char| c.is_whitespace() || "*`".contains(c));
    shown.rsplit('.').next() == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begins_with_its_name() {
        assert!(names("| **Size** | Integer | the size |", "Size"));
        assert!(names("| Disks.N.Size | Integer |", "Size"));
        assert!(names("<td class=\"c\"><p>Size</p></td>", "Size"));
        assert!(!names("| **Total** | Integer | Size |", "Size"));
    }
}
