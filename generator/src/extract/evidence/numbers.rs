//! Numbers in the addresses of operations: where the text says so, they are the ids of what is before them.

use super::path::without_query;
use crate::words;

/// The path with a placeholder in the place of each number that stands behind a word for several things, where the text
/// around the path names one of the numbers, too: "`PUT /boats/7.json` changes the boat with an ID of `7`". Without that, a
/// number may be a version.
pub(super) fn template(path: &str, text: &str) -> Option<String> {
    let around = text.replace(path, " ");
    let is_named = |number: &str| around.split(|c: char| !c.is_alphanumeric()).any(|word| word == number);
    let mut named = false;
    let own = without_query(path);
    let mut parts: Vec<String> = own.split('/').map(str::to_owned).collect();
    let mut found = false;
    for at in 1..parts.len() {
        let Some([before, part]) = parts.get(at - 1..=at) else { continue };
        let (number, ending) = part.split_once('.').map_or((part.as_str(), ""), |(number, _)| {
            (number, part.get(number.len()..).unwrap_or_default())
        });
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let Some(one) = words::singular(before).filter(|_| is_number) else { continue };
        named |= is_named(number);
        let placeholder = format!("{{{}_id}}{ending}", words::snake(&one));
        if let Some(part) = parts.get_mut(at) {
            *part = placeholder;
            found = true;
        }
    }
    (found && named).then(|| parts.join("/") + path.get(own.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn numbers_behind_words_for_several_things_are_ids() {
        let cases = [
            ("`GET /boats/7` gives boat 7", "/boats/7", Some("/boats/{boat_id}")),
            (
                "`/boats/7/sails/1.json?full=1` with ID `1`",
                "/boats/7/sails/1.json?full=1",
                Some("/boats/{boat_id}/sails/{sail_id}.json?full=1"),
            ),
            ("`GET /boats/7`", "/boats/7", None),
            ("`/rest/api/2/boats` is of version 2", "/rest/api/2/boats", None),
            ("the 7 of `/7`", "/7", None),
        ];
        for (text, path, expected) in cases {
            assert_eq!(template(path, text).as_deref(), expected, "{path}");
        }
    }
}
