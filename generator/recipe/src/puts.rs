//! What a step of a recipe sets, by place and name.

use serde::Serialize;

use crate::{model::Maker, ordered::Ordered, plan::Place};

/// What is set, by place and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Puts {
    /// Headers.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub header: Ordered<Maker>,
    /// Cookies.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub cookie: Ordered<Maker>,
    /// Parameters of the query.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub query: Ordered<Maker>,
    /// Parameters of a form.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub form: Ordered<Maker>,
    /// Parameters where those of the operation go.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub params: Ordered<Maker>,
    /// Members of the JSON body, as strings.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub body: Ordered<Maker>,
    /// Members of the JSON body that are numbers.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub number: Ordered<Maker>,
    /// Names in braces in the path.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub path: Ordered<Maker>,
}

impl Puts {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Puts::default()
    }

    /// The makers by place.
    pub(crate) fn places(&self) -> [(Place, &Ordered<Maker>); 8] {
        let Puts { header, cookie, query, form, params, body, number, path } = self;
        [
            (Place::Header, header),
            (Place::Cookie, cookie),
            (Place::Query, query),
            (Place::Form, form),
            (Place::Params, params),
            (Place::Body, body),
            (Place::Number, number),
            (Place::Path, path),
        ]
    }
}
