//! A page that is an operation → the operation, with types of its own.

use tablature_ir::{Field, Location, Method, Origin, Protocol, Status, Type, WireName};

use super::{
    book::{Book, Entry},
    draft::{Draft, Drafts, LocalBody, LocalResponse, LocalType, Operation, Spot, local},
    examples::{self, Parsed},
    fields::{Builder, Built, Firm},
    uri,
};
use crate::{
    diagnostic::Diagnostic,
    dialect::Dialect,
    raw::{self, Label, RequestLine, Role},
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

/// Makes the operation of a page. `id` is its name; `type_prefix` stands before names of types made of dots.
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
    let mut builder = Builder::new(book, dialect, pascal(id));
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
        places: None,
    };
    for root in request_roots {
        maker.request_table(root);
    }
    maker.only_in_template();
    maker.responses(&response_roots);
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
    /// Where the keys of the example stand that was asked for last.
    pub(super) places: Option<(usize, crate::extract::example::Places)>,
}

/// A table of a response itself.
struct Root {
    page: usize,
    status: Option<u16>,
    table: usize,
}

/// The responses on the page that the section of the response refers to.
fn responses_elsewhere(book: &Book, page: usize) -> Vec<Root> {
    let Some(entry) = book.entries.get(page) else { return Vec::new() };
    let notes = entry.raw.notes.iter().filter(|note| note.role == Role::Response);
    let pages = notes.flat_map(|note| &note.content.links).filter_map(|link| book.linked(page, &link.target));
    let roots = pages.map(|(page, _)| page).filter(|other| *other != page).filter_map(|page| {
        let roots = response_roots(book.entries.get(page)?);
        let roots = roots.into_iter().map(|(status, table)| Root { page, status, table });
        Some(roots.collect::<Vec<_>>()).filter(|roots| !roots.is_empty())
    });
    roots.into_iter().next().unwrap_or_default()
}

/// The tables of the request itself.
fn request_roots(entry: &Entry) -> Vec<usize> {
    let mut roots = Vec::new();
    for role in [Role::Common, Role::Uri, Role::Request] {
        let of_role = || entry.raw.tables.iter().enumerate().filter(move |(_, table)| table.role == role);
        let before = roots.len();
        let mut unlabelled = false;
        for (index, table) in of_role() {
            let root = match table.label {
                Label::Root => true,
                Label::None => {
                    !std::mem::replace(&mut unlabelled, true) && roots.len() == before
                        || table.location.is_some()
                }
                // The fields of a path or query have none of their own: every table of them is one of the request.
                Label::Named(ref line) => role == Role::Uri && !crate::extract::is_identifier(&line.text),
            };
            if root {
                roots.push(index);
            }
        }
        if roots.len() == before
            && let Some((first, _)) = of_role().next()
        {
            roots.push(first);
        }
    }
    roots
}

