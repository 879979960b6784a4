//! What findings mean for source, now that the APIs of both crates are known.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::{Address, Location, Service, WireName};

use super::{Api, Delta, Move, collect, delta, path, witnesses};
use crate::{
    diff::{
        Bump, Level, Verdict,
        finding::{Finding, Judged, bump_of},
        pair::Role,
        rules::Hit,
    },
    plan::{self, Options},
};

/// Corrects the source verdicts of findings, adds what they do not explain, and says what the bump is.
pub(crate) fn judge(old: &Service, new: &Service, findings: &mut Vec<Finding>) -> Judged {
    // A service that was renamed is the same crate under another name; the new name is a finding of its own.
    let renamed;
    let old = if old.service == new.service {
        old
    } else {
        renamed = Service { service: new.service.clone(), ..old.clone() };
        &renamed
    };
    let planned = |service| plan::plan(service, &Options::default()).ok().map(|plan| collect(&plan));
    let (Some(before), Some(now)) = (planned(old), planned(new)) else {
        // A service that cannot be a crate has no API to compare; the verdicts of the rules stand.
        return Judged::without_crate(findings);
    };
    let mut moved = delta(&before, &now);
    for finding in findings.iter().filter(|it| it.rule == "field-renamed") {
        for (key, other) in renamed_arguments(finding, &before, &now) {
            moved.moves.remove(key);
            moved.moves.remove(other);
        }
    }
    let mut paths = Vec::new();
    let mut explained = BTreeSet::new();
    for finding in findings.iter_mut() {
        let mut keys = touched(finding, &before, &now);
        if finding.rule == "context-changed" {
            keys.extend(supplied((old, &before), (new, &now)));
        }
        if finding.rule == "groups-changed" {
            keys.extend(grouped(finding, (old, &before), (new, &now)));
        }
        if finding.hit.verdicts.source.level > Level::None && !left_its_type(finding, &before, &moved) {
            correct(&mut finding.hit, &keys, &moved, finding.rule);
        }
        let source = finding.hit.verdicts.source.level > Level::None;
        if source {
            explained.extend(keys.iter().map(|key| path(key).trim_end_matches("()").to_owned()));
        }
        paths.push(shown(&keys, &moved, source));
    }
    for finding in unexplained(&moved, findings, &explained) {
        let told = if finding.hit.new.is_empty() { &finding.hit.old } else { &finding.hit.new };
        paths.push(vec![told.split(": ").next().unwrap_or(told).to_owned()]);
        findings.push(finding);
    }
    let said = findings.iter().map(|it| bump_of(&it.hit)).max().unwrap_or_default();
    let bump = if findings.is_empty() { Bump::None } else { moved.bump().max(said) };
    let witnesses = witnesses(&before, &now, &moved);
    Judged { package: Some(now.package.clone()), bump, paths, witnesses }
}

/// Positional arguments that got another name: code that passes them does not see the name.
fn renamed_arguments<'a>(finding: &Finding, old: &'a Api, new: &'a Api) -> Vec<(&'a str, &'a str)> {
    let arguments = |api: &'a Api, fact: &Option<Address>| {
        fact.iter().flat_map(|fact| api.of(fact)).filter_map(|key| api.argument(key)).collect::<Vec<_>>()
    };
    let (before, now) = (arguments(old, &finding.facts.0), arguments(new, &finding.facts.1));
    let pairs = before.iter().flat_map(|a| now.iter().map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| (a.method, a.at, a.ty) == (b.method, b.at, b.ty))
        .map(|(a, b)| (a.key, b.key))
        .collect()
}

/// The items that were made from what a finding is about, as far as its rule can move them.
fn touched(finding: &Finding, old: &Api, new: &Api) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    if finding.rule == "service-codes-changed" {
        let codes = old.items.keys().chain(new.items.keys()).filter(|key| key.contains("::codes::"));
        keys.extend(codes.cloned());
    }
    for (api, fact) in [(old, &finding.facts.0), (new, &finding.facts.1)] {
        let found = fact.iter().flat_map(|fact| api.of(fact));
        // A request body that is a value as a whole is a parameter of its own.
        let body = fact.as_ref().filter(|_| finding.rule == "body-changed").and_then(body);
        let found = found.chain(body.iter().flat_map(|fact| api.of(fact)));
        for key in found.filter(|key| finding.site.is_some() || moves(finding.rule, key)) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    keys
}

