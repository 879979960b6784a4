//! Levels and verdicts: what a change means for callers on the wire, in source, and for readers.

use std::{borrow::Cow, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How bad a change is. Ordered: `None < Safe < Risky < Unknown < Breaking`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Does not concern this verdict.
    #[default]
    None,
    /// Seen, harmless.
    Safe,
    /// It can fail, or a value is lost, depending on data.
    Risky,
    /// Nobody read what changed: a person has to look.
    Unknown,
    /// Some call or some code that was right before fails now.
    Breaking,
}

impl Level {
    /// The level as text: `breaking`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Level::None => "none",
            Level::Safe => "safe",
            Level::Risky => "risky",
            Level::Unknown => "unknown",
            Level::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Which way a field travels. Compatibility means the opposite on the two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the caller to the service.
    Request,
    /// From the service to the caller.
    Response,
}

impl Direction {
    /// The direction as text: `request`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Request => "request",
            Direction::Response => "response",
        }
    }
}

/// A level and, in one sentence, why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// How bad.
    pub level: Level,
    /// One sentence; empty for [`Level::None`].
    pub why: Cow<'static, str>,
}

/// The three verdicts on one change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verdicts {
    /// Does an old client still work against the new service?
    pub wire: Verdict,
    /// Does code written against the old crate still compile against the new one, and mean the same?
    pub source: Verdict,
    /// Did the prose change?
    pub docs: Verdict,
}

impl Verdicts {
    /// The levels: wire, source, docs.
    #[must_use]
    pub fn levels(&self) -> [Level; 3] {
        [self.wire.level, self.source.level, self.docs.level]
    }

    /// The sentences of the verdicts that are concerned.
    #[must_use]
    pub fn why(&self) -> String {
        let mut sentences: Vec<&str> = Vec::new();
        for verdict in [&self.wire, &self.source, &self.docs] {
            if verdict.level > Level::None && !verdict.why.is_empty() && !sentences.contains(&&*verdict.why) {
                sentences.push(&verdict.why);
            }
        }
        sentences.join(" ")
    }
}

/// The next version of a crate, as semver for Rust sees it. Ordered: `None < Patch < Minor < Major`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing changed.
    #[default]
    None,
    /// The public API is the same.
    Patch,
    /// Only additions.
    Minor,
    /// Some code that compiled before may not compile now.
    Major,
}

impl Bump {
    /// The bump as text: `major`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Bump::None => "none",
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
