//! `tablature diff` as a user runs it: formats, exit codes, accepted changes, revisions of git, bad input.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tablature_tests::{binary, root};
use tempfile::TempDir;

/// A folder with two versions of a committed spec: `old.yaml` and `new.yaml`.
struct Pair(TempDir);

impl Pair {
    /// The spec of uhub, and the same with each of these texts replaced.
    fn new(edits: &[(&str, &str)]) -> Self {
        let pair = Pair(tempfile::tempdir().unwrap());
        let old = fs::read_to_string(root().join("specs/ucloud/uhub.yaml")).unwrap();
        let mut new = old.clone();
        for (from, to) in edits {
            assert!(new.contains(from), "the spec no longer says {from}");
            new = new.replacen(from, to, 1);
        }
        pair.write("old.yaml", &old);
        pair.write("new.yaml", &new);
        pair
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn diff(&self, further: &[&str]) -> Output {
        run(self.0.path(), &[&["diff", "old.yaml", "new.yaml"], further].concat())
    }

    fn json(&self) -> Value {
        json(&self.diff(&["--format", "json"]))
    }
}

const WIRE: (&str, &str) = (
    "Offset: {type: integer, required: false, default: 0",
    "Offset: {type: integer, required: true, default: 0",
);
const SAFE: (&str, &str) = (
    "          TotalCount: {type: integer, required: true}",
    "          TotalCount: {type: integer, required: true}\n          Extra: {type: string, required: false, doc: 额外}",
);
const DOCS: (&str, &str) = ("doc: 镜像仓库名称}", "doc: 镜像仓库的名称}");

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).current_dir(folder).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    assert_eq!(code(output), 0, "{}", stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The rules that were found, sorted.
fn rules(report: &Value) -> Vec<String> {
    let changes = report["changes"].as_array().unwrap();
    let mut rules: Vec<String> = changes.iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect();
    rules.sort();
    rules.dedup();
    rules
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", stderr(&output));
}

/// A docs repository of one page in three commits: as committed here, another word, another type.
fn docs() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("uhub/get_repo_image.md");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    let first = fs::read_to_string(root().join("specs/ucloud/docs/uhub/get_repo_image.md")).unwrap();
    let second = first.replacen("镜像仓库名称", "镜像仓库的名称", 1);
    let row = second.lines().find(|line| line.contains("**Limit**")).unwrap().to_owned();
    let third = second.replacen(&row, &row.replacen("int", "string", 1), 1);
    assert!(first != second && second != third);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    // A first commit whose pages do not tell the dialect.
    fs::write(folder.path().join("uhub/README.md"), "# UHub\n").unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "Nothing yet"]);
    for (index, text) in [first, second, third].iter().enumerate() {
        fs::write(&page, text).unwrap();
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "--message", &format!("Version {index}")]);
    }
    folder
}

/// Checks a value against a schema, as far as the published ones go: references, types, required keys, constants,
/// alternatives, and no key that the schema does not know.
fn check(schema: &Value, root: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).ok_or("a dangling reference")?;
        check(target, root, value, at)?;
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(all) = schema[key].as_array()
            && !all.iter().any(|one| check(one, root, value, at).is_ok())
        {
            return Err(format!("{at}: {value} is none of the alternatives"));
        }
    }
    if let Some(constant) = schema.get("const")
        && constant != value
    {
        return Err(format!("{at}: {value} is not {constant}"));
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        other => panic!("the schema has a type that this check does not know: {other}"),
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        _ => true,
    };
    if !fits {
        return Err(format!("{at}: {value} is no {}", schema["type"]));
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        let key = key.as_str().unwrap();
        if value.get(key).is_none() {
            return Err(format!("{at}: {key} is missing"));
        }
    }
    if let (Some(known), Some(object)) = (schema["properties"].as_object(), value.as_object()) {
        for (key, value) in object {
            let schema = known.get(key).ok_or_else(|| format!("{at}: {key} is not in the schema"))?;
            check(schema, root, value, &format!("{at}.{key}"))?;
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (index, value) in values.iter().enumerate() {
            check(items, root, value, &format!("{at}[{index}]"))?;
        }
    }
    Ok(())
}

#[test]
fn a_spec_against_itself_gives_nothing() {
    let report = Pair::new(&[]).json();
    assert_eq!(report["changes"].as_array().unwrap().len(), 0);
    assert_eq!(report["crates"].as_array().unwrap().len(), 0);
}

