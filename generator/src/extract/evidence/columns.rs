//! Which column of a table is what: by the words of its header, and by what its cells hold.

use super::profile::Profile;
use crate::{
    dialect::{Column, Dialect, Part, normal},
    extract::table::{leaves_out, lists_values, word},
    load::{Cell, MarkKind, Row, Table},
};

/// How many rows are examined to tell what a column holds.
const SAMPLE: usize = 60;
/// The share of its cells that must hold something for the column to be called so.
const MOST: f32 = 0.6;

/// What the columns of a table of fields are.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what a header says, each by itself")]
pub(super) struct Columns {
    /// What each column is.
    pub(super) of: Vec<Option<Column>>,
    /// Where the names stand.
    pub(super) name: usize,
    /// Whether the header says so, not only the cells.
    pub(super) headed: bool,
    /// Whether the header row is a row of fields.
    pub(super) headless: bool,
    /// The words of the header.
    pub(super) heads: Vec<String>,
    /// Whether the column that says what is required says what is optional instead.
    pub(super) inverted: bool,
    /// Whether the header calls values what stands in the place of names.
    pub(super) values: bool,
    /// The column that has a label for each value.
    pub(super) label: Option<usize>,
}

impl Columns {
    pub(super) fn has(&self, column: Column) -> bool {
        self.of.contains(&Some(column))
    }

    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.of.iter().position(|of| *of == Some(column))
    }
}

/// The words of the header, normalised.
pub(super) fn heads(table: &Table) -> Vec<String> {
    let head = table.head.last().map(|row| row.cells.as_slice()).unwrap_or_default();
    head.iter().map(|cell| normal(&cell.content.joined()).into_owned()).collect()
}

