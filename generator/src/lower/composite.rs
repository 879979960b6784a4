//! Query parameters that are composed of typed parts, and the rules about them in sentences.

use tablature_ir::{Composite, Origin, WireName};

use super::{
    draft::{Draft, DraftField, DraftFields},
    page::Page,
    ty::Type,
    uri,
};

/// Moves the rows of the parts into the parameter that goes over the wire.
pub(super) fn composite(draft: &mut Draft, page: &Page<'_>, name: &str, composite: &uri::Composite) {
    let mut parts = DraftFields::default();
    for part in &composite.parts {
        let field = draft
            .query
            .shift_remove(part.as_str())
            .unwrap_or_else(|| DraftField::new(Type::String, Origin::Uri));
        parts.insert(WireName(part.clone()), field);
    }
    let at_least = u32::from(at_least_one(page, name));
    let mut field = DraftField::new(Type::String, Origin::Uri);
    field.ir.required = Some(at_least > 0);
    field.ir.composite = Some(Box::new(Composite {
        separator: composite.separator.clone(),
        assign: composite.assign.clone(),
        at_least,
        together: together(page, &composite.parts),
        parts: tablature_ir::Fields::new(),
    }));
    draft.query.insert(WireName(name.to_owned()), field);
    draft.parts.insert(WireName(name.to_owned()), parts);
}

fn at_least_one(page: &Page<'_>, name: &str) -> bool {
    texts(page).iter().any(|text| {
        page.dialect.at_least_one.iter().any(|regex| {
            regex
                .captures(text)
                .is_some_and(|found| found.name("name").is_none_or(|found| found.as_str() == name))
        })
    })
}

fn together(page: &Page<'_>, parts: &[String]) -> Vec<Vec<WireName>> {
    let mut groups: Vec<Vec<WireName>> = Vec::new();
    let texts = texts(page);
    for text in &texts {
        for regex in &page.dialect.together {
            for found in regex.captures_iter(text) {
                let (Some(a), Some(b)) = (found.name("a"), found.name("b")) else { continue };
                let group: Vec<WireName> = parts
                    .iter()
                    .filter(|part| *part == a.as_str() || *part == b.as_str())
                    .map(|part| WireName(part.clone()))
                    .collect();
                if group.len() == 2 && !groups.contains(&group) {
                    groups.push(group);
                }
            }
        }
    }
    groups
}

/// All text around and in the tables of the request.
fn texts<'p>(page: &'p Page<'_>) -> Vec<&'p str> {
    let raw = &page.entry.raw;
    let notes = raw.notes.iter().map(|note| &*note.content.text);
    let rows = raw.tables.iter().flat_map(|table| &table.rows).map(|row| &*row.description.text);
    notes.chain(rows).collect()
}
