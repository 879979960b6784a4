//! A closed interval of numbers: `1..100`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::read;

/// A closed interval; a side that is absent is open. Numbers as decimal text, so that none loses a digit.
/// Written as `1..100`, `1..` or `..100`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The least value.
    pub min: Option<String>,
    /// The greatest value.
    pub max: Option<String>,
}

impl Interval {
    /// From the least to the greatest value.
    pub fn new(min: impl Into<String>, max: impl Into<String>) -> Self {
        Interval { min: Some(min.into()), max: Some(max.into()) }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { min, max } = self;
        write!(f, "{}..{}", min.as_deref().unwrap_or_default(), max.as_deref().unwrap_or_default())
    }
}

/// A text is no interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseIntervalError(String);

impl fmt::Display for ParseIntervalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no interval; expected `1..100`, `1..` or `..100`", self.0)
    }
}

impl std::error::Error for ParseIntervalError {}

impl FromStr for Interval {
    type Err = ParseIntervalError;

    fn from_str(text: &str) -> Result<Self, ParseIntervalError> {
        let side = |side: &str| match side {
            "" => Ok(None),
            side if is_number(side) => Ok(Some(side.to_owned())),
            _ => Err(ParseIntervalError(text.to_owned())),
        };
        let (min, max) = text.split_once("..").ok_or_else(|| ParseIntervalError(text.to_owned()))?;
        Ok(Interval { min: side(min)?, max: side(max)? })
    }
}

/// Decimal: `-12`, `0.5`.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::text(deserializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Interval {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Interval".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^(-?\d+(\.\d+)?)?\.\.(-?\d+(\.\d+)?)?$",
            "description": "A closed interval: `1..100`, `1..` or `..100`."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_read_back_as_written() {
        for text in ["1..100", "-1..", "..0.5", "0.1..0.9", ".."] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), text);
        }
        for text in ["", "1", "1...5", "a..b", "1..2..3", "1.."] {
            assert_eq!(text.parse::<Interval>().is_ok(), text == "1..", "{text}");
        }
    }
}
