//! How alike two names and two descriptions are, for guessing renames.

use similar::TextDiff;
use tablature_ir::Field;

/// From 0 (nothing in common) to 1 (the same). Case, `_`, `-` and `.` do not count.
pub(crate) fn names(old: &str, new: &str) -> f32 {
    let (old, new) = (plain(old), plain(new));
    if old == new { 1.0 } else { TextDiff::from_chars(&old, &new).ratio() }
}

/// From 0 to 1; two texts that say next to nothing are not alike.
pub(crate) fn texts(old: &str, new: &str) -> f32 {
    let (old, new) = (old.trim(), new.trim());
    if old.chars().count() < 4 || new.chars().count() < 4 {
        return 0.0;
    }
    if old == new {
        return 1.0;
    }
    // A character diff of two long texts costs more than the guess is worth.
    if old.len() + new.len() > 1200 {
        return 0.0;
    }
    TextDiff::from_chars(old, new).ratio()
}

/// How likely it is that a field became another of the same parent; `None` for unlikely.
pub(crate) fn fields(old: (&str, &Field), new: (&str, &Field)) -> Option<f32> {
    let name = names(old.0, new.0);
    if name >= 1.0 {
        return Some(3.0);
    }
    if old.1.ty != new.1.ty {
        return None;
    }
    let score = name + texts(&old.1.description, &new.1.description);
    (score >= 1.45).then_some(score)
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Pairs of positions, best first, each used once.
pub(crate) fn best(
    old: usize,
    new: usize,
    score: impl Fn(usize, usize) -> Option<f32>,
) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(f32, usize, usize)> = (0..old)
        .flat_map(|i| (0..new).map(move |j| (i, j)))
        .filter_map(|(i, j)| Some((score(i, j)?, i, j)))
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_old, mut used_new, mut pairs) = (vec![false; old], vec![false; new], Vec::new());
    for (_, i, j) in candidates {
        let (Some(old), Some(new)) = (used_old.get_mut(i), used_new.get_mut(j)) else { continue };
        if !*old && !*new {
            (*old, *new) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablature_ir::Type;

    fn field(doc: &str) -> Field {
        Field { description: doc.into(), ..Field::new(Type::String) }
    }

    #[test]
    fn a_rename_needs_a_like_name_or_the_same_words() {
        let guess = |a: &str, x: &str, b: &str, y: &str| fields((a, &field(x)), (b, &field(y))).is_some();
        assert!(guess("UHostIDs", "", "UHostIds", ""), "case alone");
        assert!(guess("Zone", "Availability zone of the host", "ZoneId", "Availability zone of the host"));
        assert!(!guess("Zone", "Availability zone", "Password", "The password of the database"));
        assert!(!guess("Name", "name", "Memo", "note"));
    }

    #[test]
    fn the_best_pair_goes_first_and_each_is_used_once() {
        let scores = [[2.0, 3.0], [1.0, 2.5]];
        assert_eq!(best(2, 2, |i, j| Some(scores[i][j])), [(0, 1), (1, 0)]);
    }
}
