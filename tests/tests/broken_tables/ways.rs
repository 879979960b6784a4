//! The ways in which pages break tables.
#![expect(clippy::unnecessary_wraps, reason = "all ways are of one type, those that fit any table too")]

use std::ops::Range;

use super::table::{Random, Table, cells, row};

/// A page with a broken table.
pub(crate) struct Broken {
    pub(crate) text: String,
    /// The lines that were broken, from 0.
    pub(crate) lines: Range<usize>,
}

/// Ways that must be reported, however the page is read: of two rows with one name, one must be wrong.
pub(crate) const TOLD: [&str; 2] = ["a name twice with another type", "a placeholder spelled otherwise"];

pub(crate) type Way = fn(&str, &Table, &mut Random) -> Option<Broken>;

pub(crate) const WAYS: &[(&str, Way)] = &[
    ("a cell with a blank line", |text, table, random| in_cell(text, table, random, "\n\n")),
    ("a cell continued without pipes", |text, table, random| in_cell(text, table, random, "\n")),
    ("a row on two lines", row_on_two_lines),
    ("a header over several lines", header_on_two_lines),
    ("a blank line between rows", blank_between_rows),
    ("too few cells", too_few),
    ("too many cells", too_many),
    ("a pipe that nobody escaped", unescaped),
    ("a headerless HTML table goes on", html_goes_on),
    ("a table in an item of a list", in_a_list),
    ("a nested table in a cell", nested),
    ("invisible characters in names", invisible),
    ("row spans", row_spans),
    ("a name twice with another type", twice),
    ("a blank type cell", blank_type),
    ("a placeholder spelled otherwise", placeholder),
];

/// Puts other lines in the place of some.
fn replaced(text: &str, at: Range<usize>, with: &[String]) -> Broken {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<&str> = lines[..at.start].to_vec();
    let with = with.join("\n");
    out.push(&with);
    out.extend(&lines[at.end..]);
    let count = with.lines().count();
    Broken { text: out.join("\n") + "\n", lines: at.start..at.start + count }
}

fn line(text: &str, at: usize) -> &str {
    text.lines().nth(at).unwrap_or_default()
}

fn pick(table: &Table, random: &mut Random) -> usize {
    table.rows.start + random.below(table.rows.len())
}

/// Where a cell can be broken: between two signs of plain text.
fn seam(cell: &str) -> Option<usize> {
    let is_plain =
        !cell.contains(['[', ']', '<', '>', '`', '*', '_', '&', '\\', '~', '"', '!', '#', '(', '|']);
    let middle = cell.char_indices().nth(cell.chars().count() / 2)?.0;
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let places = (middle..cell.len()).filter(|at| cell.is_char_boundary(*at) && *at > 0);
    let mut places = places.filter(|at| {
        // The new line must not begin with another mark of Markdown, and no word may be torn.
        let (before, after) = cell.split_at(*at);
        let next = after.trim_start().chars().next();
        !(is_word(before.chars().next_back()) && is_word(after.chars().next()))
            && next.is_some_and(char::is_alphabetic)
    });
    places.next().filter(|_| is_plain)
}

fn in_cell(text: &str, table: &Table, random: &mut Random, gap: &str) -> Option<Broken> {
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    let longest = (1..row_cells.len()).max_by_key(|cell| row_cells[*cell].len())?;
    let seam = seam(&row_cells[longest])?;
    let (before, after) = row_cells[longest].split_at(seam);
    row_cells[longest] = format!("{}{gap}{}", before.trim_end(), after.trim_start());
    Some(replaced(text, at..at + 1, &[row(&row_cells)]))
}

fn row_on_two_lines(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = pick(table, random);
    let row_cells = cells(line(text, at));
    let cut = 1 + random.below(table.width - 1);
    let (first, second) = row_cells.split_at(cut);
    Some(replaced(
        text,
        at..at + 1,
        &[format!("| {}", first.join(" | ")), format!("| {} |", second.join(" | "))],
    ))
}

fn header_on_two_lines(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let heads = cells(line(text, table.head));
    let (first, second) = heads.split_at(1 + random.below(table.width - 1));
    let lines = [format!("| {} |", first.join(" | ")), format!("{} |", second.join(" | "))];
    Some(replaced(text, table.head..table.head + 1, &lines))
}

