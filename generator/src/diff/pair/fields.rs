//! Which field of the old side is which of the new side: parameters, bodies, and the members of types.

use std::collections::{HashMap, HashSet};

use tablature_ir::{
    Address, Body, Field, Fields, Location, Operation, OperationId, Response, Service, Status, Type,
    TypeName, WireName,
};

use super::{
    FieldPair, OperationPair, Role, Site, identity, likeness, placeholders::renamed as renamed_placeholders,
};
use crate::diff::Direction;

/// Types of both sides that differ, or that hold one that does. Everything else is not walked.
pub(crate) struct Changed<'a>(HashSet<&'a str>);

impl<'a> Changed<'a> {
    /// Compares the types of two services.
    pub(crate) fn of(old: &'a Service, new: &'a Service) -> Self {
        let mut names: HashSet<&str> = HashSet::new();
        for (name, def) in &old.types {
            if !new.types.get(name).is_some_and(|other| identity::types(def, other)) {
                names.insert(name);
            }
        }
        names.extend(
            new.types
                .keys()
                .filter(|name| !old.types.contains_key(*name))
                .map(tablature_ir::TypeName::as_str),
        );
        let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, def) in new.types.iter().chain(&old.types) {
            for inner in def.fields.values().filter_map(|field| field.ty.named()) {
                holders.entry(inner).or_default().push(name);
            }
        }
        let mut open: Vec<&str> = names.iter().copied().collect();
        while let Some(name) = open.pop() {
            let holders = holders.get(name).into_iter().flatten();
            open.extend(holders.copied().filter(|holder| names.insert(holder)));
        }
        Changed(names)
    }

    fn has(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|name| self.0.contains(name.as_str()))
    }

    /// Whether the two differ, the types that they name included.
    pub(crate) fn touches(&self, old: &Operation, new: &Operation) -> bool {
        let body = |body: &Option<Body>| match body {
            Some(Body::Fields(fields)) => fields.values().any(|field| self.has(&field.ty)),
            Some(body) => body.types().iter().any(|ty| self.has(ty)),
            None => false,
        };
        !identity::operations(old, new)
            || new.parameters().any(|(_, _, field)| self.has(&field.ty))
            || body(&new.body)
            || new.responses.values().any(|response| body(&response.body))
    }
}

/// Calls back with every pair of fields of an operation, containers before their members.
pub(crate) fn walk<'a>(
    pair: &OperationPair<'a>,
    changed: &Changed<'a>,
    visit: &mut dyn FnMut(&FieldPair<'_>),
) {
    let (Some((old_id, old)), Some((new_id, new))) = (pair.old, pair.new) else { return };
    let ids = (OperationId::from(old_id), OperationId::from(new_id));
    let seen = HashSet::new();
    let mut walker = Walker {
        services: pair.services,
        changed,
        ids,
        open: Vec::new(),
        seen,
        later: Vec::new(),
        steps: 0,
        placeholders: Vec::new(),
        visit,
    };
    walker.request(old, new);
    walker.responses(old, new);
    while let Some((parent, location, old, new)) = walker.later.pop() {
        walker.members(&parent, location, old, new);
    }
}

/// How many fields of one operation are walked before each pair of types is walked only once.
const STEPS: usize = 5_000;

/// How many types may stand in one another. A deeper pair is walked after all others, once, and its fields are called
/// after the field that holds it.
const DEPTH: usize = 64;

struct Walker<'a, 'v> {
    services: (&'a Service, &'a Service),
    changed: &'v Changed<'a>,
    ids: (OperationId, OperationId),
    /// The pairs of types around the field at hand: a type that holds itself is not entered twice.
    open: Vec<(&'a str, &'a str)>,
    seen: HashSet<(&'a str, &'a str)>,
    /// Pairs of types that stood too deep, with what holds them.
    later: Vec<(Parent, Location, &'a TypeName, &'a TypeName)>,
    steps: usize,
    /// Placeholders of the path that have another name, before and now.
    placeholders: Vec<(&'a str, &'a str)>,
    visit: &'v mut dyn FnMut(&FieldPair<'_>),
}

/// What the fields of a set have in common.
#[derive(Clone)]
struct Parent {
    direction: Direction,
    /// Before the name: `Disks[].`.
    prefix: String,
    /// `None` for parameters and top-level keys, whose role depends on the name.
    role: Option<Role>,
}

