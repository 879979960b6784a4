//! Filters: what is made of a value, byte by byte.

use std::borrow::Cow;

use base64::{
    Engine as _, alphabet,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig,
        general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
    },
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

use crate::{
    hash::{Hash, digest},
    model::Coding,
    run::Stop,
    text::Filter,
};

/// All characters but the unreserved ones of RFC 3986.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH: &AsciiSet = &RESERVED.remove(b'/');

/// A hash as it is written.
pub(crate) fn coded(hash: &Hash, coding: Coding) -> Vec<u8> {
    match coding {
        Coding::Hex => hex(hash.bytes()),
        Coding::Base64 => STANDARD.encode(hash.bytes()).into_bytes(),
        Coding::Base64Url => URL_SAFE.encode(hash.bytes()).into_bytes(),
        Coding::Base64UrlBare => URL_SAFE_NO_PAD.encode(hash.bytes()).into_bytes(),
        Coding::Raw => hash.bytes().to_vec(),
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let digits = |byte: &u8| HEX[usize::from(*byte)];
    // Hashes have this size at most, and no memory of their own until they are spelled.
    let mut space = [[0; 2]; 64];
    match space.get_mut(..bytes.len()) {
        Some(space) => {
            space.iter_mut().zip(bytes).for_each(|(to, byte)| *to = digits(byte));
            space.as_flattened().to_vec()
        }
        None => bytes.iter().flat_map(digits).collect(),
    }
}

/// The two digits of each byte.
const HEX: [[u8; 2]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let (mut out, mut byte) = ([[0; 2]; 256], 0);
    while byte < 256 {
        out[byte] = [DIGITS[byte >> 4], DIGITS[byte & 15]];
        byte += 1;
    }
    out
};

/// A value after its filters, in their order.
pub(crate) fn filtered<'b>(filters: &[Filter], value: &'b [u8]) -> Result<Cow<'b, [u8]>, Stop> {
    let (done, rest) = match filters {
        [] => return Ok(Cow::Borrowed(value)),
        // The usual ending of a hash, without a copy in between.
        [Filter::Hash(of), Filter::Hex, rest @ ..] => (hex(digest(*of, value).bytes()), rest),
        [Filter::Given, ..] if value.is_empty() => return Err(Stop::Absent),
        [Filter::Given | Filter::OrEmpty, rest @ ..] => return filtered(rest, value),
        [first, rest @ ..] => (one(*first, value)?, rest),
    };
    Ok(Cow::Owned(if rest.is_empty() { done } else { filtered(rest, &done)?.into_owned() }))
}

fn one(filter: Filter, value: &[u8]) -> Result<Vec<u8>, Stop> {
    Ok(match filter {
        Filter::Hash(of) => digest(of, value).bytes().to_vec(),
        Filter::Hex => hex(value),
        Filter::Base64 => STANDARD.encode(value).into_bytes(),
        Filter::Base64Url => URL_SAFE.encode(value).into_bytes(),
        Filter::Base64UrlBare => URL_SAFE_NO_PAD.encode(value).into_bytes(),
        Filter::Unbase64 => unbase64(value)?,
        Filter::Decode => percent_decode(value).collect(),
        Filter::Percent => percent_encode(value, RESERVED).to_string().into_bytes(),
        Filter::PercentPath => percent_encode(value, PATH).to_string().into_bytes(),
        Filter::Slash if value.ends_with(b"/") => value.to_vec(),
        Filter::Slash => [value, b"/"].concat(),
        Filter::Upper => value.to_ascii_uppercase(),
        Filter::Lower => value.to_ascii_lowercase(),
        Filter::Asked if !value.is_empty() => [b"?", value].concat(),
        Filter::Asked | Filter::Given | Filter::OrEmpty => value.to_vec(),
    })
}

/// Decodes base64 of either alphabet, with or without `=` at its end.
pub(crate) fn unbase64(value: &[u8]) -> Result<Vec<u8>, Stop> {
    const EITHER: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if value.iter().any(|b| matches!(b, b'-' | b'_')) {
        &alphabet::URL_SAFE
    } else {
        &alphabet::STANDARD
    };
    GeneralPurpose::new(alphabet, EITHER).decode(value).map_err(|_| Stop::Base64)
}
