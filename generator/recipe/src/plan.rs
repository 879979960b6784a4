//! A recipe compiled: every name is a slot, every text its pieces, so that running it looks nothing up.

use crate::{
    model::{
        Coding, Digest, Encode, Headers, Kind, Known, Made, Maker, Names, Nonce, Ordered, Puts, Recipe, Sort,
        Source, Text,
    },
    text::{self, Filter, Piece},
    time,
};

/// A recipe ready to be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the recipe is called.
    pub(crate) name: String,
    /// What a caller has; the first slots.
    pub(crate) credentials: Vec<(String, Known<Kind>)>,
    /// What can be set beside; the slots behind.
    pub(crate) settings: Vec<(String, Known<String>)>,
    pub(crate) steps: Vec<Step>,
    pub(crate) slots: usize,
    /// The headers that carry nothing but a time, and in which form.
    pub(crate) clocks: Vec<(String, time::Form)>,
    /// The headers that are set last: a request that has one of them is authenticated already.
    pub(crate) last: Vec<String>,
    /// The places and names of what shows a secret, as it is or in another spelling.
    pub(crate) telling: Vec<(Place, String)>,
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
    /// A parameter of the query.
    Query,
    /// A parameter of a form.
    Form,
    /// A parameter where those of the operation go.
    Params,
}

/// What makes a value.
#[derive(Clone, Debug)]
pub(crate) enum Make {
    Text(Vec<Word>),
    Time(time::Form),
    Nonce(Nonce),
    Hash { digest: Digest, text: Vec<Word>, coding: Coding },
    Hmac { digest: Digest, key: Vec<Word>, text: Vec<Word>, coding: Coding },
    Chain { digest: Digest, from: Vec<Word>, over: Vec<Vec<Word>> },
    Pairs { of: Source, sort: Sort, encode: bool, kv: String, join: String },
    Headers { headers: Headers, line: Vec<Line> },
    Json(Vec<(String, usize)>),
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
    Name,
    Value,
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Atom {
    Method,
    Path,
    Query,
    /// With `?` before it, where it is not empty.
    Asked,
    Body,
    Host,
    Header(String),
    Slot(usize),
}

const ATOMS: &[(&str, Atom)] = &[
    ("method", Atom::Method),
    ("path", Atom::Path),
    ("query", Atom::Query),
    ("?query", Atom::Asked),
    ("body", Atom::Body),
    ("host", Atom::Host),
];

/// The names that are known at a point of a recipe; their places are the slots.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    names: Vec<String>,
    credentials: usize,
}

impl Scope {
    pub(crate) fn credentials(&mut self, recipe: &Recipe) -> Result<(), String> {
        self.credentials = recipe.credentials.0.len();
        recipe.credentials.0.iter().try_for_each(|(name, _)| self.push(name.clone()))
    }

    pub(crate) fn settings(&mut self, recipe: &Recipe) -> Result<(), String> {
        recipe.settings.0.iter().try_for_each(|(name, _)| self.push(name.clone()))
    }

    /// Makes a name known; that of headers brings the names of these with it.
    pub(crate) fn add(&mut self, name: &str, maker: &Maker) -> Result<(), String> {
        self.push(name.to_owned())?;
        match maker {
            Maker::Made(made) if made.headers.is_some() => self.push(format!("{name}.names")),
            _ => Ok(()),
        }
    }

    fn push(&mut self, name: String) -> Result<(), String> {
        if ATOMS.iter().any(|(atom, _)| *atom == name) || self.names.contains(&name) {
            return Err(format!("`{name}` is a name already"));
        }
        if name.is_empty() || name.contains(['{', '}', '|']) {
            return Err(format!("`{name}` cannot be a name"));
        }
        self.names.push(name);
        Ok(())
    }

    fn atom(&self, name: &str) -> Result<Atom, String> {
        if let Some((_, atom)) = ATOMS.iter().find(|(known, _)| *known == name) {
            return Ok(atom.clone());
        }
        if let Some(header) = name.strip_prefix("header.").filter(|header| !header.is_empty()) {
            return Ok(Atom::Header(header.to_owned()));
        }
        let slot = self.names.iter().position(|known| known == name);
        slot.map(Atom::Slot).ok_or_else(|| {
            let known = self.names.iter().map(String::as_str);
            text::unknown(name, known.chain(ATOMS.iter().map(|(atom, _)| *atom)))
        })
    }

