//! The dialect file as it is written.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tablature_ir::{Envelope, ErrorShape, Location, Method, Protocol, Recipe, Refusals, WireName};

use crate::{prose, raw::Role};

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

/// What the pages of a vendor showed of each other, as `init` writes it down.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// The words over tables, by what these tables hold.
    pub words: Sides,
    /// The headers of tables, their words joined by `|`, by what these tables hold.
    pub headers: Sides,
    /// How many tables there are of each side.
    pub tables: Counts,
    /// How many of them have a column that says which fields are required.
    pub required: Counts,
    /// How many have a column of types.
    pub typed: u32,
    /// How many tables say in their names or descriptions which fields are required.
    pub marked: u32,
    /// How many tables say it in a column of their own.
    pub unmarked: u32,
    /// The hosts that requests go to.
    pub hosts: Vec<String>,
    /// What their paths begin with.
    pub bases: Vec<String>,
    /// What their paths begin with, and the pages say once, where no host is known.
    pub prefix: Option<String>,
    /// Whether addresses without a method are requests.
    pub addresses: bool,
    /// Whether dots in names are keys within keys.
    pub dotted: bool,
    /// The key behind which responses have what they are about.
    pub payload: Option<String>,
    /// The keys beside it.
    pub beside: Vec<String>,
}

/// Texts by what the tables under them hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Sides {
    /// Fields of requests.
    pub request: Vec<String>,
    /// Fields of responses.
    pub response: Vec<String>,
    /// No fields.
    pub none: Vec<String>,
}

/// Numbers of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Counts {
    /// Of requests.
    pub request: u32,
    /// Of responses.
    pub response: u32,
}

/// Facts that hold for every service of the vendor; `vendor.yaml` may override each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// How operations are told apart.
    pub protocol: Protocol,
    /// The method and path of every operation, where pages give none.
    pub request: Option<DefaultRequest>,
    /// Where requests go; `{service}` is the service's id, `{region}` is filled by the client.
    pub endpoint: String,
    /// The ways to authenticate, the usual one first.
    pub auth: Vec<Recipe>,
    /// Operations that take only some of these ways, or none; the first entry that fits an operation counts.
    pub auth_of: Vec<AuthOf>,
    /// Parameters that the client supplies when an operation has them, and from which setting.
    pub context: IndexMap<WireName, String>,
    /// Services whose requests are made for the whole account.
    pub global: Global,
    /// Parameters and headers of the protocol itself, in upper or lower case: they are never fields.
    pub supplied: Vec<WireName>,
    /// What wraps every response body.
    pub envelope: Option<Envelope>,
    /// The shapes of error bodies.
    pub errors: Vec<ErrorShape>,
    /// What is answered to requests that are refused before an operation is carried out.
    pub refusals: Option<Refusals>,
    /// The error codes after which the same request may succeed a little later.
    pub transient: Vec<String>,
    /// The address that the pages are published under.
    pub docs: String,
    /// Beginnings of operation names, by whether a request may be sent again.
    pub retry: RetryNames,
}

/// Operations by method and path, and how they are authenticated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthOf {
    /// A regular expression over method and path, such as `^GET /v5/market/`.
    #[serde(rename = "match")]
    pub pattern: String,
    /// The ways: each a list of names that are needed together; empty where the operations are public.
    pub auth: Vec<Vec<String>>,
}

/// Services whose requests are made for the whole account, where those of other services are for a project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Global {
    /// The ids of these services.
    pub services: Vec<String>,
    /// What the client supplies to them, instead of the `context` of the others.
    pub context: IndexMap<WireName, String>,
}

/// Method and path where no page gives them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DefaultRequest {
    /// The method.
    pub method: Method,
    /// The path; `{page}` in it is the name of the page's file.
    pub uri: String,
}

/// Beginnings of operation names that tell whether a request may be sent twice. For protocols in which the
/// method does not tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RetryNames {
    /// Beginnings of operations that only read.
    pub safe: Vec<String>,
    /// Beginnings of operations that may run twice to the same effect.
    pub idempotent: Vec<String>,
}

