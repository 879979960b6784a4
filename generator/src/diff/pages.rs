//! Lines of pages that differ and that no finding speaks of. Nothing is dropped silently.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Range,
    sync::{Arc, LazyLock},
};

use regex::Regex;
use similar::{ChangeTag, DiffTag, TextDiff};
use tablature_ir::{Address, Location, TypeName};

use super::{
    Bump, Level, Side, Spec, Spot,
    finding::{Compared, Finding, Judged},
    render::words,
    rows::Rows,
    rules::Hit,
};

/// The lines of pages that findings speak of.
type Lines = HashSet<(Arc<str>, u32)>;

/// Adds a finding for each page that has lines of its own that differ and that nothing speaks of.
pub(crate) fn leftovers(old: &Side, new: &Side, compared: &mut Vec<Compared>) {
    // An IR has no pages to compare with.
    if [old, new].iter().any(|side| side.specs.iter().any(|spec| spec.ir.is_some())) {
        return;
    }
    twins(old, new, compared);
    let spoken = spoken(compared);
    let moved = moved(old, new, compared);
    let paths: BTreeSet<&Arc<str>> = old.pages.files.keys().chain(new.pages.files.keys()).collect();
    for path in paths {
        if moved.values().any(|from| *from == **path) {
            continue;
        }
        // A page that moved is compared with itself at its old place.
        let from: Arc<str> = moved.get(&**path).map_or_else(|| path.clone(), |from| from.as_str().into());
        let (before, now) = (old.pages.files.get(&from), new.pages.files.get(path));
        if before == now || spoken.whole.contains(&**path) {
            continue;
        }
        let text = |bytes: Option<&Arc<[u8]>>| bytes.map(|bytes| seen(&String::from_utf8_lossy(bytes)));
        let (before, now) = (text(before), text(now));
        let prose = spoken.prose.contains(&**path);
        let rows = [old.pages.rows(&from), new.pages.rows(path)];
        let spoken = |side: usize, number, line: &str| {
            let (lines, path) = if side == 0 { (&spoken.old, &from) } else { (&spoken.new, path) };
            lines.contains(&(path.clone(), number)) || (prose && !rows[side].hold(number, line))
        };
        let left = differing(&before.unwrap_or_default(), &now.unwrap_or_default(), rows, spoken);
        if !left.0.is_empty() || !left.1.is_empty() {
            add((&from, path), &left, (old, new), compared);
        }
    }
}

/// The pages of an operation before and now, where they are two.
fn two_pages<'c>(pair: &'c Compared, finding: &'c Finding) -> Option<(&'c str, &'c str)> {
    let page = |spec: &'c Option<Arc<Spec>>, id: &Option<String>| {
        Some(spec.as_ref()?.service.operations.get(id.as_deref()?)?.page.as_str())
    };
    let before = page(&pair.old, &finding.operations.0)?;
    let now = page(&pair.new, &finding.operations.1)?;
    (before != now).then_some((before, now))
}

/// Notes where an operation is read from another page although the page before is still there, or the page now was
/// there before: the operation did not move, two pages have it.
fn twins(old: &Side, new: &Side, compared: &mut [Compared]) {
    for pair in compared {
        let mut found = Vec::new();
        for (index, finding) in
            pair.findings.iter().enumerate().filter(|(_, it)| it.rule == "operation-moved")
        {
            let Some((before, now)) = two_pages(pair, finding) else { continue };
            if new.pages.files.contains_key(before) || old.pages.files.contains_key(now) {
                found.push(index);
            }
        }
        for index in found {
            let Some(finding) = pair.findings.get_mut(index) else { continue };
            finding.rule = "operation-twin";
            finding.hit.verdicts.docs.why = "Two pages describe it, before or now: one is a copy.".into();
        }
    }
}

