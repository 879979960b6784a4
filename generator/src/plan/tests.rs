//! Small services through the whole phase.

use tablature_ir::{
    Body, Composite, Deprecation, Envelope, Field, Fields, Method, Operation, Pagination, Protocol, Response,
    Service, Status, Total, Type, TypeDef, WireName,
};

use super::{Crate, Options, Place, ResponseBody, plan};

fn field(ty: &str) -> Field {
    Field::new(ty.parse().expect("a type"))
}

fn required(ty: &str) -> Field {
    Field { required: Some(true), ..field(ty) }
}

fn values(ty: &str, values: &[&str]) -> Field {
    Field { values: values.iter().map(|v| ((*v).to_owned(), String::new())).collect(), ..field(ty) }
}

fn fields<const N: usize>(fields: [(&str, Field); N]) -> Fields {
    fields.into_iter().map(|(name, field)| (WireName::from(name), field)).collect()
}

fn answer(body: Body) -> indexmap::IndexMap<Status, Response> {
    [(Status("200".to_owned()), Response { body: Some(body), ..Response::default() })].into_iter().collect()
}

fn service(operations: Vec<(&str, Operation)>, types: Vec<(&str, Fields)>) -> Service {
    Service {
        tablature: 2,
        vendor: "acme".into(),
        service: "store".into(),
        docs: "https://docs.acme.example".into(),
        protocol: Protocol::Rpc("Action".into()),
        endpoint: "https://api.acme.example".into(),
        context: [("Region".into(), "region".to_owned())].into_iter().collect(),
        envelope: Some(Envelope::default()),
        operations: operations.into_iter().map(|(id, operation)| (id.into(), operation)).collect(),
        types: types
            .into_iter()
            .map(|(name, fields)| (name.into(), TypeDef { fields, ..TypeDef::default() }))
            .collect(),
        ..Service::default()
    }
}

fn planned(service: &Service) -> Crate {
    plan(service, &Options::default()).expect("a plan")
}

fn messages(plan: &Crate) -> Vec<&str> {
    plan.diagnostics.iter().map(|finding| finding.message.as_str()).collect()
}

#[test]
fn arguments_up_front_are_path_first_and_at_most_two() {
    let operation = Operation {
        uri: "/v1/{shelf}/books/{book}".into(),
        path: fields([("book", required("string")), ("shelf", required("string"))]),
        query: fields([
            ("Region", required("string")),
            ("limit", field("integer")),
            ("kind", required("string")),
        ]),
        ..Operation::default()
    };
    let two = Operation { query: fields([("limit", field("integer"))]), ..operation.clone() };
    let plan = planned(&service(vec![("GetBook", operation), ("ListBooks", two)], vec![]));
    let [many, few] = &plan.operations[..] else { panic!("two operations") };
    let names: Vec<&str> = many.required.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["shelf", "book", "kind"]);
    assert_eq!(many.args.as_ref().map(super::Ident::as_str), Some("GetBookArgs"));
    let region = many.optional.iter().find(|p| p.wire == "Region").expect("an override");
    assert_eq!((region.context.as_deref(), region.required), (Some("region"), true));
    assert!(few.args.is_none());
}

#[test]
fn enums_are_shared_where_equal_and_qualified_where_not() {
    let types = vec![
        (
            "ListBuckets::Bucket",
            fields([
                ("BucketType", values("string", &["Private", "Public"])),
                ("State", values("integer", &["0", "-1"])),
            ]),
        ),
        (
            "ListBuckets::Disk",
            fields([
                ("State", values("integer", &["-1", "0"])),
                ("Flag", values("string", &["true", "false"])),
            ]),
        ),
    ];
    let list = Operation {
        form: fields([("BucketType", values("string", &["All", "User", "all"]))]),
        ..Operation::default()
    };
    let plan = planned(&service(vec![("ListBuckets", list)], types));
    let names: Vec<String> = plan.enums.iter().map(|item| item.path.to_string()).collect();
    let of_list = |name: &str| format!("operations::list_buckets::{name}");
    assert_eq!(names, ["BucketType", "ListBucketsBucketType", "State"].map(of_list));
    let variants: Vec<&str> = plan.enums[1].variants.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(variants, ["All", "User", "AllSnake"]);
    assert!(plan.enums[2].integer);
    assert_eq!(plan.structs[1].fields[1].ty, super::Type::String);
    assert_eq!(messages(&plan).len(), 2, "{:?}", messages(&plan));
}

