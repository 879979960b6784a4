//! Diagnostics for a terminal: the source line with the place underlined.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{Diagnostic, Severity, Sources, Span};

/// Renders one diagnostic, with the escape sequences of a terminal if `color`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.id.as_str()));
    if let Some(span) = &diagnostic.span {
        group = place(group, span, AnnotationKind::Primary, "", sources);
    }
    for (span, label) in &diagnostic.related {
        group = place(group, span, AnnotationKind::Context, label, sources);
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(140).render(&[group])
}

fn place<'a>(
    group: Group<'a>,
    span: &'a Span,
    kind: AnnotationKind,
    label: &'a str,
    sources: &'a Sources,
) -> Group<'a> {
    let path = sources.shown(&span.file);
    match sources.lines(span) {
        None => group.element(Origin::path(path)),
        Some(lines) => {
            let first =
                lines.text[lines.start..].find('\n').map_or(lines.end, |at| lines.end.min(lines.start + at));
            let range = lines.start..first.max(lines.start);
            let annotation = kind.span(range);
            let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
            let line = lines.text.split('\n').scan(0, |from, line| {
                let start = *from;
                *from += line.len() + 1;
                Some((start, line))
            });
            let end = line
                .take_while(|(start, _)| *start <= lines.start)
                .map(|(start, line)| start + line.len())
                .last()
                .unwrap_or(lines.text.len());
            group.element(
                Snippet::source(&lines.text[..end])
                    .path(path)
                    .line_start(lines.number)
                    .annotation(annotation),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Id;

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
}
