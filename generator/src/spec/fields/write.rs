//! Rows as text.

use std::io::{self, Write};

use super::Row;
use crate::escape::{csv, json};

/// Writes a row as one line of JSON.
///
/// # Errors
/// Writing fails.
pub fn jsonl(mut out: impl Write, row: &Row<'_>) -> io::Result<()> {
    let line = serde_json::to_string(row)?;
    out.write_all(json::document(&line).as_bytes())?;
    out.write_all(b"\n")
}

/// The first line of a CSV file of rows.
pub const CSV_HEADER: &str =
    "vendor,service,operation,method,uri,side,in,path,type,required,origin,page,source,line,parts\n";

/// Writes a row as one record of CSV (RFC 4180, lines end with `\n`): `null` is empty, parts are joined by `|`.
///
/// # Errors
/// Writing fails.
pub fn csv(mut out: impl Write, row: &Row<'_>) -> io::Result<()> {
    // The columns stand in the order of the keys, whatever these are.
    let serde_json::Value::Object(values) = serde_json::to_value(row)? else { return Ok(()) };
    let mut columns: Vec<String> = values.values().map(cell).collect();
    if row.cut {
        columns.pop();
    }
    if row.parts.is_empty() {
        columns.push(if row.cut { "…".to_owned() } else { String::new() });
    }
    writeln!(out, "{}", columns.join(","))
}

fn cell(value: &serde_json::Value) -> String {
    let text = match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => {
            items.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join("|")
        }
        other => other.to_string(),
    };
    csv::cell(&text).into_owned()
}