/// What the columns of a table are, if it can be one of fields.
pub(super) fn read(table: &Table, dialect: &Dialect) -> Option<Columns> {
    let heads = heads(table);
    let mut of: Vec<Option<Column>> = heads.iter().map(|head| by_word(head, dialect)).collect();
    let is_row = !of.iter().any(Option::is_some) || is_like_rows(table);
    let headless = is_row && !table.head_is_marked && table.head.len() == 1;
    if headless {
        of.fill(None);
    }
    let rows: Vec<&Row> = if headless {
        table.head.iter().chain(&table.rows).take(SAMPLE).collect()
    } else {
        table.rows.iter().take(SAMPLE).collect()
    };
    let width = table.width();
    of.resize(width, None);
    // A list of terms has no header: its markup tells names from descriptions, which may begin with a type.
    let is_terms = table.head.is_empty();
    let typed = if is_terms { is_only_type } else { is_type };
    let profiles: Vec<Profile> = (0..width).map(|index| Profile::of(&rows, index, typed, dialect)).collect();
    let at = |index: usize| profiles.get(index).copied().unwrap_or_default();
    // "Type" may be said of where a parameter goes.
    let is_placed = |index: &usize| of.get(*index) == Some(&Some(Column::Type)) && at(*index).places > 0.99;
    if !of.contains(&Some(Column::Location))
        && let Some(index) = (0..width).find(is_placed)
    {
        set(&mut of, index, Some(Column::Location));
    }
    // So may it, or "Status", of what must be there.
    let is_duty = |index: &usize| {
        let is = matches!(of.get(*index), Some(Some(Column::Type | Column::Status | Column::Other)));
        is && at(*index).required > 0.99
    };
    if !of.contains(&Some(Column::Required))
        && let Some(index) = (0..width).find(is_duty)
    {
        set(&mut of, index, Some(Column::Required));
    }
    // Several columns with a word for types: the one whose cells are types.
    let typed: Vec<usize> = (0..width).filter(|index| of.get(*index) == Some(&Some(Column::Type))).collect();
    let shown = |index: &usize| at(*index).types * at(*index).filled;
    let best = typed.iter().rev().copied().max_by(|a, b| shown(a).total_cmp(&shown(b)));
    for index in typed.iter().filter(|index| Some(**index) != best) {
        set(&mut of, *index, Some(Column::Other));
    }
    // Several columns with a word for names: the first whose cells are names.
    let named: Vec<usize> = (0..width).filter(|index| of.get(*index) == Some(&Some(Column::Name))).collect();
    let first = named.iter().copied().find(|index| at(*index).names >= 0.5 && at(*index).filled > 0.0);
    // A name may be one for people, with the key in the column beside it.
    let is_key = |index: &usize| {
        let (is, it) = (of.get(*index), at(*index));
        matches!(is, Some(None | Some(Column::Name))) && it.keys > 0.9 && it.filled > 0.9 && it.distinct > 0.9
    };
    let label = named.first().copied().filter(|index| at(*index).keys < 0.5 && at(*index).types < MOST);
    let key = label.and_then(|label| (label + 1..width.min(label + 3)).find(is_key));
    let first = key.or(first);
    for index in named.iter().filter(|index| Some(**index) != first) {
        set(&mut of, *index, None);
    }
    let headed = first.is_some() || is_terms;
    let is_address = |cell: &Cell| {
        let text = cell.content.text.trim();
        text.contains("://") && !text.contains(' ')
    };
    if is_terms && rows.iter().flat_map(|row| &row.cells).any(is_address) {
        return None;
    }
    // Rows that are kinds of something are no fields: "Permission type", and few of the cells are types.
    if !headed && best == Some(0) && at(0).types < MOST && at(0).filled > MOST {
        return None;
    }
    let numbered = numbered(&of, &heads, &profiles, &rows, dialect);
    if let Some((_, label)) = numbered {
        set(&mut of, label, Some(Column::Other));
    }
    // Phrases are labels of something else, where nothing says that the table is one of fields.
    let is_typed = of.iter().any(|column| matches!(column, Some(Column::Type | Column::Required)));
    if !is_typed && !is_terms && first.is_some_and(|name| hold_phrases(&rows, name, dialect)) {
        return None;
    }
    let name = numbered.map(|(value, _)| value).or(first).or_else(|| {
        let is_free = |index: &usize| {
            matches!(of.get(*index), Some(None | Some(Column::Code | Column::Uri | Column::Other)))
        };
        (0..width.min(2)).filter(is_free).find(|index| {
            let profile = at(*index);
            let several = rows.len() > 1 || is_terms;
            // The markup of a term says that it is one, whatever stands in brackets behind it.
            let is_typed = profile.types >= MOST && !(is_terms && *index == 0);
            let named = profile.names >= MOST || lists_values(heads.get(*index), dialect);
            named && profile.distinct >= 0.7 && !is_typed && several
        })
    })?;
    set(&mut of, name, Some(Column::Name));
    by_cells(&mut of, &profiles);
    // Words may say what the cells contradict: a column of types that holds sentences.
    let told = [Column::Type, Column::Required, Column::Description, Column::Default, Column::Location];
    let places = name == 0 && heads.first().is_some_and(|head| dialect.words.read(head).location().is_some());
    // What brackets say behind terms is in the column of names.
    let is_told =
        places || is_terms || of.iter().any(|column| column.is_some_and(|column| told.contains(&column)));
    let required = of.iter().position(|column| *column == Some(Column::Required));
    let head = required.and_then(|at| heads.get(at)).filter(|_| !headless);
    let inverted = head.is_some_and(|head| leaves_out(head, dialect));
    let values = lists_values(heads.get(name), dialect);
    (is_told && (at(name).names >= 0.5 || values)).then_some(Columns {
        of,
        name,
        headed,
        headless,
        heads,
        inverted,
        values,
        label: numbered.map(|(_, label)| label),
    })
}

/// Whether the first row sets off its first cell as code, as all rows do. A name may be a word for a column.
fn is_like_rows(table: &Table) -> bool {
    let is_code = |row: &Row| row.cells.first().is_some_and(|cell| cell.content.is_all(MarkKind::Code));
    !table.rows.is_empty() && table.head.iter().chain(&table.rows).all(is_code)
}

