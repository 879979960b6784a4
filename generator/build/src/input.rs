//! What clients are generated from: IR files, and pages where the feature is on.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tablature::{diagnostic::Severity, spec};
use tablature_ir::Service;

use crate::Error;

/// One input.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// An IR file.
    Spec { path: PathBuf, name: Option<String> },
    /// A folder of pages.
    #[cfg(feature = "pages")]
    Pages { folder: PathBuf, dialect: String, overlays: Vec<PathBuf> },
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
            Input::Pages { .. } => None,
        }
    }

    /// The file or folder.
    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Input::Spec { path, .. } => path.clone(),
            #[cfg(feature = "pages")]
            Input::Pages { folder, .. } => folder.clone(),
        }
    }

    /// All files and folders on which the client depends.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        match self {
            Input::Spec { path, .. } => vec![path.clone()],
            #[cfg(feature = "pages")]
            Input::Pages { folder, dialect, overlays } => {
                let mut paths = vec![folder.clone()];
                paths.extend(overlays.iter().cloned());
                paths.extend(tablature::dialect::builtin(dialect).is_none().then(|| PathBuf::from(dialect)));
                paths
            }
        }
    }

    pub(crate) fn read(&self) -> Result<Read, Error> {
        match self {
            Input::Spec { path, .. } => {
                let (file, text) = (path.to_string_lossy(), text(path)?);
                let service = spec::read(&file, &text).map_err(|finding| Error::Findings {
                    findings: vec![finding],
                    file: path.clone(),
                    text: text.clone(),
                })?;
                let mut findings = spec::validate::in_file(&service, &file, &text);
                findings.retain(|finding| finding.severity == Severity::Error);
                if findings.is_empty() {
                    return Ok(Read { services: vec![service], warnings: Vec::new() });
                }
                Err(Error::Findings { findings, file: path.clone(), text })
            }
            #[cfg(feature = "pages")]
            Input::Pages { folder, dialect, overlays } => pages::read(folder, dialect, overlays),
        }
    }
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::Io { path: path.to_owned(), error })
}

#[cfg(feature = "pages")]
mod pages {
    //! Pages → services.

    use std::{
        fs, io,
        path::{Path, PathBuf},
    };

    use tablature::{
        diagnostic::{Diagnostic, Severity},
        dialect,
        lower::{self, Page, overlay},
    };

    use super::{Read, text};
    use crate::Error;

    pub(super) fn read(folder: &Path, name: &str, overlays: &[PathBuf]) -> Result<Read, Error> {
        let (file, source) = match dialect::builtin(name) {
            Some(source) => (PathBuf::from(name), source.to_owned()),
            None => (PathBuf::from(name), text(Path::new(name))?),
        };
        let dialect = dialect::read(&file.to_string_lossy(), &source)
            .map_err(|findings| Error::Findings { findings, file: file.clone(), text: source })?;
        let mut pages = Vec::new();
        collect(folder, folder, &mut pages).map_err(|error| Error::Io { path: folder.to_owned(), error })?;
        let vendor = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let options = lower::Options { vendor };
        let mut outcome = lower::vendor(&pages, &dialect, &options);
        for path in overlays {
            let text = text(path)?;
            let findings = |findings| Error::Findings { findings, file: path.clone(), text: text.clone() };
            let overlay = overlay::read(&path.to_string_lossy(), &text).map_err(findings)?;
            let stem = path.file_name().unwrap_or_default().to_string_lossy();
            let service = stem.split('.').next().unwrap_or_default();
            let lowered = outcome.services.iter_mut().find(|lowered| lowered.service.service == service);
            let Some(lowered) = lowered else {
                let error = io::Error::other(format!("there is no service `{service}` to correct"));
                return Err(Error::Io { path: path.clone(), error });
            };
            overlay::apply(&overlay, &mut lowered.service, &mut lowered.places).map_err(findings)?;
        }
        let left_out = |finding: &&Diagnostic| finding.severity == Severity::Error;
        let warnings = outcome.diagnostics.iter().filter(left_out).map(|finding| {
            let file = finding.span.as_ref().map_or("", |span| &*span.file);
            format!("{}: {} [{}]", folder.join(file).display(), finding.message, finding.id)
        });
        let warnings = warnings.collect();
        Ok(Read { services: outcome.services.into_iter().map(|lowered| lowered.service).collect(), warnings })
    }

    /// The pages of a folder, in the order of their names.
    fn collect(root: &Path, folder: &Path, pages: &mut Vec<Page>) -> io::Result<()> {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        entries.sort();
        for path in entries {
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                collect(root, &path, pages)?;
            } else if matches!(&*extension, "md" | "html" | "htm") {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                pages.push(Page { path: name.into(), bytes: fs::read(&path)?.into() });
            }
        }
        Ok(())
    }
}
