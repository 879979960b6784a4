//! Lists of fields: `- **name** (string, required): what it means`, under a word for fields or with such facts.

use tablature_ir::Location;

use super::{
    columns, names,
    page::{Item, Page, Part},
};
use crate::{
    dialect::{Column, Dialect, Part as Word, normal},
    load::{self, Code, Document, Inline, List, Mark, MarkKind, Paragraph, Row, Table},
    raw,
};

/// At least one in this many items must say what a field is: its type, or whether it is required.
const MOST: usize = 2;
/// More letters beside the words that are known are about something else.
const MAX_REST: usize = 24;
/// As many may stand beside them in a sentence that leads over to a list.
const MAX_SENTENCE: usize = 100;

/// A list as a table of fields. `None` unless its terms are names, and the words over it or the items themselves speak
/// of fields.
pub(super) fn fields<'d>(
    list: &'d List,
    page: &Page<'_>,
    section: usize,
    dialect: &Dialect,
) -> Option<&'d Table> {
    if list.items.iter().any(|item| is_outline(item, dialect)) {
        return None;
    }
    let table = list.terms()?;
    let names: Option<Vec<names::Name>> = table.rows.iter().map(name).collect();
    let mut keys: Vec<(usize, String)> = names?.into_iter().map(|name| (name.depth, name.key)).collect();
    let flat = keys.iter().all(|(depth, _)| *depth == 0);
    keys.sort();
    keys.dedup();
    if flat && keys.len() < table.rows.len() {
        return None;
    }
    let stated = table.rows.iter().filter(|row| states(row, dialect)).count();
    let most = stated * MOST >= table.rows.len();
    let above = page.items.last().filter(|item| item.section == section);
    let heads = page.around(section).next().map(|(_, section)| section.title.as_str());
    // A sentence about the fields may stand between the label and them.
    let before = || {
        let sentence = above?.text()?.joined();
        let label = page.items.iter().rev().nth(1).filter(|item| item.section == section)?;
        mentions(&sentence, dialect).then_some(label)
    };
    let is_label = |item: &&Item<'_>| item.is_label();
    let label = above.filter(is_label).or_else(|| before().filter(is_label)).and_then(Item::text);
    let spoken = if let Some(label) = label {
        // A line that names a field announces its values. A sentence may lead over from the heading to the list.
        let text = label.joined();
        let leads = || heads.is_some_and(|title| speaks(title, dialect)) && mentions(&text, dialect);
        let names = |code: &str| !code.contains('/');
        !label.marked(MarkKind::Code).any(names)
            && (speaks(&text, dialect) || leads() || announces(&text, table, dialect))
    } else {
        let begins = above.is_none_or(|item| matches!(item.part, Part::Heading(_)));
        heads.filter(|_| begins || most).is_some_and(|title| speaks(title, dialect))
    };
    // Where tables tell of fields, lists mostly tell of something else.
    let spoken = spoken || is_right_below(above, table, dialect);
    let exact = |text: &str| {
        let said = dialect.words.read_short(text);
        said.is_some_and(|said| said.rest.is_empty() && said.has(Word::Fields) && said.location().is_some())
    };
    let named = label.map_or_else(|| heads.is_some_and(exact), |label| exact(&label.joined()));
    let sure = most || named && set_off(table);
    let is = if page.tabled { spoken && sure } else { spoken || most };
    is.then_some(table)
}

/// Whether a sentence leads over to a list of names that are set off: "You may send any of the following parameters:".
fn announces(text: &str, table: &Table, dialect: &Dialect) -> bool {
    let is_short = text.trim_end().ends_with([':', '\u{ff1a}'])
        && dialect.words.read(text).rest.chars().count() <= MAX_SENTENCE;
    is_short && mentions(text, dialect) && table.rows.len() > 1 && set_off(table)
}

/// Whether all names of a list are set off as code or strong.
fn set_off(table: &Table) -> bool {
    let is_set_off =
        |mark: &Mark| matches!(mark.kind, MarkKind::Code | MarkKind::Strong) && mark.range.start == 0;
    let name = |row: &Row| row.cells.first().is_some_and(|cell| cell.content.marks.iter().any(is_set_off));
    table.rows.iter().all(name)
}

