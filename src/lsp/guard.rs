//! What happens when a handler panics: the request is answered with an internal error, the panic is
//! logged once with its place, and the next message is handled as if nothing had been.
//!
//! The framework drops the future of a handler that panics and never answers.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};

use futures_util::FutureExt;

thread_local! {
    /// Whether a panic on this thread will be caught by a guard.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the last guarded panic on this thread said, and where.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps guarded panics from being written twice: a guard tells about them itself.
pub fn install() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            LAST.set(Some(info.to_string()));
        } else {
            before(info);
        }
    }));
}

/// Runs `work`; the error says what a panic in it said.
pub fn run<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = GUARDED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    outcome.map_err(|payload| {
        LAST.take().unwrap_or_else(|| {
            let text = payload.downcast_ref::<&str>().map(ToString::to_string);
            text.or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "panicked".to_owned())
        })
    })
}

/// The same for a future: each of its steps is guarded. After a panic it is not polled again.
pub async fn run_future<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = Box::pin(future);
    std::future::poll_fn(|context| match run(|| future.poll_unpin(context)) {
        Ok(poll) => poll.map(Ok),
        Err(said) => std::task::Poll::Ready(Err(said)),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_says_what_it_said() {
        let error = run(|| -> u8 { panic!("no {}", "way") }).unwrap_err();
        assert!(error.contains("no way"), "{error}");
        assert_eq!(run(|| 3), Ok(3));
    }

    #[test]
    fn a_future_may_panic_after_it_has_waited() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let outcome = runtime.block_on(run_future(async {
            tokio::task::yield_now().await;
            panic!("late");
        }));
        let error: Result<(), String> = outcome;
        assert!(error.unwrap_err().contains("late"));
    }
}
