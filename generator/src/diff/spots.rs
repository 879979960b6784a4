//! Where the two sides of a finding stand: page and line, IR and line.

use tablature_ir::{Address, Operation, OperationId};

use super::{Spec, Spot, finding::Finding};

/// Which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Old,
    New,
}

/// The spot of a finding on one side; empty where that side lacks the field itself.
pub(crate) fn spot(spec: Option<&Spec>, finding: &Finding, which: Which) -> Spot {
    if let Some(spots) = &finding.spots {
        return match which {
            Which::Old => spots.0.clone(),
            Which::New => spots.1.clone(),
        };
    }
    let Some(spec) = spec else { return Spot::default() };
    let (fact, operation) = match which {
        Which::Old => (&finding.facts.0, &finding.operations.0),
        Which::New => (&finding.facts.1, &finding.operations.1),
    };
    let operation = operation.as_deref().and_then(|id| spec.service.operations.get(id).map(|it| (id, it)));
    let Some(fact) = fact else {
        let said = if which == Which::Old { &finding.hit.old } else { &finding.hit.new };
        let lone = finding.facts.0.is_some() || finding.facts.1.is_some();
        return if lone { of_file(spec, finding) } else { of_service(spec, operation, finding, said) };
    };
    let page = operation.map_or("", |(_, operation)| &operation.page);
    let place = spec.places.on(fact, page).cloned().or_else(|| {
        let own = Address::Operation(OperationId::from(operation?.0));
        spec.places.on(&own, page).cloned().filter(|_| matches!(fact, Address::Operation(_)))
    });
    let line = place.as_ref().map(|place| place.line);
    let page = place.as_ref().map_or(page, |place| &place.file);
    Spot {
        page: (!page.is_empty()).then(|| page.to_owned()),
        file: (!page.is_empty()).then(|| spec.pages.shown(page)).filter(|file| file != page),
        line,
        text: place.as_ref().and_then(|place| spec.pages.line(&place.file, place.line)),
        ir: spec.ir.as_ref().map(|ir| ir.path.clone()),
        ir_line: spec.ir.as_ref().and_then(|ir| ir.lines.find(fact)),
        commit: None,
    }
}

/// The spot on a side that lacks what the other has: only the file of the IR in which it would stand.
fn of_file(spec: &Spec, finding: &Finding) -> Spot {
    let ir = spec.ir.as_ref().filter(|_| finding.site.is_none());
    Spot { ir: ir.map(|ir| ir.path.clone()), ir_line: ir.map(|_| 1), ..Spot::default() }
}

/// The spot of a finding that is about no fact and so stands on no one line: a reader begins at the page of the
/// operation, or else at the first one of the service. The codes of a service stand in rows of their own.
fn of_service(spec: &Spec, operation: Option<(&str, &Operation)>, finding: &Finding, said: &str) -> Spot {
    let first = || spec.service.operations.values().next();
    let page =
        operation.map(|(_, operation)| operation).or_else(first).map(|operation| operation.page.as_str());
    let code =
        said.split(',').next().filter(|code| finding.rule == "service-codes-changed" && !code.is_empty());
    let row = code.and_then(|code| {
        spec.pages.files.iter().find_map(|(page, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let mut lines = (1..).zip(text.lines()).filter(|(_, line)| line.contains(code));
            let (number, _) = lines.find(|(number, line)| spec.pages.rows(page).hold(*number, line))?;
            Some((page.to_string(), number))
        })
    });
    let line = row.as_ref().map(|(_, line)| *line);
    let page = row.map(|(page, _)| page).or_else(|| page.map(str::to_owned));
    let page = page.filter(|page| spec.pages.files.contains_key(page.as_str()));
    let shown = page.as_deref().map(|page| spec.pages.shown(page));
    // A service as a whole begins where its first page does.
    let first_line = || {
        let text = spec.pages.files.get(page.as_deref()?)?;
        let at = String::from_utf8_lossy(text).lines().position(|line| !line.trim().is_empty())?;
        u32::try_from(at + 1).ok()
    };
    let line = if finding.rule.starts_with("service-") { line.or_else(first_line) } else { line };
    Spot {
        text: page.as_deref().zip(line).and_then(|(page, line)| spec.pages.line(page, line)),
        file: shown.filter(|file| Some(file) != page.as_ref()),
        page,
        line,
        ..of_file(spec, finding)
    }
}
