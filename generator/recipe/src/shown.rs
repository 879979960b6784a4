//! What the steps of a plan show: of secrets, of who is calling, of the time.

use crate::{
    model::{Kind, Known},
    ordered::Ordered,
    plan::{Atom, Make, Place, Step, Telling, Word},
    puts::Puts,
    text::Filter,
    time,
};

/// The headers set after signing that only the holder of a secret can set. The others say nothing about who is calling.
pub(crate) fn proofs(credentials: &Ordered<Known<Kind>>, steps: &[Step], last: &Puts) -> Vec<String> {
    let secret = credentials.0.iter().enumerate().filter(|(_, (_, known))| known.is().is_secret());
    let mut secret: Vec<usize> = secret.map(|(slot, _)| slot).collect();
    let mut proofs = Vec::new();
    for step in steps {
        let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
        let of_words = |words: &[Word]| {
            words.iter().any(|word| matches!(word, Word::Value(Atom::Slot(slot), _) if secret.contains(slot)))
        };
        let needs = make.texts().into_iter().any(of_words)
            || matches!(make, Make::Json(members) if members.iter().any(|(_, slot)| secret.contains(slot)));
        match step {
            Step::Make(slot, _) if needs => secret.push(*slot),
            Step::Put(Place::Header, name, _) if needs && last.header.get(name).is_some() => {
                proofs.push(name.clone());
            }
            _ => {}
        }
    }
    proofs
}

/// The steps that put something from which a secret can be read, and whether the secret stands in it in another
/// spelling than its own. A hash does not show it, nor does a key that a chain derives.
pub(crate) fn telling(credentials: &Ordered<Known<Kind>>, steps: &[Step]) -> Vec<Telling> {
    let secret = credentials.0.iter().enumerate().filter(|(_, (_, known))| known.is().is_secret());
    let mut secret: Vec<(usize, bool)> = secret.map(|(slot, _)| (slot, false)).collect();
    let mut telling = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
        let word = |word: &Word| match word {
            Word::Value(Atom::Slot(slot), filters) => {
                let hashed = |filter: &Filter| matches!(filter, Filter::Hash(_));
                let (_, respelled) = secret.iter().find(|(known, _)| known == slot)?;
                (!filters.iter().any(hashed)).then_some(*respelled || !filters.is_empty())
            }
            _ => None,
        };
        let shows = |words: &[Word]| words.iter().filter_map(word).reduce(|one, other| one || other);
        let respelled = match make {
            Make::Text(words) => shows(words),
            Make::Pairs(pairs) => pairs.with.iter().find_map(|(_, words)| shows(words)).map(|_| true),
            Make::Json(members) => {
                let is_secret = |slot: usize| secret.iter().any(|(known, _)| *known == slot);
                members.iter().any(|(_, slot)| is_secret(*slot)).then_some(true)
            }
            _ => None,
        };
        match (step, respelled) {
            (Step::Make(slot, _), Some(respelled)) => secret.push((*slot, respelled)),
            (Step::Put(place, name, _), Some(respelled)) => {
                telling.push(Telling { place: *place, name: name.clone(), step: at, respelled });
            }
            (_, None) => {}
        }
    }
    telling
}

/// The headers that carry nothing but a time.
pub(crate) fn clocks(steps: &[Step]) -> Vec<(String, time::Form)> {
    let form = |slot: usize| {
        steps.iter().find_map(|step| match step {
            Step::Make(made, Make::Time(form, 0)) if *made == slot => Some(form.clone()),
            _ => None,
        })
    };
    let header = |step: &Step| match step {
        Step::Put(Place::Header, name, Make::Text(words)) => match &words[..] {
            [Word::Value(Atom::Slot(slot), filters)] if filters.is_empty() => {
                Some((name.clone(), form(*slot)?))
            }
            _ => None,
        },
        _ => None,
    };
    steps.iter().filter_map(header).collect()
}
