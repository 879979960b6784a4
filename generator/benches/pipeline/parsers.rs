//! The parsers that reading stands on, alone.

use std::hint::black_box;

use crate::pages::{Set, bytes};

/// pulldown-cmark over the pages.
pub fn markdown(set: &Set) {
    let options = pulldown_cmark::Options::ENABLE_TABLES;
    for page in &set.pages {
        let text = str::from_utf8(bytes(page)).expect("UTF-8");
        let events = pulldown_cmark::Parser::new_ext(text, options).into_offset_iter();
        black_box(events.map(black_box).count());
    }
}

/// The HTML tables of the pages as they stand there.
pub fn tables(set: &Set) -> Vec<&str> {
    let mut tables = Vec::new();
    for page in &set.pages {
        let mut rest = str::from_utf8(bytes(page)).expect("UTF-8");
        while let Some(table) = rest.find("<table").and_then(|start| rest.get(start..)) {
            let Some(end) = table.find("</table>") else { break };
            let (table, after) = table.split_at(end + "</table>".len());
            tables.push(table);
            rest = after;
        }
    }
    tables
}

/// scraper over the tables.
pub fn html(tables: &[&str]) {
    for table in tables {
        black_box(scraper::Html::parse_fragment(table));
    }
}
