//! Answers in gzip: taken where the feature says so.
#![cfg(feature = "gzip")]
#![allow(missing_docs)]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
};

use tablature_client::{Builder, Call, Client, Json, Method, Operation, Service};

static SHOW: Operation = Operation::new("show", Method::Get, "/");
static SERVICE: Service = Service::rest("acme", "packed", "https://acme.example");

/// `{"packed":true}`, in gzip, with blocks as they are.
fn packed() -> Vec<u8> {
    let text = br#"{"packed":true}"#;
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1, 15, 0, !15, 0xff];
    bytes.extend_from_slice(text);
    let mut crc = !0_u32;
    for byte in text {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    bytes.extend_from_slice(&(!crc).to_le_bytes());
    bytes.extend_from_slice(&15_u32.to_le_bytes());
    bytes
}

#[tokio::test]
async fn an_answer_in_gzip_is_unpacked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        let body = packed();
        let length = body.len();
        let head_of_answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head_of_answer.as_bytes()).unwrap();
        stream.write_all(&body).unwrap();
        head.join("\n").to_ascii_lowercase()
    });
    let client: Client = Builder::new(&SERVICE).endpoint(endpoint).build().unwrap();
    let answer = Call::new(&client, &SHOW).send::<Json>().await.unwrap();
    assert_eq!(answer["packed"], true);
    assert!(served.join().unwrap().contains("accept-encoding: gzip"));
}
