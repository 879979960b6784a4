//! The two spellings of time that HTTP needs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// `20240315T080910Z`.
pub(crate) fn compact(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Reads [`compact`] back.
#[cfg(test)]
pub(crate) fn parse_compact(text: &str) -> Option<SystemTime> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u64>().ok();
    if text.len() != 16 || !text.is_ascii() || text.get(8..9)? != "T" || !text.ends_with('Z') {
        return None;
    }
    let days = days(number(0..4)?, number(4..6)?, number(6..8)?)?;
    let seconds = number(9..11)? * 3600 + number(11..13)? * 60 + number(13..15)?;
    Some(UNIX_EPOCH + Duration::from_secs(days * 86_400 + seconds))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of dates that HTTP still writes.
pub(crate) fn parse_http_date(text: &str) -> Option<SystemTime> {
    let mut words = text.split_once(", ")?.1.split(' ');
    let day = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
    let year = words.next()?.parse().ok()?;
    let mut clock = words.next()?.splitn(3, ':').map(str::parse::<u64>);
    let mut next = || clock.next()?.ok();
    let seconds = next()? * 3600 + next()? * 60 + next()?;
    Some(UNIX_EPOCH + Duration::from_secs(days(year, month, day)? * 86_400 + seconds))
}

/// Year, month and day of a day since 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let (era, doe) = (z / 146_097, z % 146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + u64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

/// The day since 1970-01-01 (`days_from_civil`); `None` for a date before that or none at all.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let y = if month <= 2 { year - 1 } else { year };
    let (era, yoe) = (y / 400, y % 400);
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for day in (0..60_000).step_by(7).chain([11_016, 11_017, 19_782]) {
            let (y, m, d) = civil(day);
            assert_eq!(days(y, m, d), Some(day));
        }
        assert_eq!(days(1960, 1, 1), None);
        assert_eq!(days(2024, 13, 1), None);
    }

    #[test]
    fn both_spellings() {
        let time = parse_compact("20240315T080910Z").unwrap();
        assert_eq!(time, UNIX_EPOCH + Duration::from_secs(1_710_490_150));
        assert_eq!(compact(time), "20240315T080910Z");
        assert_eq!(parse_http_date("Fri, 15 Mar 2024 08:09:10 GMT"), Some(time));
        assert_eq!(parse_http_date("soon"), None);
        assert_eq!(parse_compact("20240315T0809"), None);
    }
}
