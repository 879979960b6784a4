//! What headings, captions and labels say of what is below them.

use tablature_ir::Location;

use super::{
    compile::normal,
    language::{Part, Said},
    source::Section,
};
use crate::{expression::Expression, hash::HashMap, raw::Role, words::trimmed};

/// What a heading or label was found to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) is: Option<Role>,
    pub(crate) location: Option<Location>,
    pub(crate) root: bool,
    pub(crate) status: Option<u16>,
    pub(crate) name: Option<String>,
}

/// The rules on headings or labels.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    words: HashMap<String, usize>,
    /// How many bytes a text may have to be one of the words.
    longest: usize,
    patterns: Vec<(usize, Expression)>,
    rules: Vec<Section>,
}

impl Labels {
    /// The rules, and the expressions of those that have one.
    pub(super) fn new(rules: &[Section], patterns: Vec<(usize, Expression)>) -> Self {
        let mut labels = Labels { rules: rules.to_vec(), patterns, ..Labels::default() };
        for (index, rule) in rules.iter().enumerate() {
            for word in &rule.text {
                let word = normal(word).into_owned();
                // Letters of the other case may take other bytes, and a colon may follow.
                labels.longest = labels.longest.max(2 * word.len() + 8);
                labels.words.entry(word).or_insert(index);
            }
        }
        labels
    }

    /// What a text says, by the first rule that fits.
    pub(crate) fn find(&self, text: &str) -> Option<Meaning> {
        let text = trimmed(text);
        // Whole paragraphs are asked about as well; none of them is a word.
        let word = (text.len() <= self.longest).then(|| self.words.get(&*normal(text)).copied()).flatten();
        let pattern = self.patterns.iter().take_while(|(index, _)| word.is_none_or(|word| *index < word));
        for (index, regex) in pattern {
            if let Some(groups) = regex.captures(text) {
                let group = |name| groups.name(name).map(|found| found.as_str().trim().to_owned());
                let mut meaning = self.rules.get(*index).map(plain).unwrap_or_default();
                meaning.status = group("status").and_then(|status| status.parse().ok()).or(meaning.status);
                meaning.name = group("name").filter(|name| !name.is_empty());
                return Some(meaning);
            }
        }
        word.and_then(|word| self.rules.get(word)).map(plain)
    }
}

fn plain(rule: &Section) -> Meaning {
    Meaning { is: rule.is, location: rule.location, root: rule.root, status: rule.status, name: None }
}

impl Meaning {
    /// What a heading says that no rule knows, if it is made of known words alone.
    pub(super) fn of_heading(said: &Said) -> Option<Self> {
        let role = |is| Some(Meaning { is: Some(is), ..Meaning::default() });
        let (request, response) = (said.has(Part::Request), said.has(Part::Response));
        match said.parts.as_slice() {
            // Further words say which case an example is of.
            _ if said.is_example() && !said.has(Part::Error) && request != response => {
                role(if request { Role::RequestExample } else { Role::ResponseExample })
            }
            _ if !said.rest.is_empty() || said.has(Part::Values) => None,
            [Part::Description] => role(Role::Description),
            [Part::Example] => role(Role::Container),
            [Part::Error] => role(Role::Errors),
            [Part::Fields | Part::Request] => role(Role::Request),
            [Part::Response] => role(Role::Response),
            _ => Self::of_label(said),
        }
    }

    /// What a label says that no rule knows, if it is made of known words alone.
    pub(super) fn of_label(said: &Said) -> Option<Self> {
        let has = |part| said.has(part);
        let unclear = has(Part::Request) && has(Part::Response) || has(Part::Values);
        if !said.rest.is_empty() || said.parts.is_empty() || unclear {
            return None;
        }
        let location = said.location();
        let of = |is| Meaning { is, location, root: true, ..Meaning::default() };
        let plain = |is| Meaning { is: Some(is), ..Meaning::default() };
        let failed = |meaning| Meaning { status: Some(0), ..meaning };
        Some(match (said.is_example(), has(Part::Error)) {
            (true, true) => failed(plain(Role::ResponseExample)),
            (true, false) if has(Part::Request) => plain(Role::RequestExample),
            (true, false) if has(Part::Response) => plain(Role::ResponseExample),
            (true, false) => return None,
            _ if has(Part::Code) => plain(Role::Errors),
            _ if has(Part::Status) => plain(Role::Statuses),
            (false, true) if has(Part::Response) => failed(of(Some(Role::Response))),
            (false, true) => return None,
            _ if has(Part::Address) && has(Part::Fields) && location.is_none() => of(None),
            _ if has(Part::Address) && location.is_none() => plain(Role::Uri),
            _ if has(Part::Response) => of(Some(Role::Response)),
            _ if has(Part::Request) => of(Some(Role::Request)),
            // A body takes the side of its section; without a section it is what is sent.
            _ if matches!(location, Some(Location::Body | Location::Form)) => of(Some(Role::Request)),
            _ if location.is_some() || has(Part::Fields) && !has(Part::Definition) => of(None),
            _ => return None,
        })
    }

    /// What a sentence that ends with it announces: "… returns 200 and the following response attributes:".
    pub(super) fn of_announcement(said: &Said) -> Option<Self> {
        let is = match said.parts.as_slice() {
            [.., Part::Request, Part::Fields] => Role::Request,
            [.., Part::Response, Part::Fields] => Role::Response,
            _ => return None,
        };
        Some(Meaning { is: Some(is), root: true, ..Meaning::default() })
    }
}
