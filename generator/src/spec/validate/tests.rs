//! Each rule, by what a change to a sound service makes it say.

mod kinds;

use tablature_ir::{Address, Service};

use super::{findings, validate};
use crate::spec::{
    places::{Place, Places},
    read,
    tests::sample::images,
    write,
};

/// What is found after each replacement in the YAML of the sample.
fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let mut text = write(&images());
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    let service = read("uhub.yaml", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(found(&service), expected, "{text}");
}

fn found(service: &Service) -> Vec<String> {
    findings(service)
        .into_iter()
        .map(|finding| {
            let diagnostic = finding.diagnostic;
            let hint = diagnostic.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{}: {}{hint}", diagnostic.id, diagnostic.message)
        })
        .collect()
}

#[test]
fn a_sound_service_has_no_findings() {
    assert_eq!(found(&images()), [""; 0]);
}

#[test]
fn types_exist_and_are_used() {
    check(
        &[("list<ImageSet>", "list<Imageset>")],
        &[
            "dangling-type: field `ImageSet` of response 200 of `GetRepoImage` is of type `Imageset`, which is not defined (did you mean `ImageSet`?)",
            "unused-type: no operation uses the type `ImageSet`",
        ],
    );
    check(
        &[("PullCount: {type: integer", "PullCount: {type: map<list<Count>>")],
        &[
            "dangling-type: field `PullCount` of type `ImageSet` is of type `Count`, which is not defined (define the type, or say `any`)",
        ],
    );
    check(
        &[("types:\n", "types:\n  Alone:\n    fields:\n      Self: {type: Alone}\n")],
        &["unused-type: no operation uses the type `Alone`"],
    );
    check(&[("PullCount: {type: integer", "PullCount: {type: ImageSet")], &[]);
}

#[test]
fn enums_exist_and_are_used() {
    let define = ("types:\n", "enums:\n  Kind:\n    enum: [All]\ntypes:\n");
    check(&[define], &["unused-enum: no field has the values of `Kind`"]);
    let refer = |name| ("enum: {All: 全部, User: \"自建, 私有\"}", name);
    check(&[define, refer("enum: Kind")], &[]);
    check(
        &[define, refer("enum: kind")],
        &[
            "dangling-enum: parameter `BucketType` of `GetRepoImage` has the values of `kind`, which is not defined (did you mean `Kind`?)",
            "unused-enum: no field has the values of `Kind`",
        ],
    );
}

#[test]
fn the_path_and_its_parameters_name_each_other() {
    check(
        &[("    uri: /\n", "    uri: /a/{Reponame}\n    path:\n      RepoName: {type: string}\n")],
        &[
            "uri-parameters: `GetRepoImage`: no parameter is called `Reponame`, which stands in `/a/{Reponame}` (the path has a parameter `RepoName`)",
            "uri-parameters: `GetRepoImage`: the parameter `RepoName` does not stand in `/a/{Reponame}` (put `{RepoName}` into the path, or the parameter into the query)",
        ],
    );
    check(&[("    uri: /\n", "    uri: /a/{b}\n    path:\n      b: {type: string}\n")], &[]);
    check(
        &[("    uri: /\n", "    uri: a?b\n")],
        &["uri-parameters: `GetRepoImage`: `a?b` is no path (a path begins with `/` and has no query)"],
    );
    let paths = |paths: [&str; 6]| {
        paths.map(|path| {
            let mut service = images();
            service.operations[0].uri = path.to_owned();
            found(&service).iter().filter(|found| found.contains("is no path")).count()
        })
    };
    assert_eq!(paths(["/", "/a-b/~c:d/%20/档", "/a/{b c}", "/{a}/b/{c}", "/a[.b]", "/{a}{b}"]), [0; 6]);
    assert_eq!(paths(["/a b", "/a\tb", "/a/{b", "/a/b}", "/a\\b", "/a/<b>"]), [1; 6]);
}

