//! What the source of a small service looks like, in the parts that callers see.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;

use super::{files, single_file};
use crate::{
    plan::{self, Crate},
    spec,
};

const STORE: &str = r"
tablature: 2
vendor: acme
service: store
docs: https://docs.acme.example
protocol: {rpc: Action}
endpoint: https://api.acme.example
context: {Region: region}
envelope: {code: RetCode, ok: '0', message: Message}
operations:
  ListBooks:
    title: Lists <books>
    page: store/list_books.md
    method: POST
    uri: /
    endpoint: https://list.{region}.example.com
    retry: safe
    form:
      Region: {type: string}
      Version: {type: string, fixed: 2}
      Brief: {type: boolean, fixed: true}
      Shelf: {type: string, required: true}
      Kind: {type: string, enum: {Novel: long, Poem: short}}
      Pass: {type: string, sensitive: true, format: base64}
      Ids: {type: list<string>}
      Limit: {type: integer, default: '20'}
      Offset: {type: integer}
    responses:
      '200':
        body:
          Total: {type: integer}
          Books: {type: list<ListBooks::Book>}
          Author: {type: Person}
    pagination: {offset: {offset: Offset, limit: Limit, items: Books, total: {body: Total}}}
types:
  ListBooks::Book:
    fields:
      Title: {type: string, deprecated: use Name}
      Next: {type: ListBooks::Book}
      Meta: {type: any}
  Person:
    fields:
      Friend: {type: Person}
      Rank: {type: string, enum: {First: '', Second: ''}}
      Meta: {type: any}
";

fn store() -> Crate {
    planned(STORE)
}

fn planned(text: &str) -> Crate {
    let service = spec::read("store.yaml", text).unwrap_or_else(|finding| panic!("{}", finding.message));
    plan::plan(&service, &plan::Options::default()).expect("a plan")
}

/// Of the one operation.
fn answers() -> Vec<super::Answer> {
    vec![super::Answer { body: Some("list_books.json".to_owned()), ..super::Answer::default() }]
}

fn check(file: &str, expected: &[&str]) {
    let files = files(&store(), &answers());
    let text = files.get(file).unwrap_or_else(|| panic!("{file} is not among {:?}", files.keys()));
    for part in expected {
        assert!(text.contains(part), "{part} is not in {file}:\n{text}");
    }
}

#[test]
fn an_operation_is_a_method_and_a_builder() {
    check(
        "operations/list_books.rs",
        &[
            "//! Lists \\<books>\n\nuse tablature_client::{",
            "use crate::{Client, types};",
            ".required(&[\"Shelf\"])\n    .secrets(&[\"Pass\"])",
            "Paging::offset(\"Offset\", \"Limit\", \"Books\").total(\"Total\")",
            "    /// Lists \\<books>\n",
            "    /// let response = client.list_books(\"shelf\").send().await?;\n",
            "pub fn list_books(&self, shelf: impl Into<String>) -> ListBooks {",
            ".endpoint(\"https://list.{region}.example.com\")",
            ".form(\"Version\", \"2\")",
            ".form(\"Brief\", true)",
            ".form(\"Shelf\", into::<String>(shelf))",
            "kind: into Kind => form(\"Kind\"),",
            "pass: base64 String => form(\"Pass\"),",
            "ids: list String => form(\"Ids\"),",
            "    ListBooks[region] -> ListBooksResponse, |page| page.books => Book;\n",
            "model!(ListBooksResponse {\n    total: \"Total\",\n    books: \"Books\",\n    author: \"Author\",\n});",
            "pub author: Option<types::Person>,",
        ],
    );
}

/// An example asks for the first part of a list, and for as much of it as an example has: a mock cuts its answer to what
/// was asked for.
#[test]
fn an_example_asks_for_the_first_part_of_a_list() {
    let required = STORE
        .replace("Limit: {type: integer, default: '20'}", "Limit: {type: integer, required: true}")
        .replace("Offset: {type: integer}", "Offset: {type: integer, required: true}");
    let example = |plan: &Crate| super::example::lines(&plan.operations[0], &plan.lib).join("\n");
    assert!(
        example(&planned(&required)).contains("limit: 100,\n    offset: 0,"),
        "{}",
        example(&planned(&required))
    );
}

