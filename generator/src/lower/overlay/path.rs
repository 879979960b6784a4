//! `at`: keys joined by dots, with wildcards, and what it matches in a tree.

use std::fmt;

use tablature_ir::address::{quoted, split};

use super::compare::scalar;
use crate::spec::yaml::Node;

/// A path with wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path(Vec<Segment>);

/// One key of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// Exactly this key.
    Key(String),
    /// A key that fits the pattern: text between the stars.
    Pattern(Vec<String>),
}

/// The keys that lead to one place. Items of lists are keyed by their index.
pub(super) type Keys = Vec<String>;

/// Nothing is at a path: how far it leads, and what is there.
pub(super) struct Nothing {
    /// The segment that matches nothing.
    pub segment: String,
    /// The place that it was looked for in; a pattern may have led to several.
    pub within: Vec<Keys>,
}

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut segments = Vec::new();
        let mut rest = text;
        loop {
            let (segment, behind) = Segment::parse(rest)?;
            segments.push(segment);
            match behind {
                Some(behind) => rest = behind,
                None => return Ok(Path(segments)),
            }
        }
    }

    /// Whether it leads to the service itself, as what is left of a path of one key does.
    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// All places that it matches, in the order of the tree.
    pub(super) fn find(&self, root: &Node<'static>) -> Result<Vec<Keys>, Nothing> {
        let mut found: Vec<Keys> = vec![Vec::new()];
        for segment in &self.0 {
            let mut next = Vec::new();
            for keys in &found {
                let Some(value) = get(root, keys) else { continue };
                for key in keys_of(value).into_iter().filter(|key| segment.matches(key)) {
                    next.push(keys.iter().cloned().chain([key]).collect());
                }
            }
            if next.is_empty() {
                return Err(Nothing { segment: segment.to_string(), within: found });
            }
            found = next;
        }
        Ok(found)
    }

    /// The path without its last key, and that key; none when the last is a pattern.
    pub(super) fn split_last(&self) -> Option<(Path, &str)> {
        match self.0.split_last()? {
            (Segment::Key(key), parent) => Some((Path(parent.to_vec()), key)),
            _ => None,
        }
    }
}

impl Segment {
    /// The first segment of a text, and what follows its dot.
    fn parse(text: &str) -> Result<(Self, Option<&str>), String> {
        let (key, behind) = split(text)?;
        if key.contains('*') && !text.starts_with('"') {
            Ok((Segment::Pattern(key.split('*').map(str::to_owned).collect()), behind))
        } else {
            Ok((Segment::Key(key.into_owned()), behind))
        }
    }

    fn matches(&self, key: &str) -> bool {
        match self {
            Segment::Key(wanted) => wanted == key,
            Segment::Pattern(parts) => fits(parts, key),
        }
    }
}

/// Whether a key consists of these parts in order, with anything between them, the first at its start and the last at
/// its end.
fn fits(parts: &[String], key: &str) -> bool {
    let [first, middle @ .., last] = parts else { return false };
    let Some(mut rest) = key.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        let Some((_, behind)) = rest.split_once(part.as_str()) else { return false };
        rest = behind;
    }
    rest.ends_with(last.as_str())
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Key(key) => f.write_str(&quoted(key)),
            Segment::Pattern(parts) => f.write_str(&parts.join("*")),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            write!(f, "{}{segment}", if at > 0 { "." } else { "" })?;
        }
        Ok(())
    }
}

/// The keys of a map, or of a list: the items where these are words, else their indices.
pub(super) fn keys_of(node: &Node<'_>) -> Vec<String> {
    match node {
        Node::Map(_, _, entries) => entries.iter().map(|(key, _)| key.clone().into_owned()).collect(),
        Node::List(_, items) => {
            let words: Option<Vec<_>> = items.iter().map(|item| scalar(item).map(str::to_owned)).collect();
            words.unwrap_or_else(|| (0..items.len()).map(|at| at.to_string()).collect())
        }
        Node::Bare(_) | Node::Text(_) => Vec::new(),
    }
}

/// The index that a key of a list names.
pub(super) fn index(items: &[Node<'_>], key: &str) -> Option<usize> {
    let by_word = items.iter().position(|item| scalar(item) == Some(key));
    by_word.or_else(|| key.parse().ok().filter(|at| *at < items.len()))
}

/// The value behind these keys.
pub(super) fn get<'a>(root: &'a Node<'static>, keys: &[String]) -> Option<&'a Node<'static>> {
    keys.iter().try_fold(root, |node, key| match node {
        Node::Map(_, _, entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        Node::List(_, items) => items.get(index(items, key)?),
        Node::Bare(_) | Node::Text(_) => None,
    })
}

/// As [`get`], to be changed in place.
pub(super) fn get_mut<'a>(root: &'a mut Node<'static>, keys: &[String]) -> Option<&'a mut Node<'static>> {
    keys.iter().try_fold(root, |node, key| match node {
        Node::Map(_, _, entries) => entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value),
        Node::List(_, items) => {
            let at = index(items, key)?;
            items.get_mut(at)
        }
        Node::Bare(_) | Node::Text(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use tablature_ir::address::join;

    use super::*;
    use crate::spec::yaml;

    fn found(path: &str) -> Vec<String> {
        let text = "a: {x.y: 1, StartTime: 2, EndTime: 3, Time: 4, n: [{c: 1}, {c: 2}], w: [b, 1]}";
        let tree = yaml::spanned(text).unwrap().node();
        Path::parse(path).unwrap().find(&tree).map_or_else(
            |nothing| vec![format!("!{}", nothing.segment)],
            |found| found.iter().map(|keys| join(keys)).collect(),
        )
    }

    #[test]
    fn paths_match_keys_and_patterns() {
        assert_eq!(found("a.\"x.y\""), ["a.\"x.y\""]);
        assert_eq!(found("a.*Time"), ["a.StartTime", "a.EndTime", "a.Time"]);
        assert_eq!(found("*.S*t*e"), ["a.StartTime"]);
        assert_eq!(found("a.n.*.c"), ["a.n.0.c", "a.n.1.c"]);
        assert_eq!(found("a.n.1"), ["a.n.1"]);
        assert_eq!(found("a.w.*"), ["a.w.b", "a.w.1"]);
        assert_eq!(found("a.b.c"), ["!b"]);
        assert_eq!(found("a.Time.*"), ["!*"]);
    }

    #[test]
    fn a_star_in_the_middle_does_not_overlap_the_ends() {
        assert!(!fits(&["ab".into(), "ba".into()], "aba"));
        assert!(fits(&["ab".into(), "ba".into()], "abba"));
    }

    #[test]
    fn broken_paths_say_why() {
        for path in ["", "a.", ".a", "a..b", "\"a", "\"a\"b"] {
            assert!(Path::parse(path).is_err(), "{path}");
        }
    }
}
