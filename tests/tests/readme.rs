//! What the READMEs show compiles as it stands, pasted by somebody who follows them.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tablature_tests::{binary, root, target};

/// A fenced block.
struct Block {
    language: String,
    text: String,
}

/// The blocks of code, those in lists too.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in markdown.lines() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                open = Some(Block { language: language.to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                let _ = writeln!(block.text, "{line}");
            }
            (None, None) => {}
        }
    }
    blocks
}

fn of<'b>(blocks: &'b [Block], language: &'b str) -> impl Iterator<Item = &'b str> {
    blocks.iter().filter(move |block| block.language == language).map(|block| block.text.as_str())
}

/// Packages to be checked together.
struct Workspace {
    folder: PathBuf,
    members: Vec<String>,
}

impl Workspace {
    fn new() -> Self {
        let folder = target().join("readme");
        let _ = fs::remove_dir_all(&folder);
        Workspace { folder, members: Vec::new() }
    }

    /// Adds a package and returns its folder.
    fn add(&mut self, manifest: &str) -> PathBuf {
        let name = format!("readme-{}", self.members.len());
        let folder = self.folder.join(&name);
        fs::create_dir_all(folder.join("src")).unwrap();
        let head = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[lints.rust]\nwarnings = \"deny\"\n\n"
        );
        fs::write(folder.join("Cargo.toml"), head + manifest).unwrap();
        self.members.push(name);
        folder
    }

    fn check(&self) {
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {:?}\n", self.members);
        fs::write(self.folder.join("Cargo.toml"), manifest).unwrap();
        // Builds with the versions that everything else is tested with.
        fs::copy(root().join("Cargo.lock"), self.folder.join("Cargo.lock")).unwrap();
        let output = tablature_tests::cargo()
            .args(["check", "--workspace", "--quiet", "--target-dir"])
            .arg(target().join("build-script"))
            .current_dir(&self.folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A manifest of the README, whose paths start at the root of this repository.
fn anywhere(manifest: &str) -> String {
    manifest.replace("path = \"", &format!("path = \"{}/", root().display()))
}

/// Writes a program, or what stands in a library.
fn write(package: &Path, rust: &str) {
    let (file, start) = if rust.contains("fn main()") {
        ("main.rs", "")
    } else {
        ("lib.rs", "#![allow(dead_code, reason = \"nobody calls an example\")]\n\n")
    };
    fs::write(package.join("src").join(file), format!("{start}{rust}")).unwrap();
}

/// Runs a command of the README in a folder that has what the README speaks of.
fn run(folder: &Path, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    let output = Command::new(binary()).args(words).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_vendor_that_nobody_prepared_takes_two_commands() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("specs")).unwrap();
    fs::create_dir_all(folder.join("tests/readme")).unwrap();
    fs::copy(root().join("tests/readme/lights.html"), folder.join("tests/readme/lights.html")).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let commands: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("cargo run -- ")?.split('#').next())
        .filter(|command| command.contains("lights"))
        .collect();
    assert_eq!(commands.len(), 2, "{commands:?}");
    let said: Vec<String> = commands.iter().map(|command| run(folder, command)).collect();
    assert!(said[0].contains("wrote specs/lights/dialect.yaml"), "{}", said[0]);
    assert!(folder.join("generated/lights-lights/src").is_dir());

    // Editors find the schema of what people mend beside it, and it takes what the draft says.
    for (name, key) in [("dialect", "by"), ("vendor", "docs")] {
        let text = fs::read_to_string(folder.join(format!("specs/lights/{name}.yaml"))).unwrap();
        let line = text.lines().next().unwrap();
        let schema = line.strip_prefix("# yaml-language-server: $schema=").unwrap();
        let schema = fs::read_to_string(folder.join("specs/lights").join(schema)).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        assert!(text.contains(&format!("\n{key}: ")) && schema["properties"][key].is_object(), "{text}");
    }

    // A draft reads as well as what drafted it.
    let fields = |dialect: &str| {
        run(folder, &format!("fields --docs tests/readme --dialect {dialect} --vendor lights"))
    };
    assert_eq!(fields("specs/lights/dialect.yaml"), fields("auto"));
    let spec = fs::read_to_string(folder.join("specs/lights/lights.yaml")).unwrap();
    for line in of(&blocks(&readme), "yaml").find(|yaml| yaml.contains("lamp")).unwrap().lines() {
        assert!(spec.contains(line), "{line} is not in\n{spec}");
    }

    // Run again, it proposes and overwrites nothing.
    let dialect = folder.join("specs/lights/dialect.yaml");
    let edited =
        fs::read_to_string(&dialect).unwrap().replace("https://api.lights.example", "https://mine.example");
    fs::write(&dialect, &edited).unwrap();
    let again = run(folder, commands[0]);
    assert!(again.contains("wrote nothing") && again.contains("api.lights.example"), "{again}");
    assert_eq!(fs::read_to_string(&dialect).unwrap(), edited);
}

