//! A move of a crate's API that no finding explains by itself belongs to the change of the docs beside it: to the one
//! that touches the same method or type, else to the only one that there is.

use super::finding::{Finding, Judged};

/// Folds such moves into the findings that caused them. What stays is given the place of the finding that is most
/// likely to be its cause.
pub(crate) fn api(findings: &mut Vec<Finding>, judged: &mut Judged) {
    let (moves, causes): (Vec<usize>, Vec<usize>) =
        (0..findings.len()).partition(|at| findings.get(*at).is_some_and(|it| it.rule == "rust-api-changed"));
    let mut folded = Vec::new();
    for at in moves {
        let Some(path) = judged.paths.get(at).and_then(|paths| paths.first()).cloned() else { continue };
        let touches = |cause: &&usize| {
            let paths = judged.paths.get(**cause).into_iter().flatten();
            paths.into_iter().any(|other| is_beside(other, &path))
        };
        let cause = causes.iter().find(touches).or(causes.first().filter(|_| causes.len() == 1)).copied();
        let Some((cause, moved)) = cause.zip(findings.get(at).map(|it| it.hit.verdicts.source.clone()))
        else {
            continue;
        };
        if let Some(finding) = findings.get_mut(cause) {
            let own = &mut finding.hit.verdicts.source;
            if moved.level > own.level {
                *own = moved;
            }
        }
        if let Some(paths) = judged.paths.get_mut(cause).filter(|paths| !paths.contains(&path)) {
            paths.push(path);
        }
        folded.push(at);
    }
    for at in folded.into_iter().rev() {
        findings.remove(at);
        judged.paths.remove(at);
    }
    let likely = findings.iter().filter(|it| it.rule != "rust-api-changed");
    let likely = likely.max_by_key(|it| it.hit.verdicts.source.level);
    let Some((operations, facts)) = likely.map(|it| (it.operations.clone(), it.facts.clone())) else {
        return;
    };
    for finding in findings.iter_mut().filter(|it| it.rule == "rust-api-changed") {
        (finding.operations, finding.facts) = (operations.clone(), facts.clone());
    }
}

/// Whether two paths are of the same method or type: one is the other's container, or both have one container that is no
/// module.
fn is_beside(one: &str, other: &str) -> bool {
    let container = |path: &'_ str| path.rsplit_once("::").map(|(container, _)| container.to_owned());
    let is_item = |path: &str| {
        path.rsplit("::").next().is_some_and(|name| name.starts_with(char::is_uppercase) && name != "Client")
    };
    let within =
        |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"));
    one == other
        || within(one, other) && is_item(other)
        || within(other, one) && is_item(one)
        || container(one).is_some_and(|it| is_item(&it) && Some(it) == container(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_one_type_are_beside_each_other() {
        assert!(is_beside("a::types::T::x", "a::types::T"));
        assert!(is_beside("a::types::T::x", "a::types::T::y"));
        assert!(!is_beside("a::types::T", "a::types::U"));
        assert!(!is_beside("a::Client::x", "a::Client::y"), "methods stand for themselves");
    }
}
