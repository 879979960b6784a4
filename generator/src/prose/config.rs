//! The section `prose:` of a dialect: the words and phrases by which a vendor states facts in descriptions.
//!
//! A *phrase* is a regular expression (syntax of the crate `regex`). `{name}` in a phrase stands for the
//! fragment of that name; groups that have a meaning are named `(?P<min>…)`. A phrase is looked for in the
//! description as plain text, so start it with the words that are always there.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tablature_ir::Format;

/// The words and phrases by which a vendor states facts in descriptions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PatternsConfig {
    /// Pieces of regular expressions that phrases share: `{number}` in a phrase stands for `number` here.
    /// A fragment may use those above it.
    pub fragments: IndexMap<String, String>,
    /// Sentences that state nothing: phrases whose text is not read at all.
    pub ignore: Vec<String>,
    /// The typography of lists.
    pub marks: Marks,
    /// How clauses hang together.
    pub clauses: Clauses,
    /// Lists of values.
    pub enums: Enums,
    /// What is assumed when a field is left out.
    pub defaults: Defaults,
    /// Ranges of numbers, for fields that are numbers or lists of numbers.
    pub ranges: Vec<Bounds>,
    /// Lengths in characters, for fields that are strings or lists of strings.
    pub lengths: Vec<Bounds>,
    /// Numbers of elements, for lists.
    pub items: Vec<Bounds>,
    /// Units of numbers.
    pub units: Units,
    /// Times and encodings, the first phrase that is found first.
    pub formats: Vec<FormatPhrase>,
    /// Passwords, secrets and tokens.
    pub sensitive: Sensitive,
    /// Words that advise against a field. The text that a phrase matches is what callers are told.
    pub deprecated: Phrases,
    /// Words that advise against an operation as a whole.
    pub deprecated_operations: DeprecatedOperations,
    /// The words that say "is required" after a condition. What stands before them in the clause is the condition.
    pub conditions: Conditions,
    /// Which parameters depend on each other.
    pub groups: Groups,
    /// Regular expressions that the docs give: group `pattern` is the expression.
    pub patterns: Phrases,
    /// What descriptions say of parameters and members of lists.
    pub paging: Paging,
}

/// What descriptions say of parameters and members of lists, whatever these are called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Paging {
    /// Names of parameters that move from page to page.
    pub names: Vec<String>,
    /// Phrases that say that a parameter is the number of a page.
    pub pages: Vec<String>,
    /// Phrases that say that a parameter is a number of items to be skipped.
    pub offsets: Vec<String>,
    /// Phrases that say where counting begins, with the group `first`.
    pub first: Vec<String>,
    /// Phrases that say that a number is of this page, not of the whole list.
    pub own: Vec<String>,
}

/// The typography of lists: each is a text of single characters, or a list of words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Marks {
    /// Quotation marks around a value, opening and closing alike.
    pub quotes: String,
    /// Opening brackets.
    pub open: String,
    /// Closing brackets.
    pub close: String,
    /// What separates values, and sometimes a value from its label.
    pub commas: String,
    /// What separates alternatives and never a value from its label.
    pub slashes: String,
    /// What ends an entry of a list. A line break always does.
    pub stops: String,
    /// What stands before an entry of a list.
    pub bullets: String,
    /// What joins a value and its label: colons, arrows, words such as "means". Longer ones first.
    pub joints: Vec<String>,
    /// Words that join a value and its label only when all entries of a list have one: "is".
    pub weak_joints: Vec<String>,
    /// Words that separate values: "or".
    pub or: Vec<String>,
}

impl Default for Marks {
    fn default() -> Self {
        Marks {
            quotes: "\"'`".to_owned(),
            open: "([{".to_owned(),
            close: ")]}".to_owned(),
            commas: ",".to_owned(),
            slashes: "/|".to_owned(),
            stops: ";.".to_owned(),
            bullets: ">*-".to_owned(),
            joints: ["->", "=>", ":", "=", "-"].map(str::to_owned).to_vec(),
            weak_joints: Vec::new(),
            or: Vec::new(),
        }
    }
}

/// How clauses hang together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Clauses {
    /// Words that make what follows in the sentence true in some cases only: "when", "if".
    pub conditional: Vec<String>,
    /// Words that speak of a field that is left out, and so are not such a condition: "if not given".
    pub absence: Vec<String>,
    /// Words that may stand right before "default" or "range" and mean the field itself: "its", "the value".
    pub subjects: Vec<String>,
    /// Words that begin a remark which is not part of the list or label before it: "default", "see".
    pub remarks: Vec<String>,
    /// Words that announce an example: values that follow are samples.
    pub examples: Vec<String>,
}