#[test]
fn json_keeps_its_published_schema() {
    let schema: Value =
        serde_json::from_slice(&fs::read(root().join("generator/schema/diff.json")).unwrap()).unwrap();
    let report = Pair::new(&[WIRE, SAFE, DOCS]).json();
    assert!(report["changes"].as_array().unwrap().len() >= 3);
    check(&schema, &schema, &report, "report").unwrap();
    let folder = docs();
    let report = json(&run(folder.path(), &["diff", "git:HEAD~2", "git:HEAD", "--format", "json"]));
    check(&schema, &schema, &report, "report").unwrap();
    let promised = "rule vendor service operation side field wire source docs why old new places fingerprint";
    for change in report["changes"].as_array().unwrap() {
        for key in promised.split(' ') {
            assert!(change.get(key).is_some(), "{key} is missing in {change}");
        }
    }
    let printed = run(folder.path(), &["diff", "--schema"]);
    assert_eq!(serde_json::from_slice::<Value>(&printed.stdout).unwrap(), schema);
    let mut wrong = report.clone();
    wrong["changes"][0]["wire"] = "terrible".into();
    assert!(check(&schema, &schema, &wrong, "report").is_err(), "the check itself sees faults");
}

#[test]
fn fail_on_asks_for_a_verdict() {
    let breaking = Pair::new(&[WIRE]);
    let safe = Pair::new(&[SAFE]);
    let words = Pair::new(&[DOCS]);
    let exits =
        |pair: &Pair| ["wire", "source", "docs"].map(|verdict| code(&pair.diff(&["--fail-on", verdict])));
    assert_eq!(code(&breaking.diff(&[])), 0, "without --fail-on nothing fails");
    assert_eq!(exits(&breaking)[..2], [1, 1]);
    assert_eq!(exits(&safe)[..2], [0, 0]);
    assert_eq!(exits(&words), [0, 0, 1]);
    assert_eq!(code(&words.diff(&["--fail-on", "wire,docs"])), 1, "several");
    assert_eq!(code(&words.diff(&["--fail-on", "everything"])), 2, "no verdict");
}

#[test]
fn accepted_changes_do_not_fail_and_are_counted() {
    let pair = Pair::new(&[WIRE]);
    let report = pair.json();
    let bump = report["crates"][0]["bump"].clone();
    let mut file = "accepted:\n".to_owned();
    let entry = |fingerprint: &str, until: &str| {
        format!("  - {{fingerprint: {fingerprint}, who: Ann, why: nobody calls it, until: \"{until}\"}}\n")
    };
    for change in report["changes"].as_array().unwrap() {
        file += &entry(change["fingerprint"].as_str().unwrap(), "2999-12-31");
    }
    pair.write("accepted.yaml", &file);
    let accept = ["--accept", "accepted.yaml", "--fail-on", "wire,source", "--format", "json"];
    let output = pair.diff(&accept);
    let left = json(&output);
    assert_eq!(left["changes"].as_array().unwrap().len(), 0);
    assert_eq!(left["crates"][0]["bump"], bump, "the code of callers breaks all the same");
    assert!(left["crates"][0]["accepted"].as_u64().unwrap() > 0);
    for format in ["text", "markdown", "html"] {
        let output = pair.diff(&["--accept", "accepted.yaml", "--format", format]);
        assert!(stdout(&output).contains("accepted)"), "{format}");
    }

    pair.write("accepted.yaml", &(file.clone() + &entry("000000000000", "2999-12-31")));
    let stale = pair.diff(&accept);
    assert_eq!(code(&stale), 1);
    assert!(stderr(&stale).contains("accepted-stale"), "{}", stderr(&stale));

    pair.write("accepted.yaml", &file.replace("2999-12-31", "2020-12-31"));
    assert_eq!(code(&pair.diff(&accept)), 1, "an entry past its day does not accept");

    for wrong in
        [file.replace("who: Ann, ", ""), file.replace("2999-12-31", "soon"), "accepted: 1".to_owned()]
    {
        pair.write("accepted.yaml", &wrong);
        let output = pair.diff(&accept);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("accepted-syntax"), "{}", stderr(&output));
    }
    assert_eq!(code(&pair.diff(&["--accept", "missing.yaml"])), 2);
}

