//! How a list or object is spelled in a request changed.

use tablature_ir::Encoding;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "encoding-changed",
    docs: "A list that was spelled `Name.0=a&Name.1=b` is now `Name=a,b`, or the like. The service misreads \
           what an old client sends.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: "list<string>", encoding: comma}"#,
        new: r#"{type: "list<string>", encoding: repeated}"#,
        request: Some([Breaking, Level::None, Level::None]),
        response: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.encoding == new.encoding {
        return None;
    }
    let text = |encoding: Option<Encoding>| match encoding {
        None => "as usual",
        Some(Encoding::Indexed) => "indexed",
        Some(Encoding::Numbered) => "numbered",
        Some(Encoding::MemberNumbered) => "member-numbered",
        Some(Encoding::IndexedBrackets) => "indexed-brackets",
        Some(Encoding::Slashes) => "slashes kept",
        Some(Encoding::Repeated) => "repeated",
        Some(Encoding::Brackets) => "brackets",
        Some(Encoding::Comma) => "comma",
        Some(Encoding::Json) => "json",
    };
    let hit = Hit::new(text(old.encoding), text(new.encoding));
    Some(if pair.site.is_request() {
        hit.wire(Breaking, "An old client spells the list in the old way.")
    } else {
        hit.wire(Safe, "Responses are JSON.")
    })
}
