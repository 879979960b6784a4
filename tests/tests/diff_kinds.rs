//! Kinds of edits of pages, each with what the diff says of it and of the same edit undone: `tests/diff/*.yaml`.
//!
//! `UPDATE_KINDS=1` writes what is said into the files; read it as you would read code.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path, process::Command};

use serde_json::Value;
use tablature_tests::{binary, root};

/// A page with these rows, in the form that the dialect `ucloud` reads.
fn page(side: &Value) -> String {
    const HEAD: &str = "| 参数名 | 类型 | 描述信息 | 必填 |";
    let rows = |key: &str, first: &str| {
        let further = side[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        std::iter::once(first).chain(further).collect::<Vec<_>>().join("\n")
    };
    let mut text = format!(
        "# 建东西 - CreateThing\n\n## 简介\n\n建东西。\n\n## 定义\n\n### 请求参数\n\n{}\n|:---|:---|:---|:---|\n{}\n\n### 响应字段\n\n{HEAD}\n|:---|:---|:---|:---|\n{}\n",
        side["request_head"].as_str().unwrap_or(HEAD),
        rows("request", "| **Region** | string | 地域 | **Yes** |"),
        rows("response", "| **RetCode** | int | 返回码 | **Yes** |"),
    );
    let types = side["types"].as_object();
    if types.is_some() {
        text += "\n#### 数据模型\n";
    }
    for (name, rows) in types.into_iter().flatten() {
        let rows: Vec<&str> = rows.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        write!(text, "\n#### {name}\n\n{HEAD}\n|:---|:---|:---|:---|\n{}\n", rows.join("\n")).unwrap();
    }
    text
}

/// Writes the pages of a side of a case, below folders of its own.
fn write(folder: &Path, case: usize, side: &Value) {
    let own = || BTreeMap::from([("svc/create_thing.md".to_owned(), page(side))]);
    let pages = side["pages"].as_object().map_or_else(own, |pages| {
        pages.iter().map(|(path, text)| (path.clone(), text.as_str().unwrap().to_owned())).collect()
    });
    for (path, text) in pages {
        let file = folder.join(format!("case{case}{path}"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// What the diff says of each case, a line for each change: `became-required request A: wire breaking, source breaking`.
fn said(cases: &[Value], ways: [&str; 2], dialect: &str) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    for (index, case) in cases.iter().enumerate() {
        write(&folder.path().join("old"), index, &case[ways[0]]);
        write(&folder.path().join("new"), index, &case[ways[1]]);
    }
    let output = Command::new(binary())
        .args(["diff", "old", "new", "--format", "json", "--dialect", dialect])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut told = vec![Vec::new(); cases.len()];
    for change in report["changes"].as_array().unwrap() {
        for place in change["places"].as_array().unwrap() {
            let service = place["service"].as_str().unwrap().trim_start_matches("case");
            let digits = service.find(|c: char| !c.is_ascii_digit()).unwrap_or(service.len());
            let line = line(change, place);
            told[service[..digits].parse::<usize>().unwrap()].push(line);
        }
    }
    for lines in &mut told {
        lines.sort();
    }
    told
}

fn line(change: &Value, place: &Value) -> String {
    let [rule, side, wire, source] =
        ["rule", "side", "wire", "source"].map(|key| change[key].as_str().unwrap_or_default());
    let field = place["field"].as_str().unwrap_or_default();
    let what = [rule, side, field].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    assert!(place["old"]["line"].is_u64() || place["new"]["line"].is_u64(), "{what} has no line: {place}");
    match (wire, source) {
        ("none", "none") => format!("{what}: docs"),
        (wire, source) => format!("{what}: wire {wire}, source {source}"),
    }
}

#[test]
fn kinds_of_edits_are_told_as_they_are() {
    let mut wrong = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(root().join("tests/diff")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let kinds: Value =
            serde_yaml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
        let mut blocks = Vec::new();
        let cases = kinds["cases"].as_array().unwrap();
        let dialect = kinds["dialect"].as_str().unwrap_or("ucloud");
        let (there, back) = (said(cases, ["old", "new"], dialect), said(cases, ["new", "old"], dialect));
        for (case, (there, back)) in cases.iter().zip(there.into_iter().zip(back)) {
            let found = [("there", there), ("back", back)];
            for (way, found) in &found {
                let wanted: Vec<&str> =
                    case[way].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                if wanted != *found {
                    let name = file.file_name().unwrap().to_string_lossy();
                    wrong.push(format!("{name}, {}, {way}:\n  {found:#?}\nnot\n  {wanted:#?}", case["why"]));
                }
            }
            blocks.push(found);
        }
        if env::var_os("UPDATE_KINDS").is_some() {
            fs::write(&file, updated(&text, &blocks)).unwrap();
        }
    }
    assert!(wrong.is_empty() || env::var_os("UPDATE_KINDS").is_some(), "{}", wrong.join("\n"));
}

/// A file with what was found in each of its cases.
fn updated(text: &str, found: &[[(&str, Vec<String>); 2]]) -> String {
    let mut out = String::new();
    let mut found = found.iter();
    let mut cases = text.split_inclusive('\n').peekable();
    let mut inside = false;
    let mut told = false;
    while let Some(line) = cases.next() {
        let begins = line.starts_with("    there:") || line.starts_with("    back:");
        told = begins || told && line.starts_with("      ");
        if !told {
            out.push_str(line);
        }
        inside |= line.starts_with("  - why:");
        if inside && cases.peek().is_none_or(|next| next.starts_with("  - why:")) {
            for (way, lines) in found.next().into_iter().flatten() {
                writeln!(out, "    {way}:{}", if lines.is_empty() { " []" } else { "" }).unwrap();
                for line in lines {
                    writeln!(out, "      - '{line}'").unwrap();
                }
            }
        }
    }
    out
}
