//! What strangers may do: files that are not regular ones, runs that meet, and runs that die. `TABLATURE_PAIRS` and
//! `TABLATURE_KILLS` say how many of the last two there are (`tests/scripts/hostile` asks for many).
#![cfg(unix)]

mod files;
mod items;
mod runs;
mod sharing;
mod text;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use tablature_tests::{binary, root, snapshot};
use tempfile::TempDir;

/// A workspace of its own with the pages of one service.
struct Workspace(TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Workspace(tempfile::tempdir().unwrap());
        let specs = root().join("specs/ucloud");
        for file in ["vendor.yaml", "docs/uhub/get_repo_image.md", "docs/uhub/index.md"] {
            if let Ok(bytes) = fs::read(specs.join(file)) {
                workspace.write(&format!("specs/ucloud/{file}"), bytes);
            }
        }
        // Only this service is there.
        let settings = fs::read_to_string(specs.join("vendor.yaml")).unwrap();
        let head = settings.split("services:").next().unwrap();
        workspace.write("specs/ucloud/vendor.yaml", head);
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

    fn pipe(&self, path: &str) {
        assert!(Command::new("mkfifo").arg(self.path(path)).status().unwrap().success());
    }

    fn link(&self, path: &str, target: impl AsRef<Path>) {
        std::os::unix::fs::symlink(target, self.path(path)).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    /// Runs a command that must come to an end.
    fn run(&self, arguments: &[&str]) -> Output {
        // Output goes into files, because pipes fill up.
        let folder = tempfile::tempdir().unwrap();
        let [out, err] = ["out", "err"].map(|name| folder.path().join(name));
        let mut command = self.command(arguments);
        let file = |path: &Path| fs::File::create(path).unwrap();
        let mut child = command.stdout(file(&out)).stderr(file(&err)).spawn().unwrap();
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if started.elapsed() > Duration::from_mins(5) {
                child.kill().unwrap();
                panic!("{arguments:?} hangs");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Output { status, stdout: fs::read(out).unwrap(), stderr: fs::read(err).unwrap() }
    }

    /// Everything below `generated/` and `specs/`.
    fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        snapshot(self.0.path())
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A number that is set in the environment.
fn number(name: &str, default: usize) -> usize {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}
