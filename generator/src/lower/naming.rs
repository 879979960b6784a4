//! Names of operations for pages that have none in Latin letters.
//!
//! They are made of the method and all literal segments of the path, so that another page never renames them.

use tablature_ir::Method;

use super::uri::Template;
use crate::dialect::Dialect;

/// The name that method and path give.
pub(super) fn derived(method: Method, template: &Template, dialect: &Dialect) -> String {
    let omitted = |segment: &str| dialect.omit_segments.as_ref().is_some_and(|regex| regex.is_match(segment));
    let words =
        literals(template).filter(|segment| !omitted(segment)).map(word).collect::<Vec<_>>().join("_");
    let verb = verb(method, template);
    if words.is_empty() { format!("{verb}_{}", all_words(template)) } else { format!("{verb}_{words}") }
}

/// The name with every segment: for two operations whose short names are one.
pub(super) fn full(method: Method, template: &Template) -> String {
    format!("{}_{}", verb(method, template), all_words(template))
}

fn all_words(template: &Template) -> String {
    let parts = template.path.split('/').filter(|part| !part.is_empty()).map(|part| {
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(placeholder) => format!("by_{}", word(placeholder)),
            None => word(part),
        }
    });
    let words: Vec<String> = parts.collect();
    if words.is_empty() { "root".to_owned() } else { words.join("_") }
}

fn literals(template: &Template) -> impl Iterator<Item = &str> {
    template.path.split('/').filter(|part| !part.is_empty() && !part.contains('{'))
}

/// A segment as a part of a name.
pub(super) fn word(segment: &str) -> String {
    let mut word = String::with_capacity(segment.len());
    let mut before_lower = false;
    for c in segment.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && before_lower {
                word.push('_');
            }
            before_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
            word.push(c.to_ascii_lowercase());
        } else {
            before_lower = false;
            if !word.ends_with('_') && !word.is_empty() {
                word.push('_');
            }
        }
    }
    word.trim_end_matches('_').to_owned()
}

fn verb(method: Method, template: &Template) -> &'static str {
    let one = template.path.trim_end_matches('/').ends_with('}');
    match method {
        Method::Get if one => "show",
        Method::Get => "list",
        Method::Post => "create",
        Method::Put => "update",
        Method::Patch => "modify",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
    }
}

/// Whether a name that a link gives fits method and path: its verb is one of the method's, and it speaks of
/// the last thing that the path names.
pub(super) fn fits(name: &str, method: Method, template: &Template, dialect: &Dialect) -> bool {
    let name = word(name);
    let words: Vec<&str> = name.split('_').collect();
    let verbs = dialect.source.naming.verbs.get(&method).map_or(&[][..], Vec::as_slice);
    let Some(verb) = words.iter().find(|word| verbs.iter().any(|verb| verb.eq_ignore_ascii_case(word)))
    else {
        return false;
    };
    if *verb == "list" && template.path.trim_end_matches('/').ends_with('}') {
        return false;
    }
    let Some(last) = literals(template).last() else { return false };
    let last = word(last);
    last.split('_').any(|part| words.iter().any(|word| stem(word) == stem(part)))
        || last.starts_with("action")
        || words.iter().any(|word| stem(&last.replace('_', "")).contains(stem(word)) && word.len() > 3)
}

/// A word without its ending for several.
fn stem(word: &str) -> &str {
    let word = word.strip_suffix("ies").or_else(|| word.strip_suffix("es")).unwrap_or(word);
    word.strip_suffix(['s', 'y', 'e']).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::uri;

    fn name(method: Method, target: &str) -> String {
        let dialect = crate::dialect::read("test", "naming: {omit_segments: '^v[0-9.]+$'}").unwrap();
        derived(method, &uri::parse(target), &dialect)
    }

    #[test]
    fn names_have_all_literal_segments() {
        assert_eq!(name(Method::Get, "/v2/manage/repos?filter='a::{a}|b::{b}'"), "list_manage_repos");
        assert_eq!(name(Method::Delete, "/v2/manage/repos/{id}"), "delete_manage_repos");
        assert_eq!(name(Method::Get, "/v1.1/{project_id}/cloudServers/{id}"), "show_cloud_servers");
        assert_eq!(name(Method::Get, "/"), "list_root");
        assert_eq!(name(Method::Get, "/v2"), "list_v2");
    }
}
