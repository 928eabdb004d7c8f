//! Ends the server when the editor that started it is gone (LSP 3.17, `InitializeParams.processId`:
//! "If the parent process is not alive then the server should exit"). An editor that crashes may
//! leave our standard input open, so its end alone does not tell.

use std::time::Duration;

/// How often the parent is looked at.
#[cfg(unix)]
const INTERVAL: Duration = Duration::from_millis(500);

/// Returns when the process `id` has ended; never where there is none at the start (an editor
/// outside of our container has a number that means nothing here) or where the system cannot tell.
#[cfg(unix)]
pub async fn gone(id: u32) {
    let Some(parent) = Parent::find(id) else {
        tracing::warn!("there is no process {id} here: its end will not be noticed");
        return std::future::pending().await;
    };
    while parent.is_alive() {
        tokio::time::sleep(INTERVAL).await;
    }
}

/// On other systems the end of standard input has to do.
#[cfg(not(unix))]
pub async fn gone(_id: u32) {
    tokio::time::sleep(Duration::MAX).await;
}

/// A running process. On Linux it is held by a descriptor, so that neither a number that is used
/// again nor a dead process that nobody has waited for is taken for it.
#[cfg(unix)]
struct Parent {
    id: rustix::process::Pid,
    #[cfg(target_os = "linux")]
    descriptor: Option<std::os::fd::OwnedFd>,
}

#[cfg(unix)]
impl Parent {
    fn find(id: u32) -> Option<Self> {
        let id = rustix::process::Pid::from_raw(i32::try_from(id).ok()?)?;
        let parent = Self {
            id,
            #[cfg(target_os = "linux")]
            descriptor: rustix::process::pidfd_open(id, rustix::process::PidfdFlags::empty()).ok(),
        };
        parent.is_alive().then_some(parent)
    }

    fn is_alive(&self) -> bool {
        #[cfg(target_os = "linux")]
        if let Some(descriptor) = &self.descriptor {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            // Readable once the process has ended (pidfd_open(2)).
            let mut watched = [PollFd::new(descriptor, PollFlags::IN)];
            return poll(&mut watched, Some(&Timespec::default())) != Ok(1);
        }
        // Anything but "no such process" means that there is one.
        rustix::process::test_kill_process(self.id) != Err(rustix::io::Errno::SRCH)
    }
}
