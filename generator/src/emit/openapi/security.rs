//! How requests are authenticated.

use serde_json::{Map, Value, json};
use tablature_ir::{Auth, Recipe, Service, recipe::Place};

/// The schemes by name, and the requirement that one of them be met.
pub(super) fn schemes(service: &Service) -> (Map<String, Value>, Value) {
    let mut schemes = Map::new();
    let mut security = Vec::new();
    for auth in &service.auth {
        let (name, scheme) = match auth {
            Auth::ParamSha1 => (
                "paramSha1",
                json!({
                    "type": "apiKey",
                    "in": "query",
                    "name": "Signature",
                    "description": "The parameters `PublicKey` and `Signature`: SHA-1 in lower-case hex over all \
                        parameters (names and values, sorted by name) and the private key.",
                }),
            ),
            Auth::SdkHmacSha256 => (
                "sdkHmacSha256",
                json!({
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`: HMAC-SHA256 over the \
                        canonical request with a secret key.",
                }),
            ),
            Auth::Token(header) => ("token", json!({"type": "apiKey", "in": "header", "name": header})),
            Auth::Recipe(recipe) => (recipe.name.as_str(), of_recipe(recipe)),
        };
        schemes.insert(name.to_owned(), scheme);
        security.push(json!({name: []}));
    }
    (schemes, security.into())
}

/// OpenAPI has no words for what is signed: the recipe stands beside what it can say.
fn of_recipe(recipe: &Recipe) -> Value {
    let last = recipe.puts().last();
    let place = match last {
        Some((Place::Header, _)) | None => "header",
        Some((Place::Query | Place::Form | Place::Params, _)) => "query",
    };
    let name = last.map_or("Authorization", |(_, name)| name);
    json!({"type": "apiKey", "in": place, "name": name, "x-tablature-recipe": recipe})
}
