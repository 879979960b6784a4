//! Rows that Markdown loses: broken over lines, with too many or too few cells, without their pipes.

use super::{check, load, outline};

/// The whole table that all of the broken ones mean.
const WHOLE: &str = "table\n= Name | Type | 描述 | Must\n- a | string | one | Yes\n- b | int | two/more | No\n- c | bool | three | Yes\n";
const HEAD: &str = "| Name | Type | 描述 | Must |\n|---|---|---|---|\n| a | string | one | Yes |\n";

#[track_caller]
fn is_whole(page: &str, says: &str) {
    let found = outline(&load(page));
    let table: Vec<&str> = found.lines().filter(|line| !line.starts_with('!')).map(str::trim_start).collect();
    let table = table.into_iter().skip_while(|line| *line != "table").collect::<Vec<_>>().join("\n");
    assert_eq!(table, WHOLE.trim_end(), "{page}");
    assert_eq!(
        found.lines().filter(|line| line.starts_with('!')).collect::<Vec<_>>().join("\n"),
        says,
        "{page}"
    );
}

#[test]
fn a_cell_goes_on() {
    for second in [
        "| b | int | two\n\n more | No |",
        "| b | int | two\nmore | No |",
        "| b | int | two\n\n\n  more\n\n| No |",
        "| b | int | two more |\nNo |",
    ] {
        let page = format!("{HEAD}{second}\n| c | bool | three | Yes |\n");
        let page = page.replace("two more |\nNo", "two<br>more |\nNo");
        is_whole(&page, "! joined-row line 4");
        is_whole(&page.replace('\n', "\r\n"), "! joined-row line 4");
        let indented = format!("-   x\n\n    {}", page.trim_end().replace('\n', "\n    "));
        is_whole(&indented, "! joined-row line 6");
    }
    check(
        "|a|b|c|\n|--|--|--|\n|x|one of:\n\n- p\n- q\n|No|\n|y|z|Yes|\n",
        "table\n= a | b | c\n- x | one of:/- p/- q | No\n- y | z | Yes\n! joined-row line 3",
    );
}

#[test]
fn without_outer_pipes() {
    let page = "Name | Type | 描述 | Must\n---|---|---|---\na | string | one | Yes\nb | int | two\n\nmore | No\nc | bool | three | Yes\n";
    is_whole(page, "! joined-row line 4");
    check(
        "Name | Type\n---|---\na | object\n> b | int\n- c | string\n# d | bool\n1. e | x\n",
        "table\n= Name | Type\n- a | object\n- > b | int\n- - c | string\n- # d | bool\n- 1. e | x\n! joined-row line 4",
    );
}

#[test]
fn an_empty_last_cell_without_outer_pipes() {
    check(
        "a | b | c\n---|---|---\nd | int |\ne | int |\nf | bool | g\n",
        "table\n= a | b | c\n- d | int | ∅\n- e | int | ∅\n- f | bool | g\n! ragged-row line 3",
    );
}

#[test]
fn a_header_goes_on() {
    is_whole(
        "| Name | Type |\n描述 | Must |\n|---|---|---|---|\n| a | string | one | Yes |\n| b | int | two<br>more | No |\n| c | bool | three | Yes |\n",
        "! joined-row line 1",
    );
}

#[test]
fn a_table_goes_on() {
    is_whole(
        &format!("{HEAD}\n| b | int | two<br>more | No |\n\n\n| c | bool | three | Yes |\n"),
        "! joined-row line 5",
    );
    is_whole(
        "| Name | Type | 描述 | Must |\n| a | string | one | Yes |\n| b | int | two<br>more | No |\n| c | bool | three | Yes |\n",
        "! joined-row line 1",
    );
    check("|a|b|\n|---|-- -|\n|c|d|\n", "table\n= a | b\n- c | d\n! joined-row line 1");
    // Another table begins after a blank line.
    check(
        "|a|b|\n|--|--|\n|c|d|\n\n|e|f|\n|--|--|\n|g|h|\n",
        "table\n= a | b\n- c | d\ntable\n= e | f\n- g | h",
    );
}

#[test]
fn a_table_goes_on_in_html() {
    let rest = "<table><tr><td>b</td><td>int</td><td>two</td><td>No</td></tr>\n<tr><td>c</td><td>bool</td><td>three</td><td>Yes</td></tr></table>\n";
    let rest = rest
        .replace("<td>two", "<td>two<br>more")
        .replace("<td>No", "<td>Yes")
        .replace("<td>int", "<td>string");
    check(
        &format!("{HEAD}\n{rest}"),
        "table\n= Name | Type | 描述 | Must\n- a | string | one | Yes\n- b | string | two/more | Yes\n- c | bool | three | Yes\n! joined-row line 5",
    );
    // Other headings begin another table, and so do words of which the table above has none.
    check(
        "|n|t|\n|--|--|\n|a|int|\n\n<table><tr><td>m</td><td>t</td></tr><tr><td>b</td><td>int</td></tr></table>\n",
        "table\n= n | t\n- a | int\ntable\n=? m | t\n- b | int",
    );
    check(
        "|n|t|\n|--|--|\n|a|int|\n\n<table><tr><th>b</th><th>int</th></tr></table>\n",
        "table\n= n | t\n- a | int\ntable\n= b | int",
    );
}

