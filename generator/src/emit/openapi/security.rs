//! How requests are authenticated.

use serde_json::{Map, Value, json};
use tablature_ir::{Operation, Recipe, Service, recipe::Place};

/// The schemes by name, and the requirement that one of them be met.
pub(super) fn schemes(service: &Service) -> (Map<String, Value>, Value) {
    let mut schemes = Map::new();
    let mut security = Vec::new();
    for recipe in &service.auth {
        schemes.insert(recipe.name.clone(), of_recipe(recipe));
        security.push(json!({&recipe.name: []}));
    }
    (schemes, security.into())
}

/// The requirement of an operation that does not take every way of the service.
pub(super) fn of_operation(operation: &Operation) -> Option<Value> {
    let way = |way: &Vec<String>| way.iter().map(|name| (name.clone(), json!([]))).collect::<Map<_, _>>();
    Some(operation.auth.as_ref()?.iter().map(|names| Value::from(way(names))).collect())
}

/// OpenAPI has no words for what is signed: the recipe stands beside what it can say.
fn of_recipe(recipe: &Recipe) -> Value {
    let last = recipe.puts().last();
    let place = match last {
        Some((Place::Header, _)) | None => "header",
        Some((Place::Cookie, _)) => "cookie",
        Some((Place::Query | Place::Form | Place::Params | Place::Body | Place::Number | Place::Path, _)) => {
            "query"
        }
    };
    let name = last.map_or("Authorization", |(_, name)| name);
    json!({"type": "apiKey", "in": place, "name": name, "x-tablature-recipe": recipe})
}
