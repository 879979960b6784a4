//! When a request is sent again, and how long to wait before.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use crate::{Error, ErrorKind, Retry, time};

/// How a client retries: up to three attempts with exponential backoff and jitter unless told otherwise.
///
/// A request is sent again after what the network or a gateway lost (no connection, a broken one, HTTP 429, 502, 503
/// and 504) and after errors that the service's docs call passing. Every attempt is signed anew. An operation that is
/// not safe to repeat is sent again only if no connection was made, unless [`resend_unsafe`](Retries::resend_unsafe)
/// asks for more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retries {
    attempts: u32,
    base: Duration,
    cap: Duration,
    resend_unsafe: bool,
}

impl Default for Retries {
    fn default() -> Self {
        Retries {
            attempts: 3,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(20),
            resend_unsafe: false,
        }
    }
}

impl Retries {
    /// Sends each request only once.
    #[must_use]
    pub fn none() -> Self {
        Retries::default().attempts(1)
    }

    /// Sets how often a request is sent at most, including the first time.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the wait after the first attempt, which doubles from attempt to attempt, and the longest wait. A wait that
    /// the service asks for (`Retry-After`) replaces them; if it is longer than the cap, the call fails.
    #[must_use]
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.cap = cap;
        self
    }

    /// Sets whether operations that are not safe to repeat (those that create something) are treated like the rest.
    #[must_use]
    pub fn resend_unsafe(mut self, resend: bool) -> Self {
        self.resend_unsafe = resend;
        self
    }

    /// How long to wait before the next attempt; `None` when there is none.
    pub(crate) fn wait(
        &self,
        error: &Error,
        retry: Retry,
        attempts: u32,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        let harmless = self.resend_unsafe || retry != Retry::Unsafe || error.kind() == ErrorKind::Connect;
        if attempts >= self.attempts || !error.is_retryable() || !harmless {
            return None;
        }
        // A moment that has passed asks for no wait.
        if let Some(asked) = asked.filter(|asked| !asked.is_zero()) {
            return (asked <= self.cap).then_some(asked);
        }
        let full = self.base.saturating_mul(1 << (attempts - 1).min(20)).min(self.cap);
        // Half is fixed, half is chance: clients that failed together do not come back together.
        Some(full / 2 + (full / 2).mul_f64(chance()))
    }
}

/// What `Retry-After` asks for: seconds, or a date.
pub(crate) fn retry_after(value: &str, now: std::time::SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // A number too large for any clock is a wait that nobody has the time for.
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = time::parse_date(value)?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// A number from 0 to 1, different each time.
fn chance() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy() -> Error {
        Error::new(ErrorKind::Service, "busy").with_retryable(true)
    }

    #[test]
    fn waits_grow_and_stay_under_the_cap() {
        let retries =
            Retries::default().attempts(9).backoff(Duration::from_millis(100), Duration::from_secs(1));
        for attempt in 1..9 {
            let wait = retries.wait(&busy(), Retry::Safe, attempt, None).unwrap();
            let full = Duration::from_millis(100 << (attempt - 1)).min(Duration::from_secs(1));
            assert!(wait >= full / 2 && wait <= full, "{attempt}: {wait:?}");
        }
        assert_eq!(retries.wait(&busy(), Retry::Safe, 9, None), None);
    }

    #[test]
    fn what_creates_is_sent_again_only_if_nothing_was_sent() {
        let retries = Retries::default();
        let refused = Error::new(ErrorKind::Connect, "refused").with_retryable(true);
        assert_eq!(retries.wait(&busy(), Retry::Unsafe, 1, None), None);
        assert!(retries.wait(&refused, Retry::Unsafe, 1, None).is_some());
        assert!(retries.wait(&busy(), Retry::Idempotent, 1, None).is_some());
        assert!(retries.resend_unsafe(true).wait(&busy(), Retry::Unsafe, 1, None).is_some());
    }

    #[test]
    fn a_wait_is_read_in_any_spelling() {
        let now = std::time::UNIX_EPOCH + Duration::from_secs(1_710_490_150);
        let check =
            |value: &str, wanted: Option<Duration>| assert_eq!(retry_after(value, now), wanted, "{value}");
        check(" 3 ", Some(Duration::from_secs(3)));
        check("1.5", Some(Duration::from_millis(1500)));
        check("18446744073709551616", Some(Duration::MAX));
        check("1e300", None);
        check("-1", None);
        check("NaN", None);
        check("Fri, 15 Mar 2024 08:09:20 GMT", Some(Duration::from_secs(10)));
        check("Fri Mar 15 08:09:00 2024", Some(Duration::ZERO));
        check("Fri, 15 Mar 2024 18446744073709551615:09:10 GMT", None);
    }

    #[test]
    fn a_wait_that_is_asked_for_is_kept_or_the_call_fails() {
        let retries = Retries::default();
        let ask = |seconds| retries.wait(&busy(), Retry::Safe, 1, Some(Duration::from_secs(seconds)));
        assert_eq!(ask(3), Some(Duration::from_secs(3)));
        assert_eq!(ask(3600), None);
    }
}
