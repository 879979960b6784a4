//! The program that makes each captured call through the generated clients.

use std::fmt::Write as _;

use serde_json::Value as Json;
use tablature::plan::{Crate, Operation, Parameter, Place, Type};

use super::data::{Case, Vendor};

const HEAD: &str = r#"//! Makes each captured call.
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, UNIX_EPOCH},
};

use tablature_client::{BoxFuture, Credentials, HttpRequest, HttpResponse, Json, Transport, TransportError};

/// Sends all requests to one address, whatever their host.
struct Here(String);

impl Transport for Here {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method, request.target).into_bytes();
            for (name, value) in request.headers.iter() {
                bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
            bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", request.body.len()).as_bytes());
            bytes.extend_from_slice(&request.body);
            let mut stream = TcpStream::connect(&self.0)?;
            stream.write_all(&bytes)?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(HttpResponse::new(200, "{}"))
        })
    }
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the transport is always ready"),
    }
}

#[allow(dead_code)]
fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

macro_rules! client {
    ($module:ident, [$($name:literal = $value:literal),*], [$($setting:literal = $set:literal),*]) => {{
        let mut builder = $module::Client::builder().transport(Here(std::env::args().nth(1).unwrap()));
        let credentials: &[(&str, &str)] = &[$(($name, $value)),*];
        if !credentials.is_empty() {
            builder = builder.credentials(Credentials::named(credentials.iter().copied()));
        }
        builder
            .customize(|builder| {
                let builder = builder.clock(|| UNIX_EPOCH + Duration::from_millis(1_700_000_000_123));
                builder$(.setting($setting, $set))*
            })
            .build()
            .unwrap()
    }};
}
"#;

/// The source of the program.
pub(crate) fn of(modules: &[(&Vendor, Crate)]) -> String {
    let mut out = HEAD.to_owned();
    for (vendor, _) in modules {
        let _ = write!(
            out,
            "\n#[allow(dead_code, unused_imports)]\nmod {0} {{\n    include!(\"{0}.rs\");\n}}\n",
            vendor.name
        );
    }
    out.push_str("\nfn main() {\n");
    for (vendor, plan) in modules {
        for (at, case) in vendor.cases.iter().enumerate() {
            let id = format!("Case{at:02}");
            let operation = plan.operations.iter().find(|operation| operation.id == id);
            let operation = operation.unwrap_or_else(|| panic!("{} {id} is not planned", vendor.name));
            let _ = writeln!(out, "    // {} {}", vendor.name, case.name);
            let _ = writeln!(out, "    let client = {};", client(vendor, case));
            let _ = writeln!(out, "    now({}.send()).unwrap();", call(&vendor.name, operation, case));
        }
    }
    out.push_str("}\n");
    out
}

fn client(vendor: &Vendor, case: &Case) -> String {
    let plan = case.recipe.and_then(|at| vendor.recipes.get(at)).map(super::data::plan);
    let known =
        |name: &str| plan.as_ref().is_some_and(|plan| plan.credentials().any(|(known, _)| known == name));
    let credentials = case.json["credentials"].as_object().into_iter().flatten();
    let credentials = credentials.filter(|(name, _)| known(name));
    let credentials: Vec<String> = credentials
        .map(|(name, value)| format!("{name:?} = {:?}", value.as_str().unwrap_or_default()))
        .collect();
    let settings: Vec<String> =
        case.settings.iter().map(|(name, value)| format!("{name:?} = {value:?}")).collect();
    format!("client!({}, [{}], [{}])", vendor.name, credentials.join(", "), settings.join(", "))
}

/// The call, with its arguments up front and the setters of the rest.
fn call(module: &str, operation: &Operation, case: &Case) -> String {
    let required = operation.required.iter();
    let method = operation.method.as_str();
    let mut out = if let Some(args) = &operation.args {
        let field = |it: &Parameter| format!("{}: {}.into()", it.name.as_str(), literal(it, given(it, case)));
        let fields: Vec<String> = required.map(field).collect();
        let module = format!("{module}::operations::{}", operation.module.as_str());
        format!("client.{method}({module}::{} {{ {} }})", args.as_str(), fields.join(", "))
    } else {
        let given: Vec<String> = required.map(|it| literal(it, given(it, case))).collect();
        format!("client.{method}({})", given.join(", "))
    };
    for parameter in &operation.optional {
        let _ = write!(out, ".{}({})", parameter.name.as_str(), literal(parameter, given(parameter, case)));
    }
    out
}

/// The value that the caller of the SDK gave for a parameter.
fn given<'c>(parameter: &Parameter, case: &'c Case) -> &'c Json {
    let call = &case.json["call"];
    let named = |list: &'c Json| {
        let pair = list.as_array().into_iter().flatten().find(|pair| pair[0] == parameter.wire.as_str());
        pair.map_or(&Json::Null, |pair| &pair[1])
    };
    match parameter.place {
        Place::Path => &call["path_params"][&parameter.wire],
        Place::Query => named(&call["query"]),
        Place::Header => named(&call["headers"]),
        Place::Form | Place::Body => &call["body"][&parameter.wire],
        Place::WholeBody | Place::Part(_) | Place::Choice(_) => &call["body"],
    }
}

fn literal(parameter: &Parameter, value: &Json) -> String {
    of_type(&parameter.ty, value)
}

fn of_type(ty: &Type, value: &Json) -> String {
    let any = || format!("json({:?})", value.to_string());
    match (ty, value) {
        (Type::Part, Json::Object(part)) => {
            let text = |key: &str| part.get(key).and_then(Json::as_str).unwrap_or_default();
            format!("tablature_client::Part::from({:?}).named({:?})", text("data"), text("filename"))
        }
        (Type::Bytes | Type::String | Type::Part, Json::String(text)) => format!("{text:?}"),
        (Type::Integer, Json::Number(number)) => number.to_string(),
        (Type::Number, Json::Number(number)) => format!("{number}_f64"),
        (Type::Boolean, Json::Bool(it)) => it.to_string(),
        (Type::List(inner), Json::Array(all)) => {
            let all: Vec<String> = all.iter().map(|value| of_type(inner, value)).collect();
            if **inner == Type::String {
                format!("[{}]", all.join(", "))
            } else {
                format!("vec![{}]", all.join(", "))
            }
        }
        _ => any(),
    }
}
