//! The examples of pages.

use serde::{Deserialize, Serialize};

use crate::{OperationId, Status, json};

/// The columns that JSON may take in a file.
const WIDTH: usize = 96;

/// The examples of one operation: a file beside the IR, `examples/images/ListImages.yaml` beside `images.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    /// The operation's id.
    pub operation: OperationId,
    /// Its examples, in the order of the page.
    pub examples: Vec<Example>,
}

/// An example of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "ExampleForm", into = "ExampleForm")]
pub struct Example {
    /// What it is an example of.
    pub of: ExampleKind,
    /// Its title, where it has one.
    pub title: String,
    /// The status, of a response.
    pub status: Option<Status>,
    /// For a response and a JSON request body: the JSON text, compact, keys in the order of the page. For any
    /// other request: the text as it stands on the page.
    pub text: String,
}

/// An [`Example`] as it may stand in a file.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExampleForm {
    /// What it is an example of.
    of: ExampleKind,
    /// Its title, where it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    title: String,
    /// The status, of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    /// JSON, laid out in any way.
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<String>,
    /// Any other text, as it stands on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl From<Example> for ExampleForm {
    fn from(Example { of, title, status, text }: Example) -> Self {
        let json = match of {
            ExampleKind::Request => None,
            ExampleKind::Body | ExampleKind::Response => json::layout(&text, WIDTH),
        };
        let text = json.is_none().then_some(text);
        ExampleForm { of, title, status, json, text }
    }
}

impl TryFrom<ExampleForm> for Example {
    type Error = &'static str;

    fn try_from(form: ExampleForm) -> Result<Self, Self::Error> {
        let ExampleForm { of, title, status, json, text } = form;
        let text = match (json, text) {
            (Some(json), None) => json::compact(&json),
            (None, Some(text)) => text,
            (Some(_), Some(_)) => return Err("an example has either `json` or `text`, not both"),
            (None, None) => return Err("an example has either `json` or `text`"),
        };
        Ok(Example { of, title, status, text })
    }
}

/// What an [`Example`] is an example of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ExampleKind {
    /// A request as text: a URL, a request line with a body, a command.
    Request,
    /// The JSON body of a request.
    Body,
    /// The JSON body of a response.
    Response,
}
