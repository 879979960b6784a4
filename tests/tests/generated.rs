//! The workspace in `generated/` builds and passes its own tests: every fixture decodes, and every operation is
//! called over a socket against the crate's mock.

use tablature_tests::{root, target};

fn cargo(arguments: &[&str]) {
    let output = tablature_tests::cargo()
        .args(arguments)
        .arg("--target-dir")
        .arg(target().join("generated"))
        .current_dir(root().join("generated"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {}\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_generated_crates_pass_their_tests() {
    cargo(&["test", "--workspace", "--all-features", "--quiet"]);
}

#[test]
fn clippy_has_nothing_to_say_about_the_generated_crates() {
    cargo(&["clippy", "--workspace", "--all-features", "--all-targets", "--quiet"]);
}
