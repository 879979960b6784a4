//! Cookies of a request (RFC 6265).

/// The cookies in a header `Cookie`.
pub fn cookies(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header.split(';').filter_map(|pair| pair.trim().split_once('='))
}

/// The header `Cookie` with one more cookie.
#[must_use]
pub fn with_cookie(header: Option<&str>, name: &str, value: &str) -> String {
    match header.filter(|header| !header.trim().is_empty()) {
        Some(others) => format!("{others}; {name}={value}"),
        None => format!("{name}={value}"),
    }
}

/// Whether a value can stand in a cookie: a reader would take anything else for its end, or for another cookie.
#[must_use]
pub fn fits_cookie(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
}
