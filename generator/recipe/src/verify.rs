//! The other side: whether a request carries what the recipe would put. What only the caller knows (the time, a nonce,
//! settings, which headers are signed) is taken from the request.

use std::{borrow::Cow, collections::HashMap};

use percent_encoding::percent_decode_str;

use crate::{
    filter::unbase64,
    many::is_chosen,
    plan::{Atom, Make, Place, Plan, Step, Word},
    run::{Clock, Request as _},
    sample::Sample,
    text::Filter,
    time,
};

/// Why a request is not authenticated in this way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request carries nothing of what this way puts.
    Absent,
    /// The request carries something wrong.
    Wrong(String),
}

/// Checks a request against a recipe and the credentials that are known.
///
/// # Errors
///
/// Something is missing or differs from what the recipe makes of the request.
pub fn verify(plan: &Plan, known: Clock<'_>, request: &Sample) -> Result<(), Refusal> {
    let mut bare = request.clone();
    let puts = plan.steps.iter().filter_map(|step| match step {
        Step::Put(place, name, make) => Some((*place, name.as_str(), make)),
        Step::Make(..) => None,
    });
    let carried: Vec<Carried<'_>> =
        puts.map(|(place, name, make)| (place, name, make, bare.take(place, name))).collect();
    let mut bound = HashMap::new();
    let mut absent = Vec::new();
    for (_, name, make, given) in &carried {
        match given {
            Some(given) => bind(plan, make, given, &mut bound),
            None if optional(plan, make, &mut absent) => {}
            None if carried.iter().all(|(.., given)| given.is_none()) => return Err(Refusal::Absent),
            None => return Err(Refusal::Wrong(format!("{name} is missing"))),
        }
    }
    for (slot, (name, known_as)) in plan.credentials.iter().enumerate() {
        let given = bound.get(&slot);
        if !known_as.is().is_secret()
            && given.is_some_and(|given| Some(given.as_str()) != (known.credential)(name))
        {
            return Err(Refusal::Wrong(format!("the {name} is not known")));
        }
    }
    let told = Told::new(plan, &bound);
    told.signed(plan, &bare, &carried)?;
    let credential = |name: &str| {
        let slot = plan.credentials.iter().position(|(known, _)| known == name);
        // The caller decides about optional credentials that are not known here.
        let told = slot
            .filter(|slot| plan.credentials.get(*slot).is_some_and(|(_, known)| known.is().is_optional()));
        let told = told.and_then(|slot| bound.get(&slot)).map(String::as_str);
        (known.credential)(name).or(told).filter(|_| slot.is_none_or(|slot| !absent.contains(&slot)))
    };
    let first = plan.credentials.len();
    let setting = |name: &str| {
        let slot = plan.settings.iter().position(|(known, _)| known == name)?;
        bound.get(&(first + slot)).map(String::as_str).or_else(|| (known.setting)(name))
    };
    let clock = Clock {
        credential: &credential,
        setting: &setting,
        at: told.at.unwrap_or(known.at),
        nonce: told.nonce,
        names: told.names,
        as_sent: false,
    };
    // Signers sort numbers in different ways. They signed the parameters either in the order of text or as sent.
    fits(plan, clock, &bare, &carried)
        .or_else(|why| fits(plan, Clock { as_sent: true, ..clock }, &bare, &carried).map_err(|_| why))
        // They may have put added parameters between the others.
        .or_else(|why| {
            let mut kept = request.clone().kept();
            for (place, name, ..) in &carried {
                if matches!(place, Place::Header | Place::Cookie) || plan.is_last(*place, name) {
                    kept.take(*place, name);
                }
            }
            fits(plan, clock, &kept, &carried).map_err(|_| why)
        })
}

type Carried<'p> = (Place, &'p str, &'p Make, Option<String>);

/// Whether what the request carries is what the recipe makes of the rest.
fn fits<'a>(plan: &'a Plan, clock: Clock<'a>, bare: &Sample, carried: &[Carried<'_>]) -> Result<(), Refusal> {
    let mut made = bare.clone();
    plan.run(clock, &mut made).map_err(Refusal::Wrong)?;
    for (place, name, make, given) in carried {
        let Some(given) = given else { continue };
        let wanted = made.get(*place, name).unwrap_or_default();
        let same = if matches!(make, Make::Json(_)) { dense(given) == wanted } else { *given == wanted };
        if !same {
            return Err(Refusal::Wrong(format!("{name} does not fit the request")));
        }
    }
    Ok(())
}

/// What a request tells about how it was signed.
struct Told<'b> {
    at: Option<std::time::SystemTime>,
    nonce: Option<&'b str>,
    names: Option<&'b str>,
}

impl<'b> Told<'b> {
    fn new(plan: &Plan, bound: &'b HashMap<usize, String>) -> Self {
        let mut told = Told { at: None, nonce: None, names: None };
        for step in &plan.steps {
            let Step::Make(slot, make) = step else { continue };
            let given = bound.get(slot).map(String::as_str);
            match make {
                // A time of day tells more than the day alone, so the latest counts.
                Make::Time(form, plus) => {
                    let then = given.and_then(|given| time::read(form, given));
                    let plus = std::time::Duration::from_secs(u64::from(*plus));
                    let at = then.and_then(|then| then.checked_sub(plus));
                    told.at = told.at.max(at);
                }
                Make::Nonce(_) => told.nonce = told.nonce.or(given),
                Make::Headers { .. } => {
                    told.names = told.names.or(bound.get(&(slot + 1)).map(String::as_str));
                }
                _ => {}
            }
        }
        told
    }

