//! README.md of a crate.

use askama::Template;
use tablature_ir::{Protocol, Retry};

use super::manifest::print;
use crate::{
    emit::rust::example,
    output::NOTICE,
    plan::{Crate, Operation, Setting},
};

#[derive(Template)]
#[template(path = "readme.md", escape = "none")]
struct Readme<'p> {
    notice: &'p str,
    name: &'p str,
    title: &'p str,
    lib: &'p str,
    count: String,
    source: String,
    settings: Vec<&'static str>,
    call: Option<String>,
    pages: Option<String>,
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
    let paged = plan
        .operations
        .iter()
        .filter(|operation| operation.paging.is_some())
        .min_by_key(|o| o.required.len());
    let mut settings: Vec<&str> = plan.context.iter().map(|(_, setting)| setting.name()).collect();
    if plan.endpoint.contains("{region}") {
        settings.insert(0, Setting::Region.name());
    }
    settings.dedup();
    print(&Readme {
        notice: NOTICE,
        name: &plan.name,
        title: &plan.title,
        lib: plan.lib.as_str(),
        count: match plan.operations.len() {
            1 => "one operation".to_owned(),
            count => format!("{count} operations"),
        },
        source: if plan.docs.is_empty() {
            "its documentation".to_owned()
        } else {
            format!("[its documentation]({})", plan.docs)
        },
        settings,
        call: shown.map(|operation| indent(&example::lines(operation, &plan.lib).join("\n"))),
        pages: paged.map(|operation| indent(&example::pages(operation, &plan.lib))),
        untyped: match plan.protocol {
            Protocol::Rpc(_) => "call(action, parameters)",
            Protocol::Rest => "request(method, path)",
        },
        rows: plan.operations.iter().map(row).collect(),
    })
}

/// The operation that serves as the example: one that only reads, with few arguments.
fn shown(plan: &Crate) -> Option<&Operation> {
    let rank = |operation: &&Operation| {
        let reads = operation.retry == Retry::Safe && operation.deprecated.is_none();
        (!reads, operation.required.len().abs_diff(1))
    };
    plan.operations.iter().min_by_key(rank)
}

/// As the body of a function stands.
fn indent(code: &str) -> String {
    let lines: Vec<String> = code
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
        .collect();
    lines.join("\n")
}

fn row(operation: &Operation) -> Row {
    let title = operation.title.replace('|', "\\|");
    Row {
        method: match &operation.url {
            Some(url) => format!("[`{}`](<{url}>)", operation.method.bare()),
            None => format!("`{}`", operation.method.bare()),
        },
        title: if operation.deprecated.is_some() { format!("{title} (deprecated)") } else { title },
    }
}
