//! A spec with an operation for each captured call, as somebody would write it who has read the vendor's pages.

use serde_json::{Map, Value as Json, json};
use serde_yaml::Value as Yaml;
use tablature_ir::recipe::Place;

use super::data::{Case, Vendor, headers, plan, sample, str};

/// The spec of a vendor as YAML.
pub(crate) fn of(vendor: &Vendor) -> String {
    let operations: Map<String, Json> = vendor
        .cases
        .iter()
        .enumerate()
        .map(|(at, case)| (format!("Case{at:02}"), operation(vendor, case)))
        .collect();
    let auth: Vec<Yaml> = (0..vendor.recipes.len()).filter_map(|at| recipe(vendor, at)).collect();
    let spec = json!({
        "tablature": 2,
        "vendor": vendor.name,
        "service": vendor.name,
        "protocol": "rest",
        "endpoint": "https://api.example.com",
        "auth": auth,
        "operations": operations,
    });
    serde_yaml::to_string(&spec).unwrap_or_default()
}

/// A recipe, with the first captured call that it makes as its test vector.
fn recipe(vendor: &Vendor, at: usize) -> Option<Yaml> {
    let plan = plan(vendor.recipes.get(at)?);
    let served =
        vendor.cases.iter().filter(|case| case.recipe == Some(at) && case.json["sdk_fault"].is_null());
    let case = served.into_iter().next()?;
    let wire = &case.json["wire"];
    let sample = sample(&case.json);
    let puts: Vec<(Place, &str)> = plan.puts().collect();
    let put = |place: Place, name: &str| {
        puts.iter().any(|(at, known)| *at == place && known.eq_ignore_ascii_case(name))
    };
    let own: Map<String, Json> = headers(wire)
        .into_iter()
        .filter(|(name, _)| name != "Host" && !put(Place::Header, name))
        .map(|(name, value)| (name, value.into()))
        .collect();
    let is_put = |part: &str| {
        let name = part.split('=').next().unwrap_or_default();
        put(Place::Params, name) || put(Place::Query, name) || put(Place::Form, name)
    };
    let rest = |text: &str| text.split('&').filter(|part| !is_put(part)).collect::<Vec<_>>().join("&");
    let query = wire["raw_query"].as_str().map(rest).filter(|query| !query.is_empty());
    let is_form =
        own.get("Content-Type").and_then(Json::as_str).is_some_and(|media| media.contains("form-urlencoded"));
    let body = if is_form { rest(str(wire, "body")) } else { str(wire, "body").to_owned() };
    let gives: Map<String, Json> = puts
        .iter()
        .filter_map(|(place, name)| {
            let value = sample.get(*place, name)?;
            let dense = serde_json::from_str::<Json>(&value)
                .ok()
                .filter(Json::is_object)
                .map(|json| json.to_string());
            Some(((*name).to_owned(), dense.unwrap_or_else(|| value.into_owned()).into()))
        })
        .collect();
    let settings: Map<String, Json> =
        case.settings.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    let known = |name: &str| plan.credentials().any(|(known, _)| known == name);
    let credentials = case.json["credentials"].as_object().into_iter().flatten();
    let credentials: Map<String, Json> = credentials
        .filter(|(name, _)| known(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let url = format!("https://{}{}", sample.header("Host").unwrap_or_default(), str(wire, "path"));
    let vector = json!({
        "credentials": credentials,
        "settings": settings,
        "at": 1_700_000_000_123_u64,
        "nonce": case.nonce,
        "method": wire["method"],
        "url": query.map_or(url.clone(), |query| format!("{url}?{query}")),
        "headers": own,
        "body": body,
        "gives": gives,
    });
    let mut out = vendor.recipes.get(at)?.clone();
    let vectors = serde_yaml::to_value([vector]).unwrap_or_default();
    out.as_mapping_mut()?.insert("vectors".into(), vectors);
    Some(out)
}

fn operation(vendor: &Vendor, case: &Case) -> Json {
    let (call, wire) = (&case.json["call"], &case.json["wire"]);
    let mut out = Map::new();
    out.insert("page".into(), format!("{}.md", case.name).into());
    out.insert("method".into(), call["method"].clone());
    out.insert("uri".into(), call["path"].clone());
    let host = headers(wire).into_iter().find(|(name, _)| name == "Host").unwrap_or_default().1;
    out.insert("endpoint".into(), format!("http://{host}").into());
    let name = case.recipe.and_then(|at| vendor.recipes.get(at)).and_then(|recipe| recipe["name"].as_str());
    out.insert("auth".into(), name.map_or(json!([]), |name| json!([[name]])));
    let keeps = |name: &str| {
        vendor.conventions["path-keep-slash"].as_array().is_some_and(|all| all.contains(&name.into()))
    };
    let path = call["path_params"].as_object().into_iter().flatten().map(|(name, value)| {
        let mut field = json!({"type": ty(value), "required": true});
        if keeps(name) {
            field["encoding"] = "slashes".into();
        }
        (name.clone(), field)
    });
    place(&mut out, "path", path.collect());
    let when = when(vendor, case);
    let pairs = call["query"].as_array().into_iter().flatten();
    let pairs = pairs.map(|pair| (str_of(&pair[0]), &pair[1]));
    let mut query: Map<String, Json> =
        pairs.map(|(name, value)| (name.to_owned(), field(vendor, case, name, value))).collect();
    query.extend(fixed(&when["query"]));
    place(&mut out, "query", query);
    let own = call["headers"].as_array().into_iter().flatten();
    let own = own.map(|pair| (str_of(&pair[0]).to_owned(), json!({"type": "string"})));
    place(&mut out, "header", own.collect());
    body(vendor, case, &mut out);
    if let Some(Json::Object(form)) = out.get_mut("form") {
        form.extend(fixed(&when["form"]));
    }
    out.into()
}

/// What is otherwise in some cases, by how their names begin.
fn when<'v>(vendor: &'v Vendor, case: &Case) -> &'v Json {
    let all = vendor.conventions["when"].as_object().into_iter().flatten();
    all.into_iter()
        .find(|(name, _)| case.name.starts_with(name.as_str()))
        .map_or(&Json::Null, |(_, when)| when)
}

