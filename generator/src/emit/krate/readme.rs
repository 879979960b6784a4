//! README.md of a crate.

use askama::Template;
use tablature_ir::{Protocol, Recipe, Retry};

use super::manifest::print;
use crate::{
    emit::rust::example,
    escape::{markdown, uri},
    output::NOTICE,
    plan::{Crate, Operation},
};

#[derive(Template)]
#[template(path = "readme.md", escape = "none")]
struct Readme<'p> {
    notice: &'p str,
    name: &'p str,
    title: String,
    lib: &'p str,
    count: String,
    source: String,
    settings: Vec<&'p str>,
    credentials: Vec<String>,
    call: Option<String>,
    pages: Option<String>,
    pieces: Option<String>,
    untyped: &'static str,
    rows: Vec<Row>,
}

struct Row {
    method: String,
    title: String,
}

/// The README.
pub(super) fn readme(plan: &Crate) -> String {
    let shown = shown(plan);
    let shortest =
        |is: fn(&&Operation) -> bool| plan.operations.iter().filter(is).min_by_key(|o| o.required.len());
    let paged = shortest(|operation| operation.paging.is_some());
    let streamed = shortest(|operation| operation.response.media.is_some());
    // Settings that have a default or are optional are left to those who know of them.
    let needed = |name: &&String| {
        plan.endpoint.contains(&format!("{{{name}}}")) || plan.context.iter().any(|(_, known)| known == *name)
    };
    print(&Readme {
        notice: NOTICE,
        name: &plan.name,
        title: markdown::cell(&plan.title),
        lib: plan.lib.as_str(),
        count: match plan.operations.len() {
            1 => "one operation".to_owned(),
            count => format!("{count} operations"),
        },
        source: if plan.docs.is_empty() {
            "its documentation".to_owned()
        } else {
            format!("[its documentation]({})", uri::target(&plan.docs))
        },
        settings: plan.settings.iter().filter(needed).map(String::as_str).collect(),
        credentials: plan.auth.iter().map(|recipe| credentials(recipe, &plan.vendor)).collect(),
        call: shown.map(|operation| indent(&example::lines(operation, &plan.lib).join("\n"))),
        pages: paged.map(|operation| indent(&example::pages(operation, &plan.lib))),
        pieces: streamed.map(|operation| indent(&example::pieces(operation, &plan.lib))),
        untyped: match plan.protocol {
            Protocol::Rpc(_) => "call(action, parameters)",
            Protocol::Rest => "request(method, path)",
        },
        rows: plan.operations.iter().map(row).collect(),
    })
}

/// What a way to authenticate needs: `api_key` (`ACME_API_KEY`), `api_secret` (`ACME_API_SECRET`).
fn credentials(recipe: &Recipe, vendor: &str) -> String {
    let capitals = |text: &str| text.to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let each = recipe.credentials.0.iter().map(|(name, known)| {
        let optional = if known.is().is_optional() { ", optional" } else { "" };
        format!("{} (`{}_{}`{optional})", markdown::code(name), capitals(vendor), capitals(name))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// The operation shown as the example: one that only reads, with few arguments.
fn shown(plan: &Crate) -> Option<&Operation> {
    let rank = |operation: &&Operation| {
        let reads = operation.retry == Retry::Safe && operation.deprecated.is_none();
        (!reads, operation.required.len().abs_diff(1))
    };
    plan.operations.iter().min_by_key(rank)
}

/// Indents code as in the body of a function.
fn indent(code: &str) -> String {
    let lines: Vec<String> = code
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
        .collect();
    lines.join("\n")
}

fn row(operation: &Operation) -> Row {
    let title = markdown::cell(&operation.title);
    Row {
        method: match &operation.url {
            Some(url) => format!("[`{}`]({})", operation.method.bare(), uri::target(url)),
            None => format!("`{}`", operation.method.bare()),
        },
        title: if operation.deprecated.is_some() { format!("{title} (deprecated)") } else { title },
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        plan::{self},
        spec,
    };

    fn first_call(auth: &str) -> String {
        let text = format!(
            "tablature: 2\nvendor: acme\nservice: store\nprotocol: rest\nendpoint: https://{{site}}.acme.example\n{auth}"
        );
        let service = spec::read("store.yaml", &text).unwrap_or_else(|finding| panic!("{}", finding.message));
        let plan = plan::plan(&service, &plan::Options::default()).expect("a plan");
        let readme = super::readme(&plan);
        readme.split("```").nth(1).unwrap_or_default().to_owned()
    }

    #[test]
    fn the_first_call_has_credentials_where_the_service_takes_some() {
        let with = first_call(
            "auth: [{name: a, credentials: {key: secret}, put: {header: {K: '{key}'}}, vectors: [{credentials: \
             {key: k}, method: GET, url: 'https://a.example/', gives: {K: k}}]}]",
        );
        assert!(with.contains("use acme_store::{Client, Credentials};"), "{with}");
        assert!(with.contains(".credentials(Credentials::from_env()?)\n        .site("), "{with}");
        let without = first_call("");
        assert!(without.contains("use acme_store::Client;\n"), "{without}");
        assert!(without.contains("Client::builder()\n        .site("), "{without}");
    }
}
