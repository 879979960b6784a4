//! Whether a request is what was captured: method, path, query, form, JSON, headers, signature.

use std::{fs, path::Path, process::Command};

use serde_json::{Value as Json, json};

use super::{
    data::{Case, Vendor, headers, plan, str},
    server::Request,
};

/// Where we differ on purpose: vendor, case and what of it. The SDK's fault is told in the capture (`sdk_fault`), or the
/// SDK adds what nobody asked for.
const ON_PURPOSE: &[(&str, &str, &str)] = &[
    // A body that is an empty object is sent; the SDK sends none.
    ("bkapi", "user-token-unicode", "body"),
    // A segment of the path stays in its place: its slash is encoded.
    ("bkapi", "apigw-post-headers", "path"),
    ("dnsimple", "path-special", "path"),
    // An empty name is sent; the SDK drops it.
    ("dnsimple", "create-record", "body"),
    // The pair of Basic is UTF-8, which RFC 7617 names; the SDK's is Latin-1.
    ("dnsimple", "basic-auth-non-ascii", "authentication"),
    // A path is encoded once.
    ("gitlab", "multipart-upload", "path"),
];

/// What is not as captured.
pub(crate) fn compare(vendor: &Vendor, case: &Case, request: &Request) -> Vec<String> {
    let wire = &case.json["wire"];
    let mut found = Vec::new();
    let mut differ = |what: &str, ours: String, theirs: String| {
        let meant = ON_PURPOSE.contains(&(vendor.name.as_str(), case.name.as_str(), what));
        if ours != theirs && !meant {
            found.push(format!("{} {}: {what}\n  ours   {ours}\n  theirs {theirs}", vendor.name, case.name));
        }
    };
    differ("method", request.method.clone(), str(wire, "method").to_owned());
    let path = |path: &str| format!("{} with {} slashes", decoded(path, false), path.matches('/').count());
    differ("path", path(&request.path), path(str(wire, "path")));
    let put: Vec<String> = case
        .recipe
        .and_then(|at| vendor.recipes.get(at))
        .map(|recipe| plan(recipe).puts().map(|(_, name)| name.to_owned()).collect())
        .unwrap_or_default();
    let extra: Vec<&str> =
        vendor.conventions["sdk-params"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    // A signature is over the bytes that were sent, and recomputed from these.
    let signed = |name: &str| case.json["signature"].is_string() && name.eq_ignore_ascii_case("signature");
    // It is another one each time, and signed.
    let differs = |value: &str| !case.nonce.is_empty() && value == case.nonce;
    let nonces: Vec<String> = pairs(str(wire, "body"))
        .into_iter()
        .chain(pairs(str(wire, "raw_query")))
        .filter(|(_, value)| differs(value))
        .map(|(name, _)| name)
        .collect();
    let set = |text: &str| {
        let mut pairs = pairs(text);
        pairs.retain(|(name, _)| !extra.contains(&name.as_str()) && !signed(name) && !nonces.contains(name));
        pairs.sort();
        format!("{pairs:?}")
    };
    let query = case.json["correct"]["raw_query"].as_str().or_else(|| wire["raw_query"].as_str());
    differ("query", set(request.query.as_deref().unwrap_or_default()), set(query.unwrap_or_default()));
    let (ours, theirs) = (String::from_utf8_lossy(&request.body).into_owned(), str(wire, "body"));
    match case.json["call"]["body_kind"].as_str() {
        Some("form") => differ("form", set(&ours), set(theirs)),
        Some("multipart") => differ("parts", parts(&ours), parts_of(&case.json["call"]["body"])),
        _ => {
            let value =
                |text: &str| serde_json::from_str(text).map_or(text.to_owned(), |json: Json| sorted(&json));
            differ("body", value(&ours), value(theirs));
        }
    }
    let theirs = headers(wire);
    let asked = case.json["call"]["headers"].as_array().into_iter().flatten();
    let mut names: Vec<&str> = asked.filter_map(|pair| pair[0].as_str()).collect();
    names.push("Host");
    // What carries no signature is the same; that of others is recomputed.
    let is_signed = |name: &&str| {
        theirs.iter().any(|(known, value)| known.eq_ignore_ascii_case(name) && holds_signature(case, value))
    };
    names.extend(put.iter().map(String::as_str).filter(|name| !is_signed(name)));
    for name in names {
        let theirs = theirs
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str());
        let value = |value: Option<&str>| {
            let json = value.and_then(|value| serde_json::from_str(value).ok()).filter(Json::is_object);
            json.map_or_else(|| format!("{name}: {value:?}"), |json| sorted(&json))
        };
        let what = if put.iter().any(|put| put == name) { "authentication" } else { "header" };
        differ(what, value(request.header(name)), value(theirs));
    }
    found
}

