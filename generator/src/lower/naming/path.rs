//! The id that method and path give, where nothing else does.
//!
//! - The verb is the path's own, where its last segment begins with one: `POST /keys/{id}/disable` is `disable_key`.
//!   Else a title in English has it, where it says something else than the method: "Disable the lock" for a DELETE. Else
//!   it is the method's: `create`, `update`, `modify`, `delete`; for what is got, `show` one of several, `list` several
//!   (the last word is a plural), `get` anything else.
//! - All literal segments follow, but for the service's own name at the beginning and words that say nothing (`api`).
//!   A plural before a placeholder that identifies one of them is in the singular (`/repos/{id}/tags` is `repo_tags`),
//!   and so is what is created in a list.
//! - Other placeholders are named at the end: `/snapshot/{repository}/{snapshot}/status` is
//!   `snapshot_status_by_repository_and_snapshot`. One at the beginning stands for a noun, unless the client supplies it.
//! - What the body's one key or a constant of the query says is done, where the path says only that something is.
//! - Versions stand last, unless the dialect leaves them out. Where links give the names of some operations, with a
//!   version behind them, versions of others stand first: so none is ever taken for one of those.

use tablature_ir::Method;

use super::{
    Request,
    words::{NAMES, has, is_usual, is_verb},
};
use crate::{
    dialect::Dialect,
    lower::{book::key, uri, uri::Template},
    words,
};

/// The id that a request gives. `done` is what its body or its query adds to the path, `told` the verb of its title.
pub(in crate::lower) fn derived(request: &Request<'_>, done: &str, told: Option<&str>) -> String {
    let Request { method, template, service, dialect } = *request;
    let mut parts = Parts::of(template, dialect);
    let done = words::cut(done);
    let own = own_verb(method, template, told);
    let (verb, usual) = if let Some(verb) = own {
        parts.without_verb(&verb);
        (verb, false)
    } else if let Some(verb) = parts.take_deed(template, &done) {
        (verb, false)
    } else {
        let (verb, usual) = told.map_or_else(|| (usual_verb(method, &parts), true), |told| (told, false));
        parts.words.extend(Some(done.join("_")).filter(|done| !done.is_empty()));
        (verb.to_owned(), usual)
    };
    parts.without_service(service);
    parts.fit(method, &verb, usual);
    parts.join(verb, usual, dialect)
}

/// What a path says.
#[derive(Default)]
pub(super) struct Parts {
    /// Its literal segments, and what a placeholder at the beginning stands for.
    pub(super) words: Vec<String>,
    /// The placeholders that no word stands for.
    pub(super) by: Vec<String>,
    versions: Vec<String>,
    /// Whether the path ends in a placeholder that selects one of several.
    one: bool,
    /// Whether any placeholder does.
    open: bool,
}

impl Parts {
    pub(super) fn of(template: &Template, dialect: &Dialect) -> Self {
        let mut found = Parts::default();
        // The placeholders since the last literal segment.
        let mut waiting: Vec<String> = Vec::new();
        let mut silent = Vec::new();
        for segment in segments(template) {
            if dialect.omit_segments.as_ref().is_some_and(|regex| regex.is_match(segment)) {
                continue;
            }
            let (names, literal) = uri::pieces(segment);
            let literal = literal.strip_suffix(".json").unwrap_or(&literal);
            let first = found.words.is_empty() && waiting.is_empty();
            waiting.extend(names.into_iter().filter(|name| !(first && is_supplied(name, dialect))));
            if is_version(literal) {
                found.versions.push(literal.to_ascii_lowercase().replace('.', "_"));
                continue;
            }
            let word = words::snake(literal);
            if word.is_empty() {
                continue;
            }
            found.placeholders(&mut waiting);
            found.one = false;
            if has(&NAMES.silent, &word) {
                silent.push(word);
            } else {
                found.words.push(word);
            }
        }
        found.open = !waiting.is_empty();
        found.placeholders(&mut waiting);
        if found.words.is_empty() {
            found.words.extend(silent.pop());
        }
        found
    }

