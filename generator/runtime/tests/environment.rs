//! Credentials and settings from environment variables: a child process has them, because a test cannot set its own.
#![allow(missing_docs)]

mod ways;

use std::process::Command;

use tablature_client::{Builder, Client, Credentials, Json, Service};

static SERVICE: Service = Service::rpc("acme-cloud", "x", "https://acme.example", "Action")
    .auth(&ways::BY_FORM)
    .context(&[("Region", "region")]);

/// The child: prints the form of a call, or why there is none.
#[test]
fn child() {
    if std::env::var_os("TABLATURE_TEST_CHILD").is_none() {
        return;
    }
    let explicit = Builder::<Client>::new(&SERVICE).credentials(Credentials::from_env().unwrap()).from_env();
    match explicit.build() {
        Ok(client) => {
            let request = client.call("Get", Json::Null).to_http().unwrap();
            println!("<{}> {client:?}", String::from_utf8(request.body).unwrap());
        }
        Err(error) => println!("<{error}>"),
    }
}

fn run(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env("TABLATURE_TEST_CHILD", "1");
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
    text.split_once('<').unwrap().1.split_once('>').unwrap().0.to_owned()
}

#[test]
fn keys_and_settings_are_read_by_the_names_of_the_vendor() {
    let names = [
        ("ACME_CLOUD_PUBLIC_KEY", "AK"),
        ("ACME_CLOUD_PRIVATE_KEY", "hunter2"),
        ("ACME_CLOUD_SECURITY_TOKEN", "sts"),
        ("ACME_CLOUD_REGION", "r1"),
    ];
    let form = run(&names);
    assert!(form.starts_with("Region=r1&Action=Get&PublicKey=AK&SecurityToken=sts&Signature="), "{form}");
    let form = run(&[("ACME_CLOUD_ACCESS_KEY", "AK2"), ("ACME_CLOUD_PRIVATE_KEY", "hunter2")]);
    assert!(form.starts_with("Action=Get&PublicKey=AK2&Signature="), "{form}");
}

#[test]
fn what_is_missing_is_named() {
    let needed = "no credentials in the environment: set ACME_CLOUD_PUBLIC_KEY and ACME_CLOUD_PRIVATE_KEY";
    assert_eq!(run(&[]), needed);
    assert_eq!(run(&[("ACME_CLOUD_ACCESS_KEY", "AK")]), needed);
}
