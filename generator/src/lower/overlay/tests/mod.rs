//! Corrections and their failures.

mod faults;

use tablature_ir::{Address, Location, Origin, Service, TypeName};

use super::{apply, read};
use crate::{
    diagnostic::Diagnostic,
    spec::{
        self,
        places::{Place, Places},
        tests::sample::images,
    },
};

/// The lines of the YAML that an overlay takes away (`-`) and adds (`+`).
fn changes(overlay: &str) -> Vec<String> {
    let before = images();
    let mut after = images();
    corrected(overlay, &mut after).unwrap_or_else(|faults| panic!("{faults:?}"));
    let (before, after) = (spec::write(&before), spec::write(&after));
    similar::TextDiff::from_lines(&before, &after)
        .iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value().trim_end().trim_start_matches(' ')))
        .collect()
}

fn corrected(overlay: &str, service: &mut Service) -> Result<(), Vec<Diagnostic>> {
    apply(&read("uhub.overlay.yaml", overlay)?, service, &mut Places::default())
}

/// `line:what is underlined` and `id: message (hint)` of each fault.
fn faults(overlay: &str) -> Vec<String> {
    let mut service = images();
    let faults = corrected(overlay, &mut service).expect_err(overlay);
    assert_eq!(service, images(), "all or nothing");
    faults
        .into_iter()
        .flat_map(|fault| {
            let span = fault.span.unwrap();
            let line = overlay[..span.range.start].matches('\n').count() + 1;
            let hint = fault.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            [format!("{line}: {}", &overlay[span.range]), format!("{}: {}{hint}", fault.id, fault.message)]
        })
        .collect()
}

#[test]
fn set_gives_keys_other_values() {
    assert_eq!(
        changes(
            "- at: operations.GetRepoImage.form.Limit\n  set: {type: number, default: 10, range: null}\n  why: x\n"
        ),
        [
            "-type: integer",
            "-default: 20",
            "-range: 1..100",
            "+type: number",
            "+default: 10",
            "+origin: overlay",
        ]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.title\n  set: 镜像\n  why: x\n"),
        ["-title: 获取镜像列表", "+title: 镜像"]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.form.BucketType\n  set: {enum: [All, 1]}\n  why: x\n"),
        [
            "-BucketType: {type: string, default: All, enum: {All: 全部, User: \"自建, 私有\"}}",
            "+BucketType: {type: string, default: All, enum: [All, \"1\"], origin: overlay}",
        ]
    );
    assert_eq!(
        changes("- at: types.ImageSet.fields.PullCount.type\n  set: number\n  why: x\n"),
        [
            "-PullCount: {type: integer, required: true}",
            "+PullCount: {type: number, required: true, origin: overlay}"
        ]
    );
}

#[test]
fn wildcards_match_many() {
    assert_eq!(
        changes("- at: types.*.fields.*a*e\n  set: {sensitive: true}\n  why: x\n"),
        [
            "-ImageName: {type: string}",
            "+ImageName: {type: string, sensitive: true, origin: overlay}",
            "-UpdateTime: {type: string, format: unix-seconds, origin: prose}",
            "+UpdateTime: {type: string, format: unix-seconds, sensitive: true, origin: overlay}",
        ]
    );
}

#[test]
fn add_adds_fields_types_and_items() {
    assert_eq!(
        changes("- at: operations.GetRepoImage.form\n  add: {Tag: {type: string}}\n  why: x\n"),
        ["+Tag: {type: string, origin: overlay}"]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.query\n  add: {debug: {type: boolean}}\n  why: x\n"),
        ["+query:", "+debug: {type: boolean, origin: overlay}"]
    );
    assert_eq!(
        changes("- at: types\n  add: {Tag: {fields: {Key: {type: string}}}}\n  why: x\n"),
        ["+", "+Tag:", "+origin: overlay", "+fields:", "+Key: {type: string, origin: overlay}"]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.errors\n  add: [{code: 8004, status: 404}]\n  why: x\n"),
        ["+- {code: \"8004\", status: 404}"]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.form.RepoName.enum\n  add: {a: b}\n  why: x\n"),
        [
            "-RepoName: {type: string, required: true, doc: 镜像仓库名称}",
            "+RepoName: {type: string, required: true, enum: {a: b}, origin: overlay, doc: 镜像仓库名称}"
        ]
    );
}