#[test]
fn types_stand_in_the_modules_of_their_operations() {
    let state = |values: [&str; 2]| fields([("State", self::values("string", &values))]);
    let types = vec![
        ("Disk", state(["up", "down"])),
        ("GetDisk::Disk", state(["on", "off"])),
        ("GetDisk::GetDisk", state(["on", "off"])),
        ("ListDisks::Disk", state(["on", "off"])),
        ("Gone::Disk", state(["on", "off"])),
    ];
    let of = |ty: &str| Operation {
        responses: answer(Body::Type(ty.parse().expect("a type"))),
        ..Operation::default()
    };
    let plan = planned(&service(
        vec![
            ("GetDisk", of("GetDisk::Disk")),
            ("ListDisks", of("list<ListDisks::Disk>")),
            ("Make", of("Disk")),
        ],
        types,
    ));
    let paths: Vec<String> = plan.structs.iter().map(|item| item.path.to_string()).collect();
    assert_eq!(
        paths,
        [
            "types::Disk",
            "types::GoneDisk",
            "operations::get_disk::Disk",
            // The builder has the name.
            "operations::get_disk::GetDiskValue",
            "operations::list_disks::Disk",
        ]
    );
    let enums: Vec<String> = plan.enums.iter().map(|item| item.path.to_string()).collect();
    assert_eq!(
        enums,
        [
            "types::DiskState",
            "types::GoneDiskState",
            "operations::get_disk::State",
            "operations::list_disks::State"
        ]
    );
}

#[test]
fn an_enum_gives_way_to_a_type_of_its_name() {
    let types = vec![("Get::State", fields([("State", values("string", &["up", "down"]))]))];
    let plan = planned(&service(vec![("Get", Operation::default())], types));
    assert_eq!(plan.enums[0].path.to_string(), "operations::get::StateValue");
}

#[test]
fn recursion_is_boxed_and_only_there() {
    let types = vec![
        ("Leaf", fields([("Name", field("string"))])),
        ("Node", fields([("Left", field("Tree")), ("Leaf", field("Leaf")), ("All", field("list<Node>"))])),
        ("Tree", fields([("Root", field("Node"))])),
    ];
    let plan = planned(&service(vec![], types));
    let boxed: Vec<&str> =
        plan.structs.iter().flat_map(|s| &s.fields).filter(|f| f.boxed).map(|f| f.wire.as_str()).collect();
    assert_eq!(boxed, ["Left", "Root"]);
}

#[test]
fn parameters_of_one_name_are_told_apart_by_their_place() {
    let operation = Operation {
        uri: "/v1/{name}".into(),
        path: fields([("name", required("string"))]),
        body: Some(Body::Fields(fields([("name", required("string")), ("send", field("string"))]))),
        ..Operation::default()
    };
    let plan = planned(&service(vec![("Rename", operation)], vec![]));
    let names: Vec<&str> = plan.operations[0].parameters().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["name", "body_name", "body_send"]);
    assert_eq!(
        messages(&plan),
        ["Rename: `name` (path) and `name` (body) would both be `name`; the second is called `body_name`"]
    );
}

#[test]
fn parts_of_a_composite_are_setters() {
    let composite = Composite {
        separator: "|".into(),
        assign: "::".into(),
        at_least: 1,
        together: vec![vec!["offset".into(), "limit".into()]],
        parts: fields([
            ("namespace", field("string")),
            ("offset", field("integer")),
            ("limit", field("integer")),
        ]),
    };
    let list = Operation {
        method: Method::Get,
        uri: "/v2/repos".into(),
        query: fields([("filter", Field { composite: Some(Box::new(composite)), ..required("string") })]),
        responses: answer(Body::Type(Type::list("Repo".parse().expect("a type")))),
        pagination: Some(Pagination::Offset {
            offset: "offset".into(),
            limit: "limit".into(),
            items: String::new(),
            total: Some(Total::ContentRange("Content-Range".into())),
            within: Some("filter".into()),
        }),
        ..Operation::default()
    };
    let plan =
        planned(&service(vec![("list_repos", list)], vec![("Repo", fields([("name", field("string"))]))]));
    let operation = &plan.operations[0];
    assert!(operation.required.is_empty());
    assert_eq!(operation.optional[0].place, Place::Part(0));
    assert!(operation.composites[0].required);
    let paging = operation.paging.as_ref().expect("paging");
    assert!(paging.items.is_empty());
    assert!(matches!(&paging.item, super::Type::Struct(path) if path.to_string() == "types::Repo"));
}

#[test]
fn pages_whose_items_cannot_be_reached_are_reported() {
    let list = Operation {
        responses: answer(Body::Fields(fields([("Total", field("integer"))]))),
        pagination: Some(Pagination::Marker {
            marker: "m".into(),
            limit: None,
            items: "Set".into(),
            next: "Next".into(),
            within: None,
        }),
        ..Operation::default()
    };
    let plan = planned(&service(vec![("List", list)], vec![]));
    assert!(plan.operations[0].paging.is_none());
    assert_eq!(
        messages(&plan),
        ["`List` is not called page by page: the response has no `Set` on the way to `Set`"]
    );
}

