//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz yaml`

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::yaml::run(data));
