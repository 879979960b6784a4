//! Links to the next page.

use crate::{Arg, Call, Error, ErrorKind, Json, Place, Result, Value, call::Param, send, value::View};

/// The link of `rel="next"` in a header as RFC 8288 writes it: `<https://a.example/x?page=2>; rel="next"`.
pub(super) fn in_header(value: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let (link, after) = after.split_once('>')?;
        // A comma in a parameter would have to be quoted, and none that says `next` has one.
        let (parameters, tail) = after.split_once(',').unwrap_or((after, ""));
        let is_next =
            parameters.split(';').filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
                let mut words = value.trim().trim_matches('"').split_ascii_whitespace();
                name.trim().eq_ignore_ascii_case("rel") && words.any(|word| word.eq_ignore_ascii_case("next"))
            });
        if is_next {
            return Some(link.trim().to_owned());
        }
        rest = tail;
    }
    None
}

/// The link in a value of a body: a text, an object with an `href`, or the one with the `rel` `next` in a list of
/// these.
pub(super) fn shown(view: View<'_>) -> Option<String> {
    let is_next = |view: View<'_>| member(view, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next"));
    match view {
        View::List(list) => {
            let mut links = (0..list.count()).filter_map(|index| list.at(index)).map(Value::view);
            links.find(|link| is_next(*link)).and_then(|link| member(link, "href"))
        }
        View::Json(Json::Array(links)) => {
            let mut links = links.iter().map(View::Json);
            links.find(|link| is_next(*link)).and_then(|link| member(link, "href"))
        }
        View::Object(_) | View::Json(Json::Object(_)) => member(view, "href"),
        text => text_in(text),
    }
}

/// A member that is a text.
fn member(view: View<'_>, name: &str) -> Option<String> {
    match view {
        View::Json(json) => text_in(View::Json(json.get(name)?)),
        View::Object(object) => {
            let index = object.names().iter().position(|known| *known == name);
            let mut found = None;
            object.visit(&mut |fields, extra| {
                let field = index.and_then(|index| fields.get(index)).map(|field| field.view());
                found = field.or_else(|| extra.get(name).map(View::Json)).and_then(text_in);
            });
            found
        }
        _ => None,
    }
}

fn text_in(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => Some(text.to_owned()),
        View::Json(Json::String(text)) => Some(text.clone()),
        _ => None,
    }
}

/// The call that a link leads to, made from its path and query. The path has to lie below the endpoint, and what
/// recipes put is put anew.
pub(super) fn follow(mut call: Call, link: &str) -> Result<Call> {
    let lost = |why: &str| {
        Error::new(ErrorKind::Decode, format!("the link to the next page {why}: {link}"))
            .with_operation(call.id())
    };
    let (address, here) = send::address_and_path(&call)?;
    let whole = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let whole = whole.or_else(|| link.strip_prefix("//"));
    let target = match whole {
        Some(rest) => {
            let (host, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            // Where an endpoint was given, the service's links may name another host than ours.
            if !call.client.0.is_given && !host.eq_ignore_ascii_case(&address.host) {
                return Err(lost("leads to another host"));
            }
            target
        }
        None => link,
    };
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = match path {
        "" => here.clone(),
        path if path.starts_with('/') => path.to_owned(),
        path if path.split('/').next().is_some_and(|first| first.contains(':')) => {
            return Err(lost("leads elsewhere"));
        }
        // Resolved as a browser does.
        path => format!("{}/{path}", here.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    if path != here {
        let below =
            path.strip_prefix(address.below()).filter(|path| path.starts_with('/') && send::stays(path));
        call.set_uri(below.ok_or_else(|| lost("leads elsewhere"))?.to_owned());
    }
    let put =
        |name: &str| call.client.0.ways.iter().flat_map(|way| way.plan.puts()).any(|(_, put)| put == name);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let pairs = pairs.map(|(name, value)| (decoded(name), decoded(value))).filter(|(name, _)| !put(name));
    let params: Vec<Param> = pairs
        .map(|(name, value)| Param {
            place: Place::Query,
            name: name.into(),
            part: None,
            arg: Arg::Text(value),
        })
        .collect();
    call.params.retain(|param| param.place != Place::Query);
    for param in params {
        call.push(param);
    }
    Ok(call)
}

/// A name or value of a query, decoded; in many links a plus stands for a blank.
fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&crate::encode::decode(&text.replace('+', " "))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_several_links() {
        let check =
            |value: &str, wanted: Option<&str>| assert_eq!(in_header(value).as_deref(), wanted, "{value}");
        check(r#"<https://a.example/x?page=2>; rel="next""#, Some("https://a.example/x?page=2"));
        check(
            r#"<https://a.example/x?ids=1,2&page=1>; rel="prev", <https://a.example/x?ids=1,2&page=3>; rel="next""#,
            Some("https://a.example/x?ids=1,2&page=3"),
        );
        check("</x?page=9>; title=\"the last\"; REL=\"last Next\"", Some("/x?page=9"));
        check("<a>; rel=next", Some("a"));
        for none in ["", "<a>", "<a>; rel=\"prev\"", "<a; rel=next", "a; rel=next", "<a>; rel=\"nextish\""] {
            check(none, None);
        }
    }

    #[test]
    fn a_body_shows_links_in_several_ways() {
        let check =
            |json: Json, wanted: Option<&str>| assert_eq!(shown(View::Json(&json)).as_deref(), wanted);
        check(serde_json::json!("/x?page=2"), Some("/x?page=2"));
        check(serde_json::json!({"href": "/x?page=2"}), Some("/x?page=2"));
        check(serde_json::json!([{"rel": "self", "href": "a"}, {"rel": "next", "href": "b"}]), Some("b"));
        check(serde_json::json!([{"rel": "self", "href": "a"}]), None);
        check(Json::Null, None);
    }
}
