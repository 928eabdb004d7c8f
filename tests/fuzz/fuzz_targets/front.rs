//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz front`

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::front::run(data));