/// The tables of the responses themselves, by status.
fn response_roots(entry: &Entry) -> Vec<(Option<u16>, usize)> {
    let of_role = || entry.raw.tables.iter().enumerate().filter(|(_, table)| table.role == Role::Response);
    let mut roots: Vec<(Option<u16>, usize)> = Vec::new();
    for (index, table) in of_role() {
        let seen = roots.iter().any(|(status, root)| {
            *status == table.status
                && entry.raw.tables.get(*root).is_some_and(|root| root.location != Some(Location::Header))
        });
        let root = match table.label {
            Label::Root => true,
            Label::None => !seen || table.location == Some(Location::Header),
            Label::Named(_) => false,
        };
        if root {
            roots.push((table.status, index));
        }
    }
    let body = |(status, root): &(Option<u16>, usize)| {
        examples::succeeds(*status)
            && entry.raw.tables.get(*root).is_some_and(|table| table.location != Some(Location::Header))
    };
    if !roots.iter().any(body)
        && let Some((first, table)) = of_role().find(|(index, table)| {
            examples::succeeds(table.status) && !roots.iter().any(|(_, root)| root == index)
        })
    {
        roots.push((table.status, first));
    }
    roots
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
                for (name, draft) in drafts {
                    let location = self.location(table, &name, &draft);
                    self.parameter(location, name, draft);
                }
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

    /// Where a row of a table of the request goes.
    fn location(&self, table: &raw::Table, name: &str, draft: &Draft) -> Location {
        let template = &self.operation.template;
        let in_path = template.placeholders.iter().any(|placeholder| placeholder == name);
        let in_query = template.query.iter().any(|query| {
            query.name == name
                || query
                    .composite
                    .as_ref()
                    .is_some_and(|composite| composite.parts.iter().any(|part| part == name))
        });
        if matches!(self.dialect.source.service.protocol, Protocol::Rpc(_)) {
            return Location::Form;
        }
        let stated = draft.at.and_then(|at| self.builder.book.row(at)).and_then(|row| row.location);
        match stated.or(table.location) {
            Some(Location::Path) if in_path => return Location::Path,
            Some(Location::Path) if in_query || self.without_body() => return Location::Query,
            Some(Location::Path) if table.role == Role::Uri => return Location::Query,
            // A label may be wrong of what an example shows in the body.
            Some(Location::Query) if table.role == Role::Request && !in_query && self.in_body(table) => {
                return Location::Body;
            }
            Some(location) => return location,
            None => {}
        }
        if in_path && (table.role != Role::Request || !self.operation.path.contains_key(name)) {
            return Location::Path;
        }
        let headed = self.dialect.names.header.as_ref().is_some_and(|header| header.is_match(name));
        if headed && draft.field.ty.is_scalar() {
            return Location::Header;
        }
        if in_query || table.role == Role::Uri || self.without_body() {
            return Location::Query;
        }
        Location::Body
    }

    /// Whether an example shows a row of the table in the body of the request.
    fn in_body(&self, table: &raw::Table) -> bool {
        let requests = self.examples.iter().filter(|example| example.role == Role::RequestExample);
        let shown = |value: &serde_json::Value| {
            table.rows.iter().any(|row| value.get(row.name.text.trim()).is_some())
        };
        !self.without_body() && requests.map(|example| &example.value).any(shown)
    }

    /// Whether requests of this method and these examples have no body.
    fn without_body(&self) -> bool {
        match self.method {
            Method::Get | Method::Head | Method::Options => true,
            Method::Delete => !self.examples.iter().any(|example| example.role == Role::RequestExample),
            Method::Post | Method::Put | Method::Patch => false,
        }
    }

    fn parameter(&mut self, location: Location, name: WireName, mut draft: Draft) {
        if location != Location::Body && draft.field.ty == Type::Any && draft.firm == Firm::No {
            // What stands in a path, query or header is text until more is known. Counts are numbers.
            let number = self.dialect.counts(&name) || self.is_within_bounds(&name, &draft);
            draft.field.ty = if number { Type::Integer } else { Type::String };
        }
        // Only scalars can be spelled there, so the elements of a list are text as well.
        let spelled = matches!(location, Location::Path | Location::Query | Location::Header);
        if spelled && matches!(&draft.field.ty, Type::List(of) if **of == Type::Any) && draft.firm == Firm::No
        {
            let number = self.is_within_bounds(&name, &draft);
            draft.field.ty = Type::list(if number { Type::Integer } else { Type::String });
        }
        if location == Location::Path && draft.field.ty == Type::Any {
            draft.field.ty = Type::String;
        }
        if location == Location::Path {
            draft.field.required = Some(true);
        }
        let drafts = match self.operation.at(location) {
            Some(drafts) => drafts,
            None => match self.operation.body.get_or_insert_with(|| LocalBody::Fields(Drafts::new())) {
                LocalBody::Fields(drafts) => drafts,
                LocalBody::Type(..) => return,
            },
        };
        drafts.entry(name).or_insert(draft);
    }

    /// A parameter whose type is not stated filters by the field of the response that has its name.
    fn filters(&mut self) {
        if !self.without_body() {
            return;
        }
        let mut query = std::mem::take(&mut self.operation.query);
        for (name, draft) in query.iter_mut().filter(|(_, draft)| draft.firm == Firm::No) {
            if *draft.field.ty.innermost() == Type::String
                && let Some(ty) = self.answered(name)
            {
                *draft.field.ty.innermost_mut() = ty;
            }
        }
        self.operation.query = query;
    }

    /// The scalar type that every field of this name in the response of success has.
    fn answered(&self, name: &WireName) -> Option<Type> {
        let success = self.operation.responses.values().next()?;
        let body = match &success.body {
            Some(LocalBody::Fields(drafts)) => Some(drafts),
            Some(LocalBody::Type(..)) | None => None,
        };
        let types = self.builder.types.iter().map(|local| &local.fields);
        let mut found = types.chain(body).filter_map(|drafts| drafts.get(name));
        let first = found.next()?;
        let agree = first.field.ty.is_scalar()
            && first.firm == Firm::Yes
            && found.all(|other| other.field.ty == first.field.ty);
        agree.then(|| first.field.ty.clone())
    }

    /// Whether the description of a parameter without a type gives the bounds of a number.
    fn is_within_bounds(&self, name: &str, draft: &Draft) -> bool {
        let Some(row) = draft.at.and_then(|at| self.builder.book.row(at)) else { return false };
        let side = super::prose::Side::Request;
        let text = super::prose::Text { description: &row.description.text, name, ty: &Type::Integer, side };
        let range = super::prose::facts(&text, &self.dialect.prose).range;
        range.is_some_and(|range| range.value.min.is_some() && range.value.max.is_some())
    }

    /// What only the template says.
    fn only_in_template(&mut self) {
        let template = self.operation.template.clone();
        for name in template.placeholders {
            if !self.operation.path.contains_key(name.as_str()) {
                let field = Field { required: Some(true), origin: Origin::Uri, ..Field::new(Type::String) };
                self.operation.path.insert(WireName(name), Draft { field, ..Draft::default() });
            }
        }
        for query in template.query {
            if let Some(composite) = query.composite {
                self.composite(&query.name, &composite);
            } else if !self.operation.query.contains_key(query.name.as_str()) {
                let ty = if self.dialect.counts(&query.name) { Type::Integer } else { Type::String };
                let mut field = Field { origin: Origin::Uri, ..Field::new(ty) };
                if let Some(fixed) = query.fixed {
                    field.required = Some(true);
                    field.values.insert(fixed, String::new());
                }
                self.operation.query.insert(WireName(query.name), Draft { field, ..Draft::default() });
            }
        }
    }

    fn responses(&mut self, roots: &[Root]) {
        let dialect = self.dialect;
        for root in roots {
            let Some(table) = self.builder.book.table(root.page, root.table) else { continue };
            let name = self.status_name(root.status);
            let success = examples::succeeds(root.status);
            let keep = |row: &raw::Row, name: &str| {
                !(dialect.is_envelope(name)
                    || success
                        && dialect.error_fields.iter().any(|regex| regex.is_match(&row.description.text)))
            };
            let mut built = self.builder.table(root.page, root.table, &keep);
            if success && self.shows_array(Role::ResponseExample) {
                built = match built {
                    Built::Whole(ty) => Built::Whole(elements(ty)),
                    other => other,
                };
            }
            let response = self.operation.responses.entry(name.clone()).or_default();
            if table.location == Some(Location::Header) {
                if let Built::Object(drafts) = built {
                    response.headers.extend(drafts.into_iter().filter(|(name, _)| !dialect.supplies(name)));
                }
                continue;
            }
            if success {
                self.error_fields(root, table);
            }
            let Some(response) = self.operation.responses.get_mut(&name) else { continue };
            add_body(response, built, Spot { page: root.page, line: table.line, span: table.span });
        }
        self.bare_arrays();
        for (status, description) in &self.entry.raw.statuses {
            let name = Status(status.to_string());
            if let Some(response) = self.operation.responses.get_mut(&name) {
                response.description.clone_from(description);
            } else if (200..300).contains(status) && self.operation.responses.is_empty() {
                let response = LocalResponse { description: description.clone(), ..LocalResponse::default() };
                self.operation.responses.insert(name, response);
            }
        }
        if self.operation.responses.is_empty() {
            self.operation.responses.insert(self.status_name(None), LocalResponse::default());
        }
    }

    /// Whether an example of this side is an array.
    fn shows_array(&self, role: Role) -> bool {
        let mut examples = self.examples.iter();
        examples.any(|example| {
            example.role == role && examples::succeeds(example.status) && example.value.is_array()
        })
    }

    /// Rows that only errors have belong to the response of any other status.
    fn error_fields(&mut self, root: &Root, table: &raw::Table) {
        let regexes = &self.dialect.error_fields;
        let of_error = |row: &raw::Row| regexes.iter().any(|regex| regex.is_match(&row.description.text));
        if !table.rows.iter().any(of_error) {
            return;
        }
        let built = self.builder.table(root.page, root.table, &|row, _| of_error(row));
        let response = self.operation.responses.entry(self.status_name(Some(0))).or_default();
        add_body(response, built, Spot { page: root.page, line: table.line, span: table.span });
    }

    /// The status of a response that no label names: the first of success that the page lists.
    fn status_name(&self, status: Option<u16>) -> Status {
        let listed = || {
            self.entry
                .raw
                .statuses
                .iter()
                .map(|(status, _)| *status)
                .find(|status| (200..300).contains(status))
        };
        let example = || {
            let of = |example: &Parsed| example.status.filter(|_| example.role == Role::ResponseExample);
            self.examples.iter().filter_map(of).find(|status| (200..300).contains(status))
        };
        match status {
            Some(0) => Status("default".to_owned()),
            Some(status) => Status(status.to_string()),
            None => Status(listed().or_else(example).unwrap_or(200).to_string()),
        }
    }

    /// A body whose example is an array of what the table describes is that array.
    fn bare_arrays(&mut self) {
        for example in &self.examples {
            let Some(items) = example.value.as_array() else { continue };
            let body = match example.role {
                Role::ResponseExample if examples::succeeds(example.status) => {
                    self.operation.responses.values_mut().next().map(|response| &mut response.body)
                }
                Role::RequestExample => Some(&mut self.operation.body),
                _ => None,
            };
            let Some(body) = body else { continue };
            let Some(LocalBody::Fields(fields)) = body else { continue };
            let keys: Vec<&String> =
                items.iter().filter_map(|item| item.as_object()).flat_map(serde_json::Map::keys).collect();
            let known = keys.iter().filter(|key| fields.contains_key(key.as_str())).count();
            if keys.is_empty() || known * 2 < keys.len() {
                continue;
            }
            let line = fields.values().find_map(|draft| draft.at).and_then(|at| {
                let table = self.builder.book.table(at.page, at.table)?;
                Some(Spot { page: at.page, line: table.line, span: table.span })
            });
            let index = self.builder.types.len();
            self.builder.types.push(LocalType {
                name: format!("{}Item", self.builder.prefix),
                prefix: self.builder.prefix.clone(),
                fields: std::mem::take(fields),
                at: line,
            });
            *body = Some(LocalBody::Type(Type::list(local(index)), line));
        }
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
fn elements(ty: Type) -> Type {
    if matches!(ty, Type::List(_)) { ty } else { Type::list(ty) }
}

fn add_body(response: &mut LocalResponse, built: Built, at: Spot) {
    match built {
        Built::Object(drafts) => match &mut response.body {
            Some(LocalBody::Fields(fields)) => {
                for (name, draft) in drafts {
                    fields.entry(name).or_insert(draft);
                }
            }
            Some(LocalBody::Type(..)) => {}
            None => response.body = Some(LocalBody::Fields(drafts)),
        },
        Built::Elements(ty) => response.body = Some(LocalBody::Type(elements(ty), Some(at))),
        Built::Whole(ty) => response.body = Some(LocalBody::Type(ty, Some(at))),
        Built::Map(ty) => response.body = Some(LocalBody::Type(Type::map(ty), Some(at))),
    }
}

/// An operation's id as the beginning of a type's name.
pub(super) fn pascal(id: &str) -> String {
    id.split(['_', '-', '.', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(|part| {
            let mut chars = part.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        })
        .collect()
}