/// Adds what a README shows how to use a client, and to generate one, each with the manifest that stands beside it.
fn programs(workspace: &mut Workspace, readme: &str) {
    let readme = blocks(&fs::read_to_string(root().join(readme)).unwrap());
    let manifest = |word: &str| anywhere(of(&readme, "toml").find(|toml| toml.contains(word)).unwrap());
    for rust in of(&readme, "rust") {
        let Some((build, library)) = rust.split_once("\n\n// src/lib.rs\n") else {
            write(&workspace.add(&manifest("tokio")), rust);
            continue;
        };
        let package = workspace.add(&manifest("build-dependencies"));
        fs::write(package.join("build.rs"), build).unwrap();
        fs::write(package.join("src/lib.rs"), library).unwrap();
        fs::create_dir(package.join("specs")).unwrap();
        fs::copy(root().join("specs/ucloud/uhub.yaml"), package.join("specs/uhub.yaml")).unwrap();
    }
}

/// The commands, keys and values of a block without what is said about them.
fn bare(block: &str) -> Vec<&str> {
    let said = |line: &str| {
        ["doc", "why", "set"].iter().any(|key| line.trim_start().starts_with(&format!("{key}: ")))
    };
    let lines = block.lines().filter(|line| !said(line));
    lines.map(|line| line.split_once(" #").map_or(line, |(line, _)| line).trim_end()).collect()
}

#[test]
fn the_readmes_in_other_languages_show_the_same() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let (english, chinese) = (read("README.md"), read("README.zh-CN.md"));
    let shown = blocks(&english);
    for block in blocks(&chinese).iter().filter(|block| block.language != "rust") {
        let is_same = |shown: &Block| bare(&shown.text) == bare(&block.text);
        assert!(shown.iter().any(is_same), "the English README has no such block:\n{}", block.text);
    }
    // The same commands in the same order.
    let commands = |text: &str| -> Vec<String> {
        let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        rows.map(str::to_owned).filter(|row| !row.contains('<')).collect()
    };
    assert_eq!(commands(&english), commands(&chinese));
}

#[test]
fn what_the_readmes_show_compiles() {
    let mut workspace = Workspace::new();
    for readme in ["README.md", "README.zh-CN.md"] {
        programs(&mut workspace, readme);
    }
    assert_eq!(workspace.members.len(), 4);

    for entry in fs::read_dir(root().join("generated")).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(text) = fs::read_to_string(folder.join("README.md")) else { continue };
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let readme = blocks(&text);
        for rust in of(&readme, "rust,no_run") {
            let manifest =
                format!("[dependencies]\n{name} = {{ path = {:?} }}\n", folder.display().to_string());
            write(&workspace.add(&manifest), rust);
        }
    }
    assert!(workspace.members.len() > 4, "{:?}", workspace.members);
    workspace.check();
}
