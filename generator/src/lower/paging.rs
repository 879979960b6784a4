//! How an operation is called page by page, and whether it may be sent twice.

use tablature_ir::{
    Address, Body, Field, InHeader, Method, Next, Operation, Origin, Pagination, Protocol, Retry, Service,
    Total, Type, WireName,
};

use super::{
    book::key,
    candidate::Candidate,
    listed::{element, field_at, items, lists, members, parameter},
    naming,
    service::{Pages, ServiceDraft},
    uri,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::{Dialect, Paging},
    prose::{self, paging::Counts},
};

/// How an operation is called page by page, or what stands in the way.
#[derive(Debug, PartialEq)]
enum Found {
    Way(Pagination),
    /// It is no list, or has no parameter that moves from page to page.
    Nothing,
    /// A parameter looks like one, and it is not understood.
    Unclear(WireName, String),
}

/// Finds the pagination of an operation: the first way of the dialect whose parameters it has. What these are is
/// decided by their words, defaults, types and ranges too.
fn pagination(operation: &Operation, service: &Service, dialect: &Dialect) -> Found {
    let Some((_, response)) = operation.success() else { return Found::Nothing };
    let Some(body) = &response.body else { return Found::Nothing };
    let Some(items) = items(body, service) else {
        let why = "its response has several lists, and which of them has the items stands nowhere";
        return match looks(operation, service, dialect).filter(|_| lists(body, service) > 1) {
            Some(name) => Found::Unclear(name, why.to_owned()),
            None => Found::Nothing,
        };
    };
    let list = List { operation, response, body, items, service, dialect };
    let mut unclear = None;
    for way in &dialect.source.pagination {
        match list.one(way) {
            Ok(Some(found)) => return Found::Way(found),
            Ok(None) => {}
            Err(why) => unclear = unclear.or(Some(why)),
        }
    }
    match unclear {
        Some((name, why)) => Found::Unclear(name, why),
        None => looks(operation, service, dialect).map_or(Found::Nothing, |name| {
            Found::Unclear(name, "no way of the dialect to call page by page has it".to_owned())
        }),
    }
}

/// A parameter with a name like those that move from page to page.
fn looks(operation: &Operation, service: &Service, dialect: &Dialect) -> Option<WireName> {
    let query = operation.query.iter().chain(&operation.form);
    let body = || operation.body.as_ref().and_then(Body::fields).into_iter().flatten();
    let within = body().filter_map(|(_, field)| members(&field.ty, service)).flatten();
    let mut names = query.chain(body()).chain(within).map(|(name, _)| name);
    names.find(|name| prose::paging::moves(name, &dialect.prose)).cloned()
}

/// The parameters that the page of a list leaves to a guide, which describes them once for all lists. Where the guide tells
/// of a total in the answers, an answer without a place for one is no such list: it may be one thing with a list in it.
fn stated_once(operation: &Operation, service: &Service, dialect: &Dialect) -> Vec<(WireName, Type)> {
    let Some((_, response)) = operation.success() else { return Vec::new() };
    let Some(body) = response.body.as_ref().filter(|_| operation.method == Method::Get) else {
        return Vec::new();
    };
    let Some(items) = items(body, service) else { return Vec::new() };
    let list = List { operation, response, body, items, service, dialect };
    // An example may be shortened: the object in which the total stands will do.
    let total = |path: &String| list.at(path.rsplit_once('.').map_or(path, |(object, _)| object)).is_some();
    let has_total = |way: &Paging| way.total.is_empty() || way.total.iter().any(total);
    let ways = dialect.source.pagination.iter().filter(|way| way.everywhere && has_total(way));
    let told = ways.flat_map(|way| {
        let numbers = [&way.offset, &way.limit, &way.page, &way.size].into_iter().flatten();
        let numbers = numbers.map(|name| (name.clone(), Type::Integer));
        numbers.chain(way.marker.iter().map(|name| (name.clone(), Type::String)))
    });
    told.filter(|(name, _)| parameter(operation, name, service).is_none()).collect()
}

/// An operation that answers with a list.
struct List<'a> {
    operation: &'a Operation,
    response: &'a tablature_ir::Response,
    body: &'a Body,
    items: String,
    service: &'a Service,
    dialect: &'a Dialect,
}

type Unclear = (WireName, String);