/// Whether a list of names, each with a text, stands right below a line that begins with a request, or one that is
/// nothing but a word for a side: "Outputs:".
fn is_right_below(above: Option<&Item<'_>>, table: &Table, dialect: &Dialect) -> bool {
    let Some(text) = above.and_then(Item::text) else { return false };
    let begins =
        || super::target::with_method(&text.text).first().is_some_and(|target| target.range.start <= 1);
    let names_side = || {
        let said = dialect.words.read_short(&text.joined());
        let of_side = |part: &Word| matches!(part, Word::Request | Word::Response | Word::Fields);
        said.is_some_and(|said| {
            said.rest.is_empty() && !said.parts.is_empty() && said.parts.iter().all(of_side)
        })
    };
    (names_side() || begins())
        && table.rows.iter().all(|row| {
            let [name, text, ..] = row.cells.as_slice() else { return false };
            // A word such as "Returns" says what follows it.
            name.content.text.starts_with(|c: char| c.is_lowercase()) && !text.content.is_empty()
        })
}

/// Whether an item only says what stands within it, as a heading would: `+ Parameters`, `+ Response 200 (text/plain)`.
fn is_outline(item: &load::Item, dialect: &Dialect) -> bool {
    let [load::Block::Paragraph(first), _, ..] = item.blocks.as_slice() else { return false };
    let text = first.content.joined();
    let (title, behind) = text.split_once('(').map_or((&*text, ""), |(title, behind)| (title, behind));
    let title = title.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    // A type in brackets is a field's, a type of media that of a body.
    let is_plain = behind.is_empty() || behind.contains('/');
    let said = dialect.words.read_short(title);
    let of_part = [Word::Request, Word::Response, Word::Fields];
    // "Required:" is said of all that is listed below it.
    let needs = text.ends_with([':', '\u{ff1a}']) && columns::says_required(title, dialect).is_some();
    let lists = item.blocks.get(1).is_some_and(|block| matches!(block, load::Block::List(_)));
    if needs && lists && text.trim().split(' ').count() == 1 {
        return true;
    }
    is_plain
        && title.starts_with(|c: char| c.is_uppercase())
        && said.is_some_and(|said| said.rest.is_empty() && of_part.iter().any(|part| said.has(*part)))
}

/// A block of plain text as a table of fields, where the line or heading right over it says that these are sent.
pub(super) fn in_code<'d>(
    code: &'d Code,
    page: &Page<'_>,
    section: usize,
    dialect: &Dialect,
) -> Option<&'d Table> {
    let above = page.items.last().filter(|item| item.section == section)?;
    let label = match &above.part {
        Part::Heading(heading) => heading.content.joined(),
        _ => above.text().filter(|_| above.is_label())?.joined(),
    };
    let said = dialect.words.read_short(&label)?;
    let is_sent = said.has(Word::Request) || said.location().is_some() || said.asked;
    let is = said.has(Word::Fields) && is_sent && !said.has(Word::Response) && said.rest.is_empty();
    code.terms()
        .filter(|table| is && mentions(&label, dialect) && table.rows.iter().all(|row| name(row).is_some()))
}

/// A paragraph as a table of fields, where its label says that it tells of some.
pub(super) fn in_line<'d>(paragraph: &'d Paragraph, dialect: &Dialect) -> Option<&'d Table> {
    // Most set nothing off.
    let set_off = |mark: &Mark| matches!(mark.kind, MarkKind::Code | MarkKind::Strong);
    paragraph.content.marks.iter().find(|mark| set_off(mark))?;
    let table = paragraph.terms()?;
    let Some(label) = &table.caption else { return Some(table) };
    let label = label.joined();
    let said = dialect.words.read_short(&label)?;
    // "Path: `boats`" is no field.
    let of_fields = said.has(Word::Fields) || said.location().is_some_and(|place| place != Location::Path);
    let is = of_fields && said.rest.is_empty() && mentions(&label, dialect);
    (is && table.rows.iter().all(|row| name(row).is_some())).then_some(table)
}

