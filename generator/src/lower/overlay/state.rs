//! A service in the making: the tree that corrections patch, and what the one reader of the IR makes of it.

use tablature_ir::Service;

use super::{act::Touched, path::Keys};
use crate::{
    diagnostic::Id,
    spec::{
        self,
        yaml::{self, Node, Spot},
    },
};

/// A service under correction.
pub(super) struct State {
    /// Its tree, as its author sees it in the YAML.
    pub tree: Node<'static>,
    /// The service as of the last time the tree was read.
    pub service: Service,
    /// Whether the tree was patched since.
    is_patched: bool,
    /// What was touched, by the index of the correction, under its current names.
    pub touched: Vec<(usize, Touched)>,
    /// What was renamed: the keys before, and the new last key.
    pub renamed: Vec<(Keys, String)>,
}

/// Why a tree is no service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The rule that says so; none where the tree cannot be read.
    pub id: Option<Id>,
    pub message: String,
    pub hint: Option<String>,
    /// Where in the tree.
    pub spot: Spot,
}

impl State {
    pub(super) fn new(service: &Service) -> Self {
        State {
            tree: tree(service),
            service: service.clone(),
            is_patched: false,
            touched: Vec::new(),
            renamed: Vec::new(),
        }
    }

    /// The tree, to be patched.
    pub(super) fn patch(&mut self) -> &mut Node<'static> {
        self.is_patched = true;
        &mut self.tree
    }

    /// The service that the tree is now.
    pub(super) fn typed(&mut self) -> Result<&Service, Wrong> {
        if self.is_patched {
            self.service = read(&self.tree)?;
            self.is_patched = false;
        }
        Ok(&self.service)
    }

    /// Changes the service instead of its tree.
    pub(super) fn change(&mut self, with: impl FnOnce(&mut Service)) -> Result<(), Wrong> {
        self.typed()?;
        with(&mut self.service);
        self.tree = tree(&self.service);
        Ok(())
    }

    /// Updates the keys of what was touched after a rename.
    pub(super) fn follow(&mut self, keys: &Keys, name: &str) {
        for (_, touched) in &mut self.touched {
            follow(&mut touched.keys, keys, name);
        }
        self.renamed.push((keys.clone(), name.to_owned()));
    }
}

/// Replaces the last of the keys `renamed`, in keys that lead through them, by a new name.
pub(super) fn follow(keys: &mut Keys, renamed: &Keys, name: &str) {
    if keys.starts_with(renamed)
        && let Some(key) = renamed.len().checked_sub(1).and_then(|last| keys.get_mut(last))
    {
        name.clone_into(key);
    }
}

fn tree(service: &Service) -> Node<'static> {
    // A service is plain data with keys that are text: it always has a tree.
    yaml::tree(service).unwrap_or_else(|_| Node::Text("".into()))
}

fn read(tree: &Node<'static>) -> Result<Service, Wrong> {
    let text = yaml::document(tree);
    let service = spec::read("", &text).map_err(|fault| {
        let byte = fault.span.as_ref().map_or(0, |span| span.range.start);
        let spot = yaml::spanned(&text).map(|tree| tree.spot(byte)).unwrap_or_default();
        let message = format!("the result is no IR: {}", without_path(&fault.message, &spot));
        Wrong { id: None, message, hint: fault.hint, spot }
    });
    service.map(|mut service| {
        service.operations.sort_unstable_keys();
        service.enums.sort_unstable_keys();
        service.types.sort_unstable_keys();
        service
    })
}

/// The message without the keys that the reader puts before it: the place tells them.
fn without_path<'a>(message: &'a str, spot: &Spot) -> &'a str {
    (1..=spot.keys.len())
        .rev()
        .find_map(|length| {
            let path = spot.keys.get(..length)?.join(".");
            message.strip_prefix(&path)?.strip_prefix(": ")
        })
        .unwrap_or(message)
}