    /// Takes the placeholders after the last word. If one of them selects one of several, the word becomes singular.
    fn placeholders(&mut self, waiting: &mut Vec<String>) {
        let Some(first) = waiting.first() else { return };
        let Some(last) = self.words.last_mut() else {
            // `{index_name}` is an index.
            let first = words::snake(first);
            let short = ["_id", "_name"].iter().find_map(|ending| first.strip_suffix(ending));
            self.words.push(short.unwrap_or(&first).to_owned());
            self.by.extend(waiting.drain(..).skip(1));
            self.one = true;
            return;
        };
        let one = singular(last);
        let which = one.as_ref().and_then(|one| waiting.iter().rposition(|name| identifies(name, one)));
        // The placeholders before it say what it is one of: `/repos/{owner}/{repo}`.
        let rest = which.map_or(0, |which| which + 1);
        self.one = rest > 0 && rest == waiting.len();
        self.by.extend(waiting.drain(..).skip(rest).map(|name| short(&name, last)));
        if let Some(one) = one.filter(|_| rest > 0) {
            *last = one;
        }
    }

    /// Takes the path's own verb out of its last word.
    fn without_verb(&mut self, verb: &str) {
        let Some(last) = self.words.pop() else { return };
        let rest = last.strip_prefix(verb).or_else(|| last.strip_suffix(verb)).unwrap_or(&last);
        let rest = rest.trim_matches('_');
        // `/repos/{id}/sync-repo` says the repo twice.
        if !rest.is_empty() && self.words.last().is_none_or(|before| before != rest) {
            self.words.push(rest.to_owned());
        }
    }

    /// The verb that `done` begins with, if the path ends in a word for any action. The rest of `done` replaces that
    /// word.
    fn take_deed(&mut self, template: &Template, done: &[String]) -> Option<String> {
        // `os-extend`: what precedes the verb is dropped.
        let at = done.iter().take(2).position(|word| is_verb(word))?;
        let (verb, rest) =
            done.get(at..)?.split_first().filter(|_| is_deed(template) && self.words.len() > 1)?;
        self.words.pop();
        self.words.extend(Some(rest.join("_")).filter(|rest| !rest.is_empty()));
        Some(verb.clone())
    }

    /// Removes the service's own name, which says nothing, unless there is no other word.
    fn without_service(&mut self, service: &str) {
        if self.words.len() > 1 && self.words.first().is_some_and(|first| *first == words::snake(service)) {
            self.words.remove(0);
        }
    }

    /// Puts the last word in the number that the verb asks for, and says nothing twice.
    fn fit(&mut self, method: Method, verb: &str, usual: bool) {
        if self.words.len() > 1 && self.words.first().is_some_and(|first| first == verb) {
            self.words.remove(0);
        }
        let Some(last) = self.words.last_mut() else { return };
        if verb == "list" && !usual && singular(last).is_none() {
            *last = plural(last);
        }
        if usual && method == Method::Post {
            match singular(last) {
                // What is created in a list is one of it.
                Some(one) if !self.open => *last = one,
                _ => {}
            }
            if self.one && self.by.is_empty() {
                self.by.push("id".to_owned());
            }
        }
    }

    fn join(mut self, verb: String, usual: bool, dialect: &Dialect) -> String {
        if self.words.is_empty() && usual {
            self.words.push("root".to_owned());
        }
        let mut all = vec![verb];
        all.extend(self.versions.iter().filter(|_| dialect.versions_first).cloned());
        all.append(&mut self.words);
        for (index, name) in self.by.iter().enumerate() {
            all.push(format!("{}_{}", if index == 0 { "by" } else { "and" }, words::snake(name)));
        }
        let all = all.join("_");
        if dialect.versions_first { all } else { self.versioned(all) }
    }

    /// A name followed by the versions in the path.
    pub(super) fn versioned(&self, name: String) -> String {
        self.versions.iter().fold(name, |name, version| format!("{name}_{version}"))
    }
}

/// Whether a placeholder selects one of several things: `{repo}`, `{repo_id}` or `{id}` of repos.
fn identifies(placeholder: &str, one: &str) -> bool {
    let words = words::cut(placeholder);
    let thing = one.rsplit('_').next().unwrap_or_default();
    words.last().is_some_and(|last| has(&NAMES.identifiers, last))
        || words.iter().any(|word| word == thing || thing.len() > 3 && word.contains(thing))
}

/// The name of a placeholder without what the word before it says: `{template_name}` of a `template` is a `name`.
fn short(placeholder: &str, before: &str) -> String {
    let all = words::cut(placeholder);
    let before: Vec<&str> = before.split('_').collect();
    let rest: Vec<&String> = all.iter().skip_while(|word| before.contains(&word.as_str())).collect();
    if rest.is_empty() {
        words::snake(placeholder)
    } else {
        rest.into_iter().cloned().collect::<Vec<_>>().join("_")
    }
}

