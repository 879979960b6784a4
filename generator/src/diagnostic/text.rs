//! Diagnostics for a terminal: the source line with the place underlined.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use std::fmt::Write;

use indexmap::IndexMap;

use super::{Diagnostic, Id, Severity, Sources, Span};
use crate::escape::{self, line};

/// How many findings of a kind are shown of a file. Whoever has more of them wants to know how many, not to read
/// each.
const SHOWN: usize = 20;

/// Renders diagnostics, each with an empty line after it, and then says how many of each kind are not shown.
pub fn render_all<'d>(
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
    sources: &Sources,
    color: bool,
) -> String {
    all(diagnostics, sources, |diagnostic| render(diagnostic, sources, color))
}

/// As [`render_all`], each shown in a way of the caller's.
pub(crate) fn all<'d>(
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
    sources: &Sources,
    show: impl Fn(&Diagnostic) -> String,
) -> String {
    let mut out = String::new();
    let mut counts: IndexMap<(Id, &str), usize> = IndexMap::new();
    for diagnostic in diagnostics {
        let file = diagnostic.span.as_ref().map_or("", |span| &span.file);
        let count = counts.entry((diagnostic.id, file)).or_default();
        *count += 1;
        if *count <= SHOWN {
            out += &show(diagnostic);
            out += "\n\n";
        }
    }
    for ((id, file), count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
        let place = if file.is_empty() { String::new() } else { format!(" in {}", sources.shown(file)) };
        // Writing to a string does not fail.
        let _ = writeln!(out, "{} more {id}{place}; `lint --format json` has all of them\n", count - SHOWN);
    }
    out
}

/// As [`render`], with the fingerprint by which the finding can be accepted.
pub(crate) fn render_named(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    rendered(diagnostic, Some(&diagnostic.fingerprint()), sources, color)
}

/// Renders one diagnostic, with the escape sequences of a terminal if `color`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    rendered(diagnostic, None, sources, color)
}

fn rendered(diagnostic: &Diagnostic, fingerprint: Option<&str>, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group =
        Group::with_title(level.primary_title(line(&diagnostic.message)).id(diagnostic.id.as_str()));
    if let Some(span) = &diagnostic.span {
        group = place(group, span, AnnotationKind::Primary, "", sources);
    }
    for (span, label) in &diagnostic.related {
        group = place(group, span, AnnotationKind::Context, label, sources);
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(escape::terminal::text(hint)));
    }
    if let Some(fingerprint) = fingerprint {
        group = group.element(Level::NOTE.message(format!("its fingerprint is {fingerprint}")));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(140).render(&[group])
}

/// How many bytes of a line are shown before and behind the place. A page may be one line of megabytes.
const BESIDE: usize = 2000;

fn place<'a>(
    group: Group<'a>,
    span: &'a Span,
    kind: AnnotationKind,
    label: &'a str,
    sources: &'a Sources,
) -> Group<'a> {
    let path = line(&sources.shown(&span.file)).into_owned();
    let Some(lines) = sources.lines(span) else { return group.element(Origin::path(path)) };
    if lines.start > BESIDE {
        let origin = Origin::path(path).line(lines.number);
        let column = sources.positions(span).map(|(start, _)| start.column);
        return group.element(match column {
            Some(column) => origin.char_column(column),
            None => origin,
        });
    }
    let shown = lines.text[lines.start..].split('\n').next().unwrap_or_default();
    let (marked, behind) = shown.split_at(cut(shown, (lines.end - lines.start).min(BESIDE)));
    let before = line(&lines.text[..lines.start]);
    let (marked, behind) = (line(marked), line(&behind[..cut(behind, BESIDE)]));
    let annotation = kind.span(before.len()..before.len() + marked.len());
    let annotation = if label.is_empty() { annotation } else { annotation.label(line(label)) };
    let text = format!("{before}{marked}{behind}");
    group.element(Snippet::source(text).path(path).line_start(lines.number).annotation(annotation))
}

/// The last boundary between characters at or before byte `most`.
fn cut(text: &str, most: usize) -> usize {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Id;

    #[test]
    fn of_a_kind_twenty_are_shown_and_the_rest_is_counted() {
        let mut sources = Sources::new("docs");
        sources.add("a.md", "a strnig\n");
        let found = |file: &str| {
            Diagnostic::new(Id::UnknownType, "no type").at(Span { file: file.into(), range: 2..8 })
        };
        let all: Vec<Diagnostic> = (0..100_000).map(|_| found("a.md")).chain([found("b.md")]).collect();
        let text = render_all(all.iter(), &sources, false);
        assert_eq!(text.matches("warning[unknown-type]").count(), 21);
        assert!(
            text.ends_with("99980 more unknown-type in docs/a.md; `lint --format json` has all of them\n\n")
        );
    }

    #[test]
    fn the_place_is_underlined() {
        let mut sources = Sources::new("");
        let text = "| 名称 | 类型 |\n| a | strnig |\n| b | int |\n";
        sources.add("a.md", text);
        let at = text.find("strnig").unwrap();
        let diagnostic = Diagnostic::new(Id::UnknownType, "no type is called `strnig`")
            .at(Span { file: "a.md".into(), range: at..at + 6 })
            .hint("did you mean `string`?");
        insta::assert_snapshot!(render(&diagnostic, &sources, false), @r"
        warning[unknown-type]: no type is called `strnig`
         --> a.md:2:7
          |
        2 | | a | strnig |
          |       ^^^^^^
          |
          = help: did you mean `string`?
        ");
    }

    #[test]
    fn a_line_of_megabytes_is_not_shown_and_nothing_hides_in_what_is() {
        let mut sources = Sources::new("");
        let long = "x ".repeat(4 << 20);
        sources.add("long.md", long.as_str());
        sources.add("b.md", "\u{202e}ab\u{9b}c\t\u{1b}[2J |\n");
        let found = |file: &str, range| {
            Diagnostic::new(Id::UnknownType, "a\u{202e}\n::error::").at(Span { file: file.into(), range })
        };
        let text = render(&found("long.md", 4 << 20..(4 << 20) + 1), &sources, false);
        assert!(text.contains("--> long.md:1:4194305") && text.len() < 200, "{text}");
        assert!(render(&found("long.md", 2..4 << 20), &sources, false).len() < 10_000);
        let text = render(&found("b.md", 3..5), &sources, false);
        assert!(text.contains("^^") && text.contains("u{202e}ab"), "{text}");
        assert!(!text.contains(|c| escape::is_hidden(c) && c != '\n') && !text.contains("\n::"), "{text}");
    }
}
