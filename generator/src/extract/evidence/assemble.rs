//! An operation of a page → the raw page that lowering takes.

use std::collections::HashSet;

use tablature_ir::Location;

use super::{
    Decided,
    beside::Listed,
    decision::{Candidate, Decision},
    learned::Learned,
    models::Model,
    operations::{self, Operation},
    page::{Item, Page, Part},
    path,
    roots::{self, References},
    rows, samples,
    side::{self, Scene},
    tables::Table,
    tree::Tree,
    weights::Weights,
};
use crate::{
    dialect::{self, Dialect, Said},
    raw::{self, Example, Fate, Label, Role, Seen},
};

/// A page, taken apart once.
pub(super) struct Taken<'a, 'd> {
    pub(super) page: &'a Page<'d>,
    pub(super) listed: Listed<'d>,
    pub(super) models: Vec<Model<'d>>,
    pub(super) tables: &'a [Table<'d>],
    pub(super) references: &'a References,
    pub(super) dialect: &'a Dialect,
    pub(super) learned: &'a Learned,
    pub(super) weights: &'a Weights,
}

/// What was decided of a table.
pub(super) struct Ruled {
    /// Which of the page's tables.
    pub(super) table: usize,
    pub(super) side: Decision,
    pub(super) is: Option<Candidate>,
    /// Points for a definition, points for a table of the operation itself.
    pub(super) definition: (f32, f32),
    pub(super) name: Option<String>,
}

