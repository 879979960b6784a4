//! The members of a JSON body, as they are written: what is signed is what is sent, so no number is spelled anew.

use serde::de::{DeserializeOwned, IgnoredAny};

/// The members of an object in their order, each name decoded and each value as it is written; `None` where the body is
/// no JSON object. A body without a byte has none.
pub(crate) fn members(body: &[u8]) -> Option<Vec<(String, &str)>> {
    let body = std::str::from_utf8(body).ok()?.trim();
    if body.is_empty() {
        return Some(Vec::new());
    }
    let mut rest = body.strip_prefix('{')?.trim_start();
    let mut out = Vec::new();
    if rest != "}" {
        loop {
            let (name, _, behind) = next::<String>(rest)?;
            let (_, value, behind) = next::<IgnoredAny>(behind.strip_prefix(':')?)?;
            out.push((name, value));
            rest = behind;
            let Some(more) = rest.strip_prefix(',') else { break };
            rest = more;
        }
    }
    (rest == "}").then_some(out)
}

/// The first value of JSON in a text, also as it is written, and what is behind it.
fn next<T: DeserializeOwned>(text: &str) -> Option<(T, &str, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    let value = values.next()?.ok()?;
    let (written, behind) = text.split_at_checked(values.byte_offset())?;
    Some((value, written.trim(), behind.trim_start()))
}

/// A value as text: what a string says, any other value as it is written. A null has none.
pub(crate) fn text(written: &str) -> Option<String> {
    match written {
        "null" => None,
        string if string.starts_with('"') => serde_json::from_str(string).ok(),
        other => Some(other.to_owned()),
    }
}

/// What the member at a path says: `a.b` is the member `b` of the object `a`.
pub(crate) fn at(body: &[u8], path: &str) -> Option<String> {
    let (name, inner) = cut(path);
    let (_, written) = members(body)?.into_iter().find(|(known, _)| known == name)?;
    match inner {
        Some(inner) => at(written.as_bytes(), inner),
        None => text(written),
    }
}

/// The first name of a path, and what is behind it.
fn cut(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(name, inner)| (name, Some(inner)))
}

/// Adds a member at the end of a JSON body, or of an object in it: `a.b` is the member `b` of the object `a`, which begins
/// where there is none.
///
/// # Errors
///
/// The body is no JSON object, has the member already, or the value should be a number and is none.
pub fn put_member(body: &mut Vec<u8>, path: &str, value: &str, number: bool) -> Result<(), String> {
    if number && serde_json::from_str::<serde_json::Number>(value).is_err() {
        return Err(format!("{path} should be a number, and is none"));
    }
    let value = if number { value.to_owned() } else { quoted(value) };
    put(body, path, path, &value)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Adds a value, as it is to be written, at what is left of a path.
fn put(body: &mut Vec<u8>, whole: &str, path: &str, value: &str) -> Result<(), String> {
    let known = members(body).ok_or_else(|| {
        format!("{whole} belongs in an object of JSON, and the body of the request is none")
    })?;
    let (name, inner) = cut(path);
    let there = known.iter().find(|(known, _)| known == name).map(|(_, written)| *written);
    let Some(inner) = inner else {
        if there.is_some() {
            return Err(format!("{whole} is put by the way to authenticate, and was given as well"));
        }
        let is_first = known.is_empty();
        append(body, is_first, name, value);
        return Ok(());
    };
    let mut object = there.unwrap_or_default().as_bytes().to_vec();
    put(&mut object, whole, inner, value)?;
    let object = String::from_utf8(object).map_err(|error| error.to_string())?;
    if there.is_some() {
        let value = |(known, written)| if known == name { (known, &*object) } else { (known, written) };
        *body = written(known.into_iter().map(value));
    } else {
        let is_first = known.is_empty();
        append(body, is_first, name, &object);
    }
    Ok(())
}

/// An object of members; without one it is nothing.
fn written<'m>(members: impl Iterator<Item = (String, &'m str)>) -> Vec<u8> {
    let members = members.map(|(name, value)| format!("{}:{value}", quoted(&name)));
    let members = members.collect::<Vec<_>>().join(",");
    if members.is_empty() { Vec::new() } else { format!("{{{members}}}").into_bytes() }
}

