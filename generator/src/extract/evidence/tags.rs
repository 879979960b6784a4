//! The requests that the markup of a page gives: its front matter, and tags of an engine of documentation.

use super::{
    lines::{Line, TAG},
    page::Page,
    target::{self, Target},
};
use crate::load::Span;

/// The request that the front matter of a page gives, in one key or in several: `api: POST /boats`.
pub(super) fn front(page: &Page<'_>, lines: &mut Vec<Line>) {
    for field in &page.document.front {
        let found = target::with_method(&field.value).into_iter().next();
        if let Some(target) = found.filter(|target| target.range == (0..field.value.len())) {
            lines.push(Line { target, item: 0, span: field.span, strength: TAG });
        }
    }
    // Method and path may have a key each: `method: POST`, `route: /boats`.
    let field = |keys: &[&str], is: &dyn Fn(&str) -> bool| {
        let of =
            |key: &&str| page.document.front.iter().find(|field| &*field.key == *key && is(&field.value));
        keys.iter().find_map(of)
    };
    let is_path = |value: &str| value.starts_with('/') || value.contains("://");
    if let Some(method) = field(&["method", "verb", "http_method"], &|value| target::method(value).is_some())
        && let Some(path) = field(&["route", "path", "endpoint", "uri", "url"], &is_path)
    {
        let base = field(&["url", "base_url", "baseUrl", "host", "server"], &|value| value.contains("://"));
        let found = base
            .filter(|base| base.span != path.span)
            .and_then(|base| behind_base(&base.value, &path.value))
            .or_else(|| target::addresses(&path.value).into_iter().next());
        let method = target::method(&method.value);
        lines.extend(found.map(|found| Line {
            target: Target { method, ..found },
            item: 0,
            span: path.span,
            strength: TAG,
        }));
    }
}

/// The tags of a page that is more than Markdown: `<Endpoint method="GET" path="/x" />`, `{% api method="GET" … %}`.
pub(super) fn tags(page: &Page<'_>, lines: &mut Vec<Line>) {
    let text = &page.document.text;
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(['<', '{'])).map(|at| from + at) {
        from = at + 1;
        let Some(rest) = text.get(at..) else { break };
        let is_tag = rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        let end = match rest.get(..2) {
            Some("{%") => rest.find("%}"),
            Some("{{") => rest.find("}}"),
            _ if is_tag && rest.starts_with('<') => tag_end(rest),
            _ => continue,
        };
        let tag = rest.get(..end.unwrap_or(0)).unwrap_or_default();
        if tag.len() > 600 || !tag.to_ascii_lowercase().contains("method") {
            continue;
        }
        let value = |names: &[&str]| {
            names.iter().find_map(|name| {
                let at = tag.find(&format!("{name}="))?;
                let rest = tag.get(at + name.len() + 1..)?;
                let inner = rest.trim_start_matches(['{', '"', '\'', '`']);
                let is_quoted = rest.len() > inner.len() && !rest.starts_with('{') || rest.starts_with("{\"");
                let end =
                    inner.find(if is_quoted { &['"', '\'', '`'][..] } else { &['"', '\'', '`', '}', ' '] });
                inner.get(..end?).filter(|it| !it.is_empty())
            })
        };
        let address = value(&["url", "path", "uri", "endpoint", "href", "route"]);
        // The path may directly follow the tag, and hold links.
        let behind = rest.get(tag.len() + 1..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let behind = unlinked(behind.split("</").next().unwrap_or_default()).replace('\\', "");
        let begins = |target: &Target| address.is_some() || target.range.start <= 2;
        let base = value(&["baseUrl", "host", "server"]);
        if let Some(method) = value(&["method"]).and_then(target::method)
            && let Some(target) = base
                .and_then(|base| behind_base(base, address.unwrap_or_default()))
                .or_else(|| target::addresses(address.unwrap_or(behind.trim())).into_iter().find(begins))
        {
            let span = Span::new(at, at + tag.len() + 1);
            let item = behind_tag(page, span.start);
            lines.push(Line { target: Target { method: Some(method), ..target }, item, span, strength: TAG });
        }
    }
}

/// Where a tag ends; a `>` within a quoted value does not end it.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().take(600).find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        None
    })
}

/// The item that follows a tag, or the heading right above it.
fn behind_tag(page: &Page<'_>, at: u32) -> usize {
    let item = page.item_at(at);
    let is_heading = |item: usize| page.items.get(item).is_some_and(super::tables::is_heading);
    let before = page.items.get(item).is_some_and(|item| item.span.end <= at);
    if before && !is_heading(item) && item + 1 < page.items.len() && !is_heading(item + 1) {
        item + 1
    } else {
        item
    }
}

/// The address of a tag that has its base apart from its path: the path may begin in the base, or stand in it whole.
fn behind_base(base: &str, path: &str) -> Option<Target> {
    let path = if path.starts_with("http") { return None } else { path };
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let (host, own) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let whole = format!("{}{path}", if path.is_empty() { own } else { own.trim_end_matches('/') });
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let host = Some(host.to_owned()).filter(|host| host.contains('.') && host.chars().all(plain));
    let root = || Target { path: "/".to_owned(), range: 0..1, ..Target::default() };
    let target = match whole.as_str() {
        "" | "/" => Some(root()),
        whole => target::addresses(whole).into_iter().next(),
    };
    target.map(|target| Target { host, ..target })
}

/// Markdown with the texts of links in their places.
fn unlinked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at);
        let open = before.rfind('[').unwrap_or(before.len());
        plain.push_str(before.get(..open).unwrap_or_default());
        plain.push_str(before.get(open + 1..).unwrap_or_default());
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain + rest
}
