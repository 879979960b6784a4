//! Any service that the IR can state, by a seed, with text that is hard to write.

use tablature_ir::{
    Access, Body, Composite, Deprecation, Encoding, EnumDef, Envelope, ErrorCode, ErrorShape, Example,
    ExampleKind, Extensions, Field, Fields, Format, Group, InHeader, Interval, Method, Next, Operation,
    Origin, Pagination, Protocol, Refusal, Refusals, RequestLine, Response, Retry, Service, Status, Total,
    Type, TypeDef, VERSION, Value, Values,
    recipe::{Kind, Maker, Ordered, Puts, Recipe, Text, Vector},
};

use super::hard::HARD;

/// Numbers that look random and are the same everywhere.
pub(crate) struct Random(pub(crate) u64);

/// The name of an enum to which fields refer.
const STATES: &str = "states of a disk";

fn states() -> EnumDef {
    let values =
        [("up: #", "Ready"), ("down", "")].map(|(value, label)| (value.to_owned(), label.to_owned()));
    EnumDef { description: "a\n: #".to_owned(), values: values.into(), ..EnumDef::default() }
}

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }

    fn flag(&mut self) -> bool {
        self.next(3) == 0
    }

    fn text(&mut self) -> String {
        match self.next(40) {
            0 => HARD[self.next(HARD.len())].repeat(400),
            1 => format!("{}\n{}", HARD[self.next(HARD.len())], HARD[self.next(HARD.len())]),
            _ => HARD[self.next(HARD.len())].to_owned(),
        }
    }

    fn option<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.flag() { Some(value(self)) } else { None }
    }

    fn many<T, C: FromIterator<T>>(&mut self, value: impl Fn(&mut Self) -> T) -> C {
        let count = self.next(4);
        (0..count).map(|_| value(self)).collect()
    }

    fn one_of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.next(values.len())].clone()
    }

    fn ty(&mut self) -> Type {
        match self.next(7) {
            0 => Type::list(self.ty()),
            1 => Type::map(self.ty()),
            2 => Type::Named("no".into()),
            _ => self.one_of(&[Type::String, Type::Integer, Type::Number, Type::Boolean, Type::Any]),
        }
    }

    fn interval(&mut self) -> Interval {
        let numbers = ["0", "-1", "100", "0.5", "9223372036854775807"];
        let min = self.option(|random| random.one_of(&numbers).to_owned());
        let max = self.option(|random| random.one_of(&numbers).to_owned());
        let (above, below) = (min.is_some() && self.flag(), max.is_some() && self.flag());
        let interval = Interval { min, max, above, below };
        if interval.is_empty() { Interval { max: None, below: false, ..interval } } else { interval }
    }

    fn field(&mut self) -> Field {
        Field {
            ty: self.ty(),
            required: self.option(Self::flag),
            nullable: self.flag(),
            condition: self.option(Self::text),
            default: self.option(Self::text),
            fixed: self.option(Self::text),
            values: match self.next(4) {
                0 => self.many(|random| (random.text(), random.text())),
                1 => self.many(|random| (random.text(), String::new())),
                2 => Values::named(STATES.into(), states().values),
                _ => Values::default(),
            },
            range: self.option(Self::interval).map(Box::new),
            length: self.option(Self::interval).map(Box::new),
            items: self.option(Self::interval).map(Box::new),
            pattern: self.option(Self::text),
            unit: self.option(Self::text),
            format: self.option(|r| {
                r.one_of(&[
                    Format::UnixSeconds,
                    Format::UnixMillis,
                    Format::Rfc3339,
                    Format::Base64,
                    Format::Int32,
                    Format::Int64,
                    Format::Uint64,
                    Format::Decimal,
                ])
            }),
            sensitive: self.flag(),
            access: self.option(|random| random.one_of(&[Access::ReadOnly, Access::WriteOnly])),
            deprecated: self.option(Self::deprecation),
            encoding: self.option(|r| {
                r.one_of(&[
                    Encoding::Indexed,
                    Encoding::Repeated,
                    Encoding::Brackets,
                    Encoding::Comma,
                    Encoding::Json,
                    Encoding::Numbered,
                    Encoding::MemberNumbered,
                    Encoding::IndexedBrackets,
                    Encoding::Slashes,
                ])
            }),
            omit_empty: self.flag(),
            composite: if self.next(20) == 0 {
                Some(Box::new(Composite {
                    separator: self.text(),
                    assign: self.text(),
                    at_least: u32::from(self.flag()),
                    together: self.many(|random| random.many(|random| random.text().into())),
                    parts: self.fields(),
                }))
            } else {
                None
            },
            origin: self.one_of(&[
                Origin::Table,
                Origin::Evidence,
                Origin::Prose,
                Origin::Example,
                Origin::Uri,
                Origin::Dialect,
                Origin::Overlay,
            ]),
            description: self.text(),
            extensions: self.extensions(),
        }
    }

    fn deprecation(&mut self) -> Deprecation {
        Deprecation { words: self.text(), since: self.option(Self::text) }
    }

    fn value(&mut self) -> Value {
        match self.next(8) {
            0 => Value::Null,
            1 => Value::Bool(self.flag()),
            2 => Value::Integer(-5),
            3 => Value::Unsigned(u64::MAX),
            4 => Value::Number(0.5),
            5 => Value::List(self.many(Self::value)),
            6 => Value::Map(self.many(|random| (random.text(), random.value()))),
            _ => Value::Text(self.text()),
        }
    }

    fn extensions(&mut self) -> Extensions {
        if self.next(4) > 0 {
            return Extensions::default();
        }
        let keys: indexmap::IndexMap<_, _> =
            self.many(|random| (format!("x-{}", random.one_of(&["a", "b c", "中", "-"])), random.value()));
        keys.into()
    }

    fn group(&mut self) -> Group {
        let names = self.many(|random| random.text().into());
        match self.next(3) {
            0 => Group::AtLeastOne(names),
            1 => Group::ExactlyOne(names),
            _ => Group::AtMostOne(names),
        }
    }

    fn fields(&mut self) -> Fields {
        self.many(|random| (random.text().into(), random.field()))
    }

    fn body(&mut self) -> Body {
        match (self.flag(), self.flag()) {
            (true, true) => Body::Type(self.ty()),
            (true, false) => Body::OneOf(vec![Type::String, Type::list(self.ty())]),
            (false, _) => Body::Fields(self.fields()),
        }
    }

    fn total(&mut self) -> Total {
        if self.flag() { Total::Body(self.text()) } else { Total::ContentRange(self.text().into()) }
    }

    fn pagination(&mut self) -> Pagination {
        match self.next(4) {
            0 => Pagination::Offset {
                offset: self.text().into(),
                limit: self.text().into(),
                items: self.text(),
                total: self.option(Self::total),
                within: self.option(|random| random.text().into()),
            },
            1 => Pagination::Page {
                page: self.text().into(),
                size: self.text().into(),
                first: u32::from(self.flag()),
                items: self.text(),
                total: self.option(Self::total),
                within: self.option(|random| random.text().into()),
            },
            2 => Pagination::Marker {
                marker: self.text().into(),
                limit: self.option(|random| random.text().into()),
                items: self.text(),
                next: self.place(),
                within: self.option(|random| random.text().into()),
            },
            _ => Pagination::Link {
                next: self.place(),
                limit: self.option(|random| random.text().into()),
                items: self.text(),
            },
        }
    }

    fn place(&mut self) -> Next {
        if self.flag() {
            Next::Body(self.text())
        } else {
            Next::Header(InHeader { header: self.text().into() })
        }
    }

    fn error_code(&mut self) -> ErrorCode {
        ErrorCode { code: self.text(), status: self.option(|_| 404), description: self.text() }
    }

    fn operation(&mut self) -> Operation {
        Operation {
            title: self.text(),
            description: self.text(),
            page: self.text(),
            url: self.option(Self::text),
            method: self.one_of(&[Method::Get, Method::Delete, Method::Options]),
            uri: self.text(),
            endpoint: self.option(Self::text),
            alternatives: self
                .many(|random| RequestLine { method: random.one_of(&Method::ALL), uri: "/a/{b}".to_owned() }),
            deprecated: self.option(Self::deprecation),
            auth: self.option(|random| random.many(|_| vec!["some way".to_owned()])),
            retry: self.one_of(&[Retry::Safe, Retry::Idempotent, Retry::Unsafe]),
            path: self.fields(),
            query: self.fields(),
            header: self.fields(),
            form: self.fields(),
            media: self.option(|_| "application/merge-patch+json".to_owned()),
            body: self.option(Self::body),
            groups: self.many(Self::group),
            responses: self.many(|random| {
                let status = Status(random.one_of(&["200", "4XX", "default"]).to_owned());
                let headers = random.fields();
                let body = random.option(Self::body);
                let media = random.option(|_| "text/csv".to_owned());
                let (description, extensions) = (random.text(), random.extensions());
                (status, Response { description, headers, media, body, extensions })
            }),
            errors: self.many(Self::error_code),
            pagination: self.option(Self::pagination),
            examples: self.many(|random| Example {
                of: random.one_of(&[ExampleKind::Request, ExampleKind::Body, ExampleKind::Response]),
                title: random.text(),
                status: random.option(|_| Status("200".into())),
                text: random.text(),
            }),
            extensions: self.extensions(),
        }
    }

    fn recipe(&mut self) -> Recipe {
        let text = |text: &str| Maker::Text(Text(text.to_owned()));
        Recipe {
            name: "some way".into(),
            credentials: Ordered(vec![
                ("key".into(), Kind::Secret.into()),
                ("id".into(), Kind::Optional.into()),
            ]),
            settings: Ordered(vec![("zone".into(), self.text().into())]),
            first: Ordered(vec![("coded".into(), text("{key|base64}"))]),
            put: Puts { header: Ordered(vec![("X".into(), text("{coded}\n: #"))]), ..Puts::default() },
            vectors: vec![Vector {
                credentials: Ordered(vec![("key".into(), "k".into())]),
                method: "GET".into(),
                url: "https://x/".into(),
                gives: Ordered(vec![("X".into(), "aw==\n: #".into())]),
                ..Vector::default()
            }],
            ..Recipe::default()
        }
    }

    pub(crate) fn service(&mut self) -> Service {
        Service {
            tablature: VERSION,
            vendor: self.text(),
            service: "some-service".into(),
            title: self.text(),
            docs: self.text(),
            protocol: if self.flag() { Protocol::Rest } else { Protocol::Rpc(self.text().into()) },
            endpoint: self.text(),
            auth: self.many(Self::recipe),
            context: self.many(|random| (random.text().into(), random.text())),
            global: self.flag(),
            envelope: self.option(|random| Envelope {
                code: random.text().into(),
                ok: random.text(),
                message: random.text().into(),
                payload: random.option(|_| "result.data".to_owned()),
                other: random.many(|random| random.text().into()),
            }),
            errors: self.many(|random| ErrorShape {
                code: random.text(),
                message: random.text(),
                request_id: random.option(Self::text),
            }),
            refusals: self.option(|random| Refusals {
                shape: random.option(|random| ErrorShape {
                    code: random.text(),
                    message: random.text(),
                    request_id: None,
                }),
                codes: [(random.one_of(&[Refusal::Unknown, Refusal::Signature]), random.text())].into(),
            }),
            transient: self.many(Self::text),
            codes: self.many(Self::error_code),
            operations: self.many(|random| (random.text().into(), random.operation())),
            enums: [(STATES.into(), states())].into(),
            types: self.many(|random| {
                let origin = random.one_of(&[Origin::Table, Origin::Example]);
                let deprecated = random.option(Self::deprecation);
                let description = random.text();
                (
                    random.text().into(),
                    TypeDef {
                        description,
                        deprecated,
                        origin,
                        fields: random.fields(),
                        extensions: random.extensions(),
                    },
                )
            }),
            extensions: self.extensions(),
        }
    }
}
