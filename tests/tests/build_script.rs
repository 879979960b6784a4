//! `tablature-build`: light, and used by a package outside the workspace.

use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn cargo(arguments: &[&str]) -> (bool, String) {
    let output = tablature_tests::cargo().args(arguments).current_dir(root()).output().expect("cargo runs");
    let text =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.success(), text)
}

#[test]
fn from_ir_it_is_light() {
    let (done, text) = cargo(&[
        "tree",
        "--locked",
        "-p",
        "tablature-build",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    assert!(done, "{text}");
    let mut crates: Vec<&str> =
        text.lines().filter_map(|line| line.split(' ').next()).filter(|name| !name.is_empty()).collect();
    crates.sort_unstable();
    crates.dedup();
    assert!(crates.contains(&"prettyplease"), "{crates:?}");
    // Three of them read the patterns that an IR states.
    assert!(crates.len() <= 28, "{}: {crates:?}", crates.len());
    for heavy in ["scraper", "askama", "clap", "tokio", "reqwest"] {
        assert!(!crates.contains(&heavy), "{heavy}");
    }
}

/// Builds and runs a package of its own, in a folder of the target directory that runs share.
#[test]
fn a_package_outside_the_workspace_uses_it() {
    let target = root().join("target/build-script");
    let (done, text) = cargo(&[
        "test",
        "--manifest-path",
        "tests/build-script/Cargo.toml",
        "--target-dir",
        &target.to_string_lossy(),
    ]);
    assert!(done, "{text}");
    assert!(text.contains("the_client_is_there ... ok"), "{text}");
}
