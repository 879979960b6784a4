//! `Cargo.toml` of a crate and of the workspace.

use askama::Template;

use super::{Options, Runtime};
use crate::{
    escape::toml::string,
    output::{NOTICE, owner},
    plan::Crate,
};

#[derive(Template)]
#[template(path = "crate.toml", escape = "none")]
struct Package<'p> {
    notice: &'p str,
    name: &'p str,
    version: &'p str,
    description: String,
    section: &'p str,
    vendor: String,
    service: String,
    runtime: Option<String>,
}

#[derive(Template)]
#[template(path = "workspace.toml", escape = "none")]
struct Workspace<'p> {
    notice: &'p str,
    runtime: String,
}

/// `Cargo.toml` of a crate.
pub(super) fn package(plan: &Crate, runtime: Option<&Runtime>) -> String {
    let description = format!("A client of {}, generated from its documentation.", plan.title);
    print(&Package {
        notice: NOTICE,
        name: &plan.name,
        version: &plan.version,
        description: string(&description),
        section: owner::SECTION,
        vendor: string(&plan.vendor),
        service: string(&plan.service),
        runtime: runtime.map(dependency),
    })
}

/// `Cargo.toml` of the workspace.
pub(super) fn workspace(options: &Options) -> String {
    print(&Workspace { notice: NOTICE, runtime: dependency(&options.runtime) })
}

/// `path = "…", version = "…"`.
fn dependency(runtime: &Runtime) -> String {
    let Runtime { path, version } = runtime;
    let keys = [("path", path), ("version", version)].into_iter();
    let given = keys.filter_map(|(key, value)| Some(format!("{key} = {}", string(value.as_ref()?))));
    given.collect::<Vec<_>>().join(", ")
}

/// Prints a template. Ours cannot fail: they write to memory, and nothing in them is fallible.
pub(super) fn print(template: &impl Template) -> String {
    template.render().map(|text| text + "\n").unwrap_or_default()
}
