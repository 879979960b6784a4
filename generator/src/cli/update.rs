//! `tablature update`: follows the docs. Fetches, moves pins, compares, gives crates their next versions and their
//! CHANGELOGs, and regenerates.

use std::{fmt::Write, path::PathBuf, process::ExitCode};

use clap::Args;

use super::{
    changelog::version,
    diff::between,
    generate::regenerate,
    make::number,
    terminal::{Terminal, print},
    workspace::{Selection, Workspace},
};
use crate::{
    diff::{Bump, Report, render},
    engine::{
        Failure, Reading, file,
        settings::{Docs, Vendor},
        sources::{self, Lock, Pin, Source, Wanted},
        tree::{Revision, Tree},
    },
    escape::{self, markdown},
    output::{self, Ground},
    plan::files::package,
};

/// Follow the docs: fetch, move the pins, regenerate; versions and CHANGELOGs of what changed
///
/// A vendor whose `docs` in vendor.yaml are `{git: URL, branch: B, path: P}` is read from the commit that
/// `specs/tablature.lock` pins. This moves the pin to the last commit of the branch.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Only these; all that are read from a repository when left out
    #[arg(value_name = "VENDOR")]
    vendors: Vec<String>,
    /// Only say whether there is news: exit code 1 if there is; nothing is written
    #[arg(long)]
    check: bool,
    /// Remove the crates and specs of services that the docs have no longer; without it they are named, and the exit code
    /// is 1
    #[arg(long, conflicts_with = "check")]
    prune: bool,
    /// Write the review of what changed here, as Markdown for a pull request
    #[arg(long, value_name = "FILE")]
    pr_body: Option<PathBuf>,
}

/// A vendor whose pages are no longer those that are pinned.
struct News {
    id: String,
    settings: Vendor,
    /// The pages before; `None` where nothing was pinned.
    old: Option<(Pin, Revision)>,
    pin: Pin,
    new: Revision,
}

/// Runs the command.
///
/// # Errors
/// Pages cannot be fetched or read, or something cannot be written. Then nothing but the cache has changed.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let workspace = Workspace::find()?;
    // The folder is held from before the pins are read until everything made of them is written.
    let ground = terminal.ground(&workspace.root)?;
    let mut lock = Lock::read(&workspace.specs())?;
    let selected: Vec<Selection> =
        arguments.vendors.iter().map(|id| Selection { vendor: id.clone(), service: None }).collect();
    let mut news = Vec::new();
    for (id, settings) in workspace.vendors(&selected)? {
        news.extend(look(id, settings, &lock, terminal)?);
    }
    if news.is_empty() {
        terminal.say("no news");
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.check {
        let lines: Vec<String> = news.iter().map(News::line).collect();
        print(&escape::terminal::text(&format!("{}\n", lines.join("\n"))))?;
        return Ok(ExitCode::from(1));
    }
    let mut report = Report::default();
    for it in &news {
        let found = it.compare()?;
        report.changes.extend(found.changes);
        report.crates.extend(found.crates);
    }
    let ships = ships(&workspace, &news, &report, &lock)?;
    let before = lock.clone();
    for it in &news {
        lock.vendors.insert(it.id.clone(), it.pin.clone());
    }
    for ship in &ships {
        lock.crates.insert(ship.service.clone(), ship.next.clone());
    }
    save(&ground, &workspace, &lock)?;
    let code = match regenerate(&ground, arguments.prune, terminal) {
        Ok(code) => code,
        Err(failure) => {
            // The pin is written with what is made of it.
            save(&ground, &workspace, &before)?;
            return Err(failure);
        }
    };
    for ship in &ships {
        ship.note(&ground, &workspace)?;
    }
    if let Some(file) = &arguments.pr_body {
        let body = body(&news, &ships, &report);
        output::put(file, body.as_bytes()).map_err(|error| Failure::io(file, &error))?;
    }
    print(&escape::terminal::text(&told(&news, &ships, &report)))?;
    Ok(code)
}

fn save(ground: &Ground, workspace: &Workspace, lock: &Lock) -> Result<(), Failure> {
    let path = Lock::path(&workspace.specs());
    ground.replace(&path, lock.text()?.as_bytes()).map_err(|error| Failure::io(&path, &error))
}

/// Fetches the pages of a vendor; `None` where they are those that are pinned.
fn look(id: String, settings: Vendor, lock: &Lock, terminal: &Terminal) -> Result<Option<News>, Failure> {
    let Docs::Git { git, rev: None, branch, path } = &settings.docs else {
        terminal
            .say(&format!("{id}: its pages are in a folder or a fixed revision; there is nothing to follow"));
        return Ok(None);
    };
    let source = Source::new(&id, &settings.folder, git, branch.as_deref(), path);
    let commit = sources::fetch(&source, Wanted::Latest, &|line| terminal.say(line))?.to_string();
    let new = source.at(&commit)?;
    let pin = Pin { git: git.clone(), commit, tree: new.tree() };
    let old = lock.vendors.get(&id);
    if old.is_some_and(|old| old.git == pin.git && old.tree == pin.tree) {
        return Ok(None);
    }
    let old = match old.filter(|old| old.git == pin.git) {
        None => None,
        Some(old) => {
            let revision = source.at(&old.commit).map_err(|failure| {
                failure.hint(format!(
                    "the pinned commit is gone from the repository and not in the cache, so nothing can be compared; \
                     delete `{id}` from specs/tablature.lock to begin anew"
                ))
            })?;
            Some((old.clone(), revision))
        }
    };
    Ok(Some(News { id, settings, old, pin, new }))
}

