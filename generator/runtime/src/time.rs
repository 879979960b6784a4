//! The spellings of time that HTTP needs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date of HTTP (RFC 9110, section 5.6.7) in any of its three forms, `Sun, 06 Nov 1994 08:49:37 GMT` being the one
/// that is still written, or one of RFC 3339.
pub(crate) fn parse_date(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    match text.split_once(['T', 't']) {
        Some((date, clock)) if date.starts_with(|first: char| first.is_ascii_digit()) => {
            let mut parts = date.splitn(3, '-').map(str::parse);
            let mut next = || parts.next()?.ok();
            let day = days(next()?, next()?, next()?)?;
            let end = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
            let (clock, zone) = clock.split_at(end);
            moment(day, seconds(clock)?, offset(zone)?)
        }
        _ => parse_words(text),
    }
}

/// The forms with the name of a month: the day stands before the year in all of them.
fn parse_words(text: &str) -> Option<SystemTime> {
    let (mut numbers, mut month, mut clock, mut east) = (Vec::new(), None, None, 0);
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        if word.contains(':') {
            clock = Some(seconds(word)?);
        } else if word.starts_with(['+', '-']) {
            east = offset(word)?;
        } else {
            for part in word.split('-') {
                let is = |name: &&str| name.eq_ignore_ascii_case(part);
                month = MONTHS.iter().zip(1..).find(|(name, _)| is(name)).map(|(_, number)| number).or(month);
                numbers.extend(part.parse::<u64>().ok().map(|number| (number, part.len())));
            }
        }
    }
    let [(day, _), (year, digits)] = numbers[..] else { return None };
    let year = match (digits, year) {
        (0..=2, 70..) => year + 1900,
        (0..=2, _) => year + 2000,
        _ => year,
    };
    moment(days(year, month?, day)?, clock?, east)
}

/// `08:49:37`, with or without a fraction, in seconds.
fn seconds(clock: &str) -> Option<u64> {
    let whole = clock.split('.').next()?;
    let mut parts = whole.splitn(3, ':').map(str::parse::<u64>);
    let mut next = |most: u64| parts.next()?.ok().filter(|part| *part <= most);
    Some(next(23)? * 3600 + next(59)? * 60 + next(60)?)
}

/// How far a zone is to the east, in seconds: `Z`, nothing, `+0800` or `-05:30`.
fn offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.split_at_checked(1) {
        None | Some(("Z" | "z", "")) => return Some(0),
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        Some(_) => return None,
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = digits.split_at_checked(2)?;
    let part = |text: &str, most: i64| text.parse().ok().filter(|part| (0..=most).contains(part));
    Some(sign * (part(hours, 23)? * 3600 + part(minutes, 59)? * 60))
}

fn moment(day: u64, seconds: u64, east: i64) -> Option<SystemTime> {
    let local = day.checked_mul(86_400)?.checked_add(seconds)?;
    UNIX_EPOCH.checked_add(Duration::from_secs(local.checked_add_signed(east.checked_neg()?)?))
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
    fn days_are_counted_from_1970() {
        for (date, day) in
            [((1970, 1, 1), 0), ((2000, 2, 29), 11_016), ((2000, 3, 1), 11_017), ((2024, 2, 29), 19_782)]
        {
            assert_eq!(days(date.0, date.1, date.2), Some(day));
        }
        assert_eq!(days(1960, 1, 1), None);
        assert_eq!(days(2024, 13, 1), None);
    }

    #[test]
    fn dates_in_all_their_forms() {
        let time = UNIX_EPOCH + Duration::from_secs(1_710_490_150);
        for text in [
            "Fri, 15 Mar 2024 08:09:10 GMT",
            "Friday, 15-Mar-24 08:09:10 GMT",
            "Fri Mar 15 08:09:10 2024",
            "Fri, 15 mar 2024 16:09:10 +0800",
            "15 Mar 2024 08:09:10",
            "2024-03-15T08:09:10Z",
            "2024-03-15T08:09:10.999Z",
            "2024-03-15T03:39:10-04:30",
        ] {
            assert_eq!(parse_date(text), Some(time), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "Fri, 15 Mar 2024",
            "Fri, 15 Mar 99999999999999999999 08:09:10 GMT",
            "Fri, 15 Mar 2024 18446744073709551615:09:10 GMT",
            "Fri, 15 Mar 2024 99:99:99 GMT",
            "Thu, 01 Jan 1970 00:00:00 +2300",
            "2024-13-01T00:00:00Z",
            "2024-03-15T08:09:10+99:99",
            "-T:::",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    /// Whatever is on the wire, reading it does not panic; arithmetic is checked in tests.
    #[test]
    fn nothing_on_the_wire_panics() {
        let words =
            ["9", "99999999999999999999", "T", "Z", ":", "-", "+", " ", ",", ".", "Mar", "GMT", "24", "é"];
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(words[usize::try_from(state >> 40).unwrap() % words.len()]);
            }
            let _ = parse_date(&text);
            let _ = crate::retry::retry_after(&text, SystemTime::now());
            let _ = crate::ContentRange::parse(&text);
        }
    }
}
