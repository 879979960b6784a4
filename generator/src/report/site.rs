//! The files of the site.

use std::{collections::BTreeSet, fmt::Write as _};

use askama::Template;

use super::{
    changes::{self, Step},
    vendor::Vendor,
};
use crate::{
    engine::Specs,
    escape,
    load::Page,
    output::{Files, NOTICE},
};

/// The folders of a vendor, below its own, whose files come and go.
pub(super) const SERVICES: &str = "services";
pub(super) const PAGES: &str = "pages";

/// A vendor's pages and what came of them.
#[derive(Debug)]
pub struct Read<'a> {
    /// The vendor's id.
    pub id: &'a str,
    /// Its name for people.
    pub title: &'a str,
    /// The pages that were read.
    pub pages: &'a [Page],
    /// What came of them.
    pub specs: &'a Specs,
    /// What commits of the pages changed, the oldest first; none where nobody asked.
    pub steps: Vec<Step>,
}

/// The folders of a vendor below the site in which only files of the site stand.
#[must_use]
pub fn folders(vendor: &str) -> [String; 2] {
    [SERVICES, PAGES].map(|folder| format!("{vendor}/{folder}"))
}

/// The site: a list of services, a list of operations and of pages, the pages, and what the search looks into.
#[must_use]
pub fn site(vendors: &[Read<'_>]) -> Files {
    let mut files = Files::new();
    let mut index = Vec::new();
    let mut shown = Vec::new();
    for read in vendors {
        let of = Vendor::new(read);
        shown.push(of.overview());
        for lowered in &read.specs.services {
            files.insert(
                of.path(&of.services[lowered.service.service.as_str()]),
                of.service(lowered).into_bytes(),
            );
        }
        files.insert(of.path("pages.html"), of.list().into_bytes());
        if !read.steps.is_empty() {
            files.insert(of.path("changes.html"), changes::page(read.id, &read.steps).into_bytes());
        }
        files.extend(of.pages());
        index.extend(of.index());
    }
    files.insert("index.html".to_owned(), html(&Index { root: "", vendors: shown }).into_bytes());
    files.insert("search.js".to_owned(), search(&index).into_bytes());
    let style = include_str!("../../templates/report/style.css");
    files.insert("style.css".to_owned(), format!("/* {NOTICE} */\n{style}").into_bytes());
    let script = include_str!("../../templates/report/report.js");
    files.insert("report.js".to_owned(), format!("// {NOTICE}\n{script}").into_bytes());
    files
}

pub(super) fn html(template: &impl Template) -> String {
    // Writing to a string cannot fail.
    escape::html::page(&template.render().unwrap_or_default())
}

/// What is found: a name, what it is, its page, and the names that lead to it too.
pub(super) type Entry = (String, String, String, String);

fn search(index: &[Entry]) -> String {
    let mut text = format!("// {NOTICE}\nwindow.INDEX = [\n");
    for entry in index {
        let line = serde_json::to_string(entry).unwrap_or_default();
        let _ = writeln!(text, "{},", escape::json::document(&line));
    }
    text.push_str("];\n");
    text
}

#[derive(Template)]
#[template(path = "report/index.html")]
struct Index<'a> {
    root: &'static str,
    vendors: Vec<Overview<'a>>,
}

pub(super) struct Overview<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) summary: String,
    pub(super) has_changes: bool,
    pub(super) services: Vec<Summary>,
}

pub(super) struct Summary {
    pub(super) title: String,
    pub(super) file: String,
    pub(super) operations: usize,
    pub(super) coverage: [Cover; 3],
    pub(super) findings: String,
}

pub(super) struct Cover {
    pub(super) read: usize,
    pub(super) wanted: usize,
    pub(super) unread: usize,
}

/// A name for a file that every system and address accepts, and that differs from those taken even where case is
/// ignored.
pub(super) fn file(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '_' };
    let stem: String = name.chars().map(plain).take(100).collect();
    let mut number = 1;
    loop {
        let tail = if number > 1 { format!("-{number}") } else { String::new() };
        let file = format!("{stem}{tail}.html");
        if taken.insert(file.to_ascii_lowercase()) {
            return file;
        }
        number += 1;
    }
}