impl News {
    /// What is new, in a line: `acme: 1234567890 → 0987654321`.
    fn line(&self) -> String {
        let short = |commit: &str| commit.chars().take(10).collect::<String>();
        match &self.old {
            Some((old, _)) => format!("{}: {} → {}", self.id, short(&old.commit), short(&self.pin.commit)),
            None => format!("{}: {}, pinned for the first time", self.id, short(&self.pin.commit)),
        }
    }

    /// What changed between the pages, both read as vendor.yaml says now.
    fn compare(&self) -> Result<Report, Failure> {
        let Some((_, before)) = &self.old else { return Ok(Report::default()) };
        let reading = Reading::of_settings(&self.id, self.settings.clone())?;
        let tree = |revision: &Revision| Tree::Git(Box::new(revision.clone()));
        between((&tree(before), &tree(&self.new)), reading)
    }
}

/// The next version of a crate, and what its CHANGELOG says of it.
struct Ship {
    /// `VENDOR/SERVICE`.
    service: String,
    package: String,
    bump: Bump,
    now: String,
    next: String,
    entry: String,
}

/// The crates that there are and that changed.
fn ships(workspace: &Workspace, news: &[News], report: &Report, lock: &Lock) -> Result<Vec<Ship>, Failure> {
    let mut ships = Vec::new();
    for krate in report.crates.iter().filter(|it| it.bump > Bump::None) {
        let of = |it: &News, service: &str| package(&it.id, service) == krate.name;
        let place = report.changes.iter().flat_map(|change| &change.places);
        let service =
            place.map(|place| place.service.as_str()).find(|service| news.iter().any(|it| of(it, service)));
        let Some((service, vendor)) =
            service.and_then(|service| Some((service, news.iter().find(|it| of(it, service))?)))
        else {
            continue;
        };
        let name = vendor.settings.settings(service).krate.unwrap_or_else(|| krate.name.clone());
        let manifest = workspace.root.join("generated").join(&name).join("Cargo.toml");
        // A crate that is not there yet begins with its first version.
        let Ok(text) = file::text(&manifest) else { continue };
        let id = format!("{}/{service}", vendor.id);
        let stated = vendor.settings.settings(service).version;
        let now = lock.version(&vendor.id, service, stated.as_deref()).map(str::to_owned);
        let now = now
            .or_else(|| version(&text).map(str::to_owned))
            .ok_or_else(|| Failure::new(format!("{}: no version stands in it", manifest.display())))?;
        let entry = render::changelog::render(report, &krate.name, (&vendor.id, service), &now);
        let next = render::changelog::next(&now, krate.bump);
        ships.push(Ship { service: id, package: name, bump: krate.bump, now, next, entry });
    }
    Ok(ships)
}

/// How a CHANGELOG begins.
const TITLE: &str = "# Changelog\n";

impl Ship {
    /// Puts the entry on top of the crate's CHANGELOG; what stands there is left alone.
    fn note(&self, ground: &Ground, workspace: &Workspace) -> Result<(), Failure> {
        let path = workspace.root.join("generated").join(&self.package).join("CHANGELOG.md");
        let old = if path.exists() { file::text(&path)? } else { TITLE.to_owned() };
        let (head, rest) = match old.find("\n## ") {
            Some(at) => old.split_at(at + 1),
            None => (old.as_str(), ""),
        };
        let text = format!("{}\n\n{}\n{rest}", head.trim_end(), self.entry);
        ground
            .replace(&path, format!("{}\n", text.trim_end()).as_bytes())
            .map_err(|error| Failure::io(&path, &error))
    }

    fn line(&self) -> String {
        format!("{} {} → {} ({})", self.package, self.now, self.next, self.bump)
    }
}

/// What was done, for the terminal.
fn told(news: &[News], ships: &[Ship], report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    for it in news {
        let _ = writeln!(out, "{}", it.line());
    }
    for ship in ships {
        let _ = writeln!(out, "{}", ship.line());
    }
    let _ = writeln!(out, "{}", number(report.changes.len(), "change"));
    out
}

/// What a pull request says.
fn body(news: &[News], ships: &[Ship], report: &Report) -> String {
    let mut out = String::from("The docs changed:\n\n");
    for it in news {
        let _ = writeln!(out, "- {} ({})", markdown::text(&it.line()), markdown::text(&it.pin.git));
    }
    if !ships.is_empty() {
        out.push_str("\n| crate | before | now |\n|---|---|---|\n");
        for ship in ships {
            let _ = writeln!(out, "| `{}` | {} | {} |", ship.package, ship.now, ship.next);
        }
    }
    let _ = write!(out, "\n{}", render::markdown::render(report));
    out
}