#[test]
fn every_format_names_the_change() {
    let pair = Pair::new(&[WIRE]);
    let of = |format: &str| stdout(&pair.diff(&["--format", format]));
    for format in ["text", "json", "markdown", "github", "sarif", "html"] {
        let text = of(format);
        assert!(text.contains("became-required") && text.contains("Offset"), "{format}: {text}");
    }
    assert!(of("text").contains("ucloud/uhub GetRepoImage"));
    assert!(!of("text").contains('\u{1b}'), "a pipe gets no colours");
    assert!(of("github").lines().all(|line| line.starts_with("::")));
    assert!(of("github").contains("::error file=new.yaml,line="), "{}", of("github"));
    assert!(of("markdown").contains("| `ucloud-uhub` | major |"), "{}", of("markdown"));
    let html = of("html");
    assert!(html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"));
    assert!(!html.contains("<link") && !html.contains("src=\"http"), "one file, nothing fetched");
}

#[test]
fn sarif_has_what_its_schema_demands() {
    let report = json(&Pair::new(&[WIRE, SAFE]).diff(&["--format", "sarif"]));
    assert_eq!(report["version"], "2.1.0");
    let run = &report["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "tablature");
    let rules: Vec<&str> =
        driver["rules"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    for result in run["results"].as_array().unwrap() {
        let rule = result["ruleId"].as_str().unwrap();
        assert!(rules.contains(&rule), "{rule} is not listed");
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().into_iter().flatten() {
            let physical = &location["physicalLocation"];
            assert!(physical["artifactLocation"]["uri"].as_str().unwrap().is_ascii());
            assert!(physical["region"]["startLine"].as_u64().is_none_or(|line| line > 0));
        }
    }
}

#[test]
fn revisions_of_pages_name_commit_and_lines() {
    let folder = docs();
    let report = json(&run(folder.path(), &["diff", "git:HEAD~1", "git:HEAD", "--format", "json"]));
    let change = &report["changes"][0];
    assert_eq!(change["field"], "Limit");
    assert_eq!(change["cause"], "vendor");
    assert_eq!(change["places"][0]["new"]["page"], "uhub/get_repo_image.md");
    assert_eq!(change["places"][0]["new"]["commit"]["author"], "Ann");
    assert!(change["places"][0]["new"]["text"].as_str().unwrap().contains("**Limit**"));
    let elsewhere = tempfile::tempdir().unwrap();
    let repository = folder.path().to_str().unwrap();
    let other = run(
        elsewhere.path(),
        &["diff", "--repository", repository, "git:HEAD~1", "git:HEAD", "--format", "json"],
    );
    assert_eq!(json(&other), report, "from any folder");
    let mixed = json(&run(folder.path(), &["diff", "git:HEAD~1", ".", "--format", "json"]));
    assert_eq!(rules(&mixed), rules(&report), "a revision against a folder");
}

/// `init` begins a workspace where there is none, over pages that lie beside it. Nothing is blamed on us that these
/// pages show, and nothing on the vendor that an overlay does.
#[test]
fn who_changed_it_is_seen_on_pages_beside_the_specs_too() {
    let folder = tempfile::tempdir().unwrap();
    let page = |days: &str| {
        let text = format!(
            "# Tides\n\n`GET /tides`\n\n## Parameters\n\n| Name | Type | Required | Notes |\n|---|---|---|---|\n\
             | harbour | string | yes | Its code |\n| days | {days} | no | How many |\n"
        );
        fs::write(folder.path().join("pages/tides.md"), text).unwrap();
    };
    let done = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        output
    };
    let causes = || {
        let report = json(&run(folder.path(), &["diff", "git:HEAD:specs", "specs", "--format", "json"]));
        let changes = report["changes"].as_array().unwrap();
        let causes: BTreeSet<String> =
            changes.iter().map(|it| it["cause"].as_str().unwrap().to_owned()).collect();
        Vec::from_iter(causes)
    };
    fs::create_dir(folder.path().join("pages")).unwrap();
    page("integer");
    done(&["init", "acme", "--from", "pages"]);
    done(&["extract", "acme"]);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "Begin"]);

    page("string");
    done(&["extract", "acme"]);
    assert_eq!(causes(), ["vendor"]);

    page("integer");
    let overlay = "- {at: operations.list_tides.query.days, set: {type: string}, why: it is a text}\n";
    fs::write(folder.path().join("specs/acme/acme.overlay.yaml"), overlay).unwrap();
    done(&["extract", "acme"]);
    assert_eq!(causes(), ["overlay"]);

    fs::remove_dir_all(folder.path().join("pages")).unwrap();
    assert_eq!(causes(), ["vendor"], "a page that is gone is the vendor's doing");
    git(folder.path(), &["rm", "--quiet", "-r", "--cached", "pages"]);
    git(folder.path(), &["commit", "--quiet", "--message", "No pages"]);
    fs::remove_file(folder.path().join("specs/acme/acme.overlay.yaml")).unwrap();
    assert_eq!(causes(), ["unknown"], "no side has the page");
}

