//! Finds the requests on a page, and how surely an operation is described by each.

use std::collections::{HashMap, HashSet};

use tablature_ir::Method;

pub(super) use super::cells::{has_requests, lists_requests, states_request};
use super::{
    apart, behind, calls, cells, columns, operations,
    page::{Item, Page, Part},
    path, pointed, slashless, tags,
    target::{self, Target},
    texts,
    waiting::{Waiting, is_address_label},
};
use crate::{
    dialect::{Column, Dialect, Part as Word, normal},
    load::Span,
};

/// A request on a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) target: Target,
    /// The item that it stands in.
    pub(super) item: usize,
    pub(super) span: Span,
    /// How surely it says what an operation is, rather than showing one.
    pub(super) strength: f32,
}

/// All the page is nothing but this.
pub(super) const TAG: f32 = 3.2;
pub(super) const HEADING: f32 = 3.1;
const CODE: f32 = 3.0;
pub(super) const OWN: f32 = 3.0;
pub(super) const CELLS: f32 = 2.4;
pub(super) const TWO_LINES: f32 = 2.2;
pub(super) const BEGINS: f32 = 2.05;
pub(super) const MARKED: f32 = 1.8;
/// A row of a list of operations. It counts where no page describes the operation.
pub(super) const LISTED: f32 = 1.5;
/// How much weaker a full address is than a path.
pub(super) const CALLED: f32 = 0.6;
pub(super) const SENTENCE: f32 = 0.9;
pub(super) const MESSAGE: f32 = 1.2;
const COMMAND: f32 = 0.5;
pub(super) const ADDRESS: f32 = 0.6;
/// A line of less only mentions an address: what stands around it is about something else.
pub(super) const MENTION: f32 = 0.5;
/// A request under a word for examples counts no more than this.
const EXAMPLE: f32 = 1.0;
/// So much surer is a request in a section for addresses.
const ADDRESSED: f32 = 0.6;
/// The path of a method's heading stands at most so many headings before it.
const MAX_BESIDE: usize = 24;
/// From this strength on, a line describes an operation.
pub(super) const STRONG: f32 = 2.0;

/// Finds all requests of a page, in page order.
pub(super) fn find(page: &Page<'_>, dialect: &Dialect) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut waiting = Waiting::default();
    for (index, item) in page.items.iter().enumerate() {
        let before = lines.len();
        match item.part {
            Part::Heading(heading) => {
                let text = heading.content.joined();
                // Address and method may have a heading each.
                if is_address_label(&text, dialect) {
                    waiting.label = Some(index);
                } else if waiting.labelled(&text, index, dialect) {
                    waiting.pair(index, item.span, &mut lines);
                } else {
                    let method = target::leading(&text).map(|method| (method, index));
                    waiting = Waiting { method, ..Waiting::default() };
                }
                let mut found = target::with_method(&path::unpatterned(&text));
                if found.is_empty() {
                    found.extend(in_brackets(page, item.section, &text));
                    found.extend(below_path(page, item.section, &text, dialect));
                    found.extend(behind::trailing(&text, dialect));
                    found.extend(behind::bracketed(&text));
                }
                for target in found {
                    lines.push(Line { target, item: index, span: item.span, strength: HEADING });
                }
            }
            Part::Text(content) => texts::text(content, index, item.span, dialect, &mut waiting, &mut lines),
            Part::Code(code) => {
                labelled(&code.text, index, item.span, dialect, &mut lines);
                waiting.path_in_code(&code.text, index, item.span, &mut lines);
                block(&code.text, index, item.span, &mut lines);
            }
            Part::Table(_) => cells::cells(item, index, dialect, &mut lines),
        }
        if is_example(page, index, dialect) || is_within_fields(page, index, dialect) {
            for line in lines.iter_mut().skip(before) {
                line.strength = line.strength.min(EXAMPLE);
            }
        }
    }
    apart::methods(page, dialect, &mut lines);
    pointed::linked(page, &mut lines);
    pointed::called(page, &mut lines, dialect);
    addressed(page, dialect, &mut lines);
    for line in &mut lines {
        // A path alone is what is described; the address of a server is what somebody called. One with placeholders is no call.
        let real =
            line.target.host.as_ref().is_some_and(|host| host.contains('.') && !host.contains(['{', '<']));
        if real && line.strength >= STRONG {
            let is_template = path::without_query(&line.target.path).contains('{');
            line.strength = (line.strength - CALLED).max(if is_template { STRONG } else { 0.0 });
        }
        if path::has_id(&line.target.path) {
            line.strength = line.strength.min(EXAMPLE);
        }
    }
    beside(page, &mut lines);
    calls::calls(page, &mut lines);
    tags::tags(page, &mut lines);
    tags::front(page, &mut lines);
    lines.sort_by(|a, b| a.item.cmp(&b.item).then(a.span.cmp(&b.span)));
    lines
}

