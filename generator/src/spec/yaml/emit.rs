//! A tree of maps, lists and scalars as YAML text.

use std::borrow::Cow;

use tablature_ir::width;

use crate::escape::yaml::{Context, Scalar, scalar};

/// The columns that a line may take before a map or list is spread over several.
const WIDTH: usize = 110;

/// How a map or list is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// An entry a line.
    Block,
    /// An entry a line, with an empty line between two and before the first.
    Spaced,
    /// On one line where it fits, else an entry a line.
    Fit,
}

/// What the keys of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Words of the format.
    Words,
    /// Names that are free: of operations, types, fields.
    Names,
    /// The one word that says which form the value has.
    Variant,
}

/// A value of a document.
#[derive(Clone, Debug)]
pub(crate) enum Node<'a> {
    /// A scalar that is not text and needs no quotes: `true`, `1`.
    Bare(Cow<'a, str>),
    /// Text, quoted where need be.
    Text(Cow<'a, str>),
    /// A list.
    List(Style, Vec<Node<'a>>),
    /// A map.
    Map(Style, Keys, Vec<Entry<'a>>),
}

#[cfg(feature = "pages")]
impl Node<'_> {
    /// The node of a scalar that stands without quotes in a document: it is bare where some reader takes it for
    /// something other than text.
    pub(super) fn plain(text: Cow<'static, str>) -> Node<'static> {
        if crate::escape::yaml::is_bare(&text) { Node::Bare(text) } else { Node::Text(text) }
    }
}

/// A key with its value.
pub(crate) type Entry<'a> = (Cow<'a, str>, Node<'a>);

/// The document with this map at its root; empty for anything else.
pub(crate) fn document(root: &Node<'_>) -> String {
    let mut out = String::new();
    if let Node::Map(style, keys, entries) = root {
        map(&mut out, entries, *keys, *style, 0);
    }
    out
}

/// A value on one line, for a message.
#[cfg(feature = "pages")]
pub(crate) fn inline(value: &Node<'_>) -> String {
    let mut line = String::new();
    // A value that does not fit the line is cut where it stops fitting.
    if !flow(&mut line, &mut 0, value, WIDTH) {
        line.push('…');
    }
    line
}

/// Entries of a map from the start of a line, each with the line break behind it.
fn map(out: &mut String, entries: &[Entry<'_>], keys: Keys, style: Style, indent: usize) {
    for (at, (key, value)) in entries.iter().enumerate() {
        if at > 0 {
            if style == Style::Spaced || matches!(value, Node::Map(Style::Spaced, ..)) {
                out.push('\n');
            }
            spaces(out, indent);
        }
        let key = written(key, keys);
        // Readers need not look further than 1024 characters for the colon.
        if key.len() > 900 {
            out.push_str("? ");
            out.push_str(&key);
            out.push('\n');
            spaces(out, indent);
        } else {
            out.push_str(&key);
        }
        out.push(':');
        value_behind(out, value, indent, indent + width(&key) + 2);
    }
}

/// A key as it stands. Words of the format need no quotes; beside them people may have keys of their own.
#[expect(clippy::ptr_arg, reason = "words are borrowed, what people write is owned")]
fn written<'k>(key: &'k Cow<'_, str>, keys: Keys) -> Cow<'k, str> {
    match key {
        Cow::Borrowed(word) if keys != Keys::Names => {
            debug_assert_eq!(scalar(word, Context::Key), *word);
            Cow::Borrowed(word)
        }
        key => scalar(key, Context::Key),
    }
}

/// A value behind its key; `column` is where it would start on the line of the key.
fn value_behind(out: &mut String, value: &Node<'_>, indent: usize, column: usize) {
    if !on_one_line(out, value, column) {
        spread(out, value, indent);
    }
}

/// A value over several lines, behind its key or dash.
fn spread(out: &mut String, value: &Node<'_>, indent: usize) {
    match value {
        Node::Bare(text) | Node::Text(text) => literal(out, text, indent + 2),
        Node::List(_, items) => {
            out.push('\n');
            for item in items {
                spaces(out, indent + 2);
                out.push('-');
                list_item(out, item, indent + 2);
            }
        }
        Node::Map(style, keys, entries) => {
            out.push('\n');
            spaces(out, indent + 2);
            map(out, entries, *keys, *style, indent + 2);
        }
    }
}

/// An item behind its dash.
fn list_item(out: &mut String, item: &Node<'_>, indent: usize) {
    if on_one_line(out, item, indent + 2) {
        return;
    }
    if let Node::Map(style, keys, entries) = item {
        out.push(' ');
        map(out, entries, *keys, *style, indent + 2);
    } else {
        spread(out, item, indent);
    }
}

fn literal(out: &mut String, text: &str, indent: usize) {
    out.push_str(if text.ends_with('\n') { " |\n" } else { " |-\n" });
    for line in text.lines() {
        if !line.is_empty() {
            spaces(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn spaces(out: &mut String, count: usize) {
    const BLANKS: &str = "                                                                ";
    let mut left = count;
    while left > 0 {
        let some = left.min(BLANKS.len());
        out.push_str(BLANKS.get(..some).unwrap_or_default());
        left -= some;
    }
}

/// Appends the value on the line of its key or dash, at `column`: a scalar always, unless it is a literal; a list or
/// map where it may and fits. Appends nothing where it does not.
fn on_one_line(out: &mut String, value: &Node<'_>, column: usize) -> bool {
    let start = out.len();
    out.push(' ');
    let fits = match value {
        Node::Bare(text) => {
            out.push_str(text);
            true
        }
        Node::Text(text) => {
            let text = Scalar::of(text);
            let fits = !text.is_literal();
            if fits {
                out.push_str(&text.written(Context::Block));
            }
            fits
        }
        Node::List(..) | Node::Map(..) => flow(out, &mut 0, value, WIDTH.saturating_sub(column)),
    };
    if fits {
        out.push('\n');
    } else {
        out.truncate(start);
    }
    fits
}

/// Appends a piece of a line, and adds up how wide the line is.
fn push(line: &mut String, columns: &mut usize, piece: &str) {
    line.push_str(piece);
    *columns += width(piece);
}

/// Appends a sign of ASCII.
fn sign(line: &mut String, columns: &mut usize, sign: &str) {
    line.push_str(sign);
    *columns += sign.len();
}

/// Appends the value in flow form; false when it does not fit or may not stand in that form.
fn flow(line: &mut String, columns: &mut usize, value: &Node<'_>, room: usize) -> bool {
    match value {
        Node::Bare(text) => push(line, columns, text),
        Node::Text(text) => {
            // What does not fit without quotes need not be looked at further.
            if text.len() > 3 * room {
                return false;
            }
            let bare = width(text);
            if *columns + bare > room {
                return false;
            }
            let text = Scalar::of(text);
            if text.is_literal() {
                return false;
            }
            match text.written(Context::Flow) {
                Cow::Borrowed(text) => {
                    line.push_str(text);
                    *columns += bare;
                }
                Cow::Owned(quoted) => push(line, columns, &quoted),
            }
        }
        Node::List(style, items) => {
            if !items.is_empty() && *style != Style::Fit {
                return false;
            }
            sign(line, columns, "[");
            for (at, item) in items.iter().enumerate() {
                sign(line, columns, if at > 0 { ", " } else { "" });
                if !flow(line, columns, item, room) {
                    return false;
                }
            }
            sign(line, columns, "]");
        }
        Node::Map(style, keys, entries) => {
            if !entries.is_empty() && *style != Style::Fit {
                return false;
            }
            sign(line, columns, "{");
            for (at, (key, value)) in entries.iter().enumerate() {
                sign(line, columns, if at > 0 { ", " } else { "" });
                push(line, columns, &written(key, *keys));
                sign(line, columns, ": ");
                if !flow(line, columns, value, room) {
                    return false;
                }
            }
            sign(line, columns, "}");
        }
    }
    *columns <= room
}
