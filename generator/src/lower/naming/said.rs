//! The names that pages give their operations: ids, and names in words that may be one.

use tablature_ir::Method;

use super::{
    Request,
    path::{self, Parts, segments},
    words::{NAMES, has, is_usual, is_verb},
};
use crate::{
    lower::{
        book::Entry,
        uri::{self, Template},
    },
    words,
};

/// More words make a sentence.
const MOST_WORDS: usize = 6;

/// The id that the page of a request gives, if it gives one. `alone` says that the page has no other operation, `only`
/// that the part of it under this title has none.
pub(in crate::lower) fn given(
    entry: &Entry,
    request: &Request<'_>,
    alone: bool,
    only: bool,
) -> Option<String> {
    let raw = &entry.raw;
    let hinted = || {
        let name = &raw.hint.as_ref().filter(|hint| fits(&hint.text, request))?.text;
        Some(if raw.versioned { super::versioned(name, request.template) } else { name.clone() })
    };
    let front = |keys: &'static [String]| {
        let fields = &entry.document.front;
        keys.iter()
            .filter_map(move |key| fields.iter().find(|field| *field.key == **key))
            .map(|field| &*field.value)
    };
    // Front matter speaks for the whole page, so it does not name one of several parts.
    let of_page = |keys: &'static [String]| front(keys).filter(move |_| alone);
    let title = raw.title.as_ref().map(|title| title.text.as_str());
    let anchor = raw.anchor.as_ref().map(|anchor| anchor.text.as_str());
    let id = raw.name.as_ref().map(|name| name.text.clone()).or_else(hinted);
    let id = id.or_else(|| {
        of_page(&NAMES.front.ids).find(|id| !id.trim().is_empty()).map(|id| id.trim().to_owned())
    });
    if id.is_some() || !only {
        return id;
    }
    let id = of_page(&NAMES.front.names).find_map(|name| in_words(name, request));
    id.or_else(|| anchor.filter(|anchor| is_id(anchor)).map(ToOwned::to_owned))
        .or_else(|| in_words(anchor?, request))
        .or_else(|| in_words(entry.stem(), request).filter(|_| alone))
        .or_else(|| in_words(title?, request))
}