impl<'d> Taken<'_, 'd> {
    /// The names in the queries of addresses that sentences about an operation show.
    fn mentioned(&self, operation: &Operation) -> Vec<String> {
        let own = path::erased(&operation.line.target.path);
        let texts = self.page.items.get(operation.items.clone()).into_iter().flatten().filter_map(Item::text);
        let shown = texts.filter(|text| text.text.contains('?') && text.text.contains('='));
        let addresses = shown.flat_map(|text| super::target::addresses(&text.text));
        let same = addresses.filter(|it| it.path.contains('=') && path::erased(&it.path) == own);
        same.flat_map(|it| operations::query(&it.path)).collect()
    }

    /// What is known about an operation before its tables are examined.
    pub(super) fn scene<'s>(&'s self, operation: &'s Operation) -> Scene<'s, 'd> {
        let line = &operation.line;
        let items = operation.items.clone();
        let samples = samples::find(self.page, items, operation.section, line.target.method, self.dialect);
        let mut query = operations::query(&line.target.path);
        query.extend(samples.iter().flat_map(|it| &it.query).map(|(name, _)| name.clone()));
        query.extend(self.mentioned(operation));
        let tree = |role: Role| {
            let of = samples.iter().filter(|it| it.role == role && samples::succeeds(it.status));
            let forms = samples.iter().filter(|_| role == Role::RequestExample);
            let forms = forms.filter_map(|it| it.form.as_ref());
            Tree::new(of.filter_map(|it| it.value.as_ref()).chain(forms))
        };
        let (asked, answered) = (tree(Role::RequestExample), tree(Role::ResponseExample));
        let payload = self.learned.payload.as_ref().and_then(|key| answered.child(0, key)).unwrap_or(0);
        let first =
            self.within(operation).next().and_then(|index| self.tables.get(index)).map(|table| table.item);
        let told = |table: &Table<'_>| {
            table.columns.headed && (table.has(dialect::Column::Type) || table.has(dialect::Column::Required))
        };
        let headed = self.within(operation).filter_map(|index| self.tables.get(index)).any(told);
        let tables: Vec<&Table<'_>> =
            self.within(operation).filter_map(|index| self.tables.get(index)).collect();
        let required = tables.len() > 1 && tables.iter().all(|table| table.has(dialect::Column::Required));
        Scene {
            required,
            asks: tables.iter().any(|table| table.head.asked),
            answers: tables
                .iter()
                .filter(|table| side::answers(table, operation.section))
                .map(|table| table.item)
                .max(),
            headed,
            dialect: self.dialect,
            learned: self.learned,
            weights: self.weights,
            operation,
            placeholders: operations::placeholders(&line.target.path),
            query,
            samples,
            asked,
            answered,
            payload,
            first,
        }
    }

    /// The tables among the items of an operation.
    fn within<'o>(&'o self, operation: &'o Operation) -> impl Iterator<Item = usize> + 'o {
        let of = self.tables.iter().enumerate().filter(move |(_, table)| operation.has(table.item));
        of.map(|(index, _)| index)
    }

    /// Decides every table of an operation.
    pub(super) fn rule(&self, operation: &Operation, scene: &Scene<'_, '_>) -> Vec<Ruled> {
        let mut ruled: Vec<Ruled> = Vec::new();
        let mut sides: Vec<Option<Candidate>> = vec![None; self.tables.len()];
        for index in self.within(operation) {
            let Some(table) = self.tables.get(index) else { continue };
            let mut decision = side::decide(table, scene);
            side::by_words(table.words(self.page), scene, &mut decision);
            let best = decision.ranked().first().map(|(candidate, _)| *candidate);
            // Values are no fields of an operation; what refers to them says of which field they are.
            let is = best.filter(|candidate| *candidate != Candidate::None && !table.columns.values);
            if let Some(side) = sides.get_mut(index) {
                *side = is;
            }
            ruled.push(Ruled { table: index, side: decision, is, definition: (0.0, 0.0), name: None });
        }
        self.definitions(operation, scene, &mut ruled, &mut sides);
        ruled
    }

    /// Tells the definitions from the tables of the operation itself; they take the side of what refers to them.
    fn definitions(
        &self,
        operation: &Operation,
        scene: &Scene<'_, '_>,
        ruled: &mut [Ruled],
        sides: &mut [Option<Candidate>],
    ) {
        let mut seen: HashSet<Option<Candidate>> = HashSet::new();
        for rule in ruled.iter_mut() {
            let Some(table) = self.tables.get(rule.table) else { continue };
            let named = roots::named(self.page, table, operation.section);
            let first = rule.is.is_some() && !seen.contains(&rule.is);
            rule.definition = roots::weigh(rule.table, table, &named, self.references, scene, first);
            rule.name.clone_from(&named.name);
            if rule.is_definition() {
                let from = self.references.all(rule.table, &named);
                if let Some(side) = roots::inherited(sides, &from, rule.is) {
                    rule.is = Some(side);
                    if let Some(slot) = sides.get_mut(rule.table) {
                        *slot = Some(side);
                    }
                }
            } else {
                seen.insert(rule.is);
            }
        }
    }

    /// The raw page of an operation.
    pub(super) fn raw(&self, operation: &Operation) -> (raw::Page, Vec<Decided>) {
        let scene = self.scene(operation);
        let ruled = self.rule(operation, &scene);
        let mut page = raw::Page { has_uri: true, ..raw::Page::default() };
        self.head(operation, &mut page);
        self.examples(&scene, &mut page);
        self.beside(operation, &mut page);
        self.told(operation, &mut page);
        self.named(operation, &mut page);
        page.media = self.media(operation.items.clone(), operation.section);
        self.field_tables(&scene, &ruled, &mut page);
        self.commented(&scene, &mut page);
        self.tally(operation, &ruled, &mut page);
        let decided = ruled.iter().filter_map(|rule| self.decided(rule)).collect();
        (page, decided)
    }

    fn decided(&self, rule: &Ruled) -> Option<Decided> {
        let table = self.tables.get(rule.table)?;
        Some(Decided {
            span: table.grid.span,
            words: table.words(self.page).unwrap_or_default(),
            columns: table.columns.heads.clone(),
            side: rule.side.clone(),
            is: rule.is,
            definition: rule.definition.0,
            root: rule.definition.1,
            name: rule.name.clone(),
        })
    }

    fn examples(&self, scene: &Scene<'_, '_>, page: &mut raw::Page) {
        for sample in &scene.samples {
            let code = sample.code;
            let start = if code.text.is_empty() {
                code.span.start
            } else {
                code.place(0..1).start.max(code.span.start)
            };
            page.examples.push(Example {
                role: sample.role,
                status: sample.status,
                text: code.text.clone(),
                span: code.span,
                start: start as usize,
                line: self.line(start),
            });
        }
    }

    fn field_tables(&self, scene: &Scene<'_, '_>, ruled: &[Ruled], page: &mut raw::Page) {
        let mut roots: Vec<raw::Table> = Vec::new();
        let mut definitions: Vec<raw::Table> = Vec::new();
        for rule in ruled {
            let Some(table) = self.tables.get(rule.table) else { continue };
            let Some((role, status)) = rule.is.and_then(|is| side::role(is, table.status)) else { continue };
            let mut raw = self.table(table, rule, role, status, scene);
            if role == Role::Request {
                self.need(table, &mut raw);
            }
            if rule.is_definition() { definitions.push(raw) } else { roots.push(raw) }
        }
        super::join::join(&mut roots, scene, self.learned);
        page.tables.extend(roots);
        page.tables.extend(definitions);
    }

    pub(super) fn table(
        &self,
        table: &Table<'d>,
        rule: &Ruled,
        role: Role,
        status: Option<u16>,
        scene: &Scene<'_, '_>,
    ) -> raw::Table {
        let own = scene.operation.section;
        let mut raw = self.plain(table, &scene.placeholders);
        raw.role = role;
        raw.status = status;
        raw.index = rule.table;
        // A table for several requests has the placeholders of all.
        let strange = |row: &raw::Row| {
            let name = row.name.joined();
            let is =
                |names: &[String]| names.iter().any(|other| side::bare(other) == side::bare(name.trim()));
            let stated = !matches!(row.location, None | Some(Location::Path));
            !stated && is(&scene.operation.beside) && !is(&scene.placeholders) && !is(&scene.query)
        };
        if role == Role::Request {
            raw.rows.retain(|row| !strange(row));
        }
        if rule.is_definition() {
            self.name(table, own, rule.name.clone(), &mut raw);
        } else {
            raw.location = location(table, own);
            // All of them stand in the query of a call, and no example sends a body. One alone may be a slip.
            let called = |name: &super::names::Name| scene.query.contains(&name.key);
            if role == Role::Request && raw.location.is_none() && scene.asked.is_empty() {
                let all = table.tops().count() > 1 && table.tops().all(called);
                raw.location = all.then_some(Location::Query);
            }
            if role == Role::Request {
                super::whole::mark(&mut raw.rows, scene);
            }
            raw.label = Label::Root;
            raw.by_evidence = rule.is.is_some_and(|is| !rule.side.is_said(is));
        }
        raw
    }

    /// A table as it is written, with nothing decided.
    fn plain(&self, table: &Table<'d>, placeholders: &[String]) -> raw::Table {
        let is = |column| table.columns.has(column);
        let mut anchors: Vec<Box<str>> = table.anchors.iter().map(|anchor| (*anchor).into()).collect();
        anchors.extend(table.grid.anchors.iter().map(|anchor| anchor.name.clone()));
        raw::Table {
            number: table.caption.as_ref().and_then(|caption| caption.number),
            anchors,
            columns: raw::Columns {
                ty: is(dialect::Column::Type),
                required: is(dialect::Column::Required),
                description: is(dialect::Column::Description),
                location: is(dialect::Column::Location),
                values: table.columns.values,
            },
            rows: rows::read(table, self.page.document, self.dialect, self.learned.dotted, placeholders),
            span: table.grid.span,
            line: self.line(table.grid.span.start),
            ..raw::Table::default()
        }
    }

    /// Gives a definition its name, and the anchors of the heading that it stands under.
    fn name(&self, table: &Table<'_>, own: usize, name: Option<String>, raw: &mut raw::Table) {
        let caption = table.caption.as_ref();
        let heading = table.headings.first().filter(|(section, _)| *section != own);
        let heading = heading.and_then(|(section, _)| self.page.sections.get(*section));
        let text = name.or_else(|| caption.map(|caption| caption.text.clone()));
        let text = text.or_else(|| heading.map(|section| section.title.clone()));
        let span = caption.map_or(table.grid.span, |caption| caption.span);
        raw.label = Label::Named(raw::Line { text: text.unwrap_or_default(), span });
        for section in self.page.leading(table.item, own) {
            raw.anchors.extend(self.page.anchors(section).map(Into::into));
        }
    }

    /// The tables that no operation has: definitions that others may refer to.
    pub(super) fn definitions_apart(&self, operations: &[Operation]) -> Option<raw::Page> {
        let mut page =
            raw::Page { definitions: true, ignored: Some("definitions".to_owned()), ..raw::Page::default() };
        let apart = self.tables.iter().filter(|table| !operations.iter().any(|it| it.has(table.item)));
        for table in apart {
            let named = roots::named(self.page, table, usize::MAX);
            let mut raw = self.plain(table, &[]);
            self.name(table, usize::MAX, named.name, &mut raw);
            raw.index = page.tally.tables.len();
            page.tally.tables.push(Seen {
                fate: Fate::Read,
                text: table.columns.heads.join(" | "),
                span: table.grid.span,
            });
            page.tables.push(raw);
        }
        page.tables.extend(self.modelled(operations));
        (!page.tables.is_empty()).then_some(page)
    }

    fn tally(&self, operation: &Operation, ruled: &[Ruled], page: &mut raw::Page) {
        for rule in ruled {
            let Some(table) = self.tables.get(rule.table) else { continue };
            let fate = if rule.is.is_some() { Fate::Read } else { Fate::Ignored("no-fields".to_owned()) };
            page.tally.tables.push(Seen {
                fate,
                text: table.columns.heads.join(" | "),
                span: table.grid.span,
            });
        }
        for raw in &mut page.tables {
            raw.index = ruled.iter().position(|rule| rule.table == raw.index).unwrap_or(usize::MAX);
        }
        for item in self.page.items.get(operation.items.clone()).into_iter().flatten() {
            if let Part::Heading(heading) = item.part {
                let text = heading.content.joined().into_owned();
                page.tally.sections.push(Seen { fate: Fate::Read, text, span: item.span });
            }
        }
    }

    pub(super) fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.page.document.line(offset as usize)).unwrap_or(u32::MAX)
    }
}

/// The place that caption or headings name.
fn location(table: &Table<'_>, own: usize) -> Option<Location> {
    let caption = table.caption.as_ref().and_then(|caption| caption.said.location());
    let mut headings = table.headings.iter().take_while(|(section, _)| *section != own);
    // "Headers", "Parameters (HTTP body)" over the names.
    let head = table.head.location().filter(|_| table.head.rest.is_empty());
    // "URL parameters" that are no placeholders stand in the query.
    let address = |said: &Said| {
        said.has(dialect::Part::Address) && said.has(dialect::Part::Fields) && said.rest.is_empty()
    };
    let place = |said: &Said| said.location().or_else(|| address(said).then_some(Location::Query));
    let caption = caption.or(head).or_else(|| place(&table.caption.as_ref()?.said));
    caption.or_else(|| headings.find_map(|(_, said)| place(said)))
}

impl Ruled {
    pub(super) fn is_definition(&self) -> bool {
        self.definition.0 > self.definition.1
    }
}
