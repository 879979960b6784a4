//! The example in an operation's documentation. It compiles, and is not run.

use crate::plan::{Ident, Operation, Parameter, ResponseBody, Type};

/// A fenced block.
pub(super) fn code(item: &Operation, lib: &Ident) -> String {
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# async fn example(client: {lib}::Client) -> {lib}::Result<()> {{"),
    ];
    let arguments = if let Some(args) = &item.args {
        lines.push(format!("use {lib}::operations::{args};"));
        lines.push(String::new());
        let fields = item.required.iter().map(|p| format!("    {}: {},", p.name, owned(p, lib)));
        let fields: Vec<String> = fields.collect();
        format!("{args} {{\n{}\n}}", fields.join("\n"))
    } else {
        item.required.iter().map(|p| argument(p, lib)).collect::<Vec<_>>().join(", ")
    };
    let call = format!("client.{}({arguments})", item.method);
    if matches!(item.response.body, ResponseBody::None) {
        lines.push(format!("{call}.send().await?;"));
    } else {
        lines.push(format!("let response = {call}.send().await?;"));
        lines.push("println!(\"{response:?}\");".to_owned());
    }
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    lines.join("\n")
}

/// A positional argument.
pub(crate) fn argument(parameter: &Parameter, lib: &Ident) -> String {
    match &parameter.ty {
        Type::String | Type::Enum(_) => text(parameter),
        Type::List(inner) => match **inner {
            Type::String | Type::Enum(_) => format!("[{}]", text(parameter)),
            _ => format!("[{}]", value(inner, parameter, lib)),
        },
        ty => value(ty, parameter, lib),
    }
}

/// A field of the struct of arguments.
pub(crate) fn owned(parameter: &Parameter, lib: &Ident) -> String {
    value(&parameter.ty, parameter, lib)
}

fn text(parameter: &Parameter) -> String {
    format!("\"{}\"", parameter.name.bare().replace('_', "-"))
}

fn value(ty: &Type, parameter: &Parameter, lib: &Ident) -> String {
    match ty {
        Type::String | Type::Enum(_) | Type::Any => format!("{}.into()", text(parameter)),
        Type::Integer => "1".to_owned(),
        Type::Number => "1.0".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::List(inner) => format!("vec![{}]", value(inner, parameter, lib)),
        Type::Map(_) => format!("{lib}::Map::new()"),
        Type::Struct(name) => format!("{lib}::types::{name}::default()"),
    }
}
