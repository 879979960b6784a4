//! The guide for a new vendor, `specs/README.md`, followed step by step.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tablature_tests::{binary, root};

/// The blocks of code of the guide: language and text.
fn blocks(guide: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = guide.split("```").collect();
    let blocks = parts.iter().skip(1).step_by(2);
    blocks.filter_map(|block| block.split_once('\n')).collect()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).current_dir(folder).output().unwrap()
}

/// What lint says of the workspace, with the exit code.
fn lint(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, &[&["lint"], arguments].concat());
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[track_caller]
fn shows(said: &str, block: &str) {
    for line in block.lines().map(str::trim) {
        assert!(said.lines().any(|it| it.trim() == line), "`{line}` is not in\n{said}");
    }
}

#[test]
fn the_guide_for_a_new_vendor_can_be_followed() {
    let guide = fs::read_to_string(root().join("specs/README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let pumps = folder.join("specs/tidal/docs/pumps");
    fs::create_dir_all(&pumps).unwrap();
    for name in ["list-pumps.md", "start-pump.md"] {
        fs::copy(root().join("tests/guide").join(name), pumps.join(name)).unwrap();
    }
    let mut dialect = String::new();
    let mut steps = 0;
    for (language, text) in blocks(&guide) {
        match language {
            "markdown" => shows(&fs::read_to_string(pumps.join("start-pump.md")).unwrap(), text),
            "yaml" if text.starts_with("title:") => {
                fs::write(folder.join("specs/tidal/vendor.yaml"), text).unwrap();
            }
            "yaml" if text.starts_with("    ") => {
                let made = run(folder, &["generate", "tidal"]);
                assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
                shows(&fs::read_to_string(folder.join("specs/tidal/pumps.yaml")).unwrap(), text);
                assert!(folder.join("generated/tidal-pumps/src/lib.rs").exists());
                assert!(run(folder, &["check"]).status.success());
            }
            "yaml" if text.starts_with("- name:") => authenticating(folder, &dialect, text),
            "yaml" if text.starts_with("findings:") => accepting(folder, &dialect, text),
            "yaml" => {
                dialect += text;
                fs::write(folder.join("specs/tidal/dialect.yaml"), &dialect).unwrap();
            }
            "text" => {
                steps += 1;
                shows(&lint(folder, &["-v"]).1, text);
            }
            other => panic!("a block of {other:?}"),
        }
    }
    assert_eq!(steps, 4);
    let (code, said) = lint(folder, &["-v"]);
    assert!(code == Some(0) && said.contains("0 errors, 0 warnings, 0 infos"), "{said}");
}

/// The recipes of the guide are taken by a dialect, and their test vectors are right.
fn authenticating(folder: &Path, dialect: &str, recipes: &str) {
    let file = folder.join("specs/tidal/dialect.yaml");
    let recipes: String = recipes.lines().flat_map(|line| ["    ", line, "\n"]).collect();
    let auth = |recipes: &str| dialect.replacen("service:\n", &format!("service:\n  auth:\n{recipes}"), 1);
    fs::write(&file, auth(&recipes)).unwrap();
    let (code, said) = lint(folder, &["--fail-on", "warning"]);
    assert_eq!(code, Some(0), "{said}");
    fs::write(&file, auth(&recipes.replace("then:", "put:").replace("put:", "puts:"))).unwrap();
    let (code, said) = lint(folder, &[]);
    assert!(code != Some(0) && said.contains("invalid-dialect") && said.contains("`puts`"), "{said}");
    fs::write(file, dialect).unwrap();
}

/// A finding that was accepted is not told until its day; one that is not there is stale, and so is a rule that fits nothing.
fn accepting(folder: &Path, dialect: &str, entry: &str) {
    let file = folder.join("specs/tidal/dialect.yaml");
    fs::write(&file, dialect.replace("[Kind]", "[Kind, Sort]")).unwrap();
    fs::write(folder.join("accepted.yaml"), entry).unwrap();
    let strict = ["--accept", "accepted.yaml", "--fail-on", "warning"];
    let (code, said) = lint(folder, &strict);
    assert_eq!(code, Some(1), "{said}");
    shows(&said, "warning[unmatched-rule]: no page has what `columns.type.1` says: `Sort`");
    assert!(said.contains("--> specs/tidal/dialect.yaml:5:16"), "{said}");
    assert!(said.contains("error[accepted-stale]: no finding has the fingerprint 000000000000"), "{said}");
    let named = said.split("its fingerprint is ").nth(1).and_then(|rest| rest.get(..12)).unwrap();
    let entry = entry.replace("000000000000", named);
    fs::write(folder.join("accepted.yaml"), &entry).unwrap();
    let (code, said) = lint(folder, &strict);
    assert!(code == Some(0) && !said.contains("unmatched-rule]"), "{said}");
    fs::write(folder.join("accepted.yaml"), entry.replace("2999", "2020")).unwrap();
    assert_eq!(lint(folder, &strict).0, Some(1), "past its day");
    fs::write(file, dialect).unwrap();
}

/// The table at its end has every finding that sends people to the dialect, and the ids are such as there are.
#[test]
fn the_guide_names_what_a_dialect_can_mend() {
    let guide = fs::read_to_string(root().join("specs/README.md")).unwrap();
    let docs = root().join("generator/src/diagnostic/docs");
    let (_, table) = guide.split_once("## What findings").unwrap();
    for id in table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()) {
        assert!(docs.join(format!("{id}.md")).exists(), "there is no `{id}`");
    }
    for entry in fs::read_dir(docs).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_dialect = fs::read_to_string(&path).unwrap().contains("dialect");
        assert!(!is_dialect || id == "name-too-long" || table.contains(&format!("| `{id}` |")), "{id}");
    }
}
