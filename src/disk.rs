//! The only reader and walker of files, with its limits.
