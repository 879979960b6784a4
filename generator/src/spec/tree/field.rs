//! A field.

use tablature_ir::{Composite, Deprecation, Encoding, Field, Fields, Format, Interval, Origin, WireName};

use super::entries::{Entries, text};
use crate::spec::yaml::{Node, Style};

pub(super) fn fields(fields: &Fields) -> Node<'_> {
    Node::Map(Style::Block, fields.iter().map(|(name, value)| (name.as_str().into(), field(value))).collect())
}

fn field(field: &Field) -> Node<'_> {
    let Field {
        ty,
        required,
        condition,
        default,
        values,
        range,
        length,
        items,
        pattern,
        unit,
        format,
        sensitive,
        deprecated,
        encoding,
        composite,
        origin,
        description,
    } = field;
    let interval = |interval: &Interval| Node::Text(interval.to_string().into());
    Entries::new()
        .display("type", ty)
        .option("required", *required, |required| Node::Bare(required.to_string().into()))
        .option("condition", condition.as_deref(), text)
        .option("default", default.as_deref(), text)
        .option("enum", (!values.is_empty()).then_some(values), |values| {
            if values.values().all(String::is_empty) {
                return Node::List(Style::Fit, values.keys().map(|value| text(value)).collect());
            }
            let entries = values.iter().map(|(value, label)| (value.as_str().into(), text(label)));
            Node::Map(Style::Fit, entries.collect())
        })
        .option("range", range.as_ref(), interval)
        .option("length", length.as_ref(), interval)
        .option("items", items.as_ref(), interval)
        .option("pattern", pattern.as_deref(), text)
        .option("unit", unit.as_deref(), text)
        .option("format", format.map(format_word), text)
        .some_flag("sensitive", *sensitive)
        .option("deprecated", deprecated.as_ref(), deprecation)
        .option("encoding", encoding.map(encoding_word), text)
        .option("composite", composite.as_ref(), self::composite)
        .option("origin", origin_word(*origin), text)
        .some_text("doc", description)
        .map(Style::Fit)
}

fn format_word(format: Format) -> &'static str {
    match format {
        Format::UnixSeconds => "unix-seconds",
        Format::UnixMillis => "unix-millis",
        Format::Rfc3339 => "rfc3339",
        Format::Base64 => "base64",
    }
}

fn encoding_word(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Indexed => "indexed",
        Encoding::Repeated => "repeated",
        Encoding::Comma => "comma",
        Encoding::Json => "json",
    }
}

/// The usual origin is not written down.
pub(super) fn origin_word(origin: Origin) -> Option<&'static str> {
    match origin {
        Origin::Table => None,
        Origin::Prose => Some("prose"),
        Origin::Example => Some("example"),
        Origin::Uri => Some("uri"),
        Origin::Dialect => Some("dialect"),
        Origin::Overlay => Some("overlay"),
    }
}

fn composite(composite: &Composite) -> Node<'_> {
    let Composite { separator, assign, at_least, together, parts } = composite;
    let entries = Entries::new().text("separator", separator).text("assign", assign);
    let entries = if *at_least > 0 { entries.bare("at_least", at_least) } else { entries };
    entries
        .some_list("together", Style::Fit, together, |group: &Vec<WireName>| {
            Node::List(Style::Fit, group.iter().map(|name| text(name)).collect())
        })
        .node("parts", fields(parts))
        .map(Style::Block)
}

pub(super) fn deprecation(Deprecation(words): &Deprecation) -> Node<'_> {
    if words.is_empty() { Node::Bare("true".into()) } else { text(words) }
}
