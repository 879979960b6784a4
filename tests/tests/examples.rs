//! The programs of `tests/examples/client` are built and run, as a user would.

use tablature_tests::{root, target};

fn cargo(arguments: &[&str]) -> String {
    let output = tablature_tests::cargo()
        .args(arguments)
        .arg("--manifest-path")
        .arg(root().join("tests/examples/client/Cargo.toml"))
        // Where the generated crates are built already.
        .arg("--target-dir")
        .arg(target().join("generated"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}\n{text}{told}", arguments.join(" "));
    text
}

fn example(name: &str) -> String {
    cargo(&["run", "--quiet", "--example", name])
}

/// What `examples/choices.rs` prints.
const CHOICES: &[&str] = &[
    "GET https://api.acme.example/v2/books?isbn=978-0&lang=en ",
    "Some(18446744073709551615) Some(\"0.10\")",
    "GET https://api.acme.example/v2/books?lang=en&shelf=18446744073709551615 ",
    "Key(***)",
    "POST https://api.acme.example/v2/books/find?key=hunter2&lang=en ",
    r#"POST https://loans.acme.example/loans {"isbn":"978-0","until":"2027-01-31"}"#,
    r#"POST https://loans.acme.example/loans [{"isbn":"978-0","until":null},{"isbn":"978-0","days":null}]"#,
    r#"PATCH https://api.acme.example/v2/books/978-0 {"shelf":null,"loan":{"isbn":"978-0","until":"2027-01-31"}}"#,
];

/// What `examples/streaming.rs` prints.
const STREAMING: &[&str] = &[
    "text/csv",
    "20000 lines",
    "240000 bytes",
    "Transport after 120000 bytes",
    "true: come back later Some(409)",
    "16 bytes in one piece",
];

#[test]
fn each_example_runs() {
    let told = example("first_call");
    assert!(told.starts_with("9 of Some(9) images\n") && told.ends_with("HTTP 200\n"), "{told}");

    let told = example("paging");
    assert!(told.contains("\n9 images\na page of 4\na page of 4\na page of 1\n"), "{told}");

    let told = example("errors");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 4, "{told}");
    assert_eq!(lines[0], "Some(\"5101\"): no such repository (HTTP Some(200))");
    assert_eq!(lines[1], "retryable: true, after 2 attempts");
    assert!(lines[2].starts_with("Input: ") && lines[2].contains("RepoName is empty"), "{told}");
    assert!(lines[3].starts_with("Connect: ") && lines[3].contains("127.0.0.1:1"), "{told}");

    let told = example("own_transport");
    assert!(told.starts_with("POST http://127.0.0.1:") && told.ends_with("\n1 request\n"), "{told}");

    let told = example("build_script");
    assert!(told.ends_with("/v1/authors/A%2FB\n"), "{told}");

    let told = example("streaming");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines, STREAMING, "{told}");

    let told = example("choices");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines, CHOICES, "{told}");
}

#[test]
fn the_tests_with_a_mock_pass() {
    cargo(&["test", "--quiet", "--tests"]);
}