/// The request of a block of code that labels its parts: `url: /boats`, `method: POST`.
fn labelled(code: &str, index: usize, span: Span, dialect: &Dialect, lines: &mut Vec<Line>) {
    let mut parts = Waiting::default();
    for line in code.lines().take(4) {
        if parts.labelled(line, index, dialect) {
            parts.pair(index, span, lines);
        }
    }
}

/// Makes the only request of a section strong, though a sentence is around it, where a section beside it has one that is.
fn beside(page: &Page<'_>, lines: &mut [Line]) {
    let section = |line: &Line| page.items.get(line.item).map_or(0, |item| item.section);
    let place = |at: usize| page.sections.get(at).map(|section| (section.parent, section.level));
    let strong = || lines.iter().filter(|line| line.strength >= STRONG);
    let taken: HashSet<usize> = strong().map(section).collect();
    let places: HashSet<_> = taken.iter().filter_map(|at| place(*at)).collect();
    let mut said: HashMap<usize, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.strength >= SENTENCE) {
        *said.entry(section(line)).or_default() += 1;
    }
    let is_open = |line: &&Line| line.strength >= MARKED && line.strength < STRONG;
    let keys: HashSet<String> = if lines.iter().any(|line| is_open(&line)) {
        strong().map(operations::key).collect()
    } else {
        HashSet::new()
    };
    let only = |(index, line): (usize, &Line)| {
        let own = section(line);
        let alone = said.get(&own) == Some(&1);
        let fits = alone && !taken.contains(&own) && place(own).is_some_and(|place| places.contains(&place));
        (is_open(&line) && fits && !keys.contains(&operations::key(line))).then_some(index)
    };
    let found: Vec<usize> = lines.iter().enumerate().filter_map(only).collect();
    for index in found {
        if let Some(line) = lines.get_mut(index) {
            line.strength = BEGINS;
        }
    }
}

/// The request in brackets at the end of a heading: `List boats [GET /boats]`, or `[GET]` where a heading around it has
/// the path: `Boats [/boats]`.
fn in_brackets(page: &Page<'_>, section: usize, title: &str) -> Option<Target> {
    let inner = |text: &str| Some(text.trim().strip_suffix(']')?.rsplit_once('[')?.1.to_owned());
    let own = inner(title)?;
    if let Some(whole) = target::with_method(&own).into_iter().next() {
        return Some(whole);
    }
    let method = target::method(own.trim())?;
    let paths = page.around(section).skip(1).filter_map(|(_, around)| {
        let text = inner(&around.title)?;
        target::addresses(&text).into_iter().next().filter(|path| path.range.len() == text.len())
    });
    paths.into_iter().next().map(|path| Target { method: Some(method), ..path })
}

