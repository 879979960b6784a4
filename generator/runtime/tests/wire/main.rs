//! What the vendors' own SDKs put on the wire, call by call: ours must be the same but for the differences that
//! `DIFFERENCES.md` lists.
//!
//! The captures are no part of this repository. They are looked for where `TABLATURE_SHARED` points, else in
//! `../shared` beside the workspace; without them these tests say so and pass.
#![allow(missing_docs, unreachable_pub)]

mod answers;
mod rest;
mod rpc;
#[path = "../ways/mod.rs"]
mod ways;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tablature_client::{
    BoxFuture, HttpRequest, HttpResponse, Json, Recipes, Transport, TransportError,
    auth::{Plan, Recipe},
};

/// A file of captures; `None` (and a message) where there is none.
fn captures(name: &str) -> Option<Json> {
    let shared = std::env::var_os("TABLATURE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("wire").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no captures at {}", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn list<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_default()
}

/// The recipes of a built-in dialect, as generated crates carry them.
fn recipes(vendor: &str) -> Vec<Recipe> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../dialects/{vendor}.yaml"));
    let dialect: serde_yaml::Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    serde_yaml::from_value(dialect["service"]["auth"].clone()).unwrap()
}

fn leaked(vendor: &str) -> &'static Recipes {
    let recipes = recipes(vendor).into_iter();
    let texts = recipes.map(|recipe| &*serde_json::to_string(&recipe.bare()).unwrap().leak());
    Box::leak(Box::new(Recipes::new(texts.collect::<Vec<&'static str>>().leak())))
}

fn plans(vendor: &str) -> Vec<Plan> {
    recipes(vendor).iter().map(|recipe| Plan::new(recipe).unwrap()).collect()
}

/// The service of a vendor, made once.
fn once(
    cell: &'static OnceLock<tablature_client::Service>,
    make: impl FnOnce() -> tablature_client::Service,
) -> &'static tablature_client::Service {
    cell.get_or_init(make)
}

/// 2024-03-15T08:09:10Z, when the captures were made.
fn frozen() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_710_490_150)
}

/// Answers every request with the same response.
#[derive(Clone)]
struct Always(Arc<Mutex<HttpResponse>>);

impl Always {
    fn new(response: HttpResponse) -> Self {
        Always(Arc::new(Mutex::new(response)))
    }
}

impl Transport for Always {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = self.0.lock().unwrap().clone();
        Box::pin(async move { Ok(response) })
    }
}

/// Runs a future that is always ready.
fn now<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("not ready"),
    }
}
