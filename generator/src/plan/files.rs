//! What a service is called outside of Rust: the stem of its file, and its package, which is its folder, too.
//!
//! A service takes its name from its vendor or from a folder of pages, so the name may be anything. A stem or a package
//! has to be valid on every system, at most [`LONGEST`] bytes long, free of special meaning, and unique even where a
//! system ignores case. A plain name stays as it is. What cannot stand in a name becomes a dash; where letters are lost
//! that way, or the whole is too long, eight digits of a hash tell which name it was.

use std::collections::BTreeMap;

use super::name::is_keyword;
use crate::{
    diagnostic::{Diagnostic, Id},
    words::is_letter,
};

/// The most bytes of a stem or a package. Registries take no longer package, and a file name still has room on every
/// disk for what stands around its stem.
pub const LONGEST: usize = 64;

/// A service to be named.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The vendor's id.
    pub vendor: &'w str,
    /// The service's id.
    pub service: &'w str,
    /// The package that people ask for, if any: `crate` of vendor.yaml.
    pub package: Option<&'w str>,
    /// The version that people ask for, if any.
    pub version: Option<&'w str>,
}

/// The names of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The file name without its ending, in the folder of the vendor: `vpc2.0` of `specs/acme/vpc2.0.yaml`.
    pub stem: String,
    /// The package, and the folder of the crate: `acme-vpc2-0`.
    pub package: String,
    /// The version of the package.
    pub version: String,
}

/// Names all services of a run, in their order, and says what was found. A service that cannot be named has the id of
/// the diagnostic that says why. Services that would share a file or a package have no name, whatever order they come
/// in.
#[must_use]
pub fn names(services: &[Wanted<'_>]) -> (Vec<Result<Named, Id>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut names: Vec<Result<Named, Id>> =
        services.iter().map(|wanted| name(wanted, &mut diagnostics)).collect();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (wanted, named)) in services.iter().zip(&names).enumerate() {
        let Ok(named) = named else { continue };
        let (folder, stem) = (folded(wanted.vendor), folded(&named.stem));
        groups.entry(format!("crate `{}`", library(&named.package))).or_default().push(index);
        groups.entry(format!("file `specs/{folder}/{stem}.yaml`")).or_default().push(index);
    }
    for (what, group) in groups.iter().filter(|(_, group)| group.len() > 1) {
        diagnostics.push(shared(what, group.iter().filter_map(|&index| services.get(index))));
        for &index in group {
            if let Some(name) = names.get_mut(index) {
                *name = Err(Id::ServiceCollision);
            }
        }
    }
    (names, diagnostics)
}

/// Names a service on its own, with no other beside it.
///
/// # Errors
/// The diagnostics that say why it has no name.
pub fn alone(wanted: &Wanted<'_>) -> Result<Named, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    name(wanted, &mut diagnostics).map_err(|_| diagnostics)
}

/// The stem of a service's file: its id, where that is plain.
#[must_use]
pub fn stem(service: &str) -> String {
    let means_else = folded(service) == "vendor" || folded(service).ends_with(".overlay");
    if is_plain(service) && !means_else {
        return service.to_owned();
    }
    let clean: String = service.chars().map(|c| if is_plain_sign(c) && c != '.' { c } else { '-' }).collect();
    marked(clean.trim_matches([' ', '-']), service)
}

