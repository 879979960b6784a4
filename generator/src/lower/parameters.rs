//! Where parameters go, and their types where no table gives them.

use tablature_ir::{Field, Location, Method, Origin, Protocol, Type, WireName};

use super::{
    book::key,
    draft::{Draft, Drafts, LocalBody},
    fields::Firm,
    operation::Maker,
    uri,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    extract::example,
    raw::{self, Role},
    words,
};

impl Maker<'_> {
    /// Where a row of a table of the request goes.
    pub(super) fn location(&self, table: &raw::Table, name: &str, draft: &Draft) -> Location {
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
            // The words are those of the pages around it; a request of this method has no body.
            Some(Location::Body) if self.bodiless() || self.in_url(table) => return Location::Query,
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

    /// Whether requests of this method have no body. An example may show one all the same, or the page may give a
    /// method that has one beside it, on the same path: then the body that it tells is that of both.
    pub(super) fn bodiless(&self) -> bool {
        let sends = |request: &raw::RequestLine| {
            matches!(request.method, Method::Post | Method::Put | Method::Patch)
                && uri::parse(&request.target).path == self.operation.template.path
        };
        matches!(self.method, Method::Get | Method::Head)
            && !self.examples.iter().any(|example| example.role == Role::RequestExample)
            && !(self.method == Method::Get && self.entry.raw.requests.iter().any(sends))
    }

    /// Whether an example shows rows of the table in the query of the request, and none shows a body.
    fn in_url(&self, table: &raw::Table) -> bool {
        let of_request = |role: Role| role == Role::RequestExample;
        if self.examples.iter().any(|example| of_request(example.role)) {
            return false;
        }
        let shown = self.entry.raw.examples.iter().filter(|example| of_request(example.role));
        shown.filter_map(|shown| example::read(&shown.text).request).any(|request| {
            let in_query =
                |row: &&raw::Row| request.query.iter().any(|pair| *pair.name == *row.name.text.trim());
            2 * table.rows.iter().filter(in_query).count() > table.rows.len()
        })
    }

    /// Whether the body that an example shows is made of rows of the table: most of its keys are, and not by one name
    /// that query and body have in common.
    fn in_body(&self, table: &raw::Table) -> bool {
        let requests = self.examples.iter().filter(|example| example.role == Role::RequestExample);
        let is_row = |key: &&String| table.rows.iter().any(|row| row.name.text.trim() == key.as_str());
        let shown = |body: &serde_json::Map<String, serde_json::Value>| {
            let rows = body.keys().filter(is_row).count();
            2 * rows > body.len() && (rows > 1 || table.rows.len() == 1)
        };
        !self.without_body() && requests.filter_map(|example| example.value.as_object()).any(shown)
    }

    /// Whether requests of this method and these examples have no body.
    pub(super) fn without_body(&self) -> bool {
        match self.method {
            Method::Get | Method::Head | Method::Options => true,
            Method::Delete => !self.examples.iter().any(|example| example.role == Role::RequestExample),
            Method::Post | Method::Put | Method::Patch => false,
        }
    }

    pub(super) fn parameter(&mut self, location: Location, name: WireName, mut draft: Draft) {
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
    pub(super) fn filters(&mut self) {
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
        let side = crate::prose::Side::Request;
        let text = crate::prose::Text { description: &row.description.text, name, ty: &Type::Integer, side };
        let range = crate::prose::facts(&text, &self.dialect.prose).range;
        range.is_some_and(|range| range.value.min.is_some() && range.value.max.is_some())
    }

    /// A table of the path may call a placeholder of the URI otherwise: a required row that the URI lacks is the
    /// placeholder that no row is about, where they differ in case alone or are the only ones left and alike.
    fn misnamed(&mut self) {
        let template = &self.operation.template;
        let mut missing: Vec<String> = template.placeholders.clone();
        missing.retain(|name| !self.operation.path.contains_key(name.as_str()));
        if missing.is_empty() {
            return;
        }
        let table = |draft: &Draft| draft.at.and_then(|at| self.builder.book.table(at.page, at.table));
        let in_query = |name: &WireName| template.query.iter().any(|query| query.name == name.as_str());
        let body = match &self.operation.body {
            Some(LocalBody::Fields(drafts)) => Some(drafts),
            Some(LocalBody::Type(..)) | None => None,
        };
        let mut strange: Vec<(WireName, bool)> = Vec::new();
        let mut pairs: Vec<(WireName, String)> = Vec::new();
        let placed =
            |name: &WireName| template.placeholders.iter().any(|placeholder| placeholder == name.as_str());
        let in_path = self.operation.path.iter().filter(|(name, _)| !placed(name));
        for (name, draft) in in_path.chain(&self.operation.query).chain(body.into_iter().flatten()) {
            let Some(table) = table(draft).filter(|_| !in_query(name)) else { continue };
            let of_path = table.role == Role::Uri || table.location == Some(Location::Path);
            // Beside a table of the path a body may well have a field of such a name.
            let is_body = body.is_some_and(|body| body.contains_key(name));
            // What has the very name and is said to stand elsewhere does so beside the path.
            let may = |placeholder: &str| of_path || placeholder != name.as_str();
            let spelled = |placeholder: &String| key(placeholder) == key(name) && may(placeholder);
            let at = missing.iter().position(spelled).filter(|_| !is_body || !self.tells_path());
            if let Some(at) = at {
                pairs.push((name.clone(), missing.remove(at)));
            } else if of_path && !is_body && draft.field.required == Some(true) {
                strange.push((name.clone(), table.location == Some(Location::Path)));
            }
        }
        if let ([(name, of_path)], [placeholder]) = (&*strange, &*missing)
            && (*of_path || words::are_alike(placeholder, name))
        {
            pairs.push((name.clone(), placeholder.clone()));
        }
        for (name, placeholder) in pairs {
            let of_body = || match &mut self.operation.body {
                Some(LocalBody::Fields(drafts)) => drafts.shift_remove(&name),
                Some(LocalBody::Type(..)) | None => None,
            };
            let of_query = self.operation.query.shift_remove(&name);
            let of_url = of_query.or_else(|| self.operation.path.shift_remove(&name));
            let Some(draft) = of_url.or_else(of_body) else { continue };
            if *placeholder != *name {
                self.told_misnamed(&name, &placeholder, &draft);
            }
            self.parameter(Location::Path, WireName(placeholder), draft);
        }
    }

    /// Whether a table is about the path alone.
    fn tells_path(&self) -> bool {
        let mut tables = self.entry.raw.tables.iter();
        tables.any(|table| table.role == Role::Uri || table.location == Some(Location::Path))
    }

    fn told_misnamed(&mut self, name: &str, placeholder: &str, draft: &Draft) {
        let Some(row) = draft.at.and_then(|at| self.builder.book.row(at)) else { return };
        let Some(entry) = draft.at.and_then(|at| self.builder.book.entries.get(at.page)) else { return };
        let message = format!("`{name}` is called `{{{placeholder}}}` in the address");
        let found = Diagnostic::new(Id::MisnamedPlaceholder, message).at(entry.place(row.name.span));
        self.builder.diagnostics.push(found.hint("the name in the address counts; spell both alike"));
    }

    /// What only the template says.
    pub(super) fn only_in_template(&mut self) {
        self.misnamed();
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
}