#[test]
fn what_no_reader_sees_is_no_change() {
    let pair = Pair::new(&[]);
    let page = fs::read_to_string(root().join("specs/ucloud/docs/uhub/get_repo_image.md")).unwrap();
    for (side, text) in
        [("a", page.clone()), ("b", page.replace("|**Yes**|", "| **Yes** |").replace('\n', "\r\n"))]
    {
        fs::create_dir_all(pair.path(side).join("uhub")).unwrap();
        pair.write(&format!("{side}/uhub/get_repo_image.md"), &text);
    }
    let report = json(&run(pair.0.path(), &["diff", "a", "b", "--format", "json"]));
    assert_eq!(rules(&report), [""; 0], "blanks in cells and at the ends of lines");
    // The committed spec has no page beside it to compare with.
    run(pair.0.path(), &["extract", "--docs", "a", "--dialect", "ucloud", "--out", "made"]);
    let report = json(&run(pair.0.path(), &["diff", "made/specs/ucloud/uhub.yaml", "a", "--format", "json"]));
    assert_eq!(rules(&report), [""; 0], "an IR beside the pages that it was made from");
}

#[test]
fn history_is_a_line_for_each_commit() {
    let folder = docs();
    let output = run(folder.path(), &["diff", "--history", "git:HEAD~3", "git:HEAD"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let lines: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line["changes"].as_u64().unwrap() > 0));
    let bumps: Vec<&str> = lines.iter().map(|line| line["crates"][0]["bump"].as_str().unwrap()).collect();
    assert_eq!(bumps, ["minor", "patch", "major"]);
    assert_eq!(
        code(&run(folder.path(), &["diff", "--history", ".", "git:HEAD"])),
        2,
        "a folder has no history"
    );
}

/// A repository with a workspace of specs, and a branch that edits one.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("specs/ucloud/uhub.yaml");
    fs::create_dir_all(spec.parent().unwrap()).unwrap();
    fs::copy(root().join("specs/ucloud/vendor.yaml"), spec.with_file_name("vendor.yaml")).unwrap();
    let manifest = folder.path().join("generated/ucloud-uhub/Cargo.toml");
    fs::create_dir_all(manifest.parent().unwrap()).unwrap();
    fs::write(manifest, "[package]\nname = \"ucloud-uhub\"\nversion = \"0.3.1\"\n").unwrap();
    let old = fs::read_to_string(root().join("specs/ucloud/uhub.yaml")).unwrap();
    fs::write(&spec, &old).unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "Base"]);
    fs::write(&spec, old.replacen(WIRE.0, WIRE.1, 1)).unwrap();
    folder
}

#[test]
fn a_branch_is_reviewed_and_written_up() {
    let folder = workspace();
    let report = json(&run(folder.path(), &["diff", "--git", "HEAD", "--format", "json"]));
    assert!(rules(&report).contains(&"became-required".to_owned()), "{:?}", rules(&report));
    assert_eq!(report["crates"][0]["name"], "ucloud-uhub");
    let witness = report["crates"][0]["witnesses"][0]["program"].as_str().unwrap();
    assert!(witness.contains("client.get_repo_image(Given)"), "{witness}");
    assert_eq!(code(&run(folder.path(), &["diff", "--git", "HEAD", "--fail-on", "wire"])), 1);
    assert_eq!(code(&run(folder.path(), &["diff", "--git", "nowhere"])), 2);

    let entry = run(folder.path(), &["changelog", "ucloud-uhub"]);
    assert_eq!(code(&entry), 0, "{}", stderr(&entry));
    let text = stdout(&entry);
    assert!(text.starts_with("## 0.4.0\n\n### Breaking\n\n- "), "{text}");
    assert_eq!(code(&run(folder.path(), &["changelog", "ucloud-nothing"])), 2);
    assert_eq!(code(&run(folder.path(), &["changelog", "ucloud-uhub", "--base", "nowhere"])), 2);
}