/// The singular of a name of several words. `None` if the last one is not a plural.
fn singular(name: &str) -> Option<String> {
    let (before, last) = name.split_at(name.rfind('_').map_or(0, |at| at + 1));
    Some(format!("{before}{}", words::singular(last)?))
}

fn plural(name: &str) -> String {
    let (before, last) = name.split_at(name.rfind('_').map_or(0, |at| at + 1));
    format!("{before}{}", words::plural(last))
}

pub(super) fn segments(template: &Template) -> impl DoubleEndedIterator<Item = &str> {
    template.path.split('/').filter(|part| !part.is_empty())
}

/// Whether the client fills the placeholder in by itself.
fn is_supplied(name: &str, dialect: &Dialect) -> bool {
    let service = &dialect.source.service;
    service.context.keys().chain(service.global.context.keys()).any(|known| key(known) == key(name))
}

/// `v2`, `v2.1`, `v1beta1`.
pub(super) fn is_version(segment: &str) -> bool {
    let rest = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let stage = digits.trim_end_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(|c: char| c.is_ascii_digit()) && matches!(stage, "" | "alpha" | "beta" | "rc")
}

/// The verb that the last segment of a path begins with. One that the title begins with is surely one.
pub(super) fn own_verb(method: Method, template: &Template, told: Option<&str>) -> Option<String> {
    let (_, last) = uri::pieces(segments(template).next_back()?);
    let words = words::cut(last.rsplit(':').next().unwrap_or_default());
    let [first, rest @ ..] = words.as_slice() else { return None };
    let all = words.join("_");
    if let Some(told) = told
        .filter(|told| all.strip_prefix(told).is_some_and(|rest| matches!(rest.as_bytes(), [] | [b'_', ..])))
    {
        return Some(told.to_owned());
    }
    if !rest.is_empty() && has(&NAMES.nouns, first) {
        return None;
    }
    let fits = |word: &str| match method {
        Method::Post | Method::Put | Method::Patch => is_verb(word),
        Method::Get | Method::Head => has(&NAMES.got, word),
        Method::Delete => is_usual(method, word),
        Method::Options => false,
    };
    match rest.first().filter(|second| has(&NAMES.before, first) && fits(second)) {
        Some(second) => Some(format!("{first}_{second}")),
        None => Some(first).filter(|first| fits(first)).cloned(),
    }
}

/// Whether a path to post to says that the request only reads.
pub(in crate::lower) fn reads(method: Method, template: &Template) -> bool {
    let verb = own_verb(method, template, None).filter(|_| method == Method::Post);
    verb.is_some_and(|verb| has(&NAMES.reads, verb.rsplit('_').next().unwrap_or_default()))
}

fn usual_verb(method: Method, parts: &Parts) -> &'static str {
    match method {
        Method::Get if parts.one => "show",
        Method::Get if parts.open || parts.words.last().is_none_or(|last| singular(last).is_none()) => "get",
        Method::Get => "list",
        Method::Post => "create",
        Method::Put => "update",
        Method::Patch => "modify",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
    }
}

/// Whether the path says only that something is done.
pub(in crate::lower) fn is_deed(template: &Template) -> bool {
    segments(template).next_back().is_some_and(|last| has(&NAMES.deeds, &last.to_ascii_lowercase()))
}

/// What is done, by a constant of the query.
pub(in crate::lower) fn deed(constants: &[(String, String)]) -> Option<&str> {
    let found = constants.iter().find(|(name, _)| has(&NAMES.deeds, &name.to_ascii_lowercase()));
    found.map(|(_, value)| value.as_str())
}

/// The id with every segment in its order: for two operations that the rules above give one id.
pub(in crate::lower) fn full(request: &Request<'_>) -> String {
    let parts = segments(request.template).map(|part| {
        let (names, literal) = uri::pieces(part);
        let names = names.iter().map(|name| format!("by_{}", words::snake(name)));
        let all = names.chain(Some(words::snake(&literal)));
        all.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
    });
    let all: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    format!("{}_{}", usual_verb(request.method, &Parts::of(request.template, request.dialect)), all.join("_"))
}
