//! A value as a tree of YAML, by serde: which container is laid out how.

use std::{borrow::Cow, fmt};

use serde::{
    Serialize, Serializer,
    ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant},
};

use tablature_ir::extension;

use super::emit::{Entry, Keys, Node, Style};

/// Structs that take a line for each of their keys. Any other stands on one line where it fits.
const SPREAD: &[&str] = &["Service", "Operation", "Response", "EnumDef", "TypeDef", "Composite", "Recipe"];

/// Maps whose entries are sorted by name and have an empty line between them.
const SPACED: &[&str] = &["operations", "enums", "types"];

/// The tree of a value. Entries of a map or list that are structs take a line each, others share one where they
/// fit.
pub(crate) fn tree(value: &impl Serialize) -> Result<Node<'static>, Error> {
    value.serialize(Tree)
}

/// A value that has no form in YAML, such as a map whose keys are not text.
#[derive(Debug)]
pub(crate) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error(message.to_string())
    }
}

struct Tree;

/// A list in the making.
struct List(Vec<Node<'static>>);

/// A map in the making.
struct Map {
    keys: Keys,
    style: Style,
    entries: Vec<Entry<'static>>,
    /// The variant of an enum whose value the map is.
    variant: Option<&'static str>,
}

impl List {
    fn finish(self) -> Node<'static> {
        let style = if self.0.iter().any(is_struct) { Style::Block } else { Style::Fit };
        Node::List(style, self.0)
    }
}

impl Map {
    fn new(keys: Keys, style: Style, length: usize) -> Self {
        Map { keys, style, entries: Vec::with_capacity(length), variant: None }
    }

    fn push(&mut self, key: Cow<'static, str>, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        let mut value = value.serialize(Tree)?;
        if let Node::Map(style, Keys::Names, entries) = &mut value
            && SPACED.contains(&&*key)
        {
            *style = Style::Spaced;
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        }
        self.entries.push((key, value));
        Ok(())
    }

    fn finish(self) -> Node<'static> {
        let Map { keys, mut style, entries, variant } = self;
        if keys == Keys::Names && entries.iter().any(|(_, value)| is_struct(value)) {
            style = Style::Block;
        }
        let map = Node::Map(style, keys, entries);
        match variant {
            Some(variant) => tagged(variant, map),
            None => map,
        }
    }
}

fn is_struct(node: &Node<'_>) -> bool {
    matches!(node, Node::Map(_, Keys::Words, _))
}

/// A variant as a map of one key.
fn tagged(variant: &'static str, value: Node<'static>) -> Node<'static> {
    Node::Map(Style::Fit, Keys::Variant, vec![(variant.into(), value)])
}

macro_rules! bare {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Node<'static>, Error> {
            Ok(Node::Bare(value.to_string().into()))
        })*
    };
}

impl Serializer for Tree {
    type Ok = Node<'static>;
    type Error = Error;
    type SerializeSeq = List;
    type SerializeTuple = Impossible<Node<'static>, Error>;
    type SerializeTupleStruct = Impossible<Node<'static>, Error>;
    type SerializeTupleVariant = Impossible<Node<'static>, Error>;
    type SerializeMap = Map;
    type SerializeStruct = Map;
    type SerializeStructVariant = Map;

    bare!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_f64: f64
    );

    fn serialize_bool(self, value: bool) -> Result<Node<'static>, Error> {
        Ok(Node::Bare(if value { "true" } else { "false" }.into()))
    }

    fn serialize_char(self, value: char) -> Result<Node<'static>, Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Node<'static>, Error> {
        Ok(Node::Text(value.to_owned().into()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Node<'static>, Error> {
        Err(ser::Error::custom("bytes have no form in YAML"))
    }

    fn serialize_none(self) -> Result<Node<'static>, Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node<'static>, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node<'static>, Error> {
        Ok(Node::Bare("null".into()))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node<'static>, Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Node<'static>, Error> {
        Ok(Node::Text(variant.into()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Node<'static>, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Node<'static>, Error> {
        Ok(tagged(variant, value.serialize(self)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, Error> {
        Ok(List(Vec::with_capacity(length.unwrap_or_default())))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(ser::Error::custom("a tuple has no form in YAML"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(ser::Error::custom("a tuple has no form in YAML"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(ser::Error::custom("a tuple has no form in YAML"))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Map, Error> {
        Ok(Map::new(Keys::Names, Style::Fit, length.unwrap_or_default()))
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Map, Error> {
        let style = if SPREAD.contains(&name) { Style::Block } else { Style::Fit };
        Ok(Map::new(Keys::Words, style, length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Map, Error> {
        Ok(Map { variant: Some(variant), ..Map::new(Keys::Words, Style::Fit, length) })
    }
}

impl SerializeSeq for List {
    type Ok = Node<'static>;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push(value.serialize(Tree)?);
        Ok(())
    }

    fn end(self) -> Result<Node<'static>, Error> {
        Ok(self.finish())
    }
}

impl SerializeMap for Map {
    type Ok = Node<'static>;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        match key.serialize(Tree)? {
            Node::Text(key) | Node::Bare(key) => self.entries.push((key, Node::Bare("null".into()))),
            Node::List(..) | Node::Map(..) => return Err(ser::Error::custom("the key of a map is no text")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        match self.entries.pop() {
            Some((key, _)) => self.push(key, value),
            None => Err(ser::Error::custom("a value of a map has no key")),
        }
    }

    fn end(self) -> Result<Node<'static>, Error> {
        Ok(self.finish())
    }
}

impl SerializeStruct for Map {
    type Ok = Node<'static>;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.push(key.into(), value)?;
        // Keys that people add stand among the others.
        if key == extension::KEY
            && let Some((_, Node::Map(_, _, entries))) = self.entries.pop()
        {
            self.entries.extend(entries);
        }
        Ok(())
    }

    fn end(self) -> Result<Node<'static>, Error> {
        Ok(self.finish())
    }
}

impl SerializeStructVariant for Map {
    type Ok = Node<'static>;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.push(key.into(), value)
    }

    fn end(self) -> Result<Node<'static>, Error> {
        Ok(self.finish())
    }
}
