//! Hashes, plain and keyed, of texts that come in pieces.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::{model::Digest, run::Stop};

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

/// The hash of all pieces; an error if one of them cannot be made.
pub(crate) fn hashed(
    digest: Digest,
    pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Stop>,
) -> Result<Hash, Stop> {
    fn of<D: sha2::Digest>(
        pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Stop>,
    ) -> Result<Hash, Stop> {
        let mut hash = D::new();
        pieces(&mut |bytes| hash.update(bytes))?;
        Ok(Hash::new(&hash.finalize()))
    }
    match digest {
        Digest::Md5 => of::<Md5>(pieces),
        Digest::Sha1 => of::<Sha1>(pieces),
        Digest::Sha256 => of::<Sha256>(pieces),
        Digest::Sha384 => of::<Sha384>(pieces),
        Digest::Sha512 => of::<Sha512>(pieces),
    }
}

/// The same with a key of any length.
pub(crate) fn keyed(
    digest: Digest,
    key: &[u8],
    pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Stop>,
) -> Result<Hash, Stop> {
    macro_rules! keyed {
        ($hash:ty) => {{
            let mut mac = Hmac::<$hash>::new_from_slice(key).map_err(|_| Stop::Absent)?;
            pieces(&mut |bytes| mac.update(bytes))?;
            Ok(Hash::new(&mac.finalize().into_bytes()))
        }};
    }
    match digest {
        Digest::Md5 => keyed!(Md5),
        Digest::Sha1 => keyed!(Sha1),
        Digest::Sha256 => keyed!(Sha256),
        Digest::Sha384 => keyed!(Sha384),
        Digest::Sha512 => keyed!(Sha512),
    }
}

/// The hash of one text.
pub(crate) fn digest(digest: Digest, value: &[u8]) -> Hash {
    match digest {
        Digest::Md5 => Hash::new(&Md5::digest(value)),
        Digest::Sha1 => Hash::new(&Sha1::digest(value)),
        Digest::Sha256 => Hash::new(&Sha256::digest(value)),
        Digest::Sha384 => Hash::new(&Sha384::digest(value)),
        Digest::Sha512 => Hash::new(&Sha512::digest(value)),
    }
}
