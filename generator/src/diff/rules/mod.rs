//! The rules: one file each. A rule looks at one pair and says what the difference means.
//!
//! A rule has an id, documentation, a mirror (the rule that sees the same edit undone) and cases; the cases
//! are data, so that the tests can run each of them both ways. The source verdict that a rule gives is what
//! the IR lets expect; where both crates can be planned, the comparison of their public API decides.

mod access_changed;
mod alternatives_changed;
mod argument_order_changed;
mod auth_added;
mod auth_changed;
mod auth_order_changed;
mod auth_removed;
mod became_deprecated;
mod became_optional;
mod became_required;
mod body_changed;
mod column_read;
mod column_unread;
mod composite_changed;
mod condition_changed;
mod context_changed;
mod default_added;
mod default_changed;
mod default_removed;
mod description_changed;
mod docs_address_changed;
mod encoding_changed;
mod endpoint_changed;
mod enum_dropped;
mod enum_introduced;
mod enum_label_changed;
mod enum_order_changed;
mod enum_value_added;
mod enum_value_removed;
mod envelope_changed;
mod error_code_added;
mod error_code_changed;
mod error_code_removed;
mod error_shape_changed;
mod example_changed;
mod explain;
mod extensions_changed;
mod field_added;
mod field_moved;
mod field_order_changed;
mod field_removed;
mod field_renamed;
mod fixed_changed;
mod format_changed;
mod global_changed;
mod groups_changed;
mod interval;
mod items_narrowed;
mod items_widened;
mod length_narrowed;
mod length_widened;
mod list_added;
mod list_removed;
mod media_changed;
mod method_changed;
mod no_longer_deprecated;
mod nullable_changed;
mod omit_empty_changed;
mod operation_added;
mod operation_auth_changed;
mod operation_deprecated;
mod operation_description_changed;
mod operation_endpoint_changed;
mod operation_extensions_changed;
mod operation_moved;
mod operation_no_longer_deprecated;
mod operation_removed;
mod operation_renamed;
mod operation_twin;
mod origin_changed;
mod page_changed;
mod pagination_added;
mod pagination_changed;
mod pagination_removed;
mod pattern_changed;
mod protocol_changed;
mod range_narrowed;
mod range_widened;
mod response_added;
mod response_description_changed;
mod response_media_changed;
mod response_removed;
mod retry_changed;
mod rust_api_changed;
mod sensitive_changed;
mod service_added;
mod service_codes_changed;
mod service_extensions_changed;
mod service_removed;
mod service_renamed;
mod service_title_changed;
mod success_status_changed;
mod title_changed;
mod transient_changed;
mod type_changed;
mod type_closed;
mod type_description_changed;
mod type_narrowed;
mod type_opened;
mod type_renamed;
mod type_widened;
mod unit_changed;
mod unread_changed;
mod uri_changed;
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
    /// No rule, for this reason.
    Waived(&'static str),
}

/// At what a rule looks. A rule about fields of both sides is asked about renamed and moved fields as well.
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

/// All rules, sorted by id.
pub static ALL: &[&Rule] = &[
    &access_changed::RULE,
    &alternatives_changed::RULE,
    &argument_order_changed::RULE,
    &auth_added::RULE,
    &auth_changed::RULE,
    &auth_order_changed::RULE,
    &auth_removed::RULE,
    &became_deprecated::RULE,
    &became_optional::RULE,
    &became_required::RULE,
    &body_changed::RULE,
    &column_read::RULE,
    &column_unread::RULE,
    &composite_changed::RULE,
    &condition_changed::RULE,
    &context_changed::RULE,
    &default_added::RULE,
    &default_changed::RULE,
    &default_removed::RULE,
    &description_changed::RULE,
    &docs_address_changed::RULE,
    &encoding_changed::RULE,
    &endpoint_changed::RULE,
    &enum_dropped::RULE,
    &enum_introduced::RULE,
    &enum_label_changed::RULE,
    &enum_order_changed::RULE,
    &enum_value_added::RULE,
    &enum_value_removed::RULE,
    &envelope_changed::RULE,
    &error_code_added::RULE,
    &error_code_changed::RULE,
    &error_code_removed::RULE,
    &error_shape_changed::RULE,
    &example_changed::RULE,
    &extensions_changed::RULE,
    &field_added::RULE,
    &field_moved::RULE,
    &field_order_changed::RULE,
    &field_removed::RULE,
    &field_renamed::RULE,
    &fixed_changed::RULE,
    &format_changed::RULE,
    &global_changed::RULE,
    &groups_changed::RULE,
    &items_narrowed::RULE,
    &items_widened::RULE,
    &length_narrowed::RULE,
    &length_widened::RULE,
    &list_added::RULE,
    &list_removed::RULE,
    &media_changed::RULE,
    &method_changed::RULE,
    &no_longer_deprecated::RULE,
    &nullable_changed::RULE,
    &omit_empty_changed::RULE,
    &operation_added::RULE,
    &operation_auth_changed::RULE,
    &operation_deprecated::RULE,
    &operation_description_changed::RULE,
    &operation_endpoint_changed::RULE,
    &operation_extensions_changed::RULE,
    &operation_moved::RULE,
    &operation_no_longer_deprecated::RULE,
    &operation_removed::RULE,
    &operation_renamed::RULE,
    &operation_twin::RULE,
    &origin_changed::RULE,
    &page_changed::RULE,
    &pagination_added::RULE,
    &pagination_changed::RULE,
    &pagination_removed::RULE,
    &pattern_changed::RULE,
    &protocol_changed::RULE,
    &range_narrowed::RULE,
    &range_widened::RULE,
    &response_added::RULE,
    &response_description_changed::RULE,
    &response_media_changed::RULE,
    &response_removed::RULE,
    &retry_changed::RULE,
    &rust_api_changed::RULE,
    &sensitive_changed::RULE,
    &service_added::RULE,
    &service_codes_changed::RULE,
    &service_extensions_changed::RULE,
    &service_removed::RULE,
    &service_renamed::RULE,
    &service_title_changed::RULE,
    &success_status_changed::RULE,
    &title_changed::RULE,
    &transient_changed::RULE,
    &type_changed::RULE,
    &type_closed::RULE,
    &type_description_changed::RULE,
    &type_narrowed::RULE,
    &type_opened::RULE,
    &type_renamed::RULE,
    &type_widened::RULE,
    &unit_changed::RULE,
    &unread_changed::RULE,
    &uri_changed::RULE,
];

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