/// The request of a heading that is nothing but a method, where one around or before it has nothing but the path: `## /boats`,
/// `### GET`, or "Endpoint: /boats", "POST method".
fn below_path(page: &Page<'_>, section: usize, title: &str, dialect: &Dialect) -> Option<Target> {
    let method = target::method(title).or_else(|| method_of(title, dialect))?;
    let path = |title: &str| {
        let labelled =
            title.split_once([':', '\u{ff1a}']).filter(|(label, _)| is_address_label(label, dialect));
        let value = labelled.map_or(title, |(_, value)| value);
        let value = value.trim().trim_matches('_');
        target::addresses(value).into_iter().next().filter(|path| path.range.len() == value.len())
    };
    let path = page.around(section).find_map(|(at, own)| {
        let parent = page.sections.get(own.parent).filter(|_| own.parent != at);
        let is_beside = |other: &usize| page.sections.get(*other).is_some_and(|it| it.parent == own.parent);
        let mut before = (own.parent + 1..at).rev().take(MAX_BESIDE).filter(is_beside);
        let beside = before.find_map(|at| path(&page.sections.get(at)?.title));
        beside.or_else(|| path(&parent?.title))
    })?;
    Some(Target { method: Some(method), ..path })
}

/// The method in capitals that a heading begins with, where the rest only says that it is one: "POST method".
fn method_of(title: &str, dialect: &Dialect) -> Option<Method> {
    let title = title.split(['(', '\u{ff08}']).next()?.trim();
    let (word, rest) = title.split_at(title.find(|c: char| !c.is_ascii_uppercase())?);
    let is_word = columns::by_word(&normal(rest.trim()), dialect) == Some(Column::Method)
        || dialect.words.read_short(rest).is_some_and(|said| said.rest.is_empty() && said.has(Word::Request));
    (is_word && !rest.trim().is_empty()).then(|| target::method(word))?
}

/// Weakens requests outside the section for addresses, where a page has one: without a section of their own they only
/// show a call.
fn addressed(page: &Page<'_>, dialect: &Dialect, lines: &mut [Line]) {
    let is_address = |line: &Line| {
        let section = page.items.get(line.item).map_or(0, |item| item.section);
        let title = page.sections.get(section).filter(|_| section != 0).map(|section| section.title.as_str());
        title.is_some_and(|title| is_address_label(title, dialect))
    };
    let own: Vec<bool> = lines.iter().map(|line| line.strength >= STRONG && is_address(line)).collect();
    if !own.contains(&true) {
        return;
    }
    for (line, is_own) in lines.iter_mut().zip(own) {
        let item = page.items.get(line.item);
        let alone = || {
            let section = item.and_then(|item| page.sections.get(item.section));
            let after =
                section.and_then(|section| page.items.get(line.item..section.end)).unwrap_or_default();
            after.iter().any(|item| item.table().is_some())
        };
        let heads = item.is_some_and(|item| matches!(item.part, Part::Heading(_)));
        if is_own {
            line.strength += ADDRESSED;
        } else if line.strength >= STRONG && !heads && !alone() {
            line.strength = EXAMPLE;
        }
    }
}

/// The lines of a block of code that hold something. An address goes on in lines that begin as its query does.
fn rows(code: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let says = |line: &&str| {
        let comment = line.starts_with("// ") || line.starts_with("# ");
        !line.is_empty() && (!comment || !target::with_method(line).is_empty())
    };
    for line in code.lines().map(str::trim).filter(says) {
        match rows.last_mut() {
            Some(last) if line.starts_with(['?', '&']) && last.contains('/') && !last.ends_with('\\') => {
                last.push_str(line);
            }
            // The method may have a line of its own: `HTTPS POST`, and then the address.
            Some(last) if line.starts_with("http") && is_method_alone(last) => {
                *last = format!("{} {line}", last.split_whitespace().last().unwrap_or_default());
            }
            _ => rows.push(line.to_owned()),
        }
    }
    rows
}

/// Whether a line is a method, or two of them, behind the name of the protocol.
fn is_method_alone(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let last = words.next_back().unwrap_or_default();
    last.split(['|', '/']).all(|word| target::method(word).is_some())
        && words.all(|word| matches!(word, "HTTP" | "HTTPS" | "http" | "https"))
}

