//! Where the values of a document stand in its text.
//!
//! `serde_yaml` reads all values, but tells the places of faults only. Here another parser finds where each value
//! stands; a test holds both to the same scalars.

use std::{collections::HashMap, ops::Range};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::emit::{Keys, Node, Style};

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Spanned {
    /// The bytes of the value.
    pub at: Range<usize>,
    value: Value,
}

#[derive(Clone, Debug)]
enum Value {
    Scalar(Node<'static>),
    List(Vec<Spanned>),
    Map(Vec<(Name, Spanned)>),
}

/// A key and its place.
#[derive(Clone, Debug)]
struct Name {
    text: String,
    at: Range<usize>,
}

/// What stands at a byte of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The keys that lead there; items of lists by their index.
    pub keys: Vec<String>,
    /// Whether it is the last key itself, not its value.
    pub on_key: bool,
}

/// The document with the places of its values; `None` where it is not YAML, or is empty.
pub(crate) fn spanned(text: &str) -> Option<Spanned> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut reader = Reader { parser: Parser::new_from_str(text), bytes, anchors: HashMap::new() };
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentStart(_) => {}
            Event::StreamEnd | Event::DocumentEnd => return None,
            event => return reader.value(event, span),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// The byte of each character.
    bytes: Vec<usize>,
    anchors: HashMap<usize, Value>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event()?.ok()
    }

    fn range(&self, from: Span, to: Span) -> Range<usize> {
        let byte = |index: usize| self.bytes.get(index).or(self.bytes.last()).copied().unwrap_or_default();
        let (start, end) = (byte(from.start.index()), byte(to.end.index()));
        start..end.max(start)
    }

    fn value(&mut self, event: Event<'a>, start: Span) -> Option<Spanned> {
        let (value, end, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none();
                let text = text.into_owned().into();
                let node = if is_plain { Node::plain(text) } else { Node::Text(text) };
                (Value::Scalar(node), start, anchor)
            }
            Event::Alias(anchor) => (self.anchors.get(&anchor)?.clone(), start, 0),
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => break (Value::List(items), end, anchor),
                        (event, span) => items.push(self.value(event, span)?),
                    }
                }
            }
            Event::MappingStart(anchor, _) => {
                let mut entries = Vec::new();
                loop {
                    let (event, span) = match self.next()? {
                        (Event::MappingEnd, end) => break (Value::Map(entries), end, anchor),
                        key => key,
                    };
                    let Spanned { at, value: Value::Scalar(Node::Bare(key) | Node::Text(key)) } =
                        self.value(event, span)?
                    else {
                        return None;
                    };
                    let (event, span) = self.next()?;
                    entries.push((Name { text: key.into_owned(), at }, self.value(event, span)?));
                }
            }
            _ => return None,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Some(Spanned { at: self.range(start, end), value })
    }
}

impl Spanned {
    /// The items of a list; empty for anything else.
    pub(crate) fn items(&self) -> &[Spanned] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The value of a key, and the place of the key.
    pub(crate) fn entry(&self, key: &str) -> Option<(Range<usize>, &Spanned)> {
        match &self.value {
            Value::Map(entries) => entries
                .iter()
                .find(|(name, _)| name.text == key)
                .map(|(name, value)| (name.at.clone(), value)),
            Value::List(items) => {
                key.parse::<usize>().ok().and_then(|at| items.get(at)).map(|it| (it.at.clone(), it))
            }
            Value::Scalar(_) => None,
        }
    }

