//! Names that live together. A collision is resolved by a rule that depends on the names alone, whatever their order,
//! and is reported with both origins.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    files::{is_device, mark},
    name::{Ident, snake, style},
};
use crate::diagnostic::{Diagnostic, Id};

/// A name that wants a place in a scope.
#[derive(Clone, Debug)]
pub(super) struct Claim<'a> {
    /// The name as the docs have it.
    pub(super) wire: &'a str,
    /// The Rust name it would like.
    pub(super) wish: Ident,
    /// What sets it apart from claims with the same wish, if anything does: the location of a parameter.
    pub(super) qualifier: Option<String>,
}

/// How the Rust names of a scope are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `repo_name`.
    Snake,
    /// `RepoName`.
    Camel,
    /// `REPO_NAME`.
    Upper,
}

impl Case {
    fn join(self, name: &Ident, suffix: &str) -> Ident {
        // `self_` already ends with our `_`.
        let stem = name.bare().trim_end_matches('_');
        match self {
            Case::Snake => Ident::new(&format!("{stem}_{suffix}")),
            Case::Upper => Ident::new(&format!("{stem}_{}", suffix.to_uppercase())),
            Case::Camel => {
                let mut chars = suffix.chars();
                let head: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
                Ident::new(&format!("{stem}{head}{}", chars.as_str()))
            }
        }
    }

    /// The name with a word before it; a word may be any text.
    fn prefix(self, name: &Ident, prefix: &str) -> Ident {
        match self {
            Case::Snake => Ident::new(&format!("{prefix}_{}", name.bare())),
            Case::Upper => Ident::new(&format!("{}_{}", prefix.to_uppercase(), name.bare())),
            Case::Camel => {
                let prefix = self.join(&Ident::new(""), prefix);
                Ident::new(&format!("{prefix}{}", name.bare()))
            }
        }
    }
}

/// Gives every claim a name of its own, in the order of the claims.
///
/// A reserved name is qualified by its location, or gets `reserved.1` appended. Of several claims with the same wish,
/// the one that is written exactly so keeps the name, else the one written in the plainest way (`vpc_id` before `vpcId`
/// before `VpcId`). Each of the others is qualified by its location where that differs (`body_name`), else by the way
/// it is written (`id_upper`), else numbered in the order of the names on the wire.
pub(super) fn resolve(
    owner: &str,
    claims: &[Claim<'_>],
    case: Case,
    reserved: (&[&str], &str),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Ident> {
    let mut groups: BTreeMap<Ident, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        let taken = reserved.0.contains(&claim.wish.bare());
        let wish = match &claim.qualifier {
            _ if !taken => claim.wish.clone(),
            Some(qualifier) => case.prefix(&claim.wish, snake(qualifier).bare()),
            None => case.join(&claim.wish, reserved.1),
        };
        groups.entry(wish).or_default().push(index);
    }
    let mut used: BTreeSet<Ident> = groups.keys().cloned().collect();
    let mut names = BTreeMap::new();
    for (wish, mut members) in groups {
        members.sort_by_cached_key(|&i| {
            claims.get(i).map(|claim| (claim.wire != claim.wish.bare(), style(claim.wire), claim.wire, i))
        });
        let Some((&first, others)) = members.split_first() else { continue };
        names.insert(first, wish.clone());
        for &other in others {
            let (Some(kept), Some(claim)) = (claims.get(first), claims.get(other)) else { continue };
            let name = free(claim, kept, &wish, case, &used);
            diagnostics.push(collision(owner, kept, claim, &wish, &name));
            used.insert(name.clone());
            names.insert(other, name);
        }
    }
    names.into_values().collect()
}

/// A free name for a claim whose wish is taken.
fn free(claim: &Claim<'_>, kept: &Claim<'_>, wish: &Ident, case: Case, used: &BTreeSet<Ident>) -> Ident {
    let by_place = claim
        .qualifier
        .as_deref()
        .filter(|_| claim.qualifier != kept.qualifier)
        .map(|qualifier| case.prefix(wish, snake(qualifier).bare()));
    let by_style = (style(claim.wire) != style(kept.wire)).then(|| case.join(wish, &style(claim.wire).1));
    let counted = (2..).map(|n: usize| case.join(wish, &n.to_string()));
    by_place
        .into_iter()
        .chain(by_style)
        .chain(counted)
        .find(|name| !used.contains(name))
        .unwrap_or_else(|| wish.clone())
}

fn collision(owner: &str, kept: &Claim<'_>, moved: &Claim<'_>, wish: &Ident, name: &Ident) -> Diagnostic {
    let spell = |claim: &Claim<'_>| match &claim.qualifier {
        Some(qualifier) => format!("`{}` ({qualifier})", claim.wire),
        None => format!("`{}`", claim.wire),
    };
    Diagnostic::new(
        Id::NameCollision,
        format!(
            "{owner}: {} and {} would both be `{wish}`; the second is called `{name}`",
            spell(kept),
            spell(moved)
        ),
    )
    .hint("rename one of them in the service's overlay")
}

