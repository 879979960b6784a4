//! Pages, in each built-in dialect and in none: load → extract → lower → validate; then the resulting IR is read back.

use std::sync::{Arc, LazyLock};

use tablature::{
    dialect::{self, Dialect},
    engine::{self, Reading},
    load::Page,
    spec,
};

fn read(dialect: &Arc<Dialect>, name: &str, bytes: &[u8]) {
    let page = |path: &str, bytes: &[u8]| Page { path: path.into(), bytes: Ok(bytes.into()), request: None };
    // Some inputs are two pages, which refer to one another.
    let half = bytes.windows(2).position(|pair| pair == b"\x00\x01").unwrap_or(bytes.len());
    let (first, second) = bytes.split_at(half);
    let mut pages = vec![page("service/a.md", first)];
    if !second.is_empty() {
        pages.push(page("service/b.html", &second[2..]));
    }
    let reading = Reading::new(name, Arc::clone(dialect));
    let Ok(specs) = engine::read(&pages, "", reading) else { return };
    for finding in &specs.diagnostics {
        let _ = finding.line(&specs.sources);
    }
    for lowered in &specs.services {
        let text = spec::write(&lowered.service);
        if let Err(fault) = spec::read("service.yaml", &text) {
            panic!("what was written is not read: {}\n{text}", fault.message);
        }
    }
}

macro_rules! dialects {
    ($($function:ident = $name:literal;)*) => {
        $(pub(crate) fn $function(bytes: &[u8]) {
            static DIALECT: LazyLock<Arc<Dialect>> = LazyLock::new(|| {
                let text = dialect::builtin($name).expect("a built-in dialect");
                Arc::new(dialect::read($name, text).expect("a built-in dialect is right"))
            });
            read(&DIALECT, $name, bytes);
        })*
    };
}

dialects! {
    auto = "auto";
    bk_cmdb = "bk-cmdb";
    bybit = "bybit";
    dnsimple = "dnsimple";
    gitlab = "gitlab";
    huaweicloud = "huaweicloud";
    opensearch = "opensearch";
    ucloud = "ucloud";
}
