//! A whole crate: source, `Cargo.toml`, README, fixtures and tests; and the workspace of all crates.

mod assertions;
mod calls;
mod manifest;
mod readme;
mod tests;

use super::{
    fixtures::{Fixture, fixtures},
    rust,
};
use crate::{
    diagnostic::Diagnostic,
    escape,
    output::{Files, NOTICE},
    plan::Crate,
};

/// Where generated crates find their runtime: a path, a version, or both, as in a dependency of `Cargo.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runtime {
    /// A folder, relative to the manifest that names it.
    pub path: Option<String>,
    /// A version requirement that a registry can meet.
    pub version: Option<String>,
}

/// What is the same for all crates of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Where the runtime is.
    pub runtime: Runtime,
}

/// The files of a crate, by path relative to its folder, and a diagnostic for each mended fixture. A given `runtime`
/// takes the place of the workspace's.
#[must_use]
pub fn krate(plan: &Crate, runtime: Option<&Runtime>) -> (Files, Vec<Diagnostic>) {
    let (fixtures, diagnostics) = fixtures(plan);
    let mut files = Files::new();
    let mut add = |path: &str, text: String| {
        files.insert(path.to_owned(), text.into_bytes());
    };
    add("Cargo.toml", manifest::package(plan, runtime));
    add("README.md", readme::readme(plan));
    let answer = |it: &Fixture| rust::Answer { body: it.file(), headers: it.sent_headers().collect() };
    let answers: Vec<rust::Answer> = fixtures.iter().map(answer).collect();
    for (path, text) in rust::files(plan, &answers) {
        add(&format!("src/{path}"), format!("// {NOTICE}\n\n{text}"));
    }
    for fixture in &fixtures {
        if let Some((file, text)) = fixture.file().zip(body(fixture)) {
            add(&format!("fixtures/{file}"), text);
        }
    }
    for (path, text) in tests::files(plan, &fixtures) {
        add(&format!("tests/{path}"), format!("// {NOTICE}\n\n{text}"));
    }
    (files, diagnostics)
}

/// The files of the workspace, by path relative to its folder.
#[must_use]
pub fn workspace(options: &Options) -> Files {
    Files::from([("Cargo.toml".to_owned(), manifest::workspace(options).into_bytes())])
}

/// The text of the file of a fixture.
fn body(fixture: &Fixture) -> Option<String> {
    if fixture.media.is_some() {
        return fixture.text();
    }
    let body = fixture.body.as_ref()?;
    // Writing a value that was read cannot fail.
    let text = serde_json::to_string_pretty(body).ok()? + "\n";
    Some(escape::json::document(&text).into_owned())
}
