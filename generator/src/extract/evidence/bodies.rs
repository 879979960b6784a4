//! What the texts of an operation say of its bodies: what they are made of, and how they are written.

use std::ops::Range;

use super::{
    assemble::Taken,
    operations::Operation,
    page::{Item, Part},
    samples,
};
use crate::{
    extract::media,
    raw::{self, Role},
};

impl Taken<'_, '_> {
    /// Adds what sentences say about the bodies.
    pub(super) fn told(&self, operation: &Operation, page: &mut raw::Page) {
        for index in operation.described_by() {
            let Some(item) = self.page.items.get(index) else { continue };
            let Some(text) =
                item.text().filter(|text| !text.links.is_empty() && index != operation.line.item)
            else {
                continue;
            };
            let side = self.side_around(item, operation);
            page.told.extend(crate::extract::told::told(text, side, self.dialect));
        }
    }

    /// The side that the headings around an item name, within its operation.
    pub(super) fn side_around(&self, item: &Item<'_>, operation: &Operation) -> Option<Role> {
        let mut headings =
            self.page.around(item.section).take_while(|(section, _)| *section != operation.section);
        let side =
            headings.find_map(|(_, section)| samples::side(&self.dialect.words.read(&section.title)))?;
        Some(if side == Role::RequestExample { Role::Request } else { Role::Response })
    }

    /// What the items of a range that the operation does not answer with say of how requests are written.
    pub(super) fn media(&self, items: Range<usize>, own: usize) -> Vec<raw::Media> {
        let answers = |item: &Item<'_>| {
            let mut headings = self.page.around(item.section).take_while(|(section, _)| *section != own);
            headings.any(|(_, section)| {
                samples::side(&self.dialect.words.read(&section.title)) == Some(Role::ResponseExample)
            })
        };
        let items = self.page.items.get(items).into_iter().flatten().filter(|item| !answers(item));
        items
            .flat_map(|item| match item.part {
                Part::Text(text) => media::stated(&text.joined(), self.dialect),
                Part::Table(table) => media::in_table(table, self.dialect),
                Part::Heading(_) | Part::Code(_) => Vec::new(),
            })
            .collect()
    }
}