#[test]
fn text_under_a_row() {
    check(
        "|a|b|\n|--|--|\n|c|d|\ngoes on\n|e|f|\n",
        "table\n= a | b\n- c | d/goes on\n- e | f\n! joined-row line 3",
    );
    check("|a|b|\n|--|--|\n|c|d|\n\ntext | text\n", "table\n= a | b\n- c | d\np: text | text");
}

#[test]
fn rows_of_no_table() {
    check(
        "|a|b|\n|--|--|\n|c|d|\n\n# x\n\n|e|f|g|\n",
        "table\n= a | b\n- c | d\nh1: x\np: |e|f|g|\n! unread-row line 7",
    );
    check("```\n|a|b|\n|c|d|\n```\n", "code : \"|a|b|\\n|c|d|\"");
}

#[test]
fn rows_that_do_not_fit() {
    let rows = "|n|t|d|m|\n|--|--|--|--|\n|a|string|the first|Yes|\n|b|int|the second|No|\n";
    let says = "table\n= n | t | d | m\n- a | string | the first | Yes\n- b | int | the second | No\n";
    check(
        &format!("{rows}|c|string|on|off|**Yes**|\n"),
        &format!("{says}- c | string | on|off | Yes b[Yes]\n! ragged-row line 5"),
    );
    check(
        &format!("{rows}|c|string|`on|off`|Yes|\n"),
        &format!("{says}- c | string | on|off code[on|off] | Yes\n! ragged-row line 5"),
    );
    check(
        &format!("{rows}|c|string|int|three|Yes|\n"),
        &format!("{says}- c | string|int | three | Yes\n! ragged-row line 5"),
    );
    check(&format!("{rows}|c|three|Yes|\n"), &format!("{says}- c | ∅ | three | Yes\n! ragged-row line 5"));
    check(&format!("{rows}|c|\n"), &format!("{says}- c | ∅ | ∅ | ∅\n! ragged-row line 5"));
}

#[test]
fn places_of_joined_rows() {
    let page = "Name | Type | d\n---|---|---\n> b | int\n\nmore | two\n> c | bool | three\n\nafter **it**\n";
    let document = load(page);
    let table = document.tables().next().expect("a table");
    let texts: Vec<&str> =
        table.rows.iter().flat_map(|row| &row.cells).map(|cell| document.slice(cell.span)).collect();
    assert_eq!(texts, ["> b", "int\n\nmore", "two", "> c", "bool", "three"]);
    assert_eq!(document.slice(document.blocks[1].span()), "after **it**");
}

#[test]
fn invisible_characters() {
    check(
        "|a|b|\n|--|--|\n|Na\u{ad}me|K&#8203;ey|\n|`x\u{2060}y`|<b>z&shy;w</b>|\n",
        "table\n= a | b\n- Name | Key\n- xy code[xy] | zw b[zw]",
    );
    check("|a|b|\n|--|--|\n|Ｓize|Ｓ|\n", "table\n= a | b\n- Ｓize | Ｓ\n! wide-name line 3");
    check("<table><tr><td>K&#8203;ey&#xad;</td></tr></table>\n", "table\n=? Key");
}

#[test]
fn what_is_over_a_limit_is_told_and_the_rest_is_read() {
    let row = |sign: &str, columns: usize| format!("|{}\n", format!("{sign}|").repeat(columns));
    let wide = format!("{}{}{}", row("a", 101), row("--", 101), row("b", 101));
    let page = load(&wide);
    assert!(outline(&page).trim_end().ends_with("! too-large line 1"), "{}", outline(&page));
    assert_eq!(page.tables().next().map(super::super::Table::width), Some(100));

    let long = format!("|a|b|\n|--|--|\n{}\n\n# c\n", "|d|e|\n".repeat(20_001));
    let page = load(&long);
    assert!(outline(&page).trim_end().ends_with("! too-large line 20003"));
    assert_eq!(page.tables().next().map(|table| table.rows.len()), Some(20_000));
    assert!(matches!(page.blocks.last(), Some(super::super::Block::Heading(_))));

    let large = "a".repeat((16 << 20) + 1);
    let found = crate::load::page("a.md".into(), large.as_bytes()).map(drop).map_err(|found| found.id);
    assert_eq!(found, Err(crate::diagnostic::Id::PageNotRead));
}

#[test]
fn rows_without_a_line_of_dashes_may_be_ragged() {
    check(
        "|a|b|c|\n|d|e|f|\n|g|\n|h|i|j|\n",
        "table\n= a | b | c\n- d | e | f\n- g | ∅ | ∅\n- h | i | j\n! joined-row line 1\n! ragged-row line 3",
    );
}

/// In a table without a frame the `|` before the first cell of a row is no frame.
#[test]
fn a_row_that_begins_with_a_sign_may_have_an_empty_first_cell() {
    check(
        "a | b | c\n--|---|--\n | `array` | d\n| e | int | f |\n",
        "table\n= a | b | c\n-  | array code[array] | d\n- e | int | f\n! ragged-row line 3",
    );
    check(
        "| a | b | c |\n|--|---|--|\n | `array` | d\n",
        "table\n= a | b | c\n- array code[array] | d | ∅\n! ragged-row line 3",
    );
}
