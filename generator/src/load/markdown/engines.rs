//! Marks that engines of documentation read and pages do not show: of notes (`?> …` and `!> …` of docsify, `:::info`
//! and `:::` of Docusaurus and `VitePress`, `> [!NOTE]` of GitHub), of attributes (`{: .label }`, `{:toc}` of kramdown)
//! and of templates (`{% … %}` of Liquid on a line of its own).

use std::{ops::Range, sync::LazyLock};

use super::signs::Signs;

/// A page without any of these has no marks.
static SIGNS: LazyLock<Signs> = LazyLock::new(|| Signs::new(&["?>", "!>", ":::", "[!", "{:", "{%"]));

/// Whether a page may have marks.
pub(super) fn may_have_marks(text: &str) -> bool {
    SIGNS.are_in(text)
}

/// The parts of a line that are marks.
pub(super) fn marks(line: &str) -> Vec<Range<usize>> {
    let text = line.trim_start_matches([' ', '\t', '>']);
    let start = line.len() - text.len();
    let is_quoted = line.trim_start().starts_with('>');
    let text = text.trim_end();
    let at = |range: Range<usize>| range.start + start..range.end + start;
    if text.starts_with("?>") || text.starts_with("!>") {
        return vec![at(0..2)];
    }
    if let Some(rest) = text.strip_prefix(":::") {
        // What follows the kind is a title: `:::tip Title`, `:::tip[Title]`.
        let kind = rest.trim_start_matches(':').trim_start_matches(' ');
        let end =
            kind.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-')).unwrap_or(kind.len());
        let mark = 0..text.len() - kind.len() + end;
        let title = kind.get(end..).filter(|title| title.starts_with('[') && title.ends_with(']'));
        let brackets = title.map(|_| [mark.end..mark.end + 1, text.len() - 1..text.len()]);
        return std::iter::once(mark).chain(brackets.into_iter().flatten()).map(at).collect();
    }
    if is_quoted && let Some((kind, _)) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        let is_kind = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic());
        return if is_kind { vec![at(0..kind.len() + 3)] } else { Vec::new() };
    }
    if text.starts_with("{%") && text.ends_with("%}") {
        return vec![at(0..text.len())];
    }
    attributes(text).map(at).into_iter().collect()
}

/// The list of attributes that a line ends with.
fn attributes(text: &str) -> Option<Range<usize>> {
    let inner = text.strip_suffix('}')?;
    let open = inner.rfind("{:")?;
    let list = inner.get(open + 2..)?;
    let is_list = list.trim_start().starts_with(['.', '#']) || list == "toc" || list.contains("=\"");
    (is_list && !list.contains(['{', '}', '`'])).then_some(open..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(line: &str) -> String {
        let mut text = line.to_owned();
        for mark in marks(line) {
            text.replace_range(mark.clone(), &" ".repeat(mark.len()));
        }
        text.trim().to_owned()
    }

    #[test]
    fn marks_go_and_what_they_mark_stays() {
        for (line, shown) in [
            ("?> 批量使用数组", "批量使用数组"),
            ("  !> Not twice", "Not twice"),
            (":::", ""),
            (":::info", ""),
            ("::: warning", ""),
            (":::tip Read this", "Read this"),
            (":::note[Read this]", "Read this"),
            ("> [!NOTE]", ">"),
            ("> [!WARNING] Not twice", ">            Not twice"),
            ("Introduced 1.0 {: .label .label-purple }", "Introduced 1.0"),
            ("{:toc}", ""),
            ("{% include alert.html %}", ""),
        ] {
            assert_eq!(without(line), shown, "{line}");
        }
    }

    #[test]
    fn what_is_no_mark_stays() {
        for line in [
            "a ?> b",
            "[!NOTE] without a quotation",
            "`{: .label }`",
            "{\"a\": {:b}}",
            "::1",
            "GET /v2/{%id}",
            "/users/{id}",
            "{: a}",
        ] {
            assert!(marks(line).is_empty(), "{line}");
        }
    }
}