/// Where the header calls a column values, and its cells are numbers beside a label each: the two columns. The labels
/// may be under a word for names or types.
fn numbered(
    of: &[Option<Column>],
    heads: &[String],
    profiles: &[Profile],
    rows: &[&Row],
    dialect: &Dialect,
) -> Option<(usize, usize)> {
    let says = |column: Column, test: fn(&Profile) -> bool| {
        of.iter().zip(profiles).any(|(is, profile)| *is == Some(column) && test(profile))
    };
    if says(Column::Type, |it| it.types >= MOST) || says(Column::Required, |_| true) || rows.len() < 2 {
        return None;
    }
    let is_number = |row: &&Row, at: usize| {
        row.cells.get(at).is_some_and(|cell| cell.content.joined().trim().parse::<i64>().is_ok())
    };
    let value = heads.iter().position(|head| lists_values(Some(head), dialect))?;
    let is_label = |at: &usize| {
        let labels = matches!(of.get(*at), Some(None | Some(Column::Name | Column::Type)));
        labels && profiles.get(*at).is_some_and(|it| it.filled > 0.99 && it.distinct > 0.99)
    };
    let label = (0..of.len()).filter(|at| *at != value).find(is_label)?;
    let distinct = profiles.get(value).is_some_and(|it| it.distinct > 0.99);
    (distinct && rows.iter().all(|row| is_number(row, value))).then_some((value, label))
}

/// Gives the columns that no word names what their cells hold.
fn by_cells(of: &mut [Option<Column>], profiles: &[Profile]) {
    type Test = fn(&Profile) -> bool;
    let tests: [(Column, Test); 3] = [
        (Column::Required, |it| it.required >= 0.8 && it.filled > 0.3),
        (Column::Type, |it| it.types >= MOST && it.filled > 0.3),
        // Members of what is sent have no place of their own.
        (Column::Location, |it| it.places >= 0.8 && it.filled > 0.5 || it.places > 0.99 && it.filled > 0.1),
    ];
    for (column, test) in tests {
        if of.contains(&Some(column)) {
            continue;
        }
        let free = of.iter().zip(profiles).position(|(is, profile)| is.is_none() && test(profile));
        if let Some(index) = free {
            set(of, index, Some(column));
        }
    }
    // Among what is left the longest text describes.
    if !of.contains(&Some(Column::Description)) {
        let left =
            of.iter().zip(profiles).enumerate().filter(|(_, (is, it))| is.is_none() && it.filled > 0.2);
        let longest = left.max_by(|a, b| a.1.1.length.total_cmp(&b.1.1.length)).map(|(index, _)| index);
        if let Some(index) = longest {
            set(of, index, Some(Column::Description));
        }
    }
}

fn set(of: &mut [Option<Column>], index: usize, column: Option<Column>) {
    if let Some(slot) = of.get_mut(index) {
        *slot = column;
    }
}

/// What a header word means: a word of the language, possibly with something in brackets after it.
pub(super) fn by_word(head: &str, dialect: &Dialect) -> Option<Column> {
    let find = |text: &str| word(&normal(text), dialect);
    if head.is_empty() || head.len() > 60 {
        return None;
    }
    find(head)
        .or_else(|| find(head.split(['(', '\u{ff08}', '[']).next().unwrap_or_default()))
        .or_else(|| {
            let said = dialect.words.read(head);
            // "Query parameter", "request field": what the places and sides are of are names.
            let names = said.rest.is_empty() && said.has(Part::Fields) && !said.has(Part::Description);
            names.then_some(Column::Name)
        })
        .or_else(|| {
            // "Field description", "Data type of the value": the last word that is known tells.
            let words: Vec<&str> = head.split_whitespace().collect();
            (words.len() <= 4 && words.len() > 1).then(|| words.iter().rev().find_map(|word| find(word)))?
        })
}

