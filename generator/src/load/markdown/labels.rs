//! Lines that begin with a label, such as `**Method**: GET`. Markdown joins those that only the source breaks; their
//! author means each by itself.

/// Longer texts before a colon are no labels.
const MAX_LABEL: usize = 40;

/// Which lines of a paragraph stand for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labels {
    /// Those that begin with a label in bold type.
    Bold,
    /// All: each is a label and a value.
    All,
}

/// Which lines of a paragraph, given as it is in the source, stand for themselves.
pub(super) fn of(paragraph: &str) -> Labels {
    let mut lines = paragraph.lines().map(str::trim).filter(|line| !line.is_empty());
    if paragraph.contains([':', '\u{ff1a}']) && lines.all(is_plain) { Labels::All } else { Labels::Bold }
}

impl Labels {
    /// Whether a line of the paragraph begins a text of its own.
    pub(super) fn begins(self, line: &str) -> bool {
        self == Labels::All || is_bold(line.trim_start())
    }
}

/// `**Method**: GET`, `**Method:** GET`.
fn is_bold(line: &str) -> bool {
    let Some((label, behind)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
        return false;
    };
    let colon = [':', '\u{ff1a}'];
    (1..=MAX_LABEL).contains(&label.chars().count())
        && (label.trim_end().ends_with(colon) || behind.trim_start().starts_with(colon))
}

/// `Method: GET`: up to three words before the colon, and no address behind them.
fn is_plain(line: &str) -> bool {
    let Some((label, value)) = line.split_once([':', '\u{ff1a}']) else { return false };
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let words = label.split_whitespace().count();
    (1..=3).contains(&words)
        && label.chars().count() <= MAX_LABEL
        && label.chars().all(word)
        && !value.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_bold_type_begin_a_line() {
        for line in
            ["**Method**: GET", "  **Method** : GET", "**Method:** GET", "**\u{65b9}\u{6cd5}**\u{ff1a}GET"]
        {
            assert!(Labels::Bold.begins(line), "{line}");
        }
        for line in ["**Note** that", "text **Method**: GET", "****: x"] {
            assert!(!Labels::Bold.begins(line), "{line}");
        }
    }

    #[test]
    fn all_lines_are_labels_and_values() {
        assert_eq!(of("URL: /boats\nMethod: POST\n"), Labels::All);
        assert_eq!(of("All boats are told.\nMethod: POST"), Labels::Bold);
        assert_eq!(of("https://api.example.com/boats\nMethod: POST"), Labels::Bold);
    }
}
