//! A vendor's part of the site: its services, its list of pages, and the pages.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ptr,
};

use askama::Template;
use indexmap::IndexMap;
use tablature_ir::OperationId;

use super::{
    facts::{self, Call, Placed},
    many, page,
    site::{Cover, Entry, Overview, PAGES, Read, SERVICES, Summary, file, html},
};
use crate::{
    diagnostic::{Diagnostic, Id, Severity},
    engine,
    extract::evidence::{self, Decided},
    load::{Document, Page},
    lower::{Count, Lowered},
    output::Files,
    parallel::each,
};

#[derive(Template)]
#[template(path = "report/service.html")]
struct Service<'a> {
    root: &'static str,
    vendor: &'a str,
    title: String,
    summary: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    title: String,
    request: String,
    rust: String,
    href: String,
    findings: usize,
}

#[derive(Template)]
#[template(path = "report/pages.html")]
struct List<'a> {
    root: &'static str,
    vendor: &'a str,
    kinds: Vec<Kind>,
    groups: Vec<Group<'a>>,
}

struct Kind {
    severity: &'static str,
    count: usize,
    id: &'static str,
    title: &'static str,
    href: String,
}

struct Group<'a> {
    reason: String,
    pages: Vec<Listed<'a>>,
}

struct Listed<'a> {
    path: &'a str,
    href: &'a str,
    findings: usize,
}

#[derive(Template)]
#[template(path = "report/page.html")]
struct Shown<'a> {
    root: &'static str,
    vendor: &'a str,
    title: String,
    path: &'a str,
    service: Option<Trail<'a>>,
    operations: Vec<&'a Call>,
    notes: Vec<page::Note>,
    blocks: Vec<page::Block>,
}

struct Trail<'a> {
    title: &'a str,
    href: &'a str,
}

/// A vendor, with what several of its files need.
pub(super) struct Vendor<'a> {
    read: &'a Read<'a>,
    /// The file of each service and of each page, below the vendor's folder.
    pub(super) services: HashMap<&'a str, String>,
    files: HashMap<&'a str, String>,
    facts: HashMap<String, Placed>,
    calls: HashMap<(&'a str, OperationId), Call>,
    findings: HashMap<&'a str, Vec<&'a Diagnostic>>,
}

impl<'a> Vendor<'a> {
    pub(super) fn new(read: &'a Read<'a>) -> Self {
        let mut taken = BTreeSet::new();
        let services = read.specs.services.iter().map(|it| it.service.service.as_str());
        let services = services.map(|id| (id, format!("{SERVICES}/{}", file(id, &mut taken)))).collect();
        let mut taken = BTreeSet::new();
        let name = |page: &'a Page| (&*page.path, format!("{PAGES}/{}", file(&page.path, &mut taken)));
        let files = read.pages.iter().map(name).collect();
        let mut facts: HashMap<String, Placed> = HashMap::new();
        let mut calls = HashMap::new();
        for (lowered, (placed, own)) in read.specs.services.iter().zip(each(&read.specs.services, facts::of))
        {
            for (page, mut placed) in placed {
                facts.entry(page).or_default().append(&mut placed);
            }
            calls.extend(own.into_iter().map(|(id, call)| ((lowered.service.service.as_str(), id), call)));
        }
        for placed in facts.values_mut() {
            placed.sort_by_key(|(at, _)| *at);
        }
        let mut findings: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
        for found in &read.specs.diagnostics {
            if let Some(span) = &found.span {
                findings.entry(&span.file).or_default().push(found);
            }
        }
        Vendor { read, services, files, facts, calls, findings }
    }

