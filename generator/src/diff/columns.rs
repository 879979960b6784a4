//! Tables and columns that nothing reads: nobody knows what a change in them means. Where one is read on one side
//! only, what differs for that reason is told once, not as so many changes of the service.

use tablature_ir::Address;

use super::{
    Bump, Level, Pages, Side, Spec, Spot, Unread, UnreadCell, Verdict,
    edited::in_its_place,
    finding::{Compared, Finding},
    rules::Hit,
};

/// Adds what changed in what nothing reads, and takes what follows from it out of the other findings.
pub(crate) fn tell(old: &Side, new: &Side, compared: &mut [Compared]) {
    for pair in compared {
        counters(old, pair);
        let (Some(before), Some(now)) = (pair.old.clone(), pair.new.clone()) else { continue };
        let sides: (&Spec, &Spec) = (&before, &now);
        for now_unread in of_spec(&new.pages, &now) {
            match partner(now_unread, of_spec(&old.pages, &before), sides) {
                Some(other) => both(pair, sides, other, now_unread),
                None => one(pair, sides, now_unread, true),
            }
        }
        for unread in of_spec(&old.pages, &before) {
            if partner(unread, of_spec(&new.pages, &now), (sides.1, sides.0)).is_none() {
                one(pair, sides, unread, false);
            }
        }
    }
}

/// Makes changes of counting words harmless. They are not units: the same number of the same things under another
/// word.
fn counters(side: &Side, pair: &mut Compared) {
    let counts = |word: &str| word.is_empty() || side.pages.counters.iter().any(|it| it == word);
    for finding in pair.findings.iter_mut().filter(|it| it.rule == "unit-changed") {
        if counts(&finding.hit.old) && counts(&finding.hit.new) {
            let verdicts = &mut finding.hit.verdicts;
            verdicts.wire =
                Verdict { level: Level::Safe, why: "A word that counts things is not a unit.".into() };
            verdicts.docs = Verdict { level: Level::Safe, why: "The words changed.".into() };
        }
    }
}

/// What nothing read of the pages of a spec's operations.
fn of_spec<'p>(pages: &'p Pages, spec: &'p Spec) -> impl Iterator<Item = &'p Unread> {
    pages.unread.iter().filter(|it| operation(spec, &it.page).is_some())
}

fn operation<'p>(spec: &'p Spec, page: &str) -> Option<&'p str> {
    spec.service.operations.iter().find(|(_, it)| *it.page == *page).map(|(id, _)| id.as_str())
}

/// The page of the other side that describes the same operation.
fn page_of<'p>(spec: &'p Spec, id: &str) -> Option<&'p str> {
    spec.service.operations.get(id).map(|it| it.page.as_str())
}

/// The same column or table of the other side: of the operation's page, by heading and by the rows that both have.
fn partner<'p>(
    unread: &Unread,
    others: impl Iterator<Item = &'p Unread>,
    (other, own): (&Spec, &Spec),
) -> Option<&'p Unread> {
    let page = page_of(other, operation(own, &unread.page)?)?.to_owned();
    let common = |it: &Unread| {
        let has = |cell: &&UnreadCell| it.cells.iter().any(|other| other.name == cell.name);
        unread.cells.iter().filter(has).count()
    };
    let same = others.filter(|it| *it.page == *page && it.column == unread.column);
    same.map(|it| (common(it), it))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, _)| *count)
        .map(|(_, it)| it)
}

/// A table or column that is read on neither side.
fn both(pair: &mut Compared, sides: (&Spec, &Spec), old: &Unread, new: &Unread) {
    let lacks = |cell: &UnreadCell, other: &Unread| {
        !other.cells.iter().any(|it| it.name == cell.name && it.text == cell.text)
    };
    let differ = |own: &Unread, other: &Unread| {
        own.cells.iter().filter(|cell| lacks(cell, other)).cloned().collect::<Vec<_>>()
    };
    let (mut before, mut now) = (differ(old, new), differ(new, old));
    if old.column.is_some() {
        // A row that comes or goes is a finding on its field.
        before.retain(|cell| new.cells.iter().any(|it| it.name == cell.name));
        now.retain(|cell| old.cells.iter().any(|it| it.name == cell.name));
    }
    if before.is_empty() && now.is_empty() {
        return;
    }
    let why = match &new.column {
        Some(title) => format!("Nothing reads the column `{title}`."),
        None => "Nothing reads this table, which looks like one of fields.".to_owned(),
    };
    let hit = Hit::new(said(&before), said(&now)).wire(Level::Unknown, why);
    let spots = (spot(sides.0, old, &before), spot(sides.1, new, &now));
    add(pair, sides.1, "unread-changed", hit, spots, (&before, &now), &new.page);
}

