//! What people write: dialects, overlays, IR files; and the JSON of examples.

use std::sync::{Arc, LazyLock};

use tablature::{
    dialect, diff, emit,
    engine::{self, Reading},
    extract::example,
    load::Page,
    lower::overlay,
    plan, spec,
};
use tablature_ir::Service;

const SERVICE: &str = include_str!("../corpus/ir/store.yaml");
const PAGE: &str = include_str!("../corpus/page.md");

pub(crate) fn dialect(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(dialect) = dialect::read("dialect.yaml", text) else { return };
    let page = Page { path: "service/a.md".into(), bytes: Ok(PAGE.as_bytes().into()), request: None };
    let _ = engine::read(&[page], "", Reading::new("vendor", Arc::new(dialect)));
}

fn store() -> &'static Service {
    static STORE: LazyLock<Service> = LazyLock::new(|| {
        engine::open_text("store.yaml", SERVICE, &[]).expect("the IR of the corpus is right")
    });
    &STORE
}

pub(crate) fn overlay(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(overlay) = overlay::read("store.overlay.yaml", text) else { return };
    let mut service = store().clone();
    if overlay::apply(&overlay, &mut service, &mut Default::default()).is_ok() {
        let text = spec::write(&service);
        assert!(spec::read("store.yaml", &text).is_ok(), "what an overlay makes is not read:\n{text}");
    }
}

/// A valid service from bytes; `None` if they are not one.
fn service(bytes: &[u8]) -> Option<Service> {
    engine::open_text("service.yaml", std::str::from_utf8(bytes).ok()?, &[]).ok()
}

pub(crate) fn ir(bytes: &[u8]) {
    let Some(service) = service(bytes) else { return };
    let text = spec::write(&service);
    assert!(spec::read("service.yaml", &text).is_ok_and(|read| read == service), "other than it was:\n{text}");
    let _ = spec::fields::rows(&service, None);
    let _ = emit::openapi::document(&service, emit::openapi::Version::V31);
    let Ok(plan) = plan::plan(&service, &plan::Options::default()) else { return };
    for (path, bytes) in emit::krate(&plan, None).0 {
        if path.ends_with(".rs") {
            let text = String::from_utf8(bytes).expect("Rust is UTF-8");
            assert!(syn::parse_file(&text).is_ok(), "{path} is no Rust:\n{text}");
        }
    }
}

pub(crate) fn diff(bytes: &[u8]) {
    let half = bytes.windows(4).position(|it| it == b"\n---").unwrap_or(bytes.len() / 2);
    let (old, new) = bytes.split_at(half);
    let new = new.strip_prefix(b"\n---").unwrap_or(new);
    let (old, new) = (service(old), service(new));
    let (old, new) = (old.as_ref().unwrap_or(store()), new.as_ref().unwrap_or(store()));
    let side = |service: &Service| diff::Side::of([service.clone()]);
    let report = diff::services(&side(old), &side(new));
    let _ = diff::render::text::render(&report, false, true);
    let _ = diff::render::markdown::render(&report);
}

pub(crate) fn json(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read = example::read(text);
    if let Some(body) = read.body {
        assert!(text.get(body.range.clone()).is_some(), "a range outside of the text");
        let _ = body.places(text);
    }
}
