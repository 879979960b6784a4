//! Tables of fields → fields and local types.

use indexmap::IndexMap;
use tablature_ir::{Field, Origin, Values};

use super::{
    book::Book,
    draft::{Draft, DraftField, DraftFields, LocalType, Seen, Spot},
    ids::{PageId, RowAt, TableAt, Types},
    name::{self, Name, Segment},
    nodes::Tree,
    page::Page,
    tally::Count,
    ty::Type,
    words::{self, Expr},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::{Dialect, Nesting, Unmarked},
    extract::markdown,
    hash::HashSet,
    raw,
};

/// How firmly the page states a type, and so what an example may add to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Firm {
    /// The type is final.
    #[default]
    Yes,
    /// An object, says the page.
    Object,
    /// The page says nothing.
    No,
}

/// The name of the type of a list's elements, if they have none of their own.
pub(super) const ELEMENT: &str = "Item";

/// Reads tables into the types of a draft.
pub(super) struct Builder<'a> {
    pub(super) book: &'a Book,
    pub(super) dialect: &'a Dialect,
    pub(super) types: &'a mut Types,
    pub(super) seen: &'a mut Seen,
    pub(super) diagnostics: &'a mut Diagnostics,
    depth: usize,
}

/// What a table turned out to describe.
pub(super) enum Built {
    /// An object with these fields.
    Object(DraftFields),
    /// A list of such elements.
    Elements(Type),
    /// A value of this type. An example may show that it is a list of such values.
    Whole(Type),
    /// A value of this type, and fields that stand elsewhere.
    Beside(DraftFields, Type),
    /// An object with free keys and such values.
    Map(Type),
}

impl<'a> Builder<'a> {
    /// A reader of the tables around a page.
    pub(super) fn new(draft: &'a mut Draft, page: &Page<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        let Draft { types, seen, .. } = draft;
        Builder { book: page.book, dialect: page.dialect, types, seen, diagnostics, depth: 0 }
    }

    /// The type of a table to which nothing refers, and the types in it.
    pub(super) fn alone(book: &'a Book, dialect: &'a Dialect, table: TableAt) -> Types {
        let (mut types, mut seen, mut diagnostics) = (Types::default(), Seen::default(), Vec::new());
        let mut builder = Builder {
            book,
            dialect,
            types: &mut types,
            seen: &mut seen,
            diagnostics: &mut diagnostics,
            depth: 0,
        };
        builder.named(table, "");
        types
    }

    /// Reads a table whose fields `keep` lets through.
    pub(super) fn table(&mut self, table: TableAt, keep: &dyn Fn(&raw::Row, &str) -> bool) -> Built {
        self.seen.used.insert(table);
        let TableAt { page, table: place } = table;
        let Some(read) = self.book.table(table) else { return Built::Object(DraftFields::default()) };
        let name = |row: &raw::Row| match &row.path {
            Some(path) => Name::Field(path.clone()),
            None => name::read(&row.name.joined(), self.dialect),
        };
        let names: Vec<Name> = read.rows.iter().map(name).collect();
        let known = self.holders(read, &names);
        let mut outline = name::Outline::new(self.dialect);
        let mut tree = Tree::default();
        let (mut element, mut free, mut whole) = (None, None, None);
        let mut count = Count::default();
        for (index, (row, name)) in read.rows.iter().zip(names).enumerate() {
            let at = RowAt { page, table: place, row: index };
            match name {
                Name::Field(_) if is_note(row) => count.ignore("note"),
                Name::Field(segments) => {
                    let segments = match outline.within(row, &segments) {
                        _ if row.path.is_some() => segments,
                        Some(segments) => segments,
                        None => self.nested(segments, &known),
                    };
                    if segments.len() > name::MAX_DEPTH {
                        self.too_long(page, row, &mut count);
                        continue;
                    }
                    outline.push(row, &segments);
                    let last = segments.last().map_or("", |segment| segment.key.as_str());
                    let first = segments.first().map_or("", |segment| segment.key.as_str());
                    if !keep(row, if segments.len() == 1 { last } else { first }) {
                        count.ignore("supplied-by-the-client");
                        continue;
                    }
                    let draft = self.draft(at, row, last, read);
                    if self.insert(&mut tree, &segments, draft, at) { count.read() } else { count.unread() }
                }
                Name::Element => {
                    count.read();
                    element = Some(self.draft(at, row, "", read).ty);
                }
                Name::Whole => {
                    count.read();
                    whole = Some(self.draft(at, row, "", read).ty);
                }
                Name::Free => {
                    count.read();
                    free = Some(self.draft(at, row, "", read).ty);
                }
                Name::TooLong => self.too_long(page, row, &mut count),
                Name::Ignored => count.ignore("pseudo-row"),
                // The only row of a table, with a type and no name, tells of the whole.
                Name::Empty if read.rows.len() == 1 && !row.ty.is_empty() => {
                    count.read();
                    whole = Some(self.draft(at, row, "", read).ty);
                }
                Name::Empty if row.ty.is_empty() && row.description.is_empty() => count.ignore("empty-row"),
                Name::Empty => {
                    count.unread();
                    self.report(
                        page,
                        Diagnostic::new(Id::UnnamedRow, "a row of a table of fields has no name"),
                        row.span,
                    );
                }
            }
        }
        self.seen.rows.entry(table).or_insert(count);
        if tree.is_empty() {
            match free {
                // The row of the keys may have the type of the whole.
                Some(Type::Map(of)) => return Built::Map(*of),
                Some(ty) => return Built::Map(ty),
                None => {}
            }
            if let Some(ty) = element {
                return Built::Elements(ty);
            }
            if let Some(ty) = whole {
                return Built::Whole(ty);
            }
        }
        let fields = self.finish(tree, "");
        match whole {
            Some(ty) => Built::Beside(fields, ty),
            None => Built::Object(fields),
        }
    }