    pub(super) fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.read.id)
    }

    fn of_page(&self, page: &str) -> &[&'a Diagnostic] {
        self.findings.get(page).map_or(&[], Vec::as_slice)
    }

    pub(super) fn overview(&self) -> Overview<'a> {
        let specs = self.read.specs;
        let count = |severity| specs.count(severity);
        let summary = format!(
            "{}, {}, {}; {}, {}, {}.",
            many(specs.tally.pages, "page"),
            many(specs.services.len(), "service"),
            many(specs.tally.operations, "operation"),
            many(count(Severity::Error), "error"),
            many(count(Severity::Warning), "warning"),
            many(count(Severity::Info), "info"),
        );
        Overview {
            id: self.read.id,
            title: self.read.title,
            summary,
            has_changes: !self.read.steps.is_empty(),
            services: specs.services.iter().map(|lowered| self.row(lowered)).collect(),
        }
    }

    fn row(&self, lowered: &Lowered) -> Summary {
        let cover = |count: &Count| Cover {
            read: count.read,
            wanted: count.read + count.unread,
            unread: count.unread,
        };
        let tally = &lowered.tally;
        Summary {
            title: title(&lowered.service),
            file: self.services[lowered.service.service.as_str()].clone(),
            operations: lowered.service.operations.len(),
            coverage: [cover(&tally.tables), cover(&tally.rows), cover(&tally.sections)],
            findings: self.counts(lowered),
        }
    }

    /// The findings on the pages of a service, in words.
    fn counts(&self, lowered: &Lowered) -> String {
        let pages: BTreeSet<&str> = lowered.service.operations.values().map(|it| it.page.as_str()).collect();
        let found = || pages.iter().flat_map(|page| self.of_page(page));
        let of = |severity, what| {
            let count = found().filter(|it| it.severity == severity).count();
            (count > 0).then(|| many(count, what))
        };
        let counts =
            [of(Severity::Error, "error"), of(Severity::Warning, "warning"), of(Severity::Info, "info")];
        counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    pub(super) fn service(&self, lowered: &Lowered) -> String {
        let service = &lowered.service;
        let operation = |(id, operation): (&OperationId, &tablature_ir::Operation)| {
            let call = self.calls.get(&(service.service.as_str(), id.clone()));
            Operation {
                id: id.to_string(),
                title: operation.title.clone(),
                request: call.map(|call| call.request.clone()).unwrap_or_default(),
                rust: call.map(|call| call.rust.clone()).unwrap_or_default(),
                href: self.files.get(operation.page.as_str()).cloned().unwrap_or_default(),
                findings: self.of_page(&operation.page).len(),
            }
        };
        html(&Service {
            root: "../../",
            vendor: self.read.id,
            title: title(service),
            summary: format!(
                "{}, {}; requests go to {}.",
                many(service.operations.len(), "operation"),
                many(service.types.len(), "type"),
                if service.endpoint.is_empty() { "where the caller says" } else { &service.endpoint },
            ),
            operations: service.operations.iter().map(operation).collect(),
        })
    }

    pub(super) fn list(&self) -> String {
        let mut kinds: IndexMap<Id, Vec<&Diagnostic>> = IndexMap::new();
        for found in &self.read.specs.diagnostics {
            kinds.entry(found.id).or_default().push(found);
        }
        let kind = |(id, found): (Id, Vec<&Diagnostic>)| {
            let first = found.iter().find_map(|it| Some((&*it.span.as_ref()?.file, *it)));
            let href = first.and_then(|(page, first)| {
                let at = self.of_page(page).iter().position(|it| ptr::eq(*it, first))?;
                Some(format!("{}#finding-{}", self.files.get(page)?, at + 1))
            });
            Kind {
                severity: found.first().map_or("info", |it| it.severity.as_str()),
                count: found.len(),
                id: id.as_str(),
                title: about(id),
                href: href.unwrap_or_default(),
            }
        };
        let mut kinds: Vec<Kind> = kinds.into_iter().map(kind).collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
        let mut groups: BTreeMap<(usize, String), Vec<Listed<'_>>> = BTreeMap::new();
        for page in self.read.pages {
            let listed = Listed {
                path: &page.path,
                href: &self.files[&*page.path],
                findings: self.of_page(&page.path).len(),
            };
            groups.entry(self.reason(&page.path)).or_default().push(listed);
        }
        let groups = groups.into_iter().map(|((_, reason), pages)| Group { reason, pages }).collect();
        html(&List { root: "../", vendor: self.read.id, kinds, groups })
    }

    /// The heading under which a page is listed, and the place of that heading in the order.
    fn reason(&self, page: &str) -> (usize, String) {
        let none = self.of_page(page).iter().find(|found| found.id == Id::PageWithoutOperation);
        if let Some(found) = none {
            return (1, found.message.clone());
        }
        if self.read.specs.services.iter().any(|it| is_of(it, page)) {
            return (2, "Operations".to_owned());
        }
        let worst = self.of_page(page).iter().max_by_key(|found| found.severity);
        (0, worst.map_or_else(|| "Not read".to_owned(), |found| format!("Not read: {}", found.id)))
    }

    /// The pages themselves.
    pub(super) fn pages(&self) -> Files {
        let documents = each(self.read.pages, |page| engine::document(page).ok());
        let gathered =
            evidence::of(&documents.iter().flatten().collect::<Vec<_>>(), &self.read.specs.reading.dialect)
                .ok();
        let pages: Vec<(&Page, &Document)> = self
            .read
            .pages
            .iter()
            .zip(&documents)
            .filter_map(|(page, it)| Some((page, it.as_ref()?)))
            .collect();
        let made = each(&pages, |(page, document)| {
            let decided = gathered.as_ref().map(|gathered| evidence::decide(document, gathered));
            let roles: Vec<Decided> = decided.into_iter().flatten().flat_map(|(_, roles)| roles).collect();
            (self.path(&self.files[&*page.path]), self.page(document, &roles).into_bytes())
        });
        made.into_iter().collect()
    }

    fn page(&self, document: &Document, roles: &[Decided]) -> String {
        let path = &*document.file;
        let found = page::notes(document, self.of_page(path));
        let placed = self.facts.get(path).cloned().unwrap_or_default();
        let (blocks, notes) = page::blocks(document, placed, found, roles);
        let lowered = self.read.specs.services.iter().find(|it| is_of(it, path));
        let service = lowered.map(|it| it.service.service.as_str());
        let operations: Vec<(&OperationId, &tablature_ir::Operation)> = lowered
            .into_iter()
            .flat_map(|it| &it.service.operations)
            .filter(|(_, operation)| operation.page == path)
            .collect();
        let title = operations
            .first()
            .map(|(id, it)| if it.title.is_empty() { id.to_string() } else { it.title.clone() });
        let call = |id: &OperationId| self.calls.get(&(service?, id.clone()));
        html(&Shown {
            root: "../../",
            vendor: self.read.id,
            title: title.unwrap_or_else(|| path.to_owned()),
            path,
            service: service.map(|id| Trail { title: id, href: &self.services[id] }),
            operations: operations.iter().filter_map(|(id, _)| call(id)).collect(),
            notes,
            blocks,
        })
    }

    /// What the search finds of a vendor.
    pub(super) fn index(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for lowered in &self.read.specs.services {
            let service = &lowered.service;
            let href = self.path(&self.services[service.service.as_str()]);
            entries.push((title(service), "service".to_owned(), href, String::new()));
            let mut names: IndexMap<&str, BTreeSet<String>> = IndexMap::new();
            crate::spec::fields::each(service, None, |row| {
                let of = names.entry(row.operation).or_default();
                of.extend(row.path.rsplit('.').next().map(|name| name.trim_end_matches("[]").to_owned()));
            });
            for (id, operation) in &service.operations {
                let Some(file) = self.files.get(operation.page.as_str()) else { continue };
                let names =
                    names.get(id.as_str()).map(|names| names.iter().cloned().collect::<Vec<_>>().join(" "));
                let about = format!("{} {}", operation.title, service.service).trim().to_owned();
                entries.push((id.to_string(), about, self.path(file), names.unwrap_or_default()));
            }
        }
        entries
    }
}

fn is_of(lowered: &Lowered, page: &str) -> bool {
    lowered.service.operations.values().any(|operation| operation.page == page)
}

fn title(service: &tablature_ir::Service) -> String {
    if service.title.is_empty() { service.service.clone() } else { service.title.clone() }
}

/// The first line of the documentation of a kind of finding.
fn about(id: Id) -> &'static str {
    id.docs().lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
}
