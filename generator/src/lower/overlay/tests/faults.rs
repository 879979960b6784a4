//! Corrections that cannot be made, or not any more: each is told at its line.

use super::*;

#[test]
fn what_matches_nothing_lists_what_is_there() {
    assert_eq!(
        faults("# a comment\n\n- at: operations.GetRepoImage.form.Limi\n  set: {type: string}\n  why: x\n"),
        [
            "3: at: operations.GetRepoImage.form.Limi",
            "overlay-matches-nothing: `operations.GetRepoImage.form.Limi` matches nothing (did you mean `Limit`? in `operations.GetRepoImage.form` there is: RepoName, BucketType, Limit, Offset)",
        ]
    );
    assert_eq!(
        faults("- at: operations.*.responses.*.body.*.PullCount\n  remove: true\n  why: x\n")[1],
        "overlay-matches-nothing: `operations.*.responses.*.body.*.PullCount` matches nothing (in `operations.GetRepoImage.responses.200.body.TotalCount` and 1 more there is: type, required, doc)"
    );
    assert!(
        faults(
            "- at: operations.GetRepoImage.responses.200.body.ImageSet.PullCount\n  remove: true\n  why: x\n"
        )[1]
        .ends_with("there is: type, required, doc; the fields of its type stand at `types.ImageSet.fields`)"),
    );
    assert_eq!(changes("- at: operations.Gone\n  remove: true\n  why: x\n  optional: true\n"), [""; 0]);
}

#[test]
fn what_changes_nothing_is_to_be_deleted() {
    let hint = "(the docs have been fixed: delete this entry)";
    for entry in [
        "set: {type: integer}",
        "set: {sensitive: null}",
        "remove: [enum]",
        "rename: Limit",
        "set: {type: integer}\n  optional: true",
    ] {
        let overlay = format!("- at: operations.GetRepoImage.form.Limit\n  {entry}\n  why: x\n");
        assert_eq!(
            faults(&overlay)[1],
            format!(
                "overlay-changes-nothing: `operations.GetRepoImage.form.Limit` is already as this correction wants it {hint}"
            )
        );
    }
    assert!(
        faults("- at: types.ImageSet.fields\n  add: {ImageName: {type: string}}\n  why: x\n")[1]
            .contains(hint)
    );
    // One of many that is changed is enough.
    assert_eq!(changes("- at: types.*.fields.*\n  set: {type: string}\n  why: x\n").len(), 2);
}

#[test]
fn a_broken_expectation_shows_both() {
    assert_eq!(
        faults(
            "- at: operations.GetRepoImage.form.Limit\n  expect: {type: string, default: 20, enum: [a]}\n  set: {type: number}\n  why: x\n"
        ),
        [
            "2: expect: {type: string, default: 20, enum: [a]}",
            "overlay-expectation-broken: `operations.GetRepoImage.form.Limit`: expected `type` to be `string`, found `integer`; expected `enum` to be `[a]`, found absent (the docs have changed: look at the page again, then correct or delete this entry)",
        ]
    );
    assert_eq!(
        changes("- at: operations.GetRepoImage.form.Limit\n  expect: {type: integer, default: 20, enum: null}\n  rename: N\n  why: x\n").len(),
        5
    );
    assert_eq!(
        faults("- at: operations.GetRepoImage.method\n  expect: GET\n  set: PUT\n  why: x\n")[1],
        "overlay-expectation-broken: `operations.GetRepoImage.method`: expected `GET`, found `POST` (the docs have changed: look at the page again, then correct or delete this entry)"
    );
}

#[test]
fn what_cannot_be_made_says_why() {
    let cases = [
        (
            "operations.GetRepoImage.form.Limit",
            "set: {tpye: string}",
            "the result is no IR: unknown field `tpye` (did you mean `type`?)",
        ),
        (
            "operations.GetRepoImage.form.Limit",
            "set: {type: list<}",
            "the result is no IR: `list<` is no type; expected string, integer, number, boolean, any, list<T>, map<T> or the name of a type",
        ),
        ("operations.GetRepoImage", "remove: [page]", "the result is no IR: missing field `page`"),
        (
            "operations.GetRepoImage.form.Limit",
            "rename: Offset",
            "`operations.GetRepoImage.form.Limit`: `Offset` is there already",
        ),
        (
            "operations.GetRepoImage.form",
            "rename: query",
            "`operations.GetRepoImage.form`: `form` is a word of the format, not a name that the docs give",
        ),
        (
            "types.ImageSet.fields",
            "add: {PullCount: {type: string}}",
            "`types.ImageSet.fields`: `PullCount` is there already; correct it with `set`",
        ),
        (
            "operations.GetRepoImage.title",
            "add: {a: b}",
            "`operations.GetRepoImage.title`: nothing can be added to a single value; say `set`",
        ),
        (
            "operations.GetRepoImage.title",
            "remove: [a]",
            "`operations.GetRepoImage.title`: it has no keys to take away; say `remove: true`",
        ),
    ];
    for (at, action, expected) in cases {
        let found = faults(&format!("- at: {at}\n  {action}\n  why: x\n"));
        assert_eq!(found[1], format!("overlay-invalid: {expected}"));
        assert!(found[0].starts_with("2: "), "{found:?}");
    }
    assert_eq!(
        faults("- at: operations.GetRepoImage.form.Limit\n  set: {tpye: string}\n  why: x\n")[0],
        "2: tpye"
    );
}

