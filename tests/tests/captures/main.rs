//! What official SDKs of vendors put on the wire is what generated clients put there: of each vendor whose calls were
//! captured, a spec is written with an operation for each call, a client is generated from it and built, and each call
//! is sent to a server on this machine.
//!
//! The captures are no part of this repository. They are looked for in `wire/others` where `TABLATURE_SHARED` points,
//! else in `../shared`; without them this test says so and passes. How a vendor signs, and how it spells lists, is read
//! from the files beside the captures, in the words of the recipes and of `Encoding`.

mod compare;
mod data;
mod program;
mod server;
mod spec;

use std::{fs, path::Path, process::Stdio};

use data::{Case, Vendor};
use tablature_tests::{root, shared, target};

const MANIFEST: &str = r#"[package]
name = "captures"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
serde_json = "1"
tablature-client = { path = "RUNTIME", default-features = false }

[workspace]
"#;

#[test]
fn generated_clients_put_on_the_wire_what_sdks_do() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("wire/others");
    if !folder.is_dir() {
        println!("skipped: no captures at {}", folder.display());
        return;
    }
    let vendors = data::read(&folder);
    let package = target().join("captures");
    fs::create_dir_all(package.join("src")).expect("a folder");
    let runtime = root().join("generator/runtime").to_string_lossy().replace('\\', "/");
    write(&package.join("Cargo.toml"), &MANIFEST.replace("RUNTIME", &runtime));
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).expect("a lock file");
    let mut modules = Vec::new();
    for vendor in &vendors {
        let spec = spec::of(vendor);
        let file = package.join(format!("{}.yaml", vendor.name));
        write(&file, &spec);
        let made = tablature_build::Builder::new().spec(&file).out_dir(package.join("src")).try_generate();
        let made = made.unwrap_or_else(|error| panic!("{}: {error}", vendor.name));
        assert_eq!(made.warnings, Vec::<String>::new(), "{}", vendor.name);
        let service = tablature::engine::open(&file).unwrap_or_else(|_| panic!("{}", vendor.name));
        let plan = tablature::plan::plan(&service, &tablature::plan::Options::default());
        modules.push((vendor, plan.unwrap_or_else(|found| panic!("{}: {found:?}", vendor.name))));
    }
    write(&package.join("src/main.rs"), &program::of(&modules));

    let server = server::Server::start();
    let status = tablature_tests::cargo()
        .args(["run", "--quiet", "--target-dir"])
        // Where the dependencies are built already.
        .arg(target().join("build-script"))
        .arg("--")
        .arg(server.address())
        .current_dir(&package)
        .env("RUSTFLAGS", "-D warnings")
        .stdin(Stdio::null())
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the calls do not build, or fail");
    let received = server.requests();
    let calls: Vec<(&Vendor, &Case)> =
        vendors.iter().flat_map(|vendor| vendor.cases.iter().map(move |case| (vendor, case))).collect();
    assert_eq!(received.len(), calls.len(), "each call is one request");
    let mut wrong = Vec::new();
    for ((vendor, case), request) in calls.iter().zip(&received) {
        wrong.extend(compare::compare(vendor, case, request));
    }
    wrong.extend(compare::recompute(&folder, &package, &calls, &received));
    assert!(wrong.is_empty(), "{} of {} calls differ:\n{}", wrong.len(), calls.len(), wrong.join("\n"));
    println!("{} calls of {} vendors are as captured", calls.len(), vendors.len());
}

/// Writes a file unless it is so already, so that what was built of it stays.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