/// Whether tables of a page tell of fields.
pub(super) fn has_tables(document: &Document, dialect: &Dialect) -> bool {
    document.tables().any(|table| {
        let heads = columns::heads(table);
        let is = |column| heads.iter().any(|head| columns::by_word(head, dialect) == Some(column));
        is(Column::Name)
            && !super::lines::lists_requests(&heads, dialect)
            && columns::read(table, dialect).is_some()
    })
}

/// The name that an item begins with.
fn name(row: &Row) -> Option<names::Name> {
    let text = row.cells.first()?.content.joined();
    let name = names::clean(&text)?;
    let is_method = super::target::method(&name.key).is_some();
    (names::is_name(&name.key) && !is_method).then_some(name)
}

/// Whether words over a list say that fields are below, and little else.
fn speaks(text: &str, dialect: &Dialect) -> bool {
    dialect.words.read(text).rest.chars().count() <= MAX_REST && mentions(text, dialect)
}

/// Whether a text speaks of fields, and not of their values or of errors.
fn mentions(text: &str, dialect: &Dialect) -> bool {
    let said = dialect.words.read(text);
    let no_fields = [Word::Values, Word::Code, Word::Error, Word::Example, Word::Status];
    (said.has(Word::Fields) || said.location().is_some()) && !no_fields.iter().any(|word| said.has(*word))
}

/// Whether an item says what a field is: its type, or whether it must be there.
fn states(row: &Row, dialect: &Dialect) -> bool {
    let read = read(row, dialect);
    !read.ty.is_empty() || !read.required.is_empty()
}

/// Whether an item says that its field is required.
pub(super) fn needs(row: &Row, dialect: &Dialect) -> bool {
    columns::says_required(&read(row, dialect).required.text, dialect) == Some(true)
}

/// What an item says about its field, as a row.
fn read(row: &Row, dialect: &Dialect) -> raw::Row {
    let mut read = raw::Row::default();
    if let [name, text, ..] = row.cells.as_slice() {
        read.name = name.content.clone();
        read.description = text.content.clone();
        let rest = names::clean(&name.content.joined()).map(|name| name.rest).unwrap_or_default();
        facts(&mut read, &rest, dialect);
        about(&mut read, dialect);
    }
    read
}

/// Takes apart a cell that says whether a field must be there, and its type: `required (string)`.
pub(super) fn both(row: &mut raw::Row, dialect: &Dialect) {
    let is_both = |cell: &Inline| {
        let word = cell.text.split_once(" (").map(|(word, _)| word);
        word.is_some_and(|word| columns::says_required(word, dialect).is_some())
    };
    if is_both(&row.ty) {
        let cell = std::mem::take(&mut row.ty);
        facts(row, &cell.text, dialect);
    } else if is_both(&row.required) {
        let cell = std::mem::take(&mut row.required);
        facts(row, &cell.text, dialect);
    }
}

/// Reads what follows a name and describes the field: `string, required`.
pub(super) fn facts(row: &mut raw::Row, rest: &str, dialect: &Dialect) {
    let edge = |c: char| !c.is_alphanumeric() && !matches!(c, '[' | ']' | '?');
    if let Some((ty, value)) = with_default(rest, dialect) {
        row.ty = super::rows::said(&row.name, ty);
        row.default = row.default.take().or_else(|| (!value.is_empty()).then(|| value.into()));
        return;
    }
    for part in rest.split([',', ';', ':', '(', ')', '|']).map(|part| part.trim().trim_matches(edge)) {
        if part.is_empty() {
            continue;
        }
        let single = !part.contains(' ');
        if !single
            && row.ty.is_empty()
            && columns::is_only_type(part, dialect)
            && !has_required(part, dialect)
        {
            row.ty = super::rows::said(&row.name, part);
            continue;
        }
        let mut at = 0;
        for piece in part.split([' ', '<', '>', '{', '}']) {
            let word = piece.trim_matches(edge);
            let start = at;
            at += piece.len() + 1;
            if row.required.is_empty() && columns::says_required(word, dialect).is_some() {
                // What follows may be a condition: `required if name is missing`.
                let rest = part.get(start..).unwrap_or(word).trim_matches(edge);
                row.required = super::rows::said(&row.name, rest);
            } else if row.ty.is_empty() && dialect.types.contains_key(&*normal(word)) {
                row.ty = super::rows::said(&row.name, word);
            }
        }
    }
}

