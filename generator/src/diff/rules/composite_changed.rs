//! How a composed parameter is put together changed.

use tablature_ir::{Composite, WireName};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "composite-changed",
    docs: "A parameter that is made of typed parts (`a::{a}|b::{b}`) has other separators, other rules on \
           which parts go together, or became or ceased to be composed. Its parts are compared as fields.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: r#"{type: string, composite: {separator: "|", assign: "::", parts: {a: {type: string}}}}"#,
            new: r#"{type: string, composite: {separator: ",", assign: "::", parts: {a: {type: string}}}}"#,
            request: Some([Breaking, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string}",
            new: r#"{type: string, composite: {separator: ",", assign: "::", parts: {a: {type: string}}}}"#,
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if !pair.site.is_request() {
        let differs = old.composite != new.composite;
        return differs
            .then(|| Hit::new("composed", "composed in another way").wire(Safe, "Responses are JSON."));
    }
    let (before, now) = match (&old.composite, &new.composite) {
        (None, None) => return None,
        (Some(before), Some(now)) => (before, now),
        (before, now) => {
            let text = |it: &Option<Box<Composite>>| it.as_ref().map_or("plain", |_| "composed");
            return Some(
                Hit::new(text(before), text(now))
                    .wire(Safe, "The text that goes over the wire may be the same.")
                    .source(Breaking, "One argument becomes one for each part, or the other way round."),
            );
        }
    };
    let glue = |it: &Composite| format!("name{}value{}…", it.assign, it.separator);
    if glue(before) != glue(now) {
        return Some(
            Hit::new(glue(before), glue(now))
                .wire(Breaking, "An old client puts the parts together in the old way."),
        );
    }
    let demands = |it: &Composite| {
        let groups = it.together.iter().map(|group| {
            let names: Vec<&str> = group.iter().map(WireName::as_str).collect();
            format!(", {} together", names.join(" and "))
        });
        format!("at least {}{}", it.at_least, groups.collect::<String>())
    };
    (demands(before) != demands(now)).then(|| {
        Hit::new(demands(before), demands(now)).wire(Risky, "A set of parts that was right may be refused.")
    })
}
