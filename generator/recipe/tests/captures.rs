//! What the official SDKs of eight vendors put on the wire is what their recipes make of it, byte by byte.
//!
//! The captures are no part of this repository. They are looked for where `TABLATURE_SHARED` points, else in
//! `../shared` beside the workspace; without them these tests say so and pass.
#![allow(missing_docs)]

use std::{collections::BTreeMap, path::PathBuf, time::UNIX_EPOCH};

use serde_json::Value as Json;
use tablature_recipe::{Clock, Plan, Recipe, Refusal, Sample, verify};

const VENDORS: [&str; 8] =
    ["aws", "bkapi", "bybit", "dnsimple", "gitlab", "okx", "qingcloud", "tencentcloud"];

fn recipes() -> BTreeMap<String, Vec<Recipe>> {
    // Not all of them have test vectors: the captures are better ones.
    let all: BTreeMap<String, Vec<serde_yaml::Value>> =
        serde_yaml::from_str(include_str!("recipes.yaml")).unwrap();
    let read = |value: &serde_yaml::Value| Recipe::from_json(&serde_json::to_string(value).unwrap()).unwrap();
    all.iter().map(|(vendor, recipes)| (vendor.clone(), recipes.iter().map(read).collect())).collect()
}

fn captures(vendor: &str) -> Option<Json> {
    let shared = std::env::var_os("TABLATURE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join(format!("wire/others/{vendor}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no captures at {}", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_default()
}

/// A captured request; where the SDK signs another text than it sends, the correct one.
fn sample(case: &Json) -> Sample {
    let (wire, correct) = (&case["wire"], &case["correct"]);
    let query = correct["raw_query"].as_str().or_else(|| wire["raw_query"].as_str());
    let path = text(wire, "path");
    let target = query.map_or(path.to_owned(), |query| format!("{path}?{query}"));
    let headers = wire["headers"].as_array().unwrap().iter().map(|pair| {
        let (name, value) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        let signature = correct["signature"].as_str().filter(|_| value == text(case, "signature"));
        (name.to_owned(), signature.unwrap_or(value).to_owned())
    });
    // Nothing of a multipart body is signed; it is captured in another way.
    let body = wire["body"].as_str().unwrap_or_default().as_bytes().to_vec();
    Sample::new(text(wire, "method"), &target, headers.collect(), body)
}

/// What the recipes that the credentials serve say of a request: that it is right, else what is wrong with it.
fn checked(recipes: &[Recipe], case: &Json) -> Result<(), Refusal> {
    let credential = |name: &str| case["credentials"][name].as_str();
    let sample = sample(case);
    let plans = recipes.iter().map(|recipe| Plan::new(recipe).unwrap());
    let served = plans.filter(|plan| {
        plan.credentials().all(|(name, kind)| kind.is_optional() || credential(name).is_some())
    });
    let results: Vec<_> =
        served.map(|plan| verify(&plan, Clock::new(&credential, &|_| None, UNIX_EPOCH), &sample)).collect();
    let wrong = || results.iter().find(|result| matches!(result, Err(Refusal::Wrong(_))));
    let found = results.iter().find(|result| result.is_ok()).or_else(wrong);
    found.cloned().unwrap_or(Err(Refusal::Absent))
}

#[test]
fn each_captured_request_is_what_a_recipe_makes() {
    let recipes = recipes();
    let mut count = 0;
    for vendor in VENDORS {
        let Some(captures) = captures(vendor) else { return };
        for case in captures["cases"].as_array().unwrap() {
            let name = text(case, "name");
            let result = checked(&recipes[vendor], case);
            if case["authenticated"] == false {
                assert_eq!(result, Err(Refusal::Absent), "{vendor} {name}");
            } else if name == "basic-auth-non-ascii" {
                // The SDK takes Latin-1, where UTF-8 is the usual answer.
                assert!(matches!(result, Err(Refusal::Wrong(_))), "{vendor} {name}");
            } else {
                assert_eq!(result, Ok(()), "{vendor} {name}");
            }
            count += 1;
        }
    }
    assert!(count >= 60, "{count}");
}

/// A verifier that accepts everything would pass the test above.
#[test]
fn a_request_that_was_changed_on_its_way_is_refused() {
    let recipes = recipes();
    for vendor in ["aws", "bybit", "okx", "qingcloud", "tencentcloud"] {
        let Some(captures) = captures(vendor) else { return };
        let cases = captures["cases"].as_array().unwrap();
        for case in cases.iter().filter(|case| case["authenticated"] == true) {
            let name = text(case, "name");
            if text(&case["wire"], "method") == "GET" {
                let mut other = case.clone();
                let query = case["correct"]["raw_query"].as_str().unwrap_or(text(&case["wire"], "raw_query"));
                other["correct"]["raw_query"] = format!("{query}&added=1").into();
                let result = checked(&recipes[vendor], &other);
                assert!(matches!(result, Err(Refusal::Wrong(_))), "{vendor} {name}: {result:?}");
            }
            for secret in ["secret_key", "api_secret", "secret_access_key"] {
                if !case["credentials"][secret].is_null() {
                    let mut other = case.clone();
                    other["credentials"][secret] = "another".into();
                    let result = checked(&recipes[vendor], &other);
                    assert!(matches!(result, Err(Refusal::Wrong(_))), "{vendor} {name}: {result:?}");
                }
            }
        }
    }
}
