//! A field that seems to have got another name.

use tablature_ir::Location;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "field-renamed",
    docs: "A field is gone and another of the same type and with like words or a like name stands in its \
           place. This is a guess; when it is wrong, read it as one field removed and one added, and the wire \
           verdict is the worse of theirs.",
    mirror: Mirror::Itself,
    check: Check::LoneField(check),
    cases: &[
        Case::Operation {
            old: "form: {Zone: {type: string, doc: Where the host stands}}",
            new: "form: {ZoneId: {type: string, doc: Where the host stands}}",
            expect: Some([Risky, Breaking, Level::None]),
        },
        Case::Operation {
            old: "form: {UHostIDs: {type: string, required: true}}",
            new: "form: {UHostIds: {type: string, required: true}}",
            expect: Some([Breaking, Level::None, Level::None]),
        },
        Case::Operation {
            old: r#"responses: {"200": {body: {Zone: {type: string, doc: Where the host stands}}}}"#,
            new: r#"responses: {"200": {body: {ZoneId: {type: string, doc: Where the host stands}}}}"#,
            expect: Some([Risky, Breaking, Level::None]),
        },
        Case::Operation {
            old: r#"responses: {"200": {body: {Id: {type: string, required: true}}}}"#,
            new: r#"responses: {"200": {body: {ID: {type: string, required: true}}}}"#,
            expect: Some([Safe, Level::None, Level::None]),
        },
        // With three of them they are members of a struct.
        Case::Operation {
            old: "{uri: '/{a}/{b}/{repository}', path: {a: {type: string}, b: {type: string}, repository: {type: string, doc: The repository}}}",
            new: "{uri: '/{a}/{b}/{repo}', path: {a: {type: string}, b: {type: string}, repo: {type: string, doc: The repository}}}",
            expect: Some([Safe, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((old_name, old)), Some((new_name, new))) = (pair.old, pair.new) else { return None };
    if old_name == new_name {
        return None;
    }
    // The same words in another case become the same Rust name: only the name on the wire moves.
    let respelled = old_name.eq_ignore_ascii_case(new_name);
    let hit = Hit::new(old_name, new_name);
    let placeholder = pair.site.location == Location::Path && pair.site.role != Role::Member;
    let hit = match (pair.site.is_request(), old.required == Some(true), new.required == Some(true)) {
        _ if placeholder => hit.wire(Safe, "The name of a placeholder in the path is not sent."),
        (false, ..) if respelled => hit.wire(
            Safe,
            "A decoder does not look at the case of names: an old client reads it by the old one.",
        ),
        (true, _, true) => {
            hit.wire(Breaking, "A guess: it looks like the same field, and an old client sends the old name.")
        }
        (true, _, false) => {
            hit.wire(Risky, "A guess: it looks like the same field; what an old client sends may be ignored.")
        }
        (false, true, _) => hit.wire(
            Breaking,
            "A guess: it looks like the same field, and an old client looks for the old name.",
        ),
        (false, false, _) => hit.wire(
            Risky,
            "A guess: it looks like the same field; an old client reads nothing by the old name.",
        ),
    };
    let hit = if respelled { hit } else { hit.source(Breaking, "Its Rust name changes.") };
    Some(hit.guess())
}
