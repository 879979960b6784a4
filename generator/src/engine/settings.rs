//! `specs/<vendor>/vendor.yaml`: where the pages of a vendor are, and what differs from its dialect.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use indexmap::IndexMap;
use serde::Deserialize;

use super::{Failure, file::text_below, runtime, slashes, tree::joined};
use crate::{
    diagnostic::{Diagnostic, Id, Severity, Span, closest},
    lower::Published,
    spec::yaml,
};

/// A vendor's settings.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// The vendor's name for people.
    pub title: String,
    /// Where the pages are.
    pub docs: Docs,
    /// The dialect that they are written in: a built-in one by name, or a file relative to this one.
    pub dialect: String,
    /// The address that the pages are published under; the path of a page is appended to it. Or a template of a page's
    /// address with `{page}`, `{folder}`, `{stem}` and `{anchor}`: its path, the folder and the name without an ending
    /// in it, and the anchor that the page writes into its heading.
    #[serde(default)]
    pub published: String,
    /// Severities that differ from the usual ones, by id of diagnostic.
    #[serde(default)]
    pub severity: IndexMap<String, Severity>,
    /// Where the crates of this vendor get `tablature-client` from, where it is not the usual place.
    #[serde(default)]
    pub runtime: Option<runtime::Setting>,
    /// What to make, where it is not everything: services, `SERVICE/OPERATION`, or paths of pages; `*` stands for any
    /// characters but `/`.
    #[serde(default)]
    pub include: Vec<String>,
    /// What not to make, in the same form.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// What is particular to a service.
    #[serde(default)]
    pub services: IndexMap<String, ServiceSettings>,
    /// The folder that the file stands in.
    #[serde(skip)]
    pub folder: PathBuf,
    /// The file as it was read.
    #[serde(skip)]
    text: String,
}

/// Where pages are.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum Docs {
    /// A folder, relative to vendor.yaml.
    Folder(String),
    /// A git repository.
    Git {
        /// The repository: an address, or a path relative to vendor.yaml.
        git: String,
        /// The revision of a repository on this machine; when left out the commit that `specs/tablature.lock` pins is
        /// read, and `tablature update` moves the pin.
        #[serde(default)]
        rev: Option<String>,
        /// The branch that `tablature update` follows; the one that the repository shows first when left out.
        #[serde(default)]
        branch: Option<String>,
        /// The folder in the repository.
        #[serde(default)]
        path: String,
    },
}

/// What is particular to a service.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceSettings {
    /// The service's name for people.
    #[serde(default)]
    pub title: Option<String>,
    /// Where requests go, where it is not the dialect's template.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The name of the crate, where it is not `<vendor>-<service>`.
    #[serde(default, rename = "crate")]
    pub krate: Option<String>,
    /// The version of the crate, where it is not the first.
    #[serde(default)]
    pub version: Option<String>,
}

impl Vendor {
    /// Reads a vendor.yaml.
    ///
    /// # Errors
    /// The file cannot be read, is no YAML of this form, or names a diagnostic that does not exist.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let specs = file.parent().and_then(Path::parent).unwrap_or(Path::new(""));
        let text = text_below(specs, file)?;
        let name = slashes(file);
        let mut vendor: Vendor = yaml::plain(Id::VendorSyntax, &name, &text)
            .map_err(|found| Failure::in_file(vec![found], name, text.as_str()))?;
        file.parent().unwrap_or(Path::new("")).clone_into(&mut vendor.folder);
        vendor.text = text;
        if let Err(name) = Published::new(&vendor.published) {
            let hint = match closest(name, Published::NAMES) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => {
                    format!("it can name {}", Published::NAMES.map(|name| format!("`{{{name}}}`")).join(", "))
                }
            };
            return Err(vendor.fault("published", "", format!("no page has a `{name}`"), hint));
        }
        for id in vendor.severity.keys() {
            if Id::parse(id).is_none() {
                let known: Vec<&str> = Id::ALL.iter().map(|id| id.as_str()).collect();
                let hint = match closest(id, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`tablature explain` lists them all".to_owned(),
                };
                return Err(vendor.fault("severity", id, format!("no diagnostic has the id `{id}`"), hint));
            }
        }
        Ok(vendor)
    }

    /// The path of the file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join("vendor.yaml")
    }

    /// A failure that points at a key of one of the file's maps.
    #[must_use]
    pub fn fault(&self, map: &str, key: &str, message: String, hint: String) -> Failure {
        fault(&self.file(), &self.text, key_of(&self.text, map, key), message, Some(hint))
    }

    /// What the file names cannot be opened, which is told where it is named.
    pub(super) fn names(&self, key: &str, failure: Failure) -> Failure {
        match failure {
            Failure::Message { what, hint } => {
                let tree = yaml::spanned(&self.text);
                let range = tree.and_then(|tree| Some(tree.entry(key)?.1.at.clone()));
                fault(&self.file(), &self.text, range.unwrap_or_default(), what, hint)
            }
            found @ Failure::Diagnostics(..) => found,
        }
    }

    /// The folder of the pages, unless they are in a revision of a git repository.
    #[must_use]
    pub fn docs_folder(&self) -> Option<PathBuf> {
        match &self.docs {
            Docs::Folder(docs) => Some(joined(&self.folder, Path::new(docs))),
            Docs::Git { .. } => None,
        }
    }

    /// Gives diagnostics the severities of this vendor.
    pub fn adjust(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            if let Some(severity) = self.severity.get(diagnostic.id.as_str()) {
                diagnostic.severity = *severity;
            }
        }
    }

    /// The settings of a service.
    #[must_use]
    pub fn settings(&self, service: &str) -> ServiceSettings {
        self.services.get(service).cloned().unwrap_or_default()
    }
}

fn fault(file: &Path, text: &str, range: Range<usize>, message: String, hint: Option<String>) -> Failure {
    let name = slashes(file);
    let mut diagnostic = Diagnostic::new(Id::VendorSyntax, message);
    diagnostic.span = Some(Span { file: name.as_str().into(), range });
    diagnostic.hint = hint;
    Failure::in_file(vec![diagnostic], name, text)
}

/// Where a key of a map of the file stands.
fn key_of(text: &str, map: &str, key: &str) -> Range<usize> {
    let mut inside = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|first: char| !first.is_whitespace() && first != '#') {
            inside = line.starts_with(map);
        }
        if let Some(at) = inside.then(|| line.find(key)).flatten() {
            let before = line.get(..at).unwrap_or_default().trim_matches([' ', '{', '"', '\'', ',']);
            if before.is_empty() || line.starts_with(map) {
                return start + at..start + at + key.len();
            }
        }
        start += line.len();
    }
    0..0
}
