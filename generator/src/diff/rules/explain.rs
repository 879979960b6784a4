//! A rule for people: what it sees, its mirror, and its cases as examples.

use std::fmt::Write;

use super::{Case, Expect, Mirror, Rule};

/// The documentation of a rule, Markdown.
#[must_use]
pub fn explain(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n{}\n\n", rule.id, rule.docs);
    let mirror = match rule.mirror {
        Mirror::Of(id) => format!("The same edit undone is `{id}`."),
        Mirror::Itself => "The same edit undone is found by this rule too.".to_owned(),
    };
    text.push_str(&mirror);
    text.push('\n');
    if !rule.cases.is_empty() {
        text.push_str("\n| before | after | where | wire | source | docs |\n|---|---|---|---|---|---|\n");
    }
    for case in rule.cases {
        match *case {
            Case::Field { old, new, request, response } => {
                row(&mut text, old, new, "request", request);
                row(&mut text, old, new, "response", response);
            }
            Case::Body { old, new, expect } => row(&mut text, old, new, "request body", expect),
            Case::Operation { old, new, expect } => row(&mut text, old, new, "operation", expect),
            Case::Service { old, new, expect } => row(&mut text, old, new, "service", expect),
        }
    }
    text
}

fn row(text: &mut String, old: &str, new: &str, place: &str, expect: Expect) {
    let Some([wire, source, docs]) = expect else { return };
    let cell = |yaml: &str| match yaml {
        "" => "(nothing)".to_owned(),
        yaml => format!("`{}`", yaml.replace('|', "\\|")),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| {} | {} | {place} | {wire} | {source} | {docs} |", cell(old), cell(new));
}