/// Of a group whose parameters callers choose from, none has a setter; one that a setting supplies, or that a request
/// must have anyway, is looked at before the request is sent.
#[test]
fn exactly_one_of_several_is_an_enum() {
    let groups = |names: &str| {
        planned(&STORE.replace("    responses:\n", &format!("    groups: [{names}]\n    responses:\n")))
    };
    let file = |plan: &Crate| files(plan, &answers()).remove("operations/list_books.rs").unwrap_or_default();
    let text = file(&groups("{exactly-one: [Kind, Pass, Ids]}"));
    for part in [
        "        shelf: impl Into<String>,\n        choice: ListBooksChoice,\n    ) -> ListBooks {",
        "ListBooks(\n            choice\n                .put(\n",
        "use acme_store::operations::list_books::ListBooksChoice;",
        "client.list_books(\"shelf\", ListBooksChoice::Kind(",
        "    Kind: shown set Kind => form(\"Kind\"),\n",
        "    Pass: hidden base64 String => form(\"Pass\"),\n",
        "    Ids: shown set Vec<String> => form(\"Ids\"),\n",
        ".groups(&[tablature_client::Group::ExactlyOne(&[\"Kind\", \"Pass\", \"Ids\"])])",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("    kind: into"), "{text}");
    let three = file(&groups("{exactly-one: [Kind, Pass]}, {exactly-one: [Ids, Limit]}"));
    assert!(
        three.contains("pub choice: ListBooksChoice,\n")
            && three.contains("pub choice_2: ListBooksChoice2,\n")
    );
    for other in
        ["{exactly-one: [Kind, Region]}", "{exactly-one: [Kind, Shelf]}", "{at-most-one: [Kind, Ids]}"]
    {
        let text = file(&groups(other));
        assert!(!text.contains("Choice") && text.contains("    kind: into Kind"), "{other}\n{text}");
    }
}

#[test]
fn a_retry_is_said_where_the_method_says_otherwise() {
    let said = |method: &str| {
        let plan = planned(&STORE.replace("method: POST", method));
        let text = files(&plan, &answers()).remove("operations/list_books.rs").unwrap_or_default();
        text.contains(".retry(Retry::Safe)")
    };
    assert!(said("method: POST") && !said("method: GET"));
}

#[test]
fn arguments_print_no_secret() {
    let operation =
        |text: &str| files(&planned(text), &answers()).remove("operations/list_books.rs").unwrap_or_default();
    let three = STORE
        .replace("Ids: {type: list<string>}", "Ids: {type: list<string>, required: true}")
        .replace("Kind: {type: string,", "Kind: {type: string, required: true,");
    assert!(operation(&three).contains("#[derive(Clone, Debug)]\npub struct ListBooksArgs"));
    let text = operation(&three.replace("sensitive: true", "sensitive: true, required: true"));
    let debug = "args_debug!(ListBooksArgs {\n    shelf: shown,\n    kind: shown,\n    pass: hidden,\n";
    assert!(text.contains("#[derive(Clone)]\npub struct ListBooksArgs") && text.contains(debug), "{text}");
}

#[test]
fn a_type_keeps_what_nobody_knows() {
    check(
        "operations/list_books.rs",
        &[
            "    #[deprecated = \"use Name\"]\n    pub title: Option<String>,",
            "pub next: Option<Box<Book>>,",
            "pub meta: Option<Json>,",
            "pub extra: Extra,",
            "        /// long\n        Novel = \"Novel\",",
        ],
    );
    check(
        "types/person.rs",
        &[
            "use tablature_client::{Extra, Json};",
            "pub friend: Option<Box<super::Person>>,",
            "pub rank: Option<super::PersonRank>,",
            "setters!(Person {\n    friend: boxed super::Person,\n",
        ],
    );
    check("types/person_rank.rs", &["        /// `First`\n        First = \"First\","]);
}

