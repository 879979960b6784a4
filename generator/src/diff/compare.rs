//! Runs every rule over every pair.

use std::{collections::BTreeMap, sync::Arc};

use tablature_ir::{Address, Operation, OperationId, Service};

use super::{
    Level, Report, Side, Spec, api, columns, edited,
    finding::{Compared, Finding, Judged},
    fold, group, pages,
    pair::{Changed, OperationPair, ServicePair, best, identity, operations, same_service, walk},
    rules::{self, Check, Hit, Rule},
    unread,
};

/// Compares two sides.
#[must_use]
pub fn services(old: &Side, new: &Side) -> Report {
    let mut compared = compare(old, new);
    edited::refine(&mut compared);
    unread::correct(&mut compared);
    columns::tell(old, new, &mut compared);
    pages::leftovers(old, new, &mut compared);
    group::report(&compared)
}

/// Pairs the services of two sides and runs the rules over them, in the order of their names.
pub(crate) fn compare(old: &Side, new: &Side) -> Vec<Compared> {
    let mut pairs: BTreeMap<(&str, &str), Pair<'_>> = BTreeMap::new();
    for spec in &old.specs {
        pairs.entry((&spec.service.vendor, &spec.service.service)).or_default().0 = Some(spec);
    }
    for spec in &new.specs {
        pairs.entry((&spec.service.vendor, &spec.service.service)).or_default().1 = Some(spec);
    }
    let (mut both, mut lone): (Vec<_>, Vec<_>) =
        pairs.into_values().partition(|(old, new)| old.is_some() && new.is_some());
    both.append(&mut renamed(&mut lone));
    both.append(&mut lone);
    // In the order of their names now.
    let name = |(old, new): &Pair<'_>| {
        new.or(*old).map(|spec| (spec.service.vendor.clone(), spec.service.service.clone()))
    };
    both.sort_by_cached_key(name);
    both.into_iter().map(|(old, new)| compared(old, new)).collect()
}

/// The specs of one service before and now.
type Pair<'a> = (Option<&'a Arc<Spec>>, Option<&'a Arc<Spec>>);

/// Takes out the services that are gone on one side and new on the other, and are the same under another name.
fn renamed<'a>(lone: &mut Vec<Pair<'a>>) -> Vec<Pair<'a>> {
    let gone: Vec<&Arc<Spec>> = lone.iter().filter_map(|pair| pair.0).collect();
    let come: Vec<&Arc<Spec>> = lone.iter().filter_map(|pair| pair.1).collect();
    let found =
        best(gone.len(), come.len(), |i, j| same_service(&gone.get(i)?.service, &come.get(j)?.service));
    let found: Vec<Pair<'a>> =
        found.iter().map(|&(i, j)| (gone.get(i).copied(), come.get(j).copied())).collect();
    let is = |a: Option<&Arc<Spec>>, b: Option<&Arc<Spec>>| a.zip(b).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
    lone.retain(|pair| !found.iter().any(|it| is(pair.0, it.0) || is(pair.1, it.1)));
    found
}

fn compared(old: Option<&Arc<Spec>>, new: Option<&Arc<Spec>>) -> Compared {
    let mut findings = match (old, new) {
        (Some(old), Some(new)) if Arc::ptr_eq(old, new) => Vec::new(),
        (Some(old), Some(new)) => findings(&old.service, &new.service),
        (None, Some(new)) => vec![whole("service-added", &new.service)],
        (Some(old), None) => vec![whole("service-removed", &old.service)],
        (None, None) => Vec::new(),
    };
    let mut judged = match (old, new) {
        (Some(old), Some(new)) if !findings.is_empty() => {
            api::judge(&old.service, &new.service, &mut findings)
        }
        _ => Judged::without_crate(&findings),
    };
    fold::api(&mut findings, &mut judged);
    let named = |pick: fn(&Service) -> &String| {
        new.or(old).map_or_else(String::new, |spec| pick(&spec.service).clone())
    };
    let (vendor, service) = (named(|it| &it.vendor), named(|it| &it.service));
    Compared { vendor, service, old: old.cloned(), new: new.cloned(), findings, judged }
}

