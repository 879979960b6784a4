//! Programs that prove that a change breaks code: each compiles against the old crate, and not against the new.

use std::collections::BTreeSet;

use super::{Api, Delta, Item, Kind};
use crate::diff::{Level, Witness};

/// A witness for every move that breaks code, except for members of an item that itself moved.
pub(super) fn witnesses(old: &Api, new: &Api, moved: &Delta) -> Vec<Witness> {
    let mut found: Vec<Witness> = Vec::new();
    for (key, step) in &moved.moves {
        let owner = owner(key);
        let is_told = |owner: &str| old.items.contains_key(owner) && !new.items.contains_key(owner);
        if step.level() != Level::Breaking || owner.is_some_and(is_told) {
            continue;
        }
        if let Some((method, _)) = key.split_once('@')
            && old.takes(method) == new.takes(method)
        {
            // The call still compiles, and passes its value for another parameter.
            continue;
        }
        let Some((used, item)) = used(key, old) else { continue };
        let Some(program) = program(used, item, old) else { continue };
        if !found.iter().any(|it| it.program == program) {
            found.push(Witness { rust: super::path(key).trim_end_matches("()").to_owned(), program });
        }
    }
    found
}

/// The method of an argument, the type of a field, setter or variant.
fn owner(key: &str) -> Option<&str> {
    key.rsplit_once('@').or_else(|| key.rsplit_once("::")).map(|(owner, _)| owner)
}

/// The item that a witness uses: the one that moved or, where that is newly demanded, the one that demands it.
fn used<'a>(key: &str, old: &'a Api) -> Option<(&'a String, &'a Item)> {
    let sibling = |(other, it): &(&String, &Item)| it.kind == Kind::Required && owner(other) == owner(key);
    let method = || key.split_once('@').and_then(|(method, _)| old.items.get_key_value(method));
    old.items.get_key_value(key).or_else(method).or_else(|| old.items.iter().find(sibling))
}

/// A program that uses an item as its signature tells.
fn program(key: &str, item: &Item, api: &Api) -> Option<String> {
    let lib = api.package.replace('-', "_");
    let path = |key: &str| key.strip_prefix(&format!("{lib}::")).unwrap_or(key).to_owned();
    let (holder, name) = key.rsplit_once("::")?;
    let (holder, name) = (path(holder), name.trim_end_matches("()"));
    let mut given = Given::default();
    let function = match (item.kind, item.signature.strip_prefix("fn(")) {
        (Kind::Argument, _) => {
            let method = owner(key)?;
            return program(method, api.items.get(method)?, api);
        }
        (Kind::Required, _) => {
            let fields = api
                .items
                .iter()
                .filter(|(other, it)| it.kind == Kind::Required && owner(other) == owner(key));
            let (names, takes): (Vec<&str>, Vec<String>) = fields
                .filter_map(|(other, it)| Some((other.rsplit_once("::")?.1, &it.signature)))
                .map(|(name, ty)| (name, format!("{name}: {ty}")))
                .unzip();
            format!(
                "witness({}) -> {holder} {{\n    {holder} {{ {} }}\n}}",
                takes.join(", "),
                names.join(", ")
            )
        }
        (Kind::Field, _) => {
            format!("witness(value: {holder}) -> {} {{\n    value.{name}\n}}", item.signature)
        }
        (Kind::Variant, None) if item.signature.is_empty() => {
            format!("witness() -> {holder} {{\n    {}\n}}", path(key))
        }
        (Kind::Variant, _) => {
            format!("witness(value: {}) -> {holder} {{\n    {}(value)\n}}", item.signature, path(key))
        }
        (Kind::Type, _) => match item.signature.as_str() {
            "enum of integers" => format!("witness() -> {0} {{\n    {0}::from(1_i64)\n}}", path(key)),
            "enum" => format!("witness() -> {0} {{\n    {0}::from(\"\")\n}}", path(key)),
            "choice" => format!("witness(value: {0}) -> {0} {{\n    value\n}}", path(key)),
            _ => format!("witness(value: &{0}) {{\n    let {0} {{ .. }} = value;\n}}", path(key)),
        },
        (Kind::Function, None) => format!("witness() -> &'static str {{\n    {}\n}}", path(key)),
        (Kind::Function, Some(signature)) => {
            let (takes, gives) =
                signature.rsplit_once(") -> ").unwrap_or((signature.trim_end_matches(')'), ""));
            match (holder.as_str(), name) {
                ("Client", _) => {
                    let mut types = api.takes(key);
                    if takes != "…" {
                        types.push(takes);
                    }
                    let given: Vec<(String, String)> = types
                        .iter()
                        .enumerate()
                        .map(|(at, ty)| given.argument(&format!("a{at}"), ty))
                        .collect();
                    let takes: String = given.iter().map(|(takes, _)| takes.as_str()).collect();
                    let passes: Vec<&str> = given.iter().map(|(_, passes)| passes.as_str()).collect();
                    format!(
                        "witness(client: &Client{takes}) -> {gives} {{\n    client.{name}({})\n}}",
                        passes.join(", ")
                    )
                }
                (_, "send") => asynchronous(&holder, &format!("Result<Response<{gives}>>"), "send().await"),
                (_, "items") => {
                    asynchronous(&holder, &format!("Option<Result<{gives}>>"), "items().next().await")
                }
                (_, "pages") => asynchronous(
                    &holder,
                    &format!("Option<Result<Response<{gives}>>>"),
                    "pages().next().await",
                ),
                _ => {
                    let (takes, passes) = given.argument("a", takes);
                    format!("witness(value: {holder}{takes}) -> {holder} {{\n    value.{name}({passes})\n}}")
                }
            }
        }
    };
    let (word, function) = function.strip_prefix("async ").map_or(("", &*function), |rest| ("async ", rest));
    Some(format!("use {lib}::*;\n\n{}pub {word}fn {function}\n", given.text()))
}

