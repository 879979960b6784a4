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
}

/// Something that is put and shows a secret.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    place: Place,
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
    /// A parameter of the query.
    Query,
    /// A parameter of a form.
    Form,
    /// A parameter, wherever the operation's own ones go: in the query or in a form.
    Params,
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

const ATOMS: &[(&str, Atom)] = &[
    ("method", Atom::Method),
    ("path", Atom::Path),
    ("query", Atom::Query),
    ("body", Atom::Body),
    ("payload", Atom::Payload),
    ("scheme", Atom::Scheme),
    ("host", Atom::Host),
];

/// The names known at a point of a recipe; the position of a name is its slot.
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

    /// Makes a name known. A maker that can tell the names of its headers or parameters makes `NAME.names` known, too.
    pub(crate) fn add(&mut self, name: &str, maker: &Maker) -> Result<(), String> {
        self.push(name.to_owned())?;
        match maker {
            Maker::Made(made) if made.headers.is_some() || (made.pairs.is_some() && made.line.is_some()) => {
                self.push(format!("{name}.names"))
            }
            _ => Ok(()),
        }
    }

    fn push(&mut self, name: String) -> Result<(), String> {
        if ATOMS.iter().any(|(atom, _)| *atom == name) || self.names.contains(&name) {
            return Err(format!("`{name}` is a name already"));
        }
        if name.is_empty() || name.starts_with('?') || name.contains(['{', '}', '|']) {
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
            // Whoever sends the request sets this header, and its value is known before.
            let length = header.eq_ignore_ascii_case("Content-Length");
            return Ok(if length { Atom::Length } else { Atom::Header(header.to_owned()) });
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
                    Piece::Value("?query", filters) if filters.is_empty() => {
                        Word::Value(Atom::Asked, filters)
                    }
                    Piece::Value(name, mut filters) => match name.strip_prefix('?') {
                        Some(name) => {
                            filters.push(Filter::Asked);
                            Word::Value(self.atom(name)?, filters)
                        }
                        None => Word::Value(self.atom(name)?, filters),
                    },
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

/// Compiles a maker, and checks the keys that it must and may have beside the one that says what it is.
fn made_of(made: &Made, scope: &Scope) -> Result<Make, String> {
    let heads = [
        ("time", made.time.is_some(), &["plus"][..]),
        ("nonce", made.nonce.is_some(), &[]),
        ("hash", made.hash.is_some(), &["text", "as"]),
        ("hmac", made.hmac.is_some(), &["key", "text", "as"]),
        ("chain", made.chain.is_some(), &["from", "over"]),
        ("pairs", made.pairs.is_some(), &["with", "sort", "encode", "omit_empty", "kv", "line", "join"]),
        ("headers", made.headers.is_some(), &["line", "join"]),
        ("json", made.json.is_some(), &[]),
    ];
    let others = [
        ("plus", made.plus.is_some()),
        ("with", !made.with.is_empty()),
        ("key", made.key.is_some()),
        ("text", made.text.is_some()),
        ("as", made.coding.is_some()),
        ("from", made.from.is_some()),
        ("over", !made.over.is_empty()),
        ("sort", made.sort.is_some()),
        ("encode", made.encode.is_some()),
        ("omit_empty", made.omit_empty),
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
        Made { time: Some(written), plus, .. } => Make::Time(time::form(written)?, plus.unwrap_or_default()),
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
        Made { pairs: Some(of), .. } => Make::Pairs(Box::new(pairs(*of, made, scope)?)),
        Made { headers: Some(headers), line, join, .. } => Make::Headers {
            headers: lower(headers),
            line: lines(line.as_deref().unwrap_or("{name}:{value}\n"))?,
            join: join.clone().unwrap_or_default(),
        },
        Made { json, .. } => Make::Json(members(json.as_deref().unwrap_or_default(), scope)?),
    })
}

fn pairs(of: Source, made: &Made, scope: &Scope) -> Result<Pairs, String> {
    let Made { with, sort, encode, kv, line, join, .. } = made;
    if kv.is_some() && line.is_some() {
        return Err("`kv` and `line` say the same of `pairs`".to_owned());
    }
    let sort = sort.unwrap_or_default();
    let encode = *encode == Some(Encode::Rfc3986);
    if sort == Sort::Encoded && !encode {
        return Err("`sort: encoded` needs `encode`".to_owned());
    }
    let with = with.0.iter().map(|(name, text)| Ok((name.clone(), scope.words(text)?)));
    let usual = if line.is_some() { "" } else { "&" };
    Ok(Pairs {
        of,
        with: with.collect::<Result<_, String>>()?,
        sort,
        encode,
        omit_empty: made.omit_empty,
        kv: kv.clone().unwrap_or_else(|| "=".to_owned()),
        line: line.as_deref().map(lines).transpose()?,
        join: join.clone().unwrap_or_else(|| usual.to_owned()),
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
            Piece::Value("name", filters) => Ok(Line::Name(filters)),
            Piece::Value("value", filters) => Ok(Line::Value(filters)),
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
            make.texts().into_iter().flatten().any(reads)
        })
    }

    /// Whether the recipe sorts the parameters of the query by their values, too: to such a service the order of values
    /// says nothing, and what is sent in that order is what is signed.
    #[must_use]
    pub fn sorts_query(&self) -> bool {
        self.steps.iter().any(|step| {
            let (Step::Make(_, make) | Step::Put(_, _, make)) = step;
            let Make::Pairs(pairs) = make else { return false };
            pairs.of != Source::Form && matches!(pairs.sort, Sort::Pair | Sort::Encoded)
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

fn named(makers: &Ordered<Maker>, scope: &mut Scope, steps: &mut Vec<Step>) -> Result<(), String> {
    for (name, written) in &makers.0 {
        let make = maker(written, scope)?;
        steps.push(Step::Make(scope.names.len(), make));
        scope.add(name, written)?;
    }
    Ok(())
}

/// The headers set after signing that only the holder of a secret can set. The others say nothing about who is calling.
fn proofs(credentials: &Ordered<Known<Kind>>, steps: &[Step], last: &Puts) -> Vec<String> {
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
fn telling(credentials: &Ordered<Known<Kind>>, steps: &[Step]) -> Vec<Telling> {
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

fn put(puts: &Puts, scope: &Scope, steps: &mut Vec<Step>) -> Result<(), String> {
    for (place, makers) in puts.places() {
        for (name, written) in &makers.0 {
            let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
            if place == Place::Header && (name.is_empty() || !name.bytes().all(is_token)) {
                return Err(format!("`{name}` is no name of a header"));
            }
            steps.push(Step::Put(place, name.clone(), maker(written, scope)?));
        }
    }
    Ok(())
}

fn clocks(steps: &[Step]) -> Vec<(String, time::Form)> {
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
