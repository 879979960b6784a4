//! A workspace of a user's own, nowhere near this repository: what is generated there builds at once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tablature_tests::{binary, root, target};

/// A folder with pages and settings.
fn workspace(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let vendor = folder.path().join("specs/acme");
    copy(&root().join("specs/ucloud/docs/uhub"), &vendor.join("docs/store"));
    let head = "title: Acme\ndocs: docs\ndialect: ucloud\n";
    fs::write(vendor.join("vendor.yaml"), format!("{head}{settings}")).unwrap();
    folder
}

fn generate(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(binary()).arg("generate").args(arguments).current_dir(folder).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn generated(folder: &Path, arguments: &[&str]) {
    let (done, text) = generate(folder, arguments);
    assert!(done, "{text}");
}

fn check(crates: &Path) {
    // Builds with the versions that everything else is tested with.
    fs::copy(root().join("Cargo.lock"), crates.join("Cargo.lock")).unwrap();
    let output = tablature_tests::cargo()
        .args(["check", "--workspace", "--quiet", "--target-dir"])
        .arg(target().join("generated"))
        .current_dir(crates)
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn manifest(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// Another checkout of the runtime, as seen from a workspace: a copy of its sources.
fn vendored(folder: &Path) -> PathBuf {
    let runtime = folder.join("lib/runtime");
    copy(&root().join("generator/runtime/src"), &runtime.join("src"));
    fs::copy(root().join("generator/runtime/Cargo.toml"), runtime.join("Cargo.toml")).unwrap();
    runtime
}

#[test]
fn what_nobody_said_is_found() {
    let folder = workspace("");
    generated(folder.path(), &[]);
    check(&folder.path().join("generated"));
    generated(folder.path(), &["--out", "some/where"]);
    check(&folder.path().join("some/where"));
}

#[test]
fn a_path_is_written_as_the_manifest_sees_it() {
    let folder = workspace("runtime: ../../lib/runtime\n");
    vendored(folder.path());
    generated(folder.path(), &[]);
    let text = manifest(folder.path(), "generated/acme-store/Cargo.toml");
    assert!(
        text.contains("tablature-client = { path = \"../../lib/runtime\", default-features = false }"),
        "{text}"
    );
    // A folder on the command line is relative to where the command runs, and holds for all crates.
    generated(folder.path(), &["--runtime", "lib/runtime"]);
    let text = manifest(folder.path(), "generated/Cargo.toml");
    assert!(text.contains("tablature-client = { path = \"../lib/runtime\""), "{text}");
    let text = manifest(folder.path(), "generated/acme-store/Cargo.toml");
    assert!(text.contains("tablature-client.workspace = true"), "{text}");
}

#[test]
fn a_version_stands_beside_a_path_or_alone() {
    let folder = workspace("runtime: {path: ../../lib/runtime, version: '0.1'}\n");
    vendored(folder.path());
    generated(folder.path(), &[]);
    let text = manifest(folder.path(), "generated/acme-store/Cargo.toml");
    assert!(text.contains("{ path = \"../../lib/runtime\", version = \"0.1\", default-features"), "{text}");
    let folder = workspace("runtime: ^0.1\n");
    generated(folder.path(), &[]);
    let text = manifest(folder.path(), "generated/acme-store/Cargo.toml");
    assert!(text.contains("tablature-client = { version = \"^0.1\", default-features = false }"), "{text}");
}

#[test]
fn a_runtime_that_is_not_there_stops_the_run() {
    let folder = workspace("runtime: ../lib\n");
    let (done, text) = generate(folder.path(), &[]);
    assert!(!done && text.contains("it has no Cargo.toml"), "{text}");
    assert!(!folder.path().join("generated").exists());
}
