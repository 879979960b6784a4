//! On which line of an IR file a fact stands.
//!
//! The files are written by the tool: one key a line, two blanks a level. So the keys around a line follow from
//! indentation alone. In a file that a person has laid out in another way the line may be a nearby one, at worst.

use std::collections::HashMap;

use tablature_ir::Address;

/// The lines of an IR file by the keys that lead to them, joined by a unit separator.
#[derive(Debug)]
pub struct Lines(HashMap<String, u32>);

const SEPARATOR: char = '\u{1f}';

impl Lines {
    /// Reads a file.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut found = HashMap::new();
        let mut open: Vec<(usize, String)> = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let rest = line.trim_start();
            let indent = line.len() - rest.len();
            let Some(key) = key(rest) else { continue };
            while open.last().is_some_and(|(depth, _)| *depth >= indent) {
                open.pop();
            }
            let path = match open.last() {
                Some((_, parent)) => format!("{parent}{SEPARATOR}{key}"),
                None => key,
            };
            found.entry(path.clone()).or_insert(number);
            open.push((indent, path));
        }
        Lines(found)
    }

    /// The line of a fact, or of the nearest thing around it that has one.
    #[must_use]
    pub fn find(&self, address: &Address) -> Option<u32> {
        let keys = address.keys();
        (1..=keys.len()).rev().find_map(|length| {
            let path = keys.get(..length)?.join(&SEPARATOR.to_string());
            self.0.get(&path).copied()
        })
    }
}

/// The key that a line begins with.
fn key(line: &str) -> Option<String> {
    if line.starts_with('"') {
        // A quotation mark within the key is escaped: the key goes on where the text so far is not a complete one.
        let mut ends = line.match_indices("\":");
        return ends.find_map(|(end, _)| serde_yaml::from_str(line.get(..=end)?).ok());
    }
    let (key, rest) = line.split_once(':')?;
    let is_key = !key.starts_with(['#', '-', '\'']) && (rest.is_empty() || rest.starts_with(' '));
    is_key.then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use tablature_ir::Location;

    use super::*;

    const TEXT: &str = "# a: b\nvendor: v\noperations:\n  Op:\n    form:\n      A: {type: string}\n    responses:\n      \
                        \"200\":\n        body:\n          \"a: b\": {type: string}\ntypes:\n  T:\n    fields:\n      \
                        A: {type: string}\n";

    #[test]
    fn facts_are_found_by_their_keys() {
        let lines = Lines::of(TEXT);
        let line = |fact: Address| lines.find(&fact);
        assert_eq!(line(Address::Operation("Op".into())), Some(4));
        assert_eq!(line(Address::Parameter("Op".into(), Location::Form, "A".into())), Some(6));
        let status = tablature_ir::Status("200".into());
        assert_eq!(line(Address::Response("Op".into(), status, Location::Body, "a: b".into())), Some(10));
        assert_eq!(line(Address::Field("T".into(), "A".into())), Some(14));
        assert_eq!(line(Address::Field("T".into(), "B".into())), Some(13), "the nearest thing around it");
        assert_eq!(line(Address::Field("U".into(), "B".into())), Some(11));
    }
}
