//! `tablature mock` as a user runs it: fixtures, signatures, scenarios, bad input, signals.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tablature_tests::{binary, root};

/// A mock that is running.
struct Mock {
    child: Child,
    output: BufReader<ChildStdout>,
    /// `HOST:PORT` of each service, in order.
    hosts: Vec<String>,
}

impl Mock {
    /// Plays these services; waits until all of them listen.
    fn start(services: &[&str], further: &[&str]) -> Self {
        let (mock, names) = Self::run(&[services, further].concat(), services.len());
        assert_eq!(names, services);
        mock
    }

    /// Plays the one service of these pages.
    fn of_pages(arguments: &[&str]) -> Self {
        Self::run(arguments, 1).0
    }

    /// Waits until so many services listen; gives their names, too.
    fn run(arguments: &[&str], count: usize) -> (Self, Vec<String>) {
        let mut child = command(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let listening = (0..count).map(|_| {
            let line = line(&mut output);
            let host = line.strip_prefix("listening on http://").and_then(|rest| rest.split_once(" for "));
            let (host, name) = host.unwrap_or_else(|| panic!("{line}"));
            (host.to_owned(), name.to_owned())
        });
        let (hosts, names) = listening.unzip();
        (Mock { child, output, hosts }, names)
    }

    /// Calls an action with a form.
    fn action(&self, form: &str) -> (u16, Value) {
        request(&self.hosts[0], "POST", "/", form)
    }

    /// The line of the next request.
    fn log(&mut self) -> String {
        line(&mut self.output)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.arg("mock").args(arguments).args(["--port", "0"]).current_dir(root());
    command
}

fn line(output: &mut impl BufRead) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// Status and JSON of an answer.
fn request(host: &str, method: &str, path: &str, form: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(host).unwrap();
    let length = form.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}")))
}

/// A scenario file.
fn scenario(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    file
}

fn fails(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    assert!(stdout.is_empty(), "nothing listens: {}", String::from_utf8_lossy(&stdout));
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

const FORM: &str = "Action=GetRepoImage&RepoName=a";

#[test]
fn each_service_has_a_listener_and_answers_with_its_fixtures() {
    let mut mock = Mock::start(&["ucloud/uhub", "huaweicloud/swr"], &[]);
    let fixture = |path: &str| -> Value {
        serde_json::from_slice(&fs::read(root().join("generated").join(path)).unwrap()).unwrap()
    };
    assert_eq!(mock.action(FORM), (200, fixture("ucloud-uhub/fixtures/get_repo_image.json")));
    assert_eq!(mock.log(), "ucloud/uhub POST / GetRepoImage 200");
    let answer = request(&mock.hosts[1], "GET", "/v2/manage/repos?filter=center::self", "");
    assert_eq!(answer, (200, fixture("huaweicloud-swr/fixtures/list_repos.json")));
    assert_eq!(mock.log(), "huaweicloud/swr GET /v2/manage/repos list_repos 200");
    // A fault of a request is reported in the shape of the vendor's errors, with the codes that its dialect gives, and stands in the log.
    let (status, body) = mock.action("Action=GetRepoImage");
    assert_eq!(
        (status, &body["RetCode"], &body["Action"]),
        (200, &json!(220), &json!("GetRepoImageResponse"))
    );
    assert_eq!(mock.log(), "ucloud/uhub POST / GetRepoImage 200 the parameter `RepoName` is missing");
    let (status, body) = request(&mock.hosts[1], "GET", "/v2/nothing", "");
    assert_eq!((status, &body["error_code"]), (404, &json!("APIGW.0101")), "{body}");
    assert!(mock.log().contains("/v2/nothing"));
    // `abc` spells no number.
    let (_, body) = mock.action(&format!("{FORM}&Limit=abc"));
    assert_eq!(
        (&body["RetCode"], &body["Message"]),
        (&json!(230), &json!("the parameter `Limit` takes no value like \"abc\""))
    );
    assert!(mock.log().contains("`Limit` takes no value"));
    // What a request says changes nothing at the terminal, and begins no line.
    let (_, body) = mock.action("Action=GetRepoImage&RepoName=a&Limit=%1b%5b2J%0d%0aucloud/uhub+POST");
    assert_eq!(body["RetCode"], 230, "{body}");
    let said = mock.log();
    assert!(said.contains("`Limit`") && !said.contains('\u{1b}') && said.contains("2J"), "{said:?}");
    let (status, _) = request(&mock.hosts[1], "GET", "/v2/\u{1b}]0;x\u{7}", "");
    assert_eq!(status, 404);
    let said = mock.log();
    assert!(
        said.starts_with("huaweicloud/swr GET /v2/") && said.chars().all(|c| !c.is_control()),
        "{said:?}"
    );
    for (form, code) in [("Action=Nothing", 161), ("RepoName=a", 160)] {
        assert_eq!(mock.action(form).1["RetCode"], code, "{form}");
    }
}

/// Of a vendor whose dialect gives no codes for it, what is refused is answered with the status of HTTP, and no code of
/// another vendor stands in the body.
#[test]
fn a_vendor_without_codes_of_its_own_has_those_of_http() {
    let folder = tempfile::tempdir().unwrap();
    let page = "# List boxes\n\n`GET /boxes`\n\n## Query parameters\n\n| Name | Type | Required | Description |\n\
                |---|---|---|---|\n| kind | string | yes | Of which kind |\n| limit | integer | no | How many |\n";
    fs::create_dir(folder.path().join("pages")).unwrap();
    fs::write(folder.path().join("pages/list.md"), page).unwrap();
    for envelope in ["", "  envelope: {code: code, ok: '0', message: text}\n"] {
        let dialect = folder.path().join("dialect.yaml");
        let auth = "  auth:\n    - name: token\n      credentials: {token: secret}\n      \
                    put: {header: {X-Token: '{token}'}}\n      vectors: [{credentials: {token: t}, method: GET, url: \
                    'https://boxes.example/', gives: {X-Token: t}}]\n";
        let service = format!("service:\n  endpoint: https://boxes.example\n{envelope}{auth}");
        fs::write(&dialect, format!("{service}speaks: [en]\n")).unwrap();
        let (pages, dialect) = (folder.path().join("pages"), dialect.to_str().unwrap().to_owned());
        let docs = ["--docs", pages.to_str().unwrap(), "--dialect", &dialect];
        let keys = ["--access-key", "a", "--secret-key", "s"];
        let (open, closed) = (Mock::of_pages(&docs), Mock::of_pages(&[&docs[..], &keys].concat()));
        for (mock, path, status) in [
            (&open, "/nothing", 404),
            (&open, "/boxes", 400),
            (&open, "/boxes?kind=a&limit=abc", 400),
            (&closed, "/boxes?kind=a", 401),
        ] {
            let (given, body) = request(&mock.hosts[0], "GET", path, "");
            assert_eq!(given, status, "{path} {body}");
            let code = &body["code"];
            assert!(*code == json!(status) || *code == json!(status.to_string()), "{path} {body}");
        }
    }
}

#[test]
fn a_list_is_played_page_by_page() {
    let mock = Mock::start(&["ucloud/uhub"], &[]);
    let (_, whole) = mock.action(FORM);
    let items = whole["ImageSet"].as_array().unwrap();
    let (_, first) = mock.action(&format!("{FORM}&Offset=0&Limit=1"));
    assert_eq!((&first["ImageSet"], &first["TotalCount"]), (&json!([items[0]]), &json!(items.len())));
    let (_, beyond) = mock.action(&format!("{FORM}&Offset={}&Limit=1", items.len()));
    assert_eq!(beyond["ImageSet"], json!([]));
}

#[test]
fn unsigned_requests_are_refused_where_keys_are_given() {
    let mock = Mock::start(&["ucloud/uhub"], &["--access-key", "access", "--secret-key", "secret"]);
    let (_, body) = mock.action(FORM);
    assert_eq!(body["RetCode"], 170, "{body}");
    let (_, body) = mock.action(&format!("{FORM}&PublicKey=access&Signature=0"));
    assert_eq!(body["RetCode"], 171, "{body}");
}

#[test]
fn a_scenario_answers_in_order_and_then_the_fixtures() {
    let file = scenario(
        "- {operation: GetRepoImage, with: {RepoName: gone}, error: '8006', message: no such repository}\n\
         - {operation: ucloud/uhub/GetRepoImage, body: {RetCode: 0, TotalCount: 7}, delay: 300, times: 1}\n\
         - {operation: GetRepoImage, status: 503, times: 1}\n",
    );
    let mock = Mock::start(&["ucloud/uhub"], &["--scenario", file.path().to_str().unwrap()]);
    let start = Instant::now();
    assert_eq!(mock.action(FORM), (200, json!({"RetCode": 0, "TotalCount": 7})));
    assert!(start.elapsed() >= Duration::from_millis(300));
    let (status, _) = mock.action(FORM);
    assert_eq!(status, 503);
    let (status, body) = mock.action(FORM);
    assert_eq!((status, &body["RetCode"]), (200, &json!(0)), "the fixture again");
    for _ in 0..2 {
        let (status, body) = mock.action("Action=GetRepoImage&RepoName=gone");
        assert_eq!(
            (status, &body["RetCode"], &body["Message"]),
            (200, &json!(8006), &json!("no such repository"))
        );
    }
}

#[test]
fn a_wrong_scenario_is_refused_before_anything_listens() {
    let file = scenario("- operation: GetRepoImage\n- operation: GetRepoImag\n");
    let (code, error) = fails(&["ucloud/uhub", "--scenario", file.path().to_str().unwrap()]);
    assert_eq!(code, Some(2));
    for said in [":2:14", "no service has the operation `GetRepoImag`", "did you mean `GetRepoImage`?"] {
        assert!(error.contains(said), "{error}");
    }
    // The step that is wrong is shown, also where another one is of the same operation, or its key is in quotes.
    let file = scenario("- operation: GetRepoImage\n- {\"operation\" : GetRepoImage, message: gone}\n");
    let (code, error) = fails(&["ucloud/uhub", "--scenario", file.path().to_str().unwrap()]);
    assert!(code == Some(2) && error.contains(":2:18"), "{error}");
    let file = scenario("- operation: GetRepoImage\n- operation: GetRepoImage\n  tims: 2\n");
    let (code, error) = fails(&["ucloud/uhub", "--scenario", file.path().to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(error.contains(":3:3") && error.contains("tims"), "{error}");
    for (step, said) in [
        ("{operation: GetRepoImage, error: '1', body: {}}", "both `error` and `body`"),
        ("{operation: GetRepoImage, message: gone}", "a `message` without an `error`"),
        ("{operation: GetRepoImage, status: 100}", "a `status` that ends no HTTP exchange"),
        ("{operation: GetRepoImage, with: {Reponame: a}}\n- operation: None", "no parameter `Reponame`"),
    ] {
        let file = scenario(&format!("- {step}\n"));
        let (code, error) = fails(&["ucloud/uhub", "--scenario", file.path().to_str().unwrap()]);
        assert!(code == Some(2) && error.contains(said), "{error}");
    }
    let (code, error) = fails(&["ucloud/nothing"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("ucloud/nothing"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_signal_stops_it_cleanly() {
    let mut mock = Mock::start(&["ucloud/uhub"], &[]);
    let id = mock.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(mock.child.wait().unwrap().code(), Some(0));
}
