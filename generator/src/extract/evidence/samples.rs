//! The examples that speak of an operation: which side each shows, and all of a side as one tree.

use std::{collections::HashMap, ops::Range};

use serde_json::{Map, Value};
use tablature_ir::{Location, Method};

use super::{
    names,
    page::{Item, Page, Part},
    tables,
};
use crate::{
    dialect::{self, Dialect},
    extract::example,
    load::{Code, Row},
    raw::Role,
};

/// An example.
#[derive(Clone, Debug)]
pub(super) struct Sample<'d> {
    pub(super) item: usize,
    section: usize,
    pub(super) code: &'d Code,
    pub(super) role: Role,
    pub(super) status: Option<u16>,
    pub(super) value: Option<Value>,
    /// The form that its request sends, whatever the answer below it in the same block makes of the example.
    pub(super) form: Option<Value>,
    /// The query of its address: names and values.
    pub(super) query: Vec<(String, String)>,
    /// The headers that its request has.
    pub(super) headers: Vec<(String, String)>,
}

impl Sample<'_> {
    /// Whether both are objects with members of the same names.
    fn has_members_of(&self, other: &Sample<'_>) -> bool {
        match (&self.value, &other.value) {
            (Some(Value::Object(own)), Some(Value::Object(other))) => own.keys().eq(other.keys()),
            _ => false,
        }
    }

    /// Whether its members, if it has any, are all among those of another.
    pub(super) fn is_within(&self, other: &Sample<'_>) -> bool {
        let own = self.value.as_ref().and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let other = other.value.as_ref().and_then(Value::as_object);
        own.into_iter().all(|key| other.is_some_and(|other| other.contains_key(key)))
    }

    /// Whether it is nothing but a request line.
    fn is_line(&self) -> bool {
        self.value.is_none() && self.form.is_none() && self.code.text.trim().lines().count() == 1
    }
}

/// What the examples of a page show for each key, wherever it stands: the word for the kind, or none where they show
/// several.
pub(super) fn kinds(page: &Page<'_>) -> HashMap<String, Option<&'static str>> {
    let mut kinds = HashMap::new();
    for item in &page.items {
        let Part::Code(code) = item.part else { continue };
        if let Some(body) = example::body(&code.text) {
            note(&body.value, &mut kinds, 0);
        }
    }
    kinds
}

fn note(value: &Value, kinds: &mut HashMap<String, Option<&'static str>>, depth: usize) {
    match value {
        Value::Array(items) if depth < 64 => items.iter().for_each(|item| note(item, kinds, depth + 1)),
        Value::Object(members) if depth < 64 => {
            for (key, value) in members {
                if value.is_null() {
                    continue;
                }
                let kind = kind(value);
                let known = kinds.entry(key.clone()).or_insert(kind);
                if *known != kind {
                    *known = None;
                }
                note(value, kinds, depth + 1);
            }
        }
        _ => {}
    }
}

/// The word for the type of a scalar.
pub(super) fn kind(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The examples among some items.
pub(super) fn find<'d>(
    page: &Page<'d>,
    items: Range<usize>,
    own: usize,
    method: Option<Method>,
    dialect: &Dialect,
) -> Vec<Sample<'d>> {
    let mut samples: Vec<Sample<'d>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // What a request sends is told by a table, or else shown.
    let is_told = page.items.get(items.clone()).into_iter().flatten().any(|item| item.table().is_some());
    for index in items {
        let Some(Item { part: Part::Code(code), section, .. }) = page.items.get(index) else { continue };
        if example::is_program(code) {
            continue;
        }
        let read = example::read(&code.text);
        let is_schema = read.body.as_ref().is_some_and(|body| body.value.get("$schema").is_some());
        let says = read.request.is_some() || read.body.is_some() || read.status.is_some() || read.is_xml;
        if !says || is_schema {
            continue;
        }
        let query = read.request.iter().flat_map(|request| &request.query);
        let query = query.map(|pair| (pair.name.to_string(), pair.value.to_string())).collect();
        let headers = read.request.iter().flat_map(|request| &request.headers);
        let headers = headers.map(|pair| (pair.name.to_string(), pair.value.to_string())).collect();
        let said = told(page, index, own, dialect);
        let starts = code.text.trim_start();
        let starts = starts.strip_prefix("$ ").unwrap_or(starts);
        // The address of a command may follow the body that it sends.
        let is_command = starts.starts_with("curl ");
        let is_request = is_command
            || read.request.as_ref().is_some_and(|request| {
                request.method.is_some() || starts.starts_with("http") || starts.starts_with('/')
            });
        let sent = read.body.as_ref().is_none_or(|body| is_sent(&code.text, body.range.start));
        // Only responses have a status, whatever a sentence between it and the example speaks of.
        let answers = tables::status(page, index, dialect);
        let role = match said {
            _ if starts.starts_with("HTTP/") || is_command && !sent => Role::ResponseExample,
            _ if is_request && read.status.is_none() => Role::RequestExample,
            _ if answers.is_some() => Role::ResponseExample,
            Some((role, _)) => role,
            None if read.status.is_some() => Role::ResponseExample,
            None => Role::Unknown,
        };
        let form = read.form.as_ref().map(object);
        let value = read.body.map(|body| body.value);
        let sends = matches!(method, Some(Method::Post | Method::Put | Method::Patch));
        let role = if role == Role::Unknown && sends && shows_rows_above(page, index, value.as_ref()) {
            Role::RequestExample
        } else {
            role
        };
        if role == Role::Unknown {
            open.push(samples.len());
        }
        let stated = said.and_then(|(_, status)| status);
        let answers = answers.filter(|_| role == Role::ResponseExample);
        // That it is a failure is less than which.
        let status = read.status.or(stated.filter(|status| *status > 0)).or(answers).or(stated);
        samples.push(Sample {
            item: index,
            section: *section,
            code,
            role,
            status,
            value,
            form,
            query,
            headers,
        });
    }
    settle(&mut samples, &open, method, is_told);
    samples
}