    fn words(&self, text: &Text) -> Result<Vec<Word>, String> {
        let pieces = text::parse(&text.0)?.into_iter();
        pieces
            .map(|piece| {
                Ok(match piece {
                    Piece::Literal(literal) => Word::Literal(literal.to_owned()),
                    Piece::Value(name, filters) => Word::Value(self.atom(name)?, filters),
                })
            })
            .collect()
    }
}

/// A maker, compiled.
pub(crate) fn maker(maker: &Maker, scope: &Scope) -> Result<Make, String> {
    match maker {
        Maker::Text(text) => scope.words(text).map(Make::Text),
        Maker::Made(made) => made_of(made, scope),
    }
}

/// The keys that a maker must and may have beside the one that says what it is.
fn made_of(made: &Made, scope: &Scope) -> Result<Make, String> {
    let heads = [
        ("time", made.time.is_some(), &[][..]),
        ("nonce", made.nonce.is_some(), &[]),
        ("hash", made.hash.is_some(), &["text", "as"]),
        ("hmac", made.hmac.is_some(), &["key", "text", "as"]),
        ("chain", made.chain.is_some(), &["from", "over"]),
        ("pairs", made.pairs.is_some(), &["sort", "encode", "kv", "join"]),
        ("headers", made.headers.is_some(), &["line"]),
        ("json", made.json.is_some(), &[]),
    ];
    let others = [
        ("key", made.key.is_some()),
        ("text", made.text.is_some()),
        ("as", made.coding.is_some()),
        ("from", made.from.is_some()),
        ("over", !made.over.is_empty()),
        ("sort", made.sort.is_some()),
        ("encode", made.encode.is_some()),
        ("kv", made.kv.is_some()),
        ("join", made.join.is_some()),
        ("line", made.line.is_some()),
    ];
    let mut there = heads.iter().filter(|(_, is_there, _)| *is_there);
    let (Some((head, _, may)), None) = (there.next(), there.next()) else {
        let known: Vec<&str> = heads.iter().map(|(head, ..)| *head).collect();
        return Err(format!("exactly one of {} says what a maker makes", known.join(", ")));
    };
    if let Some((other, _)) = others.iter().find(|(other, is_there)| *is_there && !may.contains(other)) {
        return Err(format!("`{other}` says nothing of `{head}`"));
    }
    let needed = |text: &Option<Text>, key: &str| {
        let text = text.as_ref().ok_or_else(|| format!("`{head}` needs `{key}`"))?;
        scope.words(text)
    };
    let coding = made.coding.unwrap_or_default();
    Ok(match &made {
        Made { time: Some(written), .. } => Make::Time(time::form(written)?),
        Made { nonce: Some(nonce), .. } => Make::Nonce(*nonce),
        Made { hash: Some(digest), text, .. } => {
            Make::Hash { digest: *digest, text: needed(text, "text")?, coding }
        }
        Made { hmac: Some(digest), key, text, .. } => {
            Make::Hmac { digest: *digest, key: needed(key, "key")?, text: needed(text, "text")?, coding }
        }
        Made { chain: Some(digest), from, over, .. } => Make::Chain {
            digest: *digest,
            from: needed(from, "from")?,
            over: over.iter().map(|text| scope.words(text)).collect::<Result<_, _>>()?,
        },
        Made { pairs: Some(of), sort, encode, kv, join, .. } => Make::Pairs {
            of: *of,
            sort: sort.unwrap_or_default(),
            encode: *encode == Some(Encode::Rfc3986),
            kv: kv.clone().unwrap_or_else(|| "=".to_owned()),
            join: join.clone().unwrap_or_else(|| "&".to_owned()),
        },
        Made { headers: Some(headers), line, .. } => Make::Headers {
            headers: lower(headers),
            line: lines(line.as_deref().unwrap_or("{name}:{value}\n"))?,
        },
        Made { json, .. } => Make::Json(members(json.as_deref().unwrap_or_default(), scope)?),
    })
}

fn lower(headers: &Headers) -> Headers {
    let small = |names: &[String]| names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let names = match &headers.names {
        Names::All(all) => Names::All(*all),
        Names::List(names) => Names::List(small(names)),
    };
    Headers { names, prefix: small(&headers.prefix) }
}