impl List<'_> {
    fn one(&self, way: &Paging) -> Result<Option<Pagination>, Unclear> {
        match way {
            Paging { offset: Some(moving), limit: Some(size), .. } => {
                self.numbered(way, moving, size, Counts::Items)
            }
            Paging { page: Some(moving), size: Some(size), .. } => {
                self.numbered(way, moving, size, Counts::Pages)
            }
            Paging { marker: Some(marker), .. } => self.marker(way, marker),
            _ => Ok(self.link(way)),
        }
    }

    /// Pagination by a number of items or of pages. The name says which, unless the description contradicts it.
    fn numbered(
        &self,
        way: &Paging,
        moving: &WireName,
        size: &WireName,
        usual: Counts,
    ) -> Result<Option<Pagination>, Unclear> {
        let (Some((within, field)), Some((beside, _))) = (self.parameter(moving), self.parameter(size))
        else {
            return Ok(None);
        };
        if within != beside {
            return Ok(None);
        }
        let words = prose::paging::counts(&field.description, &self.dialect.prose);
        let first = self.first(field).map_err(|why| (moving.clone(), why))?;
        if words.is_none() && usual == Counts::Items && first == Some(1) {
            return Err((moving.clone(), "it begins at 1, as no number of items to skip does".to_owned()));
        }
        // A text that each answer gives for the next call counts nothing, whatever it is called.
        let is_text = field.ty == Type::String;
        if let Some(next) = self.next_of(moving).filter(|_| is_text) {
            let (limit, items) = (Some(size.clone()), self.items.clone());
            return Ok(Some(Pagination::Marker { marker: moving.clone(), limit, items, next, within }));
        }
        let (items, total) = (self.items.clone(), self.total(way));
        match words.unwrap_or(usual) {
            Counts::Items => Ok(Some(Pagination::Offset {
                offset: moving.clone(),
                limit: size.clone(),
                items,
                total,
                within,
            })),
            Counts::Pages => {
                let usual = way.first.filter(|_| usual == Counts::Pages);
                let first = first.or(usual).ok_or_else(|| {
                    (
                        moving.clone(),
                        "it is the number of a page, and which the first is stands nowhere".to_owned(),
                    )
                })?;
                let (page, size) = (moving.clone(), size.clone());
                Ok(Some(Pagination::Page { page, size, first, items, total, within }))
            }
            Counts::Both => {
                Err((moving.clone(), "its description speaks of pages and of items to skip".to_owned()))
            }
        }
    }

    /// The number of the first page: by the words, the default, the least value. An error if these contradict each other.
    fn first(&self, field: &Field) -> Result<Option<u32>, String> {
        let number = |text: &str| text.parse().ok().filter(|first| *first < 2);
        let told = [
            ("words", prose::paging::first(&field.description, &self.dialect.prose)),
            ("default", field.default.as_deref().and_then(number)),
            ("least value", field.range.as_ref().and_then(|range| number(range.min.as_deref()?))),
        ];
        let mut told = told.into_iter().filter_map(|(what, first)| Some((what, first?)));
        let Some((what, first)) = told.next() else { return Ok(None) };
        match told.find(|(_, other)| *other != first) {
            None => Ok(Some(first)),
            Some((other, second)) => {
                Err(format!("by its {what} the first is {first}, by its {other} {second}"))
            }
        }
    }

    /// The member of the answer that is called the next of a parameter: `next_offset`, `nextOffset`.
    fn next_of(&self, name: &WireName) -> Option<Next> {
        let fields = match self.body {
            Body::Fields(fields) => fields,
            Body::Type(ty) => members(ty, self.service)?,
            Body::OneOf(_) => return None,
        };
        let wanted = key(&format!("next{}", name.as_str()));
        let found = fields.keys().find(|known| key(known) == wanted)?;
        Some(Next::Body(found.to_string()))
    }

    fn marker(&self, way: &Paging, marker: &WireName) -> Result<Option<Pagination>, Unclear> {
        let found = self.parameter(marker);
        let in_header = || self.operation.header.get(marker).map(|field| (None, field));
        let Some((within, field)) = found.or_else(in_header) else { return Ok(None) };
        let limit = self.limit(way, within.as_ref());
        let next = self.next(way);
        let is_integer = field.ty == Type::Integer;
        if matches!(field.ty, Type::Integer | Type::Number) {
            let words = prose::paging::counts(&field.description, &self.dialect.prose);
            match (words, limit.as_ref(), &next) {
                (Some(Counts::Items), Some(limit), _) => {
                    return self.numbered(way, marker, limit, Counts::Items);
                }
                (Some(Counts::Pages), Some(limit), _) => {
                    return self.numbered(way, marker, limit, Counts::Pages);
                }
                // A number that the response gives as one.
                (None, _, Some((_, Some(Type::Integer)))) if is_integer => {}
                _ => return Err((marker.clone(), "it is a number, and no item has it".to_owned())),
            }
        }
        match next {
            Some((next, _)) => Ok(Some(Pagination::Marker {
                marker: marker.clone(),
                limit,
                items: self.items.clone(),
                next,
                within,
            })),
            None => Err((marker.clone(), "the response has no next one for it".to_owned())),
        }
    }

    /// The parameter that says how many items a page has, where it stands beside the one that moves.
    fn limit(&self, way: &Paging, within: Option<&WireName>) -> Option<WireName> {
        let beside = |limit: &WireName| self.parameter(limit).is_some_and(|(it, _)| it.as_ref() == within);
        way.limit.clone().filter(beside)
    }

    fn parameter(&self, name: &WireName) -> Option<(Option<WireName>, &Field)> {
        parameter(self.operation, name, self.service)
    }

    /// Where the next marker is, and its type where it is in the body.
    fn next(&self, way: &Paging) -> Option<(Next, Option<&Type>)> {
        let in_body = way.next.iter().find_map(|path| match path.strip_prefix("items[].") {
            Some(key) => {
                let field = element(self.body, &self.items, self.service)?.get(key)?;
                Some((Next::Body(path.clone()), Some(&field.ty)))
            }
            None => self.at(path).map(|(path, field)| (Next::Body(path), Some(&field.ty))),
        });
        in_body.or_else(|| Some((self.header(way, way.next_header.as_ref())?, None)))
    }

    /// By links to the next page.
    fn link(&self, way: &Paging) -> Option<Pagination> {
        let next = way.link.iter().find_map(|path| self.at(path)).map(|(path, _)| Next::Body(path));
        let next = next.or_else(|| self.header(way, way.link_header.as_ref()))?;
        Some(Pagination::Link { next, limit: self.limit(way, None), items: self.items.clone() })
    }

    /// The field at a path, from the body or from the object that holds the list, with its full path.
    fn at(&self, path: &str) -> Option<(String, &Field)> {
        let beside = || Some(format!("{}.{path}", self.items.rsplit_once('.')?.0));
        let paths = std::iter::once(path.to_owned()).chain(beside());
        paths.into_iter().find_map(|path| {
            let field = field_at(self.body, &path, self.service)?;
            Some((path, field))
        })
    }

    /// A header that the page describes, or that a guide describes for all lists.
    fn header(&self, way: &Paging, name: Option<&WireName>) -> Option<Next> {
        let name = name.filter(|name| way.everywhere || self.response.headers.contains_key(name.as_str()))?;
        Some(Next::Header(InHeader { header: name.clone() }))
    }

    /// Where the total is: not where the number of this page's items is.
    fn total(&self, way: &Paging) -> Option<Total> {
        let is_own = |field: &Field| prose::paging::is_own(&field.description, &self.dialect.prose);
        let in_body = way.total.iter().filter_map(|path| self.at(path)).find(|(_, field)| !is_own(field));
        let header =
            way.total_header.as_ref().filter(|name| self.response.headers.contains_key(name.as_str()));
        in_body.map(|(path, _)| Total::Body(path)).or_else(|| header.cloned().map(Total::ContentRange))
    }
}