    /// The names that may be the parent in a dotted name. A text has no members, so a name that begins with its name
    /// and a dot is separate.
    fn holders(&self, read: &raw::Table, names: &[Name]) -> HashSet<String> {
        let dotted = |name: &Name| matches!(name, Name::Field(segments) if segments.len() > 1);
        if !names.iter().any(dotted) {
            return HashSet::default();
        }
        let holds = |row: &raw::Row| {
            row.ty.is_empty() || !matches!(words::expr(&row.ty, self.dialect), Expr::Scalar(_))
        };
        let holders = read.rows.iter().zip(names).filter(|(row, _)| holds(row));
        holders.filter_map(|(_, name)| full_name(name)).collect()
    }

    fn too_long(&mut self, page: PageId, row: &raw::Row, count: &mut Count) {
        count.unread();
        let found = Diagnostic::new(Id::NameTooLong, "the name of this row is too long to be one");
        self.report(page, found.hint("a name has 200 bytes and 64 levels at most"), row.span);
    }

    fn report(&mut self, page: PageId, diagnostic: Diagnostic, span: crate::load::Span) {
        if let Some(entry) = self.book.entry(page) {
            self.diagnostics.push(diagnostic.at(entry.place(span)));
        }
    }

    /// Splits a dotted name if the dialect says that dots nest; otherwise the name is one segment.
    fn nested(&self, segments: Vec<Segment>, known: &HashSet<String>) -> Vec<Segment> {
        if segments.len() < 2 {
            return segments;
        }
        let nests = match self.dialect.source.names.nesting {
            Nesting::Always => true,
            Nesting::Never => false,
            Nesting::WithParent => {
                let parent = segments.get(..segments.len() - 1).unwrap_or_default();
                known.contains(&joined(parent))
                    || segments.iter().any(|segment| segment.lists > 0 || segment.bracketed)
            }
        };
        if nests {
            return segments;
        }
        let lists = segments.last().map_or(0, |segment| segment.lists);
        vec![Segment { key: joined(&segments), lists, bracketed: false }]
    }

