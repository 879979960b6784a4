//! The types of the plan: a crate with its final names, types and texts. Nothing is left to decide.

mod types;

use serde::{Serialize, Serializer};
use tablature_ir as ir;

pub use self::types::{Enum, Field, Struct, Type, TypePath, Variant};
use super::name::Ident;
use crate::diagnostic::Diagnostic;

/// One client crate.
#[derive(Clone, Debug, Serialize)]
pub struct Crate {
    /// The package: `vendor-service`.
    pub name: String,
    /// The version of the package.
    pub version: String,
    /// The package as a path in Rust.
    pub lib: Ident,
    /// The vendor's id.
    pub vendor: String,
    /// The service's id.
    pub service: String,
    /// The service's name for people; its id where it has none.
    pub title: String,
    /// Where the pages are published.
    pub docs: String,
    /// How operations are told apart.
    pub protocol: ir::Protocol,
    /// Where requests go.
    pub endpoint: String,
    /// The ways to authenticate.
    pub auth: Vec<ir::Recipe>,
    /// Parameters that the client supplies: name on the wire and setting.
    #[serde(serialize_with = "map")]
    pub context: Vec<(String, String)>,
    /// The settings of the client, each a method of its builder and of every request.
    pub settings: Vec<String>,
    /// What wraps every response body.
    pub envelope: Option<ir::Envelope>,
    /// The shapes of error bodies.
    pub errors: Vec<ir::ErrorShape>,
    /// What is answered to requests that are refused before an operation is carried out.
    pub refusals: Option<ir::Refusals>,
    /// The error codes after which the same request may succeed a little later.
    pub transient: Vec<String>,
    /// The operations, sorted by method.
    pub operations: Vec<Operation>,
    /// The named object types, sorted by path.
    pub structs: Vec<Struct>,
    /// The enums, sorted by path.
    pub enums: Vec<Enum>,
    /// The documented error codes, each once, sorted by constant.
    pub codes: Vec<Code>,
    /// What was decided where the docs leave a choice.
    #[serde(skip)]
    pub diagnostics: Vec<Diagnostic>,
}

/// Pairs as a map, in their order.
fn map<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

impl Crate {
    /// The structs in the module of an operation; with `None`, those that operations share.
    #[must_use]
    pub fn structs_of(&self, operation: Option<&Ident>) -> &[Struct] {
        part(&self.structs, operation, |item| &item.path)
    }

    /// The enums in the module of an operation; with `None`, those of types that operations share.
    #[must_use]
    pub fn enums_of(&self, operation: Option<&Ident>) -> &[Enum] {
        part(&self.enums, operation, |item| &item.path)
    }

    /// Whether there are types that operations share.
    #[must_use]
    pub fn has_shared_types(&self) -> bool {
        !self.structs_of(None).is_empty() || !self.enums_of(None).is_empty()
    }

    /// The enum of this path.
    #[must_use]
    pub fn enum_at(&self, path: &TypePath) -> Option<&Enum> {
        self.enums.binary_search_by(|item| item.path.cmp(path)).ok().and_then(|at| self.enums.get(at))
    }
}

/// The items of one module, out of all items sorted by path.
fn part<'a, T>(items: &'a [T], operation: Option<&Ident>, path: impl Fn(&T) -> &TypePath) -> &'a [T] {
    let from = items.partition_point(|item| path(item).operation.as_ref() < operation);
    let rest = items.get(from..).unwrap_or_default();
    let length = rest.partition_point(|item| path(item).operation.as_ref() == operation);
    rest.get(..length).unwrap_or_default()
}

/// A parameter that always has one value.
#[derive(Clone, Debug, Serialize)]
pub struct Fixed {
    /// Its name on the wire.
    pub wire: String,
    /// Where it stands.
    pub place: Place,
    /// The type of its value.
    pub ty: Type,
    /// The value, spelled as on the wire.
    pub text: String,
}

/// One operation.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The vendor's id for it.
    pub id: String,
    /// The method of the client.
    pub method: Ident,
    /// The module and its file, named after the method as far as a file can be.
    pub module: Ident,
    /// The builder of a request.
    pub name: Ident,
    /// What it does: the first line of its documentation.
    pub title: String,
    /// Paragraphs of documentation after the title, the address of the page among them.
    pub docs: Vec<String>,
    /// The page, relative to the folder of pages.
    pub page: String,
    /// The page's address.
    pub url: Option<String>,
    /// Why the docs advise against it.
    pub deprecated: Option<String>,
    /// The HTTP method.
    pub http: ir::Method,
    /// The path as a template.
    pub uri: String,
    /// Where its requests go, where that is not the endpoint of the service.
    pub endpoint: Option<String>,
    /// Whether it may be sent twice.
    pub retry: ir::Retry,
    /// Further methods and paths for the same operation.
    pub alternatives: Vec<ir::RequestLine>,
    /// Parameters that depend on each other.
    pub groups: Vec<ir::Group>,
    /// The ways to authenticate it, where not every way of the service will do: each a list of recipes needed together.
    pub auth: Option<Vec<Vec<String>>>,
    /// Parameters that always have one value, which no caller gives.
    pub fixed: Vec<Fixed>,
    /// Arguments up front, path parameters first, [choices](Self::choices) last.
    pub required: Vec<Parameter>,
    /// The struct that holds the required arguments, when there are more than two.
    pub args: Option<Ident>,
    /// Parameters with setters.
    pub optional: Vec<Parameter>,
    /// Parameters of which exactly one is given, and a body of one of several types; each is one of the arguments.
    pub choices: Vec<Choice>,
    /// Composite parameters, whose parts are among the setters.
    pub composites: Vec<Composite>,
    /// The media type of the body, where it is not JSON as usual.
    pub media: Option<String>,
    /// What comes back.
    pub response: Response,
    /// How it is called page by page.
    pub paging: Option<Paging>,
    /// The documented errors: code, status, text.
    pub errors: Vec<ir::ErrorCode>,
    /// The examples of the page.
    pub examples: Vec<ir::Example>,
}

