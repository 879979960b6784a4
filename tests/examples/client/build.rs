//! Generates clients from specs that are kept beside the code; `examples/build_script.rs` and `examples/choices.rs` use
//! them.

fn main() {
    tablature_build::Builder::new()
        .spec("../../build-script/specs/store.yaml")
        .spec("specs/desk.yaml")
        .generate();
}
