//! Types of which a cell names several, and cells of the required column.

use super::*;

fn query(rows: &str) -> Vec<String> {
    let head = "| Name | Type | Required | Description |\n|--|--|--|--|\n";
    let page = format!("# Cranes\n\n```\nGET /cranes\n```\n\n## Query parameters\n\n{head}{rows}");
    super::rows(&lower("opensearch", &[("yard/cranes.md", &page)]))
        .into_iter()
        .filter(|row| row.starts_with("request"))
        .collect()
}

#[test]
fn one_of_several_types_is_what_takes_all_of_them() {
    let text = "| a | List or String | No | x |\n| b | Boolean or String | No | x |\n| c | Integer/Float | No | x |\n\
                | d | Integer or null | No | x |\n| e | String or Object | No | x |\n";
    assert_eq!(
        query(text),
        [
            "request query a?: list<string>",
            "request query b?: string",
            "request query c?: number",
            "request query d?: integer",
            "request query e?: string"
        ]
    );
}

#[test]
fn a_longer_word_is_not_the_word_that_it_begins_with() {
    let text = "| a | String | Not applicable | x |\n| b | String | No (since 2.1) | x |\n";
    assert_eq!(query(text), ["request query a: string", "request query b?: string"]);
}

#[test]
fn a_placeholder_is_written_in_the_table_as_in_the_path() {
    let page = "# Count\n\n```\nGET /{yard}/count\n```\n\n## Path parameters\n\n\
                | Name | Type | Description |\n|--|--|--|\n| `<yard>` | Integer | Which. |\n";
    let rows = super::rows(&lower("opensearch", &[("yard/count.md", page)]));
    assert_eq!(rows, ["request path yard!: integer"]);
}
