//! Every door to the engine gives the same operations, the same bytes and the same verdict: the commands, with a
//! vendor.yaml and without, the IR that they write, opened again, and build scripts.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Output, Stdio},
};

use tablature::engine::{self, Reading, tree::Tree};
use tablature_tests::{binary, snapshot};

/// A folder of pages by the choices that made it.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Choice {
    ending: &'static str,
    hidden: bool,
    linked: bool,
    overlay: Overlay,
    settings: bool,
    broken: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlay {
    None,
    Sound,
    Wrong,
}

fn choices() -> Vec<Choice> {
    let mut choices = Vec::new();
    for (number, ending) in ["md", "MD", "Markdown", "mdx"].into_iter().enumerate() {
        for bits in 0..16_u8 {
            let overlay = [Overlay::None, Overlay::Sound, Overlay::Wrong][(usize::from(bits) + number) % 3];
            choices.push(Choice {
                ending,
                hidden: bits & 1 != 0,
                linked: bits & 2 != 0 && cfg!(unix),
                overlay,
                settings: bits & 4 != 0,
                broken: bits & 8 != 0,
            });
        }
    }
    choices
}

fn page(action: &str) -> String {
    format!(
        "# 测试 - {action}\n\n## 定义\n\n### 请求参数\n\n| 参数名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n\
         | **Name** | string | 名称 |**Yes**|\n| **Size** | int | 大小 |No|\n\n### 响应字段\n\n\
         | 字段名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n| **Id** | string | 编号 |No|\n"
    )
}

fn put(root: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Lays a workspace with the folder that a choice describes.
fn lay(root: &Path, choice: &Choice) {
    let docs = "specs/acme/docs";
    put(root, &format!("{docs}/disk/get.{}", choice.ending), page("GetDisk"));
    put(root, &format!("{docs}/disk/deep/list.HTM"), "<html><body><p>Nothing.</p></body></html>");
    put(root, &format!("{docs}/net-api/get.md"), page("GetNet"));
    put(root, &format!("{docs}/net-api/picture.png"), [0x89, b'P']);
    if choice.hidden {
        put(root, &format!("{docs}/.drafts/hidden.md"), page("GetDraft"));
        put(root, &format!("{docs}/disk/.hidden.md"), page("GetHidden"));
    }
    #[cfg(unix)]
    if choice.linked {
        std::os::unix::fs::symlink("disk", root.join(docs).join("again")).unwrap();
        put(root, "secret.md", page("GetSecret"));
        std::os::unix::fs::symlink("../../../../secret.md", root.join(docs).join("disk/out.md")).unwrap();
    }
    if choice.broken {
        put(root, &format!("{docs}/disk/bad.md"), [b'#', 0xFF]);
    }
    let mut settings = String::from("title: Acme\ndocs: docs\ndialect: ucloud\n");
    if choice.settings {
        settings += "services:\n  disk: {endpoint: \"https://disk.acme.example\", title: Acme Disk}\n";
    }
    put(root, "specs/acme/vendor.yaml", settings);
    let at = "- at: operations.GetDisk.form.Size\n";
    match choice.overlay {
        Overlay::None => {}
        Overlay::Sound => {
            put(root, "specs/acme/disk.overlay.yaml", format!("{at}  set: {{default: 7}}\n  why: a test\n"));
        }
        Overlay::Wrong => {
            put(
                root,
                "specs/acme/disk.overlay.yaml",
                format!("{at}  set: {{type: integr}}\n  why: a test\n"),
            );
        }
    }
}

fn run(root: &Path, arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).current_dir(root).output().unwrap()
}

/// The operations that `fields` lists.
fn operations(output: &Output) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    text.lines()
        .map(value)
        .map(|row| format!("{}/{}", row["service"], row["operation"]).replace('"', ""))
        .collect()
}

