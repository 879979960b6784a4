//! Recipes can express well-known schemes. Each has a test vector, which is checked while it is read, and each request
//! that a recipe signs is one that it verifies.
#![allow(missing_docs)]

use std::time::{Duration, UNIX_EPOCH};

use tablature_recipe::{Clock, Plan, Recipe, Refusal, Sample, verify};

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
    assert!(schemes().len() >= 25);
}

#[test]
fn what_a_recipe_makes_it_verifies_and_nothing_else() {
    for recipe in schemes() {
        let plan = Plan::new(&recipe).unwrap();
        for vector in &recipe.vectors {
            let credential = |name: &str| vector.credentials.get(name).map(String::as_str);
            let setting = |name: &str| vector.settings.get(name).map(String::as_str);
            let known = Clock::new(&credential, &setting, UNIX_EPOCH + Duration::from_millis(vector.at));
            let (_, rest) = vector.url.split_once("://").unwrap();
            let (host, target) = rest.split_at(rest.find('/').unwrap());
            let mut headers = vector.headers.0.clone();
            headers.push(("Host".to_owned(), host.to_owned()));
            let body = vector.body.clone().into_bytes();
            let mut sample = Sample::new(&vector.method, target, headers, body);
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