fn blank_between_rows(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = table.rows.start + 1 + random.below(table.rows.len() - 1);
    Some(replaced(text, at..at + 1, &[String::new(), line(text, at).to_owned()]))
}

fn too_few(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    row_cells.remove(1 + random.below(table.width - 1));
    Some(replaced(text, at..at + 1, &[row(&row_cells)]))
}

fn too_many(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    row_cells.insert(1 + random.below(table.width), "surplus".to_owned());
    Some(replaced(text, at..at + 1, &[row(&row_cells)]))
}

fn unescaped(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    let cell = row_cells.iter_mut().rev().max_by_key(|cell| cell.len())?;
    cell.push_str(" a|b");
    Some(replaced(text, at..at + 1, &[row(&row_cells)]))
}

/// A cell's Markdown as HTML, where it has no more than the usual marks.
fn html(cell: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = cell;
    let (mut strong, mut code) = (false, false);
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        if rest.starts_with("**") {
            strong = !strong;
            out.push_str(if strong { "<b>" } else { "</b>" });
            len = 2;
        } else if c == '`' {
            code = !code;
            out.push_str(if code { "<code>" } else { "</code>" });
        } else if c == '\\' && rest.chars().nth(1).is_some_and(|c| c.is_ascii_punctuation()) {
            out.push_str(&escaped(rest.get(1..2)?));
            len = 2;
        } else if c == '[' {
            let (label, after) = rest.get(1..)?.split_once("](")?;
            let (target, _) = after.split_once(')')?;
            out.extend(["<a href=\"", &escaped(target), "\">", &html(label)?, "</a>"]);
            len = label.len() + target.len() + 4;
        } else if matches!(c, '*' | '_' | '<' | '!' | '&' | ']') && !(c == '_' && code) {
            return rest.starts_with("<br").then_some(None)?;
        } else {
            out.push_str(&escaped(rest.get(..len)?));
        }
        rest = rest.get(len..)?;
    }
    (!strong && !code).then_some(out)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The rows as cells of HTML.
fn html_rows(text: &str, rows: Range<usize>) -> Option<Vec<Vec<String>>> {
    rows.map(|at| cells(line(text, at)).iter().map(|cell| html(cell)).collect()).collect()
}

fn tr(cells: &[String], tag: &str) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
    format!("<tr>{}</tr>", cells.concat())
}

fn html_goes_on(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = table.rows.start + 1 + random.below(table.rows.len() - 1);
    let rows = html_rows(text, at..table.rows.end)?;
    let mut lines = vec![String::new(), "<table>".to_owned()];
    lines.extend(rows.iter().map(|cells| tr(cells, "td")));
    lines.push("</table>".to_owned());
    Some(replaced(text, at..table.rows.end, &lines))
}

fn in_a_list(text: &str, table: &Table, _: &mut Random) -> Option<Broken> {
    let marker = |at: usize| if at == table.head { "-   " } else { "    " };
    let lines: Vec<_> =
        (table.head..table.rows.end).map(|at| format!("{}{}", marker(at), line(text, at))).collect();
    Some(replaced(text, table.head..table.rows.end, &lines))
}

/// The whole table in HTML, row by row.
fn as_html(heads: &[String], rows: &[String]) -> Vec<String> {
    let mut lines = vec!["<table>".to_owned(), tr(heads, "th")];
    lines.extend_from_slice(rows);
    lines.push("</table>".to_owned());
    lines
}

fn nested(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let heads = html_rows(text, table.head..table.head + 1)?.remove(0);
    let mut rows = html_rows(text, table.rows.clone())?;
    let at = random.below(rows.len());
    let cell = rows[at].iter_mut().skip(1).max_by_key(|cell| cell.len())?;
    let value = "<table><tr><th>Value</th><th>Meaning</th></tr><tr><td>RR</td><td>in turn</td></tr><tr><td>LC</td><td>least</td></tr></table>";
    cell.push_str(value);
    let rows: Vec<String> = rows.iter().map(|cells| tr(cells, "td")).collect();
    let broken = replaced(text, table.head..table.rows.end, &as_html(&heads, &rows));
    Some(Broken { lines: table.head + at..table.head + at + 4, ..broken })
}

