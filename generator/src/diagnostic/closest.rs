//! "Did you mean …?"

/// The candidate that a word was most likely meant to be, when one is near enough: at most a third of its
/// characters differ (added, lost, changed, or swapped with a neighbour). Case counts for little.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| {
            let other = candidate.to_lowercase();
            let allowed = (wanted.chars().count().max(other.chars().count()) / 3).max(1);
            (strsim::osa_distance(&wanted, &other), allowed, candidate)
        })
        .filter(|(distance, allowed, _)| distance <= allowed)
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["required", "type", "default", "enum"];
        assert_eq!(closest("requird", known), Some("required"));
        assert_eq!(closest("Type", known), Some("type"));
        assert_eq!(closest("tpye", known), Some("type"));
        assert_eq!(closest("description", known), None);
    }
}
