use super::*;

fn wanted<'w>(vendor: &'w str, service: &'w str) -> Wanted<'w> {
    Wanted { vendor, service, package: None, version: None }
}

#[test]
fn plain_names_stay() {
    for (service, expected) in [
        ("uhub", "acme-uhub"),
        ("vpc2.0", "acme-vpc2-0"),
        ("My Store", "acme-my-store"),
        ("a_b", "acme-a_b"),
        ("Vpc", "acme-vpc"),
    ] {
        assert_eq!(stem(service), service);
        assert_eq!(package("acme", service), expected);
    }
    assert_eq!(stem("对象存储"), "对象存储");
    assert_eq!(package("3com", "x"), "client-3com-x");
}

#[test]
fn any_name_becomes_one_that_every_system_takes() {
    let long = "a".repeat(240);
    let han = "数".repeat(80);
    for service in [
        "",
        ".",
        "..",
        "../../x",
        "a/b",
        r"a\b",
        "a:b",
        "a\nb",
        "a\0b",
        "a\"b",
        " a",
        "a ",
        "a.",
        ".a",
        "con",
        "NUL.x",
        "Com1",
        "lpt9.txt",
        "vendor",
        "Vendor",
        "x.overlay",
        "x.OVERLAY",
        ".overlay",
        "中文",
        "云api",
        "e\u{301}",
        "¼",
        "---",
        "__",
        &long,
        &han,
        "-x",
        "?*",
        "CONIN$",
    ] {
        let stem = stem(service);
        let bad = |c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c);
        assert!(!stem.contains(bad) && stem == stem.trim_matches([' ', '.']), "{service:?}: {stem:?}");
        assert!((1..=LONGEST).contains(&stem.len()), "{service:?}: {stem:?}");
        assert!(!is_device(&stem) && folded(&stem) != "vendor", "{service:?}: {stem:?}");
        assert!(!folded(&stem).ends_with(".overlay"), "{service:?}: {stem:?}");
        for vendor in ["acme", "中文", "", "9", "../x", &long] {
            let package = package(vendor, service);
            assert_eq!(no_package(&package), None, "{vendor:?} {service:?}: {package:?}");
            let library = library(&package);
            assert!(!library.trim_matches('_').contains("__"), "{vendor:?} {service:?}: {package:?}");
        }
    }
}

#[test]
fn names_without_latin_letters_are_told_apart() {
    // The digits were computed by another program.
    assert_eq!(package("acme", "中文"), "acme-75adb203");
    assert_eq!(package("acme", "云api"), "acme-api-e4836b6c");
    assert_ne!(package("acme", "中文"), package("acme", "数据"));
    assert_ne!(package("acme", "云api"), package("acme", "数api"));
    assert_eq!(stem(r"a\b"), "a-b-e2530c8f");
    assert_ne!(stem(r"a\b"), stem("a/b"));
}

#[test]
fn the_words_of_others_are_left_to_them() {
    assert_eq!(package("proc", "macro"), "client-proc-macro");
    assert_eq!(package("Tablature", "client"), "client-tablature-client");
    assert_eq!(package("serde", "json"), "client-serde-json");
}

#[test]
fn services_that_fall_together_have_no_name() {
    for (a, b, what) in [
        (("acme", "a b"), ("acme", "a.b"), "crate `acme_a_b`"),
        (("acme", "a"), ("Acme", "A"), "crate `acme_a`"),
        (("acme", "a-api"), ("acme-a", "api"), "crate `acme_a_api`"),
        (("acme", "a_b"), ("acme", "a-b"), "crate `acme_a_b`"),
    ] {
        let other = ("acme", "other");
        for order in [[a, b, other], [b, a, other]] {
            let (names, found) = names(&order.map(|(vendor, service)| wanted(vendor, service)));
            assert_eq!(names[..2], [Err(Id::ServiceCollision), Err(Id::ServiceCollision)]);
            assert_eq!(names[2].as_ref().unwrap().package, "acme-other");
            let message =
                &found.iter().find(|finding| finding.message.contains(what)).expect("a finding").message;
            for (vendor, service) in [a, b] {
                assert!(message.contains(&format!("`{vendor}/{service}`")), "{message}");
            }
        }
    }
}

#[test]
fn files_that_differ_in_case_only_are_one() {
    let service = |service, package| Wanted { package: Some(package), ..wanted("acme", service) };
    for (a, b) in [("a", "A"), ("é", "É"), ("s", "ſ")] {
        let (names, found) = names(&[service(a, "one"), service(b, "two")]);
        assert_eq!(names, [Err(Id::ServiceCollision), Err(Id::ServiceCollision)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("specs/acme/"), "{found:?}");
    }
    let (names, found) = names(&[service("a b", "one"), service("a.b", "two")]);
    assert!(names.iter().all(Result::is_ok) && found.is_empty(), "{found:?}");
}

#[test]
fn what_people_ask_for_is_checked() {
    let ask = |package, version| alone(&Wanted { package, version, ..wanted("acme", "store") });
    let good = ask(Some("My_crate-2"), Some("1.0.0-rc.1+7")).unwrap();
    assert_eq!((good.package.as_str(), good.version.as_str()), ("My_crate-2", "1.0.0-rc.1+7"));
    let long = "a".repeat(65);
    for package in [
        "../../x",
        "a\"\n[dependencies]",
        "",
        "2a",
        "-a",
        "_",
        "a.b",
        "a b",
        "中",
        "core",
        "Std",
        "test",
        "build",
        "target",
        "specs",
        "self",
        "type",
        "gen",
        "proc-macro",
        "tablature-client",
        "serde-json",
        "nul",
        "com1",
        &long,
    ] {
        let found = ask(Some(package), None).unwrap_err();
        assert_eq!(
            found.iter().map(|finding| finding.id).collect::<Vec<_>>(),
            [Id::UnusableName],
            "{package:?}"
        );
    }
    for version in ["", "1", "1.0", "1.0.0\"", "v1.0.0", "01.0.0", "^1.0.0", " 1.0.0", "1.0.0\nx = 1"] {
        let found = ask(None, Some(version)).unwrap_err();
        assert_eq!(
            found.iter().map(|finding| finding.id).collect::<Vec<_>>(),
            [Id::UnusableName],
            "{version:?}"
        );
        assert!(!found[0].message.contains('\n'), "{found:?}");
    }
    for vendor in ["", "..", "../x", "a/b", r"a\b", "a\nb", "nul", "a."] {
        let found = alone(&wanted(vendor, "a\nb")).unwrap_err();
        assert_eq!(
            found.iter().map(|finding| finding.id).collect::<Vec<_>>(),
            [Id::UnusableName],
            "{vendor:?}"
        );
        assert!(!found[0].message.contains('\n'), "{found:?}");
    }
    assert!(alone(&wanted("对象", "store")).is_ok() && alone(&wanted("vendor", "store")).is_ok());
}

#[test]
fn files_of_one_folder_have_distinct_names() {
    let found = stems(["GetDisk", "getdisk", "ListDisks", "a/b", "a:b"]);
    assert_eq!(found[2], "ListDisks");
    let distinct: std::collections::BTreeSet<String> = found.iter().map(|stem| folded(stem)).collect();
    assert_eq!(distinct.len(), 5, "{found:?}");
    assert!(found.iter().all(|stem| is_plain(stem)), "{found:?}");
}
