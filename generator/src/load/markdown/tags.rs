//! Tags of engines that stand on lines of their own: `<TabItem …>` of MDX, `{% tab … %}` of Liquid, `{{< tab … >}}` of
//! Hugo. They are markup of the page, whatever brackets they have.

use std::ops::Range;

use crate::load::html::{
    element::element,
    tag::{self, Markup, markup},
};

/// A tag, without its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// As written: `TabItem`, `swagger-parameter`.
    pub(super) name: &'a str,
    pub(super) closes: bool,
    /// Whether it has no end tag.
    pub(super) is_alone: bool,
    /// What stands between name and bracket, and where it begins in the text.
    attributes: &'a str,
    start: usize,
    /// The tag with its brackets.
    pub(super) range: Range<usize>,
}

impl<'a> Tag<'a> {
    /// The attributes, with the bytes of their values in the text. Quotes and braces around a value are not of it, and
    /// an attribute without a value has its own name for one: `required`.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        let (all, start) = (self.attributes, self.start);
        tag::attributes(all).map(move |(key, value)| {
            let inner = all.get(value.clone()).unwrap_or_default();
            let bare = inner.trim_matches(['{', '}', '"', '\'', '`']);
            let at = inner.find(bare).unwrap_or_default();
            let range = start + value.start + at..start + value.start + at + bare.len();
            let own = (key.as_ptr() as usize).saturating_sub(all.as_ptr() as usize) + start;
            (key, if value.is_empty() { own..own + key.len() } else { range })
        })
    }

    /// The first attribute of these names that has a value.
    pub(super) fn attribute(&self, names: &[&str]) -> Option<Range<usize>> {
        names.iter().find_map(|name| {
            let found = self.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
            Some(found.1).filter(|value| !value.is_empty())
        })
    }

    /// The first value that has quotes and no name: `{{% tab "Answer" %}}`.
    pub(super) fn unnamed(&self) -> Option<Range<usize>> {
        let text = self.attributes.trim();
        let inner = text.strip_prefix('"')?.split('"').next().filter(|inner| !inner.is_empty())?;
        let at = self.start + self.attributes.find(inner)?;
        Some(at..at + inner.len())
    }

    /// The name in small letters, without dashes.
    pub(super) fn plain(&self) -> String {
        self.name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    }
}

/// The tag that a text has at `at`. Elements of HTML are none of these.
pub(super) fn tag_at(text: &str, at: usize) -> Option<Tag<'_>> {
    let rest = text.get(at..)?;
    if rest.starts_with('{') {
        return of_template(rest, at);
    }
    if !rest.starts_with('<') {
        return None;
    }
    let Markup::Tag(found) = markup(text, at) else { return None };
    if element(found.name).is_some() {
        return None;
    }
    let attributes = found.attributes.strip_suffix('/').unwrap_or(found.attributes);
    Some(Tag {
        name: found.name,
        closes: found.closes,
        is_alone: attributes.len() < found.attributes.len(),
        attributes,
        start: found.end - 1 - found.attributes.len(),
        range: at..found.end,
    })
}

fn of_template(rest: &str, at: usize) -> Option<Tag<'_>> {
    let pairs = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
    let (open, close) = pairs.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let end = rest.find(close)?;
    let inner = rest.get(open.len()..end).filter(|inner| !inner.contains('\n'))?;
    let word = inner.trim_start_matches([' ', '-']);
    let (closes, named) = match word.strip_prefix('/') {
        Some(named) => (true, named.trim_start()),
        None => word.strip_prefix("end").map_or((false, word), |named| (true, named)),
    };
    let len = named.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    let (name, attributes) = named.split_at(len.unwrap_or(named.len()));
    let start = at + end - attributes.len();
    let whole = attributes.trim_end();
    let attributes = whole.strip_suffix('/').unwrap_or(whole);
    let is_alone = attributes.len() < whole.len();
    (!name.is_empty()).then_some(Tag {
        name,
        closes,
        is_alone,
        attributes,
        start,
        range: at..at + end + close.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, closes: bool, attributes: &[(&str, &str)]) {
        let tag = tag_at(text, 0).unwrap_or_else(|| panic!("{text} is a tag"));
        let found: Vec<_> =
            tag.attributes().map(|(key, at)| (key, text.get(at).unwrap_or_default())).collect();
        assert_eq!((tag.name, tag.closes, found.as_slice()), (name, closes, attributes), "{text}");
    }

    #[test]
    fn tags_have_names_and_attributes_in_any_brackets() {
        check("<TabItem value=\"a\" default>", "TabItem", false, &[("value", "a"), ("default", "default")]);
        check("</TabItem>", "TabItem", true, &[]);
        check(
            "<Field type={\"string\"} required={true} />",
            "Field",
            false,
            &[("type", "string"), ("required", "true")],
        );
        check("{% tab title=\"200\" %}", "tab", false, &[("title", "200")]);
        check("{% endtab %}", "tab", true, &[]);
        check("{{< tab name=\"HTTP\" >}}", "tab", false, &[("name", "HTTP")]);
        check("{{% /tab %}}", "tab", true, &[]);
        assert_eq!(tag_at("<td>", 0), None);
        assert_eq!(tag_at("{id}", 0), None);
        assert_eq!(tag_at("The one below: <Tab>", 0), None);
        let text = "{{< tab \"Answer (200)\" >}}";
        assert_eq!(tag_at(text, 0).and_then(|tag| text.get(tag.unnamed()?)), Some("Answer (200)"));
    }
}
