//! Operations of one service → the service, with the types of each.

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;
use tablature_ir::{
    Address, Body, Fields, Location, OperationId, Origin, Response, Service, Status, TypeDef, TypeName,
    VERSION, WireName,
};

use super::{
    book::Book,
    draft::{Draft, DraftFields, LocalBody, LocalType, Spot},
    ids::{RowAt, TypeId},
    service::{Pages, ServiceDraft},
    ty::Type,
    values,
};
use crate::{
    diagnostic::Diagnostics,
    load,
    spec::places::{Place, Places},
};

/// The service, once everything about its operations is decided.
pub(super) fn merge(service: &mut ServiceDraft<'_>, pages: &Pages<'_>, _: &mut Diagnostics) {
    let drafts = std::mem::take(&mut service.drafts);
    (service.service, service.places) =
        put_together(service.name, pages, drafts, |_, _, local| local.named.clone());
}

/// How a type of an operation is called.
pub(super) type NameOf = fn(&Draft, TypeId, &LocalType) -> Option<TypeName>;

/// A service of these operations, and where its pages say it.
pub(super) fn put_together(
    name: &str,
    pages: &Pages<'_>,
    mut drafts: Vec<Draft>,
    name_of: NameOf,
) -> (Service, Places) {
    let facts = &pages.dialect.source.service;
    let mut merge = Merge { book: pages.book, name_of, places: Places::default() };
    let mut service = Service {
        tablature: VERSION,
        vendor: pages.options.vendor.clone(),
        service: name.to_owned(),
        docs: facts.docs.replace("{service}", name),
        protocol: facts.protocol.clone(),
        endpoint: facts.endpoint.replace("{service}", name),
        auth: facts.auth.clone(),
        global: facts.global.services.iter().any(|global| global == name),
        envelope: facts.envelope.clone(),
        errors: facts.errors.clone(),
        refusals: facts.refusals.clone(),
        transient: facts.transient.clone(),
        types: merge.types(&mut drafts),
        ..Service::default()
    };
    for draft in drafts {
        let page = draft.page;
        let (id, mut ir) = merge.operation(draft);
        if let Some(entry) = pages.book.entry(page) {
            let anchor = entry.raw.anchor.as_ref().map(|anchor| &*anchor.text);
            ir.url = pages.options.published.address(&entry.path, anchor);
            let span = entry.raw.title.as_ref().map_or_else(load::Span::default, |title| title.span);
            let line = u32::try_from(entry.document.line(span.start as usize)).unwrap_or(u32::MAX);
            let place = Place { file: Arc::clone(&entry.path), line, range: span.range() };
            merge.places.add(Address::Operation(id.clone()), place);
        }
        service.operations.insert(id, ir);
    }
    values::define(&mut service);
    (service, merge.places)
}

/// Puts the operations of a service together.
struct Merge<'a> {
    book: &'a Book,
    name_of: NameOf,
    places: Places,
}

