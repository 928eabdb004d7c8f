//! The shortest of several runs, in time of the thread where the system tells it: other work on the
//! machine does not count.

use std::time::{Duration, Instant};

/// The shortest of `runs` runs.
pub fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// As [`best`], in time of this thread.
pub fn best_of_thread<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let worked = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanoseconds = told.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    };
    if worked().is_none_or(|time| time.is_zero()) {
        return best(runs, work);
    }
    // The system counts in ticks of a few milliseconds: short work is done several times.
    let mut shortest = Duration::MAX;
    for _ in 0..runs {
        let (mut times, start) = (0, worked().unwrap_or_default());
        let mut spent = Duration::ZERO;
        while times < 500 && spent < Duration::from_millis(60) {
            std::hint::black_box(work());
            times += 1;
            spent = worked().unwrap_or_default().saturating_sub(start);
        }
        shortest = shortest.min(spent / times);
    }
    shortest
}
