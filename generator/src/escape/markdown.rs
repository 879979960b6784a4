//! Markdown as code hosts render it: READMEs, CHANGELOGs, comments on pull requests.

/// A text on one line in which nothing is read as Markdown or HTML, or ends a table's cell.
pub(crate) fn text(text: &str) -> String {
    let text = super::line(text);
    let mut out = String::with_capacity(text.len());
    let mut after_word = false;
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        // Within a word an underscore means nothing.
        let in_word = c == '_' && after_word && signs.peek().is_some_and(|next| next.is_alphanumeric());
        if "\\`*_[]<>|&~".contains(c) && !in_word {
            out.push('\\');
        }
        out.push(c);
        after_word = c.is_alphanumeric();
    }
    out
}

/// Markdown that was made of foreign text before, as a cell of a table or on another line of its own.
pub(crate) fn cell(markdown: &str) -> String {
    super::line(markdown).replace('|', "\\|")
}

/// A text as code, whatever backticks it holds.
pub(crate) fn code(text: &str) -> String {
    let text = super::line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A line of a block of code that three backticks fence.
#[cfg(feature = "cli")]
pub(crate) fn fenced(text: &str) -> String {
    super::line(text).replace("```", "` ` `")
}
