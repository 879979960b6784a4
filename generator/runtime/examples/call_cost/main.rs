//! What a call costs: through the client, and written by hand with the same signing, the same transport and the
//! same leniency. `benches/call_cost.sh` counts the instructions of both.
//!
//! Both sides do the same work as far as it can be seen on the wire or in an error: the same headers, the same
//! percent-encoding, an address that is configured and joined with the path, parameters that may be left out, a call that
//! is held to its time whatever the transport does, each attempt signed anew, what may be sent again sent again, a body
//! held to a limit, the code of an envelope looked at, an error body told, values that do not fit and unknown members
//! kept, and a header with a line break and a name that would leave its place in the path refused.
//!
//! What the hand-written side leaves out, because it knows its operations: parameters are borrowed arguments and no list
//! of owned values, so that a call cannot be kept, changed or sent from another thread before it is made; the recipe is
//! code and no data; no future is boxed but that of the transport; nothing can be set for one call alone; secrets are not
//! looked for in errors; and answers that are not quite JSON are errors. That is a fixed number of instructions a call,
//! which counts where an answer is empty and not where it has items.
//!
//! What the client does once, most people write for each request: a header of a token, or a keyed hash that takes in
//! its key. `hand` does so; `once` makes them beforehand, as the client does.
//!
//! ```text
//! call_cost client|hand|once CALLS ITEMS form|json|token|hmac|usual
//! call_cost same form|json|token|hmac|usual
//! ```
//!
//! `same` fails where the two sides do not send the same request, or do not read the same from the answer.
//!
//! `usual` is the call of `json` with an answer as its page promises it, of 20 members, among them a list of 10 objects
//! or as many as are asked for. There the hand-written side is as strict as structs that derive `Deserialize` are.

mod client;
mod hand;
mod read;
mod usual;

use std::{
    hint::black_box,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use tablature_client::{
    BoxFuture, Credentials, HttpRequest, HttpResponse, Response, Transport, TransportError,
};

const ACCESS: &str = "ucloudsomeone@example.com1296235120854146120";
const SECRET: &str = "46f09bb9fab4f12dfc160dae12273d5332b5debe";

/// Answers from memory.
struct Memory(Vec<u8>, Option<Arc<Mutex<Vec<HttpRequest>>>>);

impl Transport for Memory {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            match &self.1 {
                Some(seen) => seen.lock().expect("no panic").push(request),
                None => drop(black_box(request)),
            }
            Ok(HttpResponse::new(200, self.0.clone()).with_header("Content-Type", "application/json"))
        })
    }
}

fn body(items: usize) -> Vec<u8> {
    let item = |i: usize| {
        format!(
            r#"{{"ImageName":"image-{i}","PullCount":{i},"CreateTime":"2024-03-15T08:09:10Z","UpdateTime":1710490150,"LatestTag":"v1.{i}","RepoName":"my-repo"}}"#
        )
    };
    let items: Vec<String> = (0..items).map(item).collect();
    format!(
        r#"{{"RetCode":0,"Action":"GetRepoImageResponse","TotalCount":"{}","ImageSet":[{}]}}"#,
        items.len(),
        items.join(",")
    )
    .into_bytes()
}

/// The same where no envelope is around it.
fn bare(items: usize) -> Vec<u8> {
    let text = String::from_utf8(body(items)).expect("text");
    text.replace(r#""RetCode":0,"Action":"GetRepoImageResponse","#, "").into_bytes()
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the transport is always ready"),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match &arguments[..] {
        ["same", kind] => same(kind),
        [side, calls, items, kind] => {
            let calls = calls.parse().expect("a number of calls");
            let items = items.parse().expect("a number of items");
            run(side, calls, Memory(answer(items, kind), None), kind);
        }
        _ => panic!("call_cost client|hand|once CALLS ITEMS form|json|token|hmac|usual"),
    }
}

fn answer(items: usize, kind: &str) -> Vec<u8> {
    match kind {
        "form" => body(items),
        "usual" => usual::answer(items),
        _ => bare(items),
    }
}

fn run(side: &str, calls: usize, transport: Memory, kind: &str) {
    match side {
        "client" => by_client(calls, transport, kind),
        _ => by_hand(calls, transport, kind, side == "once"),
    }
}

/// Both sides send the same; of what depends on the time only the names are compared.
fn same(kind: &str) {
    let sent = ["client", "hand", "once"].map(|side| {
        let seen = Arc::default();
        run(side, 1, Memory(answer(1, kind), Some(Arc::clone(&seen))), kind);
        let request = seen.lock().expect("no panic").pop().expect("a request");
        let timely = ["X-Sign", "X-Time"];
        let header = |(name, value): (&str, &str)| {
            (name.to_owned(), if timely.contains(&name) { String::new() } else { value.to_owned() })
        };
        let mut headers: Vec<_> = request.headers.iter().map(header).collect();
        headers.sort();
        let mut parts: Vec<String> =
            String::from_utf8_lossy(&request.body).split('&').map(str::to_owned).collect();
        parts.sort();
        (request.method, request.url(), headers, parts, request.timeout.is_some(), request.body_limit)
    });
    assert!(sent.iter().all(|one| *one == sent[0]), "{sent:#?}");
    if kind == "usual" {
        usual::same();
    }
}

fn by_client(calls: usize, transport: Memory, kind: &str) {
    let builder = match kind {
        "form" => client::Client::builder()
            .credentials(Credentials::keys(ACCESS, SECRET))
            .setting("region", "cn-bj2")
            .setting("project_id", "org-abc123"),
        "token" | "json" | "usual" => {
            tablature_client::Builder::new(&client::BY_TOKEN).credentials(Credentials::token(SECRET))
        }
        _ => tablature_client::Builder::new(&client::BY_HMAC).credentials(Credentials::keys(ACCESS, SECRET)),
    };
    let client: client::Client = builder.transport(transport).build().expect("a client");
    if kind == "usual" {
        for _ in 0..calls {
            black_box(now(client.usual_search("my-repo", "a \"text\"", 20)).expect("an answer"));
        }
        return;
    }
    for _ in 0..calls {
        let response: tablature_client::Result<Response<_>> = match kind {
            "form" => now(client.get_repo_image("my-repo").limit(20).offset(0).send()),
            "json" => now(client.search_images("my-repo", "a \"text\"", 20)),
            _ => now(client.list_images("my-repo", 20, 0)),
        };
        black_box(response.expect("an answer"));
    }
}

fn by_hand(calls: usize, transport: Memory, kind: &str, once: bool) {
    let client = hand::Client::new(transport, once);
    // The arguments are not known to the compiler, as they are not in a program.
    let (limit, offset) = black_box((Some(20), Some(0)));
    if kind == "usual" {
        for _ in 0..calls {
            let sent = client.usual_search("my-repo", black_box(Some("a \"text\"")), limit);
            black_box(now(sent).expect("an answer"));
        }
        return;
    }
    for _ in 0..calls {
        let response = match kind {
            "form" => now(client.get_repo_image("my-repo", limit, offset)),
            "json" => now(client.search_images("my-repo", black_box(Some("a \"text\"")), limit)),
            "token" => now(client.list_images("my-repo", limit, offset, hand::Kind::Token)),
            _ => now(client.list_images("my-repo", limit, offset, hand::Kind::Hmac)),
        };
        let response = response.expect("an answer");
        black_box(response.0.total_count);
        black_box(response);
    }
}