/// The stems of files in one folder, one for each id; no two are the same on any system.
#[must_use]
pub fn stems<'i>(ids: impl IntoIterator<Item = &'i str>) -> Vec<String> {
    let ids: Vec<&str> = ids.into_iter().collect();
    let stems: Vec<String> = ids.iter().map(|id| stem(id)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for stem in &stems {
        *counts.entry(folded(stem)).or_default() += 1;
    }
    let alone = |stem: &String| counts.get(&folded(stem)) == Some(&1);
    let distinct = |(stem, id): (String, &str)| if alone(&stem) { stem } else { marked(&stem, id) };
    stems.into_iter().zip(ids).map(distinct).collect()
}

/// `vendor-service` as a valid package name: `vpc2.0` → `vpc2-0`.
pub(crate) fn package(vendor: &str, service: &str) -> String {
    let clean = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' };
    let lost = |text: &str| {
        text.chars().any(|c| !c.is_ascii() && c.is_alphanumeric())
            || !text.contains(|c: char| c.is_ascii_alphanumeric())
    };
    let whole: String = vendor.chars().chain(['-']).chain(service.chars()).map(clean).collect();
    // rustc dislikes names with two separators in a row.
    let words: Vec<&str> =
        whole.split('-').map(|word| word.trim_matches('_')).filter(|word| !word.is_empty()).collect();
    let mut name = words.join("-");
    while name.contains("__") {
        name = name.replace("__", "_");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) || is_taken(&name) {
        name = format!("client-{name}");
    }
    if lost(vendor) || lost(service) || name.len() > LONGEST {
        return marked(&name, &format!("{vendor}/{service}"));
    }
    name
}

fn name(wanted: &Wanted<'_>, diagnostics: &mut Vec<Diagnostic>) -> Result<Named, Id> {
    let &Wanted { vendor, service, package, version } = wanted;
    let fault = |message: String, hint| Diagnostic::new(Id::UnusableName, message).hint(hint);
    let who = who(wanted);
    let before = diagnostics.len();
    if !is_plain(vendor) {
        diagnostics.push(fault(
            format!("the vendor of {who} is no name of a folder on every system"),
            "a vendor's id is a short name without slashes and signs",
        ));
    }
    if let Some((package, why)) = package.and_then(|package| Some((package, no_package(package)?))) {
        diagnostics.push(fault(
            format!("{who} cannot be the crate `{}`: {why}", shown(package)),
            "a package is made of letters, digits, `-` and `_`, and begins with a letter",
        ));
    }
    if let Some((version, Err(why))) = version.map(|version| (version, semver::Version::parse(version))) {
        diagnostics.push(fault(
            format!("{who} cannot have the version `{}`: {}", shown(version), shown(&why.to_string())),
            "a version has three numbers: 0.1.0",
        ));
    }
    if diagnostics.len() > before {
        return Err(Id::UnusableName);
    }
    Ok(Named {
        stem: stem(service),
        package: package.map_or_else(|| self::package(vendor, service), str::to_owned),
        version: version.unwrap_or("0.1.0").to_owned(),
    })
}

/// Why a text cannot be the package of a generated crate. The rules are those of `cargo new` and of the registry.
fn no_package(text: &str) -> Option<String> {
    let may_stand = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if text.is_empty() {
        Some("it is empty".to_owned())
    } else if let Some(sign) = text.chars().find(|c| !may_stand(*c)) {
        Some(format!("`{}` is no sign of a package", sign.escape_default()))
    } else if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some("it does not begin with a letter".to_owned())
    } else if text.len() > LONGEST {
        Some(format!("it is longer than {LONGEST} letters"))
    } else if is_taken(text) {
        Some("it means something else already".to_owned())
    } else {
        None
    }
}

/// Whether a package would hide something that its crate or the workspace uses, or is no valid folder on some system.
fn is_taken(package: &str) -> bool {
    const TAKEN: &[&str] = &[
        // What every crate sees.
        "alloc",
        "core",
        "proc_macro",
        "std",
        "test",
        // What ours depend on.
        "serde_json",
        "tablature_client",
        // What cargo makes.
        "build",
        "deps",
        "examples",
        "incremental",
        "target",
        // What stands beside crates.
        "specs",
    ];
    let library = library(package);
    TAKEN.contains(&library.as_str()) || is_keyword(&library) || is_device(&library)
}

/// The name of a package in Rust. Packages with the same one cannot share a workspace, for their build files would
/// meet.
fn library(package: &str) -> String {
    package.to_ascii_lowercase().replace('-', "_")
}

/// Whether the name is a device on Windows, whatever its ending.
pub(super) fn is_device(name: &str) -> bool {
    const DEVICES: &[&str] = &["aux", "con", "conin$", "conout$", "nul", "prn"];
    let head = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let port = head.strip_prefix("com").or_else(|| head.strip_prefix("lpt"));
    DEVICES.contains(&head.as_str())
        || port.is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a file or folder can have the name as it is on every system, and it stays the same in whatever form of
/// Unicode the system prefers.
fn is_plain(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len())
        && name.chars().all(is_plain_sign)
        && name == name.trim_matches([' ', '.'])
        && !is_device(name)
}

fn is_plain_sign(c: char) -> bool {
    is_letter(c) || " !#$%&'()+,-.;=@[]^_`{}~".contains(c)
}

/// A name as a disk that ignores case may see it.
fn folded(name: &str) -> String {
    // `ſ` is an `s` in upper case only.
    name.to_uppercase().to_lowercase()
}

/// What is left of a name, marked with a hash of the whole.
fn marked(left: &str, whole: &str) -> String {
    let mark = mark(whole);
    let room = left.floor_char_boundary(LONGEST - mark.len() - 1);
    let left = left.get(..room).unwrap_or_default().trim_end_matches(['-', '_', '.', ' ']);
    if left.is_empty() { format!("service-{mark}") } else { format!("{left}-{mark}") }
}

/// Eight digits that stay the same for a name: FNV-1a of 64 bits over its UTF-8, the halves folded by exclusive or
/// (<http://www.isthe.com/chongo/tech/comp/fnv/>).
pub(super) fn mark(name: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// A text for a message, whatever it holds.
fn shown(text: &str) -> String {
    text.chars()
        .take(LONGEST)
        .flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] })
        .collect()
}

fn who(wanted: &Wanted<'_>) -> String {
    format!("`{}/{}`", shown(wanted.vendor), shown(wanted.service))
}

fn shared<'w>(what: &str, services: impl Iterator<Item = &'w Wanted<'w>>) -> Diagnostic {
    let mut origins: Vec<String> = services.map(who).collect();
    origins.sort();
    Diagnostic::new(Id::ServiceCollision, format!("{} would be the same {what}", origins.join(" and "))).hint(
        "`crate` of a service in vendor.yaml gives it another package; where the file is the same, rename a folder of pages",
    )
}

#[cfg(test)]
mod tests;