/// How services and operations are named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Naming {
    /// Endings that a folder's name loses: `uhub-api` → `uhub`.
    pub strip: Vec<String>,
    /// Where a title holds the operation's name: regular expressions with the groups `name` and `title`.
    pub title: Vec<String>,
    /// Where another text of the page holds the operation's name, if the title does not: regular expressions
    /// with the group `name` on paragraphs and on descriptions of fields.
    pub text: Vec<String>,
    /// Where the address of a link holds a name: regular expressions with the group `name`. A name is taken where it
    /// fits method and path. A group `version` says that such names hold within a version of the service: that of the
    /// path is added then.
    pub link: Vec<String>,
    /// Segments of a path that are left out of a name made from it: a regular expression.
    pub omit_segments: Option<String>,
    /// The verbs that fit a method, for names that links give.
    pub verbs: IndexMap<Method, Vec<String>>,
    /// Names that links also give on pages of other operations: they are taken only where they speak of the last
    /// thing that the path names.
    pub copied: Vec<String>,
}

/// Which pages have no operations, and which pages list the others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Pages {
    /// The level of the headings that begin operations, where a page has several.
    pub operations: Option<u8>,
    /// Whether method and path stand right under the title, in a line or a block of code, and the parameters
    /// under them, without headings of their own.
    pub bare_requests: bool,
    /// Pages that are never operations.
    pub ignore: Vec<PageRule>,
    /// Pages whose tables every page of the service may refer to by name: regular expressions on the path.
    pub definitions: Vec<String>,
    /// File names of pages that list the service's pages. Of several pages for one operation the one counts
    /// that the first of these lists.
    pub listed_in: Vec<String>,
    /// Endings of file names of old or second versions: of several pages that no page lists, these count last.
    pub outdated: Vec<String>,
    /// Headings that only old versions have.
    pub outdated_headings: Vec<String>,
}

/// A page that is never an operation. All that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PageRule {
    /// A regular expression on the path of the page.
    pub path: Option<String>,
    /// A regular expression on a heading, the title and lines all in bold type included.
    pub heading: Option<String>,
    /// Columns of a table on the page.
    pub columns: Vec<String>,
    /// The reason, one word or two joined by `-`: it is counted and reported.
    pub why: String,
}

/// What a heading or label says of what is below it. Give `text` or `match`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Section {
    /// The whole text, any of these. Case, blanks around it and a final colon do not matter.
    pub text: Vec<String>,
    /// A regular expression. Its groups: `status` (an HTTP status), `name` (of what the table has the fields).
    #[serde(rename = "match")]
    pub pattern: Option<String>,
    /// What it holds; left out, what the section around it holds.
    pub is: Option<Role>,
    /// Where the fields go.
    #[serde(rename = "in")]
    pub location: Option<Location>,
    /// Whether the table has the fields of the request or response itself.
    pub root: bool,
    /// The HTTP status, where the text says so without a number; 0 for any error.
    pub status: Option<u16>,
}

/// What the columns of tables are called. Case and blanks around it do not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The name on the wire.
    pub name: Vec<String>,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Vec<String>,
    /// Whether it must be there.
    pub required: Vec<String>,
    /// What it is.
    pub description: Vec<String>,
    /// Where it goes: path, query, header, body.
    pub location: Vec<String>,
    /// What the service assumes.
    pub default: Vec<String>,
    /// The HTTP method.
    pub method: Vec<String>,
    /// The path.
    pub uri: Vec<String>,
    /// An HTTP status.
    pub status: Vec<String>,
    /// An error code.
    pub code: Vec<String>,
    /// One of the values that a field may have, in a table of nothing else.
    pub value: Vec<String>,
    /// Columns that are known, and of no use here.
    pub other: Vec<String>,
}

/// A table that holds no fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TableRule {
    /// Columns that it must have, all of them.
    pub columns: Vec<String>,
    /// The sections in which the rule holds; everywhere where this is empty.
    pub within: Vec<Role>,
    /// What it holds.
    pub is: Role,
    /// The reason why it is passed over.
    pub why: String,
}

/// The words for types. Case and blanks around it do not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Types {
    /// Words for text.
    pub string: Vec<String>,
    /// Words for whole numbers.
    pub integer: Vec<String>,
    /// Words for floating-point numbers.
    pub number: Vec<String>,
    /// Words for `true` and `false`.
    pub boolean: Vec<String>,
    /// Words for an object, whose fields stand elsewhere.
    pub object: Vec<String>,
    /// Words for a list, whose elements stand elsewhere.
    pub list: Vec<String>,
    /// Words for an object with free keys, whose values stand elsewhere.
    pub map: Vec<String>,
    /// Words that say nothing.
    pub any: Vec<String>,
    /// Types that are made of other types, tried in this order after the words.
    pub forms: Vec<Form>,
}

