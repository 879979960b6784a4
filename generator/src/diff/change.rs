//! The result of a comparison, in the shape that `--format json` publishes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Bump, Direction, Level};

/// What changed, and the next version of each crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The changes, those of one operation together; what breaks comes first.
    pub changes: Vec<Change>,
    /// The crates of both sides, by name; one whose service did not change is left out.
    pub crates: Vec<CrateBump>,
}

/// One change. The same edit in several places is one change with several places; `service`, `operation` and
/// `field` are then those of the first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The id of the rule: `field-removed`.
    pub rule: String,
    /// The vendor's id.
    pub vendor: String,
    /// The service's id.
    pub service: String,
    /// The operation's id; null for what concerns the service or a type as a whole.
    pub operation: Option<String>,
    /// Which way the field travels; null where the change is not about a field.
    pub side: Option<Direction>,
    /// The path of the field, as `tablature fields` spells it; null where the change is not about a field.
    pub field: Option<String>,
    /// Does an old client still work against the new service?
    pub wire: Level,
    /// Does code written against the old crate still compile against the new one, and mean the same?
    pub source: Level,
    /// Did the prose change?
    pub docs: Level,
    /// One sentence for each verdict that is concerned.
    pub why: String,
    /// What stood there before; null where there was nothing.
    pub old: Option<String>,
    /// What stands there now; null where there is nothing.
    pub new: Option<String>,
    /// Whether the two sides were matched by likeness, not by name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guess: bool,
    /// Who changed it.
    #[serde(default)]
    pub cause: Cause,
    /// Where, one entry per operation or type that is touched.
    pub places: Vec<Place>,
    /// Names this change whatever the wording: twelve hexadecimal digits over rule, operation and field.
    pub fingerprint: String,
}

/// Who changed it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The vendor: the pages say something else.
    Vendor,
    /// We: an overlay or the vendor's configuration.
    Overlay,
    /// We: the dialect.
    Dialect,
    /// We: the code that reads pages and decides types.
    Extractor,
    /// We, but the sides do not show by which of these.
    Us,
    /// The sides have no pages to compare.
    #[default]
    Unknown,
}

impl Cause {
    /// The cause as text: `vendor`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Vendor => "vendor",
            Cause::Overlay => "overlay",
            Cause::Dialect => "dialect",
            Cause::Extractor => "extractor",
            Cause::Us => "us",
            Cause::Unknown => "unknown",
        }
    }
}

/// One place of a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The service.
    pub service: String,
    /// The operation; null for the service or a type as a whole.
    pub operation: Option<String>,
    /// The path of the field; null where the change is not about a field.
    pub field: Option<String>,
    /// Names the change at this place alone; the same as the change's where it has one place.
    pub fingerprint: String,
    /// Where it stood.
    pub old: Spot,
    /// Where it stands.
    pub new: Spot,
    /// The Rust paths of the methods, types and fields that are touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rust: Vec<String>,
}

/// One side of a place. Everything is absent where that side does not have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spot {
    /// The page, relative to the folder of the vendor's pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The page as the user may open it, where that is another path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of the page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What stands on that line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The file of the IR.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ir: Option<String>,
    /// The line of the IR, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ir_line: Option<u32>,
    /// The commit that wrote the line of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<Commit>,
}

/// A commit of the pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Commit {
    /// The id, abbreviated.
    pub id: String,
    /// The author's name.
    pub author: String,
    /// The day it was written: `2025-12-22`.
    pub date: String,
}

/// The next version of a crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CrateBump {
    /// The crate's name: `vendor-service`.
    pub name: String,
    /// By how much its version moves. Accepted changes count: agreement does not make code compile.
    pub bump: Bump,
    /// How many accepted places of changes are no longer listed in `changes`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub accepted: usize,
    /// Programs that compile against the old crate and no longer against the new one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
}

/// A proof that a crate's version has to move by a major step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Witness {
    /// The Rust path that moved.
    pub rust: String,
    /// The source of a library that depends on the crate alone.
    pub program: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