fn asynchronous(request: &str, gives: &str, call: &str) -> String {
    format!("async witness(request: {request}) -> {gives} {{\n    request.{call}\n}}")
}

/// A type of the witness's own that converts into just what the old crate takes, as the type of a caller may.
#[derive(Default)]
struct Given(BTreeSet<String>);

impl Given {
    /// What the witness takes and what it passes for an argument of this type.
    fn argument(&mut self, name: &str, ty: &str) -> (String, String) {
        let into = |ty: &str| Some(ty.strip_prefix("impl Into<")?.strip_suffix('>')?.to_owned());
        let list = |ty: &str| ty.strip_prefix("impl IntoIterator<Item = ")?.strip_suffix('>').and_then(into);
        if let Some(target) = into(ty) {
            self.0.insert(target);
            (String::new(), "Given".to_owned())
        } else if let Some(target) = list(ty) {
            self.0.insert(target);
            (String::new(), "[Given]".to_owned())
        } else if ty.is_empty() {
            (String::new(), String::new())
        } else {
            (format!(", {name}: {ty}"), name.to_owned())
        }
    }

    fn text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let conversions = self.0.iter().map(|target| {
            format!(
                "impl From<Given> for {target} {{\n    fn from(_: Given) -> Self {{\n        Default::default()\n    \
                 }}\n}}\n\n"
            )
        });
        std::iter::once("struct Given;\n\n".to_owned()).chain(conversions).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        diff::api::{collect, delta},
        plan::{self, Options},
        spec,
    };

    const OLD: &str = "tablature: 2
vendor: v
service: s
protocol: {rpc: Action}
endpoint: https://e
operations:
  List:
    page: p.md
    method: POST
    uri: /
    form:
      Name: {type: string, required: true}
      Size: {type: integer, required: false}
      Tags: {type: list<string>, required: false}
    responses: {'200': {body: {Items: {type: list<Item>}}}}
  Make:
    page: q.md
    method: POST
    uri: /
    form: {A: {type: string, required: true}, B: {type: integer, required: true}, C: {type: string, required: true}}