/// A service that only one side has is one finding, however many operations it has.
fn whole(id: &'static str, service: &Service) -> Finding {
    let names: Vec<&str> = service.operations.keys().map(OperationId::as_str).collect();
    let text = format!("{} ({} operations: {})", service.service, names.len(), names.join(", "));
    let (hit, rule) = if id == "service-added" {
        let hit = Hit::new("", text);
        (hit.wire(Level::Safe, "Old clients do not call it.").source(Level::Safe, "A crate is new."), id)
    } else {
        let hit = Hit::new(text, "");
        let hit = hit.wire(Level::Breaking, "Calls of it fail, as far as the docs tell.");
        (hit.source(Level::Breaking, "Its crate is no longer written."), id)
    };
    Finding { rule, ..Finding::of_api(hit) }
}

/// Everything that differs between two versions of a service.
pub(crate) fn findings(old: &Service, new: &Service) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in rules::ALL {
        if let Check::Service(check) = rule.check
            && let Some(hit) = check(&ServicePair { old, new })
        {
            found.push(Finding::new(rule, hit));
        }
    }
    types(old, new, &mut found);
    let changed = Changed::of(old, new);
    // Which parameters come from the client is part of how every operation reads.
    let shared = old.context != new.context || old.protocol != new.protocol;
    for pair in operations(old, new) {
        match pair.both() {
            Some((old, new))
                if shared || changed.touches(old, new) || pair.old.map(id) != pair.new.map(id) =>
            {
                operation(&pair, &changed, &mut found);
            }
            Some(_) => {}
            None => lone(&pair, &mut found),
        }
    }
    found
}

fn id<'a>((id, _): (&'a str, &'a Operation)) -> &'a str {
    id
}

/// The findings between two operations.
fn operation(pair: &OperationPair<'_>, changed: &Changed<'_>, found: &mut Vec<Finding>) {
    for rule in rules::ALL {
        if let Check::Operation(check) = rule.check
            && let Some(hit) = check(pair)
        {
            found.push(about(rule, pair, hit));
        }
    }
    walk(pair, changed, &mut |fields| {
        for rule in rules::ALL {
            let hit = match rule.check {
                Check::Field(check) => check(fields),
                Check::LoneField(check) => check(fields),
                Check::Service(_)
                | Check::Operation(_)
                | Check::LoneOperation(_)
                | Check::Type(_)
                | Check::Enum(_)
                | Check::Engine => None,
            };
            let Some(hit) = hit else { continue };
            found.push(Finding {
                site: Some(fields.site.clone()),
                facts: (fields.site.old_fact.clone(), fields.site.new_fact.clone()),
                ..about(rule, pair, hit)
            });
        }
    });
}

/// An operation that only one side has.
fn lone(pair: &OperationPair<'_>, found: &mut Vec<Finding>) {
    for rule in rules::ALL {
        if let Check::LoneOperation(check) = rule.check
            && let Some(hit) = check(pair)
        {
            found.push(about(rule, pair, hit));
        }
    }
}

fn about(rule: &Rule, pair: &OperationPair<'_>, hit: Hit) -> Finding {
    let name = |side: Option<(&str, &Operation)>| side.map(|(id, _)| id.to_owned());
    let fact =
        |side: Option<(&str, &Operation)>| side.map(|(id, _)| Address::Operation(OperationId::from(id)));
    Finding {
        operations: (name(pair.old), name(pair.new)),
        facts: (fact(pair.old), fact(pair.new)),
        ..Finding::new(rule, hit)
    }
}

/// What is said of named types and enums as a whole; fields and values are compared where operations use them.
fn types(old: &Service, new: &Service, found: &mut Vec<Finding>) {
    let mut find = |hit: &dyn Fn(&Check) -> Option<Hit>, fact: &Address| {
        for rule in rules::ALL {
            if let Some(hit) = hit(&rule.check) {
                let facts = (Some(fact.clone()), Some(fact.clone()));
                found.push(Finding { facts, ..Finding::new(rule, hit) });
            }
        }
    };
    for (name, now) in &new.types {
        let Some(before) = old.types.get(name).filter(|before| !identity::types(before, now)) else {
            continue;
        };
        let hit = |check: &Check| if let Check::Type(check) = check { check(before, now) } else { None };
        find(&hit, &Address::Type(name.clone()));
    }
    for (name, now) in &new.enums {
        let Some(before) = old.enums.get(name) else { continue };
        let hit = |check: &Check| if let Check::Enum(check) = check { check(before, now) } else { None };
        find(&hit, &Address::Enum(name.clone()));
    }
}
