//! The server.

use std::{
    collections::HashMap,
    fmt,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    Api, Expectation, Fault, Fixture, Received, Refusal, Reply, Route, fault, http,
    verify::{Keys, verify},
};
use crate::HttpResponse;

/// A server that plays a service. It stops when it is dropped. The drop fails the test if unexpected requests came, or
/// expected ones did not (see [`Server::verify`]).
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
    strict: bool,
}

struct Shared {
    api: Arc<Api>,
    state: Mutex<State>,
    stopping: AtomicBool,
    observer: Option<Observer>,
    /// How long a connection may be silent, and how long a request or an answer may take.
    patience: Duration,
}

/// The patience of a server.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most connections that are served at a time; any further one is told to come again.
const MOST: usize = 1024;

/// How long to wait when accepting has failed: descriptors have run out, and trying again at once would be nothing but
/// work.
const PAUSE: Duration = Duration::from_millis(20);

/// An operation that a request may be of, and the parameters in its path.
type Candidate<'a> = (&'a Route, Vec<(String, String)>);

type Observer = Box<dyn Fn(&Exchange<'_>) + Send + Sync>;

#[derive(Default)]
struct State {
    expectations: Vec<Expectation>,
    keys: Option<Keys>,
    received: Vec<Received>,
    faults: Vec<String>,
    /// The connections by their number.
    open: HashMap<u64, TcpStream>,
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

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
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

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to a request, and after how many bytes it is cut; `None` to hang up.
    fn respond(&self, mut received: Received) -> Option<(HttpResponse, Option<usize>)> {
        let (reply, fault) = match self.decide(&mut received) {
            Ok(reply) => (reply, None),
            Err(fault) => (Reply::default(), Some(fault)),
        };
        if !reply.delay.is_zero() {
            thread::sleep(reply.delay);
        }
        let operation = received.operation.as_deref();
        let response = match &fault {
            Some(fault) => Some(fault.response(&self.api, operation)),
            None if reply.hang_up => None,
            None => Some(reply.response.unwrap_or_else(|| self.fixture(&received))),
        };
        if let Some(observer) = &self.observer {
            observer(&Exchange { received: &received, response: response.as_ref(), fault: fault.as_ref() });
        }
        // A server with an observer may run for days, so it is the observer that keeps what it has seen.
        if self.observer.is_none() {
            let mut state = self.state();
            if let Some(fault) = fault {
                let name =
                    operation.map_or_else(|| format!("{} {}", received.method, received.path), str::to_owned);
                state.faults.push(format!("{name}: {}", fault.message));
            }
            state.received.push(received);
        }
        Some((response?, reply.cut))
    }

    fn decide(&self, received: &mut Received) -> Result<Reply, Fault> {
        let candidates = self.candidates(received)?;
        let (keys, expectations) = {
            let state = self.state();
            (state.keys.clone(), state.expectations.clone())
        };
        if let (Some(keys), Some((route, _))) = (keys, candidates.first()) {
            verify(received, &self.api, route, &keys)?;
        }
        let (mut missing, mut complete, mut served) = (None, false, None);
        for (route, parameters) in candidates {
            received.operation = Some(route.id.clone());
            received.path_parameters = parameters;
            if let Some(name) = route.required.iter().find(|name| !received.has(name)) {
                missing.get_or_insert(Fault::new(
                    Refusal::Missing,
                    format!("the parameter `{name}` is missing"),
                ));
                continue;
            }
            if let Some((name, value)) = received.not_of_its_kind(&route.kinds) {
                let why = format!("the parameter `{name}` takes no value like {value:?}");
                missing.get_or_insert(Fault::new(Refusal::Value, why));
                continue;
            }
            complete = true;
            if let Some(reply) = expectations.iter().find_map(|expectation| expectation.answer(received)) {
                return Ok(reply);
            }
            // Where something is expected of an operation, its fixture is no answer to what is not.
            let expected = expectations.iter().any(|expectation| expectation.is_for(&route.id));
            if (self.observer.is_some() || !expected) && route.fixture.is_some() {
                served.get_or_insert_with(|| (received.operation.clone(), received.path_parameters.clone()));
            }
        }
        if let Some((operation, parameters)) = served {
            received.operation = operation;
            received.path_parameters = parameters;
            return Ok(Reply::default());
        }
        let missing = missing.filter(|_| !complete);
        Err(missing.unwrap_or_else(|| Fault::unmatched(unexpected(&expectations, received))))
    }

    /// The operations that a request may be of, with the parameters in its path: several where the docs give them the
    /// same method and path.
    fn candidates(&self, received: &mut Received) -> Result<Vec<Candidate<'_>>, Fault> {
        let path = self.api.within(&received.path).ok_or_else(|| {
            let why = format!("the service lies below {}, not at {}", self.api.below(), received.path);
            Fault::new(Refusal::Unknown, why)
        })?;
        if let Some(action) = &self.api.action {
            let id = received.parameter(action).ok_or_else(|| {
                Fault::new(Refusal::Unnamed, format!("the parameter `{action}` is missing"))
            })?;
            received.operation = Some(id.clone());
            let route = self.api.route(&id);
            let route =
                route.ok_or_else(|| Fault::new(Refusal::Unknown, format!("there is no {action} `{id}`")))?;
            return Ok(vec![(route, Vec::new())]);
        }
        let matches: Vec<_> = self
            .api
            .routes
            .iter()
            .filter_map(|route| {
                let (literal, parameters) = route.matches(&received.method, path)?;
                Some((literal, route, parameters))
            })
            .collect();
        let Some(best) = matches.iter().map(|(literal, ..)| *literal).max() else {
            return Err(Fault::new(Refusal::Unknown, "there is no operation of this method and path"));
        };
        let best = matches.into_iter().filter(|(literal, ..)| *literal == best);
        let best: Vec<_> = best.map(|(_, route, parameters)| (route, parameters)).collect();
        let fits: Vec<_> = best.iter().filter(|(route, _)| received.fits(&route.fixed)).cloned().collect();
        if fits.is_empty() {
            let names: Vec<&str> =
                best.iter().flat_map(|(route, _)| &route.fixed).map(|(name, _)| name.as_str()).collect();
            let why =
                format!("no operation of this method and path has this {}", alone(&names).join(" and "));
            return Err(Fault::new(Refusal::Unknown, why));
        }
        Ok(fits)
    }

    /// The operation's fixture, or the page of it that is asked for, or an empty success.
    fn fixture(&self, received: &Received) -> HttpResponse {
        let operation = received.operation.as_deref();
        let route = operation.and_then(|id| self.api.route(id));
        let fixture = route.and_then(|route| {
            let fixture = route.fixture.clone()?;
            Some(match &route.paged {
                Some(paged) => paged.page(received, &route.composites, fixture),
                None => fixture,
            })
        });
        match (fixture, &self.api.envelope) {
            (Some(fixture), _) => fixture.response(),
            (None, Some([_, ok, _])) => fault::error(&self.api, operation, ok, "", 200),
            (None, None) => Fixture::from("{}").response(),
        }
    }
}

/// The names without those that stood before.
fn alone<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut alone = Vec::new();
    for name in names {
        if !alone.contains(name) {
            alone.push(*name);
        }
    }
    alone
}

/// Says how a request differs from the expectation that comes nearest to it.
fn unexpected(expectations: &[Expectation], received: &Received) -> String {
    let nearest =
        expectations.iter().filter_map(|expectation| expectation.differences(received)).min_by_key(Vec::len);
    match nearest {
        None => "nothing is expected for this request".to_owned(),
        Some(differences) => {
            format!(
                "nothing is expected for this request; the nearest expects {}",
                differences.join(", and ")
            )
        }
    }
}

#[cfg(test)]
mod tests {
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
