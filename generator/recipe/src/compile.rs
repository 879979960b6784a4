//! Makers compiled: every name that they mention is looked up once, among those that are known where they stand.

use crate::{
    model::{Encode, Headers, Made, Maker, Names, Recipe, Sort, Source, Text},
    plan::{Atom, Line, Make, Pairs, Word},
    text::{self, Filter, Piece},
    time,
};

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
    pub(crate) names: Vec<String>,
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
