//! Captures, recipes and conventions as they lie beside each other.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value as Json;
use serde_yaml::Value as Yaml;
use tablature_ir::recipe::{Clock, Place, Plan, Recipe, Sample, verify};

/// A vendor with its captures.
pub(crate) struct Vendor {
    pub(crate) name: String,
    pub(crate) recipes: Vec<Yaml>,
    pub(crate) conventions: Json,
    pub(crate) cases: Vec<Case>,
}

/// A call that was captured.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) json: Json,
    /// The recipe that made what was captured; none of a public operation.
    pub(crate) recipe: Option<usize>,
    /// Settings that the request tells of.
    pub(crate) settings: Vec<(String, String)>,
    /// The nonce that was on the wire.
    pub(crate) nonce: String,
}

/// All vendors of a folder.
pub(crate) fn read(folder: &Path) -> Vec<Vendor> {
    let (mut recipes, mut conventions) = (BTreeMap::new(), BTreeMap::new());
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    let text =
        |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let named = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for path in &files {
        let name = named(path);
        if name.starts_with("recipes-") && path.extension().is_some_and(|end| end == "yaml") {
            let mut yaml: Yaml =
                serde_yaml::from_str(&text(path)).unwrap_or_else(|error| panic!("{name}: {error}"));
            yaml.apply_merge().unwrap_or_else(|error| panic!("{name}: {error}"));
            for (vendor, all) in yaml.as_mapping().into_iter().flatten() {
                recipes.insert(vendor.as_str().unwrap_or_default().to_owned(), ordered(all));
            }
        } else if name.starts_with("conventions-") {
            let all: BTreeMap<String, Json> =
                serde_yaml::from_str(&text(path)).unwrap_or_else(|error| panic!("{name}: {error}"));
            conventions.extend(all);
        }
    }
    let json = files.iter().filter(|path| path.extension().is_some_and(|end| end == "json"));
    json.map(|path| {
        let all: Json =
            serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = all["vendor"].as_str().unwrap_or_default().to_owned();
        let recipes = recipes.get(&name).cloned().unwrap_or_default();
        let cases = all["cases"].as_array().into_iter().flatten();
        let cases = cases.map(|json| case(json, &recipes)).collect();
        Vendor { conventions: conventions.get(&name).cloned().unwrap_or_default(), name, recipes, cases }
    })
    .collect()
}

/// Recipes with their keys in the order in which they are run.
fn ordered(all: &Yaml) -> Vec<Yaml> {
    let recipes = all.as_mapping().into_iter().flatten();
    recipes
        .map(|(name, recipe)| {
            let mut out = serde_yaml::Mapping::new();
            out.insert("name".into(), name.clone());
            for key in ["credentials", "settings", "let", "put", "over", "sign", "then"] {
                if let Some(value) = recipe.get(key) {
                    out.insert(key.into(), value.clone());
                }
            }
            Yaml::Mapping(out)
        })
        .collect()
}

pub(crate) fn plan(recipe: &Yaml) -> Plan {
    let text = serde_json::to_string(recipe).unwrap_or_default();
    let read = Recipe::from_json(&text).and_then(|recipe| Plan::new(&recipe));
    read.unwrap_or_else(|why| panic!("{why}: {text}"))
}

pub(crate) fn str<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_default()
}

pub(crate) fn headers(wire: &Json) -> Vec<(String, String)> {
    let pairs = wire["headers"].as_array().into_iter().flatten();
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}

/// A captured request; where the SDK signs other text than it sends, what is right.
pub(crate) fn sample(json: &Json) -> Sample {
    let (wire, correct) = (&json["wire"], &json["correct"]);
    let query = correct["raw_query"].as_str().or_else(|| wire["raw_query"].as_str());
    let path = str(wire, "path");
    let target = query.map_or(path.to_owned(), |query| format!("{path}?{query}"));
    let signature = correct["signature"].as_str();
    let headers = headers(wire).into_iter().map(|(name, value)| {
        let value = signature.filter(|_| value == str(json, "signature")).map_or(value, str::to_owned);
        (name, value)
    });
    Sample::new(str(wire, "method"), &target, headers.collect(), str(wire, "body").as_bytes().to_vec())
}

fn case(json: &Json, recipes: &[Yaml]) -> Case {
    let (mut settings, mut nonce) = (Vec::new(), String::new());
    let sample = sample(json);
    let credential = |name: &str| json["credentials"][name].as_str();
    let plans: Vec<Plan> = recipes.iter().map(plan).collect();
    let serves =
        |plan: &Plan| plan.credentials().all(|(name, kind)| kind.is_optional() || credential(name).is_some());
    let signs = |plan: &Plan| {
        serves(plan)
            && verify(plan, Clock::new(&credential, &|_| None, std::time::UNIX_EPOCH), &sample).is_ok()
    };
    let is_known = json["authenticated"] != false;
    let found = plans.iter().position(signs).or_else(|| plans.iter().position(serves)).filter(|_| is_known);
    if let Some(recipe) = found.and_then(|at| recipes.get(at)) {
        let names = recipe["settings"].as_mapping().into_iter().flatten();
        for name in names.filter_map(|(name, _)| name.as_str()) {
            let carried = carried(recipe, name, &sample);
            // The name that a service signs under is that of its host, as a rule.
            let host = || str_of_host(&sample).filter(|_| name == "service");
            if let Some(value) = carried.or_else(host) {
                settings.push((name.to_owned(), value));
            }
        }
        let made = recipe["let"].as_mapping().into_iter().flatten();
        for name in
            made.filter(|(_, maker)| maker.get("nonce").is_some()).filter_map(|(name, _)| name.as_str())
        {
            nonce = carried(recipe, name, &sample).unwrap_or_default();
        }
    }
    Case { name: str(json, "name").to_owned(), json: json.clone(), recipe: found, settings, nonce }
}

fn str_of_host(sample: &Sample) -> Option<String> {
    sample.header("Host")?.split('.').next().map(str::to_owned)
}

/// What a request carries for a name that is put as it is.
fn carried(recipe: &Yaml, name: &str, sample: &Sample) -> Option<String> {
    let whole = format!("{{{name}}}");
    let places = [
        ("header", Place::Header),
        ("query", Place::Query),
        ("form", Place::Form),
        ("params", Place::Params),
    ];
    ["put", "then"].iter().find_map(|step| {
        places.iter().find_map(|(word, place)| {
            let puts = recipe[*step][*word].as_mapping()?;
            let (put, _) = puts.iter().find(|(_, text)| text.as_str() == Some(whole.as_str()))?;
            sample.get(*place, put.as_str()?).map(std::borrow::Cow::into_owned)
        })
    })
}
