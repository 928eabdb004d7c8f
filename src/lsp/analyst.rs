//! The thread that large documents are analysed on. The runtime has many for work that takes long,
//! and gives each piece to another one; but a heap of glibc's belongs to a thread, so that what one
//! thread gave back of a large tree is of no use to the next, and the server takes memory twice.

use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

/// One thread, from the first work on until this is dropped.
#[derive(Debug, Default)]
pub struct Analyst(Mutex<Option<Sender<Work>>>);

impl Analyst {
    /// Runs `work` behind what else it has to do; nothing comes back where that panics.
    pub fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (tell, told) = oneshot::channel();
        // As on the runtime's own threads.
        let runtime = Handle::try_current().ok();
        let mut work: Work = Box::new(move || {
            let _inside = runtime.as_ref().map(Handle::enter);
            // Fails where nobody waits for it any more.
            let _ = tell.send(work());
        });
        let mut thread = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*thread {
            match known.send(work) {
                Ok(()) => return told,
                // It died of what it ran.
                Err(refused) => work = refused.0,
            }
        }
        *thread = started();
        match &*thread {
            Some(new) => drop(new.send(work)),
            // A machine without another thread to give has little else to do.
            None => work(),
        }
        told
    }
}

/// A thread that does what it is sent.
fn started() -> Option<Sender<Work>> {
    let (sender, queue) = mpsc::channel::<Work>();
    let thread = std::thread::Builder::new().name("analyst".to_owned());
    let started = thread.spawn(move || queue.into_iter().for_each(|work| work()));
    started.is_ok().then_some(sender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_on_one_thread_and_on_another_when_that_died() {
        let analyst = Analyst::default();
        let name = || {
            (
                std::thread::current().id(),
                std::thread::current().name().map(str::to_owned),
            )
        };
        let first = analyst.run(name).blocking_recv().unwrap();
        assert_eq!(analyst.run(name).blocking_recv().unwrap(), first);
        assert_eq!(first.1.as_deref(), Some("analyst"));
        let died = analyst.run(|| panic!("on purpose")).blocking_recv();
        assert!(died.is_err());
        while analyst.run(name).blocking_recv().is_err() {
            // The thread may take work as long as it unwinds.
        }
        assert_ne!(analyst.run(name).blocking_recv().unwrap().0, first.0);
    }
}
