//! A query parameter that is composed of typed parts, and the rules that sentences state of them.

use tablature_ir::{Composite, Field, Origin, Type, WireName};

use super::{draft::Draft, draft::Drafts, operation::Maker, uri};

impl Maker<'_> {
    /// Moves the rows of the parts into the parameter that goes over the wire.
    pub(super) fn composite(&mut self, name: &str, composite: &uri::Composite) {
        let mut parts = Drafts::new();
        for part in &composite.parts {
            let draft = self.operation.query.shift_remove(part.as_str()).unwrap_or_else(|| Draft {
                field: Field { origin: Origin::Uri, ..Field::new(Type::String) },
                ..Draft::default()
            });
            parts.insert(WireName(part.clone()), draft);
        }
        let at_least = u32::from(self.at_least_one(name));
        let mut field = Field::new(Type::String);
        field.origin = Origin::Uri;
        field.required = Some(at_least > 0);
        field.composite = Some(Composite {
            separator: composite.separator.clone(),
            assign: composite.assign.clone(),
            at_least,
            together: self.together(&composite.parts),
            parts: tablature_ir::Fields::new(),
        });
        self.operation.query.insert(WireName(name.to_owned()), Draft { field, ..Draft::default() });
        self.operation.parts.insert(WireName(name.to_owned()), parts);
    }

    fn at_least_one(&self, name: &str) -> bool {
        self.sentences(|text| {
            self.dialect.at_least_one.iter().any(|regex| {
                regex
                    .captures(text)
                    .is_some_and(|found| found.name("name").is_none_or(|found| found.as_str() == name))
            })
        })
    }

    fn together(&self, parts: &[String]) -> Vec<Vec<WireName>> {
        let mut groups: Vec<Vec<WireName>> = Vec::new();
        let texts = self.texts();
        for text in &texts {
            for regex in &self.dialect.together {
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

    fn sentences(&self, holds: impl Fn(&str) -> bool) -> bool {
        self.texts().iter().any(|text| holds(text))
    }

    /// All text around and in the tables of the request.
    fn texts(&self) -> Vec<&str> {
        let raw = &self.entry.raw;
        let notes = raw.notes.iter().map(|note| &*note.content.text);
        let rows = raw.tables.iter().flat_map(|table| &table.rows).map(|row| &*row.description.text);
        notes.chain(rows).collect()
    }
}
