//! Work off the threads that carry messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tower_lsp::jsonrpc::{Error, Result};

use super::guard;
use crate::stop::Stop;

/// Whoever waits for an answer. When they stop waiting (the framework drops the handler of a request
/// that is cancelled), the work for it stops too.
#[derive(Debug, Default)]
pub struct Waiting(pub Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs `work`, which is short, to its end.
pub async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    away_unless(|_| Some(work())).await
}

/// Runs `work`, which asks whether anybody still waits for it, and gives `None` where nobody does.
pub async fn away_unless<T: Send + 'static>(
    work: impl FnOnce(Stop<'_>) -> Option<T> + Send + 'static,
) -> Result<T> {
    let waiting = Waiting::default();
    let is_over = waiting.0.clone();
    let work = move || work(&|| is_over.load(Ordering::Relaxed));
    match tokio::task::spawn_blocking(|| guard::run(work)).await {
        Ok(Ok(answer)) => answer.ok_or_else(Error::request_cancelled),
        Ok(Err(said)) => std::panic::resume_unwind(Box::new(said)),
        Err(_) => Err(Error::request_cancelled()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_stops_when_nobody_waits_for_it() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        runtime.block_on(async {
            let work = away_unless(move |stop| -> Option<()> {
                tell.send("begun").unwrap();
                while !stop() {
                    std::thread::yield_now();
                }
                tell.send("stopped").unwrap();
                None
            });
            let nobody = tokio::time::timeout(std::time::Duration::from_millis(20), work);
            assert!(nobody.await.is_err());
        });
        assert_eq!(told.iter().collect::<Vec<_>>(), ["begun", "stopped"]);
    }
}
