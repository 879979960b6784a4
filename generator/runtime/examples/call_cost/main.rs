//! What a call costs: through the client, and written by hand with the same signing, the same transport and the
//! same leniency. `benches/call_cost.sh` counts the instructions of both.
//!
//! Both sides do the same work as far as it can be seen on the wire or in an error: the address is configured and joined
//! with the path, parameters may be left out, a call is timed, each attempt is signed anew, what may be sent again is
//! sent again, a body is held to a limit, the code of an envelope is looked at, an error body is told, and a header with
//! a line break and a name that would leave its place in the path are refused.
//!
//! What the hand-written side does not do, because it knows its two operations: parameters are arguments and no list,
//! which is searched, checked and encoded; the recipe is code and no data; and no future is boxed but that of the
//! transport. That is a fixed number of instructions a call, which counts where an answer is empty and not where it has
//! items.
//!
//! What the client does once, most people write for each request: a header of a token, or a keyed hash that takes in
//! its key. `hand` does so; `once` makes them beforehand, as the client does.
//!
//! ```text
//! call_cost client|hand|once CALLS ITEMS form|token|hmac
//! ```

mod client;
mod hand;
mod read;

use std::{
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

use tablature_client::{
    BoxFuture, Credentials, HttpRequest, HttpResponse, Response, Transport, TransportError,
};

const ACCESS: &str = "ucloudsomeone@example.com1296235120854146120";
const SECRET: &str = "46f09bb9fab4f12dfc160dae12273d5332b5debe";

/// Answers from memory.
struct Memory(Vec<u8>);

impl Transport for Memory {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            black_box(request);
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
    let arguments: Vec<String> = std::env::args().collect();
    let [_, form, calls, items, kind] = &arguments[..] else {
        panic!("call_cost client|hand|once CALLS ITEMS form|token|hmac")
    };
    let calls: usize = calls.parse().expect("a number of calls");
    let items = items.parse().expect("a number of items");
    let body = if kind == "form" { body(items) } else { bare(items) };
    match form.as_str() {
        "client" => by_client(calls, body, kind),
        _ => by_hand(calls, body, kind, form == "once"),
    }
}

fn by_client(calls: usize, body: Vec<u8>, kind: &str) {
    let builder = match kind {
        "form" => client::Client::builder()
            .credentials(Credentials::keys(ACCESS, SECRET))
            .setting("region", "cn-bj2")
            .setting("project_id", "org-abc123"),
        "token" => tablature_client::Builder::new(&client::BY_TOKEN).credentials(Credentials::token(SECRET)),
        _ => tablature_client::Builder::new(&client::BY_HMAC).credentials(Credentials::keys(ACCESS, SECRET)),
    };
    let client: client::Client = builder.transport(Memory(body)).build().expect("a client");
    for _ in 0..calls {
        let response: Response<_> = if kind == "form" {
            now(client.get_repo_image("my-repo").limit(20).offset(0).send()).expect("an answer")
        } else {
            now(client.list_images("my-repo", 20, 0)).expect("an answer")
        };
        black_box(response);
    }
}

fn by_hand(calls: usize, body: Vec<u8>, kind: &str, once: bool) {
    let client = hand::Client::new(Memory(body), once);
    // The arguments are not known to the compiler, as they are not in a program.
    let (limit, offset) = black_box((Some(20), Some(0)));
    for _ in 0..calls {
        let response = match kind {
            "form" => now(client.get_repo_image("my-repo", limit, offset)),
            "token" => now(client.list_images("my-repo", limit, offset, hand::Kind::Token)),
            _ => now(client.list_images("my-repo", limit, offset, hand::Kind::Hmac)),
        };
        let response = response.expect("an answer");
        black_box(response.0.total_count);
        black_box(response);
    }
}