/// The pages that moved: where they are now, and where they were.
fn moved(old: &Side, new: &Side, compared: &[Compared]) -> BTreeMap<String, String> {
    let mut moved = BTreeMap::new();
    for pair in compared {
        let (Some(before), Some(now)) = (&pair.old, &pair.new) else { continue };
        let told = pair.findings.iter().filter(|it| it.rule == "operation-moved");
        let told = told.filter_map(|it| two_pages(pair, it));
        let both = before.service.operations.iter().filter_map(|(id, old)| {
            let new = now.service.operations.get(id)?;
            (old.page != new.page).then_some((old.page.as_str(), new.page.as_str()))
        });
        for (from, to) in both.chain(told) {
            let is_there = |side: &Side, page: &str| side.pages.files.contains_key(page);
            if !is_there(new, from) && !is_there(old, to) {
                moved.insert(to.to_owned(), from.to_owned());
            }
        }
    }
    moved
}

/// What the findings speak of.
#[derive(Default)]
struct Spoken {
    old: Lines,
    new: Lines,
    /// Pages of operations that only one side has.
    whole: BTreeSet<String>,
    /// Pages with a finding on words or examples.
    prose: BTreeSet<String>,
}

fn spoken(compared: &[Compared]) -> Spoken {
    let mut spoken = Spoken::default();
    for pair in compared {
        for finding in &pair.findings {
            let sides = [
                (&pair.old, &finding.facts.0, &finding.operations.0),
                (&pair.new, &finding.facts.1, &finding.operations.1),
            ];
            for (index, (spec, fact, operation)) in sides.into_iter().enumerate() {
                let Some(spec) = spec else { continue };
                let page = operation
                    .as_ref()
                    .and_then(|id| spec.service.operations.get(id.as_str()))
                    .map(|it| it.page.clone());
                match (finding.rule, page) {
                    ("operation-added" | "operation-removed" | "operation-twin", Some(page)) => {
                        spoken.whole.insert(page);
                    }
                    ("service-added" | "service-removed", _) => {
                        spoken.whole.extend(spec.service.operations.values().map(|it| it.page.clone()));
                    }
                    // The path says the name of a placeholder, too.
                    ("field-renamed", Some(page))
                        if finding.site.as_ref().is_some_and(|it| it.location == Location::Path) =>
                    {
                        spoken.prose.insert(page);
                    }
                    // That a page moved, or that something on it is not read, says nothing of its other words.
                    ("operation-moved" | "unread-changed" | "column-unread" | "column-read", _) => {}
                    (_, Some(page)) if finding.site.is_none() => {
                        spoken.prose.insert(page);
                    }
                    _ => {}
                }
                let lines = if index == 0 { &mut spoken.old } else { &mut spoken.new };
                if let Some((old, new)) = &finding.spots {
                    let (spot, told) =
                        if index == 0 { (old, &finding.lines.0) } else { (new, &finding.lines.1) };
                    let page = spot.page.as_deref().map(Arc::<str>::from);
                    lines.extend(page.iter().flat_map(|page| told.iter().map(|line| (page.clone(), *line))));
                }
                if let Some(fact) = fact {
                    cover(spec, fact, lines, &mut Vec::new());
                }
            }
        }
    }
    spoken
}

/// The lines of a fact and, where it holds a type, of the type's fields: a new field comes with its table.
fn cover(spec: &Spec, fact: &Address, lines: &mut Lines, open: &mut Vec<TypeName>) {
    lines.extend(spec.places.all(fact).iter().map(|place| (place.file.clone(), place.line)));
    let Some(name) = spec
        .service
        .field(fact)
        .and_then(|field| field.ty.named())
        .filter(|name| !open.contains(name))
        .cloned()
    else {
        return;
    };
    let Some(def) = spec.service.types.get(&name) else { return };
    lines.extend(
        spec.places.all(&Address::Type(name.clone())).iter().map(|place| (place.file.clone(), place.line)),
    );
    open.push(name.clone());
    for field in def.fields.keys() {
        cover(spec, &Address::Field(name.clone(), field.clone()), lines, open);
    }
}