/// Writes a member at the end of an object, which else stays as it is written.
fn append(body: &mut Vec<u8>, is_first: bool, name: &str, value: &str) {
    let end = body.iter().rposition(|byte| *byte == b'}').unwrap_or_default();
    body.truncate(end);
    if is_first {
        *body = vec![b'{'];
    } else {
        body.push(b',');
    }
    body.extend([quoted(name).as_bytes(), b":", value.as_bytes(), b"}"].concat());
}

/// A JSON body without the member at a path, if it is an object; an object that had no other goes with it.
pub(crate) fn without(body: &[u8], path: &str) -> Option<Vec<u8>> {
    let (name, inner) = cut(path);
    let known = members(body)?;
    let there = known.iter().find(|(known, _)| known == name).map(|(_, written)| written.as_bytes());
    let object = match (inner, there) {
        (Some(inner), Some(object)) => String::from_utf8(without(object, inner)?).ok()?,
        (Some(_) | None, _) => String::new(),
    };
    let kept = known.into_iter().filter_map(|(known, written)| match known == name {
        true if object.is_empty() => None,
        true => Some((known, &*object)),
        false => Some((known, written)),
    });
    Some(written(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_as_they_are_written() {
        let body = br#" { "a" : "x\"y" , "b":0.10,"c":[1, {"d":2}] ,"e":null}"#;
        let found = members(body).unwrap();
        let texts: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
        let text = |text: &str| Some(text.to_owned());
        let wanted = [("a", text("x\"y")), ("b", text("0.10")), ("c", text(r#"[1, {"d":2}]"#)), ("e", None)];
        assert_eq!(texts, wanted);
        assert_eq!((members(b"{ }"), members(b"")), (Some(Vec::new()), Some(Vec::new())));
        for other in [&b"[1]"[..], b"a=b", b"{", br#"{"a":1"#, br#"{"a":1}x"#, br#"{"a":1,}"#, b"\xff"] {
            assert_eq!(members(other), None, "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn a_member_of_an_object_is_put_there_and_taken_away() {
        let check = |body: &str, wanted: &str| {
            let mut found = body.as_bytes().to_vec();
            put_member(&mut found, "auth.key", "k", false).unwrap();
            put_member(&mut found, "auth.at.ms", "17", true).unwrap();
            assert_eq!(String::from_utf8_lossy(&found), wanted);
            assert_eq!(
                (at(&found, "auth.key"), at(&found, "auth.at.ms")),
                (Some("k".into()), Some("17".into()))
            );
            let back = without(&without(&found, "auth.at.ms").unwrap(), "auth.key").unwrap();
            assert_eq!(String::from_utf8_lossy(&back), body);
        };
        check("", r#"{"auth":{"key":"k","at":{"ms":17}}}"#);
        check(r#"{"a":0.10}"#, r#"{"a":0.10,"auth":{"key":"k","at":{"ms":17}}}"#);
        check(r#"{"auth":{"b":1e2},"a":2}"#, r#"{"auth":{"b":1e2,"key":"k","at":{"ms":17}},"a":2}"#);
        assert_eq!(at(br#"{"auth":[1]}"#, "auth.key"), None);
        for other in [r#"{"auth":[1]}"#, r#"{"auth":{"key":"mine"}}"#, r#"{"auth":null}"#] {
            assert!(put_member(&mut other.as_bytes().to_vec(), "auth.key", "k", false).is_err(), "{other}");
        }
    }

    #[test]
    fn a_member_is_put_once_and_taken_away() {
        let mut body = Vec::new();
        put_member(&mut body, "k\"", "v", false).unwrap();
        put_member(&mut body, "t", "17", true).unwrap();
        assert_eq!(body, br#"{"k\"":"v","t":17}"#);
        assert!(put_member(&mut body, "t", "18", true).is_err());
        assert!(put_member(&mut body, "u", "1 8", true).is_err());
        assert!(put_member(&mut b"[]".to_vec(), "a", "b", false).is_err());
        assert_eq!(without(&body, "k\"").unwrap(), br#"{"t":17}"#);
    }
}
