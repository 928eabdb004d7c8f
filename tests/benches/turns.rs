//! How everything here is timed: ours and a limit take turns, and each figure is the best of its
//! rounds, for the machine may be doing other things as well. The last column is the ratio.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long both sides of a line are measured, together.
const BUDGET: Duration = Duration::from_millis(500);
/// Rounds of what takes longer than that.
const LEAST: usize = 2;

/// Whether the words of the command line ask for what is called so: all where there is none.
pub fn wanted(name: &str) -> bool {
    let mut words = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"));
    let asked: Vec<_> = words.by_ref().collect();
    asked.is_empty() || asked.iter().any(|word| name.contains(word.as_str()))
}

/// How long one call takes, with dropping what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    drop(black_box(work()));
    start.elapsed()
}

/// Measures `ours` beside `limit` (each says how long it took) on `bytes` bytes, and prints a line.
pub fn compare(
    name: &str,
    bytes: usize,
    mut ours: impl FnMut() -> Duration,
    mut limit: impl FnMut() -> Duration,
) {
    if !wanted(name) {
        return;
    }
    let start = Instant::now();
    let mut best = [Duration::MAX; 2];
    let mut rounds = 0;
    while rounds < LEAST || (start.elapsed() < BUDGET && rounds < 2000) {
        best[0] = best[0].min(ours());
        best[1] = best[1].min(limit());
        rounds += 1;
    }
    let [ours, limit] = best.map(|time| time.as_secs_f64().max(1e-9));
    println!(
        "{name:<48} {:>10.1} KB {:>11.4} ms {:>11.4} ms {:>8.2} x",
        bytes as f64 / 1e3,
        ours * 1e3,
        limit * 1e3,
        ours / limit
    );
}

/// Says what the next lines are about, and what they are measured beside.
pub fn title(about: &str, limit: &str) {
    println!("\n{about}, beside {limit}");
}