#[test]
fn headers_stand_in_the_struct_of_an_object_only() {
    let with = |body| {
        let response =
            Response { headers: fields([("X-Subject-Token", field("string"))]), body, ..Response::default() };
        Operation {
            responses: [(Status("201".to_owned()), response)].into_iter().collect(),
            ..Operation::default()
        }
    };
    let plan = planned(&service(
        vec![
            ("A", with(Some(Body::Fields(fields([("x_subject_token", field("string"))]))))),
            ("B", with(Some(Body::Type("list<string>".parse().expect("a type"))))),
            ("C", with(None)),
        ],
        vec![],
    ));
    let headers = |i: usize| {
        let response = &plan.operations[i].response;
        let own = match &response.body {
            ResponseBody::Own(own) => own.fields.iter().filter(|f| f.header).count(),
            ResponseBody::None | ResponseBody::Value(_) => 0,
        };
        (own, response.headers.len())
    };
    assert_eq!((headers(0), headers(1), headers(2)), ((0, 1), (0, 1), (1, 0)));
}

#[test]
fn texts_name_the_page() {
    let operation = Operation {
        title: "获取".into(),
        description: "获取。\nfrom <ip>".into(),
        page: "store-api/查询 x.md".into(),
        deprecated: Some(Deprecation::new("use\n other")),
        ..Operation::default()
    };
    let plan = planned(&service(vec![("Get", operation)], vec![]));
    let operation = &plan.operations[0];
    assert_eq!(operation.title, "获取");
    assert_eq!(
        operation.docs,
        ["from \\<ip>", "[Documentation](<https://docs.acme.example/store-api/%E6%9F%A5%E8%AF%A2%20x.md>)"]
    );
    assert_eq!(operation.deprecated.as_deref(), Some("use other"));
}

#[test]
fn an_undefined_type_stops_the_crate() {
    let types = vec![("A", fields([("b", field("Missing"))]))];
    let findings = plan(&service(vec![], types), &Options::default()).expect_err("findings");
    assert!(findings[0].message.contains("Missing"));
}

#[test]
fn a_media_type_says_what_the_body_is() {
    let with = |media: &str| Operation {
        media: Some(media.to_owned()),
        method: tablature_ir::Method::Post,
        ..Operation::default()
    };
    let fields_of = fields;
    let fields = |media| Operation {
        body: Some(tablature_ir::Body::Fields(fields([("a", field("string"))]))),
        ..with(media)
    };
    let list = |encoding| Field { encoding, ..field("list<string>") };
    let several = Operation {
        body: Some(tablature_ir::Body::Fields(fields_of([
            ("files", list(None)),
            ("names", list(Some(tablature_ir::Encoding::Comma))),
        ]))),
        ..with("multipart/form-data")
    };
    let operations = vec![
        ("Patch", with("application/merge-patch+json")),
        ("Version", fields("application/x-acme-json-1.1")),
        ("Form", fields("application/x-www-form-urlencoded")),
        ("Upload", fields("multipart/form-data")),
        ("Uploads", several),
        ("Text", with("text/plain")),
        ("Lines", with("application/x-ndjson")),
        ("Picture", with("image/png")),
        ("Xml", fields("application/xml")),
        ("Zip", fields("application/zip")),
    ];
    let planned = plan(&service(operations, Vec::new()), &Options::default()).expect("a crate");
    let takes: Vec<_> = planned
        .operations
        .iter()
        .map(|it| (it.id.as_str(), it.parameters().map(|it| (it.place, it.ty.clone())).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        takes,
        [
            ("Form", vec![(Place::Form, super::Type::String)]),
            ("Lines", vec![(Place::WholeBody, super::Type::String)]),
            ("Patch", vec![]),
            ("Picture", vec![(Place::WholeBody, super::Type::Bytes)]),
            ("Text", vec![(Place::WholeBody, super::Type::String)]),
            ("Upload", vec![(Place::Form, super::Type::Part)]),
            (
                "Uploads",
                vec![
                    (Place::Form, super::Type::List(Box::new(super::Type::Part))),
                    (Place::Form, super::Type::List(Box::new(super::Type::String))),
                ]
            ),
            ("Version", vec![(Place::Body, super::Type::String)]),
            ("Xml", vec![(Place::WholeBody, super::Type::String)]),
        ]
    );
    let told: Vec<_> = planned.diagnostics.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(told, ["unsupported-media"; 2]);
}
