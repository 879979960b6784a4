//! What a plan puts that is the same in every request of a caller: credentials alone decide it, so it is made once.

use std::{fmt, sync::Arc, time::UNIX_EPOCH};

use crate::{
    Sample,
    hash::Keyed,
    plan::{Atom, Make, Place, Plan, Step, Word},
    run::{Clock, lent, made},
};

/// What credentials alone decide of a plan, made once by [`Plan::fix`] and used by [`Plan::run_with`].
#[derive(Clone)]
pub struct Fixed {
    /// A value for each step; `None` for what depends on the request or its time.
    values: Vec<Option<Arc<str>>>,
    /// For each step that has no value, the keyed hash that makes it, where its key is fixed.
    keyed: Vec<Option<Box<Keyed>>>,
    /// The credentials, in the order of the plan.
    credentials: Vec<Option<Arc<str>>>,
    /// Whether every step has its value.
    whole: bool,
}

impl Fixed {
    pub(crate) const fn none() -> Self {
        Fixed { values: Vec::new(), keyed: Vec::new(), credentials: Vec::new(), whole: false }
    }

    pub(crate) fn get(&self, step: usize) -> Option<&Arc<str>> {
        self.values.get(step).and_then(Option::as_ref)
    }

    pub(crate) fn keyed(&self, step: usize) -> Option<&Keyed> {
        self.keyed.get(step).and_then(Option::as_deref)
    }

    /// The credentials, in the order of the plan; nothing if none were given to [`Plan::fix`].
    pub(crate) fn credentials(&self) -> &[Option<Arc<str>>] {
        &self.credentials
    }

    /// Whether nothing of the plan depends on a request or on its time.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

/// Shows no value: it may be a secret.
impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made = self.values.iter().flatten().count();
        write!(f, "Fixed({made} of {} steps)", self.values.len())
    }
}

impl Plan {
    /// Makes what these credentials alone decide. A value that cannot stand in a header is left to be made, and
    /// refused, when it is sent.
    #[must_use]
    pub fn fix<'a>(&'a self, credential: &'a dyn Fn(&str) -> Option<&'a str>) -> Fixed {
        let clock = Clock::new(credential, &|_| None, UNIX_EPOCH);
        let mut slots = vec![None; self.slots];
        let credentials: Vec<_> = self.credentials.iter().map(|(name, _)| credential(name)).collect();
        for (slot, value) in slots.iter_mut().zip(&credentials) {
            *slot = value.map(|value| value.as_bytes().into());
        }
        let (mut values, mut keyed) = (Vec::with_capacity(self.steps.len()), Vec::new());
        for step in &self.steps {
            let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
            let is_known = |slot: usize| slots.get(slot).is_some_and(Option::is_some);
            let value = is_fixed(make, is_known)
                .then(|| made(make, &slots, clock, &Sample::default(), None, &mut None).ok())
                .flatten()
                .and_then(|value| String::from_utf8(value.into_owned()).ok())
                .filter(|value| !value.bytes().any(|byte| byte.is_ascii_control()));
            keyed.push(match make {
                Make::Hmac { digest, key, .. } if value.is_none() && are_fixed(key, is_known) => {
                    let key = lent(key, &slots, &Sample::default());
                    key.and_then(|key| Keyed::new(*digest, &key)).ok().map(Box::new)
                }
                _ => None,
            });
            if let (Step::Make(slot, _), Some(value)) = (step, &value)
                && let Some(slot) = slots.get_mut(*slot)
            {
                *slot = Some(value.clone().into_bytes().into());
            }
            values.push(value.map(Arc::from));
        }
        let credentials = credentials.into_iter().map(|value| value.map(Arc::from)).collect();
        Fixed { whole: values.iter().all(Option::is_some), values, keyed, credentials }
    }

    /// All that it puts, where these are headers whose values are fixed: nothing has to be run for them.
    #[must_use]
    pub fn fixed_headers(&self, fixed: &Fixed) -> Option<Vec<(&str, Arc<str>)>> {
        let mut headers = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                Step::Make(..) => {}
                Step::Put(Place::Header, name, _) => headers.push((name.as_str(), fixed.get(at)?.clone())),
                Step::Put(..) => return None,
            }
        }
        Some(headers)
    }

    /// The parameters among what it puts whose values are fixed.
    pub fn fixed_params<'p, 'f>(&'p self, fixed: &'f Fixed) -> impl Iterator<Item = (&'p str, &'f Arc<str>)> {
        self.steps.iter().enumerate().filter_map(|(at, step)| match step {
            Step::Put(Place::Query | Place::Form | Place::Params, name, _) => {
                Some((name.as_str(), fixed.get(at)?))
            }
            _ => None,
        })
    }

    /// The headers that show a secret in another spelling than its own, each with its value where that is fixed.
    pub fn respelled<'p, 'f>(&'p self, fixed: &'f Fixed) -> impl Iterator<Item = (&'p str, Option<&'f str>)> {
        let respelled = self.telling.iter().filter(|telling| telling.respelled);
        respelled.map(|telling| (telling.name.as_str(), fixed.get(telling.step).map(|value| &**value)))
    }
}

fn are_fixed(words: &[Word], is_known: impl Fn(usize) -> bool) -> bool {
    words.iter().all(|word| match word {
        Word::Literal(_) => true,
        Word::Value(Atom::Slot(slot), _) => is_known(*slot),
        Word::Value(..) => false,
    })
}

/// Whether what a maker makes depends on nothing but values that are known.
fn is_fixed(make: &Make, is_known: impl Fn(usize) -> bool) -> bool {
    match make {
        Make::Text(_) | Make::Hash { .. } | Make::Hmac { .. } | Make::Chain { .. } => {
            make.texts().into_iter().all(|words| are_fixed(words, &is_known))
        }
        Make::Json(members) => members.iter().all(|(_, slot)| is_known(*slot)),
        Make::Time(..) | Make::Nonce(_) | Make::Pairs(_) | Make::Headers { .. } => false,
    }
}