/// Lists of values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Enums {
    /// Phrases right before a list that say that it is complete: one value is enough.
    pub introducers: Vec<String>,
    /// Phrases right before what may be a list: it must have two values at least.
    pub hints: Vec<String>,
    /// Words right before an introducer or a hint that make it speak of something else.
    pub unless_after: Vec<String>,
    /// Words that may follow the last value of a list without a mark between: "etc.", "two kinds".
    pub endings: Vec<String>,
    /// Words that are not values: a list with one of them describes parts of the field, or uses placeholders.
    pub except: Vec<String>,
    /// Whether a list of values with labels counts without an introducer, by its form alone.
    pub bare: bool,
}

/// What is assumed when a field is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// Phrases right before the value that say so in full: "default value:".
    pub introducers: Vec<String>,
    /// Phrases right before the value that may be part of another word: a mark must follow the value.
    pub hints: Vec<String>,
    /// Words that may follow a number without being its unit: "rows".
    pub counters: Vec<String>,
    /// What stands in or after the label of a value that is the default: "(default)".
    pub labels: Vec<String>,
    /// Words for "there is none", which are not values.
    pub none: Vec<String>,
    /// Words for `true`.
    pub yes: Vec<String>,
    /// Words for `false`.
    pub no: Vec<String>,
}

/// A phrase that states bounds, with groups `min` and `max`, either of which may be absent, or `exact`. A round
/// bracket in a group `open` or `close` excludes the bound next to it. A group `void` that matches something voids
/// the statement: what follows makes another number of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The phrase.
    pub phrase: String,
    /// Whether it decides even where the rest of the text says otherwise.
    #[serde(default)]
    pub decides: bool,
}

/// Units of numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Units {
    /// Phrases with a group `unit`.
    pub phrases: Vec<String>,
    /// Spellings of one unit, each group a list: a default `100G` fits a field in `GB`.
    pub same: Vec<Vec<String>>,
    /// Units that only count things: where one takes another's place, the number means what it meant.
    pub counts: Vec<String>,
    /// Names of fields (regular expressions) that hold a unit rather than being in one.
    pub except_names: Vec<String>,
}

/// A phrase that says what a text or number means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormatPhrase {
    /// What it means.
    pub format: Format,
    /// The phrase.
    pub phrase: String,
    /// Types that it speaks of; any scalar when left out.
    #[serde(default)]
    pub types: Vec<Scalar>,
    /// Phrases that void it.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// A scalar type, as dialects name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scalar {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A floating-point number.
    Number,
}

/// Which parameters depend on each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Groups {
    /// How many of several parameters may be given, the first phrase that is found first.
    pub phrases: Vec<GroupPhrase>,
    /// Phrases that say that two of them may be given all the same: "takes priority if both are set".
    pub both: Vec<String>,
}

/// A phrase that says how many of several parameters may be given: the group `names` has their names. Where it has one,
/// the parameter that is described is the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupPhrase {
    /// How many.
    pub is: Dependence,
    /// The phrase.
    pub phrase: String,
}

/// How many of several parameters are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Dependence {
    AtLeastOne,
    ExactlyOne,
    AtMostOne,
}

/// Passwords, secrets and tokens: strings whose name is one of `names` and none of `except`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Sensitive {
    /// Regular expressions on the wire name.
    pub names: Vec<String>,
    /// Regular expressions on the wire name that void the above.
    pub except: Vec<String>,
    /// Phrases of descriptions that void the above.
    pub unless: Vec<String>,
}

/// Phrases, and phrases that void them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Phrases {
    /// Any of these states the fact.
    pub phrases: Vec<String>,
    /// Any of these, overlapping what a phrase matched or right after it, voids it.
    pub unless: Vec<String>,
}

/// Words that advise against an operation. The text that a phrase matches is what callers are told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DeprecatedOperations {
    /// Phrases in its title.
    pub titles: Vec<String>,
    /// Phrases in its description, which speaks of other things too.
    pub descriptions: Vec<String>,
}

/// The words that say "is required" after a condition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Conditions {
    /// Phrases that follow the condition: ", is required".
    pub phrases: Vec<String>,
    /// Phrases in the condition or after the match that void it: "one of".
    pub unless: Vec<String>,
    /// Phrases at the start of the condition that belong to the grammar and not to it: "when".
    pub lead: Vec<String>,
}