/// One field of a set.
struct Entry<'a> {
    location: Location,
    name: &'a str,
    field: &'a Field,
    owner: Option<&'a str>,
    fact: Address,
}

impl<'a> Walker<'a, '_> {
    fn request(&mut self, old: &'a Operation, new: &'a Operation) {
        let parent = Parent { direction: Direction::Request, prefix: String::new(), role: None };
        let mut sides = (parameters(&self.ids.0, old), parameters(&self.ids.1, new));
        if let (Some(Body::Type(old)), Some(Body::Type(new))) = (&old.body, &new.body) {
            self.body(&parent, (old, None), (new, None));
        } else if let (Some(Body::OneOf(old)), Some(Body::OneOf(new))) = (&old.body, &new.body) {
            for ty in old.iter().filter(|ty| new.contains(ty)) {
                self.body(&parent, (ty, None), (ty, None));
            }
        } else {
            sides.0.extend(keys(self.services.0, &self.ids.0, None, old.body.as_ref()));
            sides.1.extend(keys(self.services.1, &self.ids.1, None, new.body.as_ref()));
        }
        self.placeholders = renamed_placeholders(&old.uri, &new.uri).unwrap_or_default();
        self.fields(&parent, &sides.0, &sides.1);
        self.placeholders.clear();
    }

    fn responses(&mut self, old: &'a Operation, new: &'a Operation) {
        if let Some((old, new)) = old.success().zip(new.success()) {
            self.response(String::new(), old, new);
        }
        for (status, response) in &new.responses {
            let is_success = new.success().is_some_and(|(success, _)| success == status);
            if !is_success && let Some(other) = old.responses.get(status) {
                self.response(format!("{} ", status.0), (status, other), (status, response));
            }
        }
    }

    fn response(&mut self, prefix: String, old: (&'a Status, &'a Response), new: (&'a Status, &'a Response)) {
        let parent = Parent { direction: Direction::Response, prefix, role: Some(Role::Member) };
        let headers = |id: &OperationId, status: &Status, fields: &'a Fields| {
            let fact = |name: &WireName| {
                Address::Response(id.clone(), status.clone(), Location::Header, name.clone())
            };
            entries(Location::Header, fields, None, fact)
        };
        let mut sides =
            (headers(&self.ids.0, old.0, &old.1.headers), headers(&self.ids.1, new.0, &new.1.headers));
        if let (Some(Body::Type(old_type)), Some(Body::Type(new_type))) = (&old.1.body, &new.1.body) {
            self.body(&parent, (old_type, Some(old.0)), (new_type, Some(new.0)));
        } else if let (Some(Body::OneOf(types)), Some(Body::OneOf(now))) = (&old.1.body, &new.1.body) {
            for ty in types.iter().filter(|ty| now.contains(ty)) {
                self.body(&parent, (ty, Some(old.0)), (ty, Some(new.0)));
            }
        } else {
            sides.0.extend(keys(self.services.0, &self.ids.0, Some(old.0), old.1.body.as_ref()));
            sides.1.extend(keys(self.services.1, &self.ids.1, Some(new.0), new.1.body.as_ref()));
        }
        self.fields(&parent, &sides.0, &sides.1);
    }

    /// Two bodies that are types as a whole, as if each were a field without a name.
    fn body(&mut self, parent: &Parent, old: (&'a Type, Option<&Status>), new: (&'a Type, Option<&Status>)) {
        let fields = (Field::new(old.0.clone()), Field::new(new.0.clone()));
        let site = Site {
            direction: parent.direction,
            location: Location::Body,
            path: parent.prefix.clone(),
            role: Role::Body,
            owner: None,
            old_fact: Some(Address::Body(self.ids.0.clone(), old.1.cloned())),
            new_fact: Some(Address::Body(self.ids.1.clone(), new.1.cloned())),
        };
        let pair = FieldPair {
            site,
            old: Some(("", &fields.0)),
            new: Some(("", &fields.1)),
            from: None,
            demanded: (false, false),
        };
        (self.visit)(&pair);
        self.inside(&pair.site, old.0, new.0);
    }

    /// Pairs the fields of two sets: by location and name, by name, by likeness.
    fn fields(&mut self, parent: &Parent, old: &[Entry<'a>], new: &[Entry<'a>]) {
        let mut pairs: Vec<(Option<&Entry<'a>>, Option<&Entry<'a>>)> = Vec::new();
        let same = |a: &Entry, b: &Entry| a.location == b.location && a.name == b.name;
        let mut gone: Vec<&Entry> = old.iter().filter(|a| !new.iter().any(|b| same(a, b))).collect();
        let mut come: Vec<&Entry> = new.iter().filter(|b| !old.iter().any(|a| same(a, b))).collect();
        for entry in new {
            if let Some(other) = old.iter().find(|it| same(it, entry)) {
                pairs.push((Some(other), Some(entry)));
            }
        }
        let placeholders = self.placeholders.clone();
        let placed = move |a: &Entry, b: &Entry| {
            let path = a.location == Location::Path && b.location == Location::Path;
            (path && placeholders.contains(&(a.name, b.name))).then_some(1.0)
        };
        let scores: [&Score<'_>; 3] = [&placed, &relocated, &renamed];
        for score in scores {
            let best = likeness::best(gone.len(), come.len(), |i, j| score(gone.get(i)?, come.get(j)?));
            let found: Vec<_> =
                best.iter().filter_map(|&(i, j)| Some((*gone.get(i)?, *come.get(j)?))).collect();
            gone.retain(|it| !found.iter().any(|(a, _)| std::ptr::eq(*a, *it)));
            come.retain(|it| !found.iter().any(|(_, b)| std::ptr::eq(*b, *it)));
            pairs.extend(found.into_iter().map(|(a, b)| (Some(a), Some(b))));
        }
        pairs.extend(gone.into_iter().map(|it| (Some(it), None)));
        pairs.extend(come.into_iter().map(|it| (None, Some(it))));
        for (old, new) in pairs {
            self.field(parent, old, new);
        }
    }

    fn field(&mut self, parent: &Parent, old: Option<&Entry<'a>>, new: Option<&Entry<'a>>) {
        let Some(entry) = new.or(old) else { return };
        self.steps += 1;
        let context = |service: &Service| service.context.contains_key(entry.name);
        let role = parent.role.unwrap_or(if context(self.services.0) && context(self.services.1) {
            Role::Context
        } else {
            Role::Argument
        });
        let site = Site {
            direction: parent.direction,
            location: entry.location,
            path: format!("{}{}", parent.prefix, entry.name),
            role,
            owner: entry.owner.map(str::to_owned),
            old_fact: old.map(|it| it.fact.clone()),
            new_fact: new.map(|it| it.fact.clone()),
        };
        let from = old.zip(new).filter(|(a, b)| a.location != b.location).map(|(a, _)| a.location);
        let named = |it: &Entry<'a>| (it.name, it.field);
        let demands = |service: &Service, entry: Option<&Entry<'a>>| {
            entry.is_some_and(|it| demanded(service, it.field))
        };
        let demanded = (demands(self.services.0, old), demands(self.services.1, new));
        let pair = FieldPair { site, old: old.map(named), new: new.map(named), from, demanded };
        (self.visit)(&pair);
        if let (Some((old_name, old)), Some((new_name, new))) = (pair.old, pair.new) {
            self.parts(&pair.site, (old_name, old), (new_name, new));
            self.inside(&pair.site, &old.ty, &new.ty);
        }
    }

    /// The parts of a composite parameter.
    fn parts(&mut self, site: &Site, old: (&str, &'a Field), new: (&str, &'a Field)) {
        let (Some(old_parts), Some(new_parts)) = (&old.1.composite, &new.1.composite) else { return };
        let part = |id: &OperationId, owner: &str| {
            let (id, owner, location) = (id.clone(), WireName::from(owner), site.location);
            move |name: &WireName| Address::Part(id.clone(), location, owner.clone(), name.clone())
        };
        let olds = entries(site.location, &old_parts.parts, None, part(&self.ids.0, old.0));
        let news = entries(site.location, &new_parts.parts, None, part(&self.ids.1, new.0));
        let prefix = format!("{}.", site.path);
        self.fields(&Parent { direction: site.direction, prefix, role: Some(Role::Part) }, &olds, &news);
    }

    /// The members of the types that two fields hold, as far as both hold them the same way.
    fn inside(&mut self, site: &Site, old: &'a Type, new: &'a Type) {
        let (mut old, mut new, mut marks) = (old, new, String::new());
        loop {
            match (old, new) {
                (Type::List(a), Type::List(b)) => {
                    marks.push_str("[]");
                    (old, new) = (a, b);
                }
                (Type::Map(a), Type::Map(b)) => {
                    marks.push_str("{}");
                    (old, new) = (a, b);
                }
                _ => break,
            }
        }
        let (Type::Named(old), Type::Named(new)) = (old, new) else { return };
        if old == new && !self.changed.0.contains(old.as_str()) {
            return;
        }
        let key = (old.as_str(), new.as_str());
        let again = !self.seen.insert(key);
        let deep = self.open.len() >= DEPTH;
        if self.open.contains(&key) || (again && (deep || self.steps > STEPS)) {
            return;
        }
        let path = if deep {
            let last = site.path.rsplit('.').next().unwrap_or_default();
            format!("….{last}")
        } else {
            site.path.clone()
        };
        let dot = if path.is_empty() && marks.is_empty() || path.ends_with(' ') { "" } else { "." };
        let parent = Parent {
            direction: site.direction,
            prefix: format!("{path}{marks}{dot}"),
            role: Some(Role::Member),
        };
        if deep {
            self.later.push((parent, site.location, old, new));
        } else {
            self.open.push(key);
            self.members(&parent, site.location, old, new);
            self.open.pop();
        }
    }

    fn members(&mut self, parent: &Parent, location: Location, old: &'a TypeName, new: &'a TypeName) {
        let (Some(old_def), Some(new_def)) = (self.services.0.types.get(old), self.services.1.types.get(new))
        else {
            return;
        };
        let olds =
            entries(location, &old_def.fields, Some(old), |name| Address::Field(old.clone(), name.clone()));
        let news =
            entries(location, &new_def.fields, Some(new), |name| Address::Field(new.clone(), name.clone()));
        self.fields(parent, &olds, &news);
    }
}

