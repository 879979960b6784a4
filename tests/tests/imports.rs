//! Which file knows which. Files of one folder may know each other; nobody can read a circle that leaves its folder
//! in order.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use tablature_tests::root;

type Module = Vec<String>;

/// The text of each module of the crate, without comments and tests.
fn modules() -> BTreeMap<Module, (String, String)> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<Module, (String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
                continue;
            }
            let name =
                path.strip_prefix(root).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
            if name.ends_with("tests") || name.contains("tests/") {
                continue;
            }
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
                let mut module: Module = name.split('/').map(str::to_owned).collect();
                if ["mod", "lib", "main"].contains(&module.last().unwrap().as_str()) {
                    module.pop();
                }
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
                found.insert(module, (folder, code.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    let src = root().join("generator/src");
    let mut found = BTreeMap::new();
    walk(&src, &src, &mut found);
    found
}

/// The paths of a tree of imports: `a::{b, c::d}`.
fn expand(tree: &str) -> Vec<Module> {
    let steps = |text: &str| -> Module {
        let text = text.split(" as ").next().unwrap_or_default();
        text.split("::").map(|step| step.trim().to_owned()).filter(|step| !step.is_empty()).collect()
    };
    let Some((before, group)) = tree.split_once('{') else { return vec![steps(tree)] };
    let (mut depth, mut item, mut found) = (0, String::new(), Vec::new());
    for sign in group.rsplit_once('}').map_or(group, |(group, _)| group).chars().chain([',']) {
        match sign {
            ',' if depth == 0 => found.extend(expand(&std::mem::take(&mut item))),
            other => {
                depth += i32::from(other == '{') - i32::from(other == '}');
                item.push(other);
            }
        }
    }
    found.retain(|path| !path.is_empty());
    found.into_iter().map(|path| steps(before).into_iter().chain(path).collect()).collect()
}

/// The imports of a module: of all, or only those that it passes on.
fn imports(text: &str, passed_on: bool) -> Vec<Module> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let is_import = line.trim().is_empty() || line.trim_start().starts_with("pub");
        if is_import && (!passed_on || line.starts_with("pub")) {
            let mut paths = expand(text[at + 4..].split(';').next().unwrap_or_default());
            // Within a module in the file `super` is the file.
            if line.starts_with(' ') {
                let inner = paths.iter_mut().filter(|path| path.first().is_some_and(|it| it == "super"));
                inner.for_each(|path| drop(path.remove(0)));
            }
            found.append(&mut paths);
        }
    }
    found
}

/// Paths in the code itself: `crate::words::cut`.
fn mentioned(text: &str) -> Vec<Module> {
    // Who may see something is not a path that is used.
    let text = &text.replace("(in crate::", "(in ");
    let starts = text.match_indices("crate::").chain(text.match_indices("super::"));
    let path = |(at, _): (usize, &str)| {
        text[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect::<String>()
    };
    // A path before a brace is the import of a group, which is read as such.
    let paths = starts.map(path).filter(|path| !path.ends_with("::"));
    paths.flat_map(|path| expand(&path)).collect()
}

/// The module that a path leads to, through what modules pass on.
fn resolve(
    all: &BTreeMap<Module, (String, String)>,
    from: &Module,
    path: &[String],
    depth: u8,
) -> Option<Module> {
    let mut here = from.clone();
    let mut rest = path;
    while let [first, after @ ..] = rest {
        match first.as_str() {
            "crate" => here.clear(),
            "self" => {}
            "super" => drop(here.pop()),
            _ => break,
        }
        rest = after;
    }
    if rest.len() == path.len() && !all.contains_key(&[&here[..], &path[..1]].concat()) {
        return None;
    }
    while let Some(next) = rest.first().map(|first| [&here[..], std::slice::from_ref(first)].concat())
        && all.contains_key(&next)
    {
        (here, rest) = (next, &rest[1..]);
    }
    if let Some(name) = rest.first().filter(|_| depth < 6) {
        let passed = all.get(&here).map(|(_, text)| imports(text, true)).unwrap_or_default();
        let through = passed.iter().find(|path| path.last() == Some(name));
        if let Some(found) = through.and_then(|path| resolve(all, &here, path, depth + 1)) {
            return Some(found);
        }
    }
    Some(here)
}

#[test]
fn no_circle_leaves_its_folder() {
    let all = modules();
    let knows: BTreeMap<&Module, BTreeSet<Module>> = all
        .iter()
        .map(|(module, (_, text))| {
            let paths = imports(text, false).into_iter().chain(mentioned(text));
            let known = paths.filter_map(|path| resolve(&all, module, &path, 0));
            (module, known.filter(|known| known != module && !known.is_empty()).collect())
        })
        .collect();
    let arrows: usize = knows.values().map(BTreeSet::len).sum();
    assert!(arrows > 500, "only {arrows} arrows were found");
    let reached = |from: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(next) = open.pop() {
            open.extend(knows[next].iter().filter(|known| seen.insert((*known).clone())));
        }
        seen
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        all.keys().map(|module| (module, reached(module))).collect();
    let mut found = Vec::new();
    for (module, known) in &knows {
        for other in known.iter().filter(|other| reached[*other].contains(*module)) {
            if all[*module].0 != all[other].0 {
                found.push(format!("{} -> {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(found.is_empty(), "arrows of circles that leave their folders:\n{}", found.join("\n"));
}
