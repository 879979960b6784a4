//! An interval of numbers: `1..100`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::read;

/// An interval; a bound that is absent leaves it open. Bounds are decimal text, so that none loses a digit. Written
/// as `1..100`, `1..` or `..100`; `0<..<1` where the bounds themselves lie outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The least value.
    pub min: Option<String>,
    /// The greatest value.
    pub max: Option<String>,
    /// Whether `min` itself lies outside.
    pub above: bool,
    /// Whether `max` itself lies outside.
    pub below: bool,
}

impl Interval {
    /// From the least to the greatest value.
    pub fn new(min: impl Into<String>, max: impl Into<String>) -> Self {
        Interval { min: Some(min.into()), max: Some(max.into()), ..Interval::default() }
    }

    /// Whether no number lies in it: `5..1`, `1<..1`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let (Some(min), Some(max)) = (number(self.min.as_ref()), number(self.max.as_ref())) else {
            return false;
        };
        // Long ones that differ may be one floating-point number.
        min > max || (self.above || self.below) && self.min == self.max
    }

    /// Whether it bounds a count, by whole numbers that are not negative.
    #[must_use]
    pub fn is_of_counts(&self) -> bool {
        [&self.min, &self.max].into_iter().flatten().all(|bound| bound.parse::<u64>().is_ok())
    }

    /// Whether a number lies in it.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        let Interval { min, max, above, below } = self;
        number(min.as_ref()).is_none_or(|min| if *above { min < value } else { min <= value })
            && number(max.as_ref()).is_none_or(|max| if *below { value < max } else { value <= max })
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { min, max, above, below } = self;
        let mark = |is_out: &bool| if *is_out { "<" } else { "" };
        write!(
            f,
            "{}{}..{}{}",
            min.as_deref().unwrap_or_default(),
            mark(above),
            mark(below),
            max.as_deref().unwrap_or_default()
        )
    }
}

fn number(bound: Option<&String>) -> Option<f64> {
    bound?.parse().ok()
}

/// Why a text is not an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseIntervalError(String);

impl fmt::Display for ParseIntervalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no interval that a number lies in; expected `1..100`, `1..`, `..100` or `0<..<1`",
            self.0
        )
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
        let (above, below) = (min.ends_with('<'), max.starts_with('<'));
        let interval = Interval {
            min: side(min.strip_suffix('<').unwrap_or(min))?,
            max: side(max.strip_prefix('<').unwrap_or(max))?,
            above,
            below,
        };
        // A bound that lies outside has to be there.
        if above && interval.min.is_none() || below && interval.max.is_none() {
            return Err(ParseIntervalError(text.to_owned()));
        }
        if interval.is_empty() { Err(ParseIntervalError(text.to_owned())) } else { Ok(interval) }
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
            "pattern": r"^(-?\d+(\.\d+)?<?)?\.\.(<?-?\d+(\.\d+)?)?$",
            "description": "An interval: `1..100`, `1..` or `..100`; `0<..<1` where the bounds themselves lie outside."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_read_back_as_written() {
        for text in ["1..100", "-1..", "..0.5", "0.1..0.9", "..", "0<..", "..<1", "0<..<0.5"] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), text);
        }
        for text in
            ["", "1", "1...5", "a..b", "1..2..3", "<..", "..<", "<1..", "1..", "5..1", "1<..1", "-1..-2"]
        {
            assert_eq!(text.parse::<Interval>().is_ok(), text == "1..", "{text}");
        }
    }
}
