//! IR → plan: final Rust names and types. Back ends read the plan only, and only loop and print.
//!
//! 1. [`name`]: how a name on the wire becomes a Rust name; `scope`: what happens when two become the same.
//! 2. `names`: names of operations, of types in the modules of their operations, then `enums`, which are called after
//!    fields.
//! 3. [`files`]: what services are called outside of Rust, as files and packages.
//! 4. `types`, `response`, `operation`, `paging`: the items themselves.
//!
//! Where the docs leave a choice, a rule makes it that depends on no order, and a diagnostic reports it: two fields
//! that would have one name, or enums whose values differ between fields of one name.

mod choices;
mod codes;
mod docs;
mod enums;
mod fields;
pub mod files;
mod media;
mod member;
mod model;
pub mod name;
mod names;
mod operation;
mod paging;
mod response;
mod scope;
mod settings;
#[cfg(test)]
mod tests;
mod types;

use tablature_ir::Service;

pub use model::{
    Choice, Code, Composite, Crate, Enum, Field, Fixed, Operation, Paging, Parameter, Place, Response,
    ResponseBody, Struct, Type, TypePath, Variant,
};
pub use name::Ident;
#[cfg(feature = "cli")]
pub(crate) use operation::address;

use crate::{
    diagnostic::{Diagnostic, Severity},
    spec::payload::on_the_wire,
};

/// Choices that the IR does not make.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of the package, where it is not `vendor-service`.
    pub package: Option<String>,
    /// The version of the package, where it is not the first.
    pub version: Option<String>,
}

/// Plans a crate.
///
/// # Errors
///
/// All diagnostics, when one of them is an error: the service cannot be a crate then.
pub fn plan(service: &Service, options: &Options) -> Result<Crate, Vec<Diagnostic>> {
    let wanted = files::Wanted {
        vendor: &service.vendor,
        service: &service.service,
        package: options.package.as_deref(),
        version: options.version.as_deref(),
    };
    let files::Named { package: name, version, .. } = files::alone(&wanted)?;
    // A client reads bodies as they stand on the wire.
    let service = &*on_the_wire(service);
    let mut diagnostics = Vec::new();
    let (names, enums) = names::names(service, &mut diagnostics);
    let context = settings::context(service, &mut diagnostics);
    let settings = settings::names(service, &context, &mut diagnostics);
    let structs = types::structs(service, &names, &mut diagnostics);
    let by_path = operation::by_path(&structs);
    let mut operations: Vec<Operation> = service
        .operations
        .iter()
        .filter_map(|(id, item)| {
            operation::plan(id, item, service, &settings, &names, &by_path, &mut diagnostics)
        })
        .collect();
    operations.sort_by(|a, b| a.method.bare().cmp(b.method.bare()));
    if diagnostics.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(diagnostics);
    }
    Ok(Crate {
        lib: Ident::new(&name.replace('-', "_")),
        name,
        version,
        vendor: service.vendor.clone(),
        service: service.service.clone(),
        title: docs::line(if service.title.is_empty() { &service.service } else { &service.title }),
        docs: service.docs.clone(),
        protocol: service.protocol.clone(),
        endpoint: service.endpoint.clone(),
        auth: service.auth.clone(),
        context,
        settings,
        envelope: service.envelope.clone(),
        errors: service.errors.clone(),
        refusals: service.refusals.clone(),
        transient: service.transient.clone(),
        codes: codes::plan(service, &mut diagnostics),
        operations,
        structs,
        enums,
        diagnostics,
    })
}
