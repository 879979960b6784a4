//! Which placeholder of a path is which of another one: by their places.

/// The placeholders that have another name, before and now, where the two paths are one but for them.
pub(crate) fn renamed<'u>(old: &'u str, new: &'u str) -> Option<Vec<(&'u str, &'u str)>> {
    let (before, now) = (pieces(old), pieces(new));
    let same = before.len() == now.len() && before.iter().zip(&now).all(|(a, b)| a.0 == b.0);
    let differ = before.iter().zip(&now).filter(|(a, b)| a.1 != b.1);
    same.then(|| differ.map(|(a, b)| (a.1, b.1)).collect())
}

/// A path as pairs of fixed text and the placeholder behind it.
fn pieces(uri: &str) -> Vec<(&str, &str)> {
    uri.split_inclusive('}')
        .filter(|text| !text.is_empty())
        .map(|text| match text.split_once('{') {
            Some((fixed, name)) => (fixed, name.trim_end_matches('}')),
            None => (text, ""),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_paired_by_their_places() {
        assert_eq!(renamed("/v1/{a}/x/{b}", "/v1/{a}/x/{c}"), Some(vec![("b", "c")]));
        assert_eq!(renamed("/v1/{a}", "/v2/{a}"), None);
        assert_eq!(renamed("/v1/{a}", "/v1/{a}/{b}"), None);
        assert_eq!(renamed("/v1/{a}/y", "/v1/{b}/y"), Some(vec![("a", "b")]));
    }
}
