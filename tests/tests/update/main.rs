//! `tablature update` against a git server on loopback: weeks of edits, and what can go wrong with a server.

mod https;

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::Ordering,
    thread,
    time::Duration,
};

use tablature_tests::{binary, root};
use tempfile::TempDir;

/// A server, a clone that pushes nowhere (it is what is served), and a workspace that reads it.
struct World {
    folder: TempDir,
    daemon: Child,
    url: String,
    /// Who is believed to name servers, where that is not the system's own list.
    authority: Option<PathBuf>,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

const PAGE: &str = "api/uhub/get_repo_image.md";

impl World {
    /// A world; `None` where there is no `git daemon`.
    fn new() -> Option<World> {
        let folder = tempfile::tempdir().unwrap();
        let docs = folder.path().join("served/docs");
        fs::create_dir_all(docs.join("api/uhub")).unwrap();
        let page = fs::read_to_string(root().join("specs/ucloud/docs/uhub/get_repo_image.md")).unwrap();
        fs::write(docs.join(PAGE), page).unwrap();
        git(&docs, &["init", "--quiet", "--initial-branch=main"]);
        git(&docs, &["add", "."]);
        git(&docs, &["commit", "--quiet", "--message", "First"]);
        let workspace = folder.path().join("workspace");
        fs::create_dir_all(workspace.join("specs/ucloud")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // `git daemon` itself would leave its child behind.
        let folder_of_git = git(&docs, &["--exec-path"]);
        let daemon = Command::new(Path::new(&folder_of_git).join("git-daemon"))
            .args(["--reuseaddr", "--export-all", "--listen=127.0.0.1"])
            .arg(format!("--port={port}"))
            .arg(format!("--base-path={}", folder.path().join("served").display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut world =
            World { url: format!("git://127.0.0.1:{port}/docs"), folder, daemon, authority: None };
        for _ in 0..100 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                world.settings(&world.url.clone(), "branch: main, ");
                return Some(world);
            }
            if world.daemon.try_wait().unwrap().is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        eprintln!("skipped: there is no `git daemon`");
        None
    }

    fn settings(&self, url: &str, branch: &str) {
        let text = format!(
            "title: UCloud\ndocs: {{git: \"{url}\", {branch}path: api}}\ndialect: ucloud\nruntime: \"0.1\"\n"
        );
        fs::write(self.workspace().join("specs/ucloud/vendor.yaml"), text).unwrap();
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    fn docs(&self) -> PathBuf {
        self.folder.path().join("served/docs")
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.workspace().join(path)).unwrap_or_default()
    }

    /// A commit that replaces a text of the page.
    fn edit(&self, from: &str, to: &str) {
        let page = self.docs().join(PAGE);
        let text = fs::read_to_string(&page).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(page, text.replacen(from, to, 1)).unwrap();
        git(&self.docs(), &["commit", "--quiet", "--all", "--message", "An edit"]);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(binary())
            .args(arguments)
            .current_dir(self.workspace())
            .env("TABLATURE_CACHE", self.folder.path().join("cache"))
            .envs(self.authority.iter().map(|file| ("SSL_CERT_FILE", file)))
            .output()
            .unwrap()
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// All files of the workspace, to see that nothing changed.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        list(&self.workspace(), &mut found);
        found.sort();
        found
    }

    /// A run that fails says why, and changes nothing.
    fn fails(&self, arguments: &[&str], why: &[&str]) {
        let before = self.files();
        let output = self.run(arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
        for why in why {
            assert!(said.contains(why), "{arguments:?}: {why} is not in {said}");
        }
        assert!(self.files() == before, "{arguments:?} changed something");
    }
}

fn list(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, found);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn three_weeks_are_followed() {
    let Some(world) = World::new() else { return };
    world.fails(&["generate"], &["no commit of", "tablature update ucloud"]);
    assert_eq!(world.run(&["update", "--check"]).status.code(), Some(1), "there is everything to read");
    world.ok(&["update"]);
    let lock = world.read("specs/tablature.lock");
    assert!(lock.contains(&git(&world.docs(), &["rev-parse", "HEAD"])), "{lock}");
    assert!(world.read("specs/ucloud/uhub.yaml").contains("GetRepoImage"));
    world.ok(&["check"]);
    world.ok(&["update", "--check"]);
    let before = world.files();
    world.ok(&["update"]);
    assert!(world.files() == before, "no news changes nothing");

    // A week of words, then a week that breaks callers.
    world.edit("镜像仓库名称", "镜像仓库的名称");
    assert_eq!(world.run(&["update", "--check"]).status.code(), Some(1));
    assert!(world.files() == before, "--check writes nothing");
    let told = world.ok(&["update"]);
    assert!(told.contains("ucloud-uhub 0.1.0 → 0.1.1 (patch)"), "{told}");
    let changelog = world.read("generated/ucloud-uhub/CHANGELOG.md");
    assert!(changelog.starts_with("# Changelog\n\n## 0.1.1\n\n### Documentation\n"), "{changelog}");
    let edited = changelog.replace("### Documentation", "### Documentation, as we read it");
    fs::write(world.workspace().join("generated/ucloud-uhub/CHANGELOG.md"), edited).unwrap();

    let page = fs::read_to_string(world.docs().join(PAGE)).unwrap();
    let row = page.lines().find(|line| line.contains("**Limit**")).unwrap();
    world.edit(row, &row.replacen("int", "string", 1));
    let told = world.ok(&["update", "--pr-body", "body.md"]);
    assert!(told.contains("ucloud-uhub 0.1.1 → 0.2.0 (major)"), "{told}");
    let changelog = world.read("generated/ucloud-uhub/CHANGELOG.md");
    let (new, old) = changelog.split_once("## 0.1.1").unwrap();
    assert!(
        new.starts_with("# Changelog\n\n## 0.2.0\n\n### Breaking\n\n- ") && old.contains("as we read it"),
        "{changelog}"
    );
    assert!(world.read("generated/ucloud-uhub/Cargo.toml").contains("version = \"0.2.0\""));
    let body = world.read("body.md");
    assert!(body.contains("| `ucloud-uhub` | 0.1.1 | 0.2.0 |") && body.contains("Limit"), "{body}");
    world.ok(&["check"]);

    // A branch that was rewritten is followed like any other.
    git(&world.docs(), &["reset", "--quiet", "--hard", "HEAD~2"]);
    world.edit("镜像仓库名称", "仓库名称");
    let told = world.ok(&["update"]);
    assert!(told.contains("ucloud-uhub 0.2.0 → 0.3.0 (major)"), "{told}");
}

/// An operation goes from the docs, and then a whole service: its specs, examples and crate go only where that is asked.
#[test]
fn what_the_docs_no_longer_have_goes() {
    let Some(world) = World::new() else { return };
    let page = fs::read_to_string(world.docs().join(PAGE)).unwrap();
    for (path, operation) in
        [("api/uhub/get_other_image.md", "GetOtherImage"), ("api/ugone/get_it.md", "GetIt")]
    {
        let file = world.docs().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, page.replace("GetRepoImage", operation)).unwrap();
    }
    git(&world.docs(), &["add", "."]);
    git(&world.docs(), &["commit", "--quiet", "--message", "More"]);
    world.ok(&["update"]);
    let there = |path: &str| world.workspace().join(path).exists();
    let of_gone = [
        "specs/ucloud/ugone.yaml",
        "specs/ucloud/examples/ugone/GetIt.yaml",
        "generated/ucloud-ugone/Cargo.toml",
    ];
    assert!(of_gone.iter().all(|path| there(path)) && there("specs/ucloud/examples/uhub/GetOtherImage.yaml"));

    git(&world.docs(), &["rm", "--quiet", "api/uhub/get_other_image.md"]);
    git(&world.docs(), &["commit", "--quiet", "--message", "An operation less"]);
    let told = world.ok(&["update"]);
    assert!(told.contains("ucloud-uhub 0.1.0 → 0.2.0 (major)"), "{told}");
    assert!(!there("specs/ucloud/examples/uhub/GetOtherImage.yaml"));
    world.ok(&["check"]);

    git(&world.docs(), &["rm", "--quiet", "-r", "api/ugone"]);
    git(&world.docs(), &["commit", "--quiet", "--message", "A service less"]);
    let output = world.run(&["update"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    for path in ["specs/ucloud/ugone.yaml", "specs/ucloud/examples/ugone", "generated/ucloud-ugone"] {
        assert!(said.contains(&format!("{path}: no page makes it any more")), "{path}: {said}");
    }
    assert!(of_gone.iter().all(|path| there(path)));
    world.ok(&["generate", "--prune"]);
    assert!(of_gone.iter().all(|path| !there(path)));

    // The same at once.
    git(&world.docs(), &["revert", "--no-edit", "HEAD"]);
    world.ok(&["update"]);
    assert!(of_gone.iter().all(|path| there(path)));
    git(&world.docs(), &["rm", "--quiet", "-r", "api/ugone"]);
    git(&world.docs(), &["commit", "--quiet", "--message", "Again"]);
    world.ok(&["update", "--prune"]);
    assert!(of_gone.iter().all(|path| !there(path)));
    world.ok(&["check"]);
}

#[test]
fn what_goes_wrong_with_a_server_is_said_and_changes_nothing() {
    let Some(mut world) = World::new() else { return };
    let url = world.url.clone();
    world.ok(&["update"]);
    world.settings(&url, "branch: nowhere, ");
    world.fails(&["update"], &["ucloud", "nowhere"]);
    world.settings(&url.replace("/docs", "/nothing"), "");
    world.fails(&["update"], &["/nothing"]);
    world.fails(&["generate"], &["vendor.yaml names"]);
    world.settings("https://host.invalid/docs", "");
    world.fails(&["update"], &["host.invalid"]);
    // The branch that the repository shows first.
    world.settings(&url, "");
    world.ok(&["update"]);

    // A commit that is gone from the server and from the cache.
    let lock = world.workspace().join("specs/tablature.lock");
    let good = fs::read_to_string(&lock).unwrap();
    let head = git(&world.docs(), &["rev-parse", "HEAD"]);
    fs::write(&lock, good.replace(&head, &"1".repeat(40))).unwrap();
    world.fails(&["generate"], &[&"1".repeat(40)]);
    fs::write(&lock, "vendors: 1\n").unwrap();
    world.fails(&["generate"], &["tablature.lock"]);
    fs::write(&lock, &good).unwrap();

    // Without a server everything but fetching goes on.
    world.daemon.kill().unwrap();
    world.daemon.wait().unwrap();
    world.ok(&["generate"]);
    world.ok(&["check"]);
    world.edit("镜像仓库名称", "镜像仓库的名称");
    world.fails(&["update"], &[&url]);
    fs::remove_dir_all(world.folder.path().join("cache")).unwrap();
    world.fails(&["generate"], &[&url]);
}

#[test]
fn a_server_over_https_is_read_where_it_is_trusted() {
    let Some(mut world) = World::new() else { return };
    let served = world.folder.path().join("served");
    let Some(server) = https::Server::new(world.folder.path(), served) else { return };
    let url = format!("{}/docs", server.url);
    world.settings(&url, "branch: main, ");
    world.fails(&["update"], &[&url, "certificate"]);
    world.authority = Some(server.authority.clone());
    server.breaks.store(true, Ordering::Relaxed);
    world.fails(&["update"], &[&url]);
    server.breaks.store(false, Ordering::Relaxed);
    world.ok(&["update"]);
    world.edit("镜像仓库名称", "仓库名称");
    assert_eq!(world.run(&["update", "--check"]).status.code(), Some(1), "there is news");
    world.ok(&["update"]);
    assert!(world.read("specs/ucloud/uhub.yaml").contains("doc: 仓库名称"));
    // The certificate is of another host.
    world.settings(&url.replace("localhost", "127.0.0.1"), "branch: main, ");
    world.fails(&["update"], &["127.0.0.1", "certificate"]);
    world.settings(&url.replace("/docs", "/nothing"), "branch: main, ");
    world.fails(&["update"], &["/nothing", "404"]);
}