#[test]
fn a_mock_has_an_expectation_for_each_operation() {
    check(
        "mock/mod.rs",
        &["&operations::list_books::OPERATION => include_str!(\"../../fixtures/list_books.json\"),"],
    );
    check(
        "mock/list_books.rs",
        &[
            "    MockServer::list_books(\"ListBooks\") -> ExpectListBooks => ListBooksResponse;\n",
            "    shelf: into String => with(\"Shelf\"),\n",
            "    pass: base64 String => with(\"Pass\"),\n",
            "use crate::operations::list_books::{Kind, ListBooksResponse};",
        ],
    );
}

#[test]
fn a_mock_knows_the_status_of_success() {
    let plan = planned(&STORE.replace("'200'", "'201'"));
    let text = files(&plan, &answers()).remove("mock/mod.rs").unwrap_or_default();
    let fixture = "OPERATION => Fixture::new(201, include_str!(\"../../fixtures/list_books.json\")),";
    assert!(text.contains("use tablature_client::mock::Fixture;") && text.contains(fixture), "{text}");
}

/// A file or a text is read while it comes; the mock answers with its media type, and a parameter may be called as the
/// method that reads it.
#[test]
fn an_answer_that_is_no_json_is_a_stream() {
    let answer = |media: &str| {
        let text = STORE.replace("      '200':\n", &format!("      '200':\n        media: {media}\n"));
        let text = text.replace("    pagination:", "    x-paging:").replace("Offset:", "Stream:");
        let plan = planned(&text);
        let (mut files, _) = crate::emit::krate::krate(&plan, None);
        let mut file = |name: &str| files.remove(name).map(|text| String::from_utf8(text).unwrap());
        (
            file("src/operations/list_books.rs").unwrap(),
            file("src/mock/mod.rs").unwrap(),
            file("fixtures/list_books.txt"),
        )
    };
    let (operation, mock, fixture) = answer("text/csv");
    assert!(operation.contains("    ListBooks[region] -> tablature_client::Bytes, stream;\n"), "{operation}");
    assert!(operation.contains("    form_stream: set i64 => form(\"Stream\"),"), "{operation}");
    let wanted = "Fixture::new(200, include_str!(\"../../fixtures/list_books.txt\"))\n        .with_header(\"Content-Type\", \"text/csv\")";
    assert!(mock.contains(wanted), "{mock}");
    assert_eq!(fixture.as_deref(), Some("bytes"));
    let (operation, mock, fixture) = answer("application/vnd.books+json");
    assert!(operation.contains(" -> ListBooksResponse;\n") && !mock.contains("Content-Type"), "{operation}");
    assert!(operation.contains("    stream: set i64 => form(\"Stream\"),"), "{operation}");
    assert_eq!(fixture, None);
}

#[test]
fn a_mock_knows_how_requests_are_refused() {
    let text = |refusals: &str| {
        let plan = planned(&STORE.replace("operations:", &format!("{refusals}operations:")));
        files(&plan, &answers()).remove("mock/mod.rs").unwrap_or_default()
    };
    assert!(!text("").contains("refuses"));
    let codes = text("refusals: {codes: {unknown: '161', missing: \"a\\\"b\"}}\n");
    assert!(
        codes.ends_with("], refuses: {\n    Unknown: \"161\",\n    Missing: \"a\\\"b\",\n});\n"),
        "{codes}"
    );
    let shaped = text("refusals: {shape: {code: e.code, message: e.text}, codes: {value: V}}\n");
    assert!(shaped.ends_with("    Value: \"V\",\n} in (\"e.code\", \"e.text\"));\n"), "{shaped}");
}

#[test]
fn a_single_file_stands_alone() {
    let text = single_file(&store());
    assert!(syn::parse_file(&text).is_ok(), "{text}");
    assert!(!text.contains("#![") && !text.contains("crate::"), "{text}");
}

