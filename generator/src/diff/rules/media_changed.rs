//! The media type of a request body changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "media-changed",
    docs: "The body of a request has another media type. The service misreads or refuses what an old client \
           sends.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "body: {A: {type: string}}",
        new: "media: application/merge-patch+json\nbody: {A: {type: string}}",
        expect: Some([Breaking, Level::None, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.media == new.media {
        return None;
    }
    let text = |media: &Option<String>| media.clone().unwrap_or_else(|| "as usual".to_owned());
    Some(
        Hit::new(text(&old.media), text(&new.media))
            .wire(Breaking, "An old client sends the body as it did before."),
    )
}
