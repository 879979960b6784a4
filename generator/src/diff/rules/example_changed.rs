//! The examples of a page changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "example-changed",
    docs: "An example was added, removed or edited. Fixtures are made from examples.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "",
        new: r#"examples: [{of: response, text: "{}"}]"#,
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.examples == new.examples {
        return None;
    }
    let before: Vec<_> = old.examples.iter().filter(|it| !new.examples.contains(it)).collect();
    let now: Vec<_> = new.examples.iter().filter(|it| !old.examples.contains(it)).collect();
    let text = |examples: &[&tablature_ir::Example]| {
        examples.iter().map(|it| &*it.text).collect::<Vec<_>>().join("\n")
    };
    Some(Hit::new(text(&before), text(&now)).docs("Fixtures are made from examples."))
}
