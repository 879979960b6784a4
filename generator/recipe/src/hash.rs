//! Hashes, plain and keyed, of texts that come in pieces.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

use crate::model::Digest;

/// A hash, which needs no memory of its own.
#[derive(Clone, Copy)]
pub(crate) struct Hash {
    bytes: [u8; 64],
    length: usize,
}

impl Hash {
    fn new(hash: &[u8]) -> Self {
        let mut bytes = [0; 64];
        bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
        Hash { bytes, length: hash.len() }
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// The hash of the pieces that come; `None` when they do not come to an end.
pub(crate) fn hashed(
    digest: Digest,
    pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Option<()>,
) -> Option<Hash> {
    fn of<D: sha2::Digest>(pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Option<()>) -> Option<Hash> {
        let mut hash = D::new();
        pieces(&mut |bytes| hash.update(bytes))?;
        Some(Hash::new(&hash.finalize()))
    }
    match digest {
        Digest::Sha1 => of::<Sha1>(pieces),
        Digest::Sha256 => of::<Sha256>(pieces),
        Digest::Sha512 => of::<Sha512>(pieces),
    }
}

/// The same with a key, which may have any length.
pub(crate) fn keyed(
    digest: Digest,
    key: &[u8],
    pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Option<()>,
) -> Option<Hash> {
    macro_rules! keyed {
        ($hash:ty) => {{
            let mut mac = Hmac::<$hash>::new_from_slice(key).ok()?;
            pieces(&mut |bytes| mac.update(bytes))?;
            Some(Hash::new(&mac.finalize().into_bytes()))
        }};
    }
    match digest {
        Digest::Sha1 => keyed!(Sha1),
        Digest::Sha256 => keyed!(Sha256),
        Digest::Sha512 => keyed!(Sha512),
    }
}

/// The hash of one text.
pub(crate) fn digest(digest: Digest, value: &[u8]) -> Hash {
    match digest {
        Digest::Sha1 => Hash::new(&Sha1::digest(value)),
        Digest::Sha256 => Hash::new(&Sha256::digest(value)),
        Digest::Sha512 => Hash::new(&Sha512::digest(value)),
    }
}
