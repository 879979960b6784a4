//! JSON as text. Examples keep the spelling of the page (`1.50`, a key twice), which no parsed value would.

/// The text without the white space between its tokens.
#[must_use]
pub fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for char in text.chars() {
        if in_string {
            in_string = escaped || char != '"';
            escaped = !escaped && char == '\\';
        } else if matches!(char, ' ' | '\t' | '\n' | '\r') {
            continue;
        } else {
            in_string = char == '"';
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_in_strings_stays() {
        assert_eq!(compact("{ \"a b\" :\n [1.50, \"\\\" \\\\\" , 2] }\n"), r#"{"a b":[1.50,"\" \\",2]}"#);
    }
}
