//! A body that is of another kind.

use tablature_ir::{Body, Operation, Service, Type};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "body-changed",
    docs: "The body of a request or response became an object where it was a list or scalar, or the other \
           way round, or may be of other types than before, or is no longer documented at all.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: r#"body: "list<string>""#,
            new: "body: {A: {type: string}}",
            expect: Some([Breaking, Breaking, Level::None]),
        },
        Case::Operation {
            old: r#"responses: {"200": {}}"#,
            new: r#"responses: {"200": {body: "list<string>"}}"#,
            expect: Some([Safe, Breaking, Level::None]),
        },
        Case::Operation { old: "body: T", new: "body: [T, U]", expect: Some([Safe, Breaking, Level::None]) },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let answer = |operation: &'_ Operation| operation.success().and_then(|(_, it)| it.body.clone());
    let request = (kind(pair.services.0, old.body.as_ref()), kind(pair.services.1, new.body.as_ref()));
    let response = (kind(pair.services.0, answer(old).as_ref()), kind(pair.services.1, answer(new).as_ref()));
    if differ(&request) {
        let types =
            |operation: &Operation| operation.body.as_ref().map_or(Vec::new(), |it| it.types().to_vec());
        let (before, now) = (types(old), types(new));
        if !before.is_empty() && before.iter().all(|ty| now.contains(ty)) {
            return Some(
                Hit::new(request.0, request.1)
                    .wire(Safe, "An old client sends one of the kinds that the service takes.")
                    .source(Breaking, "The argument is another type."),
            );
        }
        return Some(
            Hit::new(request.0, request.1)
                .wire(Breaking, "An old client sends the old kind of body.")
                .source(Breaking, "The argument is another type."),
        );
    }
    if !differ(&response) {
        return None;
    }
    let hit = Hit::new(&response.0, &response.1).source(Breaking, "What the call returns is another type.");
    Some(if response.0 == "nothing" {
        hit.wire(Safe, "An old client does not look at the body.")
    } else {
        hit.wire(Breaking, "An old client cannot read the new kind of body.")
    })
}

/// Objects are compared field by field, whether named or not; two plain types are compared as a field is.
fn differ(kinds: &(String, String)) -> bool {
    let plain = |it: &str| it != "object" && it != "nothing";
    let one_of = |it: &str| it.starts_with(ONE_OF);
    if one_of(&kinds.0) || one_of(&kinds.1) {
        return kinds.0 != kinds.1;
    }
    kinds.0 != kinds.1 && !(plain(&kinds.0) && plain(&kinds.1)) && !(is_empty(&kinds.0) && is_empty(&kinds.1))
}

const ONE_OF: &str = "one of ";

fn is_empty(kind: &str) -> bool {
    kind == "object" || kind == "nothing"
}

fn kind(service: &Service, body: Option<&Body>) -> String {
    match body {
        None => "nothing".to_owned(),
        Some(Body::Fields(_)) => "object".to_owned(),
        Some(Body::Type(Type::Named(name))) if service.types.contains_key(name) => "object".to_owned(),
        Some(Body::Type(ty)) => ty.to_string(),
        Some(Body::OneOf(types)) => {
            let types: Vec<String> = types.iter().map(Type::to_string).collect();
            format!("{ONE_OF}{}", types.join(", "))
        }
    }
}
