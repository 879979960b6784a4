//! Generates the client of the store.

fn main() {
    tablature_build::Builder::new().spec("specs/store.yaml").generate();
}
