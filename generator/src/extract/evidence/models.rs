//! What a page shows once as data under a name, and what names it: "### Boat" with a block of code, and "Returns an array of
//! Boat objects" elsewhere.

use super::{
    assemble::Taken,
    operations::Operation,
    page::{Item, Page, Part},
};
use crate::{
    dialect::{self, Dialect},
    extract::{example, told},
    load::{Code, Inline, Link},
    raw::{self, Label},
};

/// Longer texts are about more than what comes back.
const MAX_TEXT: usize = 160;

/// Pages have no more models than this.
const MAX_MODELS: usize = 200;

/// A block of data under a name.
pub(super) struct Model<'d> {
    name: String,
    item: usize,
    code: &'d Code,
}

/// The blocks of data of a page that stand under a name each: a heading or a label of one word, beside words for definitions.
pub(super) fn models<'d>(page: &Page<'d>, dialect: &Dialect) -> Vec<Model<'d>> {
    let mut models: Vec<Model<'d>> = Vec::new();
    for (item, own) in page.items.iter().enumerate() {
        let Part::Code(code) = own.part else { continue };
        let above = item.checked_sub(1).and_then(|above| page.items.get(above));
        let title = match above.map(|above| &above.part) {
            Some(Part::Heading(heading)) => heading.content.joined(),
            Some(Part::Text(text)) if above.is_some_and(Item::is_label) => text.joined(),
            _ => continue,
        };
        let Some(name) = name(&title, dialect).filter(|_| !example::is_program(code)) else { continue };
        let is_data = code.text.trim_start().starts_with('{');
        let is_object = is_data && example::body(&code.text).is_some_and(|body| body.value.is_object());
        if models.len() < MAX_MODELS && is_object && !models.iter().any(|model| model.name == name) {
            models.push(Model { name, item, code });
        }
    }
    models.retain(|model| is_named(page, model));
    models
}

/// Whether anything on the page but its own label has the name of a model.
fn is_named(page: &Page<'_>, model: &Model<'_>) -> bool {
    let has = |text: &Inline| text.text.len() <= MAX_TEXT && link(text, &model.name).is_some();
    page.items.iter().enumerate().any(|(at, item)| match item.part {
        Part::Text(text) => at + 1 != model.item && has(text),
        Part::Table(table) => table.rows.iter().flat_map(|row| &row.cells).any(|cell| has(&cell.content)),
        Part::Heading(_) | Part::Code(_) => false,
    })
}

/// The one word of a title that is no word for a definition. It begins with a capital, as names of types do.
fn name(title: &str, dialect: &Dialect) -> Option<String> {
    let is_word =
        |word: &&str| dialect.words.read_short(word).is_none_or(|said| !said.has(dialect::Part::Definition));
    let mut words = title.trim().trim_end_matches([':', '\u{ff1a}']).split_whitespace().filter(is_word);
    let only = words.next().filter(|_| words.next().is_none())?;
    let is_name =
        only.starts_with(char::is_uppercase) && only.chars().all(|c| c.is_alphanumeric() || c == '_');
    let means = dialect.words.read_short(only).is_some_and(|said| said.rest.is_empty());
    (is_name && !means).then(|| only.to_owned())
}

impl Taken<'_, '_> {
    /// The models that stand apart from all operations, as definitions.
    pub(super) fn modelled(&self, operations: &[Operation]) -> Vec<raw::Table> {
        let apart = self.models.iter().filter(|model| !operations.iter().any(|it| it.has(model.item)));
        let tables = apart.filter_map(|model| {
            let mut table = self.of_data(model.code)?;
            table.label = Label::Named(raw::Line { text: model.name.clone(), span: model.code.span });
            table.by_evidence = false;
            Some(table)
        });
        tables.collect()
    }

    /// Adds what the texts of an operation say of bodies by naming a model.
    pub(super) fn named(&self, operation: &Operation, page: &mut raw::Page) {
        if self.models.is_empty() {
            return;
        }
        for item in operation.described_by().into_iter().filter_map(|index| self.page.items.get(index)) {
            let Some(text) = item.text().filter(|text| text.text.len() <= MAX_TEXT) else { continue };
            let side = self.side_around(item, operation);
            let named = self.models.iter().filter_map(|model| link(text, &model.name));
            page.told.extend(named.filter_map(|link| told::of_link(text, &link, side, self.dialect)));
        }
    }
}

/// The place of a name in a text, as a link that leads nowhere.
fn link(text: &Inline, name: &str) -> Option<Link> {
    let is_apart = |at: usize| {
        let (before, rest) = text.text.split_at(at);
        let behind = rest.get(name.len()..).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric)
    };
    let (at, _) = text.text.match_indices(name).find(|(at, _)| is_apart(*at))?;
    let (start, end) = (u32::try_from(at).ok()?, u32::try_from(at + name.len()).ok()?);
    Some(Link { range: start..end, target: "".into(), span: text.span })
}
