//! The server.

use std::{
    collections::HashMap,
    fmt, io,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{Api, Expectation, Fault, Received, connection::accept, verify::Keys};
use crate::HttpResponse;

/// A server that plays a service. It stops when it is dropped. The drop fails the test if unexpected requests came, or
/// expected ones did not (see [`Server::verify`]).
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
    strict: bool,
}

pub(super) struct Shared {
    pub(super) api: Arc<Api>,
    state: Mutex<State>,
    pub(super) stopping: AtomicBool,
    pub(super) observer: Option<Observer>,
    /// How long a connection may be silent, and how long a request or an answer may take.
    pub(super) patience: Duration,
}

/// The patience of a server.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait when accepting has failed: descriptors have run out, and trying again at once would be nothing but
/// work.
pub(super) const PAUSE: Duration = Duration::from_millis(20);

type Observer = Box<dyn Fn(&Exchange<'_>) + Send + Sync>;

#[derive(Default)]
pub(super) struct State {
    pub(super) expectations: Vec<Expectation>,
    pub(super) keys: Option<Keys>,
    pub(super) received: Vec<Received>,
    pub(super) faults: Vec<String>,
    /// The connections by their number.
    pub(super) open: HashMap<u64, TcpStream>,
}

/// A request and its answer, as an observer sees them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Exchange<'a> {
    /// The request.
    pub received: &'a Received,
    /// The answer; `None` when the connection was closed instead.
    pub response: Option<&'a HttpResponse>,
    /// What was wrong with the request.
    pub fault: Option<&'a Fault>,
}

impl Server {
    /// Starts a server on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// No port can be had.
    pub fn start(api: Api) -> io::Result<Self> {
        Self::bind((Ipv4Addr::LOCALHOST, 0), api, None, PATIENCE)
    }

    /// Starts a server at an address, with an observer of every exchange. It answers with fixtures and does not
    /// check anything when it is dropped: this is the form for `tablature mock`.
    ///
    /// # Errors
    ///
    /// The address cannot be had.
    pub fn serve(
        address: impl ToSocketAddrs,
        api: Api,
        observer: impl Fn(&Exchange<'_>) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let mut server = Self::bind(address, api, Some(Box::new(observer)), PATIENCE)?;
        server.strict = false;
        Ok(server)
    }

    fn bind(
        address: impl ToSocketAddrs,
        api: Api,
        observer: Option<Observer>,
        patience: Duration,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            api: Arc::new(api),
            state: Mutex::default(),
            stopping: AtomicBool::new(false),
            observer,
            patience,
        });
        let accepting = thread::Builder::new().name("tablature-mock".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        })?;
        Ok(Server { address, shared, accepting: Some(accepting), strict: true })
    }

    /// The address to give to a client: `http://127.0.0.1:PORT`, and the path of the service's endpoint, if it has one.
    /// There are operations only below that path.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}{}", self.address, crate::send::path_of(&self.shared.api.endpoint))
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on accepts only requests that are authenticated: every public credential has the first value, every
    /// secret one the second.
    pub fn require_keys(&self, access: impl Into<String>, secret: impl Into<String>) {
        self.shared.state().keys = Some(Keys::Alike { access: access.into(), secret: secret.into() });
    }

    /// From now on accepts only requests that are authenticated with these credentials, given by name.
    pub fn require_credentials<N: Into<String>, V: Into<String>>(
        &self,
        values: impl IntoIterator<Item = (N, V)>,
    ) {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.shared.state().keys = Some(Keys::Named(values.collect()));
    }

    /// Expects requests of an operation. The answer is that of the first expectation made that still matches.
    ///
    /// # Panics
    ///
    /// The service has no such operation.
    pub fn expect(&self, operation: &str) -> Expectation {
        assert!(self.shared.api.route(operation).is_some(), "the service has no operation {operation:?}");
        let expectation = Expectation::new(operation, Arc::clone(&self.shared.api));
        self.shared.state().expectations.push(expectation.clone());
        expectation
    }

    /// All requests so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.state().received.clone()
    }

    /// What has not been as expected so far: unknown and unmatched requests, missing parameters, wrong signatures, and
    /// expected requests that have not come. Empty when all is well.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let state = self.shared.state();
        state.faults.iter().cloned().chain(state.expectations.iter().filter_map(Expectation::unmet)).collect()
    }

    /// Forgets expectations, requests and faults.
    pub fn reset(&self) {
        let mut state = self.shared.state();
        state.expectations.clear();
        state.received.clear();
        state.faults.clear();
    }

    /// Checks that all went as expected, now rather than when the server is dropped.
    ///
    /// # Panics
    ///
    /// When it did not: this is an assertion of a test.
    #[track_caller]
    pub fn verify(mut self) {
        let faults = self.faults();
        self.strict = false;
        drop(self);
        assert!(faults.is_empty(), "not as expected:\n{}", faults.join("\n"));
    }

    fn stop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        for (_, stream) in self.shared.state().open.drain() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        let Some(accepting) = self.accepting.take() else { return };
        // A connection wakes the accepting thread. While descriptors are used up, none can be made at first.
        for _ in 0..100 {
            let woken = TcpStream::connect_timeout(&self.address, PAUSE);
            if woken.is_ok() || accepting.is_finished() {
                let _ = accepting.join();
                return;
            }
            thread::sleep(PAUSE);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        let faults = self.faults();
        assert!(
            !self.strict || faults.is_empty() || thread::panicking(),
            "not as expected:\n{}",
            faults.join("\n")
        );
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
impl Shared {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        time::Instant,
    };

    use super::*;
    use crate::{Method, Operation, Service, mock::Fixture};

    static SERVICE: Service = Service::rest("acme", "files", "https://files.acme.example");
    static GET: Operation = Operation::new("GetFile", Method::Get, "/file");

    /// How long a server of little patience keeps a connection on which this happens.
    fn kept(happens: impl FnOnce(TcpStream)) -> Duration {
        const LITTLE: Duration = Duration::from_millis(200);
        let mut api = Api::new(&SERVICE, &[&GET]);
        // More than the buffers on the way hold.
        api.routes[0].fixture = Some(Fixture::new(200, "x".repeat(32 << 20)));
        let mut server = Server::bind((Ipv4Addr::LOCALHOST, 0), api, None, LITTLE).unwrap();
        server.strict = false;
        let stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(10 * LITTLE)).unwrap();
        let before = Instant::now();
        happens(stream);
        let is_open = || !server.shared.state().open.is_empty();
        while is_open() && before.elapsed() < 10 * LITTLE {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(!is_open(), "it is kept");
        before.elapsed()
    }

    #[test]
    fn patience_has_an_end_with_whoever_is_silent_or_slow() {
        let silent = kept(|mut stream| assert_eq!(stream.read(&mut [0]).unwrap(), 0));
        assert!(silent >= Duration::from_millis(150), "{silent:?}");
        // A byte now and then is not a request in time.
        kept(|mut stream| {
            while stream.write_all(b"G").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        });
        // Nor is an answer read in time of which a byte is read now and then.
        kept(|mut stream| {
            stream.write_all(b"GET /file HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
            let until = Instant::now() + Duration::from_millis(600);
            while Instant::now() < until && stream.read(&mut [0]).is_ok_and(|count| count > 0) {
                thread::sleep(Duration::from_millis(20));
            }
        });
    }
}
