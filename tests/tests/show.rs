//! `show PAGE --after PASS` prints, for every phase and pass, something that people and programs can read, and what
//! it prints after the last pass is the IR.

use std::process::Command;

use tablature::{lower::PASSES, spec};
use tablature_tests::{binary, root};

/// A page of each kind of vendor, and its dialect.
const PAGES: [(&str, &str); 3] = [
    ("specs/ucloud/docs/uhub/get_repo_image.md", "ucloud"),
    ("specs/huaweicloud/docs/swr/查询镜像列表.md", "huaweicloud"),
    ("specs/huaweicloud/docs/swr/查询镜像列表.md", "auto"),
];

fn show(page: &str, dialect: &str, after: &str) -> String {
    let arguments = ["show", page, "--dialect", dialect, "--after", after, "--color", "never"];
    let output = Command::new(binary()).args(arguments).current_dir(root()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{page} in {dialect} after {after}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn parses(text: &str, what: &str) -> serde_yaml::Value {
    serde_yaml::from_str(text).unwrap_or_else(|fault| panic!("{what}: {fault}\n{text}"))
}

#[test]
fn every_pass_can_be_looked_at() {
    for (page, dialect) in PAGES {
        for phase in ["load", "roles", "extract"] {
            let shown = parses(&show(page, dialect, phase), phase);
            let parts = shown.as_mapping().and_then(|map| map.values().next()).unwrap();
            assert!(!parts.as_sequence().unwrap().is_empty(), "{page} after {phase}");
        }
        let planned = parses(&show(page, dialect, "plan"), "plan");
        let operations = planned["crate"]["operations"].as_sequence().unwrap();
        assert_eq!(operations[0]["method"].as_str(), operations[0]["module"].as_str(), "{page} after plan");
        let mut before = String::new();
        let mut steps = 0;
        for pass in PASSES {
            let shown = show(page, dialect, pass.name);
            let what = format!("{page} in {dialect} after {}", pass.name);
            // What is decided reads as an IR; what is still open stands in a document of its own.
            let (decided, open) = shown.split_once("\n---\n").map_or((&*shown, None), |(a, b)| (a, Some(b)));
            let service = spec::read("shown", decided);
            assert!(service.is_ok(), "{what}: {service:?}\n{decided}");
            if let Some(open) = open {
                parses(open, &what);
            }
            steps += usize::from(shown != before);
            before = shown;
        }
        assert!(steps > 6, "{page}: only {steps} passes changed anything that is shown");
        assert_eq!(before, show(page, dialect, "lower"), "{page}: after the last pass it is the IR");
    }
}

#[test]
fn help_names_every_pass() {
    let output = Command::new(binary()).args(["show", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let mut rest = help.as_str();
    for pass in PASSES {
        let at = rest.find(&format!("- {}:", pass.name));
        let at = at.unwrap_or_else(|| panic!("`{}` is not there, or not in order:\n{help}", pass.name));
        rest = &rest[at..];
    }
}

/// A page is named by its path, or as the IR names it.
#[test]
fn a_page_is_found_among_those_of_its_vendor() {
    let said = |page: &str| {
        let arguments = ["show", page, "--after", "extract", "--color", "never"];
        let output = Command::new(binary()).args(arguments).current_dir(root()).output().unwrap();
        (output.status.code(), [output.stdout, output.stderr].concat())
    };
    let whole = said("specs/ucloud/docs/uhub/get_repo_image.md");
    assert_eq!(whole.0, Some(0));
    assert!(whole == said("uhub/get_repo_image.md"));
    let (code, text) = said("uhub/get_repo_images.md");
    let text = String::from_utf8(text).unwrap();
    assert!(code == Some(2) && text.contains("nor in ") && text.contains("specs/ucloud/docs"), "{text}");
}