fn str_of(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

fn fixed(all: &Json) -> Vec<(String, Json)> {
    let all = all.as_object().into_iter().flatten();
    all.map(|(name, value)| (name.clone(), json!({"type": "string", "fixed": value}))).collect()
}

fn place(out: &mut Map<String, Json>, name: &str, fields: Map<String, Json>) {
    if !fields.is_empty() {
        out.insert(name.into(), fields.into());
    }
}

/// The body, and its media type where that is not JSON without parameters.
fn body(vendor: &Vendor, case: &Case, out: &mut Map<String, Json>) {
    let (call, wire) = (&case.json["call"], &case.json["wire"]);
    let all = headers(wire);
    let media = all
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, media)| media.as_str());
    let media = media.map(|media| media.split(';').next().unwrap_or_default());
    let is_usual = media == Some("application/json");
    let kind = str(call, "body_kind");
    if let Some(media) = media.filter(|_| !is_usual) {
        out.insert("media".into(), media.into());
    }
    match &call["body"] {
        Json::Object(fields) if kind == "form" => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), field(vendor, case, name, value)));
            place(out, "form", fields.collect());
        }
        Json::Object(fields) if kind == "multipart" => {
            place(out, "form", fields.keys().map(|name| (name.clone(), json!({"type": "string"}))).collect());
        }
        Json::Object(fields) if !fields.is_empty() => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), json!({"type": ty(value)})));
            place(out, "body", fields.collect());
        }
        // A body that is nothing, or no object, is given as a whole.
        Json::Object(_) | Json::Array(_) => drop(out.insert("body".into(), "any".into())),
        Json::String(_) => {
            out.insert("media".into(), "application/octet-stream".into());
        }
        _ => {}
    }
}

/// The type of a value, as a page would have it.
fn ty(value: &Json) -> String {
    match value {
        Json::String(_) => "string".to_owned(),
        Json::Bool(_) => "boolean".to_owned(),
        Json::Number(number) if number.is_i64() => "integer".to_owned(),
        Json::Number(_) => "number".to_owned(),
        Json::Array(all) => match all.first() {
            Some(first) if all.iter().all(|one| ty(one) == ty(first) && !one.is_array()) => {
                format!("list<{}>", ty(first))
            }
            _ => "list<any>".to_owned(),
        },
        Json::Object(_) | Json::Null => "any".to_owned(),
    }
}

/// A parameter of the query or of a form, spelled as the vendor spells such.
fn field(vendor: &Vendor, case: &Case, name: &str, value: &Json) -> Json {
    let all = &vendor.conventions;
    let when = when(vendor, case);
    let list = all["list-of"][name].as_str().or(when["list"].as_str()).or(all["list"].as_str());
    let style = match list {
        _ if value.is_object() && all["object"] == "brackets" => Some("brackets"),
        Some("{name}.{n}") if all["base"] == 0 => Some("indexed"),
        Some("{name}.{n}") => Some("numbered"),
        Some("{name}.member.{n}") => Some("member-numbered"),
        Some("{name}[{n}]") => Some("indexed-brackets"),
        Some("repeat") => Some("repeated"),
        other => other,
    };
    let mut field = json!({"type": ty(value)});
    if let Some(style) = style.filter(|_| value.is_array() || value.is_object()) {
        field["encoding"] = style.into();
    }
    if all["empty-query"] == "drop"
        && case.json["call"]["query"].as_array().is_some_and(|all| !all.is_empty())
    {
        field["omit_empty"] = true.into();
    }
    field
}
