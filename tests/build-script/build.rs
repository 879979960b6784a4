//! Generates the clients of the store and of the shelf.

fn main() {
    tablature_build::Builder::new().spec("specs/store.yaml").generate();
    tablature_build::Builder::new().spec("specs/shelf.yaml").generate();
}