/// Operations of one method and path are told apart by what their callers never give; others need no such word.
#[test]
fn what_never_varies_is_said_where_it_tells_operations_apart() {
    let node = |other: &str| {
        format!(
            "tablature: 2\nvendor: acme\nservice: node\nprotocol: rest\nendpoint: https://node.acme.example\noperations:\n  \
             Get: {{page: a.md, method: POST, uri: /, body: {{method: {{type: string, fixed: get}}}}}}\n  \
             Put: {{page: b.md, method: POST, uri: {other}, body: {{method: {{type: string, fixed: put}}}}}}\n"
        )
    };
    let answers = [super::Answer::default(), super::Answer::default()];
    let same = &files(&planned(&node("/")), &answers)["operations/put.rs"];
    assert!(same.contains(".fixed(&[(\"method\", \"put\")])"), "{same}");
    let other = &files(&planned(&node("/put")), &answers)["operations/put.rs"];
    assert!(!other.contains(".fixed("), "{other}");
}

/// The names of the runtime's root, and which names the signatures of each type in its sources mention.
fn runtime() -> (BTreeSet<String>, BTreeMap<String, BTreeSet<String>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    let mut mentioned: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut exported, mut folders) = (BTreeSet::new(), vec![folder.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = syn::parse_file(&std::fs::read_to_string(&path).expect("a text")).expect("Rust");
            for item in file.items {
                for (of, tokens) in signatures(item) {
                    mentioned.entry(of).or_default().extend(idents(tokens));
                }
            }
        }
    }
    let root = std::fs::read_to_string(folder.join("lib.rs")).expect("a text");
    for item in syn::parse_file(&root).expect("Rust").items {
        if let syn::Item::Use(item) = item
            && matches!(item.vis, syn::Visibility::Public(_))
        {
            exported.extend(idents(item.tree.to_token_stream()));
        }
    }
    (exported, mentioned)
}

/// What is public of an item, by the type that it belongs to.
fn signatures(item: syn::Item) -> Vec<(String, TokenStream)> {
    let is_public = |vis: &syn::Visibility| matches!(vis, syn::Visibility::Public(_));
    match item {
        syn::Item::Impl(item) if item.trait_.is_none() => {
            let Some(of) = idents(item.self_ty.to_token_stream()).into_iter().next() else {
                return Vec::new();
            };
            let public = item.items.into_iter().filter_map(|item| match item {
                syn::ImplItem::Fn(method) if is_public(&method.vis) => Some(method.sig.to_token_stream()),
                _ => None,
            });
            public.map(|tokens| (of.clone(), tokens)).collect()
        }
        syn::Item::Trait(item) => {
            let methods = item.items.into_iter().filter_map(|of| match of {
                syn::TraitItem::Fn(method) => Some((item.ident.to_string(), method.sig.to_token_stream())),
                _ => None,
            });
            methods.collect()
        }
        syn::Item::Struct(item) => {
            let public = item.fields.into_iter().filter(|field| is_public(&field.vis));
            public.map(|field| (item.ident.to_string(), field.ty.to_token_stream())).collect()
        }
        syn::Item::Enum(item) => vec![(item.ident.to_string(), item.variants.to_token_stream())],
        syn::Item::Type(item) => vec![(item.ident.to_string(), item.ty.to_token_stream())],
        _ => Vec::new(),
    }
}

fn idents(tokens: TokenStream) -> BTreeSet<String> {
    let each = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(ident) => BTreeSet::from([ident.to_string()]),
        TokenTree::Group(group) => idents(group.stream()),
        _ => BTreeSet::new(),
    });
    each.collect()
}

/// A program that only depends on a generated crate can name all that the methods of its types take and give.
#[test]
fn what_signatures_mention_is_at_the_root() {
    // Their own signatures are for what is generated, and for those who depend on the runtime.
    const FOR_GENERATED: [&str; 4] = ["Value", "Service", "Operation", "Client"];
    let (exported, mentioned) = runtime();
    let root: TokenStream = super::library::SIGNATURES.parse().expect("tokens");
    let root = idents(root);
    let mut missing = BTreeSet::new();
    for name in root.iter().filter(|name| !FOR_GENERATED.contains(&name.as_str())) {
        let named = mentioned.get(name).into_iter().flatten();
        let is_type = |name: &&String| name.starts_with(char::is_uppercase) && exported.contains(*name);
        missing.extend(named.filter(is_type).filter(|name| !root.contains(*name)).cloned());
    }
    for own in FOR_GENERATED {
        missing.remove(own);
    }
    assert!(root.len() > 20 && missing.is_empty(), "not among {root:?}: {missing:?}");
}