/// Whether a field cannot be left out: it is required, a part of which it is composed is, or, where no row says, a
/// member of its type is.
fn demanded(service: &Service, field: &Field) -> bool {
    let (mut open, mut seen) = (vec![field], HashSet::new());
    while let Some(field) = open.pop() {
        let parts = field.composite.as_ref();
        let needs_parts = parts
            .is_some_and(|it| it.at_least > 0 || it.parts.values().any(|part| part.required == Some(true)));
        if field.required == Some(true) || needs_parts {
            return true;
        }
        let name = field.ty.named().filter(|_| field.required.is_none() && parts.is_none());
        let def = name.filter(|name| seen.insert(name.as_str())).and_then(|name| service.types.get(name));
        open.extend(def.into_iter().flat_map(|def| def.fields.values()));
    }
    false
}

/// How likely it is that a field became another; `None` for unlikely.
type Score<'f> = dyn Fn(&Entry, &Entry) -> Option<f32> + 'f;

/// The same name in another location.
fn relocated(old: &Entry, new: &Entry) -> Option<f32> {
    (old.name == new.name && old.location != new.location).then_some(1.0)
}

/// Another name for what looks like the same field.
fn renamed(old: &Entry, new: &Entry) -> Option<f32> {
    let score = likeness::fields((old.name, old.field), (new.name, new.field))?;
    (old.location == new.location).then_some(score)
}

