//! Characters as people type them.

/// White space, of the full-width kind too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// The ASCII sign that a full-width or typographic one stands for.
pub(super) fn ascii(c: char) -> char {
    match c {
        '\u{ff5b}' => '{',
        '\u{ff5d}' => '}',
        // The square ones of a Chinese keyboard are these or the black ones.
        '\u{ff3b}' | '\u{3010}' => '[',
        '\u{ff3d}' | '\u{3011}' => ']',
        '\u{ff0c}' => ',',
        '\u{ff1a}' => ':',
        '\u{ff1d}' => '=',
        '\u{201c}' | '\u{201d}' | '\u{ff02}' => '"',
        '\u{2018}' | '\u{2019}' | '\u{ff07}' => '\'',
        other => other,
    }
}