#[test]
fn what_the_docs_do_not_say_of_the_service_can_be_set() {
    assert_eq!(changes("- at: x-team\n  set: {name: disks}\n  why: x\n"), ["+x-team: {name: disks}"]);
    assert_eq!(changes("- at: global\n  set: true\n  why: x\n"), ["+global: true"]);
    assert_eq!(
        faults("- at: globl\n  set: true\n  why: x\n"),
        ["2: true", "overlay-invalid: the result is no IR: unknown field `globl` (did you mean `global`?)"]
    );
    // What was expected, or may be absent, is not made.
    let told = faults("- at: global\n  set: false\n  expect: true\n  why: x\n");
    assert!(told[1].starts_with("overlay-matches-nothing: `global` matches nothing"), "{told:?}");
    assert_eq!(changes("- at: global\n  set: true\n  optional: true\n  why: x\n"), [""; 0]);
}

#[test]
fn remove_takes_away() {
    assert_eq!(
        changes("- at: types.ImageSet.fields.ImageName\n  remove: true\n  why: x\n"),
        ["-ImageName: {type: string}"]
    );
    assert_eq!(
        changes("- at: types.ImageSet.fields.PullCount.required\n  remove: true\n  why: x\n"),
        ["-PullCount: {type: integer, required: true}", "+PullCount: {type: integer, origin: overlay}"]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.form.BucketType\n  remove: [enum, default]\n  why: x\n")[1],
        "+BucketType: {type: string, origin: overlay}"
    );
    assert_eq!(changes("- at: operations.GetRepoImage.examples.*\n  remove: true\n  why: x\n").len(), 16);
}

#[test]
fn rename_takes_references_along() {
    assert_eq!(
        changes("- at: types.ImageSet\n  rename: Image\n  why: x\n"),
        [
            "-ImageSet: {type: list<ImageSet>, required: true, doc: 镜像列表}",
            "+ImageSet: {type: list<Image>, required: true, doc: 镜像列表}",
            "-ImageSet:",
            "+Image:",
        ]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.form.Limit\n  rename: Count\n  why: x\n"),
        [
            "-Limit:",
            "+Count:",
            "+origin: overlay",
            "-pagination: {offset: {offset: Offset, limit: Limit, items: ImageSet, total: {body: TotalCount}}}",
            "+pagination: {offset: {offset: Offset, limit: Count, items: ImageSet, total: {body: TotalCount}}}",
        ]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.responses.200.body.ImageSet\n  rename: Images\n  why: x\n"),
        [
            "-ImageSet: {type: list<ImageSet>, required: true, doc: 镜像列表}",
            "+Images: {type: list<ImageSet>, required: true, origin: overlay, doc: 镜像列表}",
            "-pagination: {offset: {offset: Offset, limit: Limit, items: ImageSet, total: {body: TotalCount}}}",
            "+pagination: {offset: {offset: Offset, limit: Limit, items: Images, total: {body: TotalCount}}}",
        ]
    );
}

#[test]
fn a_field_takes_the_values_of_an_enum_and_follows_its_name() {
    let mut service = images();
    let overlay = "- {at: enums, add: {Bucket: {enum: [All, User]}}, why: x}\n\
        - {at: operations.GetRepoImage.form.BucketType, set: {enum: Bucket}, why: x}\n\
        - {at: enums.Bucket, rename: BucketKind, why: x}\n\
        - {at: enums.BucketKind.enum, set: [All, Own], why: x}\n";
    corrected(overlay, &mut service).unwrap_or_else(|faults| panic!("{faults:?}"));
    let kind = &service.enums["BucketKind"];
    assert_eq!(kind.origin, Origin::Overlay);
    let field = &service.operations["GetRepoImage"].form["BucketType"];
    assert_eq!(field.values.name.as_ref().map(TypeName::as_str), Some("BucketKind"));
    assert!(field.values.keys().eq(["All", "Own"]), "{field:?}");
}

