//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz positions`

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::positions::run(data));