/// A type and the default behind it: `(boolean: true)`, `(string: "north")`.
fn with_default<'t>(rest: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    let (ty, value) = rest.trim_matches(['(', ')', ' ', '`']).split_once(':')?;
    let (ty, value) = (ty.trim(), value.trim());
    let text = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let is_literal = text.is_some_and(|text| !text.contains('"'))
        || matches!(value, "true" | "false")
        || value.parse::<f64>().is_ok();
    (is_literal && dialect.types.contains_key(&*normal(ty))).then(|| (ty, text.unwrap_or(value)))
}

fn has_required(part: &str, dialect: &Dialect) -> bool {
    part.split(' ').any(|word| columns::says_required(word, dialect).is_some())
}

/// Reads what a description says about the field at its beginning (`String. The name`) or in brackets at its end. What
/// is left stays the description.
pub(super) fn about(row: &mut raw::Row, dialect: &Dialect) {
    let text = row.description.text.clone();
    let skip = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        text.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"`\"'$(<{[".contains(c)).len()
    };
    let mut start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let mut from = 0;
    // `{{<required>}} The name`: the word is set off by marks.
    let word = text.get(start..).and_then(|rest| rest.split([' ', '\n']).next()).unwrap_or_default();
    let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    if bare.len() < word.len() && bare.len() > 3 && columns::says_required(bare, dialect).is_some() {
        facts(row, bare, dialect);
        start = skip(start + word.len());
        from = start;
    }
    // `1 (number, optional) - The page`: a value stands before.
    let value = text.split_once(" (").filter(|(value, _)| !value.contains(char::is_whitespace));
    if let Some((inner, _)) = value.and_then(|(_, rest)| rest.split_once(')'))
        && inner.split(',').all(|part| is_facts(part, dialect))
    {
        // The type may stand before: `boolean; (optional) Whether to wait`.
        let before = value.map_or("", |(value, _)| value.trim_end_matches([';', ',', ':', '.']));
        facts(row, if is_facts(before, dialect) { before } else { "" }, dialect);
        inner.split(',').for_each(|part| facts(row, part.trim(), dialect));
        start = skip(text.find(')').map_or(start, |end| end + 1));
        from = start;
    }
    for _ in 0..2 {
        let rest = text.get(start..).unwrap_or_default();
        let Some(end) = ends(rest) else { break };
        let Some(part) = rest.get(..end).filter(|part| is_facts(part, dialect)) else { break };
        facts(row, part, dialect);
        let sign = rest.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start = skip(start + end + sign);
        from = start;
    }
    let mut to = text.len();
    let end = text.trim_end_matches(['.', '\u{3002}', ' ']);
    if let Some((before, inner)) = end.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && before.len() >= from
        && inner.split([',', ';']).all(|part| is_facts(part, dialect))
    {
        facts(row, inner, dialect);
        to = before.trim_end().len().max(from);
    }
    if from > 0 || to < text.len() {
        row.description = row.description.slice(from..to);
    }
}

/// Where the first few words of a description end: at a sign, or at a dash between spaces (`integer - The page`).
fn ends(text: &str) -> Option<usize> {
    let dash = [" - ", " \u{2013} ", " \u{2014} "].iter().filter_map(|dash| text.find(dash)).min();
    let sign = text.find(['.', ',', ';', ')', '\u{3002}', '\u{ff0c}']);
    dash.into_iter().chain(sign).min()
}

/// Whether a few words are nothing but a type and whether a field must be there.
fn is_facts(part: &str, dialect: &Dialect) -> bool {
    let known = |word: &str| {
        columns::says_required(word, dialect).is_some() && word.chars().count() > 2
            || dialect.types.contains_key(&*normal(word))
    };
    let mut words = part.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '{' | '}' | '`' | '*'));
    let plain = part.len() <= 40 && words.clone().any(|word| !word.is_empty());
    plain
        && (words.all(|word| word.is_empty() || known(word))
            || columns::is_only_type(part.trim(), dialect) && !part.contains(". "))
}
