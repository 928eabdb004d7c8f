//! The same work on many items, on all processors.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many items a thread takes at a time.
const CHUNK: usize = 8;

/// What `work` gives for each of `items`, in their order. Few items are worked on right here; a
/// panic of `work` goes on here.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(items.len() / CHUNK);
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let from = next.fetch_add(CHUNK, Ordering::Relaxed);
            let Some(chunk) = items.get(from..items.len().min(from + CHUNK)) else {
                return done;
            };
            if chunk.is_empty() {
                return done;
            }
            done.push((from, chunk.iter().map(&work).collect::<Vec<R>>()));
        }
    };
    let mut chunks: Vec<(usize, Vec<R>)> = Vec::with_capacity(items.len() / CHUNK + 1);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        chunks.extend(worker());
        for other in others {
            match other.join() {
                Ok(done) => chunks.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    chunks.sort_unstable_by_key(|(from, _)| *from);
    chunks.into_iter().flat_map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_items_is_kept() {
        let items: Vec<usize> = (0..1003).collect();
        let doubled = map(&items, |item| item * 2);
        assert!(
            doubled
                .iter()
                .copied()
                .eq(items.iter().map(|item| item * 2))
        );
        assert!(map(&items[..0], |item| *item).is_empty());
    }

    #[test]
    fn a_panic_is_not_lost() {
        let items: Vec<usize> = (0..1000).collect();
        let work = || map(&items, |&item| assert!(item != 777, "on purpose"));
        assert!(std::panic::catch_unwind(work).is_err());
    }
}
