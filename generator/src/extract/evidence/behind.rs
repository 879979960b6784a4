//! Methods that stand behind the path: `/boats GET`, `/boats [GET, POST]`, "Add a boat: /boats (POST)".

use tablature_ir::Method;

use super::{
    columns,
    slashless::bare,
    target::{Target, addresses, method},
};
use crate::dialect::{Column, Dialect, normal};

/// The requests of a line that ends in their methods: `/boats GET`, `/boats [GET, POST]`, `boats/ Methods = [GET]`.
pub(super) fn trailing(line: &str, dialect: &Dialect) -> Vec<Target> {
    let line = line.trim();
    let shouted = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
    let ends = |word: &str| shouted(word) && method(word).is_some();
    let last =
        line.trim_end_matches([')', ']', '`', '*', ' ']).rsplit(|c: char| !c.is_ascii_alphabetic()).next();
    if !last.is_some_and(ends) {
        return Vec::new();
    }
    let first = line.split_whitespace().next().unwrap_or_default();
    let is_path = |path: &Target| path.range.start <= 1;
    let Some(path) = addresses(line).into_iter().next().filter(is_path).or_else(|| bare(first)) else {
        return Vec::new();
    };
    let rest = line.get(path.range.end..).unwrap_or_default();
    let is_apart = |c: char| c.is_whitespace() || "[](),/|:=`*".contains(c);
    let is_label = |word: &str| columns::by_word(&normal(word), dialect) == Some(Column::Method);
    let words = rest.split(is_apart).filter(|word| !word.is_empty() && !is_label(word));
    let methods: Option<Vec<Method>> = words.map(|word| method(word).filter(|_| shouted(word))).collect();
    let each = methods.unwrap_or_default().into_iter();
    each.map(|method| Target { method: Some(method), range: 0..line.len(), ..path.clone() }).collect()
}

/// The requests of a line that gives the method in brackets behind the path: "Add a boat: /boats (POST)".
pub(super) fn bracketed(line: &str) -> Vec<Target> {
    let method_of = |path: &Target| {
        let behind = line.get(path.range.end..)?.trim_start();
        let (word, _) = behind.strip_prefix('(')?.split_once(')')?;
        method(word).filter(|_| word.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    let found = addresses(line).into_iter();
    found.filter_map(|path| Some(Target { method: Some(method_of(&path)?), ..path })).collect()
}
