//! The YAML that is written.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde::Deserialize as _;
use tablature_ir::{ExampleFile, Service, extension::Extending};

use super::sample::{Random, images};
use crate::{
    diagnostic::Id,
    spec::{apart, examples, read, write, yaml},
};

#[test]
fn a_service_reads_well() {
    insta::assert_snapshot!(write(&images()));
}

#[test]
fn what_is_written_reads_back() {
    for seed in 0..150 {
        let service = Random(seed).service();
        let text = write(&service);
        let back = read("x.yaml", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        // Maps are equal in any order; what is written twice is equal only in the same.
        assert!(back == service && write(&back) == text, "seed {seed}\n{text}\n{service:#?}\n{back:#?}");
    }
}

#[test]
fn what_is_written_apart_is_brought_together() {
    for seed in 0..50 {
        let service = Random(seed).service();
        let written = apart(&service);
        let ir = &written.ir;
        let mut back = read("x.yaml", ir).unwrap();
        assert!(back.operations.values().all(|operation| operation.examples.is_empty()), "{ir}");
        for (id, text) in &written.examples {
            let file: ExampleFile = yaml::from_str(Id::SpecSyntax, "e.yaml", text).unwrap();
            assert_eq!(file.operation, *id, "{text}");
            examples::add(&mut back, "e.yaml", text).unwrap();
        }
        assert!(back == service, "seed {seed}\n{ir}");
    }
}

#[test]
fn examples_of_no_operation_and_a_second_file_of_one_are_faults() {
    let mut service = images();
    let fault = |service: &mut Service, text: &str| examples::add(service, "e.yaml", text).unwrap_err();
    let text = "# c\noperation: GetRepoImages\nexamples: [{of: request, text: x}]\n";
    let found = fault(&mut service, text);
    assert_eq!(found.message, "the service `uhub` has no operation `GetRepoImages`");
    assert_eq!(found.hint.as_deref(), Some("did you mean `GetRepoImage`?"));
    assert_eq!(found.span.map(|span| text[span.range].to_owned()).as_deref(), Some("operation"));
    let found = fault(&mut service, &text.replace("Images", "Image"));
    assert_eq!(
        (found.id, found.message.as_str()),
        (Id::MisplacedExamples, "`GetRepoImage` has examples already")
    );
    assert_eq!(fault(&mut service, &text.replace("of:", "off:")).id, Id::SpecSyntax);
}

#[test]
fn a_default_stands_bare_where_its_text_reads_back_as_itself() {
    let mut service = images();
    let mut written = |default: &str| {
        let operation = service.operations.get_mut("GetRepoImage").unwrap();
        operation.form.get_mut("Offset").unwrap().default = Some(default.to_owned());
        let text = write(&service);
        assert!(read("x.yaml", &text).unwrap() == service, "{text}");
        text.split("Offset: {type: integer, default: ").nth(1).unwrap().split('}').next().unwrap().to_owned()
    };
    for bare in ["0", "20", "-1", "0.5", "-2.25", "true", "false", "9007199254740992"] {
        assert_eq!(written(bare), bare);
    }
    for quoted in
        ["", "1.0", "1.50", "012", "+1", "-0", "1e5", "0x1F", "yes", "null", "9007199254740993", ".5"]
    {
        assert_eq!(written(quoted), format!("\"{quoted}\""));
    }
}

#[test]
fn lines_are_not_too_long_unless_a_text_is() {
    let text = write(&images());
    for line in text.lines().filter(|line| !line.contains("doc: ")) {
        assert!(tablature_ir::width(line) <= 110, "{line}");
    }
}

/// Reads with `PyYAML`, a YAML 1.1 reader, and gives JSON; checks it against our schema where that can be done.
const PYTHON: &str = "
import sys, json, yaml
loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader) if sys.argv[1] == 'c' else yaml.SafeLoader
found = [yaml.load(text, loader) for text in json.load(sys.stdin)]
try:
    import jsonschema
    validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[2])))
    for document in found: validator.validate(document)
except ImportError:
    print('not checked against the schema: no jsonschema here', file=sys.stderr)
print(json.dumps(found))
";

#[test]
fn another_reader_finds_the_same() {
    let services: Vec<Service> = (0..60).map(|seed| Random(seed).service()).chain([images()]).collect();
    let texts: Vec<String> = services.iter().map(write).collect();
    for loader in ["python", "c"] {
        let Some(found) = python(loader, &serde_json::to_string(&texts).unwrap()) else {
            eprintln!("skipped: python3 with PyYAML is not here");
            return;
        };
        let found: Vec<serde_json::Value> = serde_json::from_str(&found).unwrap();
        for (service, mut found) in services.iter().zip(found) {
            spell_defaults(&mut found);
            let mut back = Service::deserialize(Extending(found)).unwrap();
            back.define_values();
            assert_eq!(&back, service, "{}", write(service));
        }
    }
}

/// A default that another reader took for a number or flag, as the text that it spells.
fn spell_defaults(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Array(items) => items.iter_mut().for_each(spell_defaults),
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::Number(_) | Value::Bool(_) if key == "default" || key == "fixed" => {
                        *value = value.to_string().into();
                    }
                    value => spell_defaults(value),
                }
            }
        }
        _ => {}
    }
}

fn python(loader: &str, input: &str) -> Option<String> {
    let ready = Command::new("python3").args(["-c", "import yaml"]).stderr(Stdio::null()).status();
    if !ready.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", PYTHON, loader, concat!(env!("CARGO_MANIFEST_DIR"), "/ir/schema.json")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "PyYAML or jsonschema refuses what we write");
    Some(String::from_utf8(output.stdout).unwrap())
}
