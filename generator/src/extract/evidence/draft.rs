//! What was gathered, as the text of a dialect.

use std::{collections::BTreeMap, fmt::Write as _};

use super::learned::Learned;
use crate::{
    diagnostic::Diagnostic,
    dialect::{self, Dialect},
};

/// The dialect of nobody: the words of all languages.
pub(super) fn plain() -> Result<Dialect, Vec<Diagnostic>> {
    dialect::read("auto", NAMES)
}

/// Rows that stand for the whole, for elements, for free keys.
const NAMES: &str = "names:
  nesting: with-parent
  whole: ['-', '--']
  element: ['[]']
  free: ['^\\{.*\\}$', '^<.*>$']
  ignore: ['^[/—]$']
";

/// The dialect that was gathered.
pub(super) fn dialect(learned: &Learned, hosts: &BTreeMap<String, u32>) -> Result<Dialect, Vec<Diagnostic>> {
    dialect::read("auto", &text(learned, hosts))
}

/// The text of the dialect that was gathered.
pub(super) fn text(learned: &Learned, hosts: &BTreeMap<String, u32>) -> String {
    let mut text = String::from("by: evidence\nservice:\n");
    // Writing to a string cannot fail.
    let _ = match &learned.action {
        Some(action) => writeln!(text, "  protocol: !rpc {action}\n  request: {{method: POST, uri: /}}"),
        None => writeln!(text, "  protocol: rest"),
    };
    if let Some(host) = endpoint(hosts) {
        let _ = writeln!(text, "  endpoint: 'https://{host}'");
    }
    if let Some((code, message)) = envelope(learned) {
        let other: Vec<&String> =
            learned.envelope.iter().filter(|key| **key != code && **key != message).collect();
        let other: Vec<String> = other.into_iter().map(|key| format!("'{key}'")).collect();
        let _ = writeln!(
            text,
            "  envelope: {{code: '{code}', ok: '0', message: '{message}', other: [{}]}}",
            other.join(", ")
        );
    }
    if let Some(ending) = &learned.ending {
        let _ = writeln!(text, "naming:\n  strip: ['{ending}']");
    }
    text.push_str(NAMES);
    text
}

/// The host that most addresses have, those that look like one of an API before others.
fn endpoint(hosts: &BTreeMap<String, u32>) -> Option<String> {
    let plain = |host: &&String| {
        host.contains('.')
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '{' | '}' | '_'))
    };
    let hosts = hosts.iter().filter(|(host, _)| plain(host));
    let weigh = |host: &str, count: u32| if host.contains("api") { count * 8 / 5 + 1 } else { count };
    hosts.max_by_key(|(host, count)| weigh(host, **count)).map(|(host, _)| host.clone())
}

/// The keys of the envelope that hold the code and the message.
fn envelope(learned: &Learned) -> Option<(String, String)> {
    let find = |endings: &[&str]| {
        let is = |key: &&String| endings.iter().any(|ending| key.to_lowercase().ends_with(ending));
        learned.envelope.iter().find(is).cloned()
    };
    Some((find(&["code", "status", "errno"])?, find(&["message", "msg", "error"])?))
}
