//! The example in an operation's documentation. It compiles, and is not run.

use tablature_ir::{Group, Pagination, WireName};

use crate::plan::{Ident, Operation, Parameter, Place, ResponseBody, Type};

/// A fenced block.
pub(super) fn code(item: &Operation, lib: &Ident) -> String {
    let mut block = vec![
        "```no_run".to_owned(),
        format!("# async fn example(client: {lib}::Client) -> {lib}::Result<()> {{"),
    ];
    block.extend(lines(item, lib));
    block.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    block.join("\n")
}

/// A call, with what it needs before it and a look at the response.
pub(crate) fn lines(item: &Operation, lib: &Ident) -> Vec<String> {
    let (mut lines, call) = call(item, lib);
    if matches!(item.response.body, ResponseBody::None) {
        lines.push(format!("{call}.send().await?;"));
    } else {
        lines.push(format!("let response = {call}.send().await?;"));
        lines.push("println!(\"{response:?}\");".to_owned());
    }
    lines
}

/// A loop over the pieces of an answer.
#[cfg(feature = "cli")]
pub(crate) fn pieces(item: &Operation, lib: &Ident) -> String {
    let (mut lines, call) = call(item, lib);
    lines.push(format!("let mut answer = {call}.stream().await?;"));
    lines.push("while let Some(piece) = answer.next().await {".to_owned());
    lines.push("    println!(\"{} bytes\", piece?.len());".to_owned());
    lines.push("}".to_owned());
    lines.join("\n")
}

/// A loop over all items.
#[cfg(feature = "cli")]
pub(crate) fn pages(item: &Operation, lib: &Ident) -> String {
    let (mut lines, call) = call(item, lib);
    lines.push(format!("let mut items = {call}.items();"));
    lines.push("while let Some(item) = items.next().await {".to_owned());
    lines.push("    println!(\"{:?}\", item?);".to_owned());
    lines.push("}".to_owned());
    lines.join("\n")
}

/// What a call needs before it, and the call.
pub(crate) fn call(item: &Operation, lib: &Ident) -> (Vec<String>, String) {
    let types = item.choices.iter().map(|choice| &choice.path.name);
    let types: Vec<&str> = item.args.iter().chain(types).map(Ident::as_str).collect();
    let lines = match types[..] {
        [] => Vec::new(),
        [only] => vec![format!("use {lib}::operations::{}::{only};", item.module), String::new()],
        _ => {
            vec![format!("use {lib}::operations::{}::{{{}}};", item.module, types.join(", ")), String::new()]
        }
    };
    let arguments = if let Some(args) = &item.args {
        let fields = item.required.iter().map(|p| format!("    {}: {},", p.name, value(item, &p.ty, p, lib)));
        let fields: Vec<String> = fields.collect();
        format!("{args} {{\n{}\n}}", fields.join("\n"))
    } else {
        item.required.iter().map(|p| argument(item, p, lib)).collect::<Vec<_>>().join(", ")
    };
    let chain = chosen(item).into_iter().map(|p| format!(".{}({})", p.name, argument(item, p, lib)));
    (lines, format!("client.{}({arguments}){}", item.method, chain.collect::<String>()))
}

/// What a call needs beside its arguments: one parameter of each group that requires one.
fn chosen(item: &Operation) -> Vec<&Parameter> {
    let mut chosen: Vec<&Parameter> = Vec::new();
    for group in item.groups.iter().filter(|group| !matches!(group, Group::AtMostOne(_))) {
        let is_in = |parameter: &Parameter| group.names().iter().any(|name| **name == parameter.wire);
        let is_there = |parameter: &&Parameter| is_in(parameter) && !parameter.is_built_in();
        if !item.required.iter().chain(item.chosen()).chain(chosen.iter().copied()).any(is_in) {
            chosen.extend(item.optional.iter().find(is_there));
        }
    }
    chosen
}

/// A positional argument.
pub(crate) fn argument(item: &Operation, parameter: &Parameter, lib: &Ident) -> String {
    match &parameter.ty {
        ty if matches!(parameter.place, Place::Choice(_)) => typed(item, ty, parameter, lib),
        Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part => text(parameter),
        Type::List(inner) => match **inner {
            Type::String | Type::Enum(_) | Type::Part => format!("[{}]", text(parameter)),
            _ => format!("[{}]", typed(item, inner, parameter, lib)),
        },
        ty => typed(item, ty, parameter, lib),
    }
}

/// A whole number: where the parameter says which part of a list, the first part, and as much of it as an example has.
fn number(item: &Operation, parameter: &Parameter) -> u32 {
    const MANY: u32 = 100;
    let is = |name: &WireName| **name == parameter.wire;
    match item.paging.as_ref().map(|paging| &paging.facts) {
        Some(Pagination::Offset { offset, .. }) if is(offset) => 0,
        Some(Pagination::Page { page, first, .. }) if is(page) => *first,
        Some(Pagination::Offset { limit: size, .. } | Pagination::Page { size, .. }) if is(size) => MANY,
        Some(Pagination::Marker { limit: Some(size), .. } | Pagination::Link { limit: Some(size), .. })
            if is(size) =>
        {
            MANY
        }
        _ => 1,
    }
}

fn text(parameter: &Parameter) -> String {
    format!("\"{}\"", parameter.name.bare().replace('_', "-"))
}

/// A value, where its type is known from the context.
fn value(item: &Operation, ty: &Type, parameter: &Parameter, lib: &Ident) -> String {
    match ty {
        Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part => {
            format!("{}.into()", text(parameter))
        }
        ty => typed(item, ty, parameter, lib),
    }
}

/// A value that states its own type.
fn typed(item: &Operation, ty: &Type, parameter: &Parameter, lib: &Ident) -> String {
    match ty {
        Type::Struct(path) if let Place::Choice(index) = parameter.place => {
            // The first of them is as good as any.
            let first = item.choices.get(index).and_then(|choice| choice.members.first());
            let given = first.map(|(variant, it)| format!("{variant}({})", typed(item, &it.ty, it, lib)));
            format!("{}::{}", path.name, given.unwrap_or_default())
        }
        Type::String => format!("{}.to_owned()", text(parameter)),
        Type::Enum(path) => format!("{lib}::{path}::from({})", text(parameter)),
        Type::Any => format!("{lib}::Json::from({})", text(parameter)),
        Type::Bytes => format!("{lib}::Bytes::from({})", text(parameter)),
        Type::Part => format!("tablature_client::Part::from({})", text(parameter)),
        Type::Integer | Type::Unsigned => number(item, parameter).to_string(),
        Type::Number => "1.0".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::List(inner) => format!("vec![{}]", typed(item, inner, parameter, lib)),
        Type::Map(_) if parameter.shows_empty() => format!("{lib}::Map::new()"),
        Type::Map(inner) => {
            format!("{lib}::Map::from([(\"key\".to_owned(), {})])", typed(item, inner, parameter, lib))
        }
        Type::Struct(path) => {
            let member = parameter.member.iter();
            let given = member.map(|(setter, ty)| format!(".{setter}({})", typed(item, ty, parameter, lib)));
            format!("{lib}::{path}::default(){}", given.collect::<String>())
        }
    }
}
