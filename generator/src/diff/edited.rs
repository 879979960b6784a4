//! From the line where a fact stands to the line that was edited. A row of an HTML table has a line for each cell,
//! and what is said of an operation stands anywhere on its page; a reader, and whoever asks for the commit, wants
//! the line that differs.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use similar::{DiffTag, TextDiff};
use tablature_ir::Address;

use super::{
    Spec, Spot,
    finding::{Compared, Finding},
    spots::{Which, spot},
};

/// Points findings whose line is the same on both sides at the lines that differ.
pub(crate) fn refine(compared: &mut [Compared]) {
    for pair in compared {
        let (Some(old), Some(new)) = (pair.old.clone(), pair.new.clone()) else { continue };
        let mut pages =
            Pages { old: &old, new: &new, edits: HashMap::new(), starts: [starts(&old), starts(&new)] };
        for finding in &mut pair.findings {
            pages.point(finding);
        }
    }
}

/// The lines at which facts stand, by page.
pub(crate) type Starts<'p> = HashMap<&'p str, BTreeSet<u32>>;

pub(crate) fn starts(spec: &Spec) -> Starts<'_> {
    let mut starts = Starts::new();
    for place in spec.places.iter() {
        starts.entry(&place.file).or_default().insert(place.line);
    }
    starts
}

/// The lines of a page that differ from those of the other side, from 1.
type Lines = [Vec<u32>; 2];

struct Pages<'p> {
    old: &'p Spec,
    new: &'p Spec,
    /// What differs, by page before and now.
    edits: HashMap<(String, String), Lines>,
    starts: [Starts<'p>; 2],
}

impl Pages<'_> {
    /// Points a finding at its edited lines; `None` where it stays as it is.
    fn point(&mut self, finding: &mut Finding) -> Option<()> {
        if finding.spots.is_some() {
            return None;
        }
        let (old_fact, new_fact) = (finding.facts.0.as_ref()?, finding.facts.1.as_ref()?);
        let old = spot(Some(self.old), finding, Which::Old);
        let new = spot(Some(self.new), finding, Which::New);
        // What is said of an operation stands anywhere on its page, whatever became of the heading.
        let of_page = matches!((old_fact, new_fact), (Address::Operation(_), Address::Operation(_)));
        if old.text.is_none() || !of_page && old.text != new.text {
            return None;
        }
        let edits = self.edits(old.page.as_deref()?, new.page.as_deref()?)?.clone();
        let mut spots = [(self.old, old, &finding.hit.old), (self.new, new, &finding.hit.new)];
        let mut told = [Vec::new(), Vec::new()];
        for (index, (spec, spot, said)) in spots.iter_mut().enumerate() {
            let extent = if of_page { 1..u32::MAX } else { self.extent(index, spot)? };
            let page = spot.page.clone()?;
            let edited: Vec<u32> =
                edits[index].iter().copied().filter(|line| extent.contains(line)).collect();
            let line_of = |line: &u32| spec.pages.line(&page, *line).unwrap_or_default();
            let says = |line: &u32| {
                let text = line_of(line);
                let row = spec.pages.rows(&page).hold(*line, &text);
                if of_page { tells(finding.rule, &text, row, said) } else { is_told(&text, row, said) }
            };
            told[index] = edited.iter().copied().filter(says).collect();
            // On the page as a whole only a line that says it counts, or any row where a table says it; in a row any
            // line that differs.
            let in_rows = of_page && IN_ROWS.contains(&finding.rule);
            let row = |line: &&u32| in_rows && spec.pages.rows(&page).hold(**line, &line_of(line));
            let named =
                |line: &&u32| row(line) && said.split([',', ' ']).any(|name| holds(&line_of(line), name));
            let other = edited.iter().find(|_| !of_page);
            let other = other.or_else(|| edited.iter().find(named)).or_else(|| edited.iter().find(row));
            let first = told[index].first().or(other);
            if let Some(line) = first {
                spot.line = Some(*line);
                spot.text = spec.pages.line(&page, *line);
            }
            if !of_page && told[index].is_empty() {
                told[index] = edited.iter().copied().take(1).collect();
            }
        }
        let [(_, mut old, _), (_, mut new, _)] = spots;
        let [before, now] = told;
        // Where one side alone was edited, the heading of the other would look like an edit, too.
        for (spot, own, other) in [(&mut old, &before, &now), (&mut new, &now, &before)] {
            if of_page && own.is_empty() && !other.is_empty() {
                (spot.line, spot.text) = (None, None);
            }
        }
        finding.spots = Some((old, new));
        finding.lines = (before, now);
        Some(())
    }

    /// The lines from a fact to the next one.
    fn extent(&self, side: usize, spot: &Spot) -> Option<Range<u32>> {
        let (page, line) = (spot.page.as_deref()?, spot.line?);
        let next = self.starts[side].get(page).and_then(|starts| starts.range(line + 1..).next());
        Some(line..next.copied().unwrap_or(u32::MAX))
    }

    fn edits(&mut self, old: &str, new: &str) -> Option<&Lines> {
        let key = (old.to_owned(), new.to_owned());
        if !self.edits.contains_key(&key) {
            let text = |spec: &Spec, page: &str| {
                spec.pages.files.get(page).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            };
            let lines = differing(&text(self.old, old)?, &text(self.new, new)?);
            self.edits.insert(key.clone(), lines);
        }
        self.edits.get(&key)
    }
}