impl Operation {
    /// All parameters of the request, the required ones first. A choice counts as the parameters that it has.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        let required = self.required.iter().filter(|argument| !matches!(argument.place, Place::Choice(_)));
        required.chain(self.chosen()).chain(&self.optional)
    }

    /// The parameters of all choices.
    pub fn chosen(&self) -> impl Iterator<Item = &Parameter> {
        self.choices.iter().flat_map(|choice| &choice.members).map(|(_, parameter)| parameter)
    }
}

/// Parameters of which exactly one is given, as an enum with a variant for each.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The enum.
    pub path: TypePath,
    /// The parameters, each with its variant.
    pub members: Vec<(Ident, Parameter)>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// The form.
    Form,
    /// A key of the JSON body.
    Body,
    /// The whole JSON body.
    WholeBody,
    /// A part of a composite parameter, by its index in [`Operation::composites`].
    Part(usize),
    /// Where the parameter goes that a caller chooses, by its index in [`Operation::choices`].
    Choice(usize),
}

/// A parameter of an operation.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read by itself")]
pub struct Parameter {
    /// Its argument or setter.
    pub name: Ident,
    /// Its setter in the expectation of a mock.
    pub expectation: Ident,
    /// Its name on the wire; empty for the whole body.
    pub wire: String,
    /// Where it goes.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Why the docs advise against it.
    pub deprecated: Option<String>,
    /// Whether it is never printed.
    pub sensitive: bool,
    /// Whether it is a secret that is sent in base64; the caller gives the plain text.
    pub base64: bool,
    /// Whether the docs demand it.
    pub required: bool,
    /// The setter that sends `null`, where that may be sent.
    pub null: Option<Ident>,
    /// Whether an empty text or list is left out.
    pub omit_empty: bool,
    /// The client's setting that supplies it.
    pub context: Option<String>,
    /// How it is encoded, where that is not the usual way of its place.
    pub encoding: Option<ir::Encoding>,
    /// Of an object that a request shows by its members alone, a setter of one of them, and its type.
    #[serde(skip)]
    pub member: Option<(Ident, Type)>,
}

impl Parameter {
    /// Whether every request has its setter already.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.context.is_some()
    }

    /// Whether a request shows a list or an object with nothing in it. Only JSON has a spelling for that.
    #[must_use]
    pub fn shows_empty(&self) -> bool {
        let is_json =
            matches!(self.place, Place::Body | Place::WholeBody) || self.encoding == Some(ir::Encoding::Json);
        is_json && !self.omit_empty
    }
}

/// A parameter that is composed of parts.
#[derive(Clone, Debug, Serialize)]
pub struct Composite {
    /// Its name on the wire.
    pub wire: String,
    /// Where it goes.
    pub place: Place,
    /// The text between two parts.
    pub separator: String,
    /// The text between the name and the value of a part.
    pub assign: String,
    /// The least number of parts.
    pub at_least: u32,
    /// Groups of parts that are given together or not at all.
    pub together: Vec<Vec<String>>,
    /// Whether the docs demand it.
    pub required: bool,
}

/// What comes back.
#[derive(Clone, Debug, Serialize)]
pub struct Response {
    /// The status of success, where the docs give one.
    pub status: Option<String>,
    /// The body.
    pub body: ResponseBody,
    /// The documented headers that no struct can hold, because the body is no object.
    pub headers: Vec<Field>,
    /// The media type of a body that is bytes or a text, and so may be read while it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
}

impl Response {
    /// The status of success: the documented one, or 200.
    #[must_use]
    pub fn success(&self) -> u16 {
        self.status.as_deref().and_then(|status| status.parse().ok()).unwrap_or(200)
    }

    /// Whether HTTP has no body under the status of success, whatever the docs say.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        matches!(self.success(), 204 | 205 | 304)
    }
}

/// The body of a response.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseBody {
    /// None is documented.
    None,
    /// An object with a struct of its own.
    Own(Struct),
    /// A value of a type.
    Value(Type),
}

/// How an operation is called page by page, and the way from its response to the items.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// What the IR says of it.
    pub facts: ir::Pagination,
    /// The fields on the way from the response to the items.
    pub items: Vec<Ident>,
    /// The type of an item.
    pub item: Type,
}

/// A documented error code of the service.
#[derive(Clone, Debug, Serialize)]
pub struct Code {
    /// Its constant.
    pub name: Ident,
    /// The code.
    pub code: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
}