#[test]
fn a_path_through_a_type_and_a_composite_follow_too() {
    let text = "tablature: 2\nvendor: v\nservice: s\nprotocol: rest\nendpoint: https://a.b\noperations:\n  Op:\n    page: a.md\n    method: GET\n    uri: /a/{id}\n    path:\n      id: {type: string}\n    query:\n      filter:\n        type: string\n        composite:\n          separator: '|'\n          assign: '::'\n          together: [[offset, limit]]\n          parts:\n            offset: {type: integer}\n            limit: {type: integer}\n    responses:\n      '200':\n        headers:\n          Content-Range: {type: string}\n        body: Page\n    pagination: {offset: {offset: offset, limit: limit, items: data.items, total: {content-range: content-range}, within: filter}}\ntypes:\n  Data: {fields: {items: {type: list<string>}}}\n  Page: {fields: {data: {type: Data}, items: {type: string}}}\n";
    let overlay = "- {at: types.Data.fields.items, rename: rows, why: x}\n\
        - {at: types.Page.fields.data, rename: page, why: x}\n\
        - {at: operations.Op.query.filter.composite.parts.limit, rename: count, why: x}\n\
        - {at: operations.Op.query.filter, rename: where, why: x}\n\
        - {at: operations.Op.path.id, rename: key, why: x}\n\
        - {at: operations.Op.responses.200.headers.Content-Range, rename: X-Range, why: x}\n\
        - {at: operations.Op, rename: list, why: x}\n";
    let mut service = spec::read("s.yaml", text).unwrap();
    let mut places = Places::default();
    let place = |line| Place { file: "a.md".into(), line, range: 0..0 };
    places.add(Address::Part("Op".into(), Location::Query, "filter".into(), "limit".into()), place(1));
    places.add(Address::Parameter("Op".into(), Location::Path, "id".into()), place(2));
    places.add(Address::Field("Page".into(), "data".into()), place(3));
    apply(&read("o.yaml", overlay).unwrap(), &mut service, &mut places).unwrap();
    let written = spec::write(&service);
    for expected in [
        "items: page.rows",
        "limit: count",
        "within: where",
        "[[offset, count]]",
        "/a/{key}",
        "{content-range: X-Range}",
        "  list:",
    ] {
        assert!(written.contains(expected), "{expected}\n{written}");
    }
    let line = |fact| places.on(&fact, "a.md").map(|place| place.line);
    assert_eq!(line(Address::Part("list".into(), Location::Query, "where".into(), "count".into())), Some(1));
    assert_eq!(line(Address::Parameter("list".into(), Location::Path, "key".into())), Some(2));
    assert_eq!(line(Address::Field("Page".into(), "page".into())), Some(3));
    assert!(spec::validate::findings(&service).is_empty());
}

#[test]
fn paging_within_an_object_follows_the_members_of_its_type() {
    let text = "tablature: 2\nvendor: v\nservice: s\nprotocol: rest\nendpoint: https://a.b\noperations:\n  Op:\n    page: a.md\n    method: POST\n    uri: /a\n    body:\n      list: {type: Asked}\n    responses:\n      '200':\n        body: {rows: {type: list<string>}}\n    pagination: {page: {page: number, size: size, first: 1, items: rows, within: list}}\ntypes:\n  Asked: {fields: {number: {type: integer}, size: {type: integer}}}\n";
    let overlay = "- {at: types.Asked.fields.number, rename: page, why: x}\n- {at: operations.Op.body.list, rename: where, why: x}\n";
    let mut service = spec::read("s.yaml", text).unwrap();
    apply(&read("o.yaml", overlay).unwrap(), &mut service, &mut Places::default()).unwrap();
    let written = spec::write(&service);
    assert!(written.contains("{page: page, size: size, first: 1, items: rows, within: where}"), "{written}");
    assert!(spec::validate::findings(&service).is_empty());
}