/// The items of parameters that the client supplies on one side and not on the other.
fn supplied(old: (&Service, &Api), new: (&Service, &Api)) -> Vec<String> {
    let moved = |name: &WireName| old.0.context.get(name) != new.0.context.get(name);
    let mut keys = Vec::new();
    for (service, api) in [old, new] {
        for (id, operation) in &service.operations {
            let parameters = operation.parameters().filter(|(_, name, _)| moved(name));
            let facts =
                parameters.map(|(location, name, _)| Address::Parameter(id.clone(), location, name.clone()));
            keys.extend(facts.flat_map(|fact| api.of(&fact).to_vec()));
        }
    }
    keys
}

/// The items of parameters that depend on each other: those of which one is to be given are an enum, others have setters.
fn grouped(finding: &Finding, old: (&Service, &Api), new: (&Service, &Api)) -> Vec<String> {
    let mut keys = Vec::new();
    let sides = [(&finding.facts.0, old.0), (&finding.facts.1, new.0)];
    for (fact, service) in sides {
        let Some((id, operation)) =
            fact.as_ref().and_then(Address::operation).and_then(|id| Some((id, service.operations.get(id)?)))
        else {
            continue;
        };
        let is_in = |wire: &WireName| operation.groups.iter().any(|group| group.names().contains(wire));
        let body = operation.fields(Location::Body).into_iter().flatten();
        let all = operation.parameters().chain(body.map(|(name, field)| (Location::Body, name, field)));
        let members = all.filter(|(_, name, _)| is_in(name));
        let facts = members.map(|(location, name, _)| Address::Parameter(id.clone(), location, name.clone()));
        for fact in facts {
            keys.extend(old.1.of(&fact).iter().chain(new.1.of(&fact)).cloned());
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn body(fact: &Address) -> Option<Address> {
    if let Address::Operation(id) = fact { Some(Address::Body(id.clone(), None)) } else { None }
}

/// Whether a rule about operations can move an item.
fn moves(rule: &str, key: &str) -> bool {
    let is_code = key.contains("::codes::");
    let is_page = key.ends_with("::items") || key.ends_with("::pages");
    match rule {
        "error-code-added" | "error-code-removed" => is_code,
        "pagination-added" | "pagination-changed" | "pagination-removed" => is_page,
        "operation-added" | "operation-removed" | "operation-renamed" => !is_code,
        _ => !is_code && !is_page,
    }
}

/// Whether a member went with the type around it: that type is another one now, and may live on for other fields.
fn left_its_type(finding: &Finding, old: &Api, moved: &Delta) -> bool {
    matches!(finding.rule, "field-removed" | "field-renamed")
        && finding.site.as_ref().is_some_and(|site| site.role == Role::Member)
        && finding.facts.0.iter().flat_map(|fact| old.of(fact)).all(|key| !moved.moves.contains_key(key))
}

/// Rules whose verdict does not show in any one signature: the same types in another order, or in another form.
const ORDER: &[&str] = &[
    "argument-order-changed",
    "became-deprecated",
    "no-longer-deprecated",
    "operation-deprecated",
    "operation-no-longer-deprecated",
    "sensitive-changed",
    "service-renamed",
    "auth-added",
    "auth-changed",
    "auth-removed",
    "context-changed",
    "composite-changed",
];

fn correct(hit: &mut Hit, keys: &[String], moved: &Delta, rule: &str) {
    if ORDER.contains(&rule) {
        return;
    }
    let steps = keys.iter().filter_map(|key| Some((key, moved.moves.get(key)?)));
    // A value that went from the same list is a finding of its own.
    let steps = steps.filter(|(_, it)| rule != "enum-value-added" || matches!(it, Move::Added(_)));
    let worst = steps.max_by_key(|(_, it)| it.level());
    let level = worst.map_or(Level::None, |(_, it)| it.level());
    if level != hit.verdicts.source.level {
        let why = worst.map_or_else(String::new, |(key, it)| it.sentence(key));
        hit.verdicts.source = Verdict { level, why: why.into() };
    }
}

/// The paths to show: those that moved where the finding concerns the source, else all. Methods, setters and members
/// first, the enum that they hold last.
fn shown(keys: &[String], moved: &Delta, source: bool) -> Vec<String> {
    const MOST: usize = 8;
    let some: Vec<&String> = keys.iter().filter(|key| source && moved.moves.contains_key(*key)).collect();
    let mut keys: Vec<&String> = if some.is_empty() { keys.iter().collect() } else { some };
    keys.sort_by_key(|key| moved.enums.contains(key.as_str()));
    let mut paths: Vec<String> = Vec::new();
    for key in keys {
        let path = path(key).trim_end_matches("()").to_owned();
        if !paths.contains(&path) && paths.len() < MOST {
            paths.push(path);
        }
    }
    paths
}

/// Moves of the API that no finding touches.
fn unexplained(moved: &Delta, findings: &[Finding], explained: &BTreeSet<String>) -> Vec<Finding> {
    let containers: BTreeSet<&str> = moved
        .moves
        .keys()
        .filter(|key| explained.contains(path(key).trim_end_matches("()")))
        .filter_map(|key| moved.containers.get(key).map(String::as_str))
        .collect();
    let worst = findings.iter().map(|it| it.hit.verdicts.source.level).max().unwrap_or_default();
    let mut left: BTreeMap<&str, Vec<(&String, &Move)>> = BTreeMap::new();
    for (key, it) in &moved.moves {
        let container = moved.containers.get(key).map_or("", String::as_str);
        // A type that comes or goes as a whole does so with the field that holds it.
        let whole = moved.moves.keys().any(|other| {
            other.ends_with(container) && moved.containers.get(other).is_some_and(|it| it == container)
        });
        // The members of a type that comes or goes are told with it.
        let lib_end = key.find("::").map_or(0, |at| at + 2);
        let member = whole && key.get(lib_end..) != Some(container);
        // Setters of a type come and go with the requests that hold it.
        let whole = whole || key.ends_with("()");
        if member || containers.contains(container) || (whole && worst >= it.level()) {
            continue;
        }
        left.entry(container).or_default().push((key, it));
    }
    let one = |moves: &(&String, &Move)| Finding::of_api(moved_item(moves.0, moves.1));
    left.into_iter()
        .flat_map(|(container, moves)| {
            // A name that belongs to another type now has other members throughout.
            if moves.len() > FEW {
                vec![Finding::of_api(remade(container, &moves))]
            } else {
                moves.iter().map(one).collect()
            }
        })
        .collect()
}

/// How many moves of one type are told one by one.
const FEW: usize = 3;

/// One item that moved.
fn moved_item(key: &str, it: &Move) -> Hit {
    let hit = match it {
        Move::Added(_) => Hit::new("", path(key)),
        Move::Removed => Hit::new(path(key), ""),
        Move::Changed(old, new) | Move::Widened(old, new) => {
            Hit::new(format!("{}: {old}", path(key)), format!("{}: {new}", path(key)))
        }
    };
    hit.source(it.level(), it.sentence(key))
}

/// A type that has other members.
fn remade(container: &str, moves: &[(&String, &Move)]) -> Hit {
    let names = |side: fn(&Move) -> bool| {
        let names = moves.iter().filter(|(_, it)| side(it)).map(|(key, _)| {
            path(key).trim_end_matches("()").rsplit("::").next().unwrap_or_default().to_owned()
        });
        let names: BTreeSet<String> = names.collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    };
    let (old, new) = (names(|it| !matches!(it, Move::Added(_))), names(|it| !matches!(it, Move::Removed)));
    let level = moves.iter().map(|(_, it)| it.level()).max().unwrap_or_default();
    let lib = moves.first().and_then(|(key, _)| key.split_once("::")).map_or("", |(lib, _)| lib);
    let of = |names: String| if names.is_empty() { names } else { format!("{lib}::{container}: {names}") };
    let why = "moved: another type has this name now, or its members come from elsewhere.";
    Hit::new(of(old), of(new)).source(level, format!("{} items of `{lib}::{container}` {why}", moves.len()))
}