fn differing(old: &str, new: &str) -> Lines {
    let diff = TextDiff::from_lines(old, new);
    let numbers = |range: Range<usize>| range.filter_map(|at| u32::try_from(at + 1).ok());
    let changed = || diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    [
        changed().flat_map(|op| numbers(op.old_range())).collect(),
        changed().flat_map(|op| numbers(op.new_range())).collect(),
    ]
}

/// The lines of another text, from 1, that took the place of a line.
pub(crate) fn in_its_place(own: &str, other: &str, line: u32) -> Vec<u32> {
    let at = usize::try_from(line).unwrap_or_default().saturating_sub(1);
    let diff = TextDiff::from_lines(own, other);
    let found = diff.ops().iter().find(|op| op.tag() == DiffTag::Replace && op.old_range().contains(&at));
    found.map_or_else(Vec::new, |op| op.new_range().filter_map(|at| u32::try_from(at + 1).ok()).collect())
}

/// Rules about operations that speak of tables without their words.
const IN_ROWS: &[&str] = &[
    "argument-order-changed",
    "body-changed",
    "field-order-changed",
    "pagination-added",
    "pagination-changed",
    "pagination-removed",
];

/// Rules about operations whose words stand in tables, separated by commas.
const CODES: &[&str] = &[
    "error-code-added",
    "error-code-changed",
    "error-code-removed",
    "response-added",
    "response-description-changed",
    "response-removed",
    "success-status-changed",
];

/// Whether a line of a page, which may be a row, says what a finding about an operation says, or a part of it.
fn tells(rule: &str, line: &str, row: bool, said: &str) -> bool {
    if CODES.contains(&rule) {
        return row && (said.split([',', ':']).any(|code| holds(line, code)) || is_told(line, row, said));
    }
    // Two letters stand in almost every long text.
    let length = letters(line).chars().count();
    let is_part = length > 3 || length * 4 > said.chars().count();
    !row && (holds(line, said) || is_part && is_told(line, row, said))
}

/// Whether a line has the letters of a text, if those are enough to know it again.
fn holds(line: &str, text: &str) -> bool {
    let text = letters(text);
    text.chars().count() > 2 && letters(line).contains(&text)
}

/// Whether a line of a page, which may be a row, says what a finding says, or a part of it.
fn is_told(line: &str, row: bool, said: &str) -> bool {
    let (line_letters, said) = (letters(line), letters(said));
    let spec = line_letters.chars().count() > 1 && said.contains(&line_letters);
    spec || !said.is_empty() && row && line_letters.contains(&said)
}

/// The letters and digits of a text, without tags, addresses of links and case.
fn letters(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = match next {
            '<' => rest.find('>'),
            ']' if rest.starts_with("](") => rest.find(')'),
            _ => None,
        };
        if next.is_alphanumeric() {
            out.extend(next.to_lowercase());
        }
        rest = rest.get(skipped.map_or(next.len_utf8(), |end| end + 1)..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_it_shows() {
        let cell = r#"<td class="c" width="9%"><p id="p1"><a name="p1"></a>At most **5**, see <a href="https://x">there</a></p>"#;
        assert!(is_told(cell, true, "At most 5, see [there](https://y)\nand more"));
        assert!(is_told("| **Size** | Integer | the size |", true, "integer"));
        assert!(!is_told("</td>", true, "text"), "a line without words says nothing");
        assert!(!is_told("An integer is wanted", false, "integer"), "only a row says more than the finding");
    }

    #[test]
    fn lines_that_differ_are_counted_from_one() {
        assert_eq!(differing("a\nb\nc\n", "a\nx\ny\nc\n"), [vec![2], vec![2, 3]]);
    }
}