#[test]
fn a_service_with_any_facts_can_be_corrected() {
    let mut service = images();
    service.global = true;
    let composite = tablature_ir::Composite { at_least: 2, ..Default::default() };
    let operation = service.operations.get_mut("GetRepoImage").unwrap();
    operation.form.get_mut("Limit").unwrap().composite = Some(composite.into());
    operation.errors[0].status = Some(404);
    operation.deprecated = Some(tablature_ir::Deprecation::default());
    corrected("- {at: global, set: false, why: x}\n- {at: title, set: 2024-01-01, why: x}\n", &mut service)
        .unwrap();
    assert!(!service.global && service.title == "2024-01-01");
    let operation = &service.operations["GetRepoImage"];
    assert_eq!(operation.form["Limit"].composite.as_ref().unwrap().at_least, 2);
    assert_eq!(operation.errors[0].status, Some(404));
    for seed in 0..60 {
        let mut service = spec::tests::sample::Random(seed).service();
        let before = Service { title: "other".into(), ..service.clone() };
        service.title = "one".into();
        corrected("- {at: title, set: other, why: x}\n", &mut service).unwrap();
        assert!(service == before, "{seed}");
    }
}

#[test]
fn values_keep_the_spelling_that_they_were_given() {
    let set = "- at: operations.GetRepoImage.form.Limit\n  set: {type: number, range: null, default: 1.50, enum: [1.50, 010, 1e3]}\n  why: x\n- at: operations.GetRepoImage.form.RepoName\n  set: {enum: [1.50, 010, 1e3, yes]}\n  why: x\n";
    let mut service = images();
    corrected(set, &mut service).unwrap();
    let form = &service.operations["GetRepoImage"].form;
    assert_eq!(form["Limit"].default.as_deref(), Some("1.50"));
    let values = |name: &str| form[name].values.keys().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(values("Limit"), ["1.50", "010", "1e3"]);
    assert_eq!(values("RepoName"), ["1.50", "010", "1e3", "yes"]);
}

#[test]
fn words_of_a_list_are_keys() {
    let list = "- {at: operations.GetRepoImage.form.Limit, set: {type: string, range: null, default: null, enum: [a, b]}, why: x}\n";
    let enumeration = "operations.GetRepoImage.form.Limit.enum";
    for (entry, expected) in [
        (format!("- {{at: {enumeration}.a, rename: c, why: x}}\n"), "enum: [c, b]"),
        (format!("- {{at: {enumeration}.a, remove: true, why: x}}\n"), "enum: [b]"),
        (format!("- {{at: {enumeration}, remove: [b], why: x}}\n"), "enum: [a]"),
        (format!("- {{at: {enumeration}, add: [c], why: x}}\n"), "enum: [a, b, c]"),
        (format!("- {{at: {enumeration}, add: {{c: d}}, why: x}}\n"), "enum: {a: \"\", b: \"\", c: d}"),
    ] {
        let mut service = images();
        corrected(&format!("{list}{entry}"), &mut service).unwrap();
        let written = spec::write(&service);
        assert!(written.contains(expected), "{entry}{written}");
    }
}

#[test]
fn an_origin_that_is_stated_stays() {
    let mut service = images();
    let overlay = "- {at: operations.GetRepoImage.form, add: {A: {type: string, origin: prose}, B: {type: string}}, why: x}\n\
        - {at: operations.GetRepoImage.form.Limit, set: {doc: x, origin: prose}, why: x}\n";
    corrected(overlay, &mut service).unwrap();
    let form = &service.operations["GetRepoImage"].form;
    let origins = ["A", "B", "Limit"].map(|name| form[name].origin);
    assert_eq!(origins, [Origin::Prose, Origin::Overlay, Origin::Prose]);
}

#[test]
fn corrections_build_on_each_other() {
    assert_eq!(
        changes(
            "- {at: types.ImageSet, rename: Image, why: x}\n- {at: types.Image.fields.ImageName, rename: Name, why: x}\n- {at: types.Image.fields.Name, set: {required: true}, why: x}\n"
        ),
        [
            "-ImageSet: {type: list<ImageSet>, required: true, doc: 镜像列表}",
            "+ImageSet: {type: list<Image>, required: true, doc: 镜像列表}",
            "-ImageSet:",
            "+Image:",
            "-ImageName: {type: string}",
            "+Name: {type: string, required: true, origin: overlay}",
        ]
    );
}