    /// Checks that all headers are signed that have to be: those that the recipe names, and those that it puts itself
    /// where it means all.
    fn signed(&self, plan: &Plan, bare: &Sample, carried: &[Carried<'_>]) -> Result<(), Refusal> {
        let Some(names) = self.names else { return Ok(()) };
        let is_signed = |name: &str| names.split(';').any(|signed| signed.eq_ignore_ascii_case(name));
        let put_before = |name: &str| {
            let there = |(place, known, ..): &&Carried<'_>| {
                *place == Place::Header && known.eq_ignore_ascii_case(name)
            };
            carried.iter().any(|put| there(&put))
                && !plan.last.iter().any(|last| last.eq_ignore_ascii_case(name))
        };
        for step in &plan.steps {
            let Step::Make(_, Make::Headers { headers, .. }) = step else { continue };
            let all = matches!(headers.names, crate::model::Names::All(_));
            let own = carried.iter().filter(|(place, .., given)| *place == Place::Header && given.is_some());
            let own = own.map(|(_, name, ..)| *name).filter(|name| put_before(name));
            let others = bare.headers();
            let others = others.iter().map(|(name, _)| *name).filter(|_| !all);
            for name in own.chain(others) {
                if is_chosen(headers, name) && !is_signed(name) {
                    return Err(Refusal::Wrong(format!("{name} is not signed")));
                }
            }
        }
        Ok(())
    }
}

/// Whether a value may be absent; adds the optional credentials that it names to `absent`.
fn optional(plan: &Plan, make: &Make, absent: &mut Vec<usize>) -> bool {
    let Make::Text(words) = make else { return false };
    let mut found = false;
    for word in words {
        found |= matches!(word, Word::Value(_, filters) if filters.first() == Some(&Filter::Given));
        let Word::Value(Atom::Slot(slot), _) = word else { continue };
        if plan.credentials.get(*slot).is_some_and(|(_, known)| known.is().is_optional()) {
            absent.push(*slot);
            found = true;
        }
        let setting = slot.checked_sub(plan.credentials.len()).and_then(|at| plan.settings.get(at));
        found |= setting.is_some_and(|(_, usual)| usual.is().is_empty());
    }
    found
}

/// Recovers the values of names from a text that was made of them.
fn bind(plan: &Plan, make: &Make, given: &str, bound: &mut HashMap<usize, String>) {
    let Make::Text(words) = make else { return };
    let mut rest = given;
    let words = spread(plan, words);
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let (atom, filters) = match word {
            Word::Literal(literal) => match rest.strip_prefix(literal.as_str()) {
                Some(tail) => {
                    rest = tail;
                    continue;
                }
                None => return,
            },
            Word::Value(atom, filters) => (atom, filters),
        };
        let end = match words.peek() {
            Some(Word::Literal(literal)) => rest.find(literal.as_str()),
            Some(Word::Value(..)) => None,
            None => Some(rest.len()),
        };
        let Some((value, tail)) = end.and_then(|end| rest.split_at_checked(end)) else { return };
        rest = tail;
        let Atom::Slot(slot) = atom else { continue };
        let Some(value) = undone(filters, value) else { continue };
        let value = &*value;
        if bound.insert(*slot, value.to_owned()).is_none() {
            let maker = plan.steps.iter().find_map(|step| match step {
                Step::Make(made, make) if made == slot => Some(make),
                _ => None,
            });
            if let Some(maker) = maker {
                bind(plan, maker, value, bound);
            }
        }
    }
}

/// The words of a text, with the texts that it names replaced by their own words: what stands between names tells where
/// a value ends.
fn spread<'p>(plan: &'p Plan, words: &'p [Word]) -> Vec<&'p Word> {
    let text = |slot: usize| {
        plan.steps.iter().find_map(|step| match step {
            Step::Make(made, Make::Text(words)) if *made == slot => Some(words),
            _ => None,
        })
    };
    let each = words.iter().flat_map(|word| match word {
        Word::Value(Atom::Slot(slot), filters) if filters.is_empty() => {
            text(*slot).map_or_else(|| vec![word], |words| spread(plan, words))
        }
        word => vec![word],
    });
    each.collect()
}

/// What a text was before its filters; `None` where they cannot be undone.
fn undone<'t>(filters: &[Filter], text: &'t str) -> Option<Cow<'t, str>> {
    filters.iter().rev().try_fold(Cow::Borrowed(text), |text, filter| match filter {
        Filter::Given | Filter::OrEmpty => Some(text),
        Filter::Percent => Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned().into()),
        Filter::Base64 | Filter::Base64Url | Filter::Base64UrlBare => {
            Some(String::from_utf8(unbase64(text.as_bytes()).ok()?).ok()?.into())
        }
        _ => None,
    })
}

/// JSON without the blanks between its tokens.
fn dense(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            let keep = inside || !c.is_ascii_whitespace();
            if *c == '"' && !escaped {
                inside = !inside;
            }
            escaped = inside && *c == '\\' && !escaped;
            keep
        })
        .collect()
}