/// Whether an anchor is written as an id in code, not as the words of its heading: `createContact`.
fn is_id(anchor: &str) -> bool {
    anchor.starts_with(|c: char| c.is_ascii_lowercase())
        && anchor.contains(|c: char| c.is_ascii_uppercase())
        && anchor.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The words of a title or of a file's name that say something.
fn said(text: &str) -> Vec<String> {
    let text = text.split(['(', '\u{ff08}', '{']).next().unwrap_or_default().replace(['\'', '\u{2019}'], "'");
    let mut said = words::cut(&text.replace("'s ", " "));
    while said.last().is_some_and(|last| has(&NAMES.trailing, last)) {
        said.pop();
    }
    said.retain(|word| !has(&NAMES.filler, word));
    let joined = said.iter().rposition(|word| has(&NAMES.joining, word));
    if let Some(at) =
        joined.filter(|at| said.iter().skip(at + 1).all(|word| said.iter().take(*at).any(|it| it == word)))
    {
        said.truncate(at);
    }
    said
}

/// The id that a name in words is: one that begins with a verb which the method does not contradict, and that says all
/// that the path says. So two requests hardly ever have one.
fn in_words(text: &str, request: &Request<'_>) -> Option<String> {
    if !text.is_ascii() || text.contains('/') {
        return None;
    }
    let said = said(text);
    let verb = said.first().filter(|_| (2..=MOST_WORDS).contains(&said.len()))?;
    if !agrees(verb, request) {
        return None;
    }
    let stems: Vec<String> = said.iter().map(|word| stem(word)).collect();
    let parts = Parts::of(request.template, request.dialect);
    let service = words::snake(request.service);
    let path = parts.words.iter().chain(&parts.by).filter(|word| **word != service);
    let mut needed = path.flat_map(|word| words::cut(word)).map(|word| stem(&word));
    needed.all(|word| stems.contains(&word)).then(|| parts.versioned(said.join("_")))
}

fn stem(word: &str) -> String {
    words::singular(word).unwrap_or_else(|| word.to_owned())
}

/// Whether a verb may be what a request does.
fn agrees(verb: &str, request: &Request<'_>) -> bool {
    let usual = |method| is_usual(method, verb);
    let reads = || has(&NAMES.reads, verb) || has(&NAMES.checks, verb) || usual(Method::Get);
    let one = request.template.path.trim_end_matches('/').ends_with('}');
    match request.method {
        Method::Get => reads() && !(one && verb == "list"),
        Method::Head => reads(),
        Method::Post => is_verb(verb) || usual(Method::Post) || usual(Method::Get),
        Method::Put | Method::Patch => {
            usual(request.method) || is_verb(verb) && !reads() && !usual(Method::Delete)
        }
        Method::Delete => {
            let others = [Method::Get, Method::Post, Method::Put];
            usual(Method::Delete) || is_verb(verb) && !reads() && !others.into_iter().any(usual)
        }
        Method::Options => false,
    }
}

/// The verb of an English title, where it says something else than the method does.
pub(in crate::lower) fn verb(entry: &Entry, request: &Request<'_>) -> Option<String> {
    let title = &entry.raw.title.as_ref()?.text;
    let all = words::cut(title);
    let [verb, next, ..] = all.as_slice() else { return None };
    if request.method == Method::Get {
        return Some(verb.clone())
            .filter(|verb| title.is_ascii() && has(&NAMES.got, verb) && !is_usual(Method::Get, verb));
    }
    let (_, last) = uri::pieces(segments(request.template).next_back()?);
    // The path says the same, so it is a verb: `Cherry-pick a commit`, `/commits/{id}/cherry_pick`.
    let leading = words::cut(title.split_whitespace().next().unwrap_or_default());
    let order = all.last().is_some_and(|last| !has(&NAMES.trailing, last)) && !has(&NAMES.before, verb);
    if words::cut(&last).starts_with(&leading) && title.is_ascii() && order && all.len() > leading.len() {
        return Some(leading.join("_"));
    }
    let verb = if has(&NAMES.before, verb) { next } else { verb };
    // "Export status" is no order, "Merge a branch" is one.
    let order = !has(&NAMES.nouns, verb) || matches!(next.as_str(), "a" | "an" | "the" | "all");
    let usual = is_usual(request.method, verb);
    (title.is_ascii() && order && !usual && is_verb(verb) && agrees(verb, request)).then(|| verb.clone())
}

/// Whether the name in a link fits its request: its verb belongs to the method or to the path. A name that the dialect
/// lists as copied to pages of other operations must also mention the last thing that the path names.
pub(in crate::lower) fn fits(name: &str, request: &Request<'_>) -> bool {
    let Request { method, template, dialect, .. } = *request;
    let said = words::cut(name);
    let naming = &dialect.source.naming;
    let verbs = naming.verbs.get(&method).map_or(&[][..], Vec::as_slice);
    let own = path::own_verb(method, template, None);
    let own = own.as_deref().map(|own| own.rsplit('_').next().unwrap_or_default());
    let known = |word: &&String| {
        own == Some(word.as_str()) || verbs.iter().any(|verb| verb.eq_ignore_ascii_case(word))
    };
    let Some(verb) = said.iter().find(known) else { return false };
    if verb == "list" && template.path.trim_end_matches('/').ends_with('}') {
        return false;
    }
    !naming.copied.iter().any(|copied| copied == name) || speaks_of(&said, template)
}

fn speaks_of(said: &[String], template: &Template) -> bool {
    let Some(last) = segments(template).rfind(|part| !part.contains('{')) else { return false };
    let last = words::cut(last);
    let joined = stem(&last.concat());
    last.iter().any(|part| said.iter().any(|word| stem(word) == stem(part)))
        || said.iter().any(|word| word.len() > 3 && joined.contains(&stem(word)))
}
