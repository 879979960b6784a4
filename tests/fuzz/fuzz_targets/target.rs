//! The libFuzzer entry point of every target; `FUZZ_TARGET` names the target.
#![no_main]

use std::sync::LazyLock;

use tablature_fuzz::Target;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
    tablature_fuzz::target(&name).expect("FUZZ_TARGET is one of those that `drive` lists")
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