fn lines(written: &str) -> Result<Vec<Line>, String> {
    let pieces = text::parse(written)?.into_iter();
    pieces
        .map(|piece| match piece {
            Piece::Literal(literal) => Ok(Line::Literal(literal.to_owned())),
            Piece::Value("name", filters) if filters.is_empty() => Ok(Line::Name),
            Piece::Value("value", filters) if filters.is_empty() => Ok(Line::Value),
            Piece::Value(name, _) => Err(text::unknown(name, ["name", "value"].into_iter())),
        })
        .collect()
}

fn members(names: &[String], scope: &Scope) -> Result<Vec<(String, usize)>, String> {
    let known = scope.names.iter().take(scope.credentials);
    let slot = |name: &String| known.clone().position(|known| known == name);
    let found = names.iter().map(|name| {
        let slot = slot(name).ok_or_else(|| text::unknown(name, known.clone().map(String::as_str)))?;
        Ok((name.clone(), slot))
    });
    found.collect()
}

impl Plan {
    /// Compiles a recipe.
    ///
    /// # Errors
    ///
    /// A name is not known where it stands, or a maker lacks what it needs. A recipe that was read has no such fault.
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
        put(&recipe.then, &scope, &mut steps)?;
        let last = if recipe.then == Puts::default() { &recipe.put } else { &recipe.then };
        Ok(Plan {
            name: recipe.name.clone(),
            credentials: recipe.credentials.0.clone(),
            settings: recipe.settings.0.clone(),
            clocks: clocks(&steps),
            telling: telling(&recipe.credentials, &steps),
            last: last.header.0.iter().map(|(name, _)| name.clone()).collect(),
            steps,
            slots: scope.names.len(),
        })
    }

    /// What the recipe is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
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

    /// The places and names of what shows a secret, as it is or in another spelling: never to be printed.
    pub fn telling(&self) -> impl Iterator<Item = (Place, &str)> {
        self.telling.iter().map(|(place, name)| (*place, name.as_str()))
    }

    /// The places and names of all that is put.
    pub fn puts(&self) -> impl Iterator<Item = (Place, &str)> {
        self.steps.iter().filter_map(|step| match step {
            Step::Put(place, name, _) => Some((*place, name.as_str())),
            Step::Make(..) => None,
        })
    }
}

fn named(makers: &Ordered<Maker>, scope: &mut Scope, steps: &mut Vec<Step>) -> Result<(), String> {
    for (name, written) in &makers.0 {
        let make = maker(written, scope)?;
        steps.push(Step::Make(scope.names.len(), make));
        scope.add(name, written)?;
    }
    Ok(())
}

/// What of all that is put lets a secret be read. A hash does not, and neither does what a chain derives.
fn telling(credentials: &Ordered<Known<Kind>>, steps: &[Step]) -> Vec<(Place, String)> {
    let secret = credentials.0.iter().enumerate().filter(|(_, (_, known))| known.is().is_secret());
    let mut secret: Vec<usize> = secret.map(|(slot, _)| slot).collect();
    let mut telling = Vec::new();
    for step in steps {
        let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
        let tells = match make {
            Make::Text(words) => words.iter().any(|word| match word {
                Word::Value(Atom::Slot(slot), filters) => {
                    let hashed = |filter: &Filter| matches!(filter, Filter::Hash(_));
                    secret.contains(slot) && !filters.iter().any(hashed)
                }
                _ => false,
            }),
            Make::Json(members) => members.iter().any(|(_, slot)| secret.contains(slot)),
            _ => false,
        };
        match step {
            Step::Make(slot, _) if tells => secret.push(*slot),
            Step::Put(place, name, _) if tells => telling.push((*place, name.clone())),
            _ => {}
        }
    }
    telling
}

fn put(puts: &Puts, scope: &Scope, steps: &mut Vec<Step>) -> Result<(), String> {
    for (place, makers) in puts.places() {
        for (name, written) in &makers.0 {
            steps.push(Step::Put(place, name.clone(), maker(written, scope)?));
        }
    }
    Ok(())
}

fn clocks(steps: &[Step]) -> Vec<(String, time::Form)> {
    let form = |slot: usize| {
        steps.iter().find_map(|step| match step {
            Step::Make(made, Make::Time(form)) if *made == slot => Some(form.clone()),
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
