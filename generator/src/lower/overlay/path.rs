//! `at`: keys joined by dots, with wildcards, and what it matches in a tree.

use std::fmt;

use serde_json::Value;

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

    /// All places that it matches, in the order of the tree.
    pub(super) fn find(&self, root: &Value) -> Result<Vec<Keys>, Nothing> {
        let mut found: Vec<Keys> = vec![Vec::new()];
        for segment in &self.0 {
            let mut next = Vec::new();
            for keys in &found {
                let Some(value) = get(root, keys) else { continue };
                for key in keys_of(value).filter(|key| segment.matches(key)) {
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

    /// The path without its last key, and that key; none when the last is a pattern or the only one.
    pub(super) fn split_last(&self) -> Option<(Path, &str)> {
        match self.0.split_last()? {
            (Segment::Key(key), parent) if !parent.is_empty() => Some((Path(parent.to_vec()), key)),
            _ => None,
        }
    }
}

impl Segment {
    /// The first segment of a text, and what stands behind its dot.
    fn parse(text: &str) -> Result<(Self, Option<&str>), String> {
        if let Some(quoted) = text.strip_prefix('"') {
            let (key, behind) = quoted.split_once('"').ok_or("a quote is not closed")?;
            let behind = match behind.strip_prefix('.') {
                Some(behind) => Some(behind),
                None if behind.is_empty() => None,
                None => return Err(format!("`{behind}` stands behind a quote")),
            };
            return Ok((Segment::Key(key.to_owned()), behind));
        }
        let (key, behind) = match text.split_once('.') {
            Some((key, behind)) => (key, Some(behind)),
            None => (text, None),
        };
        if key.is_empty() {
            return Err("a key is empty".to_owned());
        }
        if key.contains('*') {
            Ok((Segment::Pattern(key.split('*').map(str::to_owned).collect()), behind))
        } else {
            Ok((Segment::Key(key.to_owned()), behind))
        }
    }

    fn matches(&self, key: &str) -> bool {
        match self {
            Segment::Key(wanted) => wanted == key,
            Segment::Pattern(parts) => fits(parts, key),
        }
    }
}

/// Whether the parts stand in the key one after another, the first at its start and the last at its end.
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
            Segment::Key(key) => f.write_str(&show_key(key)),
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

/// A key as it is written in a path.
pub(super) fn show_key(key: &str) -> String {
    if key.contains(['.', '*', '"']) { format!("\"{key}\"") } else { key.to_owned() }
}

/// Keys as a path.
pub(super) fn show(keys: &[String]) -> String {
    keys.iter().map(|key| show_key(key)).collect::<Vec<_>>().join(".")
}

/// The keys of a map, or the indices of a list.
pub(super) fn keys_of(value: &Value) -> Box<dyn Iterator<Item = String> + '_> {
    match value {
        Value::Object(map) => Box::new(map.keys().cloned()),
        Value::Array(items) => Box::new((0..items.len()).map(|at| at.to_string())),
        _ => Box::new(std::iter::empty()),
    }
}

/// The value behind these keys.
pub(super) fn get<'a>(root: &'a Value, keys: &[String]) -> Option<&'a Value> {
    keys.iter().try_fold(root, |value, key| match value {
        Value::Object(map) => map.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// As [`get`], to be changed in place.
pub(super) fn get_mut<'a>(root: &'a mut Value, keys: &[String]) -> Option<&'a mut Value> {
    keys.iter().try_fold(root, |value, key| match value {
        Value::Object(map) => map.get_mut(key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(path: &str) -> Vec<String> {
        let tree =
            json!({"a": {"x.y": 1, "StartTime": 2, "EndTime": 3, "Time": 4, "n": [{"c": 1}, {"c": 2}]}});
        Path::parse(path).unwrap().find(&tree).map_or_else(
            |nothing| vec![format!("!{}", nothing.segment)],
            |found| found.iter().map(|keys| show(keys)).collect(),
        )
    }

    #[test]
    fn paths_match_keys_and_patterns() {
        assert_eq!(found("a.\"x.y\""), ["a.\"x.y\""]);
        assert_eq!(found("a.*Time"), ["a.StartTime", "a.EndTime", "a.Time"]);
        assert_eq!(found("*.S*t*e"), ["a.StartTime"]);
        assert_eq!(found("a.n.*.c"), ["a.n.0.c", "a.n.1.c"]);
        assert_eq!(found("a.n.1"), ["a.n.1"]);
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
