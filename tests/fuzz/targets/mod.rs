//! The bodies of the fuzz targets: each takes any bytes and fails where a promise of the crate does
//! not hold. `cargo fuzz` calls them from `fuzz_targets`, the plain tests from `main.rs`.

#![allow(dead_code)] // Each fuzz target calls one of them.

mod bytes;
mod page;
mod python;

pub mod concepts;
pub mod edits;
pub mod front;
pub mod guide;
pub mod messages;
pub mod positions;
pub mod settings;
pub mod yaml;

/// A target's body.
pub type Run = fn(&[u8]);

/// All targets by name, each a folder of `corpus`.
pub const TARGETS: [(&str, Run); 8] = [
    ("concepts", concepts::run),
    ("edits", edits::run),
    ("front", front::run),
    ("guide", guide::run),
    ("messages", messages::run),
    ("positions", positions::run),
    ("settings", settings::run),
    ("yaml", yaml::run),
];