/// Lines, with their numbers.
type Left = (Vec<(u32, String)>, Vec<(u32, String)>);

/// The lines that only one side has. A text that the other side has as well, only elsewhere, is no line of its
/// own: headers and rulers of tables stand on a page many times. One that took another's place is: `Yes` became
/// `No` in this row, however many rows say so.
fn differing(old: &str, new: &str, rows: [&Rows; 2], spoken: impl Fn(usize, u32, &str) -> bool) -> Left {
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<HashSet<String>>();
    let (olds, news) = (lines(old), lines(new));
    let mut left: Left = Default::default();
    let diff = TextDiff::from_lines(old, new);
    let of = |side: usize, index: usize, text: &str, in_place: bool, edited: &Range<usize>| {
        let elsewhere = if side == 0 { &news } else { &olds };
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let row = rows[side].around(number);
        let at = |line: u32| usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        let comes_or_goes = edited.contains(&at(*row.start())) && edited.contains(&at(*row.end()));
        let own =
            if comes_or_goes && row.start() < row.end() && row.clone().any(|line| spoken(side, line, text)) {
                // A finding names the line of the first cell of a row that comes or goes as a whole.
                false
            } else if elsewhere.contains(text) {
                // A finding names the line of a row's first cell, and this cell is of the same row.
                in_place && !row.clone().any(|line| spoken(side, line, text))
            } else {
                !spoken(side, number, text)
            };
        (own && !text.is_empty()).then(|| (number, text.to_owned()))
    };
    for op in diff.ops() {
        let in_place = op.tag() == DiffTag::Replace && op.old_range().len() == op.new_range().len();
        for change in diff.iter_changes(op) {
            let text = change.value().trim();
            match (change.tag(), change.old_index(), change.new_index()) {
                (ChangeTag::Delete, Some(index), _) => {
                    left.0.extend(of(0, index, text, in_place, &op.old_range()));
                }
                (ChangeTag::Insert, _, Some(index)) => {
                    left.1.extend(of(1, index, text, in_place, &op.new_range()));
                }
                _ => {}
            }
        }
    }
    left
}

