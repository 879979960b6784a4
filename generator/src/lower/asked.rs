//! Requests whose body no table describes: what the examples show is the body.

use serde_json::{Map, Value};
use tablature_ir::{Method, Origin, Protocol, WireName};

use super::{
    answered::body_of,
    book::key,
    draft::{Draft, DraftField, DraftFields, LocalBody, Spot},
    examples::Parsed,
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::By,
    extract::example,
    raw::{self, Role},
};

/// Gives the request the body that its examples show, if no table describes more of the request than its address and
/// headers. All examples form one type. Whether a field is required stays open: an example cannot say.
pub(super) fn asked(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    headed(draft, page);
    let rest = page.dialect.source.service.protocol == Protocol::Rest;
    // Where tables describe the request, what they omit may be what one caller happened to send.
    let raw = &page.entry.raw;
    // A sentence may lead to a page that tells of it; a file of data is none.
    let leads = |target: &str| {
        let file = target.split('#').next().unwrap_or_default();
        !file.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"))
    };
    let sends = matches!(page.method(), Method::Post | Method::Put | Method::Patch);
    // By the rules of a dialect the only example may be one of the request since it follows the request.
    let sure = page.dialect.source.by == By::Evidence
        || page.examples.iter().any(|it| it.role == Role::ResponseExample);
    let told = raw.tables.iter().any(|table| match table.role {
        Role::Request => !(sends && sure && is_of_address(draft, table)),
        role => role == Role::Unknown,
    }) || raw.told.iter().any(|told| told.role == Role::Request && leads(&told.target));
    let told = told || page.entry.raw.examples.iter().any(sends_nothing);
    let bare = draft.body.is_none() && draft.form.is_empty() && !page.without_body() && !told;
    if !rest || !bare {
        return;
    }
    let shown = |it: &&Parsed| {
        it.role == Role::RequestExample
            && (it.value.is_object() || it.value.is_array())
            && page
                .entry
                .raw
                .examples
                .get(it.index)
                .is_some_and(|shown| is_plain(shown, it.start) && is_of(page, shown))
    };
    let Some(first) = page.examples.iter().find(shown) else {
        return form(draft, page, diagnostics);
    };
    let Some(example) = page.entry.raw.examples.get(first.index) else { return };
    let values: Vec<Value> = page.examples.iter().filter(shown).map(|it| own(draft, page, it)).collect();
    let values: Vec<&Value> = values.iter().collect();
    let at = Spot { page: page.id, line: example.line, span: example.span };
    let Some(body) = body_of(draft, &values, Origin::Example, Some(at)) else { return };
    if matches!(&body, LocalBody::Fields(fields) if fields.is_empty()) {
        return;
    }
    draft.body = Some(body);
    diagnostics.push(by_example(page, example));
}

/// Reports a body that only an example tells.
fn by_example(page: &Page<'_>, example: &raw::Example) -> Diagnostic {
    let found = "only an example tells the body of this request";
    Diagnostic::new(Id::BodyByExample, found)
        .at(page.entry.document.place(example.span))
        .hint("its fields may be left out; say in an overlay which must be there, and what else may be sent")
}

/// Gives the request the form that commands of its examples send. All values of a form are text.
fn form(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let shown = page.entry.raw.examples.iter().filter(|shown| is_of(page, shown));
    let forms: Vec<(&raw::Example, example::Form)> =
        shown.filter_map(|shown| Some((shown, example::read(&shown.text).form?))).collect();
    let Some((first, _)) = forms.first() else { return };
    let mut fields = DraftFields::default();
    for (name, _) in forms.iter().flat_map(|(_, form)| &form.pairs) {
        let name = WireName(name.to_string());
        let elsewhere = draft.path.contains_key(&name) || draft.query.contains_key(&name);
        // `tags[]` is a list, and `boat[name]` a member; neither is a name on the wire by itself.
        if !elsewhere && !page.dialect.supplies(&name) && !name.contains('[') {
            fields.entry(name).or_insert_with(|| DraftField::new(Type::String, Origin::Example));
        }
    }
    if !fields.is_empty() {
        draft.body = Some(LocalBody::Fields(fields));
        diagnostics.push(by_example(page, first));
    }
}

/// Whether an example is a command that calls the operation without a body: what follows it is the answer.
fn sends_nothing(shown: &raw::Example) -> bool {
    let flags = ["-d", "--data", "--json", "-F", "--form", "-T", "--upload-file", "-Body"];
    let is_flag = |word: &str| flags.iter().any(|flag| word.starts_with(flag));
    shown.role == Role::RequestExample
        && shown.text.trim_start_matches(['$', ' ']).starts_with("curl ")
        && !shown.text.split_whitespace().any(is_flag)
}

