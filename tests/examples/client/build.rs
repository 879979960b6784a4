//! Generates a client from a spec that is kept beside the code; `examples/build_script.rs` uses it.

fn main() {
    tablature_build::Builder::new().spec("../../build-script/specs/store.yaml").generate();
}
