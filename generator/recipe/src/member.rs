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

/// Adds a member at the end of a JSON body.
///
/// # Errors
///
/// The body is no JSON object, has the member already, or the value should be a number and is none.
pub fn put_member(body: &mut Vec<u8>, name: &str, value: &str, number: bool) -> Result<(), String> {
    let known = members(body)
        .ok_or_else(|| format!("{name} belongs in an object of JSON, and the body of the request is none"))?;
    if known.iter().any(|(known, _)| known == name) {
        return Err(format!("{name} is put by the way to authenticate, and was given as well"));
    }
    let is_first = known.is_empty();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    if number && serde_json::from_str::<serde_json::Number>(value).is_err() {
        return Err(format!("{name} should be a number, and is none"));
    }
    let value = if number { value.to_owned() } else { quoted(value) };
    let end = body.iter().rposition(|byte| *byte == b'}').unwrap_or_default();
    body.truncate(end);
    if is_first {
        *body = vec![b'{'];
    } else {
        body.push(b',');
    }
    body.extend([quoted(name).as_bytes(), b":", value.as_bytes(), b"}"].concat());
    Ok(())
}

/// A JSON body without a member, if it is an object.
pub(crate) fn without(body: &[u8], name: &str) -> Option<Vec<u8>> {
    let kept = members(body)?.into_iter().filter(|(known, _)| known != name);
    let kept = kept.map(|(name, value)| format!("{}:{value}", serde_json::Value::from(name)));
    let kept = kept.collect::<Vec<_>>().join(",");
    Some(if kept.is_empty() { Vec::new() } else { format!("{{{kept}}}").into_bytes() })
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