/// The most letters of a module name: every disk takes that many, with what stands around them.
const LONGEST: usize = 100;

/// The module of an item: its name in snake case, made fit for a file name on every system.
pub(super) fn module(name: &Ident, suffix: &str) -> Ident {
    const FILES: &[&str] = &["mod", "lib", "main"];
    let module = snake(name.bare());
    let mut text = module.bare().to_owned();
    if !text.is_ascii() {
        // rustc finds no file for a module whose name is in another script.
        let codes: Vec<String> = text.chars().map(|c| format!("{:x}", u32::from(c))).collect();
        text = format!("{suffix}_{}", codes.join("_"));
    } else if module.as_str() != text || FILES.contains(&text.as_str()) || is_device(&text) {
        text = format!("{text}_{suffix}");
    }
    if text.len() > LONGEST {
        let head = text.get(..LONGEST - 9).unwrap_or_default().trim_end_matches('_');
        text = format!("{head}_{}", mark(module.bare()));
    }
    Ident::new(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[(&str, Option<&str>)], expected: &[&str]) -> Vec<Diagnostic> {
        let claims: Vec<Claim<'_>> = names
            .iter()
            .map(|&(wire, qualifier)| Claim {
                wire,
                wish: snake(wire),
                qualifier: qualifier.map(str::to_owned),
            })
            .collect();
        let mut diagnostics = Vec::new();
        let resolved = resolve("Op", &claims, Case::Snake, (&["send"], "parameter"), &mut diagnostics);
        assert_eq!(resolved.iter().map(Ident::as_str).collect::<Vec<_>>(), expected);
        diagnostics
    }

    #[test]
    fn collisions_are_resolved_by_what_differs() {
        check(&[("Id", None), ("Name", None)], &["id", "name"]);
        check(&[("Type", None), ("type", None)], &["type_pascal", "r#type"]);
        check(&[("ID", None), ("Id", None), ("id", None)], &["id_upper", "id_pascal", "id"]);
        check(&[("name", Some("path")), ("name", Some("body"))], &["name", "body_name"]);
        check(&[("a:b", None), ("a;b", None)], &["a_b", "a_b_semicolon"]);
        check(&[("a:b", None), ("a::b", None)], &["a_b_2", "a_b"]);
        check(&[("self", None), ("Self", None)], &["self_", "self_pascal"]);
        check(&[("send", None)], &["send_parameter"]);
        check(&[("send", Some("query"))], &["query_send"]);
        check(&[("name~", None), ("name", None)], &["name_tilde", "name"]);
        let diagnostics = check(&[("Type", None), ("type", None)], &["type_pascal", "r#type"]);
        assert_eq!(diagnostics.len(), 1);
        assert!(diagnostics[0].message.contains("`type` and `Type`"), "{}", diagnostics[0].message);
    }

    #[test]
    fn modules_fit_file_names() {
        for (name, expected) in [
            ("ImageSet", "image_set"),
            ("Type", "type_type"),
            ("Aux", "aux_type"),
            ("Com1", "com1_type"),
            ("中", "type_4e2d"),
        ] {
            assert_eq!(module(&Ident::new(name), "type").as_str(), expected);
        }
        for name in ["a".repeat(240), "中".repeat(80), "a_".repeat(120)] {
            let short = module(&Ident::new(&name), "type");
            assert!(short.bare().is_ascii() && short.bare().len() <= LONGEST, "{short}");
            assert_ne!(short, module(&Ident::new(&format!("{name}b")), "type"));
        }
    }
}