/// Finds the way of each operation, or says why there is none.
pub(super) fn paging(draft: &mut ServiceDraft<'_>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let ServiceDraft { service, places, .. } = draft;
    for index in 0..service.operations.len() {
        let told = service.operations.get_index(index).map(|(_, it)| stated_once(it, service, pages.dialect));
        if let Some((_, operation)) = service.operations.get_index_mut(index) {
            let field = |ty| Field { origin: Origin::Dialect, ..Field::new(ty) };
            operation.query.extend(told.into_iter().flatten().map(|(name, ty)| (name, field(ty))));
        }
        let found = service
            .operations
            .get_index(index)
            .map(|(_, operation)| pagination(operation, service, pages.dialect));
        let Some((id, operation)) = service.operations.get_index_mut(index) else { continue };
        match found {
            Some(Found::Way(way)) => operation.pagination = Some(way),
            Some(Found::Unclear(name, why)) => {
                let message = format!("`{id}` has `{name}`, and is not called page by page: {why}");
                let finding = Diagnostic::new(Id::PagingUnclear, message)
                    .hint("say it in `pagination` of the operation in an overlay, or in that of the dialect");
                let place = places.all(&Address::Operation(id.clone())).first().cloned();
                diagnostics.push(match place {
                    Some(place) => finding.at(place.span()),
                    None => finding,
                });
            }
            Some(Found::Nothing) | None => {}
        }
    }
}

/// Whether a request may be sent twice: by its method, by the verb of its path, or by its name where neither tells.
pub(super) fn retry(candidate: &Candidate, dialect: &Dialect) -> Retry {
    let Candidate { id, request, .. } = candidate;
    let service = &dialect.source.service;
    if matches!(service.protocol, Protocol::Rpc(_)) {
        let begins = |beginnings: &[String]| {
            beginnings.iter().any(|beginning| {
                id.strip_prefix(beginning.as_str())
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
            })
        };
        if begins(&service.retry.safe) {
            return Retry::Safe;
        }
        return if begins(&service.retry.idempotent) { Retry::Idempotent } else { Retry::Unsafe };
    }
    if naming::reads(request.method, &uri::parse(&request.target)) {
        return Retry::Safe;
    }
    request.method.retry()
}
