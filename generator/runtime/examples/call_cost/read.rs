//! Reading an answer by hand, as leniently as the client does: numbers and texts in each other's spelling, names without
//! regard to case, and unknown members kept.

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

/// The string, number or boolean spelling of text.
struct Text;
impl<'de> DeserializeSeed<'de> for Text {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Text {
    type Value = Option<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }
    fn visit_bool<E>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(Some(boolean.to_string()))
    }
    fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Some(integer.to_string()))
    }
    fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(Some(integer.to_string()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// The string, number or boolean spelling of an integer.
struct Integer;
impl<'de> DeserializeSeed<'de> for Integer {
    type Value = Option<i64>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}
impl<'de> Visitor<'de> for Integer {
    type Value = Option<i64>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.trim().parse().ok())
    }
    fn visit_bool<E>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(Some(boolean.into()))
    }
    fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Some(integer))
    }
    fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(integer).ok())
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // Text spells every whole number that fits.
        Ok(format!("{number:.0}").parse().ok().filter(|_| number.fract() == 0.0))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
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
                Key::Known(0) => out.total_count = map.next_value_seed(Integer)?,
                Key::Known(1) => out.image_set = map.next_value_seed(Images)?,
                Key::Known(2) => out.code = map.next_value_seed(Text)?,
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
                Key::Known(0) => out.repo_name = map.next_value_seed(Text)?,
                Key::Known(1) => out.image_name = map.next_value_seed(Text)?,
                Key::Known(2) => out.create_time = map.next_value_seed(Text)?,
                Key::Known(3) => out.update_time = map.next_value_seed(Text)?,
                Key::Known(4) => out.pull_count = map.next_value_seed(Integer)?,
                Key::Known(_) => out.latest_tag = map.next_value_seed(Text)?,
                Key::Other(name) => {
                    let value = map.next_value()?;
                    out.extra.insert(name, value);
                }
            }
        }
        Ok(out)
    }
}
