//! Calls by JSON-RPC: many operations at one address, each told by the procedure that its examples call.

use tablature_ir::Method;

use super::{
    lines::{ADDRESS, Line, OWN},
    page::{Item, Page, Part},
    path,
    target::Target,
};
use crate::{extract::example, raw::Call};

/// How much surer a call is whose section is named after the procedure.
const NAMED: f32 = 0.1;

/// Makes the requests of examples that are calls operations of their own. A page that shows calls without an address
/// has the one that it names elsewhere; other requests to that address only say where calls go.
pub(super) fn calls(page: &Page<'_>, lines: &mut Vec<Line>) {
    let calls = page.items.iter().enumerate().filter_map(|(index, item)| Some((index, of(item)?)));
    let found: Vec<(usize, Call)> = calls.collect();
    if found.is_empty() {
        return;
    }
    let sent = |line: &&Line| line.target.method.is_none_or(|method| method == Method::Post);
    let is_call = |line: &Line| found.iter().any(|(index, _)| *index == line.item);
    let stated = lines.iter().filter(sent).filter(|line| !is_call(line) && line.strength >= ADDRESS);
    let shown = || lines.iter().filter(sent).find(|line| is_call(line));
    let common = stated.max_by(|a, b| a.strength.total_cmp(&b.strength)).or_else(shown);
    let common = common.map_or_else(root, |line| line.target.clone());
    let mut calls: Vec<Line> = Vec::new();
    for (index, call) in found {
        let Some(item) = page.items.get(index) else { continue };
        let own = lines.iter().find(|line| line.item == index);
        let target = own.map_or_else(|| common.clone(), |line| line.target.clone());
        let title = page.sections.get(item.section).map_or("", |section| section.title.as_str());
        let strength = if title.contains(&call.procedure) { OWN + NAMED } else { OWN };
        let target = Target { method: Some(Method::Post), call: Some(call), ..target };
        calls.push(Line { target, item: index, span: item.span, strength });
    }
    let address = |line: &Line| path::erased(&line.target.path);
    lines.retain(|line| {
        !calls.iter().any(|call| call.item == line.item || sent(&line) && address(call) == address(line))
    });
    lines.append(&mut calls);
}

/// Where calls go that no page gives an address: to that of the service.
fn root() -> Target {
    Target { path: "/".to_owned(), ..Target::default() }
}

/// Whether calls go there only since no page says where.
pub(super) fn is_root(target: &Target) -> bool {
    target.host.is_none() && target.path == "/" && target.range.is_empty()
}

/// The call that an example shows.
fn of(item: &Item<'_>) -> Option<Call> {
    let Part::Code(code) = item.part else { return None };
    let body = example::may_call(&code.text).then(|| example::body(&code.text))??;
    example::call(&body.value)
}
