//! What a page says of an operation before its tables: title, request and description.

use super::{assemble::Taken, lines, operations::Operation, page::Part};
use crate::{
    extract::markdown,
    load::{Inline, MarkKind},
    raw::{self, RequestLine},
};

impl Taken<'_, '_> {
    /// Title, request and description.
    pub(super) fn head(&self, operation: &Operation, page: &mut raw::Page) {
        let line = &operation.line;
        page.bare_address = line.target.method.is_none().then_some(line.span);
        let is_bare = line.target.call.is_some() && super::calls::is_root(&line.target);
        page.bare_call = is_bare.then_some(line.span);
        page.requests.push(RequestLine {
            method: line.target.method.unwrap_or(tablature_ir::Method::Get),
            target: line.target.path.clone(),
            span: line.span,
            line: self.line(line.span.start),
            call: line.target.call.clone(),
        });
        let section = self.page.sections.get(operation.section).filter(|_| operation.section != 0);
        let heading = section
            .and_then(|section| self.page.items.get(section.start))
            .or_else(|| self.page.items.iter().find(|item| super::tables::is_heading(item)));
        if let Some(item) = heading
            && let Part::Heading(heading) = item.part
        {
            let text = untargeted(&heading.content.joined(), line);
            // A number is no title.
            if text.contains(char::is_alphabetic) {
                crate::extract::title::set(page, &text, item.span, &heading.anchors);
            }
        }
        let start = section.map_or(operation.items.start, |section| section.start + 1);
        let mut described: Vec<&Inline> = Vec::new();
        for (index, item) in self
            .page
            .items
            .iter()
            .enumerate()
            .skip(start)
            .take_while(|(index, _)| operation.items.contains(index))
        {
            match item.part {
                Part::Text(text) if index == line.item || is_path(text, line) => {}
                Part::Text(text) => described.push(text),
                _ if index == line.item => {}
                Part::Heading(_) => break,
                Part::Code(_) | Part::Table(_) => {
                    // A line that leads over to a block says what the block is, not what the operation does.
                    while described.pop_if(|text| leads(text)).is_some() {}
                    break;
                }
            }
        }
        page.description = described.into_iter().map(markdown).collect::<Vec<_>>().join("\n\n");
    }
}

/// Whether a text is nothing but the path of a request whose method stands elsewhere: `URL: /boats`.
fn is_path(text: &Inline, line: &lines::Line) -> bool {
    let text = text.joined();
    let mut addresses = super::target::addresses(&text).into_iter();
    addresses.any(|it| it.path == line.target.path && it.range.len() + 24 >= text.len())
}

/// Whether a line leads over to what follows it: it ends with a colon, or is all in bold type.
fn leads(text: &Inline) -> bool {
    text.text.trim_end().ends_with([':', '\u{ff1a}']) || text.is_all(MarkKind::Strong)
}

/// A title without the request at its end, unless the request is all it holds.
fn untargeted(title: &str, line: &lines::Line) -> String {
    // `List boats [GET /boats]`
    let bracket = title.trim_end().strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let is_request = |text: &str| super::target::method(text).is_some() || text.contains(" /");
    if let Some((before, _)) = bracket.filter(|(before, inner)| !before.is_empty() && is_request(inner)) {
        return before.trim_end().to_owned();
    }
    let inside = super::target::with_method(title);
    let own = inside.iter().find(|target| target.path == line.target.path);
    let before = own.and_then(|target| title.get(..target.range.start)).unwrap_or_default();
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let after = own.and_then(|target| title.get(target.range.end..)).unwrap_or_default();
    let kept = if before.is_empty() || after.contains(char::is_alphanumeric) { title } else { before };
    kept.to_owned()
}