#[test]
fn pagination_names_what_is_there() {
    check(
        &[("{offset: Offset, limit: Limit", "{offset: Ofset, limit: Limit")],
        &[
            "dangling-name: `GetRepoImage`: pagination names the parameter `Ofset`, which is not there (did you mean `Offset`?)",
        ],
    );
    check(
        &[("total: {body: TotalCount}", "total: {body: ImageSet.Total}")],
        &[
            "dangling-name: `GetRepoImage`: pagination names `ImageSet.Total`, but the response has no `Total` there",
        ],
    );
    check(
        &[("total: {body: TotalCount}", "total: {content-range: Content-Range}")],
        &[
            "dangling-name: `GetRepoImage`: pagination names the response header `Content-Range`, which is not there",
        ],
    );
    check(
        &[(
            "{offset: {offset: Offset, limit: Limit, items: ImageSet, total: {body: TotalCount}}}",
            "{marker: {marker: Offset, items: ImageSet, next: 'ImageSet[].ImageName'}}",
        )],
        &[],
    );
}

const FILTER: &str = "      Offset:\n        type: string\n        composite:\n          separator: '|'\n          assign: '::'\n          together: [[offset, limit]]\n          parts:\n            offset: {type: integer}\n";

#[test]
fn parts_given_together_are_parts() {
    let page = "{offset: Offset, limit: Limit";
    check(
        &[("      Offset: {type: integer}\n", FILTER)],
        &["dangling-name: `GetRepoImage`: `together` names `limit`, which is no part of `Offset`"],
    );
    check(
        &[
            ("      Offset: {type: integer}\n", FILTER),
            ("[[offset, limit]]", "[]"),
            (page, "{within: Offset, offset: offset, limit: limit"),
        ],
        &["dangling-name: `GetRepoImage`: pagination names the parameter `limit`, which is not there"],
    );
}

#[test]
fn a_default_is_one_of_the_values() {
    check(
        &[("default: All", "default: Al")],
        &[
            "default-not-in-enum: parameter `BucketType` of `GetRepoImage` has the default `Al`, which is not among its values (there is a value `All`)",
        ],
    );
}

#[test]
fn a_value_is_one_of_its_field() {
    for (default, said) in [
        (
            "many",
            "invalid-default: parameter `Limit` of `GetRepoImage` has the default `many`, which is no integer",
        ),
        (
            "101",
            "unfit-value: parameter `Limit` of `GetRepoImage` has the default `101`, which lies outside of its range `1..100`",
        ),
    ] {
        check(&[("default: 20", &format!("default: {default}"))], &[said]);
    }
    for fine in [
        "default: 1",
        "default: 100",
        "default: 1000\n        enum: [1, 1000]",
        "default: 'null'\n        nullable: true",
    ] {
        check(&[("default: 20", fine)], &[]);
    }
}

#[test]
fn names_fit_where_they_stand() {
    check(
        &[("  GetRepoImage:", "  Get RepoImage:")],
        &["malformed-name: `Get RepoImage` is no id of an operation"],
    );
    check(
        &[("types:\n  ImageSet:", "types:\n  string:"), ("list<ImageSet>", "string")],
        &[
            "malformed-name: a type cannot be called `string`",
            "unused-type: no operation uses the type `string`",
        ],
    );
    check(
        &[("      \"200\":", "      \"20\":")],
        &["malformed-name: `GetRepoImage`: `20` is no status; expected one like 200, 4XX or default"],
    );
    for (status, said) in [(99, 1), (100, 0), (404, 0), (999, 0), (1000, 1)] {
        let mut service = images();
        service.operations[0].errors[0].status = Some(status);
        let wanted = format!(
            "malformed-name: `GetRepoImage`: the error `8003` has the status {status}; expected one like 404"
        );
        assert_eq!(found(&service), &[wanted][..said]);
    }
    check(
        &[("    form:\n", "    header:\n      X Id: {type: string}\n    form:\n")],
        &["malformed-name: parameter `X Id` of `GetRepoImage` cannot be called that"],
    );
}

#[test]
fn operations_are_authenticated_in_ways_of_the_service() {
    let mut service = images();
    service.auth = vec![crate::spec::tests::sample::sha1()];
    let name = service.auth[0].name.clone();
    let ways = |names: [&str; 2]| Some(vec![names.map(str::to_owned).to_vec()]);
    service.operations[0].auth = ways([&name, &name]);
    assert_eq!(found(&service), [""; 0]);
    let other = format!("{name}x");
    service.operations[0].auth = ways([&name, &other]);
    let said = format!(
        "dangling-name: `GetRepoImage`: `auth` names `{other}`, which is no way of the service to authenticate (did you mean `{name}`?)"
    );
    assert_eq!(found(&service), [said]);
}

