//! The rows of a table stand in another order.

use tablature_ir::{Fields, Operation};

use super::prelude::*;
use super::{keys, reordered};

pub(super) static RULE: Rule = Rule {
    id: "field-order-changed",
    docs: "The same fields, in another order on the page. Where two required arguments are positional, the \
           order of arguments is a finding of its own.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "form: {A: {type: string}, B: {type: string}}",
        new: "form: {B: {type: string}, A: {type: string}}",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let sets = [
        (&old.path, &new.path),
        (&old.query, &new.query),
        (&old.header, &new.header),
        (&old.form, &new.form),
        (keys(old.body.as_ref()), keys(new.body.as_ref())),
        (answer(old), answer(new)),
    ];
    sets.iter()
        .find_map(|(old, new)| reordered(old, new))
        .map(|(old, new)| Hit::new(old, new).docs("The rows stand in another order."))
}

fn answer(operation: &Operation) -> &Fields {
    keys(operation.success().and_then(|(_, response)| response.body.as_ref()))
}