types:
  Item: {fields: {Kind: {type: string, enum: {a: '', b: ''}}, Gone: {type: integer}}}
";

    /// The paths and the last lines of the witnesses of an edit.
    fn witnesses(edits: &[(&str, &str)]) -> Vec<(String, String)> {
        let new = edits.iter().fold(OLD.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let api = |text: &str| {
            let service = spec::read("s.yaml", text).unwrap_or_else(|fault| panic!("{}", fault.message));
            collect(&plan::plan(&service, &Options::default()).expect("a plan"))
        };
        let (old, new) = (api(OLD), api(&new));
        let found = super::witnesses(&old, &new, &delta(&old, &new));
        let function =
            |program: &str| program.split("pub ").last().unwrap_or_default().replace("\n    ", " ");
        found.into_iter().map(|it| (it.rust, function(it.program.trim_end()).replace('\n', " "))).collect()
    }

    fn check(edit: (&str, &str), rust: &str, program: &str) {
        assert_eq!(witnesses(&[edit]).first(), Some(&(rust.to_owned(), program.to_owned())), "{edit:?}");
    }

    #[test]
    fn every_kind_of_item_has_a_witness() {
        check(
            ("Size: {type: integer", "Size: {type: string"),
            "v_s::operations::list::List::size",
            "fn witness(value: operations::list::List, a: i64) -> operations::list::List { value.size(a) }",
        );
        check(
            ("Tags: {type: list<string>", "Tags: {type: list<integer>"),
            "v_s::operations::list::List::tags",
            "fn witness(value: operations::list::List) -> operations::list::List { value.tags([Given]) }",
        );
        check(
            ("Size: {type: integer, required: false}", "Size: {type: integer, required: true}"),
            "v_s::Client::list",
            "fn witness(client: &Client) -> operations::list::List { client.list(Given) }",
        );
        check(
            (
                ", C: {type: string, required: true}",
                ", C: {type: string, required: true}, D: {type: string, required: true}",
            ),
            "v_s::operations::make::MakeArgs::d",
            "fn witness(a: String, b: i64, c: String) -> operations::make::MakeArgs { operations::make::MakeArgs { a, b, c } }",
        );
        check(
            (", Gone: {type: integer}", ""),
            "v_s::types::Item::gone",
            "fn witness(value: types::Item) -> Option<i64> { value.gone }",
        );
        check(
            (", b: ''", ""),
            "v_s::types::ItemKind::B",
            "fn witness() -> types::ItemKind { types::ItemKind::B }",
        );
    }

    #[test]
    fn a_choice_breaks_who_set_one_of_its_parameters() {
        let old = "form:\n      Name: {type: string, required: true}";
        let new = format!("groups: [{{exactly-one: [Size, Tags]}}]\n    {old}");
        let found = witnesses(&[(old, &new)]);
        let paths: Vec<&str> = found.iter().map(|(rust, _)| rust.as_str()).collect();
        assert!(paths.contains(&"v_s::Client::list") && paths.contains(&"v_s::operations::list::List::size"));
    }

    #[test]
    fn what_is_gone_as_a_whole_has_one_witness_for_each_path_to_it() {
        let make =
            OLD.split("  Make:").nth(1).and_then(|rest| rest.split("types:").next()).unwrap_or_default();
        let found = witnesses(&[(&format!("  Make:{make}"), "")]);
        let paths: Vec<&str> = found.iter().map(|(rust, _)| rust.as_str()).collect();
        assert_eq!(
            paths,
            ["v_s::Client::make", "v_s::operations::make::Make", "v_s::operations::make::MakeArgs"]
        );
    }

    #[test]
    fn what_breaks_nobody_has_none() {
        assert_eq!(witnesses(&[(", b: ''", ", b: '', c: ''")]), []);
        // The program still compiles, and passes the value under another name.
        assert_eq!(witnesses(&[("Name: {", "Title: {")]), []);
    }
}
