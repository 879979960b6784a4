//! Secrets are in no output and in no error, and bad input is never sent.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use tablature_client::{
    Builder, Call, Client, Credentials, ErrorKind, Json, Method, Operation, Service,
    mock::{Api, Server},
};

use super::{REST, RPC, SECRET, SHOW, TOKEN, get, rest};

/// Sends back all that it was sent, in the message of an error.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 8192];
            let count = stream.read(&mut buffer).unwrap();
            let body = Json::from(String::from_utf8_lossy(&buffer[..count]).into_owned());
            let body = format!(r#"{{"RetCode":1,"Message":{body}}}"#);
            let head = format!(
                "HTTP/1.1 400 Bad\r\nX-Request-Id: {TOKEN}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn bad_input_is_an_error_before_anything_is_sent() {
    let client = |region: &str| -> tablature_client::Result<Client> {
        Builder::new(&REST)
            .credentials(Credentials::token(TOKEN))
            .setting("region", region)
            .setting("project_id", "p")
            .build()
    };
    for region in ["a/b", "", "a.evil.example#", "a@b", "a b"] {
        let sent = client(region).and_then(|client| Call::new(&client, &SHOW).path("name", "n").to_http());
        let error = sent.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{region}: {error}");
        assert!(error.to_string().contains("region"), "{region}: {error}");
    }
    let client = client("r1").unwrap();
    for name in ["", ".", ".."] {
        let error = Call::new(&client, &SHOW).path("name", name.to_owned()).to_http().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{name}: {error}");
        assert!(error.to_string().contains("name"), "{name}: {error}");
    }
    let unset = Call::new(&client, &SHOW).to_http().unwrap_err();
    assert_eq!(unset.kind(), ErrorKind::Input);
    let smuggled = client.request(Method::Get, "/x").header("X-A", "a\r\nX-B: b").to_http();
    assert_eq!(smuggled.unwrap_err().kind(), ErrorKind::Input);
    for path in ["/v2/x/../y", "/v2/%2e%2E/x", "/.", "v2"] {
        let error = client.request(Method::Get, path).to_http().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{path}");
    }
    for keys in [Credentials::keys("", "secret"), Credentials::keys("access", ""), Credentials::token("")] {
        let build = Builder::<Client>::new(&REST)
            .credentials(keys)
            .setting("region", "r")
            .setting("project_id", "p")
            .build();
        assert_eq!(build.unwrap_err().kind(), ErrorKind::Configuration);
    }
    let endpoint = Builder::<Client>::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint("ftp://u:hunter2@h?k=hunter2");
    let shown = format!("{endpoint:?}");
    assert!(!format!("{shown} {}", endpoint.build().unwrap_err()).contains("hunter2"));
}

#[derive(Clone, Default, PartialEq)]
struct User {
    name: Option<String>,
    password: Option<String>,
    extra: tablature_client::Extra,
}
tablature_client::model!(User { name: "name", password: "password" } secret "password");

/// A service may repeat what it was given, and a password lies deep in a body.
#[test]
fn secrets_of_bodies_are_in_no_error() {
    static CREATE_USER: Operation = Operation::new("CreateUser", Method::Post, "/users");
    let server = Server::start(Api::new(&REST, &[&CREATE_USER])).unwrap();
    let _one = server.expect("CreateUser").respond_error(400, "E.1", "password hunter2-XYZ is weak");
    let client: Client = rest(&server, Credentials::token(TOKEN)).build().unwrap();
    let user = User { password: Some("hunter2-XYZ".into()), ..User::default() };
    let error =
        Call::new(&client, &CREATE_USER).body("users", vec![user]).send_blocking::<Json>().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn secrets_are_in_no_output() {
    let mut output = String::new();
    let mut show = |value: &dyn std::fmt::Debug| writeln!(output, "{value:?}\n{value:#?}").unwrap();
    for credentials in [
        Credentials::keys("AK", SECRET),
        Credentials::temporary("AK", SECRET, TOKEN),
        Credentials::token(TOKEN),
    ] {
        show(&credentials);
        let builder: Builder =
            Builder::new(&REST).credentials(credentials.clone()).setting("project_id", "p").endpoint(echo());
        show(&builder);
        let client: Client = builder.build().unwrap();
        show(&client);
        let call = client.request(Method::Post, "/x").header("X-Auth-Token", TOKEN.to_owned());
        show(&call);
        show(&call.to_http().unwrap());
        let error = call.send::<Json>().await.unwrap_err();
        show(&error);
        show(&error.to_string());
        show(
            &client
                .request(Method::Get, "/x")
                .header("X-Bad", format!("{SECRET}\r\nX: y"))
                .to_http()
                .unwrap_err(),
        );
    }
    let rpc: Client = Builder::new(&RPC)
        .credentials(Credentials::temporary("AK", SECRET, TOKEN))
        .endpoint(echo())
        .build()
        .unwrap();
    show(&get(&rpc).send::<Json>().await.unwrap_err());
    assert!(output.contains("AK") || output.contains("***"));
    for secret in [SECRET, TOKEN] {
        assert!(!output.contains(secret), "{output}");
    }
}

/// Some services have a key as a part of their address.
#[tokio::test]
async fn a_key_in_the_address_is_in_no_output() {
    static SERVICE: Service = Service::rest("acme", "bot", "https://acme.example/bot{bot_token}");
    let builder = |token: &str| -> Builder { Builder::new(&SERVICE).setting("bot_token", token.to_owned()) };
    let client: Client = builder(TOKEN).endpoint(format!("{}/bot{{bot_token}}", echo())).build().unwrap();
    let error = client.request(Method::Get, "/x").send::<Json>().await.unwrap_err();
    let refused = builder(&format!("{TOKEN}/..")).build().unwrap_err();
    let output = format!("{client:?} {error:?} {error} {refused:?} {refused}");
    assert!(!output.contains(TOKEN), "{output}");
}