#[test]
fn what_is_wrong_in_the_result_is_told_at_the_entry_that_made_it() {
    assert_eq!(
        faults(
            "- at: operations.GetRepoImage.title\n  set: x\n  why: x\n- at: operations.GetRepoImage.form.Limit\n  set: {doc: a, type: list<integr>}\n  why: x\n"
        ),
        [
            "5: integr",
            "overlay-invalid: parameter `Limit` of `GetRepoImage` is of type `integr`, which is not defined (did you mean `integer`?)",
        ]
    );
    // No number lies between these.
    assert_eq!(
        faults("- at: operations.GetRepoImage.form.Limit\n  set: {range: 100..1}\n  why: x\n"),
        [
            "2: 100..1",
            "overlay-invalid: the result is no IR: `100..1` is no interval that a number lies in; expected `1..100`, `1..`, `..100` or `0<..<1`",
        ]
    );
    // The fact that is wrong stands elsewhere, under a name that a later entry gives it.
    assert_eq!(
        faults(
            "- {at: types.ImageSet, remove: true, why: x}\n- {at: operations.GetRepoImage.responses.200.body.ImageSet, rename: Images, why: x}\n"
        )[0],
        "1: remove: true"
    );
    assert_eq!(
        faults("- at: operations.GetRepoImage.uri\n  set: /a/{b}\n  why: x\n"),
        [
            "2: b",
            "overlay-invalid: `GetRepoImage`: no parameter is called `b`, which stands in `/a/{b}` (describe it among the parameters of the path)",
        ]
    );
    assert_eq!(
        faults("- at: operations.GetRepoImage.qurey\n  add: {a: {type: string}}\n  why: x\n"),
        [
            "1: at: operations.GetRepoImage.qurey",
            "overlay-invalid: the result is no IR: unknown field `qurey` (did you mean `query`?)",
        ]
    );
    let two = "- at: types.ImageSet.fields\n  add:\n    A: {type: intger}\n    B: {type: strng}\n  why: x\n";
    assert_eq!((&*faults(two)[0], &*faults(two)[2]), ("3: intger", "4: strng"));
}

#[test]
fn what_a_service_is_found_by_is_nothing_to_correct() {
    for (key, value) in [("tablature", "3"), ("vendor", "a/b"), ("service", "../../x")] {
        assert_eq!(
            faults(&format!("- at: {key}\n  set: {value}\n  why: x\n")),
            [
                format!("2: set: {value}"),
                format!("overlay-invalid: `{key}`: the service is found by it, so it is nothing to correct"),
            ]
        );
    }
}