#[test]
fn operations_do_not_repeat_the_envelope() {
    check(
        &[
            (
                "      Offset: {type: integer}\n",
                "      Offset: {type: integer}\n      Action: {type: string}\n",
            ),
            ("          TotalCount:", "          RetCode: {type: integer}\n          TotalCount:"),
        ],
        &[
            "supplied-field: `GetRepoImage` lists `Action`, which carries the id of the operation",
            "supplied-field: `GetRepoImage` lists `RetCode` in its response, which the envelope has",
        ],
    );
}

#[test]
fn a_finding_has_the_place_of_its_fact() {
    let mut service = images();
    service.auth = vec![crate::spec::tests::sample::sha1()];
    service.types.get_mut("ImageSet").unwrap().fields.get_mut("PullCount").unwrap().ty =
        "Count".parse().unwrap();
    let mut places = Places::default();
    let place = Place { file: "a.md".into(), line: 2, range: 10..19 };
    places.add(Address::Field("ImageSet".into(), "PullCount".into()), place.clone());
    let spans: Vec<_> =
        validate(&service, &places).into_iter().map(|finding| finding.diagnostic.span).collect();
    assert_eq!(spans, [Some(place.span())]);
}

/// What is found where a way puts a header, a member of the body and a name of the path, and an operation has these
/// parameters.
fn authenticated(parameters: &str) -> Vec<String> {
    let text = format!(
        "tablature: 2
vendor: acme
service: bot
protocol: rest
endpoint: https://acme.example
auth:
  - name: key
    credentials: {{key: secret}}
    put: {{header: {{X-Key: '{{key}}'}}, body: {{sign: '{{key}}'}}, path: {{token: '{{key}}'}}}}
    vectors: [{{credentials: {{key: k}}, method: POST, url: 'https://acme.example/{{token}}', gives: {{X-Key: k}}}}]
operations:
  say:
    page: say.md
    method: POST
    uri: /bot{{token}}/say
{parameters}    responses:
      \"200\": {{}}
"
    );
    found(&read("bot.yaml", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}")))
}

#[test]
fn a_request_does_not_list_what_a_way_to_authenticate_puts() {
    assert_eq!(authenticated("    query: {sign: {type: string}}\n"), [""; 0]);
    let listed = |name: &str| {
        format!("supplied-field: `say` lists `{name}`, which the way `key` to authenticate puts")
    };
    let all = "    path: {token: {type: string}}\n    header: {x-key: {type: string}}\n    body: {sign: {type: string}}\n";
    assert_eq!(authenticated(all), [listed("x-key"), listed("sign"), listed("token")]);
}

#[test]
fn paging_may_lie_within_an_object_of_the_body() {
    let check = |pagination: &str, wanted: &[&str]| {
        let text = format!(
            "tablature: 2
vendor: acme
service: lamps
protocol: rest
endpoint: https://acme.example/rpc
operations:
  list:
    page: list.md
    method: POST
    uri: /
    body:
      method: {{type: string, fixed: lamps.list}}
      params: {{type: Params}}
    responses:
      \"200\":
        body: {{lamps: {{type: list<string>}}}}
    pagination: {{{pagination}, items: lamps, within: params}}}}
types:
  Params:
    fields:
      skip: {{type: integer}}
      take: {{type: integer}}
"
        );
        let service = read("lamps.yaml", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        assert_eq!(found(&service), wanted);
    };
    let lost = "dangling-name: `list`: pagination names the parameter `skp`, which is not there (did you mean `skip`?)";
    for (known, other) in [
        ("offset: {offset: skip, limit: take", "offset: {offset: skp, limit: take"),
        ("page: {page: skip, size: take, first: 1", "page: {page: skp, size: take, first: 1"),
        ("marker: {marker: skip, limit: take, next: {header: X}", "marker: {marker: skp, next: {header: X}"),
    ] {
        check(known, &[]);
        check(other, &[lost]);
    }
}