/// A table or column that is unread on one side only.
fn one(pair: &mut Compared, sides: (&Spec, &Spec), unread: &Unread, is_new: bool) {
    let spec = if is_new { sides.1 } else { sides.0 };
    let blank: Vec<UnreadCell> = Vec::new();
    let Some(title) = &unread.column else {
        // The fields of a table that is read on one side have a finding each.
        let told = pair.findings.iter().any(|it| {
            matches!(it.rule, "field-removed" | "field-added") && it.hit.verdicts.wire.level == Level::Unknown
        });
        if !told {
            let why = "Nothing reads this table, which looks like one of fields.";
            let text = said(&unread.cells);
            let hit = if is_new { Hit::new("", text) } else { Hit::new(text, "") }.wire(Level::Unknown, why);
            let own = spot(spec, unread, &unread.cells);
            let spots = if is_new { (Spot::default(), own) } else { (own, Spot::default()) };
            let cells = if is_new { (&blank, &unread.cells) } else { (&unread.cells, &blank) };
            add(pair, spec, "unread-changed", hit, spots, cells, &unread.page);
        }
        return;
    };
    let follows: Vec<usize> = pair
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| depends(finding, spec, unread, is_new))
        .map(|(index, _)| index)
        .collect();
    let (rule, why) = if is_new {
        ("column-unread", format!("The column `{title}` is not read, so nobody knows what it says."))
    } else {
        ("column-read", format!("The column `{title}` was not read, so nobody knows what it said."))
    };
    let rule = if follows.is_empty() { "unread-changed" } else { rule };
    let mut hit = if is_new { Hit::new("", title) } else { Hit::new(title, "") }.wire(Level::Unknown, why);
    let mut rust = Vec::new();
    for index in follows.into_iter().rev() {
        let finding = pair.findings.remove(index);
        let source = finding.hit.verdicts.source;
        if source.level > hit.verdicts.source.level {
            hit.verdicts.source = source;
        }
        if index < pair.judged.paths.len() {
            rust.splice(0..0, pair.judged.paths.remove(index));
        }
    }
    let own = Spot { line: Some(unread.line), ..spot(spec, unread, &unread.cells) };
    let own = Spot { text: spec.pages.line(&unread.page, unread.line), ..own };
    let head = |line: u32| UnreadCell { lines: (line, line), ..UnreadCell::default() };
    let heads = vec![head(unread.line)];
    let (other, others) = heading(sides, unread, is_new).unwrap_or_default();
    let others: Vec<UnreadCell> = others.into_iter().map(head).collect();
    let spots = if is_new { (other, own) } else { (own, other) };
    let cells = if is_new { (&others, &heads) } else { (&heads, &others) };
    add(pair, spec, rule, hit, spots, cells, &unread.page);
    if let Some(paths) = pair.judged.paths.last_mut() {
        *paths = rust;
    }
}

/// What stood in the place of a heading on the other side, and all its lines.
fn heading(sides: (&Spec, &Spec), unread: &Unread, is_new: bool) -> Option<(Spot, Vec<u32>)> {
    let (own, other) = if is_new { (sides.1, sides.0) } else { (sides.0, sides.1) };
    let page = page_of(other, operation(own, &unread.page)?)?;
    let text = |spec: &Spec, page: &str| {
        spec.pages.files.get(page).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    let lines = in_its_place(&text(own, &unread.page)?, &text(other, page)?, unread.line);
    let line = *lines.first()?;
    let shown = other.pages.shown(page);
    let spot = Spot {
        file: (shown != *page).then_some(shown),
        page: Some(page.to_owned()),
        text: other.pages.line(page, line),
        line: Some(line),
        ..Spot::default()
    };
    Some((spot, lines))
}

/// Whether a finding is about a row of the table of an unread column and says what comes of not reading it: whether
/// the field is required is not stated, its type falls back to a text.
fn depends(finding: &Finding, spec: &Spec, unread: &Unread, is_new: bool) -> bool {
    let (fact, fallen) =
        if is_new { (&finding.facts.1, &finding.hit.new) } else { (&finding.facts.0, &finding.hit.old) };
    let fallen = match finding.rule {
        "became-optional" | "became-required" | "condition-changed" => fallen == "not stated",
        "type-changed" | "type-narrowed" | "type-widened" | "type-opened" | "type-closed" => {
            matches!(&**fallen, "string" | "any")
        }
        _ => false,
    };
    let on_row = |fact: &Address| {
        let places = spec.places.all(fact);
        let row = |line: u32| unread.cells.iter().any(|cell| cell.lines.0 == line);
        places.iter().any(|place| place.file == unread.page && row(place.line))
    };
    fallen && fact.as_ref().is_some_and(on_row)
}

fn said(cells: &[UnreadCell]) -> String {
    const MOST: usize = 5;
    let cell = |cell: &UnreadCell| match cell.name.as_str() {
        "" => cell.text.clone(),
        name => format!("{name}: {}", cell.text),
    };
    cells.iter().take(MOST).map(cell).collect::<Vec<_>>().join("\n")
}

/// Where the first of the cells stands.
fn spot(spec: &Spec, unread: &Unread, cells: &[UnreadCell]) -> Spot {
    let line = cells.first().map_or(unread.line, |cell| cell.lines.1);
    let shown = spec.pages.shown(&unread.page);
    Spot {
        file: (shown != *unread.page).then_some(shown),
        page: Some(unread.page.to_string()),
        text: spec.pages.line(&unread.page, line),
        line: Some(line),
        ..Spot::default()
    }
}

fn add(
    pair: &mut Compared,
    spec: &Spec,
    rule: &'static str,
    hit: Hit,
    spots: (Spot, Spot),
    cells: (&Vec<UnreadCell>, &Vec<UnreadCell>),
    page: &str,
) {
    let lines = |cells: &[UnreadCell]| cells.iter().map(|cell| cell.lines.1).collect::<Vec<u32>>();
    let operation = operation(spec, page).map(str::to_owned);
    pair.findings.push(Finding {
        rule,
        operations: (operation.clone(), operation),
        spots: Some(spots),
        lines: (lines(cells.0), lines(cells.1)),
        ..Finding::of_api(hit)
    });
    pair.judged.paths.push(Vec::new());
    pair.judged.bump = pair.judged.bump.max(Bump::Patch);
}