#[test]
fn examples_beside_the_ir_are_compared_wherever_it_is_read() {
    let folder = workspace();
    let path = "specs/ucloud/examples/uhub/GetRepoImage.yaml";
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = fs::read_to_string(root().join(path)).unwrap();
    fs::write(&file, &text).unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "Examples"]);
    assert!(text.contains("\"TotalCount\": 5"));
    fs::write(&file, text.replace("\"TotalCount\": 5", "\"TotalCount\": 6")).unwrap();
    let ir = ["git:HEAD:specs/ucloud/uhub.yaml", "specs/ucloud/uhub.yaml"];
    for sides in [ir, ["git:HEAD:specs", "specs"], ["git:HEAD:specs/ucloud", "specs/ucloud/uhub.yaml"]] {
        let report = json(&run(folder.path(), &["diff", sides[0], sides[1], "--format", "json"]));
        assert_eq!(rules(&report), ["example-changed"], "{sides:?}");
    }
    fs::write(&file, text.replace("operation: Get", "operation: Gat")).unwrap();
    let output = run(folder.path(), &["diff", ir[0], ir[1]]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("GetRepoImage.yaml:2"), "{}", stderr(&output));
}

#[test]
fn bad_input_is_an_error_that_names_it() {
    let pair = Pair::new(&[]);
    pair.write("broken.yaml", "tablature: 2\nvendor: ucloud\nvendor: twice\n");
    pair.write("page.md", "# a page\n");
    let wrong =
        Pair::new(&[("ImageSet: {type: list<GetRepoImage::ImageSet>", "ImageSet: {type: list<ImageSets>")]);
    fs::create_dir_all(pair.path("prose/uhub")).unwrap();
    pair.write("prose/uhub/page.md", "# a page\n");
    let prose = pair.path("prose");
    let folder = docs();
    let faults: [(&Path, &[&str], &str); 14] = [
        (wrong.0.path(), &["diff", "old.yaml", "new.yaml"], "ImageSets"),
        (pair.0.path(), &["diff", "prose", "old.yaml"], "no operation is read from its 1 page"),
        (folder.path(), &["diff", ".", prose.to_str().unwrap()], "no operation is read"),
        (folder.path(), &["diff", "git:HEAD~99", "git:HEAD"], "no commit `HEAD~99`"),
        (pair.0.path(), &["diff", "missing.yaml", "new.yaml"], "missing.yaml"),
        (pair.0.path(), &["diff", "old.yaml", "broken.yaml"], "broken.yaml:3"),
        (pair.0.path(), &["diff", "old.yaml", "page.md"], "page.md"),
        (pair.0.path(), &["diff", "git:HEAD", "old.yaml"], "."),
        (pair.0.path(), &["diff", "old.yaml"], "<NEW>"),
        (pair.0.path(), &["diff", "old.yaml", "new.yaml", "--dialect", "klingon"], "klingon"),
        (folder.path(), &["diff", "git:nowhere", "git:HEAD"], "nowhere"),
        (folder.path(), &["diff", "git:HEAD:nowhere", "git:HEAD"], "nowhere"),
        (folder.path(), &["diff", "git:HEAD~1", "git:HEAD", "--dialect", "klingon"], "klingon"),
        (
            folder.path(),
            &["diff", "git:HEAD~1", "git:HEAD", "--overlay", "none.overlay.yaml"],
            "none.overlay.yaml",
        ),
    ];
    for (folder, arguments, named) in faults {
        let output = run(folder, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(named), "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?} prints half a report");
    }
}

/// Without a dialect, pages are read in the built-in one that reads the most of them: that of the vendor whose pages they
/// are, though others may find as many requests.
#[test]
fn the_dialect_of_pages_is_found() {
    for (vendor, page, row) in [("huaweicloud", "swr", "名称"), ("ucloud", "uhub", "镜像仓库名称")] {
        let folder = tempfile::tempdir().unwrap();
        for side in ["old", "new"] {
            let docs = root().join("specs").join(vendor).join("docs").join(page);
            for file in fs::read_dir(docs).unwrap() {
                let file = file.unwrap().path();
                let text = fs::read_to_string(&file).unwrap();
                let text = if side == "new" { text.replace(row, "别的") } else { text };
                let to = folder.path().join(side).join(page);
                fs::create_dir_all(&to).unwrap();
                fs::write(to.join(file.file_name().unwrap()), text).unwrap();
            }
        }
        let output = Command::new(binary())
            .args(["diff", "old", "new", "--format", "json"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let changes = report["changes"].as_array().unwrap();
        assert!(!changes.is_empty() && changes.iter().all(|it| it["vendor"] == vendor), "{report:#}");
    }
}