    fn draft(&mut self, at: RowAt, row: &raw::Row, name: &str, table: &raw::Table) -> DraftField {
        let expr = if row.ty.is_empty() { Expr::Missing } else { words::expr(&row.ty, self.dialect) };
        let firm = match expr.innermost() {
            Expr::Object => Firm::Object,
            Expr::Missing => Firm::No,
            _ => Firm::Yes,
        };
        let (ty, values) = match self.enumerated(at, row, &expr, name, table) {
            Some(found) => found,
            None => (self.resolve(&expr, at, row, name, table), Values::default()),
        };
        let need = words::need(&row.required, self.dialect);
        if need.unknown {
            let text = row.required.joined().into_owned();
            self.report(
                at.page,
                Diagnostic::new(
                    Id::UnknownRequired,
                    format!("`{text}` does not say whether the field is required"),
                )
                .hint("add the word to `required` in the dialect"),
                row.required.span,
            );
        }
        let default = row.default.as_deref().and_then(|cell| words::default(cell, &ty, self.dialect));
        let origin = if table.by_evidence { Origin::Evidence } else { Origin::Table };
        let mut field = Field { default, origin, values, ..Field::default() };
        field.required =
            need.required.or_else(|| words::marked(row, self.dialect)).or(row.needed).or_else(|| {
                // A cell that was not understood still says something, so the field is not unmarked.
                let silent = table.role != raw::Role::Response && !need.unknown;
                let unmarked = self.dialect.source.required.unmarked.filter(|_| silent);
                unmarked.map(|unmarked| unmarked == Unmarked::Required)
            });
        field.condition = need.condition;
        field.description = markdown(&row.description);
        if let Some(values) = words::literals(&row.ty) {
            field.values = values.into_iter().map(|value| (value, String::new())).collect();
        }
        if let Some((index, values)) = self.listed(at, row, &ty) {
            let mut count = Count::default();
            values.iter().for_each(|_| count.read());
            self.seen.used.insert(index);
            self.seen.rows.entry(index).or_insert(count);
            field.values = values.into();
        }
        if table.columns.ty && row.ty.is_empty() && ty == Type::Any {
            let found = Diagnostic::new(Id::BlankType, format!("no cell says of which type `{name}` is"));
            let found = found
                .hint("give the type on the page or in an overlay; what examples show is taken until then");
            self.report(at.page, found, row.span);
        }
        DraftField { ty, ir: field, at: Some(at), firm }
    }

    fn resolve(&mut self, expr: &Expr, at: RowAt, row: &raw::Row, name: &str, table: &raw::Table) -> Type {
        match expr {
            Expr::Scalar(ty) => ty.clone(),
            Expr::List(inner) => Type::list(self.resolve(inner, at, row, name, table)),
            Expr::Map(inner) if matches!(**inner, Expr::Scalar(_)) => {
                match self.described(at, row, name, table) {
                    // "A map of text" whose keys a table lists.
                    Some(table) => self.named(table, name),
                    None => Type::map(self.resolve(inner, at, row, name, table)),
                }
            }
            Expr::Map(inner) => {
                let value = self.resolve(inner, at, row, name, table);
                // A table that a map without a type of its own refers to lists the keys of that map.
                let lists_keys = matches!(**inner, Expr::Object | Expr::Missing) && value.local().is_some();
                if lists_keys { value } else { Type::map(value) }
            }
            Expr::Ref { name: wanted, target } => {
                let found = self.referenced(at, wanted, target.as_deref(), table.role);
                let found =
                    found.or_else(|| self.hinted(at, row, name, table)).or_else(|| self.defined(at, wanted));
                if let Some(table) = found {
                    return self.named(table, wanted);
                }
                let found = Diagnostic::new(
                    Id::UnknownType,
                    format!("the type `{wanted}` of `{name}` is defined nowhere"),
                );
                let hint = "give the type in an overlay, or add the word to `types` in the dialect";
                let hint = match self.meant(at, wanted) {
                    Some(near) => format!("did you mean `{near}`? Else {hint}"),
                    None => hint.to_owned(),
                };
                self.report(at.page, found.hint(hint), row.ty.span);
                Type::Any
            }
            Expr::Object | Expr::Missing => match self.hinted(at, row, name, table) {
                Some(table) => self.named(table, name),
                None if matches!(expr, Expr::Object) && self.is_map(row) => Type::map(Type::Any),
                None => Type::Any,
            },
            Expr::Unknown(text) => {
                self.report(
                    at.page,
                    Diagnostic::new(Id::UnknownType, format!("`{text}` is no type that the dialect knows"))
                        .hint("add the word to `types` in the dialect, or correct the field in an overlay"),
                    row.ty.span,
                );
                Type::Any
            }
        }
    }