/// The columns whose cells are plainly something else than the dialect's word for the heading says: index, what is said,
/// what is shown, and the share of cells that show it. Only what the table would lack otherwise is looked for.
#[cfg(feature = "cli")]
pub(super) fn contradicted(table: &Table, dialect: &Dialect) -> Vec<(usize, Column, Column, f32)> {
    const PLAIN: f32 = 0.9;
    const CELLS: usize = 3;
    // A sentence may begin with a word for yes.
    const WORD: f32 = 12.0;
    let said: Vec<Option<Column>> = heads(table).iter().map(|head| by_word(head, dialect)).collect();
    let rows: Vec<&Row> = table.rows.iter().take(SAMPLE).collect();
    if rows.len() < CELLS {
        return Vec::new();
    }
    let lacks = |column: Column| !said.contains(&Some(column));
    let silent = |column: Column| matches!(column, Column::Description | Column::Other);
    let told = said.iter().enumerate().filter_map(|(at, said)| Some((at, (*said)?)));
    told.filter_map(|(at, said)| {
        let profile = Profile::of(&rows, at, is_type, dialect);
        let full = profile.filled >= PLAIN;
        let found = if full && silent(said) && lacks(Column::Type) && profile.types >= PLAIN {
            (Column::Type, profile.types)
        } else if full
            && silent(said)
            && lacks(Column::Required)
            && profile.required >= PLAIN
            && profile.length <= WORD
        {
            (Column::Required, profile.required)
        } else if full && said == Column::Name && profile.types >= PLAIN {
            (Column::Type, profile.types)
        } else {
            return None;
        };
        Some((at, said, found.0, found.1))
    })
    .collect()
}

/// Whether most cells of a column hold a word and others that say neither a type nor what is required: "Cancel oldest",
/// "Total quantity (`size`)".
fn hold_phrases(rows: &[&Row], index: usize, dialect: &Dialect) -> bool {
    let is_known = |word: &str| {
        dialect.types.contains_key(&*normal(word)) || says_required(word, dialect).is_some() || word.len() < 3
    };
    let is_phrase = |cell: &&Cell| {
        let Some(name) = super::names::clean(&cell.content.joined()) else { return false };
        let next = name.rest.split_whitespace().next().unwrap_or_default();
        // A name set off as code may have any words behind it.
        let is_set_off = cell.content.marks.iter().any(|mark| {
            let length = (mark.range.end - mark.range.start) as usize;
            mark.kind == MarkKind::Code && mark.range.start == 0 && length <= name.key.len()
        });
        !is_set_off && next.len() > 2 && next.chars().all(char::is_alphabetic) && !is_known(next)
    };
    let cells = || rows.iter().filter_map(|row| row.cells.get(index));
    cells().filter(is_phrase).count() * 2 > cells().count()
}

/// Whether a text names a place where parameters go. What speaks of a side, too, is a name: "response header".
pub(super) fn is_place(text: &str, dialect: &Dialect) -> bool {
    let said = dialect.words.read(text);
    said.location().is_some() && !said.has(Part::Response)
}

/// Whether a cell can hold the name of a field.
pub(super) fn is_name_cell(cell: &Cell) -> bool {
    super::names::clean(&cell.content.joined()).is_some_and(|name| super::names::is_name(&name.key))
}

/// Whether a text is a word for a type, or made of such words, or begins with one.
pub(super) fn is_type(text: &str, dialect: &Dialect) -> bool {
    let text = text.trim();
    let first = || text.split_once(['(', '[', '<', ' ', ':']).map(|(first, _)| normal(first));
    is_only_type(text, dialect)
        || text.len() <= 60 && first().is_some_and(|first| dialect.types.contains_key(&*first))
}

/// Whether a text is nothing but a word for a type, or made of such words: "Any boat" begins with one.
pub(super) fn is_only_type(text: &str, dialect: &Dialect) -> bool {
    let text = text.trim();
    if text.len() > 60 {
        return false;
    }
    let word = |text: &str| dialect.types.contains_key(&*normal(text));
    word(text)
        || dialect.forms.iter().any(|(regex, _)| regex.is_match(text))
        || text.split([',', '/', '|']).all(|part| word(part.trim().trim_matches('`')))
        || text.split_once(['(', '[', '<', ':']).is_some_and(|(first, _)| word(first.trim_end()))
}

/// What a cell says about whether a field is required: a word, possibly with more after it.
pub(super) fn says_required(text: &str, dialect: &Dialect) -> Option<bool> {
    let lower = normal(text);
    let of = |lower: &str| {
        let mut words = dialect.required.iter().filter(|(word, _)| !word.is_empty());
        let found = words.find(|(word, _)| {
            lower.strip_prefix(word.as_str()).is_some_and(|rest| {
                !word.ends_with(|c: char| c.is_ascii_alphanumeric())
                    || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            })
        });
        found.and_then(|(_, required)| *required)
    };
    (lower.chars().count() <= 40).then(|| of(&lower))?
}
