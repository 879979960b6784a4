//! Where the two sides of a finding stand: page and line, IR and line.

use tablature_ir::OperationId;

use super::{Part, Spot, compare::Finding};
use crate::spec::places::Fact;

/// Which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Old,
    New,
}

/// The spot of a finding on one side. Where that side lacks the field itself, nothing.
pub(crate) fn spot(part: Option<&Part>, finding: &Finding, which: Which) -> Spot {
    if let Some(spots) = &finding.spots {
        return match which {
            Which::Old => spots.0.clone(),
            Which::New => spots.1.clone(),
        };
    }
    let Some(part) = part else { return Spot::default() };
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
        file: (!page.is_empty()).then(|| part.pages.shown(page)).filter(|file| file != page),
        line,
        text: place.as_ref().and_then(|place| part.pages.line(&place.file, place.line)),
        ir: part.ir.as_ref().map(|ir| ir.path.clone()),
        ir_line: part.ir.as_ref().and_then(|ir| ir.lines.find(fact)),
        commit: None,
    }
}
