//! How wide a text is on a screen.

/// The columns that a text takes: two for each wide character (Chinese, Japanese, Korean, emoji).
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // Most of what is not ASCII is Chinese.
    let wide = |char: char| matches!(char, '\u{4e00}'..='\u{9fff}') || !char.is_ascii() && is_wide(char);
    text.chars().map(|char| if wide(char) { 2 } else { 1 }).sum()
}

fn is_wide(char: char) -> bool {
    matches!(u32::from(char),
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_two_columns_wide() {
        assert_eq!(width("ab"), 2);
        assert_eq!(width("镜像，a"), 7);
    }
}
