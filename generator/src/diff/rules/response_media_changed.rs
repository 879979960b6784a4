//! The media type of a response changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "response-media-changed",
    docs: "The body of a response is of another media type. An old client reads it as it did before.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "responses: {'200': {}}",
        new: "responses: {'200': {media: text/csv}}",
        expect: Some([Breaking, Breaking, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let text = |media: &Option<String>| media.clone().unwrap_or_else(|| "JSON".to_owned());
    new.responses.iter().find_map(|(status, now)| {
        let before = old.responses.get(status)?;
        (before.media != now.media).then(|| {
            let hit = Hit::new(text(&before.media), text(&now.media))
                .wire(Breaking, "An old client reads the body as it did before.");
            let is_json =
                |media: &Option<String>| media.as_deref().is_none_or(|media| media.ends_with("json"));
            if is_json(&before.media) == is_json(&now.media) {
                hit
            } else {
                hit.source(Breaking, "What `send` gives is another type.")
            }
        })
    })
}