/// Whether a header has a signature in it that the bytes of the request are part of.
fn holds_signature(case: &Case, value: &str) -> bool {
    let signature = str(&case.json, "signature");
    !case.json["hmac"].is_null() && !signature.is_empty() && value.contains(signature)
}

fn sorted(json: &Json) -> String {
    match json {
        Json::Object(object) => {
            let mut all: Vec<String> =
                object.iter().map(|(name, value)| format!("{name:?}: {}", sorted(value))).collect();
            all.sort();
            format!("{{{}}}", all.join(", "))
        }
        Json::Array(all) => format!("[{}]", all.iter().map(sorted).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn decoded(text: &str, plus: bool) -> String {
    let text = if plus { text.replace('+', " ") } else { text.to_owned() };
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        if let Some(value) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'%') {
            out.push(value);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(n, v)| (decoded(n, true), decoded(v, true)))
        .collect()
}

/// Names, file names and contents of parts.
fn parts(body: &str) -> String {
    let boundary = body.lines().next().unwrap_or_default();
    let part = |part: &str| {
        let (head, content) = part.split_once("\r\n\r\n")?;
        let quoted = |key: &str| Some(head.split_once(&format!("{key}=\""))?.1.split_once('"')?.0.to_owned());
        Some((quoted("; name")?, quoted("filename").unwrap_or_default(), content.trim_end().to_owned()))
    };
    format!("{:?}", body.split(boundary).filter_map(part).collect::<Vec<_>>())
}

fn parts_of(body: &Json) -> String {
    let all = body.as_object().into_iter().flatten();
    let part = |(name, part): (&String, &Json)| {
        (name.clone(), str(part, "filename").to_owned(), str(part, "data").to_owned())
    };
    format!("{:?}", all.map(part).collect::<Vec<_>>())
}

const SCRIPT: &str = "import json, sys\nsys.path.insert(0, sys.argv[1])\nimport check_seen\n\
for line in json.load(open(sys.argv[2])):\n    try: got, want = check_seen.check(line['vendor'], line['wire'], line['credentials'])\n    \
except Exception as error: got, want = 'error', repr(error)\n    \
if got != want: print(line['vendor'], line['name'] + ': signature', got, 'should be', want)\n";

/// What the script beside the captures, which is no code of ours, does not recompute from the bytes that were sent.
pub(crate) fn recompute(
    folder: &Path,
    scratch: &Path,
    calls: &[(&Vendor, &Case)],
    received: &[Request],
) -> Vec<String> {
    let lines: Vec<Json> = calls
        .iter()
        .zip(received)
        .filter(|((_, case), _)| case.recipe.is_some())
        .map(|((vendor, case), request)| {
            json!({"vendor": vendor.name, "name": case.name, "credentials": case.json["credentials"], "wire": {
                "method": request.method, "path": request.path, "raw_query": request.query,
                "headers": request.headers, "body": String::from_utf8_lossy(&request.body),
            }})
        })
        .collect();
    let file = scratch.join("requests.json");
    fs::write(&file, Json::from(lines).to_string()).expect("a file");
    let output = Command::new("python3").args(["-c", SCRIPT]).arg(folder).arg(&file).output();
    let Ok(output) = output else {
        println!("signatures are not recomputed: there is no python3");
        return Vec::new();
    };
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let meant = |line: &str| {
        ON_PURPOSE.iter().any(|(vendor, case, what)| {
            *what == "authentication" && line.starts_with(&format!("{vendor} {case}:"))
        })
    };
    told.lines().filter(|line| !meant(line)).map(str::to_owned).collect()
}
