//! What clients are generated from: IR files, and pages where the feature is on.

use std::path::{Path, PathBuf};

use tablature::{
    engine::{self, Failure},
    spec,
};
use tablature_ir::Service;

/// One input.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// An IR file.
    Spec { path: PathBuf, name: Option<String> },
    /// A folder of pages.
    #[cfg(feature = "pages")]
    Pages { folder: PathBuf, dialect: String, overlays: Vec<PathBuf> },
    /// A folder with a vendor.yaml.
    #[cfg(feature = "pages")]
    Vendor { folder: PathBuf },
}

/// What an input says.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) services: Vec<Service>,
    pub(crate) warnings: Vec<String>,
}

impl Input {
    /// The name that its client was given.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Input::Spec { name, .. } => name.as_deref(),
            #[cfg(feature = "pages")]
            Input::Pages { .. } | Input::Vendor { .. } => None,
        }
    }

    /// The file or folder.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Input::Spec { path, .. } => path,
            #[cfg(feature = "pages")]
            Input::Pages { folder, .. } | Input::Vendor { folder } => folder,
        }
    }

    /// All files and folders on which the client depends.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        match self {
            Input::Spec { path, .. } => {
                // A folder that is not there would count as changed each time.
                let examples = PathBuf::from(spec::examples::folder(&engine::slashes(path)));
                std::iter::once(path.clone()).chain(examples.is_dir().then_some(examples)).collect()
            }
            #[cfg(feature = "pages")]
            Input::Pages { folder, dialect, overlays } => {
                let mut paths = vec![folder.clone()];
                paths.extend(overlays.iter().cloned());
                paths.extend(tablature::dialect::builtin(dialect).is_none().then(|| PathBuf::from(dialect)));
                paths
            }
            #[cfg(feature = "pages")]
            Input::Vendor { folder } => vec![folder.clone()],
        }
    }

    pub(crate) fn read(&self) -> Result<Read, Failure> {
        match self {
            Input::Spec { path, .. } => {
                Ok(Read { services: vec![engine::open(path)?], warnings: Vec::new() })
            }
            #[cfg(feature = "pages")]
            Input::Pages { folder, dialect, overlays } => pages::folder(folder, dialect, overlays),
            #[cfg(feature = "pages")]
            Input::Vendor { folder } => pages::vendor(folder),
        }
    }
}

#[cfg(feature = "pages")]
mod pages {
    //! Pages → services.

    use std::path::{Path, PathBuf};

    use tablature::{
        diagnostic::Severity,
        engine::{self, Failure, Reading, Specs, settings::Vendor, tree::Tree},
    };

    use super::Read;

    pub(super) fn folder(folder: &Path, dialect: &str, overlays: &[PathBuf]) -> Result<Read, Failure> {
        let mut reading = Reading::in_dialect(dialect, None)?;
        reading.overlays = overlays.to_vec();
        read(&engine::pages(&Tree::disk(folder)?, reading)?)
    }

    pub(super) fn vendor(folder: &Path) -> Result<Read, Failure> {
        let settings = Vendor::read(&folder.join("vendor.yaml"))?;
        let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (tree, reading) = Reading::of_vendor(&id, settings)?;
        read(&engine::pages(&tree, reading)?)
    }

    fn read(specs: &Specs) -> Result<Read, Failure> {
        specs.require_operation()?;
        let errors = specs.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
        let warnings = errors.map(|finding| finding.line(&specs.sources)).collect();
        let services = specs.services.iter().map(|lowered| lowered.service.clone()).collect();
        Ok(Read { services, warnings })
    }
}
