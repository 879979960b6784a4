//! One side of a comparison.

use std::{collections::BTreeMap, sync::Arc};

use tablature_ir as ir;

use super::lines::Lines;
use crate::spec::places::Places;

/// One side: services, and what is at hand to say where their facts stand.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// What the user named, for messages: `git:HEAD~20`.
    pub label: String,
    /// The services, by vendor and id.
    pub parts: Vec<Arc<Part>>,
}

/// One service of a side.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The service.
    pub service: ir::Service,
    /// Where its facts stand in the pages; empty where the pages are not at hand.
    pub places: Places,
    /// What stands before the path of a page for who wants to open it: `docs/`; empty where nothing does.
    pub prefix: String,
    /// Its pages, by the path that places and operations use; empty where not at hand.
    pub pages: BTreeMap<Arc<str>, Arc<[u8]>>,
    /// The IR as a file, where it is one.
    pub ir: Option<IrFile>,
}

/// An IR file.
#[derive(Clone, Debug)]
pub struct IrFile {
    /// Its path, for who wants to open it.
    pub path: String,
    pub(crate) lines: Arc<Lines>,
}

impl IrFile {
    /// Of a file and its text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: &str) -> Self {
        IrFile { path: path.into(), lines: Arc::new(Lines::of(text)) }
    }
}

impl Part {
    /// A service alone.
    #[must_use]
    pub fn of(service: ir::Service) -> Self {
        Part { service, ..Part::default() }
    }
}

impl Side {
    /// A side of services alone.
    #[must_use]
    pub fn of(label: &str, services: impl IntoIterator<Item = ir::Service>) -> Self {
        Side {
            label: label.to_owned(),
            parts: services.into_iter().map(|it| Arc::new(Part::of(it))).collect(),
        }
    }
}
