//! Reading an answer by hand, as leniently as the client does: numbers and texts in each other's spelling, names without
//! regard to case, unknown members kept, and values that do not fit kept with them.
//!
//! Left out, because `serde_json` is what most people take: all digits of a number that should be text, and answers that
//! are not quite JSON.

use std::{collections::BTreeMap, fmt};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use tablature_client::{HttpResponse, Json};

#[derive(Default)]
pub(crate) struct GetRepoImageResponse {
    pub(crate) total_count: Option<i64>,
    pub(crate) image_set: Vec<ImageSet>,
    pub(crate) extra: BTreeMap<String, Json>,
    pub(crate) code: Option<String>,
}

#[derive(Default)]
pub(crate) struct ImageSet {
    pub(crate) repo_name: Option<String>,
    pub(crate) image_name: Option<String>,
    pub(crate) create_time: Option<String>,
    pub(crate) update_time: Option<String>,
    pub(crate) pull_count: Option<i64>,
    pub(crate) latest_tag: Option<String>,
    pub(crate) extra: BTreeMap<String, Json>,
}

pub(crate) fn read(response: &HttpResponse) -> Result<GetRepoImageResponse, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(&response.body);
    let output = Output.deserialize(&mut deserializer).map_err(|error| error.to_string())?;
    deserializer.end().map_err(|error| error.to_string())?;
    Ok(output)
}

/// What was read, or what came instead.
type Read<T> = Result<Option<T>, Json>;

/// Puts what was read into its field, or keeps it.
fn put<T>(field: &mut Option<T>, name: &str, read: Read<T>, extra: &mut BTreeMap<String, Json>) {
    match read {
        Ok(value) => *field = value,
        Err(other) => {
            extra.insert(name.to_owned(), other);
        }
    }
}

/// The elements of a list that should not have been one.
fn elements<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Json, A::Error> {
    let mut out = Vec::new();
    while let Some(element) = seq.next_element()? {
        out.push(element);
    }
    Ok(Json::Array(out))
}

/// The members of an object that should not have been one.
fn members<'de, A: MapAccess<'de>>(mut map: A) -> Result<Json, A::Error> {
    let mut out = serde_json::Map::new();
    while let Some((name, value)) = map.next_entry()? {
        out.insert(name, value);
    }
    Ok(Json::Object(out))
}

/// The string, number or boolean spelling of text.
struct Text;
impl<'de> DeserializeSeed<'de> for Text {
    type Value = Read<String>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Text {
    type Value = Read<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(Some(text.to_owned())))
    }
    fn visit_bool<E>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(Ok(Some(boolean.to_string())))
    }
    fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Ok(Some(integer.to_string())))
    }
    fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(Ok(Some(integer.to_string())))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Ok(Some(number.to_string())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        elements(seq).map(Err)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        members(map).map(Err)
    }
}

/// The string, number or boolean spelling of an integer.
struct Integer;
impl<'de> DeserializeSeed<'de> for Integer {
    type Value = Read<i64>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Integer {
    type Value = Read<i64>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.trim().parse().map(Some).map_err(|_| text.into()))
    }
    fn visit_bool<E>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(Ok(Some(boolean.into())))
    }
    fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Ok(Some(integer)))
    }
    fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(integer).map(Some).map_err(|_| integer.into()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // Text spells every whole number that fits.
        let whole = format!("{number:.0}").parse().ok().filter(|_| number.fract() == 0.0);
        Ok(whole.map(Some).ok_or_else(|| number.into()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        elements(seq).map(Err)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        members(map).map(Err)
    }
}

/// The name of a member, without a copy where it is known.
enum Key {
    Known(usize),
    Other(String),
}
struct Name(&'static [&'static str]);
impl<'de> DeserializeSeed<'de> for Name {
    type Value = Key;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Key, D::Error> {
        d.deserialize_identifier(self)
    }
}
impl Visitor<'_> for Name {
    type Value = Key;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        let exact = self.0.iter().position(|known| *known == name);
        let found = exact.or_else(|| self.0.iter().position(|known| known.eq_ignore_ascii_case(name)));
        Ok(found.map_or_else(|| Key::Other(name.to_owned()), Key::Known))
    }
}

struct Output;
impl<'de> DeserializeSeed<'de> for Output {
    type Value = GetRepoImageResponse;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Output {
    type Value = GetRepoImageResponse;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = GetRepoImageResponse::default();
        while let Some(key) =
            map.next_key_seed(Name(&["TotalCount", "ImageSet", "RetCode", "Action", "Message"]))?
        {
            match key {
                Key::Known(0) => {
                    let read = map.next_value_seed(Integer)?;
                    put(&mut out.total_count, "TotalCount", read, &mut out.extra);
                }
                Key::Known(1) => out.image_set = map.next_value_seed(Images)?,
                Key::Known(2) => {
                    let read = map.next_value_seed(Text)?;
                    put(&mut out.code, "RetCode", read, &mut out.extra);
                }
                Key::Known(_) => {
                    map.next_value::<IgnoredAny>()?;
                }
                Key::Other(name) => {
                    let value = map.next_value()?;
                    out.extra.insert(name, value);
                }
            }
        }
        Ok(out)
    }
}

struct Images;
impl<'de> DeserializeSeed<'de> for Images {
    type Value = Vec<ImageSet>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Images {
    type Value = Vec<ImageSet>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut out = Vec::new();
        while let Some(image) = seq.next_element_seed(Image)? {
            out.push(image);
        }
        Ok(out)
    }
}

struct Image;
impl<'de> DeserializeSeed<'de> for Image {
    type Value = ImageSet;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Image {
    type Value = ImageSet;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const NAMES: &[&str] =
            &["RepoName", "ImageName", "CreateTime", "UpdateTime", "PullCount", "LatestTag"];
        let mut out = ImageSet::default();
        while let Some(key) = map.next_key_seed(Name(NAMES))? {
            match key {
                Key::Known(4) => {
                    let read = map.next_value_seed(Integer)?;
                    put(&mut out.pull_count, "PullCount", read, &mut out.extra);
                }
                Key::Known(index) => {
                    let field = match index {
                        0 => &mut out.repo_name,
                        1 => &mut out.image_name,
                        2 => &mut out.create_time,
                        3 => &mut out.update_time,
                        _ => &mut out.latest_tag,
                    };
                    put(field, NAMES[index], map.next_value_seed(Text)?, &mut out.extra);
                }
                Key::Other(name) => {
                    let value = map.next_value()?;
                    out.extra.insert(name, value);
                }
            }
        }
        Ok(out)
    }
}
