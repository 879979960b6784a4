//! `extract --pages` prints for each page what that page says: alone or among others, in any order.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};
use tablature_tests::{binary, root};

const FOLDER: &str = "specs/ucloud/docs";
const PAGES: [&str; 3] =
    ["ugc/get_docker_image_list.md", "ugc/get_image_bucket_list.md", "uhub/get_repo_image.md"];

fn extract(input: &str, dialect: &str) -> Output {
    let mut child = Command::new(binary())
        .args(["--color", "never", "extract", "--pages", "-", "--format", "ndjson", "--dialect", dialect])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Where the command ends early, it has not read everything.
        scope.spawn(move || stdin.write_all(input.as_bytes()));
        child.wait_with_output().unwrap()
    })
}

fn line(path: &str) -> String {
    let text = std::fs::read_to_string(root().join(FOLDER).join(path)).unwrap();
    format!("{}\n", json!({"path": path, "text": text}))
}

fn printed(input: &str) -> String {
    let output = extract(input, "ucloud");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_page_says_the_same_alone_and_among_others() {
    let alone: Vec<String> = PAGES.iter().map(|path| printed(&line(path))).collect();
    let lines: Vec<String> = PAGES.iter().map(|path| line(path)).collect();
    assert_eq!(printed(&lines.concat()), alone.concat());
    // More lines than are in memory at once.
    let many = lines.concat().repeat(100);
    assert_eq!(printed(&many), alone.concat().repeat(100));
    for (path, text) in PAGES.iter().zip(&alone) {
        let told: Value = serde_json::from_str(text).unwrap();
        assert_eq!(told["path"], *path);
        let tables = told["parts"][0]["tables"].as_array().unwrap();
        assert!(tables.iter().any(|table| !table["rows"].as_array().unwrap().is_empty()), "{text}");
    }
}

/// What `show` prints of a page is the same, as YAML.
#[test]
fn a_line_has_what_show_prints() {
    let told: Value = serde_json::from_str(&printed(&line(PAGES[2]))).unwrap();
    let page = format!("{FOLDER}/{}", PAGES[2]);
    let shown = Command::new(binary())
        .args(["show", &page, "--dialect", "ucloud", "--after", "extract"])
        .current_dir(root())
        .output()
        .unwrap();
    let shown: serde_yaml::Value = serde_yaml::from_slice(&shown.stdout).unwrap();
    let of_json = told["parts"][0]["tables"].as_array().unwrap().iter();
    let of_json = of_json.flat_map(|table| table["rows"].as_array().unwrap());
    let of_json: Vec<&str> = of_json.filter_map(|row| row["name"].as_str()).collect();
    let of_yaml = shown["parts"][0]["tables"].as_sequence().unwrap().iter();
    let of_yaml = of_yaml.flat_map(|table| table["rows"].as_sequence().into_iter().flatten());
    let of_yaml: Vec<&str> = of_yaml.filter_map(|row| row["name"].as_str()).collect();
    assert!(of_json.len() > 5, "{told}");
    assert_eq!(of_json, of_yaml);
}

#[test]
fn what_is_no_page_is_told_with_its_line() {
    let good = line(PAGES[0]);
    for (input, dialect, expected) in [
        (format!("{good}{{\"path\": \"a.txt\", \"text\": \"\"}}\n"), "ucloud", "line 2: `a.txt` is no page"),
        (format!("{good}\n{{\"path\": \"a.md\"}}\n"), "ucloud", "line 3: missing field `text`"),
        (
            format!("{good}{{\"path\": \"a.md\", \"text\": \"\", \"x\": 1}}"),
            "ucloud",
            "line 2: unknown field `x`",
        ),
        ("no JSON\n".to_owned(), "ucloud", "line 1: expected"),
        (String::new(), "ucloud", "there is no page in it"),
        (good.clone(), "auto", "what one page says depends on all the others"),
        (good.clone(), "nowhere", "nowhere"),
    ] {
        let output = extract(&input, dialect);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(expected), "{expected} is not in {told}");
    }
    let large = format!("{}\n", json!({"path": "a.md", "text": "a".repeat((16 << 20) + 1)}));
    let output = extract(&format!("{large}{good}"), "ucloud");
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), lines.lines().count()), (Some(1), 2), "a page that is too large");
    assert!(lines.starts_with(r#"{"path":"a.md","error":"#), "{}", &lines[..80]);
}