    /// The name of a table of the page that is nearly this one.
    fn meant(&self, at: RowAt, wanted: &str) -> Option<&str> {
        let tables = &self.book.entry(at.page)?.raw.tables;
        let names = tables.iter().filter_map(|table| match &table.label {
            raw::Label::Named(line) if crate::extract::is_identifier(&line.text) => Some(line.text.as_str()),
            raw::Label::Named(_) | raw::Label::Root | raw::Label::None => None,
        });
        crate::diagnostic::closest(wanted, names)
    }

    /// The values that a table in a cell of the row lists, where the row says that the field is text or a number.
    fn listed(&self, at: RowAt, row: &raw::Row, ty: &Type) -> Option<(TableAt, IndexMap<String, String>)> {
        if !matches!(ty, Type::String | Type::Integer) {
            return None;
        }
        let tables = &self.book.entry(at.page)?.raw.tables;
        let is_own = |table: &&raw::Table| table.within == Some(row.name.span);
        let index = tables.iter().skip(at.table).position(|table| is_own(&table))? + at.table;
        let rows = &tables.get(index)?.rows;
        let value = |row: &raw::Row| {
            let text = row.name.joined().trim().to_owned();
            let fits = !text.is_empty()
                && !text.contains(char::is_whitespace)
                && (*ty == Type::String || text.parse::<i64>().is_ok());
            fits.then(|| (text, row.description.joined().into_owned()))
        };
        let index = TableAt { page: at.page, table: index };
        Some((index, rows.iter().map(value).collect::<Option<_>>()?))
    }

    /// Whether the description says that the keys are free.
    fn is_map(&self, row: &raw::Row) -> bool {
        self.dialect.map_fields.iter().any(|regex| regex.is_match(&row.description.text))
    }

    /// The type that a table describes, made once.
    pub(super) fn named(&mut self, table: TableAt, name: &str) -> Type {
        if let Some(ty) = self.seen.types.get(&table) {
            return ty.clone();
        }
        if self.depth > 40 {
            return Type::Any;
        }
        let read = self.book.table(table);
        let label = match read.map(|table| &table.label) {
            Some(raw::Label::Named(line)) if crate::extract::is_identifier(&line.text) => line.text.clone(),
            // The elements of a list have no name of their own.
            _ if name.is_empty() => ELEMENT.to_owned(),
            _ => name.to_owned(),
        };
        let index = self.types.push(LocalType {
            name: label,
            fields: DraftFields::default(),
            at: read.map(|read| Spot { page: table.page, line: read.line, span: read.span }),
            table: Some(table),
            named: None,
        });
        self.seen.types.insert(table, Type::Local(index));
        self.depth += 1;
        let built = self.table(table, &|_, _| true);
        self.depth -= 1;
        let ty = match built {
            Built::Object(fields) | Built::Beside(fields, _) => {
                if let Some(local) = self.types.get_mut(index) {
                    local.fields = fields;
                }
                return Type::Local(index);
            }
            Built::Elements(ty) => Type::list(ty),
            Built::Whole(ty) => ty,
            Built::Map(ty) => Type::map(ty),
        };
        // What was begun as an object turned out to be none, so its type has no name, unless it contains itself.
        if let Some(void) = self.types.get_mut(index).filter(|_| *ty.innermost() != Type::Local(index)) {
            void.name.clear();
        }
        self.seen.types.insert(table, ty.clone());
        ty
    }
}

/// Whether a row is a sentence that runs on into the table, with all other cells empty.
fn is_note(row: &raw::Row) -> bool {
    let text = row.name.text.trim();
    let sentence = text.contains(['\u{ff0c}', '\u{3002}', '\u{ff1a}', '\u{ff1b}', '!'])
        || text.split_whitespace().count() > 4;
    sentence && [&row.ty, &row.required, &row.description].iter().all(|cell| cell.is_empty())
}

fn joined(segments: &[Segment]) -> String {
    let keys: Vec<&str> = segments.iter().map(|segment| segment.key.as_str()).collect();
    keys.join(".")
}

fn full_name(name: &Name) -> Option<String> {
    match name {
        Name::Field(segments) => Some(joined(segments)),
        Name::Element | Name::Whole | Name::Free | Name::Ignored | Name::Empty | Name::TooLong => None,
    }
}
