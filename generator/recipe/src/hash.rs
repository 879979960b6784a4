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

/// A keyed hash that has taken in its key, which costs as much as a short text does.
#[derive(Clone)]
pub(crate) enum Keyed {
    Md5(Hmac<Md5>),
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

impl Keyed {
    /// A keyed hash with a key of any length.
    pub(crate) fn new(digest: Digest, key: &[u8]) -> Result<Self, Stop> {
        fn of<M: KeyInit>(key: &[u8]) -> Result<M, Stop> {
            M::new_from_slice(key).map_err(|_| Stop::Absent)
        }
        Ok(match digest {
            Digest::Md5 => Keyed::Md5(of(key)?),
            Digest::Sha1 => Keyed::Sha1(of(key)?),
            Digest::Sha256 => Keyed::Sha256(of(key)?),
            Digest::Sha384 => Keyed::Sha384(of(key)?),
            Digest::Sha512 => Keyed::Sha512(of(key)?),
        })
    }

    /// The keyed hash of all pieces; an error if one of them cannot be made.
    pub(crate) fn of(
        self,
        pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Stop>,
    ) -> Result<Hash, Stop> {
        fn of<M: Mac>(
            mut mac: M,
            pieces: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Stop>,
        ) -> Result<Hash, Stop> {
            pieces(&mut |bytes| mac.update(bytes))?;
            Ok(Hash::new(&mac.finalize().into_bytes()))
        }
        match self {
            Keyed::Md5(mac) => of(mac, pieces),
            Keyed::Sha1(mac) => of(mac, pieces),
            Keyed::Sha256(mac) => of(mac, pieces),
            Keyed::Sha384(mac) => of(mac, pieces),
            Keyed::Sha512(mac) => of(mac, pieces),
        }
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