/// A type that is made of another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Form {
    /// A regular expression on the whole text. The group `of` is what it is made of; `or` what it may be instead.
    #[serde(rename = "match")]
    pub pattern: String,
    /// What it is.
    pub is: FormKind,
}

/// What a `Form` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FormKind {
    /// A list of the type.
    #[default]
    List,
    /// A map with values of the type.
    Map,
    /// The type itself: the rest of the text says nothing.
    Same,
    /// One of two types: `of`, or the group `or`.
    Either,
}

/// The words for yes and no. A cell that only begins with one has a condition after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Required {
    /// Must be there.
    pub yes: Vec<String>,
    /// May be left out.
    pub no: Vec<String>,
    /// Says nothing.
    pub unknown: Vec<String>,
    /// What it means when nothing says whether a parameter must be there. Words in the cell come first, then marks,
    /// then this; when left out, it is not known.
    pub unmarked: Option<Unmarked>,
    /// Marks of a field that must be there, in its name, its type or at the beginning of its description:
    /// regular expressions. They do not belong to name and type.
    pub yes_marks: Vec<String>,
    /// Marks of a field that may be left out, in the same places.
    pub no_marks: Vec<String>,
}

/// What it means when nothing says whether a parameter must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unmarked {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
}

/// How names are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Segments that stand for the index of a list: `Disks.N.Size`.
    pub index: Vec<String>,
    /// Whether dots in a name mean members of objects.
    pub nesting: Nesting,
    /// Marks at the beginning of a name that make it a member of the row above that has fewer: `└`, `+`, `-`;
    /// `&nbsp;` for any blank that HTML keeps.
    pub indent: Vec<String>,
    /// Parts that do not belong to the name: regular expressions.
    pub strip: Vec<String>,
    /// Names that stand for the elements of the list that the table describes.
    pub element: Vec<String>,
    /// Names that stand for the whole of what the table describes, which has no name: the body itself.
    pub whole: Vec<String>,
    /// Names that stand for free keys of a map: regular expressions.
    pub free: Vec<String>,
    /// Rows that are not fields: regular expressions on the name.
    pub ignore: Vec<String>,
    /// Names that are headers wherever they stand: a regular expression.
    pub header: Option<String>,
}

/// Whether dots in a name mean members of objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Nesting {
    /// Always: containers have no row of their own.
    Always,
    /// Where the part before the last dot is a row of the same table.
    #[default]
    WithParent,
    /// Never: a dot is a part of the name.
    Never,
}

/// Sentences that state rules about several parameters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// At least one part of a composite parameter is needed: regular expressions with the group `name`.
    pub at_least_one: Vec<String>,
    /// Parameters are given together or not at all: regular expressions with the groups `a` and `b`.
    pub together: Vec<String>,
    /// Descriptions of fields that a successful response does not have: regular expressions.
    pub error_fields: Vec<String>,
    /// Descriptions that refer to another page: regular expressions with the group `title`.
    pub page_reference: Vec<String>,
    /// Descriptions of objects whose keys are free: regular expressions.
    pub map_fields: Vec<String>,
    /// Text that says where fields go to look for them: "see table 2", with the group `number`.
    pub table_reference: Vec<String>,
}

/// One way to call a list page by page: the names of its parameters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Paging {
    /// The parameter that says how many items to skip.
    pub offset: Option<WireName>,
    /// The parameter that says how many items to return.
    pub limit: Option<WireName>,
    /// The parameter that says which page.
    pub page: Option<WireName>,
    /// The parameter that says how many items a page has.
    pub size: Option<WireName>,
    /// The number of the first page, where pages do not say it.
    pub first: Option<u32>,
    /// The parameter that takes the marker.
    pub marker: Option<WireName>,
    /// Paths of the total in the response body, the first that is there.
    pub total: Vec<String>,
    /// The response header that holds the total.
    pub total_header: Option<WireName>,
    /// Paths of the next marker in the response body, the first that is there; `items[].id` for a key of the
    /// last item.
    pub next: Vec<String>,
    /// The response header that holds the next marker.
    pub next_header: Option<WireName>,
    /// Paths of a link to the next page in the response body, the first that is there.
    pub link: Vec<String>,
    /// The response header that holds links, of which one is to the next page: `Link`.
    pub link_header: Option<WireName>,
    /// Whether a guide says it once for all lists: the pages of the lists need not repeat the parameters and headers. Those
    /// are the lists that have a place for a total where `total` says.
    pub everywhere: bool,
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
