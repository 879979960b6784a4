//! Which table says more of a field.
//!
//! The surest hint first: the link or name of the type, a link in the name, a link in the description, a table
//! named like the field, a name or number in the prose.

use super::{
    book::{Entry, key},
    fields::Builder,
    ids::{PageId, RowAt, TableAt},
};
use crate::{
    extract::is_identifier,
    load::Inline,
    raw::{Label, Role, Row, Table},
};

impl Builder<'_> {
    /// The table of a type that a cell names.
    pub(super) fn referenced(
        &self,
        at: RowAt,
        name: &str,
        target: Option<&str>,
        role: Role,
    ) -> Option<TableAt> {
        let entry = self.book.entry(at.page)?;
        let named = entry.named(name, role);
        let linked = |target: &str| self.target(at.page, target).or_else(|| self.defined_by(at.page, target));
        let anchored = target.and_then(linked);
        let here = |table: usize| TableAt { page: at.page, table };
        let fits = |table: &&usize| self.same_side(here(**table), role);
        match (named.as_slice(), anchored) {
            // The text of a link counts where it differs from its address, unless several have that name.
            ([], anchored) => anchored,
            // A table of this side is nearer than a link to another page, which may be copied from there.
            (several, Some(anchored)) if anchored.page != at.page => {
                several.iter().find(fits).map_or(Some(anchored), |table| Some(here(*table)))
            }
            ([only], None) => Some(here(*only)),
            ([only], Some(_)) if fits(&only) => Some(here(*only)),
            // Both sides of the operation define the name, and the link leads to the other side.
            (several, Some(anchored)) if !self.same_side(anchored, role) => {
                several.iter().find(fits).map_or(Some(anchored), |table| Some(here(*table)))
            }
            (_, Some(anchored)) => Some(anchored),
            (several, None) => several
                .iter()
                .find(|table| !self.seen.used.contains(&here(**table)) && fits(table))
                .or(several.first())
                .map(|table| here(*table)),
        }
    }

    fn same_side(&self, table: TableAt, role: Role) -> bool {
        self.book.table(table).is_some_and(|table| table.role == role)
    }

    /// The table that a link leads to.
    pub(super) fn target(&self, page: PageId, target: &str) -> Option<TableAt> {
        let (page, anchor) = self.book.linked(page, target)?;
        if anchor.is_empty() {
            return None;
        }
        let own = self.book.parts(page).find_map(|(page, entry)| {
            // The anchor of a heading is its text, which is also the name of the table below it.
            let headed = || entry.named(anchor, Role::Unknown).first().copied();
            Some(TableAt { page, table: entry.anchored(anchor).or_else(headed)? })
        });
        own.or_else(|| self.anywhere(anchor.rsplit_once('/')?.1)).or_else(|| self.within(page, anchor))
    }

    /// The table of a link to a whole page, if that defines one thing and has no request. Links in descriptions lead to
    /// such pages, too, so that this counts where a type is named.
    pub(super) fn defined_by(&self, page: PageId, target: &str) -> Option<TableAt> {
        let (page, anchor) = self.book.linked(page, target)?;
        if !anchor.is_empty() {
            return None;
        }
        let parts = || self.book.parts(page);
        if parts().any(|(_, entry)| !entry.raw.requests.is_empty()) {
            return None;
        }
        let mut tables = parts().flat_map(|(page, entry)| {
            let named = |table: &Table| matches!(table.label, Label::Named(_)) && table.role == Role::Unknown;
            let tables = entry.raw.tables.iter().enumerate().filter(move |(_, table)| named(table));
            tables.map(move |(table, _)| TableAt { page, table })
        });
        tables.next().filter(|_| tables.next().is_none())
    }

    /// The table whose name an anchor ends with: before it stands the heading around it, `boat-object-boat-status`.
    fn within(&self, page: PageId, anchor: &str) -> Option<TableAt> {
        let anchor = anchor.rsplit_once('/').map_or(anchor, |(_, last)| last);
        let ends = anchor.match_indices('-').filter_map(|(at, _)| anchor.get(at + 1..));
        ends.into_iter().find_map(|name| {
            let only = |entry: &Entry| match entry.named(name, Role::Unknown).as_slice() {
                [only] => Some(*only),
                _ => None,
            };
            self.book.parts(page).find_map(|(page, entry)| {
                Some(TableAt { page, table: entry.anchored(name).or_else(|| only(entry))? })
            })
        })
    }

    /// The table with this anchor, if only one page has it. In `#boats/boat`, what precedes the slash is the vendor's
    /// own way to name a page.
    fn anywhere(&self, anchor: &str) -> Option<TableAt> {
        let pages = self.book.pages();
        let mut found =
            pages.filter_map(|(page, entry)| Some(TableAt { page, table: entry.anchored(anchor)? }));
        let first = found.next()?;
        let path = |page: PageId| self.book.entry(page).map(|entry| &entry.path);
        found.all(|at| path(at.page) == path(first.page)).then_some(first)
    }

    /// The table of this name on another part of the page, or on a page of the service that holds definitions.
    pub(super) fn defined(&self, at: RowAt, name: &str) -> Option<TableAt> {
        let named = |(page, entry): (PageId, &Entry)| {
            Some(TableAt { page, table: *entry.named(name, Role::Unknown).first()? })
        };
        let service = &self.book.entry(at.page)?.service;
        let definitions = self.book.pages();
        let definitions = definitions.filter(|(_, entry)| entry.raw.definitions && entry.service == *service);
        self.book.parts(at.page).skip(1).chain(definitions).find_map(named)
    }

    /// The table that anything about a field without a named type hints at.
    pub(super) fn hinted(&self, at: RowAt, row: &Row, name: &str, table: &Table) -> Option<TableAt> {
        let usable = |found: &TableAt| *found != at.table() && !self.seen.roots.contains(found);
        let linked = |text: &Inline, here: bool| {
            let targets = text.links.iter().filter_map(|link| self.target(at.page, &link.target));
            targets.filter(|found| (found.page == at.page) == here).find(|found| usable(found))
        };
        let cells = [&row.ty, &row.name, &row.description];
        // A table on the page itself is nearer than a link to another page, which may have been copied from there.
        cells
            .iter()
            .find_map(|cell| linked(cell, true))
            .map(|found| self.own_name(at, name, table, found))
            .or_else(|| self.like_field(at, name, table).filter(usable))
            .or_else(|| cells.iter().find_map(|cell| linked(cell, false)))
            .or_else(|| self.mentioned(at, row, table).filter(usable))
            .or_else(|| self.numbered(at, row).filter(usable))
            .or_else(|| self.in_words(at, row, table).filter(usable))
            .or_else(|| self.elsewhere(at, row, name))
    }

    /// The table with exactly the field's name, where a link leads to one with another name or on the other side of the
    /// operation: tables are renumbered, and links are copied.
    fn own_name(&self, at: RowAt, name: &str, table: &Table, linked: TableAt) -> TableAt {
        let Some(entry) = self.book.entry(at.page) else { return linked };
        let alike = entry.named(name, table.role);
        let same_side = self.same_side(linked, table.role);
        if same_side && (alike.contains(&linked.table) || !self.is_named_like_another(linked, table)) {
            return linked;
        }
        let own = alike
            .iter()
            .map(|index| TableAt { page: at.page, table: *index })
            .find(|own| self.same_side(*own, table.role) && *own != at.table());
        own.unwrap_or(linked)
    }

    /// Whether a table has the name of a field of another table.
    fn is_named_like_another(&self, found: TableAt, table: &Table) -> bool {
        let Some(Label::Named(label)) = self.book.table(found).map(|table| &table.label) else {
            return false;
        };
        table.rows.iter().any(|row| key(&row.name.joined()) == key(&label.text))
    }

    /// A table that nothing refers to yet and whose name, a few words, is part of the description.
    fn in_words(&self, at: RowAt, row: &Row, table: &Table) -> Option<TableAt> {
        let entry = self.book.entry(at.page)?;
        let tables = entry.raw.tables.iter().enumerate();
        let named = tables.filter_map(|(index, other)| match &other.label {
            Label::Named(line) if other.role == table.role && !is_identifier(&line.text) => {
                Some((index, line))
            }
            _ => None,
        });
        named
            .filter(|(index, _)| !self.seen.used.contains(&TableAt { page: at.page, table: *index }))
            .filter(|(_, line)| line.text.chars().count() >= 4 && row.description.text.contains(&line.text))
            .max_by_key(|(_, line)| line.text.len())
            .map(|(index, _)| TableAt { page: at.page, table: index })
    }

    /// The table on this page that a description links to and that is named like the field.
    pub(super) fn described(&self, at: RowAt, row: &Row, name: &str, table: &Table) -> Option<TableAt> {
        let alike = self.like_field(at, name, table)?;
        let links = &row.description.links;
        links.iter().filter_map(|link| self.target(at.page, &link.target)).find(|found| *found == alike)
    }

    /// The table named like the field on another page, if the description refers to that page by a link or by its
    /// title.
    fn elsewhere(&self, at: RowAt, row: &Row, name: &str) -> Option<TableAt> {
        let text = &row.description;
        let linked = text
            .links
            .iter()
            .filter_map(|link| self.book.linked(at.page, &link.target))
            .map(|(page, _)| page);
        let titled = self.dialect.page_reference.iter().filter_map(|regex| {
            let title = regex.captures(&text.text)?.name("title")?.as_str().trim();
            self.book.titled(at.page, title)
        });
        linked.chain(titled).filter(|page| *page != at.page).find_map(|page| {
            let entry = self.book.entry(page)?;
            let names = [name, name.strip_suffix('s').unwrap_or(name)];
            let alike = names.iter().find_map(|name| entry.named(name, Role::Response).first().copied());
            let mentioned = || self.mentioned_on(page, &text.text, Role::Response);
            alike.map(|table| TableAt { page, table }).or_else(mentioned)
        })
    }

    /// A table named like the field, or like the field within the table's own name.
    fn like_field(&self, at: RowAt, name: &str, table: &Table) -> Option<TableAt> {
        let entry = self.book.entry(at.page)?;
        let mut names = Vec::new();
        if let Label::Named(line) = &table.label {
            names.push(format!("{}.{name}", line.text));
        }
        names.push(name.to_owned());
        names.extend(name.strip_suffix('s').map(ToOwned::to_owned));
        names.extend(name.strip_suffix("ies").map(|stem| format!("{stem}y")));
        names.push(format!("{name}s"));
        names.iter().filter(|name| !name.is_empty()).find_map(|name| {
            let found = entry.named(name, table.role);
            let here = |index: usize| TableAt { page: at.page, table: index };
            let same = |index: &&usize| self.same_side(here(**index), table.role) && **index != at.table;
            let fresh = |index: &&usize| !self.seen.used.contains(&here(**index));
            // Of several the next one on the page that nothing refers to yet.
            found
                .iter()
                .filter(same)
                .filter(fresh)
                .find(|index| **index > at.table)
                .or_else(|| found.iter().find(same))
                .map(|index| here(*index))
        })
    }

    /// A table whose name stands as a word in the description.
    fn mentioned(&self, at: RowAt, row: &Row, table: &Table) -> Option<TableAt> {
        self.mentioned_on(at.page, &row.description.text, table.role)
    }

    fn mentioned_on(&self, page: PageId, text: &str, role: Role) -> Option<TableAt> {
        let entry = self.book.entry(page)?;
        let mut best: Option<(usize, usize)> = None;
        for (index, other) in entry.raw.tables.iter().enumerate() {
            let Label::Named(line) = &other.label else { continue };
            if other.role != role || line.text.len() < 3 || !is_identifier(&line.text) {
                continue;
            }
            let longer = best.is_none_or(|(_, length)| line.text.len() > length);
            if longer && has_word(text, &line.text) {
                best = Some((index, line.text.len()));
            }
        }
        best.map(|(table, _)| TableAt { page, table })
    }

    /// A table whose number stands in the description.
    fn numbered(&self, at: RowAt, row: &Row) -> Option<TableAt> {
        let entry = self.book.entry(at.page)?;
        self.dialect.table_reference.iter().find_map(|regex| {
            let number = regex.captures(&row.description.text)?.name("number")?.as_str().parse().ok()?;
            Some(TableAt { page: at.page, table: entry.numbered(number)? })
        })
    }
}

/// Whether a word occurs in a text as a whole word.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        !joins(text.get(..at).and_then(|before| before.chars().next_back()))
            && !joins(text.get(at + word.len()..).and_then(|after| after.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert!(has_word("见 DiskSet 表", "DiskSet"));
        assert!(!has_word("UDiskSet", "DiskSet"));
    }
}