/// What no IR says: each at the value that says it, whether one entry has both sides of it or a page has the other.
#[test]
fn what_cannot_be_is_no_correction() {
    const LIMIT: &str = "operations.GetRepoImage.form.Limit";
    const KIND: &str = "operations.GetRepoImage.form.BucketType";
    let interval = "is no interval that a number lies in; expected `1..100`, `1..`, `..100` or `0<..<1`";
    let limit = "parameter `Limit` of `GetRepoImage` has the";
    let kind = "parameter `BucketType` of `GetRepoImage` has the";
    let cases = [
        (
            LIMIT,
            "enum: []",
            "[]",
            "the result is no IR: an enum without values; where none are known, there is none",
        ),
        (
            LIMIT,
            "enum: {}",
            "{}",
            "the result is no IR: an enum without values; where none are known, there is none",
        ),
        (LIMIT, "range: 100..1", "100..1", &format!("the result is no IR: `100..1` {interval}")),
        (LIMIT, "range: 1<..1", "1<..1", &format!("the result is no IR: `1<..1` {interval}")),
        (KIND, "length: -1..-2", "-1..-2", &format!("the result is no IR: `-1..-2` {interval}")),
        (KIND, "items: 3..1", "3..1", &format!("the result is no IR: `3..1` {interval}")),
        (LIMIT, "default: many", "many", &format!("{limit} default `many`, which is no integer")),
        (LIMIT, "default: 1.5", "1.5", &format!("{limit} default `1.5`, which is no integer")),
        (
            LIMIT,
            "{type: boolean, range: null}",
            "set: {type: boolean, range: null}",
            &format!("{limit} default `20`, which is no boolean"),
        ),
        (LIMIT, "default: 0", "0", &format!("{limit} default `0`, which lies outside of its range `1..100`")),
        (
            LIMIT,
            "range: 21..",
            "21..",
            &format!("{limit} default `20`, which lies outside of its range `21..`"),
        ),
        (
            LIMIT,
            "enum: [1, 2]",
            "set: {enum: [1, 2]}",
            &format!("{limit} default `20`, which is not among its values (there is a value `2`)"),
        ),
        (
            KIND,
            "default: Al",
            "Al",
            &format!("{kind} default `Al`, which is not among its values (there is a value `All`)"),
        ),
        (
            KIND,
            "{enum: null, length: ..2}",
            "..2",
            &format!("{kind} default `All`, which is not of its length `..2`"),
        ),
        (
            LIMIT,
            "{default: null, fixed: all}",
            "all",
            &format!("{limit} fixed value `all`, which is no integer"),
        ),
        (
            LIMIT,
            "{type: string}",
            "string",
            "parameter `Limit` of `GetRepoImage` is of type `string`, and `range` is said of numbers",
        ),
        (
            LIMIT,
            "length: 1..3",
            "set: {length: 1..3}",
            "parameter `Limit` of `GetRepoImage` is of type `integer`, and `length` is said of texts",
        ),
        (
            KIND,
            "items: 1..3",
            "set: {items: 1..3}",
            "parameter `BucketType` of `GetRepoImage` is of type `string`, and `items` is said of lists",
        ),
        (
            LIMIT,
            "{default: null, enum: [1, many]}",
            "many",
            "parameter `Limit` of `GetRepoImage` lists the value `many`, which is no integer",
        ),
        (
            "operations.GetRepoImage.pagination.offset.limit",
            "Limt",
            "Limt",
            "`GetRepoImage`: pagination names the parameter `Limt`, which is not there (did you mean `Limit`?)",
        ),
    ];
    for (at, set, underlined, expected) in cases {
        let set =
            if set.starts_with('{') || !set.contains(':') { set.to_owned() } else { format!("{{{set}}}") };
        let found = faults(&format!("- at: {at}\n  set: {set}\n  why: x\n"));
        assert_eq!(found, [format!("2: {underlined}"), format!("overlay-invalid: {expected}")]);
    }
    // In whose syntax of expressions it is written is for the docs to say.
    let pattern = |pattern: &str| format!("- at: {KIND}\n  set: {{pattern: '{pattern}'}}\n  why: x\n");
    for wrong in ["[", "(", "a)", "*", "a{3,1}", "[z-a]", "(?<=a"] {
        let found = faults(&pattern(wrong));
        let expected = format!("overlay-invalid: {kind} pattern `{wrong}`, which is no regular expression: ");
        assert!(found[0] == format!("2: {wrong}") && found[1].starts_with(&expected), "{found:?}");
    }
    for right in ["^[a-z]+$", "^(?=.*[0-9])[a-z0-9]{2,}$", r"^(a|b)\1$", r"\A[[:alpha:]]\z", "[[]"] {
        assert!(corrected(&pattern(right), &mut images()).is_ok(), "{right}");
    }
    // What a page says of itself is no fault of who corrects something else there.
    let mut service = images();
    service.operations[0].form["Limit"].default = Some("0".into());
    let renamed = "- {at: operations.GetRepoImage.form.Limit, rename: Count, why: x}\n";
    assert!(corrected(renamed, &mut service).is_ok());
}

#[test]
fn entries_that_make_no_sense_are_told_all_at_once() {
    assert_eq!(
        faults(
            "- at: a\n  why: x\n- at: a..b\n  remove: true\n  why: x\n- at: a\n  remove: true\n  set: 1\n  why: x\n- at: a\n  remove: true\n  why: \" \"\n- at: a\n  remove: false\n  why: x\n"
        ),
        [
            "1: at: a",
            "overlay-syntax: this correction says not what to do (give it one of `set`, `add`, `remove`, `rename`)",
            "3: at: a..b",
            "overlay-syntax: `a..b` is no path: a key is empty",
            "6: at: a",
            "overlay-syntax: this correction does two things (make it two corrections, each with its reason)",
            "10: at: a",
            "overlay-syntax: `why` says nothing (say what is wrong with the docs, so that somebody else can judge it later)",
            "14: remove: false",
            "overlay-syntax: `remove: false` does nothing",
        ]
    );
    assert_eq!(
        faults("- at: a\n  remove: true\n  wy: x\n"),
        ["3: wy", "overlay-syntax: [0]: unknown field `wy` (did you mean `why`?)"]
    );
    assert_eq!(
        faults("- at: a\n  set: {x: 1, x: 2}\n  why: x\n"),
        ["2: x", "overlay-syntax: [0].set: the key `x` stands twice in this map"]
    );
    assert!(read("o.yaml", "# nothing yet\n").unwrap().is_empty());
}
