//! Where the two sides of a finding stand: page and line, IR and line.

use tablature_ir::OperationId;

use super::{Part, Spot, compare::Finding};
use crate::spec::places::{Fact, Place};

/// Which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Old,
    New,
}

/// The spot of a finding on one side. Where that side lacks the field itself, nothing.
pub(crate) fn spot(part: &Part, finding: &Finding, which: Which) -> Spot {
    let (fact, operation) = match which {
        Which::Old => (&finding.facts.0, &finding.operations.0),
        Which::New => (&finding.facts.1, &finding.operations.1),
    };
    let operation = operation.as_deref().and_then(|id| part.service.operations.get(id).map(|it| (id, it)));
    let Some(fact) = fact else {
        // Something of the service as a whole has a line in the IR alone.
        let whole = finding.site.is_none() && operation.is_none();
        let ir = part.ir.as_ref().filter(|_| whole);
        return Spot { ir: ir.map(|ir| ir.path.clone()), ir_line: ir.map(|_| 1), ..Spot::default() };
    };
    let page = operation.map_or("", |(_, operation)| &operation.page);
    let place = part.places.on(fact, page).cloned().or_else(|| {
        let own = Fact::Operation(OperationId::from(operation?.0));
        part.places.on(&own, page).cloned().filter(|_| matches!(fact, Fact::Operation(_)))
    });
    let line = place.as_ref().map(|place| place.line);
    let page = place.as_ref().map_or(page, |place| &place.file);
    Spot {
        page: (!page.is_empty()).then(|| page.to_owned()),
        file: (!page.is_empty() && !part.prefix.is_empty()).then(|| format!("{}{page}", part.prefix)),
        line,
        text: place.as_ref().and_then(|place| text(part, place)),
        ir: part.ir.as_ref().map(|ir| ir.path.clone()),
        ir_line: part.ir.as_ref().and_then(|ir| ir.lines.find(fact)),
        commit: None,
    }
}

/// The line of the page itself.
fn text(part: &Part, place: &Place) -> Option<String> {
    let number = usize::try_from(place.line).ok()?.checked_sub(1)?;
    let line = part.pages.get(&place.file)?.split(|byte| *byte == b'\n').nth(number)?;
    Some(String::from_utf8_lossy(line).trim().to_owned())
}
