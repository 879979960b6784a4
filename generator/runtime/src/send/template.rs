//! The path of an operation as a template: `/v2/repos/{name}`.

use super::endpoint::is_plain;

/// A template that is taken apart while a crate is compiled, so that no call has to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    uri: &'static str,
    /// Whether its paths stay as they are, whatever is filled in.
    pub(crate) is_plain: bool,
    /// What stands before each name in braces, and the name. Those that are not used are empty.
    holes: [(&'static str, &'static str); Self::MOST],
    count: usize,
    /// What is behind the last of them.
    pub(crate) rest: &'static str,
}

impl Template {
    /// More names than this are looked for by each call.
    const MOST: usize = 4;

    pub(crate) const fn new(uri: &'static str) -> Self {
        let (mut holes, mut count, mut rest) = ([("", ""); Self::MOST], 0, uri);
        while count < Self::MOST
            && let Some((literal, name, tail)) = next_hole(rest)
        {
            holes[count] = (literal, name);
            (count, rest) = (count + 1, tail);
        }
        Template { uri, is_plain: is_plain(uri), holes, count, rest }
    }

    /// Whether this is the template of a path.
    pub(crate) fn is_of(&self, uri: &str) -> bool {
        std::ptr::eq(self.uri, uri)
    }

    /// What stands before each name, and the name.
    pub(crate) fn holes(&self) -> &[(&'static str, &'static str)] {
        self.holes.get(..self.count).unwrap_or_default()
    }

    /// Whether no name is left in what is behind these.
    pub(crate) fn is_whole(&self) -> bool {
        self.count < Self::MOST
    }
}

/// Cuts a template at its first name in braces: what is before it, the name, and what is behind it. `None` without a
/// name, or where a brace is not closed.
pub(crate) const fn next_hole(template: &str) -> Option<(&str, &str, &str)> {
    let Some(open) = position(template, b'{') else { return None };
    let (literal, rest) = template.split_at(open);
    let (_, rest) = rest.split_at(1);
    let Some(close) = position(rest, b'}') else { return None };
    let (name, rest) = rest.split_at(close);
    Some((literal, name, rest.split_at(1).1))
}

const fn position(text: &str, byte: u8) -> Option<usize> {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() {
        if bytes[at] == byte {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_taken_apart_at_its_names() {
        const TEMPLATE: Template = Template::new("/a/{b}/c{d}:e");
        assert_eq!((TEMPLATE.holes(), TEMPLATE.rest), (&[("/a/", "b"), ("/c", "d")][..], ":e"));
        for whole in ["/a", "/a/{b", ""] {
            let template = Template::new(whole);
            assert!(template.holes().is_empty() && template.is_whole() && template.rest == whole);
        }
        let many = Template::new("/{a}/{b}/{c}/{d}/{e}");
        assert_eq!((many.holes().len(), many.rest, many.is_whole()), (4, "/{e}", false));
    }
}
