//! Multipart bodies: `multipart/form-data` as RFC 7578 and browsers write it.

use std::{borrow::Cow, fs, path::Path, sync::Arc};

use super::{check, params};
use crate::{
    Arg, BodySource, Call, Encoding, Error, Json, Part, Place, Result,
    call::Param,
    value::{self, Content, Pairs, Spelling, View},
};

/// The parts of a call as a body that is read while it is sent, and its media type with the boundary.
pub(super) fn body(call: &Call) -> Result<(BodySource, String)> {
    let boundary = boundary();
    let mut source = BodySource::default();
    let here = |param: &&Param| param.place == Place::Form && param.part.is_none();
    for param in call.params.iter().filter(here) {
        if !check::is_left_out(call, param) {
            parts(call, param, &boundary, &mut source)?;
        }
    }
    source.bytes(format!("--{boundary}--\r\n").as_bytes());
    Ok((source, format!("multipart/form-data; boundary={boundary}")))
}

fn parts(call: &Call, param: &Param, boundary: &str, out: &mut BodySource) -> Result<()> {
    let declared = params::declared(call, &param.name);
    if let Arg::Shared(value) = &param.arg {
        if let Some(part) = value.part() {
            return one(boundary, &param.name, part, out);
        }
        if let View::List(list) = value.view()
            && let elements = (0..list.count()).filter_map(|index| list.at(index)?.part())
            && elements.clone().next().is_some()
        {
            for (index, part) in elements.enumerate() {
                let name = match declared {
                    None | Some(Encoding::Repeated) => Cow::Borrowed(&*param.name),
                    Some(other) => Spelling::of(other).element(&param.name, index),
                };
                one(boundary, &name, part, out)?;
            }
            return Ok(());
        }
    }
    let nested = matches!(
        param.arg.value().view(),
        View::Map(_) | View::Object(_) | View::Json(Json::Object(_) | Json::Array(_))
    );
    let mut pairs = Pairs::new();
    if nested && declared.is_none() {
        let mut text = String::new();
        value::write_json(param.arg.value(), &mut text);
        head(boundary, &param.name, None, Some("application/json"), out)?;
        out.bytes(text.as_bytes());
        out.bytes(b"\r\n");
    } else {
        params::pairs_of(call, param, Encoding::Repeated, &mut pairs)?;
    }
    for (name, text) in &pairs {
        head(boundary, name, None, None, out)?;
        out.bytes(text.as_bytes());
        out.bytes(b"\r\n");
    }
    Ok(())
}

/// Appends a part that is given as one.
fn one(boundary: &str, name: &str, part: &Part, out: &mut BodySource) -> Result<()> {
    head(boundary, name, part.name.as_deref(), part.media.as_deref(), out)?;
    match &part.content {
        Content::Bytes(bytes) => out.bytes(bytes),
        Content::File(path) => file(path, out)?,
    }
    out.bytes(b"\r\n");
    Ok(())
}

/// The lines before the content of a part.
fn head(
    boundary: &str,
    name: &str,
    file: Option<&str>,
    media: Option<&str>,
    out: &mut BodySource,
) -> Result<()> {
    let mut line = |text: &str| out.bytes(text.as_bytes());
    line(&format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name)));
    if let Some(file) = file {
        line(&format!("; filename=\"{}\"", quoted(file)));
    }
    line("\r\n");
    if let Some(media) = media {
        check::header("Content-Type", media)?;
        line(&format!("Content-Type: {media}\r\n"));
    }
    line("\r\n");
    Ok(())
}

/// A name for use between quotes, as the HTML standard has it: without quotes and line ends.
fn quoted(name: &str) -> Cow<'_, str> {
    if name.contains(['"', '\r', '\n']) {
        name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A").into()
    } else {
        name.into()
    }
}

fn file(path: &Path, out: &mut BodySource) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::input(format!("the file {} cannot be sent: {error}", path.display())).with_source(error)
    };
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        return Err(Error::input(format!("{} is no file", path.display())));
    }
    out.file(Arc::from(path), about.len());
    Ok(())
}

/// The boundary of the parts, which is random, so that nothing in them can have been written with it in mind.
fn boundary() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}
