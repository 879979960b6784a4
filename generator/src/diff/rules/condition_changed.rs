//! The words on when a field is required changed, or whether the docs say at all.

use tablature_ir::Field;

use super::prelude::*;
use super::required;

pub(super) static RULE: Rule = Rule {
    id: "condition-changed",
    docs: "An optional field is required in some cases, and these cases, or their wording, changed; or the \
           docs now say that it is optional where they said nothing, or the other way round. No program can \
           tell what it means.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, condition: a = 1}",
            new: "{type: string, condition: a = 2}",
            request: Some([Risky, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: string}",
            new: "{type: string, condition: a = 2}",
            request: Some([Risky, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: string}",
            new: "{type: string, required: false}",
            request: Some([Safe, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let stated = matches!((old.required, new.required), (None, Some(false)) | (Some(false), None));
    if old.condition == new.condition && !stated {
        return None;
    }
    let text = |it: &Field| match &it.condition {
        Some(condition) => format!("required: {condition}"),
        None => required(it.required).to_owned(),
    };
    let hit = Hit::new(text(old), text(new)).docs(if old.condition == new.condition {
        "The docs say now whether it is required, or no longer."
    } else {
        "Words on when it is required changed."
    });
    Some(if pair.site.is_request() && new.condition.is_some() {
        hit.wire(Risky, "It may be required in cases in which it was not.")
    } else {
        hit.wire(Safe, "It is not required in more cases than before.")
    })
}
