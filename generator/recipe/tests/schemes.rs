//! Recipes can express well-known schemes. Each has a test vector, which is checked while it is read, and each request
//! that a recipe signs is one that it verifies.
#![allow(missing_docs)]

use std::time::{Duration, UNIX_EPOCH};

use tablature_recipe::{Clock, Plan, Recipe, Refusal, Sample, Vector, verify};

fn schemes() -> Vec<Recipe> {
    let all: serde_yaml::Value = serde_yaml::from_str(include_str!("schemes.yaml")).unwrap();
    let all = all.as_mapping().unwrap().values().flat_map(|list| list.as_sequence().unwrap());
    all.map(|recipe| {
        serde_yaml::from_value(recipe.clone()).unwrap_or_else(|why| panic!("{:?}: {why}", recipe["name"]))
    })
    .collect()
}

#[test]
fn each_scheme_gives_what_is_known_of_it() {
    assert!(schemes().len() >= 30);
}

/// The request of a test vector, before it is signed.
fn sample(vector: &Vector) -> Sample {
    let (_, rest) = vector.url.split_once("://").unwrap();
    let (host, target) = rest.split_at(rest.find('/').unwrap());
    let mut headers = vector.headers.0.clone();
    headers.push(("Host".to_owned(), host.to_owned()));
    Sample::new(&vector.method, target, headers, vector.body.clone().into_bytes()).along(target)
}

#[test]
fn what_is_made_once_of_credentials_changes_nothing_that_is_sent() {
    let mut whole = 0;
    for recipe in schemes() {
        let plan = Plan::new(&recipe).unwrap();
        for vector in &recipe.vectors {
            let credential = |name: &str| vector.credentials.get(name).map(String::as_str);
            let setting = |name: &str| vector.settings.get(name).map(String::as_str);
            let fixed = plan.fix(&credential);
            let mut shown = format!("{fixed:?}");
            shown.retain(|c| !c.is_ascii_digit());
            assert_eq!(shown, "Fixed( of  steps)");
            whole += usize::from(fixed.is_whole());
            // Two moments: what depends on the time is not kept of the first.
            for at in [vector.at, vector.at + 86_400_000] {
                let at = UNIX_EPOCH + Duration::from_millis(at);
                let known = Clock::new(&credential, &setting, at).nonce("n1");
                let (mut anew, mut kept) = (sample(vector), sample(vector));
                plan.run(known, &mut anew).unwrap();
                plan.run_with(&fixed, known, &mut kept).unwrap();
                assert_eq!(kept, anew, "{}", recipe.name);
            }
        }
    }
    assert!(whole > 0, "no scheme is decided by credentials alone");
}

#[test]
fn a_secret_in_another_spelling_is_told_with_what_is_made_of_it() {
    let told = |put: &str| {
        let json = format!(
            r#"{{"name": "a", "credentials": {{"user": "public", "pw": "secret"}},
            "let": {{"both": "{{user}}:{{pw}}", "time": {{"time": "unix"}}}}, "put": {{"header": {{"H": "{put}"}}}}}}"#
        );
        let plan = Plan::new(&Recipe::from_json(&json).unwrap()).unwrap();
        let fixed = plan.fix(&|name| Some(if name == "pw" { "word" } else { "me" }));
        let told = plan.respelled(&fixed);
        told.map(|(name, value)| (name.to_owned(), value.map(str::to_owned))).collect::<Vec<_>>()
    };
    let header = |value: Option<&str>| vec![("H".to_owned(), value.map(str::to_owned))];
    assert_eq!(told("Basic {both|base64}"), header(Some("Basic bWU6d29yZA==")));
    assert_eq!(told("{both|base64}{time}"), header(None));
    // The secret stands there as it is, and is looked for by itself.
    assert_eq!(told("Bearer {pw}"), []);
    assert_eq!(told("{both}"), []);
    // A hash shows nothing of it.
    assert_eq!(told("{both|sha256|hex}"), []);
}

#[test]
fn a_value_that_would_end_a_header_is_not_kept() {
    let json = r#"{"name": "a", "credentials": {"pw": "secret"}, "put": {"header": {"H": "{pw}"}}}"#;
    let plan = Plan::new(&Recipe::from_json(json).unwrap()).unwrap();
    assert!(plan.fix(&|_| Some("word")).is_whole());
    assert!(!plan.fix(&|_| Some("a\r\nb: c")).is_whole());
}

#[test]
fn what_a_recipe_makes_it_verifies_and_nothing_else() {
    for recipe in schemes() {
        let plan = Plan::new(&recipe).unwrap();
        for vector in &recipe.vectors {
            let credential = |name: &str| vector.credentials.get(name).map(String::as_str);
            let setting = |name: &str| vector.settings.get(name).map(String::as_str);
            let known = Clock::new(&credential, &setting, UNIX_EPOCH + Duration::from_millis(vector.at));
            let mut sample = sample(vector);
            plan.run(known, &mut sample).unwrap();
            // Whoever verifies has another clock.
            let then = Clock::new(&credential, &setting, UNIX_EPOCH);
            assert_eq!(verify(&plan, then, &sample), Ok(()), "{}", recipe.name);
            let other = |name: &str| credential(name).map(|_| "bm90aGluZw==");
            let refused = verify(&plan, Clock::new(&other, &setting, UNIX_EPOCH), &sample);
            assert!(matches!(refused, Err(Refusal::Wrong(_))), "{}: {refused:?}", recipe.name);
        }
    }
}