impl Merge<'_> {
    /// The types by name, sorted. Their fields are taken out of the drafts.
    fn types(&mut self, drafts: &mut [Draft]) -> IndexMap<TypeName, TypeDef> {
        let mut chosen: BTreeMap<TypeName, Vec<(usize, TypeId)>> = BTreeMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            for (id, local) in draft.types.iter() {
                if let Some(name) = (self.name_of)(draft, id, local) {
                    chosen.entry(name).or_default().push((index, id));
                }
            }
        }
        let mut types = IndexMap::new();
        for (name, members) in chosen {
            let mut def = TypeDef::default();
            for (rank, (index, id)) in members.into_iter().enumerate() {
                let Some(draft) = drafts.get_mut(index) else { continue };
                let Some(local) = draft.types.get_mut(id) else { continue };
                let (at, fields) = (local.at, std::mem::take(&mut local.fields));
                self.place(Address::Type(name.clone()), at);
                let fact = |key: &WireName| Address::Field(name.clone(), key.clone());
                for (key, field) in &fields {
                    // A field from a description or an example stands where its object does.
                    if matches!(field.ir.origin, Origin::Prose | Origin::Example) && field.at.is_none() {
                        self.place(fact(key), at);
                    }
                }
                let fields = self.fields(draft, fields, &fact);
                if rank == 0 {
                    def.fields = fields;
                }
            }
            types.insert(name, def);
        }
        types
    }

    /// An operation with its types named.
    fn operation(&mut self, mut draft: Draft) -> (OperationId, tablature_ir::Operation) {
        let id = OperationId(draft.id.clone());
        let mut ir = std::mem::take(&mut draft.ir);
        let (path, query) = (std::mem::take(&mut draft.path), std::mem::take(&mut draft.query));
        let (header, form) = (std::mem::take(&mut draft.header), std::mem::take(&mut draft.form));
        let (all_parts, body) = (std::mem::take(&mut draft.parts), draft.body.take());
        let responses = std::mem::take(&mut draft.responses);
        let parameter = |location| {
            let id = id.clone();
            move |key: &WireName| Address::Parameter(id.clone(), location, key.clone())
        };
        ir.path = self.fields(&draft, path, &parameter(Location::Path));
        ir.query = self.fields(&draft, query, &parameter(Location::Query));
        ir.header = self.fields(&draft, header, &parameter(Location::Header));
        ir.form = self.fields(&draft, form, &parameter(Location::Form));
        for (name, parts) in all_parts {
            let fact = |key: &WireName| Address::Part(id.clone(), Location::Query, name.clone(), key.clone());
            let parts = self.fields(&draft, parts, &fact);
            if let Some(composite) = ir.query.get_mut(&name).and_then(|field| field.composite.as_mut()) {
                composite.parts = parts;
            }
        }
        ir.body = self.body(&draft, body, &id, None);
        for (status, response) in responses {
            let header =
                |key: &WireName| Address::Response(id.clone(), status.clone(), Location::Header, key.clone());
            let headers = self.fields(&draft, response.headers, &header);
            let body = self.body(&draft, response.body, &id, Some(&status));
            let response = Response {
                description: response.description,
                headers,
                media: response.media,
                body,
                ..Response::default()
            };
            ir.responses.insert(status, response);
        }
        (id, ir)
    }

    fn body(
        &mut self,
        draft: &Draft,
        body: Option<LocalBody>,
        id: &OperationId,
        status: Option<&Status>,
    ) -> Option<Body> {
        Some(match body? {
            LocalBody::Fields(fields) => {
                let fact = |key: &WireName| match status {
                    None => Address::Parameter(id.clone(), Location::Body, key.clone()),
                    Some(status) => {
                        Address::Response(id.clone(), status.clone(), Location::Body, key.clone())
                    }
                };
                let fields = self.fields(draft, fields, &fact);
                if fields.is_empty() {
                    return None;
                }
                Body::Fields(fields)
            }
            LocalBody::Type(ty, at) => {
                self.place(Address::Body(id.clone(), status.cloned()), at);
                Body::Type(self.named(draft, &ty))
            }
        })
    }

    fn fields(&mut self, draft: &Draft, fields: DraftFields, fact: &dyn Fn(&WireName) -> Address) -> Fields {
        let mut made = Fields::with_capacity(fields.len());
        for (name, field) in fields {
            let mut ir = field.ir;
            ir.ty = self.named(draft, &field.ty);
            ir.values.name = ir.values.name.and_then(|name| draft.enums.get(name.as_str()).cloned());
            if let Some(at) = field.at {
                self.row_place(fact(&name), at);
            } else if ir.origin == Origin::Table {
                // A container without a row of its own stands where its first member does.
                let members = field.ty.local().and_then(|id| draft.types.get(id));
                self.place(fact(&name), members.and_then(|local| local.at));
            }
            made.insert(name, ir);
        }
        made
    }

    fn row_place(&mut self, fact: Address, at: RowAt) {
        let spot = self.book.spot(at);
        self.place(fact, spot);
    }

    fn place(&mut self, fact: Address, at: Option<Spot>) {
        let Some(spot) = at else { return };
        if let Some(entry) = self.book.entry(spot.page) {
            self.places
                .add(fact, Place { file: entry.path.clone(), line: spot.line, range: spot.span.range() });
        }
    }

    fn named(&self, draft: &Draft, ty: &Type) -> tablature_ir::Type {
        ty.named(&|id| (self.name_of)(draft, id, draft.types.get(id)?))
    }
}
