//! What decides how the pages of a vendor are read.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

#[cfg(feature = "cli")]
use super::sources::{Lock, Source};
use super::{
    Failure, file,
    settings::{Docs, Vendor},
    slashes,
    tree::{Tree, joined},
};
use crate::{
    diagnostic::Diagnostic,
    dialect::{self, Dialect},
    lower::Published,
};

/// How the pages of a vendor are read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The vendor's id.
    pub vendor: String,
    /// The dialect.
    pub dialect: Arc<Dialect>,
    /// The overlay files, each called after its service: `SERVICE.overlay.yaml`.
    pub overlays: Vec<PathBuf>,
    /// The vendor's settings, where there are any.
    pub settings: Option<Vendor>,
    /// Whether only some of the vendor's pages are given: then settings of services without pages are not a fault.
    pub partial: bool,
}

impl Reading {
    /// How a vendor's pages are read in a dialect, with no settings and no overlays.
    #[must_use]
    pub fn new(vendor: impl Into<String>, dialect: impl Into<Arc<Dialect>>) -> Self {
        Reading {
            vendor: vendor.into(),
            dialect: dialect.into(),
            overlays: Vec::new(),
            settings: None,
            partial: false,
        }
    }

    /// How pages are read in a dialect, given by its name or file, with no settings and no overlays.
    ///
    /// # Errors
    /// There is no such dialect, or it is not valid.
    pub fn in_dialect(name: &str, vendor: Option<&str>) -> Result<Self, Failure> {
        let stem = || Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Reading::new(vendor.map_or_else(stem, str::to_owned), self::dialect(name, Path::new(""))?))
    }

    /// The pages that a vendor.yaml names, and how they are read: as it says, with the overlays beside it.
    ///
    /// # Errors
    /// The pages, the dialect or the folder cannot be read.
    pub fn of_vendor(id: &str, settings: Vendor) -> Result<(Tree, Self), Failure> {
        let folder = settings.folder.clone();
        let tree = match &settings.docs {
            Docs::Folder(docs) => Tree::disk(joined(&folder, Path::new(docs))).map_err(|failure| {
                settings.names(
                    "docs",
                    failure.hint("`docs` is a folder of pages, as a path from the folder of this file"),
                )
            })?,
            #[cfg(feature = "cli")]
            Docs::Git { git, rev: Some(rev), path, .. } => Tree::git(&folder.join(git), rev, path)?,
            #[cfg(feature = "cli")]
            Docs::Git { git, branch, path, .. } => {
                let source = Source::new(id, &folder, git, branch.as_deref(), path);
                let lock = Lock::read(folder.parent().unwrap_or(Path::new("")))?;
                Tree::Git(Box::new(source.pinned(&lock)?))
            }
            #[cfg(not(feature = "cli"))]
            Docs::Git { .. } => {
                return Err(Failure::new("pages in a git repository are read by the command line only"));
            }
        };
        Ok((tree, Reading::of_settings(id, settings)?))
    }

    /// How a vendor.yaml says that pages are read, wherever they lie.
    ///
    /// # Errors
    /// The dialect or the folder cannot be read.
    pub fn of_settings(id: &str, settings: Vendor) -> Result<Self, Failure> {
        let folder = settings.folder.clone();
        let dialect = self::dialect(&settings.dialect, &folder)
            .map_err(|failure| settings.names("dialect", failure))?;
        let dialect = Arc::new(dialect);
        let mut overlays = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|error| Failure::io(&folder, &error))? {
            let path = entry.map_err(|error| Failure::io(&folder, &error))?.path();
            if path.to_string_lossy().ends_with(OVERLAY) {
                overlays.push(path);
            }
        }
        overlays.sort();
        let settings = Some(settings);
        Ok(Reading { vendor: id.to_owned(), dialect, overlays, settings, partial: false })
    }

    /// The addresses that the pages are published under.
    #[must_use]
    pub fn published(&self) -> Published {
        // That it names what pages have was seen when the settings were read.
        let settings = self.settings.as_ref();
        settings.and_then(|it| Published::new(&it.published).ok()).unwrap_or_default()
    }

    /// Gives findings the severities of this vendor.
    pub fn adjust(&self, diagnostics: &mut [Diagnostic]) {
        if let Some(settings) = &self.settings {
            settings.adjust(diagnostics);
        }
    }
}

/// How the name of an overlay file ends.
const OVERLAY: &str = ".overlay.yaml";

/// The service that an overlay file is for.
#[must_use]
pub fn service_of(overlay: &Path) -> String {
    let name = overlay.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(OVERLAY).unwrap_or(&name).to_owned()
}

/// A built-in dialect by its name, or a file relative to `folder`.
///
/// # Errors
/// There is no such dialect, or it is not valid.
pub fn dialect(name: &str, folder: &Path) -> Result<Dialect, Failure> {
    let (file, text) = if let Some(text) = dialect::builtin(name) {
        (format!("generator/dialects/{name}.yaml"), text.to_owned())
    } else {
        let path = folder.join(name);
        let text = file::text(&path).map_err(|failure| {
            let known: Vec<&str> = dialect::BUILTIN.iter().map(|(name, _)| *name).collect();
            failure.hint(format!("built in are {}; any other is a file", known.join(", ")))
        })?;
        (slashes(&path), text)
    };
    dialect::read(&file, &text).map_err(|found| Failure::in_file(found, file, text))
}