/// Whether an example stands right below a table of its section whose rows have the names of all its members.
fn shows_rows_above(page: &Page<'_>, index: usize, value: Option<&Value>) -> bool {
    let Some(Value::Object(members)) = value else { return false };
    let above = index.checked_sub(1).and_then(|above| page.items.get(above));
    let table = above.filter(|above| Some(above.section) == page.items.get(index).map(|it| it.section));
    let rows = table.and_then(Item::table).map_or(&[][..], |table| &table.rows);
    let name = |row: &Row| Some(names::clean(&row.cells.first()?.content.joined())?.key);
    let names: Vec<String> = rows.iter().filter_map(name).collect();
    !members.is_empty() && members.keys().all(|key| names.contains(key))
}

/// The names of a form as members of an object. One in brackets is a member of what stands before it.
fn object(form: &example::Form) -> Value {
    let name = |name: &str| name.split('[').next().unwrap_or_default().to_owned();
    Value::Object(form.pairs.iter().map(|(key, value)| (name(key), Value::from(&**value))).collect())
}

/// Whether a command sends the body that begins there in its text: a quote opens before it, or a document. What stands on
/// lines of its own, behind quotes that are closed, is what the command prints.
fn is_sent(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let flags = ["-d", "--data", "--json", "-F", "--form"];
    let is_open = |quote: char| before.matches(quote).count() % 2 == 1;
    let own = before.rsplit('\n').next().unwrap_or_default();
    let last = before.lines().map(str::trim_end).rfind(|line| !line.is_empty()).unwrap_or_default();
    is_open('\'')
        || is_open('"')
        || before.trim_end().ends_with(['=', '\\', '$', '`'])
        || flags.iter().any(|flag| own.contains(flag) || last.ends_with(flag))
        || last.contains("<<")
}