fn check(choice: &Choice) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    lay(root, choice);
    let code = |arguments: &[&str]| run(root, arguments).status.code();
    if choice.overlay == Overlay::Wrong {
        for door in ["generate", "extract", "check", "lint"] {
            assert_eq!(code(&[door]), Some(2), "{door}");
        }
        assert_eq!(code(&["show", &format!("specs/acme/docs/disk/get.{}", choice.ending)]), Some(2));
        assert!(build(root, "wrong", |builder| builder.vendor(root.join("specs/acme"))).is_err());
        assert!(!root.join("generated").exists() && !root.join("specs/acme/disk.yaml").exists());
        return;
    }
    // A page that cannot be read, or a link that leads out, is an error wherever the pages are read.
    let faulty = Some(i32::from(choice.broken || choice.linked));
    let mut wanted: BTreeSet<String> = ["disk/GetDisk", "net/GetNet"].map(str::to_owned).into();
    if choice.linked {
        wanted.insert("again/GetDisk".to_owned());
    }
    for door in ["extract", "generate", "check", "lint"] {
        assert_eq!(code(&[door]), faulty, "{door}: {}", String::from_utf8_lossy(&run(root, &[door]).stderr));
    }
    // IR files, the workspace, and pages.
    assert_eq!(operations(&run(root, &["fields"])), wanted);
    assert_eq!(operations(&run(root, &["fields", "specs/acme"])), wanted);
    let pages = ["--docs", "specs/acme/docs", "--dialect", "ucloud", "--vendor", "acme"];
    assert_eq!(operations(&run(root, &[&["fields"][..], &pages].concat())), wanted);
    // The library that build scripts use, from vendor.yaml.
    let vendor = engine::settings::Vendor::read(&root.join("specs/acme/vendor.yaml")).unwrap();
    let (tree, reading): (Tree, Reading) = Reading::of_vendor("acme", vendor).unwrap();
    let specs = engine::pages(&tree, reading).unwrap();
    for lowered in &specs.services {
        let service = &lowered.service;
        let written = root.join(format!("specs/acme/{}.yaml", service.service));
        assert_eq!(engine::open(&written).unwrap(), *service, "what was written reads back as what was read");
    }
    // One page shows what the whole says of it.
    let shown = run(root, &["show", &format!("specs/acme/docs/disk/get.{}", choice.ending)]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    let whole = engine::open(&root.join("specs/acme/disk.yaml")).unwrap();
    assert_eq!(shown, tablature::spec::write(&whole));
    // Build scripts, from the pages and from the IR.
    let from_pages = build(root, "pages", |builder| builder.vendor(root.join("specs/acme"))).unwrap();
    let services: BTreeSet<&str> = wanted.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    let from_specs = build(root, "specs", |builder| {
        services
            .iter()
            .fold(builder, |builder, name| builder.spec(root.join(format!("specs/acme/{name}.yaml"))))
    });
    assert_eq!(from_pages, from_specs.unwrap());
    assert_eq!(from_pages.keys().map(String::as_str).collect::<BTreeSet<_>>(), services);
    for (service, operation) in wanted.iter().filter_map(|name| name.split_once('/')) {
        let method = if operation == "GetDisk" { "get_disk" } else { "get_net" };
        assert!(
            from_pages[service].contains(&format!("pub fn {method}(")),
            "{service}: {}",
            from_pages[service]
        );
    }
    assert_eq!(exported(root), wanted);
    assert_eq!(played(root, services.len()), services.iter().map(|&name| name.to_owned()).collect());
    // A comparison of what was read with what was written finds nothing.
    let diff = run(root, &["diff", "specs/acme", "specs/acme", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_slice(&diff.stdout).unwrap();
    assert_eq!(diff["changes"].as_array().map(Vec::len), Some(0));
    if choice.ending == "md" && faulty == Some(0) {
        changed(root);
    }
    refused(root, choice);
}

/// A row more on a page, as the doors tell it that compare with a revision.
fn changed(root: &Path) {
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "As read"]);
    let more = page("GetDisk").replace("| **Size**", "| **Zone** | string | 可用区 |No|\n| **Size**");
    put(root, "specs/acme/docs/disk/get.md", more);
    assert!(run(root, &["generate"]).status.success());
    let said = |arguments: &[&str]| String::from_utf8_lossy(&run(root, arguments).stdout).into_owned();
    for said in [
        said(&["diff", "git:HEAD:specs", "specs"]),
        said(&["diff", "--git", "HEAD"]),
        said(&["changelog", "acme-disk"]),
    ] {
        assert!(said.contains("Zone") && said.contains("GetDisk"), "{said}");
    }
    assert_eq!(said(&["changelog", "acme-net"]), "");
}

fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").current_dir(folder).args(who).args(arguments).status().unwrap();
    assert!(status.success(), "{arguments:?}");
}

