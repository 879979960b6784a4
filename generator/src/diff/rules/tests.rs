//! Guards over all rules, and the cases of each.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use tablature_ir::{Service, VERSION, extension::Extending};

use super::{ALL, Case, Check, Expect, Mirror, find};
use crate::{
    diagnostic::fingerprint,
    diff::{Direction, Level, api::judge, compare::findings, finding::Finding},
};

fn mapping(yaml: &str) -> serde_yaml::Mapping {
    if yaml.is_empty() {
        return serde_yaml::Mapping::new();
    }
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error} in {yaml}"))
}

/// What the pieces of IR in the cases leave out.
fn service(yaml: &str) -> Service {
    let mut map = mapping(yaml);
    let mut default = |key: &str, value: &str| {
        map.entry(key.into()).or_insert_with(|| serde_yaml::from_str(value).expect("a default"));
    };
    default("tablature", &VERSION.to_string());
    default("vendor", "v");
    default("service", "s");
    default("endpoint", "https://e");
    default("protocol", "{rpc: Action}");
    default("types", "{T: {fields: {A: {type: string}}}, U: {fields: {A: {type: string}}}}");
    default("enums", "{E: {enum: [a, b]}, F: {enum: [a, b]}}");
    let mut service: Service = read(map, yaml);
    service.define_values();
    service
}

/// Reads as serde does, with keys that begin with `x-`.
fn read<T: DeserializeOwned>(map: serde_yaml::Mapping, yaml: &str) -> T {
    T::deserialize(Extending(serde_yaml::Value::from(map)))
        .unwrap_or_else(|error| panic!("{error} in {yaml}"))
}

fn operation(yaml: &str) -> Service {
    let mut map = mapping(yaml);
    for (key, value) in [("page", "p.md"), ("method", "POST"), ("uri", "/")] {
        map.entry(key.into()).or_insert_with(|| value.into());
    }
    let mut service = service("");
    service.operations.insert("Op".into(), read(map, yaml));
    service.define_values();
    service
}

/// An operation with the field `X` at this place, or without it.
fn field(place: &str, yaml: &str) -> Service {
    let yaml = if yaml.is_empty() { String::new() } else { format!("X: {yaml}") };
    operation(&match place {
        "form" => format!("form: {{{yaml}}}"),
        "body" => format!("body: {{{yaml}}}"),
        _ => format!("responses: {{'200': {{body: {{Z: {{type: string}}, {yaml}}}}}}}"),
    })
}

/// A case as pairs of services with what must come out.
fn sides(case: &Case) -> Vec<(Service, Service, Option<Direction>, Expect)> {
    let (request, response) = (Some(Direction::Request), Some(Direction::Response));
    match case {
        Case::Field { old, new, request: up, response: down } => vec![
            (field("form", old), field("form", new), request, *up),
            (field("response", old), field("response", new), response, *down),
        ],
        Case::Body { old, new, expect } => vec![(field("body", old), field("body", new), request, *expect)],
        Case::Operation { old, new, expect } => vec![(operation(old), operation(new), None, *expect)],
        Case::Service { old, new, expect } => vec![(service(old), service(new), None, *expect)],
    }
}

fn ids(found: &[Finding]) -> BTreeSet<&'static str> {
    found.iter().map(|it| it.rule).collect()
}

#[test]
fn every_rule_is_in_the_file_of_its_name_and_sorted() {
    let names: Vec<&str> = ALL.iter().map(|rule| rule.id).collect();
    assert!(names.is_sorted(), "{names:?}");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diff/rules");
    let mut files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .filter_map(|entry| {
            entry.ok()?.file_name().to_str()?.strip_suffix(".rs").map(|it| it.replace('_', "-"))
        })
        .collect();
    for not_a_rule in ["mod", "tests", "words", "interval", "explain"] {
        files.remove(not_a_rule);
    }
    assert_eq!(files, names.iter().map(|&it| it.to_owned()).collect());
}

#[test]
fn every_rule_has_its_mirror() {
    for rule in ALL {
        match rule.mirror {
            Mirror::Itself => {}
            Mirror::Of(id) => {
                let mirror = find(id).unwrap_or_else(|| panic!("{}: no rule {id}", rule.id));
                assert_eq!(mirror.mirror, Mirror::Of(rule.id), "{id} does not answer {}", rule.id);
            }
        }
        assert!(rule.docs.len() > 30 && rule.docs.ends_with('.'), "{}: undocumented", rule.id);
    }
}

