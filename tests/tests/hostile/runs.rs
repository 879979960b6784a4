//! Runs that meet in one folder, and runs that are killed: the tree is complete, and is that of one of them.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use tablature_tests::{Random, snapshot};

use super::{Workspace, number, stderr};

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A workspace that has two states of the docs, and what a run alone makes of each.
struct Two {
    workspace: Workspace,
    /// How long a run takes.
    time: Duration,
    trees: [Tree; 2],
}

const PAGES: [&str; 2] = ["one", "two"];

impl Two {
    fn new() -> Self {
        let workspace = Workspace::new();
        let page = fs::read_to_string(workspace.path("specs/ucloud/docs/uhub/get_repo_image.md")).unwrap();
        workspace.write("one/uhub/a.md", &page);
        workspace.write("two/uhub/a.md", page.replace("RepoName", "RepositoryName"));
        workspace.write("two/uhub/b.md", page.replace("GetRepoImage", "GetOtherImage"));
        let mut two = Two { workspace, time: Duration::ZERO, trees: [Tree::new(), Tree::new()] };
        for index in [1, 0] {
            let started = Instant::now();
            let output = two.workspace.run(&arguments(PAGES[index]));
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            two.time = started.elapsed();
            two.trees[index] = two.made();
        }
        assert!(two.trees[0] != two.trees[1]);
        two
    }

    /// What the runs have made, by path below the folder.
    fn made(&self) -> Tree {
        snapshot(&self.workspace.path("made"))
    }

    fn start(&self, pages: &str) -> std::process::Child {
        let mut command = self.workspace.command(&arguments(pages));
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

fn arguments(pages: &str) -> [&str; 7] {
    ["generate", "--docs", pages, "--dialect", "ucloud", "--out", "made"]
}

#[test]
fn of_two_runs_one_waits() {
    let two = Two::new();
    let mut waited = 0;
    for _ in 0..number("TABLATURE_PAIRS", 5) {
        let runs = PAGES.map(|pages| two.start(pages));
        for run in runs {
            let output = run.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            waited += usize::from(stderr(&output).contains("waits for another run in "));
        }
        let made = two.made();
        assert!(two.trees.contains(&made), "a mixture of two runs");
    }
    assert!(waited > 0, "no run met another");
}

#[test]
fn the_workspace_is_locked_from_within() {
    let workspace = Workspace::new();
    let run = || workspace.command(&["generate"]).stderr(Stdio::piped()).spawn().unwrap();
    let outputs = [run(), run()].map(|run| run.wait_with_output().unwrap());
    let said: Vec<String> = outputs.iter().map(stderr).collect();
    assert!(outputs.iter().all(|output| output.status.success()), "{said:?}");
    assert!(said.iter().any(|said| said.contains("waits for another run in ")), "{said:?}");
}

#[test]
fn a_killed_run_leaves_whole_files_and_no_lock() {
    let two = Two::new();
    let mut random = Random(1);
    let most = usize::try_from(two.time.as_millis()).unwrap();
    for round in 0..number("TABLATURE_KILLS", 12) {
        let mut run = two.start(PAGES[round % 2]);
        sleep(Duration::from_millis(random.below(most + most / 4) as u64));
        run.kill().unwrap();
        run.wait().unwrap();
        for (path, bytes) in two.made() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_half = name.starts_with('.') && name.strip_suffix(".new").is_some();
            let is_whole = two.trees.iter().any(|tree| tree.get(&path) == Some(&bytes));
            assert!(is_half || is_whole, "{} is torn", path.display());
        }
    }
    // A leftover that no run is sure to have made.
    two.workspace.write("made/.Cargo.toml.1.new", "half");
    for index in [1, 0] {
        let output = two.workspace.run(&arguments(PAGES[index]));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(two.made() == two.trees[index], "what killed runs left is there still");
    }
}
