//! Nothing hides behind any medium, and each says the same to its reader.

use super::*;

/// A text with one of each kind that does harm somewhere.
const HOSTILE: &str =
    "a\u{1b}[2J\u{9b}b\r\nc\u{7f}\u{202e}d\u{2028}::error::e`*_[x](y)<i>|\"\\\0\u{e0041}\t中，f";

fn hides(text: &str, kept: &str) -> bool {
    text.chars().any(|c| is_hidden(c) && !kept.contains(c))
}

#[test]
fn nothing_hides() {
    assert!(!hides(&line(HOSTILE), ""));
    assert!(!hides(&cargo::directive("warning", HOSTILE), ""));
    assert!(!hides(&rust::doc(HOSTILE), "") && !hides(&rust::string(HOSTILE), ""));
    assert!(!hides(&yaml::scalar(HOSTILE, yaml::Context::Block), ""));
}

#[cfg(feature = "cli")]
#[test]
fn nothing_hides_on_the_command_line() {
    assert!(!hides(&terminal::text(HOSTILE), "\n\t"));
    assert!(!hides(&terminal::colored(HOSTILE), "\n\t"));
    assert_eq!(terminal::colored("\u{1b}[1;31ma\u{1b}[0m\u{1b}[2K"), "\u{1b}[1;31ma\u{1b}[0m\\u{1b}[2K");
    assert!(!hides(&markdown::text(HOSTILE), "") && !hides(&markdown::code(HOSTILE), ""));
    assert!(!hides(&uri::target(HOSTILE), "") && !uri::target("a>b").contains("a>b"));
    assert!(!hides(&html::page(HOSTILE), "\n\t"));
    assert!(!hides(&workflow::data(HOSTILE), "") && !workflow::property(HOSTILE).contains(':'));
    assert!(!hides(&toml::string(HOSTILE), ""));
    let json = serde_json::to_string(HOSTILE).unwrap();
    let escaped = json::document(&json);
    assert!(!hides(&escaped, ""));
    assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), HOSTILE);
    let yaml = yaml::scalar(HOSTILE, yaml::Context::Block).into_owned();
    assert_eq!(serde_yaml::from_str::<String>(&yaml).unwrap(), HOSTILE);
}
