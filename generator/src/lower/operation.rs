//! A page that is an operation → the operation, with types of its own.

use tablature_ir::{Location, Method, Type, WireName};

use super::{
    book::{Book, Entry, key},
    draft::{LocalBody, Operation, Spot},
    examples::{self, Parsed},
    fields::{Builder, Built},
    roots::{Root, request_roots, response_roots, responses_elsewhere},
    uri,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    dialect::Dialect,
    raw::{self, RequestLine, Role},
};

/// What an operation was made of.
pub(super) struct Made {
    pub(super) operation: Operation,
    pub(super) examples: Vec<Parsed>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The tables that were read: page and table.
    pub(super) used: std::collections::HashSet<(usize, usize)>,
    /// What became of their rows.
    pub(super) rows: std::collections::HashMap<(usize, usize), super::Count>,
}

/// Makes the operation of a page. `id` is its name.
pub(super) fn make(
    book: &Book,
    dialect: &Dialect,
    page: usize,
    id: &str,
    request: &RequestLine,
) -> Option<Made> {
    let entry = book.entries.get(page)?;
    let template = uri::parse(&request.target);
    let examples = examples::parse(&entry.raw);
    let mut builder = Builder::new(book, dialect);
    let request_roots = request_roots(entry);
    let mut response_roots: Vec<Root> =
        response_roots(entry).into_iter().map(|(status, table)| Root { page, status, table }).collect();
    if response_roots.is_empty() {
        response_roots = responses_elsewhere(book, page);
    }
    builder.roots.extend(request_roots.iter().map(|root| (page, *root)));
    builder.roots.extend(response_roots.iter().map(|root| (root.page, root.table)));
    let mut maker = Maker {
        entry,
        dialect,
        builder,
        method: request.method,
        examples,
        operation: Operation { page, id: id.to_owned(), template, ..Operation::default() },
        page,
        cases: Vec::new(),
        places: None,
    };
    for root in request_roots {
        maker.request_table(root);
    }
    maker.cases();
    maker.only_in_template();
    maker.responses(&response_roots);
    maker.answer();
    maker.wrapped();
    maker.filters();
    maker.leftover();
    maker.evidence();
    maker.facts();
    maker.operation.ir = maker.rest(request);
    maker.operation.types = maker.builder.types;
    Some(Made {
        operation: maker.operation,
        examples: maker.examples,
        diagnostics: maker.builder.diagnostics,
        used: maker.builder.used,
        rows: maker.builder.rows,
    })
}

pub(super) struct Maker<'a> {
    pub(super) entry: &'a Entry,
    pub(super) dialect: &'a Dialect,
    pub(super) builder: Builder<'a>,
    pub(super) method: Method,
    pub(super) examples: Vec<Parsed>,
    pub(super) operation: Operation,
    pub(super) page: usize,
    /// The fields of the body that each table of the request has.
    cases: Vec<Vec<WireName>>,
    /// Where the keys of the example stand that was asked for last.
    pub(super) places: Option<(usize, crate::extract::example::Places)>,
}

impl Maker<'_> {
    fn request_table(&mut self, index: usize) {
        let dialect = self.dialect;
        let table = self.entry.raw.tables.get(index);
        let keep = |_: &raw::Row, name: &str| !dialect.supplies(name);
        let built = self.builder.table(self.page, index, &keep);
        let (Some(table), fields) = (table, built) else { return };
        match fields {
            Built::Object(drafts) => {
                let mut sent = Vec::new();
                for (name, draft) in drafts {
                    if self.of_another(table, &name) {
                        continue;
                    }
                    let location = self.location(table, &name, &draft);
                    if location == Location::Body {
                        sent.push(name.clone());
                    }
                    self.parameter(location, name, draft);
                }
                self.cases.push(sent);
                self.body_of_get(table);
            }
            Built::Elements(ty) => {
                self.operation.body = Some(LocalBody::Type(
                    elements(ty),
                    Some(Spot { page: self.page, line: table.line, span: table.span }),
                ));
            }
            Built::Whole(ty) => {
                let ty = if self.shows_array(Role::RequestExample) { elements(ty) } else { ty };
                self.operation.body = Some(LocalBody::Type(
                    ty,
                    Some(Spot { page: self.page, line: table.line, span: table.span }),
                ));
            }
            Built::Map(ty) => {
                self.operation.body = Some(LocalBody::Type(
                    Type::map(ty),
                    Some(Spot { page: self.page, line: table.line, span: table.span }),
                ));
            }
        }
    }

    /// Whether a parameter of the path is one of another request of the page only.
    fn of_another(&self, table: &raw::Table, name: &str) -> bool {
        // It may be spelled otherwise in the address.
        let has = |template: &uri::Template| template.placeholders.iter().any(|own| key(own) == key(name));
        let others = || self.entry.raw.requests.iter().map(|request| uri::parse(&request.target));
        let in_path = table.location == Some(Location::Path) || table.location.is_none();
        in_path
            && self.entry.raw.requests.len() > 1
            && !has(&self.operation.template)
            && others().any(|template| has(&template))
    }

    /// Several tables of one body are for several cases: what one of them lacks need not be there.
    fn cases(&mut self) {
        let cases: Vec<_> = self.cases.iter().filter(|case| !case.is_empty()).collect();
        let Some(LocalBody::Fields(drafts)) = &mut self.operation.body else { return };
        let everywhere = |name: &WireName| cases.iter().all(|case| case.contains(name));
        // Tables that have nothing in common are parts of one.
        if cases.iter().enumerate().any(|(index, case)| {
            cases.iter().skip(index + 1).any(|other| other.iter().any(|name| case.contains(name)))
        }) {
            for (_, draft) in drafts.iter_mut().filter(|(name, _)| !everywhere(name)) {
                draft.field.required = draft.field.required.map(|_| false);
            }
        }
    }

    /// Reports a table of the body where there can be none.
    fn body_of_get(&mut self, table: &raw::Table) {
        if table.location == Some(Location::Body) && self.bodiless() {
            let found = Diagnostic::new(Id::BodyOfGet, format!("a {} has no body", self.method))
                .at(self.entry.place(table.span))
                .hint("the fields are taken for parameters of the query; say otherwise in an overlay");
            self.builder.diagnostics.push(found);
        }
    }

    /// Whether an example of this side is an array.
    pub(super) fn shows_array(&self, role: Role) -> bool {
        let mut examples = self.examples.iter();
        examples.any(|example| {
            example.role == role && examples::succeeds(example.status) && example.value.is_array()
        })
    }

    /// What has no fields.
    fn rest(&self, request: &RequestLine) -> tablature_ir::Operation {
        let raw = &self.entry.raw;
        let title = raw.title.as_ref().map(|title| title.text.clone()).unwrap_or_default();
        // A description that is the title again says nothing.
        let plain = |text: &str| text.trim().trim_end_matches(['.', '\u{3002}']).trim_end().to_lowercase();
        let description =
            if plain(&raw.description) == plain(&title) { String::new() } else { raw.description.clone() };
        tablature_ir::Operation {
            title,
            description,
            page: self.entry.path.to_string(),
            method: request.method,
            uri: self.operation.template.path.clone(),
            errors: raw.errors.clone(),
            ..tablature_ir::Operation::default()
        }
    }
}

/// The list of which a row describes the elements; some pages give the type of the list itself.
pub(super) fn elements(ty: Type) -> Type {
    if matches!(ty, Type::List(_)) { ty } else { Type::list(ty) }
}
