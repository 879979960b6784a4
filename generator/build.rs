//! Tells the generator which version of prettyplease it is built with: what that prints may differ between versions.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // prettyplease says it to whoever depends on it.
    if let Ok(version) = std::env::var("DEP_PRETTYPLEASE03_VERSION") {
        println!("cargo::rustc-env=PRETTYPLEASE_VERSION={version}");
    }
}
