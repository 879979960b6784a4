//! A recipe compiled: every name is a slot, every text its pieces, so that running it looks nothing up.

use crate::{
    compile::{Scope, maker},
    model::{Coding, Digest, Headers, Kind, Known, Maker, Nonce, Recipe, Sort, Source},
    ordered::Ordered,
    puts::Puts,
    shown::{clocks, proofs, telling},
    text::Filter,
    time,
};

/// A recipe ready to be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the recipe is called.
    pub(crate) name: String,
    /// The credentials of a caller, which have the first slots.
    pub(crate) credentials: Vec<(String, Known<Kind>)>,
    /// The settings, which have the slots after the credentials.
    pub(crate) settings: Vec<(String, Known<String>)>,
    pub(crate) steps: Vec<Step>,
    pub(crate) slots: usize,
    /// The headers that carry nothing but a time, each with the form of that time.
    pub(crate) clocks: Vec<(String, time::Form)>,
    /// The headers that are set after signing and need a secret. A request with one of them is authenticated already.
    pub(crate) last: Vec<String>,
    /// The index of the first step after signing.
    pub(crate) behind: usize,
    /// What shows a secret, as it is or in another spelling.
    pub(crate) telling: Vec<Telling>,
    /// For each step that puts the value of a slot as it is, the slot, if no step behind it asks for it.
    pub(crate) moves: Vec<Option<usize>>,
}

/// Something that is put and shows a secret.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    pub(crate) place: Place,
    pub(crate) name: String,
    /// The index of the step that puts it.
    pub(crate) step: usize,
    /// Whether the secret is in another spelling there than its own.
    pub(crate) respelled: bool,
}

/// One step of a plan.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Make(usize, Make),
    Put(Place, String, Make),
}

/// Where a value is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A header.
    Header,
    /// A cookie: one of the pairs in the header `Cookie`.
    Cookie,
    /// A parameter of the query.
    Query,
    /// A parameter of a form.
    Form,
    /// A parameter, wherever the operation's own ones go: in the query or in a form.
    Params,
    /// A member of the JSON body, or of an object in it, by its path: a string.
    Body,
    /// The same, a number.
    Number,
    /// A name in braces in the path.
    Path,
}

/// What makes a value.
#[derive(Clone, Debug)]
pub(crate) enum Make {
    Text(Vec<Word>),
    /// The time of signing in a form, plus a number of seconds.
    Time(time::Form, u32),
    Nonce(Nonce),
    Hash {
        digest: Digest,
        text: Vec<Word>,
        coding: Coding,
    },
    Hmac {
        digest: Digest,
        key: Vec<Word>,
        text: Vec<Word>,
        coding: Coding,
    },
    Chain {
        digest: Digest,
        from: Vec<Word>,
        over: Vec<Vec<Word>>,
    },
    Pairs(Box<Pairs>),
    Headers {
        headers: Headers,
        line: Vec<Line>,
        join: String,
    },
    Json(Vec<(String, usize)>),
}

/// Parameters as one text.
#[derive(Clone, Debug)]
pub(crate) struct Pairs {
    pub(crate) of: Source,
    /// Parameters that are added to those of the request.
    pub(crate) with: Vec<(String, Vec<Word>)>,
    pub(crate) sort: Sort,
    pub(crate) encode: bool,
    /// Whether those with an empty value are left out.
    pub(crate) omit_empty: bool,
    pub(crate) kv: String,
    /// How each parameter is written, if not as name, `kv` and value.
    pub(crate) line: Option<Vec<Line>>,
    pub(crate) join: String,
}

impl Make {
    /// The texts from which the value is made.
    pub(crate) fn texts(&self) -> Vec<&[Word]> {
        match self {
            Make::Text(words) | Make::Hash { text: words, .. } => vec![words],
            Make::Hmac { key, text, .. } => vec![key, text],
            Make::Chain { from, over, .. } => {
                over.iter().map(Vec::as_slice).chain([from.as_slice()]).collect()
            }
            Make::Pairs(pairs) => pairs.with.iter().map(|(_, words)| words.as_slice()).collect(),
            Make::Time(..) | Make::Nonce(_) | Make::Headers { .. } | Make::Json(_) => Vec::new(),
        }
    }

    /// Whether a recipe can also ask for the names of what it is made from.
    pub(crate) fn tells_names(&self) -> bool {
        match self {
            Make::Headers { .. } => true,
            Make::Pairs(pairs) => pairs.line.is_some(),
            _ => false,
        }
    }
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(crate) enum Word {
    Literal(String),
    Value(Atom, Vec<Filter>),
}

/// A piece of the line of a header.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    Literal(String),
    Name(Vec<Filter>),
    Value(Vec<Filter>),
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Atom {
    Method,
    Path,
    Query,
    /// The query with `?` before it; empty where there is no query.
    Asked,
    Body,
    /// The body, or what a header gives to be hashed in its place.
    Payload,
    /// The length of the body in bytes; empty without a body.
    Length,
    Scheme,
    Host,
    Header(String),
    Slot(usize),
}

impl Plan {
    /// Compiles a recipe.
    ///
    /// # Errors
    ///
    /// A name is not known where it is used, or a maker lacks something that it needs. A recipe that was read has no
    /// such fault.
    pub fn new(recipe: &Recipe) -> Result<Self, String> {
        let mut scope = Scope::default();
        scope.credentials(recipe)?;
        scope.settings(recipe)?;
        let mut steps = Vec::new();
        named(&recipe.first, &mut scope, &mut steps)?;
        put(&recipe.put, &scope, &mut steps)?;
        named(&recipe.over, &mut scope, &mut steps)?;
        if let Some(sign) = &recipe.sign {
            let make = maker(sign, &scope)?;
            steps.push(Step::Make(scope.names.len(), make));
            scope.add("signature", sign)?;
        }
        let behind = steps.len();
        put(&recipe.then, &scope, &mut steps)?;
        let last = if recipe.then == Puts::default() { &recipe.put } else { &recipe.then };
        Ok(Plan {
            name: recipe.name.clone(),
            credentials: recipe.credentials.0.clone(),
            settings: recipe.settings.0.clone(),
            clocks: clocks(&steps),
            telling: telling(&recipe.credentials, &steps),
            last: proofs(&recipe.credentials, &steps, last),
            moves: moves(&steps),
            steps,
            behind,
            slots: scope.names.len(),
        })
    }

