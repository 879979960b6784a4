//! A report on a page: how each crate moves, and which kinds of changes there are, what breaks first.

use std::{collections::BTreeMap, fmt::Write};

use super::{subject, summary, worst};
use crate::{
    diff::{Bump, Change, Level, Report},
    escape::line,
};

/// How many crates, and how many kinds of changes, have a line of their own.
const MOST: usize = 30;

/// The report in about seventy lines at most, however many changes it has.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for level in [Level::Breaking, Level::Unknown, Level::Risky, Level::Safe] {
        let changes: Vec<&Change> = report.changes.iter().filter(|change| worst(change) == level).collect();
        if !changes.is_empty() {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(out, "{level}: {}", changes.len());
            kinds(&mut out, &changes);
        }
    }
    let mut crates: Vec<_> = report.crates.iter().filter(|it| it.bump > Bump::None).collect();
    crates.sort_by_key(|it| std::cmp::Reverse(it.bump));
    for krate in crates.iter().take(MOST) {
        let _ = writeln!(out, "{}: {}", line(&krate.name), krate.bump);
    }
    if crates.len() > MOST {
        let _ = writeln!(out, "and {} crates more", crates.len() - MOST);
    }
    let _ = writeln!(out, "{}", summary(report));
    out
}

/// A line for each rule, with where it was found first.
fn kinds(out: &mut String, changes: &[&Change]) {
    const SHOWN: usize = 3;
    let mut rules: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        rules.entry(&change.rule).or_default().push(change);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, changes)| std::cmp::Reverse(changes.len()));
    for (rule, changes) in rules.iter().take(MOST / 4) {
        let name = |change: &&Change| {
            let field = change.field.as_deref().map(|field| format!(" {field}")).unwrap_or_default();
            line(&format!("{}{field}", subject(&change.service, change.operation.as_deref()))).into_owned()
        };
        let names: Vec<String> = changes.iter().take(SHOWN).map(name).collect();
        let more = changes.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(out, "  {rule} {}: {}{more}", changes.len(), names.join("; "));
    }
    if rules.len() > MOST / 4 {
        let _ = writeln!(out, "  and {} kinds more", rules.len() - MOST / 4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::CrateBump;

    #[test]
    fn three_thousand_changes_are_a_page() {
        let change = |n: usize| Change {
            rule: format!("rule-{}", n % 90),
            service: format!("s{}", n % 70),
            wire: [Level::Safe, Level::Risky, Level::Unknown, Level::Breaking][n % 4],
            ..Change::default()
        };
        let crates =
            (0..70).map(|n| CrateBump { name: format!("v-s{n}"), bump: Bump::Major, ..CrateBump::default() });
        let text = render(&Report { changes: (0..3000).map(change).collect(), crates: crates.collect() });
        assert!(text.starts_with("breaking: 750\n"), "{text}");
        assert!(text.lines().count() < 75, "{}", text.lines().count());
    }
}