/// Whether all that a table tells of goes into path, query and headers. One without rows says that nothing is sent.
fn is_of_address(draft: &Draft, table: &raw::Table) -> bool {
    let parameters = [&draft.path, &draft.query, &draft.header];
    !table.rows.is_empty()
        && table.rows.iter().all(|row| {
            let name = row.name.joined();
            parameters.iter().any(|fields| fields.contains_key(name.trim()))
        })
}

/// Gives the query the parameters of which the page has a section, and which only an example shows by their names:
/// "Groupings" lists columns, and a request has `?groupings=date`. What no section tells of may be what one caller happened
/// to send.
fn headed(draft: &mut Draft, page: &Page<'_>) {
    let raw = &page.entry.raw;
    if page.dialect.source.service.protocol != Protocol::Rest {
        return;
    }
    // Where nothing else tells of the request, what is called is all there is.
    let alone = page.dialect.source.by == By::Evidence
        && draft.query.is_empty()
        && !raw.tables.iter().any(|table| matches!(table.role, Role::Request | Role::Unknown));
    let shown = raw.examples.iter().filter(|shown| shown.role == Role::RequestExample && is_of(page, shown));
    for example in shown {
        let Some(request) = example::read(&example.text).request else { continue };
        for pair in &request.query {
            let name = key(&pair.name);
            // A word of three letters begins too many others.
            let is_headed = name.len() > 3
                && raw.tally.sections.iter().any(|section| key(&section.text).starts_with(&name));
            let name = WireName(pair.name.to_string());
            let is_new = !page.dialect.supplies(&name) && !draft.query.contains_key(&name);
            if is_new && (is_headed || alone) {
                let mut field = DraftField::new(type_of(&pair.value), Origin::Example);
                field.ir.required = is_headed.then_some(false);
                draft.query.insert(name, field);
            }
        }
    }
}

/// What a value in a query is. Digits may be an id of any letters, so only words say more than that it is text.
fn type_of(value: &str) -> Type {
    if matches!(value, "true" | "false") { Type::Boolean } else { Type::String }
}

/// Whether a line is a word, a colon and what goes with it: `method: POST`, `data:`.
fn is_label(line: &str) -> bool {
    let word =
        |(label, _): (&str, &str)| !label.is_empty() && label.trim().chars().all(char::is_alphanumeric);
    line.split_once(':').is_some_and(word)
}

/// Whether only a request precedes the body of an example. In a program, something may merely look like a body.
fn is_plain(shown: &raw::Example, start: usize) -> bool {
    let before = shown.text.get(..start).unwrap_or_default().trim();
    before.is_empty()
        || before.contains("curl ")
        || example::read(before).request.is_some()
        || before.lines().all(is_label)
}

/// Whether an example gives the request of the operation, or none: the ends of both paths must agree.
fn is_of(page: &Page<'_>, shown: &raw::Example) -> bool {
    let Some(request) = example::read(&shown.text).request else { return true };
    let method = request.method.as_deref().is_none_or(|method| method == page.method().as_str());
    let path = request.target.split_once("://").map_or(&*request.target, |(_, rest)| rest);
    let parts =
        |path: &str| -> Vec<String> { path.trim_end_matches('/').rsplit('/').map(str::to_owned).collect() };
    let (own, shown) = (parts(&page.template.path), parts(path));
    let fits = |(own, shown): (&String, &String)| own.is_empty() || own.contains('{') || own == shown;
    method && own.iter().zip(&shown).all(fits)
}

/// A value without its members, which are only one example of what may be there: so the type stays open. A record of plain
/// values keeps them; what nests deeper may be a language of its own, such as that of queries.
fn open(value: &Value) -> Value {
    match value {
        Value::Object(members) if !is_record(members) => Value::Object(Map::new()),
        Value::Array(items) => Value::Array(items.iter().map(open).collect()),
        plain => plain.clone(),
    }
}

/// Whether an object has nothing but plain values below words.
fn is_record(members: &Map<String, Value>) -> bool {
    let is_word = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    members.iter().all(|(name, value)| is_word(name) && !value.is_object() && !value.is_array())
}

/// The body of an example without what goes elsewhere: what the client supplies, and what path and query have.
fn own(draft: &Draft, page: &Page<'_>, example: &Parsed) -> Value {
    let inner = if example.is_outline { Value::clone } else { open };
    own_of(draft, page, &example.value, inner)
}

fn own_of(draft: &Draft, page: &Page<'_>, value: &Value, inner: fn(&Value) -> Value) -> Value {
    let Value::Object(members) = value else {
        let Value::Array(items) = value else { return inner(value) };
        let items = items.iter();
        return Value::Array(items.map(|item| own_of(draft, page, item, inner)).collect());
    };
    let elsewhere = |key: &str| {
        page.dialect.supplies(key)
            || [&draft.path, &draft.query, &draft.header].iter().any(|fields| fields.contains_key(key))
    };
    let own = members.iter().filter(|(key, _)| !elsewhere(key));
    Value::Object(own.map(|(key, value)| (key.clone(), inner(value))).collect())
}