/// An IR that is wrong, among sound ones: whoever opens it gives the place and the same verdict, and writes nothing.
fn refused(root: &Path, choice: &Choice) {
    let path = "specs/acme/disk.yaml";
    let sound = fs::read_to_string(root.join(path)).unwrap();
    let (right, wrong, id) = if choice.settings {
        ("type: string", "type: strng", "dangling-type")
    } else {
        ("type: string", "typ: string", "spec-syntax")
    };
    let line = sound.lines().position(|line| line.contains(right)).unwrap() + 1;
    put(root, path, sound.replacen(right, wrong, 1));
    let (place, id) = (format!("{path}:{line}:"), format!("[{id}]"));
    fs::create_dir_all(root.join("out/refused")).unwrap();
    let before = snapshot(root);
    for arguments in [
        &["fields"][..],
        &["fields", path],
        &["fields", "specs/acme"],
        &["export", "openapi", path, "--out", "refused"],
        &["mock", path],
        &["diff", "specs/acme", "specs/acme"],
        &["generate", "--spec", path, "--out", "refused"],
    ] {
        let output = run(root, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(&place) && said.contains(&id), "{arguments:?}: {said}");
    }
    let error = build(root, "refused", |builder| builder.spec(root.join(path))).unwrap_err().to_string();
    assert!(error.contains(&place) && error.contains(&id), "{error}");
    assert!(engine::open(&root.join(path)).is_err());
    assert!(before == snapshot(root), "something was written");
}

/// What a build script generates, by the stems of the files.
fn build(
    root: &Path,
    name: &str,
    inputs: impl FnOnce(tablature_build::Builder) -> tablature_build::Builder,
) -> Result<BTreeMap<String, String>, tablature_build::Error> {
    let out = root.join("out").join(name);
    fs::create_dir_all(&out).unwrap();
    let made = inputs(tablature_build::Builder::new()).out_dir(&out).try_generate()?;
    let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    Ok(made.files.iter().map(|path| (stem(path), fs::read_to_string(path).unwrap())).collect())
}

/// The operations of the OpenAPI documents.
fn exported(root: &Path) -> BTreeSet<String> {
    let status = run(root, &["export", "openapi", "--format", "json", "--out", "exported"]).status;
    assert!(status.success());
    let mut found = BTreeSet::new();
    let mut folders = vec![root.join("exported")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let document: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let service = name.strip_prefix("acme-").unwrap();
            let paths = document["paths"].as_object().unwrap().values();
            let operations = paths.flat_map(|path| path.as_object().unwrap().values());
            let ids = operations.filter_map(|operation| operation["operationId"].as_str());
            found.extend(ids.map(|id| format!("{service}/{id}")));
        }
    }
    found
}

/// The services that the mock says it plays.
fn played(root: &Path, services: usize) -> BTreeSet<String> {
    let mut mock = Command::new(binary())
        .args(["mock", "--port", "0"])
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(mock.stdout.take().unwrap()).lines().take(services);
    let name = |line: String| line.rsplit('/').next().unwrap_or_default().to_owned();
    let found = lines.map(|line| name(line.unwrap())).collect();
    mock.kill().unwrap();
    mock.wait().unwrap();
    found
}

#[test]
fn all_doors_give_the_same() {
    let choices = choices();
    assert!(choices.len() >= 50, "{}", choices.len());
    std::thread::scope(|scope| {
        for part in choices.chunks(choices.len().div_ceil(4)) {
            scope.spawn(|| part.iter().for_each(check));
        }
    });
}

#[test]
fn a_changelog_is_that_of_the_service_whose_crate_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let settings = "title: T\ndocs: docs\ndialect: ucloud\n";
    // Two vendors with a service of one name, a dash in the id of one, and a crate with a name of its own.
    put(root, "specs/a-b/vendor.yaml", settings);
    put(root, "specs/c/vendor.yaml", format!("{settings}services: {{disk: {{crate: discs}}}}\n"));
    let pages = ["specs/a-b/docs/disk/p.md", "specs/c/docs/disk/p.md"];
    for path in pages {
        put(root, path, page("GetDisk"));
    }
    assert!(run(root, &["generate"]).status.success());
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "As read"]);
    for (path, name) in pages.iter().zip(["Zone", "Host"]) {
        let row = format!("| **{name}** | string | 更多 |No|\n| **Size**");
        put(root, path, page("GetDisk").replace("| **Size**", &row));
    }
    let told = |krate: &str| {
        let output = run(root, &["changelog", krate]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (text.contains("Zone") || text.contains("zone"), text.contains("Host") || text.contains("host"))
    };
    // From the specs alone, then with the crates.
    assert!(run(root, &["extract"]).status.success());
    assert_eq!((told("a-b-disk"), told("discs")), ((true, false), (false, true)));
    assert!(run(root, &["generate"]).status.success());
    assert_eq!((told("a-b-disk"), told("discs")), ((true, false), (false, true)));
}
