//! Connections: each has a thread of its own, which reads requests and writes answers for as long as there is patience.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{
    Fault, http,
    server::{PAUSE, Shared},
};

/// The most connections that are served at a time; any further one is told to come again.
const MOST: usize = 1024;

pub(super) fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for (number, stream) in (0..).zip(listener.incoming()) {
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else {
            thread::sleep(PAUSE);
            continue;
        };
        let _ = stream.set_nodelay(true);
        // A connection that could not be stopped is not served.
        let Ok(clone) = stream.try_clone() else { continue };
        let is_full = {
            let mut state = shared.state();
            let is_full = state.open.len() >= MOST;
            if !is_full {
                state.open.insert(number, clone);
            }
            is_full
        };
        if is_full {
            let _ = (&stream)
                .write_all(b"HTTP/1.1 503 Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            continue;
        }
        let of_thread = Arc::clone(shared);
        let spawned = thread::Builder::new().name("tablature-mock-connection".to_owned()).spawn(move || {
            let _ = converse(&stream, &of_thread);
            let _ = stream.shutdown(Shutdown::Both);
            of_thread.state().open.remove(&number);
        });
        if spawned.is_err() {
            // A connection without a thread to serve it is closed.
            shared.state().open.remove(&number);
        }
    }
}

/// A connection whose requests have to come in time, and whose answers have to go, however slowly their bytes do.
struct Timed<'a> {
    stream: &'a TcpStream,
    until: Instant,
}

impl Timed<'_> {
    /// How much time is left.
    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(buffer)
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// A buffered reader that is written to at the same time.
struct Both<'a>(BufReader<Timed<'a>>);

impl Read for Both<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for Both<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Write for Both<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.get_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.get_mut().flush()
    }
}

fn converse(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut stream = Both(BufReader::new(Timed { stream, until: Instant::now() }));
    loop {
        stream.0.get_mut().until = Instant::now() + shared.patience;
        let received = match http::read(&mut stream) {
            Ok(Some(received)) => received,
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let fault = Fault::malformed(error.to_string());
                http::write(&mut stream, &fault.response(&shared.api, None), http::How::default())?;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let (head_only, chunked) = (received.method == "HEAD", received.takes_chunks);
        // A client of HTTP/1.0 waits for the end of the connection.
        let asked = received.headers.get("Connection");
        let close = !chunked || asked.is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let Some((response, cut)) = shared.respond(received) else { return Ok(()) };
        let how = http::How { head_only, chunked, cut };
        stream.0.get_mut().until = Instant::now() + shared.patience;
        if !http::write(&mut stream, &response, how)? || close {
            return Ok(());
        }
    }
}
