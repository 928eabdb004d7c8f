//! Standard input and output for a server that answers at once: the thread that handles messages is
//! the one that waits for them.
//!
//! The runtime's own standard streams read and write on threads of their own, which costs most
//! requests several times what their answers cost. Here one thread sleeps until the client has
//! written, until it reads again where an answer waits for that, or until another thread rings.
//! Nothing is ever read or written that would make the thread wait otherwise, and the streams, which
//! other programs may share, are left as they are: in blocking mode.

use std::cell::Cell;
use std::future::Future;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pipe::PIPE_BUF;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::Runtime;

/// Does `work` with the standard streams on this thread, and what it spawns in `runtime`.
pub fn run<T, W: Future<Output = T>>(
    runtime: &Runtime,
    work: impl FnOnce(Input, Output) -> W,
) -> io::Result<T> {
    let _inside = runtime.enter();
    let (input, output) = (Rc::<Readiness>::default(), Rc::<Readiness>::default());
    let work = pin!(work(Input(input.clone()), Output(output.clone())));
    drive(work, &input, &output)
}

fn drive<T>(
    mut work: Pin<&mut impl Future<Output = T>>,
    input: &Readiness,
    output: &Readiness,
) -> io::Result<T> {
    let (heard, bell) = io::pipe()?;
    let bell = Arc::new(Bell {
        state: AtomicU8::new(AWAKE),
        bell,
    });
    let waker = Waker::from(bell.clone());
    let mut context = Context::from_waker(&waker);
    loop {
        bell.wakes_up();
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return Ok(done);
        }
        if bell.falls_asleep() {
            sleep(&heard, &bell, input, output)?;
        }
    }
}

/// Sleeps until the bell is rung or a stream that is waited for is ready, and wakes who waits for it.
fn sleep(heard: &PipeReader, bell: &Bell, input: &Readiness, output: &Readiness) -> io::Result<()> {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let mut watched = vec![PollFd::new(heard, PollFlags::IN)];
    let streams = [
        (input, stdin.as_fd(), PollFlags::IN),
        (output, stdout.as_fd(), PollFlags::OUT),
    ];
    let waiting: Vec<_> = streams.iter().filter(|(one, ..)| one.is_there()).collect();
    let ends = waiting.iter();
    watched.extend(ends.map(|(_, end, flags)| PollFd::new(end, *flags)));
    match poll(&mut watched, None) {
        Ok(_) => {}
        Err(Errno::INTR) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    // Who is woken below need not ring: the work is looked at next anyway.
    bell.wakes_up();
    let mut ready = watched.iter().map(|one| !one.revents().is_empty());
    if ready.next() == Some(true) {
        // What is rung while nobody sleeps is one byte, however often.
        let mut rung = [0; 8];
        let _ = (&*heard).read(&mut rung)?;
    }
    for ((waiting, ..), is_ready) in waiting.iter().zip(ready) {
        if is_ready {
            waiting.end();
        }
    }
    Ok(())
}

/// What the thread is doing.
const AWAKE: u8 = 0;
const ASLEEP: u8 = 1;
const RUNG: u8 = 2;

/// Wakes the thread, from whichever thread.
#[derive(Debug)]
struct Bell {
    state: AtomicU8,
    bell: PipeWriter,
}

impl Bell {
    /// The thread is about to look at the work, after all that was rung for.
    fn wakes_up(&self) {
        self.state.swap(AWAKE, Ordering::SeqCst);
    }

    /// Whether the thread may sleep: nobody has rung since it looked at the work.
    fn falls_asleep(&self) -> bool {
        let (success, failure) = (Ordering::SeqCst, Ordering::SeqCst);
        let state = &self.state;
        state
            .compare_exchange(AWAKE, ASLEEP, success, failure)
            .is_ok()
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(RUNG, Ordering::SeqCst) == ASLEEP {
            // Fails only when the thread is gone.
            let _ = (&self.bell).write(&[0]);
        }
    }
}

/// Who waits for a stream to be ready.
#[derive(Default)]
struct Readiness(Cell<Option<Waker>>);

impl Readiness {
    fn is_there(&self) -> bool {
        let waker = self.0.take();
        let is_there = waker.is_some();
        self.0.set(waker);
        is_there
    }

    fn begin(&self, context: &Context<'_>) {
        self.0.set(Some(context.waker().clone()));
    }

    fn end(&self) {
        if let Some(waker) = self.0.take() {
            waker.wake();
        }
    }

    /// Does `work` at `end` if that makes nobody wait; else whoever asks waits until it does not.
    fn when_ready<T>(
        &self,
        context: &Context<'_>,
        end: BorrowedFd<'_>,
        flags: PollFlags,
        work: impl FnOnce() -> rustix::io::Result<T>,
    ) -> Poll<io::Result<T>> {
        // Who waits was told no a moment ago, and is woken when that changes.
        if !self.is_there() {
            match is_ready(end, flags).and_then(|is_ready| is_ready.then(work).transpose()) {
                Ok(Some(done)) => return Poll::Ready(Ok(done)),
                // Somebody else may have been quicker.
                Ok(None) | Err(Errno::AGAIN | Errno::INTR) => {}
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
        self.begin(context);
        Poll::Pending
    }
}

fn is_ready(end: BorrowedFd<'_>, flags: PollFlags) -> rustix::io::Result<bool> {
    let mut watched = [PollFd::from_borrowed_fd(end, flags)];
    Ok(poll(&mut watched, Some(&Timespec::default()))? > 0)
}

/// Standard input.
pub struct Input(Rc<Readiness>);

impl AsyncRead for Input {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let stdin = io::stdin();
        let read = || rustix::io::read(&stdin, buffer.initialize_unfilled());
        let read = self
            .0
            .when_ready(context, stdin.as_fd(), PollFlags::IN, read);
        read.map_ok(|count| buffer.advance(count))
    }
}

/// Standard output.
pub struct Output(Rc<Readiness>);

impl AsyncWrite for Output {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let stdout = io::stdout();
        // So much fits into a pipe that is ready (pipe(7)).
        let piece = &bytes[..bytes.len().min(PIPE_BUF)];
        let write = || rustix::io::write(&stdout, piece);
        self.0
            .when_ready(context, stdout.as_fd(), PollFlags::OUT, write)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