/// A page as readers see it, line by line: without what no browser shows, which editors write anew with every save.
fn seen(text: &str) -> String {
    static UNSEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        // Attributes that name or dress an element, and anchors of which nothing is left then.
        Regex::new(r#"\s+(?:id|name|class|style|headers|width|valign|align)="[^"]*"|<a></a>"#).ok()
    });
    let line = |line: &str| {
        let mut words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.starts_with('|') {
            words = words.split('|').map(str::trim).collect::<Vec<_>>().join("|");
        }
        let Some(unseen) = UNSEEN.as_ref().filter(|_| words.contains('<')) else { return words };
        // Twice, for anchors that have only now become empty.
        let dressed = unseen.replace_all(&words, "");
        unseen.replace_all(&dressed, "").into_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn add(paths: (&Arc<str>, &Arc<str>), left: &Left, sides: (&Side, &Side), compared: &mut Vec<Compared>) {
    const MOST: usize = 5;
    let raw =
        |lines: &[(u32, String)]| lines.iter().take(MOST).map(|(_, line)| line.clone()).collect::<Vec<_>>();
    let (raw_old, raw_new) = (raw(&left.0), raw(&left.1));
    let read = |lines: &[String]| lines.iter().map(|line| words(line)).collect::<Vec<_>>().join("\n");
    // Where only tags changed they are what there is to show.
    let tags = read(&raw_old) == read(&raw_new);
    let text = |lines: &[String]| if tags { lines.join("\n") } else { read(lines) };
    let path = paths.1;
    let spot = |side: &Side, path: &Arc<str>, lines: &[(u32, String)]| {
        let shown = side.pages.shown(path);
        lines.first().map_or_else(Spot::default, |(line, _)| Spot {
            page: Some(path.to_string()),
            file: (shown != **path).then_some(shown),
            line: Some(*line),
            text: side.pages.line(path, *line),
            ..Spot::default()
        })
    };
    let on = |pair: &Compared| {
        let specs = [&pair.new, &pair.old];
        specs.into_iter().flatten().find_map(|spec| {
            spec.service.operations.iter().find(|(_, it)| *it.page == **path).map(|(id, _)| id.to_string())
        })
    };
    let found = compared.iter().enumerate().find_map(|(index, pair)| Some((index, on(pair)?)));
    let hit = Hit::new(text(&raw_old), text(&raw_new))
        .docs("Lines of the page changed that nothing else speaks of.");
    let hit = if in_silent_tables(paths.0, &left.0, sides.0) || in_silent_tables(paths.1, &left.1, sides.1) {
        hit.wire(Level::Unknown, "No operation is read from this page, which has tables of fields.")
    } else {
        hit
    };
    let (index, operation) = match found {
        Some((index, operation)) => (index, Some(operation)),
        None => (home(path, sides, compared), None),
    };
    let mut finding = Finding::of_api(hit);
    finding.rule = "page-changed";
    finding.operations = (operation.clone(), operation);
    finding.spots = Some((spot(sides.0, paths.0, &left.0), spot(sides.1, paths.1, &left.1)));
    if let Some(pair) = compared.get_mut(index) {
        pair.findings.push(finding);
        pair.judged.paths.push(Vec::new());
        pair.judged.bump = pair.judged.bump.max(Bump::Patch);
    }
}

/// Whether lines belong to tables of a page that looks like an operation, and from which none was read.
fn in_silent_tables(path: &Arc<str>, lines: &[(u32, String)], side: &Side) -> bool {
    let rows = side.pages.rows(path);
    side.pages.silent.contains(path) && lines.iter().any(|(number, line)| rows.hold(*number, line))
}

/// The pair for a page without an operation: that of its folder, or a new one where the folder has none.
fn home(path: &str, sides: (&Side, &Side), compared: &mut Vec<Compared>) -> usize {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    let within = |pair: &Compared| {
        pair.old.iter().chain(&pair.new).any(|spec| {
            spec.service
                .operations
                .values()
                .any(|it| it.page.split_once('/').is_some_and(|(it, _)| it == folder))
        })
    };
    let index = compared.iter().position(|pair| {
        within(pair) || (pair.old.is_none() && pair.new.is_none() && pair.service == folder)
    });
    index.unwrap_or_else(|| {
        let vendor = if sides.1.vendor.is_empty() { &sides.0.vendor } else { &sides.1.vendor };
        compared.push(Compared {
            vendor: vendor.clone(),
            service: folder.to_owned(),
            old: None,
            new: None,
            findings: Vec::new(),
            judged: Judged::default(),
        });
        compared.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stand_elsewhere_too_are_no_lines_of_their_own() {
        let left = differing(
            "| a |\n|---|\n| b |\n",
            "| a |\n|---|\n| c |\n| a |\n",
            [&Rows::default(); 2],
            |_, _, _| false,
        );
        assert_eq!(left, (vec![(3, "| b |".to_owned())], vec![(3, "| c |".to_owned())]));
    }

    #[test]
    fn a_cell_that_took_anothers_place_is_one_of_its_own() {
        let page = |first: &str| {
            format!(
                "<tr><td>a</td>\n<td>{first}</td>\n</tr>\n<tr><td>b</td>\n<td>yes</td>\n</tr>\n<tr><td>c</td>\n<td>no</td>\n</tr>\n"
            )
        };
        let rows = Rows { tables: vec![1..=9], rows: vec![1..=3, 4..=6, 7..=9] };
        let left = differing(&page("yes"), &page("no"), [&rows; 2], |_, _, _| false);
        assert_eq!(left, (vec![(2, "<td>yes</td>".to_owned())], vec![(2, "<td>no</td>".to_owned())]));
        let told = differing(&page("yes"), &page("no"), [&rows; 2], |_, line, _| line == 1);
        assert_eq!(told, Left::default(), "a finding speaks of this row");
    }
}