#[test]
fn every_rule_has_cases_for_both_directions() {
    for rule in ALL {
        if matches!(rule.check, Check::Engine) {
            continue;
        }
        assert!(!rule.cases.is_empty(), "{}: no case", rule.id);
        if let Check::Field(_) = rule.check {
            let both = rule.cases.iter().any(|case| matches!(case, Case::Field { .. }));
            assert!(both, "{}: no case for request and response", rule.id);
        }
    }
}

#[test]
fn cases_come_out_as_stated() {
    for rule in ALL {
        for (at, case) in rule.cases.iter().enumerate() {
            for (old, new, direction, expect) in sides(case) {
                let found = findings(&old, &new);
                let hit = found.iter().find(|it| it.rule == rule.id);
                let levels = hit.map(|it| it.hit.verdicts.levels());
                assert_eq!(levels, expect, "{}, case {at}, {direction:?}; found {:?}", rule.id, ids(&found));
                if let Some(hit) = hit {
                    assert_eq!(
                        hit.site.as_ref().map(|it| it.direction).or(direction),
                        direction.or(hit.site.as_ref().map(|it| it.direction))
                    );
                    for verdict in [&hit.hit.verdicts.wire, &hit.hit.verdicts.source, &hit.hit.verdicts.docs]
                    {
                        assert_eq!(
                            verdict.level == Level::None,
                            verdict.why.is_empty(),
                            "{}: {verdict:?}",
                            rule.id
                        );
                    }
                }
            }
        }
    }
}

/// What a rule expects of the crate is what the plans of both crates show. The levels that the plans show are
/// those that are reported; this keeps the sentences of the rules right.
#[test]
fn source_verdicts_agree_with_the_api_of_the_crates() {
    let mut wrong = Vec::new();
    for rule in ALL {
        for (at, case) in rule.cases.iter().enumerate() {
            for (old, new, direction, expect) in sides(case) {
                let mut found = findings(&old, &new);
                judge(&old, &new, &mut found);
                let hit = found.iter().find(|it| it.rule == rule.id);
                let source = hit.map(|it| it.hit.verdicts.source.clone());
                if source.as_ref().map(|it| it.level) != expect.map(|it| it[1]) {
                    wrong.push(format!("{} {at} {direction:?}: {source:?}, not {expect:?}", rule.id));
                }
                for other in found.iter().filter(|it| it.rule == "rust-api-changed") {
                    wrong.push(format!("{} {at} {direction:?}: unexplained {:?}", rule.id, other.hit));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_edit_undone_is_its_mirror() {
    for rule in ALL {
        for (at, case) in rule.cases.iter().enumerate() {
            for (old, new, direction, _) in sides(case) {
                let there: BTreeSet<_> = ids(&findings(&old, &new))
                    .into_iter()
                    .map(|id| match find(id).expect("a rule").mirror {
                        Mirror::Of(mirror) => mirror,
                        Mirror::Itself => id,
                    })
                    .collect();
                let back = ids(&findings(&new, &old));
                assert_eq!(there, back, "{}, case {at}, {direction:?}", rule.id);
            }
        }
    }
}

#[test]
fn a_spec_against_itself_gives_nothing() {
    for rule in ALL {
        for case in rule.cases {
            for (old, new, ..) in sides(case) {
                assert!(findings(&old, &old).is_empty() && findings(&new, &new).is_empty(), "{}", rule.id);
            }
        }
    }
}

#[test]
fn an_order_of_error_shapes_is_no_fact() {
    let shapes = |a: &str, b: &str| {
        service(&format!("errors: [{{code: {a}, message: m}}, {{code: {b}, message: m}}]"))
    };
    assert_eq!(ids(&findings(&shapes("a", "b"), &shapes("b", "a"))), BTreeSet::new());
}

#[test]
fn what_differs_is_found() {
    for rule in ALL {
        for case in rule.cases {
            for (old, new, ..) in sides(case) {
                assert!(old == new || !findings(&old, &new).is_empty(), "{}", rule.id);
            }
        }
    }
}

#[test]
fn fingerprints_do_not_move() {
    assert_eq!(fingerprint(&["field-removed", "v", "s", "Op", "request", "X"]).len(), 12);
    assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
}
