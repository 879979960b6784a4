//! Times as text, and back: words for the usual forms, else a pattern with the fields of `strftime`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How a time is written: counted, or as a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A count since 1970, to so many decimal digits of a second: 3 for milliseconds.
    Count(u32),
    Pattern(String),
}

const COUNTS: [(&str, u32); 4] = [("unix", 0), ("unix-ms", 3), ("unix-us", 6), ("unix-ns", 9)];

const PATTERNS: [(&str, &str); 4] = [
    ("iso", "%Y-%m-%dT%H:%M:%SZ"),
    ("iso-ms", "%Y-%m-%dT%H:%M:%S.%LZ"),
    ("basic", "%Y%m%dT%H%M%SZ"),
    // RFC 9110, section 5.6.7.
    ("http", "%a, %d %b %Y %H:%M:%S GMT"),
];

/// The days start with Thursday, as 1970 did.
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The form of a word or pattern.
pub(crate) fn form(written: &str) -> Result<Form, String> {
    if let Some((_, digits)) = COUNTS.iter().find(|(word, _)| *word == written) {
        return Ok(Form::Count(*digits));
    }
    if let Some((_, pattern)) = PATTERNS.iter().find(|(word, _)| *word == written) {
        return Ok(Form::Pattern((*pattern).to_owned()));
    }
    if !written.contains('%') {
        let words = PATTERNS.iter().map(|(word, _)| *word);
        return Err(crate::text::unknown(written, COUNTS.iter().map(|(word, _)| *word).chain(words)));
    }
    let mut rest = written;
    while let Some((_, tail)) = rest.split_once('%') {
        if !tail.starts_with(['Y', 'm', 'd', 'H', 'M', 'S', 'L', 'f', 'a', 'b']) {
            return Err(format!(
                "`{written}` has a field other than %Y %m %d %H %M %S, %L (milliseconds), %f (microseconds), %a and %b"
            ));
        }
        rest = tail;
    }
    Ok(Form::Pattern(written.to_owned()))
}

/// A time, in UTC.
pub(crate) fn write(form: &Form, at: SystemTime) -> String {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    let pattern = match form {
        Form::Count(0) => return seconds.to_string(),
        Form::Count(digits) => {
            let part = u64::from(since.subsec_nanos()) / 10_u64.pow(9 - digits);
            return seconds.saturating_mul(10_u64.pow(*digits)).saturating_add(part).to_string();
        }
        Form::Pattern(pattern) => pattern,
    };
    let (year, month, day) = civil(seconds / 86_400);
    let mut out = String::with_capacity(24);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let (value, width) = match (c, if c == '%' { chars.next() } else { None }) {
            ('%', Some('Y')) => (year, 4),
            ('%', Some('m')) => (month, 2),
            ('%', Some('d')) => (day, 2),
            ('%', Some('H')) => (seconds / 3_600 % 24, 2),
            ('%', Some('M')) => (seconds / 60 % 60, 2),
            ('%', Some('S')) => (seconds % 60, 2),
            ('%', Some('L')) => (u64::from(since.subsec_millis()), 3),
            ('%', Some('f')) => (u64::from(since.subsec_micros()), 6),
            ('%', Some('a')) => {
                out.push_str(name(&DAYS, seconds / 86_400 % 7));
                continue;
            }
            ('%', Some('b')) => {
                out.push_str(name(&MONTHS, month - 1));
                continue;
            }
            _ => {
                out.push(c);
                continue;
            }
        };
        let mut weight = 10_u64.pow(width - 1);
        while value / weight > 9 {
            weight *= 10;
        }
        while weight > 0 {
            out.push(char::from(b'0' + (value / weight % 10) as u8));
            weight /= 10;
        }
    }
    out
}

/// The time that a text in this form tells, as exactly as the form does.
pub(crate) fn read(form: &Form, text: &str) -> Option<SystemTime> {
    let pattern = match form {
        Form::Count(digits) => return counted(*digits, text),
        Form::Pattern(pattern) => pattern,
    };
    let (mut year, mut month, mut day, mut seconds, mut micros) = (1970, 1, 1, 0, 0);
    let mut rest = text;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            rest = rest.strip_prefix(c)?;
            continue;
        }
        let field = chars.next()?;
        let (digits, tail) = rest.split_at_checked(match field {
            'Y' => 4,
            'L' | 'a' | 'b' => 3,
            'f' => 6,
            _ => 2,
        })?;
        rest = tail;
        let among = |names: &[&str]| names.iter().position(|name| *name == digits);
        match field {
            'a' => {
                among(&DAYS)?;
                continue;
            }
            'b' => {
                month = among(&MONTHS)? as u64 + 1;
                continue;
            }
            _ => {}
        }
        let value =
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok()).flatten()?;
        match field {
            'Y' => year = value,
            'm' => month = value,
            'd' => day = value,
            'H' => seconds += value * 3_600,
            'M' => seconds += value * 60,
            'S' => seconds += value,
            'L' => micros = value * 1_000,
            _ => micros = value,
        }
    }
    let whole = rest.is_empty() && year >= 1970 && (1..=12).contains(&month) && (1..=31).contains(&day);
    let since =
        Duration::from_secs(days(year, month, day) * 86_400 + seconds) + Duration::from_micros(micros);
    UNIX_EPOCH.checked_add(since).filter(|_| whole)
}

fn name(names: &[&'static str], at: u64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
}

/// The time of a count since 1970, to so many decimal digits of a second.
fn counted(digits: u32, text: &str) -> Option<SystemTime> {
    let (count, unit) = (text.parse::<u64>().ok()?, 10_u64.pow(digits));
    let nanos = u32::try_from(count % unit * 10_u64.pow(9 - digits)).ok()?;
    UNIX_EPOCH.checked_add(Duration::new(count / unit, nanos))
}

/// Year, month and day of a number of days since 1970 (Howard Hinnant, `chrono`-compatible low-level date algorithms).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let (era, doe) = (z / 146_097, z % 146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + u64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

/// The days since 1970 of a date not before it, by the same algorithms.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year.saturating_sub(1) } else { year };
    let (era, yoe) = (year / 400, year % 400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day.saturating_sub(1);
    (era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy).saturating_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_and_read_back() {
        let at = UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
        for (word, text) in [
            ("unix", "1700000000"),
            ("unix-ms", "1700000000123"),
            ("unix-us", "1700000000123000"),
            ("unix-ns", "1700000000123000000"),
            ("http", "Tue, 14 Nov 2023 22:13:20 GMT"),
            ("%H:%M:%S.%f", "22:13:20.123000"),
            ("iso", "2023-11-14T22:13:20Z"),
            ("iso-ms", "2023-11-14T22:13:20.123Z"),
            ("basic", "20231114T221320Z"),
            ("%Y-%m-%d", "2023-11-14"),
        ] {
            let form = form(word).unwrap();
            assert_eq!(write(&form, at), text);
            assert_eq!(write(&form, read(&form, text).unwrap()), text, "{word}");
            assert_eq!(read(&form, "x"), None);
        }
        for day in [0, 58, 59, 60, 365, 789, 19_782, 19_783, 47_540] {
            let (year, month, date) = civil(day);
            assert_eq!(days(year, month, date), day);
        }
        assert!(form("isoo").unwrap_err().contains("`iso`"));
        assert!(form("%Q").is_err());
    }
}
