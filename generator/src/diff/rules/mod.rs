//! The rules: one file each. A rule looks at one pair and says what the difference means.
//!
//! A rule has an id, documentation, a mirror (the rule that sees the same edit undone) and cases; the cases
//! are data, so that the tests can run each of them both ways. The source verdict that a rule gives is what
//! the IR lets expect; where both crates can be planned, the comparison of their public API decides.

mod explain;
mod interval;
mod words;

use std::borrow::Cow;

pub use self::explain::explain;

use super::{
    Level, Verdict, Verdicts,
    pair::{FieldPair, OperationPair, ServicePair},
};

/// A rule.
pub struct Rule {
    /// The id, the name of its file.
    pub id: &'static str,
    /// What it sees and why it matters, Markdown.
    pub docs: &'static str,
    /// The rule that sees the same edit undone.
    pub mirror: Mirror,
    pub(crate) check: Check,
    pub(crate) cases: &'static [Case],
}

/// What sees the same edit undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// The rule of this id.
    Of(&'static str),
    /// The rule itself.
    Itself,
}

/// What a rule looks at. A rule about fields of both sides is asked about renamed and moved fields as well.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Services of both sides.
    Service(fn(&ServicePair<'_>) -> Option<Hit>),
    /// Operations of both sides.
    Operation(fn(&OperationPair<'_>) -> Option<Hit>),
    /// Fields of both sides.
    Field(fn(&FieldPair<'_>) -> Option<Hit>),
    /// Operations of one side: `old` or `new` is absent.
    LoneOperation(fn(&OperationPair<'_>) -> Option<Hit>),
    /// Fields of one side.
    LoneField(fn(&FieldPair<'_>) -> Option<Hit>),
    /// Named types of both sides.
    Type(fn(&tablature_ir::TypeDef, &tablature_ir::TypeDef) -> Option<Hit>),
    /// Enums of both sides that have one name.
    Enum(fn(&tablature_ir::EnumDef, &tablature_ir::EnumDef) -> Option<Hit>),
    /// Not asked: made by the comparison itself.
    Engine,
}

/// What a rule found: what stood there, what stands there, what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) verdicts: Verdicts,
    pub(crate) guess: bool,
}

impl Hit {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "texts, numbers and types alike, at some eighty places"
    )]
    pub(crate) fn new(old: impl ToString, new: impl ToString) -> Self {
        Hit { old: old.to_string(), new: new.to_string(), ..Hit::default() }
    }

    pub(crate) fn wire(mut self, level: Level, why: impl Into<Cow<'static, str>>) -> Self {
        self.verdicts.wire = Verdict { level, why: why.into() };
        self
    }

    pub(crate) fn source(mut self, level: Level, why: impl Into<Cow<'static, str>>) -> Self {
        self.verdicts.source = Verdict { level, why: why.into() };
        self
    }

    pub(crate) fn docs(mut self, why: impl Into<Cow<'static, str>>) -> Self {
        self.verdicts.docs = Verdict { level: Level::Safe, why: why.into() };
        self
    }

    pub(crate) fn guess(mut self) -> Self {
        self.guess = true;
        self
    }
}

/// A case of a rule: two small pieces of IR and what must come out. Empty text stands for absence.
pub(crate) enum Case {
    /// A field named `X`, once as a form parameter and once as a key of the response.
    Field { old: &'static str, new: &'static str, request: Expect, response: Expect },
    /// A field named `X` of the JSON body of a request.
    Body { old: &'static str, new: &'static str, expect: Expect },
    /// An operation named `Op`, its required keys left out.
    Operation { old: &'static str, new: &'static str, expect: Expect },
    /// A whole service, its required keys left out.
    Service { old: &'static str, new: &'static str, expect: Expect },
}

/// The levels that must come out: wire, source, docs. `None` where the rule must not see anything.
pub(crate) type Expect = Option<[Level; 3]>;

pub(crate) mod prelude {
    //! What every rule needs.
    pub(crate) use super::{Case, Check, Hit, Mirror, Rule};
    pub(crate) use crate::diff::{
        Level::{self, Breaking, Risky, Safe},
        pair::{FieldPair, OperationPair, Role, ServicePair, Shape, shape},
    };
}

/// Declares the rules: the module of each, and the list of all.
macro_rules! rules {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// All rules, sorted by id.
        pub static ALL: &[&Rule] = &[$(&$name::RULE),*];
    };
}

rules! {
    access_changed
    alternatives_changed
    argument_order_changed
    auth_added
    auth_changed
    auth_order_changed
    auth_removed
    became_deprecated
    became_optional
    became_required
    body_changed
    column_read
    column_unread
    composite_changed
    condition_changed
    context_changed
    default_added
    default_changed
    default_removed
    description_changed
    docs_address_changed
    encoding_changed
    endpoint_changed
    enum_description_changed
    enum_dropped
    enum_introduced
    enum_label_changed
    enum_name_changed
    enum_order_changed
    enum_value_added
    enum_value_removed
    envelope_changed
    error_code_added
    error_code_changed
    error_code_removed
    error_shape_changed
    example_changed
    extensions_changed
    field_added
    field_moved
    field_order_changed
    field_removed
    field_renamed
    fixed_changed
    format_changed
    global_changed
    groups_changed
    items_narrowed
    items_widened
    length_narrowed
    length_widened
    list_added
    list_removed
    media_changed
    method_changed
    no_longer_deprecated
    nullable_changed
    omit_empty_changed
    operation_added
    operation_auth_changed
    operation_deprecated
    operation_description_changed
    operation_endpoint_changed
    operation_extensions_changed
    operation_moved
    operation_no_longer_deprecated
    operation_removed
    operation_renamed
    operation_twin
    origin_changed
    page_address_changed
    page_changed
    pagination_added
    pagination_changed
    pagination_removed
    pattern_changed
    protocol_changed
    range_narrowed
    range_widened
    refusals_changed
    response_added
    response_description_changed
    response_media_changed
    response_removed
    retry_changed
    rust_api_changed
    sensitive_changed
    service_added
    service_codes_changed
    service_extensions_changed
    service_removed
    service_renamed
    service_title_changed
    success_status_changed
    title_changed
    transient_changed
    type_changed
    type_closed
    type_description_changed
    type_narrowed
    type_opened
    type_renamed
    type_widened
    unit_changed
    unread_changed
    uri_changed
}

/// The rule of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

use words::{
    advice, blank, call, codes, describe, extensions, keys, location, paging, reordered, required, reread,
    same_call, says, schemes, statuses, values,
};

#[cfg(test)]
mod tests;
