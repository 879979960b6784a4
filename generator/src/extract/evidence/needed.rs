//! Whether the rows of a table must be there, where none of its cells says so.

use super::{assemble::Taken, rows, tables::Table};
use crate::{dialect, raw};

impl Taken<'_, '_> {
    /// Sets whether the rows of a table are required unless they say so themselves: by the words over the table, else
    /// by what the vendor means by saying nothing.
    pub(super) fn need(&self, table: &Table<'_>, raw: &mut raw::Table) {
        let mut texts: Vec<String> = Vec::new();
        texts.extend(table.caption.as_ref().map(|caption| caption.text.clone()));
        texts.extend(self.above(table));
        texts.extend(
            table
                .headings
                .first()
                .and_then(|(section, _)| Some(self.page.sections.get(*section)?.title.clone())),
        );
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (by_words, by_column) = self.learned.marked;
        let said = rows::needed(&texts, self.dialect);
        let usual = (by_words > by_column && !table.has(dialect::Column::Required)).then_some(false);
        // Beside a column for it an asterisk leads to a note.
        let starred = |row: &raw::Row| {
            let rows = super::tables::rows(table.grid, &table.columns);
            let named = rows.iter().zip(&table.names).find(|(of, _)| of.span == row.span);
            named.and_then(|(_, name)| name.as_ref()).is_some_and(|name| name.is_starred).then_some(true)
        };
        let has_column = table.has(dialect::Column::Required);
        // Where names say of themselves that they may be left out, and none that it must be there, the others must.
        let optional = |name: &super::names::Name| {
            name.is_bracketed || super::columns::says_required(&name.rest, self.dialect) == Some(false)
        };
        let marks = !has_column && table.names.iter().flatten().any(optional);
        let said = said.or((marks && !raw.rows.iter().any(|row| row.needed == Some(true))).then_some(true));
        for row in &mut raw.rows {
            let own = if has_column { None } else { starred(row) };
            let said = if row.required.is_empty() { said } else { said.filter(|_| !marks) };
            row.needed = row.needed.or(own).or(said).or(usual);
        }
    }

    /// The texts right above a table, and above its own heading.
    fn above(&self, table: &Table<'_>) -> Vec<String> {
        let own = table.headings.first().map(|(section, _)| *section);
        let heading = own.and_then(|own| self.page.sections.get(own)).map_or(table.item, |own| own.start);
        let within = |from: usize| {
            let items = (0..from).rev().take(2);
            items.map_while(|at| self.page.items.get(at)?.text()).map(|text| text.joined().into_owned())
        };
        let mut above: Vec<String> = within(table.item).collect();
        if above.len() + heading + 1 == table.item {
            above.extend(within(heading));
        }
        above
    }
}
