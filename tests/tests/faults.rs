//! Bad input: each fault gets its diagnostic with file, line and hint, and nothing else is lost.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tablature_tests::{binary, root, snapshot};
use tempfile::TempDir;

/// A workspace of its own with the seed pages.
struct Workspace(TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Workspace(tempfile::tempdir().unwrap());
        copy(&root().join("specs"), &workspace.path("specs"));
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(binary()).args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// Everything below `generated/` and `specs/`.
    fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        snapshot(self.0.path())
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A page of the RPC dialect with this table of parameters and, in the response, this type.
fn page(action: &str, header: &str, ty: &str) -> String {
    format!(
        "# 测试 - {action}\n\n## 定义\n\n### 请求参数\n\n{header}\n|:---|:---|:---|:---|\n\
         | **Name** | string | 名称 |**Yes**|\n\n### 响应字段\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n\
         |:---|:---|:---|:---|\n| **Thing** | {ty} | 东西 |No|\n"
    )
}

const HEADER: &str = "| 参数名 | 类型 | 描述信息 | 必填 |";

/// A fault of one page: the run goes on, the page's operation is left out, the others are there.
fn leaves_out(file: &str, bytes: impl AsRef<[u8]>, id: &str, action: &str) {
    let workspace = Workspace::new();
    workspace.write(&format!("specs/ucloud/docs/{file}"), bytes);
    let output = workspace.run(&["generate"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("[{id}]")), "no {id} in:\n{said}");
    assert!(said.contains(&format!("{file}:")), "no file and line in:\n{said}");
    assert!(said.contains("help: "), "no hint in:\n{said}");
    let last = said.lines().next_back().unwrap();
    assert!(last.starts_with("left out because of an error: ucloud/uhub") && last.contains(file), "{said}");
    let spec = fs::read_to_string(workspace.path("specs/ucloud/uhub.yaml")).unwrap();
    assert!(spec.contains("GetRepoImage"), "the other operation is lost:\n{spec}");
    assert!(!spec.contains(action), "{action} should be left out:\n{spec}");
    let check = workspace.run(&["check"]);
    assert_eq!(check.status.code(), Some(1), "what is missing is missing: {}", stderr(&check));
}

#[test]
fn a_page_that_is_not_utf8() {
    let mut bytes = page("BadBytes", HEADER, "string").into_bytes();
    let at = bytes.len() - 10;
    bytes[at] = 0xFF;
    leaves_out("uhub/bad.md", bytes, "invalid-utf8", "BadBytes");
}

#[test]
fn a_table_that_is_not_closed() {
    let text = page("Unclosed", HEADER, "string")
        + "\n#### 数据模型\n\n<table><tr><th>字段名</th><th>类型</th></tr><tr><td>A</td><td>string</td>\n";
    leaves_out("uhub/bad.md", text, "unclosed-table", "Unclosed");
}

/// A fault that concerns a part of a page only: it is reported, and everything else of the page is there.
fn keeps(text: &str, id: &str, line: usize, rest: &str) {
    let workspace = Workspace::new();
    workspace.write("specs/ucloud/docs/uhub/bad.md", text);
    let output = workspace.run(&["generate"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains(&format!("[{id}]")), "no {id} in:\n{said}");
    assert!(said.contains(&format!("uhub/bad.md:{line}:")), "no file and line in:\n{said}");
    assert!(said.contains("help: "), "no hint in:\n{said}");
    let spec = fs::read_to_string(workspace.path("specs/ucloud/uhub.yaml")).unwrap();
    assert!(spec.contains(rest), "no `{rest}` in:\n{spec}");
    let strict = workspace.run(&["lint", "--fail-on", "warning"]);
    assert_eq!(strict.status.code(), Some(1), "{}", stderr(&strict));
}

#[test]
fn a_table_whose_header_no_rule_knows() {
    keeps(&page("Strange", "| 甲 | 乙 | 丙 | 丁 |", "string"), "unknown-table", 7, "Thing: {type: string");
}

#[test]
fn a_type_that_nobody_defined() {
    let text = page("Dangling", HEADER, "[*Nowhere*](#Nowhere)");
    keeps(&text, "unknown-type", 15, "Thing: {type: any");
    keeps(&page("Misspelt", HEADER, "strnig"), "unknown-type", 15, "Thing: {type: any");
}

#[test]
fn two_operations_with_one_id() {
    let workspace = Workspace::new();
    let text = fs::read_to_string(root().join("specs/ucloud/docs/uhub/get_repo_image.md")).unwrap();
    workspace.write("specs/ucloud/docs/uhub/get_repo_image_again.md", text);
    let output = workspace.run(&["generate"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("[twin-pages]"), "{said}");
    let named = said.contains("uhub/get_repo_image.md:") && said.contains("uhub/get_repo_image_again.md:");
    assert!(named, "both pages are named:\n{said}");
    let spec = fs::read_to_string(workspace.path("specs/ucloud/uhub.yaml")).unwrap();
    assert_eq!(spec.matches("GetRepoImage:\n").count(), 1, "{spec}");
}

/// A fault in a file that people write: exit code 2, and the disk stays exactly as it was.
fn stops(file: &str, text: &str, id: &str) {
    let workspace = Workspace::new();
    let first = workspace.run(&["generate"]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    // Something that would be written, to see that it is not.
    let page = "specs/ucloud/docs/uhub/get_repo_image.md";
    let changed = fs::read_to_string(workspace.path(page)).unwrap().replace("镜像被下载次数", "下载次数");
    workspace.write(page, changed);
    workspace.write(file, text);
    let before = workspace.snapshot();
    let output = workspace.run(&["generate"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(&format!("[{id}]")), "no {id} in:\n{said}");
    assert!(said.contains(file.rsplit('/').next().unwrap()), "the file is not named:\n{said}");
    assert!(before == workspace.snapshot(), "something was written although the run stopped");
}

#[test]
fn an_overlay_that_matches_nothing() {
    let text = "- at: operations.GetRepoImages.form.Limit\n  set: {default: \"10\"}\n  why: a test\n";
    stops("specs/ucloud/uhub.overlay.yaml", text, "overlay-matches-nothing");
}

#[test]
fn an_overlay_that_changes_nothing() {
    let text = "- at: operations.GetRepoImage.form.Limit\n  set: {type: integer}\n  why: a test\n";
    stops("specs/ucloud/uhub.overlay.yaml", text, "overlay-changes-nothing");
}

#[test]
fn an_overlay_whose_expectation_is_broken() {
    let text = "- at: operations.GetRepoImage.form.Limit\n  expect: {type: string}\n  set: {type: number}\n  why: a test\n";
    stops("specs/ucloud/uhub.overlay.yaml", text, "overlay-expectation-broken");
}

/// What is wrong in a file that people write is told at its place, with what to do about it.
#[test]
fn faults_of_settings_and_dialects_have_a_place_and_a_hint() {
    let mine = "title: UCloud\ndocs: docs\ndialect: mine.yaml\n";
    let (vendor, dialect) = ("specs/ucloud/vendor.yaml", "specs/ucloud/mine.yaml");
    let settings = |rest: &str| format!("title: UCloud\ndocs: docs\ndialect: ucloud\n{rest}");
    let cases = [
        (vendor, settings("titel: a\n"), ["vendor.yaml:4:1", "did you mean `title`?"]),
        (vendor, settings("title: a\n"), ["vendor.yaml:4:1", "`title` stands twice"]),
        (vendor, settings("services:\n  a: {titel: b}\n"), ["vendor.yaml:5:7", "did you mean `title`?"]),
        (vendor, settings("").replace("docs: docs", "docs: pages"), ["vendor.yaml:2:7", "a folder of pages"]),
        (vendor, settings("").replace("ucloud", "uclod"), ["vendor.yaml:3:10", "any other is a file"]),
        (vendor, settings("services: {uhub: {endpoint: api.x}}\n"), ["vendor.yaml:4:12", "like `https://"]),
        (dialect, "service: {}\ncolums: {}\n".to_owned(), ["mine.yaml:2:1", "did you mean `columns`?"]),
        (dialect, "service: {}\nspeaks: [en]\nservice: {}\n".to_owned(), ["mine.yaml:3:1", "stands twice"]),
        (dialect, "columns: {name: [a], name: [b]}\n".to_owned(), ["mine.yaml:1:22", "stands twice"]),
        (dialect, "service: {endpoint: 'api.x'}\n".to_owned(), ["mine.yaml:1:21", "like `https://"]),
    ];
    for (file, text, words) in cases {
        let workspace = Workspace::new();
        workspace.write(vendor, mine);
        workspace.write(file, text);
        refuses(&workspace, &["generate"], &words);
    }
}

#[test]
fn an_address_of_pages_with_a_part_that_no_page_has() {
    let text = "title: UCloud\ndocs: docs\ndialect: ucloud\npublished: https://docs.example/{sten}\n";
    let place = ["[vendor-syntax]", "specs/ucloud/vendor.yaml:4:1", "did you mean `{stem}`?"];
    let workspace = Workspace::new();
    workspace.write("specs/ucloud/vendor.yaml", text);
    refuses(&workspace, &["generate"], &place);
}

#[test]
fn generated_comes_back_byte_for_byte() {
    let workspace = Workspace::new();
    workspace.run(&["generate"]);
    let before = workspace.snapshot();
    fs::remove_dir_all(workspace.path("generated")).unwrap();
    // From any directory in the workspace, with any number of threads.
    let output = Command::new(binary())
        .current_dir(workspace.path("specs/ucloud"))
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(before == workspace.snapshot(), "the second run wrote other bytes");
    let check = workspace.run(&["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", stderr(&check));
    let source = workspace.path("generated/ucloud-uhub/src/lib.rs");
    let text = fs::read_to_string(&source).unwrap();
    fs::write(&source, format!("{text}// edited by hand\n")).unwrap();
    let check = workspace.run(&["check"]);
    assert_eq!(check.status.code(), Some(1));
    let said = stderr(&check);
    assert!(said.ends_with("run `tablature generate` and commit what it changes\n"), "{said}");
    // A file without our header is somebody else's.
    fs::write(&source, "// by hand\n").unwrap();
    refuses(&workspace, &["generate"], &["generated/ucloud-uhub/src/lib.rs", "not written by this tool"]);
}

#[test]
fn what_is_no_longer_made_goes_and_what_people_added_stays() {
    const OURS: &str = "// @generated by Tablature from the documentation; do not edit.\n";
    let workspace = Workspace::new();
    let elsewhere = ["generate", "--docs", "specs/ucloud/docs", "--dialect", "ucloud", "--out", "out"];
    for (arguments, folder) in [
        (&["generate"][..], "generated"),
        (&["generate", "ucloud/uhub"][..], "generated"),
        (&elsewhere[..], "out"),
    ] {
        assert_eq!(workspace.run(arguments).status.code(), Some(0));
        let old = format!("{folder}/ucloud-uhub/src/operations/old.rs");
        workspace.write(&old, OURS);
        let mine = [
            "ucloud-uhub/CHANGELOG.md",
            "ucloud-uhub/tests/mine.rs",
            "ucloud-uhub/examples/a.rs",
            "mine/Cargo.toml",
        ];
        let mine = mine.map(|name| format!("{folder}/{name}"));
        for mine in &mine {
            workspace.write(mine, "mine");
        }
        let said = stderr(&workspace.run(arguments));
        assert!(said.contains(&format!("{old}: removed")) && said.contains("1 removed"), "{said}");
        assert!(!workspace.path(&old).exists());
        for mine in &mine {
            assert!(workspace.path(mine).exists(), "{mine}");
        }
        // After an error nobody knows what is no longer made.
        workspace.write(&old, OURS);
        workspace.write("specs/ucloud/docs/uhub/bad.md", [b'#', 0xFF]);
        let said = stderr(&workspace.run(arguments));
        assert!(said.contains("0 removed"), "{said}");
        fs::remove_file(workspace.path("specs/ucloud/docs/uhub/bad.md")).unwrap();
    }
}

/// What `specs/` and `generated/` have of a service of the seed pages.
fn has(workspace: &Workspace, service: &str) -> (bool, bool) {
    let spec = workspace.path(&format!("specs/ucloud/{service}.yaml"));
    (spec.exists(), workspace.path(&format!("generated/ucloud-{service}/src/lib.rs")).exists())
}

#[test]
fn a_service_whose_pages_are_gone_goes_only_when_asked() {
    let workspace = Workspace::new();
    workspace.write("specs/ucloud/vendor.yaml", "title: UCloud\ndocs: docs\ndialect: ucloud\n");
    workspace.run(&["generate"]);
    fs::remove_dir_all(workspace.path("specs/ucloud/docs/ugc")).unwrap();
    for command in ["generate", "check"] {
        let output = workspace.run(&[command]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        for stale in ["specs/ucloud/ugc.yaml: no page makes", "generated/ucloud-ugc: no page makes"] {
            assert!(said.contains(stale), "{said}");
        }
        assert!(said.contains("--prune"), "{said}");
        assert_eq!(has(&workspace, "ugc"), (true, true));
    }
    assert_eq!(workspace.run(&["generate", "--prune"]).status.code(), Some(0));
    assert_eq!((has(&workspace, "ugc"), has(&workspace, "uhub")), ((false, false), (true, true)));
    assert_eq!(workspace.run(&["check"]).status.code(), Some(0));
}

#[test]
fn a_run_over_a_part_neither_hides_nor_takes_what_is_not_its_own() {
    let workspace = Workspace::new();
    let settings = "title: T\ndocs: docs\ndialect: ucloud\n";
    for (vendor, service, action) in [("a", "b-c", "One"), ("a", "gone", "Gone"), ("a-b", "d", "Other")] {
        workspace.write(&format!("specs/{vendor}/vendor.yaml"), settings);
        workspace.write(&format!("specs/{vendor}/docs/{service}/p.md"), page(action, HEADER, "string"));
    }
    assert_eq!(workspace.run(&["generate"]).status.code(), Some(0));
    // A crate of the same name as one that this run does not see.
    workspace.write("specs/a-b/docs/c/p.md", page("Two", HEADER, "string"));
    refuses(
        &workspace,
        &["generate", "a-b"],
        &["generated/a-b-c/Cargo.toml", "the crate of another service"],
    );
    fs::remove_dir_all(workspace.path("specs/a-b/docs/c")).unwrap();
    // A service whose pages are gone, told by whoever reads the vendor.
    fs::remove_dir_all(workspace.path("specs/a/docs/gone")).unwrap();
    for arguments in [&["generate", "a"][..], &["check", "a"], &["generate"], &["check"]] {
        let output = workspace.run(arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        for path in ["specs/a/gone.yaml: no page", "generated/a-gone: no page"] {
            assert!(said.contains(path), "{arguments:?}: {said}");
        }
    }
    assert_eq!(workspace.run(&["generate", "a", "--prune"]).status.code(), Some(0));
    assert_eq!(workspace.run(&["check"]).status.code(), Some(0));
    // A vendor that is gone as a whole.
    fs::remove_file(workspace.path("specs/a/vendor.yaml")).unwrap();
    let said = stderr(&workspace.run(&["check"]));
    for path in ["specs/a/b-c.yaml: no page", "generated/a-b-c: no page"] {
        assert!(said.contains(path), "{said}");
    }
    assert_eq!(workspace.run(&["generate", "--prune"]).status.code(), Some(0));
    assert!(!workspace.path("specs/a/b-c.yaml").exists() && workspace.path("specs/a/docs/b-c/p.md").exists());
    assert_eq!(workspace.run(&["check"]).status.code(), Some(0));
    // Pages of one's own and a folder of one's own.
    for name in ["x", "y"] {
        workspace.write(&format!("mine/{name}/p.md"), page(name, HEADER, "string"));
    }
    let with = |command| [command, "--docs", "mine", "--dialect", "ucloud", "--vendor", "v", "--out", "out"];
    assert_eq!(workspace.run(&with("generate")).status.code(), Some(0));
    fs::remove_dir_all(workspace.path("mine/y")).unwrap();
    for command in ["generate", "check"] {
        let output = workspace.run(&with(command));
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
        assert!(said.contains("out/specs/v/y.yaml: no page") && said.contains("out/v-y: no page"), "{said}");
    }
}

/// A run that cannot do what was meant: exit code 2 with these words, and nothing is written.
fn refuses(workspace: &Workspace, arguments: &[&str], words: &[&str]) {
    let before = workspace.snapshot();
    let output = workspace.run(arguments);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    for word in words {
        assert!(said.contains(word), "no `{word}` in:\n{said}");
    }
    assert!(before == workspace.snapshot(), "{arguments:?} wrote something");
}

#[test]
fn a_run_that_finds_nothing_fails() {
    let workspace = Workspace::new();
    workspace.run(&["generate"]);
    // Pages of another dialect, and no page at all.
    workspace.write("other/a/read.md", "# Reading\n\nWords.\n");
    workspace.write("other/a/more.md", "# More\n\nWords.\n");
    fs::create_dir_all(workspace.path("empty")).unwrap();
    for command in ["generate", "extract", "check"] {
        let of = |docs| [command, "--docs", docs, "--dialect", "ucloud", "--out", "out"];
        refuses(
            &workspace,
            &of("other"),
            &["no operation is read from its 2 pages", "2 no-operation-name, other/a/more.md first"],
        );
        refuses(&workspace, &of("empty"), &["there is no page in empty"]);
    }
    for command in ["fields", "lint", "mock"] {
        let of = |docs| [command, "--docs", docs, "--dialect", "ucloud"];
        refuses(&workspace, &of("other"), &["no operation is read from its 2 pages"]);
        refuses(&workspace, &of("empty"), &["there is no page in empty"]);
    }
    // Nor is anything lost when the pages of a whole vendor are gone.
    fs::remove_dir_all(workspace.path("specs/ucloud/docs/ugc")).unwrap();
    refuses(
        &workspace,
        &["generate"],
        &["vendor.yaml:", "no page has an operation of the service `ugc`", "uhub"],
    );
    fs::remove_dir_all(workspace.path("specs/ucloud/docs/uhub")).unwrap();
    refuses(&workspace, &["generate"], &["vendor.yaml:", "no page is an operation"]);
    refuses(&workspace, &["check"], &["vendor.yaml:"]);
}

#[test]
fn a_faulty_spec_is_told_alike_by_whoever_opens_it() {
    let workspace = Workspace::new();
    workspace.run(&["generate"]);
    let path = "specs/ucloud/uhub.yaml";
    let sound = fs::read_to_string(workspace.path(path)).unwrap();
    let faults = [
        ("required: false", "requird: false", "spec-syntax"),
        ("type: integer", "type: Nowhere", "dangling-type"),
    ];
    for (right, wrong, id) in faults {
        workspace.write(path, sound.replacen(right, wrong, 1));
        let id = format!("[{id}]");
        let place = "specs/ucloud/uhub.yaml:";
        for arguments in [
            &["generate", "--spec", path, "--out", "out"][..],
            &["fields", path],
            &["fields"],
            &["export", "openapi", path],
            &["mock", path],
            &["diff", path, path],
            &["diff", "specs", "specs"],
        ] {
            refuses(&workspace, arguments, &[&id, place]);
        }
    }
}

#[test]
fn check_names_the_command_that_mends_what_it_was_called_with() {
    let workspace = Workspace::new();
    workspace.write("my pages/uhub/p.md", page("Alone", HEADER, "string"));
    let check = [
        "check",
        "--docs",
        "my pages",
        "--dialect",
        "ucloud",
        "--vendor",
        "v",
        "--out",
        "out",
        "--runtime",
        "1.2",
    ];
    let said = stderr(&workspace.run(&check));
    let command = "tablature generate --docs 'my pages' --dialect ucloud --vendor v --out out --runtime 1.2";
    assert!(said.ends_with(&format!("run `{command}` and commit what it changes\n")), "{said}");
    let said = stderr(&workspace.run(&["check", "ucloud/uhub"]));
    assert!(said.ends_with("run `tablature generate ucloud/uhub` and commit what it changes\n"), "{said}");
}

#[test]
fn a_hand_edit_is_told() {
    let workspace = Workspace::new();
    workspace.run(&["generate"]);
    for path in ["specs/ucloud/uhub.yaml", "generated/ucloud-uhub/src/lib.rs"] {
        let text = fs::read_to_string(workspace.path(path)).unwrap();
        workspace.write(path, format!("{text}\n"));
        let said = stderr(&workspace.run(&["check"]));
        assert!(said.contains(&format!("{path}: was edited by hand")), "{said}");
        let said = stderr(&workspace.run(&["generate"]));
        assert!(said.contains(&format!("{path}: was edited by hand since")), "{said}");
        assert_eq!(fs::read_to_string(workspace.path(path)).unwrap(), text);
    }
}

#[test]
fn a_crate_is_not_made_again_of_the_same_and_check_makes_it_all_the_same() {
    let workspace = Workspace::new();
    let first = stderr(&workspace.run(&["generate"]));
    let (path, record) = ("generated/ucloud-uhub/README.md", "generated/target/tablature/ucloud-uhub.json");
    let text = fs::read_to_string(workspace.path(path)).unwrap();
    // Nobody but this test writes a record of a file that was not made.
    let forged = format!("{text}\n");
    let old = fs::read_to_string(workspace.path(record)).unwrap();
    let sums = [&text, &forged].map(|text| format!("README.md\":{}", crc32(text.as_bytes())));
    assert!(old.contains(&sums[0]), "{old}");
    workspace.write(record, old.replace(&sums[0], &sums[1]));
    workspace.write(path, &forged);
    let second = stderr(&workspace.run(&["generate"]));
    assert_eq!(fs::read_to_string(workspace.path(path)).unwrap(), forged);
    let findings =
        |said: &str| said.lines().filter(|line| !line.ends_with(" s")).collect::<Vec<_>>().join("\n");
    assert_eq!(findings(&first), findings(&second));
    let said = stderr(&workspace.run(&["check"]));
    assert!(said.contains(&format!("{path}: differs or is missing")), "{said}");
    // Of something else it is made.
    workspace.run(&["generate", "--runtime", "9.9"]);
    assert_eq!(fs::read_to_string(workspace.path(path)).unwrap(), text);
    workspace.run(&["generate"]);
    assert!(workspace.run(&["check"]).status.success());
}

/// CRC-32, as records have it.
fn crc32(bytes: &[u8]) -> u32 {
    let bit = |sum: u32| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum)))
}

#[test]
fn errors_of_a_vendor_are_errors_of_the_run() {
    let workspace = Workspace::new();
    let settings = "title: UCloud\ndocs: docs\ndialect: ucloud\nseverity: {repeated-parameter: error}\n";
    workspace.write("specs/ucloud/vendor.yaml", settings);
    for command in ["generate", "check", "lint"] {
        let output = workspace.run(&[command]);
        assert_eq!(output.status.code(), Some(1), "{command}: {}", stderr(&output));
    }
    // And what is only found when crates are made.
    let settings = settings.replace("repeated-parameter", "name-collision");
    let workspace = Workspace::new();
    let twins = page("Twins", HEADER, "string")
        .replace("| **Name** |", "| **Na-me** | string | 名 |No|\n| **Na_me** |");
    workspace.write("specs/ucloud/docs/uhub/twins.md", twins);
    assert!(workspace.run(&["lint"]).status.success());
    workspace.write("specs/ucloud/vendor.yaml", settings);
    for command in ["generate", "check", "lint"] {
        let output = workspace.run(&[command]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {told}");
        assert!(told.contains("error[name-collision]"), "{command}: {told}");
    }
}

#[test]
fn a_crate_that_is_no_package_stops_the_run() {
    for (key, value, words) in [
        ("crate", "../../x", "`.` is no sign of a package"),
        ("crate", "a\\\"\\n[dependencies]\\nevil = \\\"1", "is no sign of a package"),
        ("crate", "core", "it means something else already"),
        ("version", "1.0.0\\\"\\nlicense = \\\"x", "cannot have the version"),
        ("version", "1.0", "cannot have the version"),
    ] {
        let workspace = Workspace::new();
        let settings = format!(
            "title: UCloud\ndocs: docs\ndialect: ucloud\nservices:\n  uhub: {{{key}: \"{value}\"}}\n"
        );
        workspace.write("specs/ucloud/vendor.yaml", settings);
        for command in ["generate", "check", "extract"] {
            refuses(&workspace, &[command], &["[vendor-syntax]", "specs/ucloud/vendor.yaml:5:3", words]);
        }
    }
}

#[test]
fn services_whose_names_fall_together_are_told_and_overwrite_nothing() {
    for (one, other) in [("a b", "a.b"), ("disk", "DISK"), ("a", "a-api")] {
        let workspace = Workspace::new();
        workspace.write("specs/ucloud/vendor.yaml", "title: UCloud\ndocs: docs\ndialect: ucloud\n");
        workspace.write(&format!("specs/ucloud/docs/{one}/p.md"), page("One", HEADER, "string"));
        workspace.write(&format!("specs/ucloud/docs/{other}/q.md"), page("Other", HEADER, "string"));
        let output = workspace.run(&["generate"]);
        let said = stderr(&output);
        if other == "a-api" {
            // The dialect says that these are one service.
            assert_eq!(output.status.code(), Some(0), "{said}");
            continue;
        }
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("[service-collision]"), "{said}");
        for name in [one, other] {
            assert!(
                said.contains(&format!("left out because of an error: ucloud/{name}: service-collision")),
                "{said}"
            );
        }
        assert!(has(&workspace, "uhub").1, "the others are there");
        for door in ["extract", "check", "lint"] {
            let output = workspace.run(&[door]);
            let told = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{door}: {told}");
            assert!(told.contains("[service-collision]"), "{door}: {told}");
        }
    }
}

#[test]
fn a_folder_of_any_name_is_a_file_of_its_own() {
    let long = "n".repeat(240);
    for folder in ["vendor", "uhub.overlay", "con", &long, "数据"] {
        let workspace = Workspace::new();
        let settings = "title: UCloud\ndocs: docs\ndialect: ucloud\n";
        workspace.write("specs/ucloud/vendor.yaml", settings);
        workspace.write(&format!("specs/ucloud/docs/{folder}/p.md"), page("One", HEADER, "string"));
        let output = workspace.run(&["generate"]);
        assert_eq!(output.status.code(), Some(0), "{folder}: {}", stderr(&output));
        assert_eq!(
            fs::read_to_string(workspace.path("specs/ucloud/vendor.yaml")).unwrap(),
            settings,
            "{folder}"
        );
        assert!(!workspace.path("specs/ucloud/uhub.overlay.yaml").exists(), "{folder}");
        assert_eq!(workspace.run(&["check"]).status.code(), Some(0), "{folder}");
        assert_eq!(workspace.run(&["fields"]).status.code(), Some(0), "{folder}");
    }
}