fn parameters<'a>(id: &OperationId, operation: &'a Operation) -> Vec<Entry<'a>> {
    let fact = |location, name: &WireName| Address::Parameter(id.clone(), location, name.clone());
    operation
        .parameters()
        .map(|(location, name, field)| Entry {
            location,
            name,
            field,
            owner: None,
            fact: fact(location, name),
        })
        .collect()
}

/// The keys of a body that is an object.
fn keys<'a>(
    service: &'a Service,
    id: &OperationId,
    status: Option<&Status>,
    body: Option<&'a Body>,
) -> Vec<Entry<'a>> {
    match body {
        Some(Body::Fields(fields)) => entries(Location::Body, fields, None, |name| match status {
            Some(status) => Address::Response(id.clone(), status.clone(), Location::Body, name.clone()),
            None => Address::Parameter(id.clone(), Location::Body, name.clone()),
        }),
        Some(Body::Type(Type::Named(ty))) => service.types.get(ty).map_or_else(Vec::new, |def| {
            entries(Location::Body, &def.fields, Some(ty), |name| Address::Field(ty.clone(), name.clone()))
        }),
        Some(Body::Type(_) | Body::OneOf(_)) | None => Vec::new(),
    }
}

fn entries<'a>(
    location: Location,
    fields: &'a Fields,
    owner: Option<&'a str>,
    fact: impl Fn(&WireName) -> Address,
) -> Vec<Entry<'a>> {
    fields.iter().map(|(name, field)| Entry { location, name, field, owner, fact: fact(name) }).collect()
}
