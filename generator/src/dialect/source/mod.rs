//! The dialect file as it is written: the whole here, each part of it in a file.

mod evidence;
mod pages;
mod service;
mod tables;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tablature_ir::Location;

pub use self::{
    evidence::{Counts, Evidence, Sides},
    service::Paging,
    tables::{FormKind, Nesting, TableRule, Unmarked},
};
use self::{
    pages::Pages,
    service::{Naming, Service},
    tables::{Names, Rules},
};
pub(super) use self::{
    pages::{PageRule, Section},
    tables::{Columns, Form, Required, Types},
};
use crate::prose;

/// A dialect file. Unknown keys are errors; whatever is left out is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// A built-in dialect. It gives what this file leaves out of `speaks`, `without`, `captions`, `sections`,
    /// `labels`, `columns`, `types`, `required`, `names`, `rules` and `prose`, each as a whole.
    pub like: Option<String>,
    /// The languages that pages are written in, the main one first: `zh`, `en`. Their packs give the usual words and
    /// phrases, which stand behind those of this file. When left out, all languages that have a pack.
    pub speaks: Option<Vec<String>>,
    /// Words and phrases of these packs that mean something else here.
    pub without: Vec<String>,
    /// What decides about tables and requests: the rules of this file, or what the pages show.
    pub by: By,
    /// What the vendor's pages showed of each other, for dialects that go by what pages show. When left out, it is
    /// gathered anew over the pages given.
    pub evidence: Option<Evidence>,
    /// Facts that hold for every service of the vendor.
    pub service: Service,
    /// How services and operations are named.
    pub naming: Naming,
    /// Which pages have no operations, and which pages list the others.
    pub pages: Pages,
    /// How captions of tables are written: regular expressions with the groups `number` and `text`.
    pub captions: Vec<String>,
    /// What headings say that their section holds. The first rule that fits decides; a heading that no rule
    /// fits may name the table under it.
    pub sections: Vec<Section>,
    /// What captions, bold lines and list items say of the table or example below. The first that fits decides.
    pub labels: Vec<Section>,
    /// What the columns of tables are called.
    pub columns: Columns,
    /// The words for the locations of parameters, in a column or label that names them; `path`, `query`, `header`,
    /// `form` and `body` are known.
    pub locations: IndexMap<Location, Vec<String>>,
    /// Tables that hold no fields, by their columns. The first rule that fits decides.
    pub tables: Vec<TableRule>,
    /// The words for types.
    pub types: Types,
    /// The words for yes and no in the column that says whether a field is required.
    pub required: Required,
    /// How names are written.
    pub names: Names,
    /// Sentences that state rules about several parameters.
    pub rules: Rules,
    /// How lists are called page by page.
    pub pagination: Vec<Paging>,
    /// The phrases by which descriptions state facts.
    pub prose: prose::PatternsConfig,
}

/// What decides what tables, headings and requests are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The rules of the dialect and the words of its languages.
    #[default]
    Rules,
    /// All that the pages show: words, overlap with requests and examples, references, what other pages say.
    Evidence,
}

/// The lists of words of a section: key and words.
type Lists<'s> = Vec<(&'static str, &'s [String])>;

impl Source {
    /// The sections of words, of which each has one meaning within its section.
    pub(crate) fn words(&self) -> [(&'static str, Lists<'_>); 3] {
        let (columns, types, required) = (&self.columns, &self.types, &self.required);
        let columns: Lists<'_> = vec![
            ("name", &columns.name),
            ("type", &columns.ty),
            ("required", &columns.required),
            ("description", &columns.description),
            ("location", &columns.location),
            ("default", &columns.default),
            ("method", &columns.method),
            ("uri", &columns.uri),
            ("status", &columns.status),
            ("code", &columns.code),
            ("other", &columns.other),
        ];
        let types: Lists<'_> = vec![
            ("string", &types.string),
            ("file", &types.file),
            ("integer", &types.integer),
            ("number", &types.number),
            ("boolean", &types.boolean),
            ("object", &types.object),
            ("list", &types.list),
            ("map", &types.map),
            ("any", &types.any),
        ];
        let required: Lists<'_> =
            vec![("yes", &required.yes), ("no", &required.no), ("unknown", &required.unknown)];
        [("columns", columns), ("types", types), ("required", required)]
    }
}