    /// What the recipe is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is set after signing.
    pub(crate) fn is_last(&self, place: Place, name: &str) -> bool {
        let mut steps = self.steps.iter().skip(self.behind);
        steps.any(|step| matches!(step, Step::Put(at, put, _) if *at == place && put == name))
    }

    /// Whether the recipe reads the body of a request.
    #[must_use]
    pub fn reads_body(&self) -> bool {
        self.steps.iter().any(|step| {
            let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
            let reads =
                |word: &Word| matches!(word, Word::Value(Atom::Body | Atom::Payload | Atom::Length, _));
            matches!(step, Step::Put(Place::Body | Place::Number, ..))
                || matches!(make, Make::Pairs(pairs) if pairs.of == Source::Body)
                || make.texts().into_iter().flatten().any(reads)
        })
    }

    /// Whether the recipe asks for the time of signing.
    #[must_use]
    pub fn asks_time(&self) -> bool {
        self.steps.iter().any(|step| {
            let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
            matches!(make, Make::Time(..))
        })
    }

    /// Whether the recipe sorts the parameters of the query by their values, too: to such a service the order of values
    /// says nothing, and what is sent in that order is what is signed.
    #[must_use]
    pub fn sorts_query(&self) -> bool {
        self.steps.iter().any(|step| {
            let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
            let Make::Pairs(pairs) = make else { return false };
            !matches!(pairs.of, Source::Form | Source::Body)
                && matches!(pairs.sort, Sort::Pair | Sort::Encoded)
        })
    }

    /// The credentials: name and kind.
    pub fn credentials(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.credentials.iter().map(|(name, known)| (name.as_str(), *known.is()))
    }

    /// The names of the settings.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.settings.iter().map(|(name, _)| name.as_str())
    }

    /// The further names of a credential or setting.
    #[must_use]
    pub fn also(&self, name: &str) -> &[String] {
        let credential = self.credentials.iter().find(|(known, _)| known == name);
        let setting = || self.settings.iter().find(|(known, _)| known == name);
        let also = credential.map(|(_, known)| known.also());
        also.or_else(|| setting().map(|(_, known)| known.also())).unwrap_or_default()
    }

    /// The places and names that show a secret, as it is or in another spelling: never to be printed.
    pub fn telling(&self) -> impl Iterator<Item = (Place, &str)> {
        self.telling.iter().map(|telling| (telling.place, telling.name.as_str()))
    }

    /// The places and names of everything that the recipe puts.
    pub fn puts(&self) -> impl Iterator<Item = (Place, &str)> {
        self.steps.iter().filter_map(|step| match step {
            Step::Put(place, name, _) => Some((*place, name.as_str())),
            Step::Make(..) => None,
        })
    }
}

/// The slots that steps may take the value out of.
fn moves(steps: &[Step]) -> Vec<Option<usize>> {
    let slot_of = |step: &Step| match step {
        Step::Put(_, _, Make::Text(words)) => match &words[..] {
            [Word::Value(Atom::Slot(slot), filters)] if filters.is_empty() => Some(*slot),
            _ => None,
        },
        _ => None,
    };
    let asks = |step: &Step, slot: usize| {
        let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
        let is = |word: &Word| matches!(word, Word::Value(Atom::Slot(asked), _) if *asked == slot);
        make.texts().into_iter().flatten().any(is)
            || matches!(make, Make::Json(members) if members.iter().any(|(_, asked)| *asked == slot))
    };
    let each = steps.iter().enumerate().map(|(at, step)| {
        slot_of(step).filter(|slot| !steps.iter().skip(at + 1).any(|step| asks(step, *slot)))
    });
    each.collect()
}

fn named(makers: &Ordered<Maker>, scope: &mut Scope, steps: &mut Vec<Step>) -> Result<(), String> {
    for (name, written) in &makers.0 {
        let make = maker(written, scope)?;
        steps.push(Step::Make(scope.names.len(), make));
        scope.add(name, written)?;
    }
    Ok(())
}

fn put(puts: &Puts, scope: &Scope, steps: &mut Vec<Step>) -> Result<(), String> {
    for (place, makers) in puts.places() {
        for (name, written) in &makers.0 {
            let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
            let what = match place {
                Place::Header => Some("header"),
                Place::Cookie => Some("cookie"),
                Place::Query | Place::Form | Place::Params | Place::Body | Place::Number | Place::Path => {
                    None
                }
            };
            if let Some(what) = what.filter(|_| name.is_empty() || !name.bytes().all(is_token)) {
                return Err(format!("`{name}` is no name of a {what}"));
            }
            steps.push(Step::Put(place, name.clone(), maker(written, scope)?));
        }
    }
    Ok(())
}