fn row_spans(text: &str, table: &Table, _: &mut Random) -> Option<Broken> {
    let heads = html_rows(text, table.head..table.head + 1)?.remove(0);
    let rows = html_rows(text, table.rows.clone())?;
    let mut out = vec![String::new(); rows.len()];
    for column in 0..table.width {
        let mut at = 0;
        while at < rows.len() {
            let cell = &rows[at][column];
            let same = rows[at..].iter().take_while(|row| row[column] == *cell).count();
            // The first column says what a row is about.
            let same = if column == 0 || cell.is_empty() { 1 } else { same };
            out[at].extend(["<td rowspan=\"", &same.to_string(), "\">", cell, "</td>"]);
            at += same;
        }
    }
    // Cells of a row stand in the order of the columns.
    let rows: Vec<String> = out.iter().map(|cells| format!("<tr>{cells}</tr>")).collect();
    Some(replaced(text, table.head..table.rows.end, &as_html(&heads, &rows)))
}

fn invisible(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    let name = row_cells.first_mut()?;
    let letters = name.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(at, _)| at);
    let place = letters.collect::<Vec<_>>();
    let place = *place.get(1 + random.below(place.len().saturating_sub(1)))?;
    let sign = ["\u{200b}", "\u{ad}", "\u{2060}", "\u{feff}", "&#8203;", "\u{200d}", "&shy;", "\u{fe0f}"];
    if name.contains('`') && sign[0].is_empty() {
        return None;
    }
    let signs: Vec<_> = sign.iter().filter(|sign| !(name.contains('`') && sign.starts_with('&'))).collect();
    name.insert_str(place, signs[random.below(signs.len())]);
    Some(replaced(text, at..at + 1, &[row(&row_cells)]))
}

/// The column whose cells are words for types.
fn type_column(text: &str, table: &Table) -> Option<usize> {
    let is_type = |cell: &str| {
        let cell = cell.trim_matches('`').to_ascii_lowercase();
        ["string", "integer", "int", "boolean", "bool", "object", "array", "float", "number", "list", "long"]
            .contains(&&*cell)
    };
    let rows: Vec<_> = table.rows.clone().map(|at| cells(line(text, at))).collect();
    (1..table.width).find(|column| rows.iter().filter(|row| is_type(&row[*column])).count() * 2 > rows.len())
}

fn twice(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let column = type_column(text, table)?;
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    // Where a name stands twice already, the page as it is reports it.
    if table.rows.clone().filter(|row| cells(line(text, *row))[0] == row_cells[0]).count() > 1 {
        return None;
    }
    let other = if row_cells[column].to_ascii_lowercase().contains("int") { "String" } else { "Integer" };
    other.clone_into(&mut row_cells[column]);
    let broken = replaced(text, at..at + 1, &[line(text, at).to_owned(), row(&row_cells)]);
    Some(Broken { lines: at..at + 1, ..broken })
}

fn blank_type(text: &str, table: &Table, random: &mut Random) -> Option<Broken> {
    let column = type_column(text, table)?;
    let at = pick(table, random);
    let mut row_cells = cells(line(text, at));
    row_cells[column].clear();
    Some(replaced(text, at..at + 1, &[row(&row_cells)]))
}

/// Spells `{project_id}` of a request as `{projectId}`; a row still says `project_id`.
fn placeholder(text: &str, _: &Table, _: &mut Random) -> Option<Broken> {
    let plain = |text: &str| text.replace('\\', "");
    let (at, request) = text.lines().enumerate().find_map(|(at, line)| {
        let line = plain(line);
        let is_request =
            ["GET ", "PUT ", "POST ", "DELETE ", "PATCH "].iter().any(|method| line.contains(method));
        (is_request && !line.starts_with('|') && line.contains("/{")).then_some((at, line))
    })?;
    let (before, after) = request.split_once("/{")?;
    let (name, after) = after.split_once('}')?;
    let mut words = name.split('_');
    let mut camel = words.next()?.to_owned();
    for word in words {
        let (first, rest) = word.split_at_checked(1)?;
        camel += &(first.to_uppercase() + rest);
    }
    let is_row =
        |line: &str| line.starts_with('|') && cells(&plain(line))[0].trim_matches(['*', '`']) == name;
    let rows: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| is_row(line)).map(|(row, _)| row).collect();
    let broken = replaced(text, at..at + 1, &[format!("{before}/{{{camel}}}{after}")]);
    // Which of the rows is about it is for the reader of pages to find.
    let lines = *rows.first()?..rows.last()? + 1;
    (camel != name).then_some(Broken { lines, ..broken })
}