    /// The value as a tree without places.
    pub(crate) fn node(&self) -> Node<'static> {
        match &self.value {
            Value::Scalar(node) => node.clone(),
            Value::List(items) => Node::List(Style::Fit, items.iter().map(Spanned::node).collect()),
            Value::Map(entries) => Node::Map(
                Style::Fit,
                Keys::Names,
                entries.iter().map(|(name, value)| (name.text.clone().into(), value.node())).collect(),
            ),
        }
    }

    /// What stands at this byte, or around it.
    pub(crate) fn spot(&self, byte: usize) -> Spot {
        let mut spot = Spot { keys: Vec::new(), on_key: false };
        let mut at = self;
        loop {
            let next = match &at.value {
                Value::Scalar(_) => return spot,
                Value::List(items) => {
                    let found = items.iter().enumerate().find(|(_, item)| item.at.contains(&byte));
                    found.map(|(index, item)| (index.to_string(), item))
                }
                Value::Map(entries) => {
                    if let Some((name, _)) = entries.iter().find(|(name, _)| name.at.contains(&byte)) {
                        spot.keys.push(name.text.clone());
                        spot.on_key = true;
                        return spot;
                    }
                    let found = entries.iter().find(|(_, value)| value.at.contains(&byte));
                    found.map(|(name, value)| (name.text.clone(), value))
                }
            };
            let Some((key, value)) = next else { return spot };
            spot.keys.push(key);
            at = value;
        }
    }

    /// The place of what these keys lead to, as far as they lead.
    pub(crate) fn place(&self, spot: &Spot) -> Range<usize> {
        let (mut place, mut at) = (self.at.clone(), self);
        for (index, key) in spot.keys.iter().enumerate() {
            let Some((name, value)) = at.entry(key) else { break };
            let is_last = index + 1 == spot.keys.len();
            place = if is_last && spot.on_key { name } else { value.at.clone() };
            at = value;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{tests::sample, write};

    const TEXT: &str = "中: {a: [x, 'y']}\nb:\n  c: |\n    1\n    2\n  d: 10\n";

    #[test]
    fn places_are_bytes() {
        let tree = spanned(TEXT).unwrap();
        let shown = |keys: &[&str], on_key| {
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            &TEXT[tree.place(&Spot { keys, on_key })]
        };
        assert_eq!(shown(&["中", "a", "1"], false), "'y'");
        assert_eq!(shown(&["中", "a"], true), "a");
        assert_eq!(shown(&["b", "d"], false), "10");
        assert_eq!(shown(&["b", "d", "e"], false), "10");
        let spot = tree.spot(TEXT.find("10").unwrap());
        assert_eq!((spot.keys.join("."), spot.on_key), ("b.d".to_owned(), false));
        assert!(tree.spot(TEXT.find("d:").unwrap()).on_key);
        assert!(spanned("a: [").is_none() && spanned("# nothing\n").is_none());
    }

    /// All scalars of a document, in its order, as the reader of values gives them to a field that is text.
    fn scalars(tree: &Spanned, out: &mut Vec<String>) {
        match &tree.value {
            Value::Scalar(Node::Bare(text) | Node::Text(text)) => out.push(text.clone().into_owned()),
            Value::Scalar(_) => {}
            Value::List(items) => items.iter().for_each(|item| scalars(item, out)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| scalars(value, out)),
        }
    }

    #[test]
    fn both_readers_find_the_same_scalars() {
        let mut words: Vec<String> = "0x1F 012 1_000 1e5 1.50 yes NO ~ null .inf 2001-01-01 a:b a#b 中文 -1 +1 '' \"\" 'it''s' \"\\u4e2d\\n\" x"
            .split(' ')
            .map(str::to_owned)
            .collect();
        words.extend(["|\n  a\n  b".to_owned(), ">-\n  a\n  b\n\n  c".to_owned(), "a b\n  c".to_owned()]);
        for word in &words {
            let text = format!("k: {word}\n");
            let theirs: HashMap<String, String> = serde_yaml::from_str(&text).unwrap();
            let mut ours = Vec::new();
            scalars(&spanned(&text).unwrap(), &mut ours);
            assert_eq!(ours, [theirs["k"].clone()], "{word}");
        }
        for seed in 0..40 {
            let text = write(&sample::Random(seed).service());
            let mut ours = Vec::new();
            scalars(&spanned(&text).unwrap(), &mut ours);
            let mut theirs = Vec::new();
            texts(&serde_yaml::from_str(&text).unwrap(), &mut theirs);
            for (ours, theirs) in ours.iter().zip(&theirs) {
                assert!(theirs.as_ref().is_none_or(|theirs| theirs == ours), "{ours:?} {theirs:?}\n{text}");
            }
            assert_eq!(ours.len(), theirs.len(), "{text}");
        }
    }

    /// The scalars of a document in its order; `None` for one that is not text.
    fn texts(value: &serde_yaml::Value, out: &mut Vec<Option<String>>) {
        match value {
            serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| texts(item, out)),
            serde_yaml::Value::Mapping(map) => map.values().for_each(|value| texts(value, out)),
            value => out.push(value.as_str().map(str::to_owned)),
        }
    }
}
