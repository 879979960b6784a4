//! Bodies that are read while they are sent.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

/// A body that is read while it is sent: bytes, and files between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodySource {
    pieces: Vec<Piece>,
    length: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Bytes(Vec<u8>),
    File(Arc<Path>, u64),
}

impl BodySource {
    /// Its length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether its length is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// A reader of its bytes. A file that has become shorter is an error; what has been added at the end of one is not
    /// sent.
    #[must_use]
    pub fn open(self) -> BodyReader {
        BodyReader { pieces: self.pieces.into_iter(), now: None }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        match self.pieces.last_mut() {
            Some(Piece::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.pieces.push(Piece::Bytes(bytes.to_vec())),
        }
    }

    pub(crate) fn file(&mut self, path: Arc<Path>, length: u64) {
        self.length = self.length.saturating_add(length);
        self.pieces.push(Piece::File(path, length));
    }

    pub(crate) fn has_files(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::File(..)))
    }
}

/// What reads a [`BodySource`].
#[derive(Debug)]
pub struct BodyReader {
    pieces: std::vec::IntoIter<Piece>,
    now: Option<Now>,
}

#[derive(Debug)]
enum Now {
    Bytes(io::Cursor<Vec<u8>>),
    File(io::Take<File>),
}

impl Read for BodyReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match &mut self.now {
                Some(Now::Bytes(bytes)) => match bytes.read(out)? {
                    0 => self.now = None,
                    count => return Ok(count),
                },
                Some(Now::File(file)) => match file.read(out)? {
                    0 if file.limit() > 0 => {
                        return Err(io::Error::new(
                            io::ErrorKind::UnexpectedEof,
                            "a file has become shorter",
                        ));
                    }
                    0 => self.now = None,
                    count => return Ok(count),
                },
                None => match self.pieces.next() {
                    Some(Piece::Bytes(bytes)) => self.now = Some(Now::Bytes(io::Cursor::new(bytes))),
                    Some(Piece::File(path, length)) => {
                        self.now = Some(Now::File(File::open(path)?.take(length)));
                    }
                    None => return Ok(0),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_between_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        std::fs::write(&path, "file").unwrap();
        let mut source = BodySource::default();
        source.bytes(b"<");
        source.bytes(b"<");
        source.file(Arc::from(path.as_path()), 4);
        source.bytes(b">");
        assert_eq!((source.len(), source.has_files()), (7, true));
        let mut read = String::new();
        source.clone().open().read_to_string(&mut read).unwrap();
        assert_eq!(read, "<<file>");
        std::fs::write(&path, "f").unwrap();
        assert!(source.open().read_to_string(&mut read).unwrap_err().to_string().contains("shorter"));
    }
}
