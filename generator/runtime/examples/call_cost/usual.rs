//! An answer as most are: of 20 members, one of them a list of objects, and all as its page says.

use serde::{Deserialize, Serialize};
use tablature_client::Extra;

/// A type of the client's, and one of the same fields as it is written by hand.
macro_rules! types {
    ($client:ident, $by_hand:ident { $($field:ident: $wire:literal $ty:ty $(| $other:ty)?),* $(,)? }) => {
        #[derive(Clone, Default, PartialEq)]
        pub(crate) struct $client {
            $($field: $ty,)*
            extra: Extra,
        }
        tablature_client::model!($client { $($field: $wire),* });

        #[derive(Deserialize, Serialize)]
        pub(crate) struct $by_hand {
            $(#[serde(default, rename = $wire)] $field: types!(@ $ty $(| $other)?),)*
        }
    };
    (@ $ty:ty) => { $ty };
    (@ $ty:ty | $other:ty) => { $other };
}

types!(Step, StepByHand {
    name: "name" Option<String>,
    state: "state" Option<String>,
    number: "number" Option<i64>,
    started_at: "started_at" Option<String>,
    finished_at: "finished_at" Option<String>,
    is_last: "is_last" Option<bool>,
});

types!(Job, ByHand {
    id: "id" Option<i64>,
    name: "name" Option<String>,
    state: "state" Option<String>,
    branch: "branch" Option<String>,
    commit: "commit" Option<String>,
    author: "author" Option<String>,
    mail: "mail" Option<String>,
    created_at: "created_at" Option<String>,
    started_at: "started_at" Option<String>,
    finished_at: "finished_at" Option<String>,
    duration: "duration" Option<f64>,
    queued: "queued" Option<f64>,
    coverage: "coverage" Option<f64>,
    attempt: "attempt" Option<i64>,
    is_manual: "is_manual" Option<bool>,
    may_fail: "may_fail" Option<bool>,
    url: "url" Option<String>,
    runner: "runner" Option<String>,
    tags: "tags" Vec<String>,
    steps: "steps" Vec<Step> | Vec<StepByHand>,
});

pub(crate) fn answer(items: usize) -> Vec<u8> {
    let step = |number: usize| {
        format!(
            r#"{{"name":"step-{number}","state":"success","number":{number},"started_at":"2024-03-15T08:09:10Z","finished_at":"2024-03-15T08:09:17Z","is_last":false}}"#
        )
    };
    let steps: Vec<String> = (0..items).map(step).collect();
    let members = r#""id":1710490150,"name":"build","state":"success","branch":"main","commit":"5b1f0e3c9a7d2468ace13579bdf02468ace13579","author":"Ada Lovelace","mail":"ada@acme.example","created_at":"2024-03-15T08:09:00Z","started_at":"2024-03-15T08:09:10Z","finished_at":"2024-03-15T08:12:41Z","duration":211.25,"queued":10.5,"coverage":87.125,"attempt":1,"is_manual":false,"may_fail":true,"url":"https://acme.example/jobs/1710490150","runner":"linux-large-7","tags":["linux","large"]"#;
    format!(r#"{{{members},"steps":[{}]}}"#, steps.join(",")).into_bytes()
}

/// Both sides read the same.
pub(crate) fn same() {
    let body = answer(10);
    let job: Job = serde_json::from_slice(&body).expect("an answer");
    let by_hand: ByHand = serde_json::from_slice(&body).expect("an answer");
    let wire: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(serde_json::to_value(&job).expect("JSON"), wire);
    assert_eq!(serde_json::to_value(&by_hand).expect("JSON"), wire);
}
