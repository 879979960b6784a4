//! The intermediate representation: what the pages of one service say, decided, as data.
//!
//! One YAML file per service, written by the tool, reviewed by people. This crate depends on no other part of the
//! tool: it has no I/O, no page, no Rust name. Line numbers do not live here (one inserted line would touch every
//! field); a service names its pages, and whoever has the pages finds the lines.
//!
//! Invariants that the types cannot say are checked by `spec::validate` of the generator: every named type exists, every parameter of the path is in the path, every pagination role names a field.

pub mod address;
mod deprecation;
mod enums;
mod example;
pub mod extension;
mod field;
mod interval;
pub mod json;
mod name;
mod operation;
mod pagination;
mod read;
mod request;
mod service;
mod ty;
mod value;
pub mod walk;
mod width;

pub use address::{Address, ParseAddressError};
pub use deprecation::Deprecation;
pub use enums::{EnumDef, Values};
pub use example::{Example, ExampleFile, ExampleKind};
pub use extension::Extensions;
pub use field::{Access, Composite, Encoding, Field, Fields, Format, Origin};
pub use interval::{Interval, ParseIntervalError};
pub use name::{OperationId, TypeName, WireName};
pub use operation::{Body, ErrorCode, Location, Operation, Response, Retry, Status};
pub use pagination::{InHeader, Next, Pagination, Total};
pub use request::{Group, Method, RequestLine};
pub use service::{Envelope, ErrorShape, Protocol, Refusal, Refusals, Service, TypeDef, VERSION};
pub use tablature_recipe as recipe;
pub use tablature_recipe::Recipe;
pub use ty::{ParseTypeError, Type};
pub use value::Value;
pub use walk::walk;
pub use width::width;