/// The requests of a block of code: it may be nothing else, an HTTP message, or a command.
pub(super) fn block(code: &str, index: usize, span: Span, lines: &mut Vec<Line>) {
    let rows = rows(&path::unpatterned(code));
    let of = |line: &String| {
        let mut found = target::with_method(line);
        if found.is_empty() {
            found.extend(slashless::loose(line));
        }
        let at_start = found.first().is_some_and(|it| it.range.start <= 1);
        if at_start { found.into_iter().next() } else { None }
    };
    let leading: Vec<Target> = rows.iter().map_while(of).collect();
    let only = !leading.is_empty() && leading.len() == rows.len();
    let is_message = rows.first().is_some_and(|line| line.contains("HTTP/1") || line.contains("HTTP/2"));
    if !leading.is_empty() {
        let strength = match (only, is_message) {
            (_, true) => MESSAGE,
            (true, _) => CODE,
            // A line and then the body that goes with it.
            _ => MESSAGE + 0.2,
        };
        let most = if only { usize::MAX } else { 1 };
        for target in leading.into_iter().take(most) {
            lines.push(Line { target, item: index, span, strength });
        }
        return;
    }
    if let Some(request) = crate::extract::example::read(code).request {
        let method = request.method.as_deref().and_then(target::method);
        let query: Vec<String> =
            request.query.iter().map(|pair| format!("{}={}", pair.name, pair.value)).collect();
        // A command may leave out the scheme: `curl 127.0.0.1:3000/boats`.
        let target = &*request.target;
        let is_bare = !target.starts_with('/') && !target.contains("://") && target.contains('/');
        let target = format!("{}{target}", if is_bare { "http://" } else { "" });
        let text = if query.is_empty() { target } else { format!("{target}?{}", query.join("&")) };
        if let Some(found) = target::addresses(&text).into_iter().next() {
            let is_command =
                rows.first().is_some_and(|line| line.trim_start_matches("$ ").starts_with("curl"));
            let method = method.or_else(|| {
                let sends =
                    ["-d ", "--data", "-F ", "--form", "-X POST"].iter().any(|flag| code.contains(flag));
                is_command.then_some(if sends { Method::Post } else { Method::Get })
            });
            let alone = rows.len() == 1 && !is_command;
            let strength = if alone { ADDRESS * 1.3 } else { COMMAND };
            lines.push(Line { target: Target { method, ..found }, item: index, span, strength });
        }
        return;
    }
    // The addresses of data are links.
    let is_data =
        code.trim_start().starts_with(['{', '[']) && crate::extract::example::read(code).body.is_some();
    if is_data {
        return;
    }
    for row in rows.iter().take(40) {
        for target in target::with_method(row).into_iter().chain(target::addresses(row)).take(2) {
            lines.push(Line { target, item: index, span, strength: 0.2 });
        }
    }
}

/// Whether words above an item say that it is an example: the line right above it, or the headings around it.
pub(super) fn is_example(page: &Page<'_>, index: usize, dialect: &Dialect) -> bool {
    let Some(item) = page.items.get(index) else { return false };
    if matches!(item.part, Part::Heading(_)) {
        return false;
    }
    let says = |text: &str| {
        dialect.words.read_short(text).is_some_and(|said| said.is_example() && said.rest.len() < 40)
    };
    let above = index.checked_sub(1).and_then(|above| page.items.get(above));
    let label = above.filter(|above| above.is_label()).and_then(Item::text);
    label.is_some_and(|text| says(&text.joined()))
        || page.around(item.section).take(2).any(|(_, section)| says(&section.title))
}

/// Whether the headings around an item speak of fields; a request there shows how they are used. The title of the page
/// does not count.
fn is_within_fields(page: &Page<'_>, index: usize, dialect: &Dialect) -> bool {
    let Some(item) = page.items.get(index).filter(|item| !matches!(item.part, Part::Heading(_))) else {
        return false;
    };
    let speaks = |title: &str| {
        dialect.words.read_short(title).is_some_and(|said| {
            let of_fields = said.has(Word::Fields) || said.location().is_some();
            of_fields && said.rest.is_empty() && !said.has(Word::Address)
        })
    };
    // A section with sections of its own tells of more than how fields are used.
    if page.sections.iter().any(|section| section.parent == item.section && section.start > index) {
        return false;
    }
    let around = page.around(item.section).take(2);
    let mut below = around.take_while(|(_, section)| section.level > 1 && section.parent != 0);
    below.any(|(_, section)| speaks(&section.title))
}