/// Assigns a side to the examples that no words describe.
fn settle(samples: &mut [Sample<'_>], open: &[usize], method: Option<Method>, is_told: bool) {
    let sends = matches!(method, Some(Method::Post | Method::Put | Method::Patch));
    for (rank, index) in open.iter().enumerate() {
        let before = samples.get(..*index).unwrap_or_default();
        // A request line in a block of its own has its body in the next one.
        let asked = before.iter().any(|it| it.role == Role::RequestExample && it.value.is_some());
        // The same members again in one section, before the answer: first what each of them is, then an example.
        let again = samples.get(*index).zip(before.last()).is_some_and(|(sample, last)| {
            last.role == Role::RequestExample && last.section == sample.section && last.has_members_of(sample)
        });
        // What follows an answer shows another one.
        let follows = before.iter().any(|it| it.role == Role::ResponseExample);
        let answered = samples.iter().any(|it| it.role == Role::ResponseExample);
        let others = samples.iter().any(|it| it.role == Role::RequestExample && !it.is_line());
        let more = rank + 1 < open.len() || answered || !is_told && !others;
        if let Some(sample) = samples.get_mut(*index) {
            sample.role = if sends && (!asked || again && answered) && !follows && more {
                Role::RequestExample
            } else {
                Role::ResponseExample
            };
        }
    }
}

/// What the words above an example say: the line above, then the headings, up to the operation's own.
fn told(page: &Page<'_>, index: usize, own: usize, dialect: &Dialect) -> Option<(Role, Option<u16>)> {
    let section = page.items.get(index)?.section;
    let of = |text: &str| {
        let said = dialect.words.read(text);
        // A body that is not a response's is sent, as is what goes into a query. That word has other meanings beside others.
        let into = |location| said.has(dialect::Part::Place(location));
        let is_sent = match said.location() {
            Some(Location::Body | Location::Form) => true,
            _ => into(Location::Query) && said.rest.is_empty(),
        };
        let sent = is_sent && !said.has(dialect::Part::Response) && !said.has(dialect::Part::Request);
        let side = side(&said).or(sent.then_some(Role::RequestExample))?;
        let failed = said.has(dialect::Part::Error) && side == Role::ResponseExample;
        Some((side, status_in(text).or(failed.then_some(0))))
    };
    let above = (0..index).rev().take(3).map_while(|above| page.items.get(above)?.text());
    // A heading that says nothing else is surer than a sentence that mentions a side.
    let heading = page.sections.get(section).filter(|_| section != own && section != 0);
    let headed =
        heading.map(|heading| dialect.words.read(&heading.title)).filter(|said| said.rest.is_empty());
    let headed = headed.and_then(|said| side(&said));
    let mut body = None;
    let data = match &page.items.get(index)?.part {
        Part::Code(code) => &*code.text,
        _ => "",
    };
    for text in above {
        let joined = text.joined();
        // Data may stand in the line that tells of it.
        let joined = joined.strip_suffix(data).unwrap_or(&joined);
        // The last sentence of a paragraph leads over to what follows it.
        let last = joined.trim().trim_end_matches(['.', ':', '\u{ff1a}', '\u{3002}']);
        let last = last.rsplit(['.', '\u{3002}', '\n']).next().unwrap_or_default();
        let said = dialect.words.read(last);
        let is_body =
            said.rest.is_empty() && said.location() == Some(Location::Body) && side(&said).is_none();
        let found = of(last);
        let mentions = said.rest.chars().count() > 24;
        if mentions && headed.is_some_and(|side| found.is_some_and(|(of, _)| of != side)) {
            continue;
        }
        match found {
            // Both sides have a body; a line over it may say of which it is.
            Some(found) if is_body => body = body.or(Some(found)),
            Some(found) if body.is_none() || !said.rest.contains(char::is_alphabetic) => return Some(found),
            _ => {}
        }
    }
    if body.is_some() {
        return body;
    }
    if let Some(role) = labelled(page, section, dialect) {
        return Some((role, None));
    }
    let titles = || page.around(section).take_while(|(section, _)| *section != own);
    // "Response" around "Body" says of what.
    let sided = titles().find_map(|(_, section)| {
        let (role, status) = of(&section.title)?;
        side(&dialect.words.read(&section.title)).map(|_| (role, status))
    });
    sided.or_else(|| titles().find_map(|(_, section)| of(&section.title)))
}

/// The side of a section that is only called a body: the label before it says of what, "Response 201".
fn labelled(page: &Page<'_>, section: usize, dialect: &Dialect) -> Option<Role> {
    let own = page.sections.get(section).filter(|_| section != 0)?;
    let said = dialect.words.read_short(&own.title)?;
    let is_body = said.rest.is_empty() && said.location() == Some(Location::Body) && side(&said).is_none();
    let around = page.sections.get(own.parent)?.start;
    let before = page.items.get(around..own.start).filter(|_| is_body)?.iter().rev();
    let labels = before.filter_map(Item::text).filter(|text| text.text.len() < 24);
    let mut sides = labels.filter_map(|text| {
        let said = dialect.words.read_short(&text.joined())?;
        let is_bare = said.rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        side(&said).filter(|_| is_bare)
    });
    sides.next()
}

/// The side that words name.
pub(super) fn side(said: &dialect::Said) -> Option<Role> {
    let (request, response) = (said.has(dialect::Part::Request), said.has(dialect::Part::Response));
    match (request, response) {
        (true, false) => Some(Role::RequestExample),
        (false, true) => Some(Role::ResponseExample),
        _ => None,
    }
}

/// Whether a status is one of success, or none is named.
pub(super) fn succeeds(status: Option<u16>) -> bool {
    status.is_none_or(|status| (200..300).contains(&status))
}

/// An HTTP status in a text.
pub(super) fn status_in(text: &str) -> Option<u16> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut found = words.filter(|word| word.len() == 3).filter_map(|word| word.parse::<u16>().ok());
    found.find(|status| (200..600).contains(status))
}
