//! JSON as text. Examples keep the spelling of the page (`1.50`, a key twice), which no parsed value would.

use crate::width;

/// The text without the white space between its tokens.
#[must_use]
pub fn compact(text: &str) -> String {
    signs(text).collect()
}

/// The characters of JSON text without the white space between its tokens.
fn signs(text: &str) -> impl Iterator<Item = char> {
    let (mut in_string, mut escaped) = (false, false);
    text.chars().filter(move |char| {
        if in_string {
            in_string = escaped || *char != '"';
            escaped = !escaped && *char == '\\';
            return true;
        }
        in_string = *char == '"';
        !matches!(char, ' ' | '\t' | '\n' | '\r')
    })
}

/// The compact text laid out for reading, in lines of at most `room` columns where possible: an object or list on one
/// line where it fits, else one entry a line. `None` when the text is not compact JSON, so that laying it out would
/// change it.
#[must_use]
pub fn layout(text: &str, room: usize) -> Option<String> {
    let tokens = tokens(text)?;
    let ends = ends(&tokens)?;
    // The columns of everything before each token, if it all stood on one line.
    let columns: Vec<usize> = std::iter::once(0)
        .chain(tokens.iter().scan(0, |sum, token| {
            *sum += width(token) + usize::from(matches!(*token, "," | ":"));
            Some(*sum)
        }))
        .collect();
    let flat = |from: usize, to: usize| Some(columns.get(to + 1)? - columns.get(from)?);

    let mut out = String::with_capacity(text.len() * 2);
    let mut broken: Vec<bool> = Vec::new();
    let mut column = 0;
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
        2 * depth
    };
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" | "[" => {
                let end = *ends.get(at)?;
                let inside_line = broken.last() == Some(&false);
                // One column more, for the comma behind it.
                let fits = inside_line || column + flat(at, end)? < room || end == at + 1;
                out.push_str(token);
                broken.push(!fits);
                column = if fits { column + 1 } else { line(&mut out, broken.len()) };
            }
            "}" | "]" => {
                if broken.pop()? {
                    column = line(&mut out, broken.len());
                }
                out.push_str(token);
                column += 1;
            }
            "," if broken.last() == Some(&true) => {
                out.push(',');
                column = line(&mut out, broken.len());
            }
            "," | ":" => {
                out.push_str(token);
                out.push(' ');
                column += 2;
            }
            token => {
                out.push_str(token);
                column += width(token);
            }
        }
    }
    Some(out)
}

/// The tokens: punctuation, strings with their quotes, and whatever else stands between. `None` where there is white space
/// between them.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let length = match first {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            b'"' => string_length(rest)?,
            b' ' | b'\t' | b'\n' | b'\r' => return None,
            _ => rest.find(['{', '}', '[', ']', ',', ':', '"', ' ', '\t', '\n', '\r']).unwrap_or(rest.len()),
        };
        let (token, behind) = rest.split_at_checked(length)?;
        tokens.push(token);
        rest = behind;
    }
    Some(tokens)
}

fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// For each token that opens something, the token that closes it.
fn ends(tokens: &[&str]) -> Option<Vec<usize>> {
    let mut ends = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" | "[" => open.push((at, *token)),
            "}" | "]" => {
                let (start, opener) = open.pop()?;
                if (opener == "{") != (*token == "}") {
                    return None;
                }
                *ends.get_mut(start)? = at;
            }
            _ => {}
        }
    }
    open.is_empty().then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_in_strings_stays() {
        assert_eq!(compact("{ \"a b\" :\n [1.50, \"\\\" \\\\\" , 2] }\n"), r#"{"a b":[1.50,"\" \\",2]}"#);
    }

    #[test]
    fn what_fits_stays_on_a_line() {
        let text = r#"{"RetCode":0,"Images":[{"Name":"a, b","Size":1.50},{}],"Tags":[]}"#;
        assert_eq!(
            layout(text, 100).unwrap(),
            r#"{"RetCode": 0, "Images": [{"Name": "a, b", "Size": 1.50}, {}], "Tags": []}"#
        );
        assert_eq!(
            layout(text, 40).unwrap(),
            "{\n  \"RetCode\": 0,\n  \"Images\": [\n    {\"Name\": \"a, b\", \"Size\": 1.50},\n    {}\n  ],\n  \"Tags\": []\n}"
        );
    }

    #[test]
    fn what_is_not_compact_json_stays_as_it_is() {
        for text in ["{\"a\": 1}", "{\"a\":1", "{]", "\"a", "{\"a\":1}}"] {
            assert_eq!(layout(text, 10), None, "{text}");
        }
    }
}
