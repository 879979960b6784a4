//! A git server over https: `git http-backend` behind TLS, with a certificate of an authority that only the test knows.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned, crypto::ring::default_provider, pki_types::PrivateKeyDer,
};

type Stream = StreamOwned<ServerConnection, TcpStream>;

/// A server of the repositories in a folder.
pub(crate) struct Server {
    /// Its address, without a path.
    pub(crate) url: String,
    /// The file with the certificate of its authority.
    pub(crate) authority: PathBuf,
    /// Whether packs break off in their middle.
    pub(crate) breaks: Arc<AtomicBool>,
}

impl Server {
    /// Serves a folder until the test ends; nothing where there is no `git http-backend`.
    pub(crate) fn new(folder: &Path, served: PathBuf) -> Option<Server> {
        let backend = PathBuf::from(super::git(folder, &["--exec-path"])).join("git-http-backend");
        if !backend.exists() {
            eprintln!("skipped: there is no `git http-backend`");
            return None;
        }
        let (config, authority) = certified();
        let file = folder.join("authority.pem");
        fs::write(&file, authority).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let breaks = Arc::new(AtomicBool::new(false));
        let server = Server { url, authority: file, breaks: Arc::clone(&breaks) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                // A client that does not trust the certificate goes away.
                let _ = answer(StreamOwned::new(connection, stream), &backend, &served, &breaks);
            }
        });
        Some(server)
    }
}

/// The settings of a server that calls itself `localhost`, and the certificate of who says so.
fn certified() -> (Arc<ServerConfig>, String) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    (Arc::new(config), authority.pem())
}

/// Answers one request by a run of the backend (RFC 3875).
fn answer(stream: Stream, backend: &Path, served: &Path, breaks: &AtomicBool) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut run = Command::new(backend);
    run.env("GIT_PROJECT_ROOT", served).env("GIT_HTTP_EXPORT_ALL", "1");
    run.env("REQUEST_METHOD", &method).env("PATH_INFO", path).env("QUERY_STRING", query);
    let (mut length, mut chunked) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match (name.to_ascii_lowercase().as_str(), value.trim()) {
            ("content-length", value) => length = value.parse().unwrap_or(0),
            ("transfer-encoding", value) => chunked = value == "chunked",
            ("content-type", value) => drop(run.env("CONTENT_TYPE", value)),
            ("content-encoding", value) => drop(run.env("HTTP_CONTENT_ENCODING", value)),
            ("git-protocol", value) => drop(run.env("GIT_PROTOCOL", value)),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    while chunked {
        let mut size = String::new();
        reader.read_line(&mut size)?;
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk)?;
        body.extend(&chunk[..size]);
        chunked = size > 0;
    }
    run.env("CONTENT_LENGTH", body.len().to_string());
    let mut child = run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    child.stdin.take().unwrap().write_all(&body)?;
    let output = child.wait_with_output()?.stdout;
    let end = output.windows(4).position(|it| it == b"\r\n\r\n").map_or(output.len(), |at| at + 4);
    let (head, mut content) = output.split_at(end);
    if method == "POST" && breaks.load(Ordering::Relaxed) {
        content = &content[..content.len() / 2];
    }
    let head = String::from_utf8_lossy(head);
    let status = head.lines().find_map(|line| line.strip_prefix("Status: ")).unwrap_or("200 OK");
    let mut stream = reader.into_inner();
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{head}", content.len())?;
    stream.write_all(content)?;
    stream.conn.send_close_notify();
    stream.flush()
}
