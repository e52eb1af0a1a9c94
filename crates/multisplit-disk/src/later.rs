//! Runs work that waits for the disk on a thread of its own, so that no frame of a window waits for it.
//!
//! It does not stop work that has begun, because a disk that does not respond cannot be interrupted. Invariant: the caller is woken
//! exactly once, after the answer can be taken, even if the work panics.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::thread::Builder;
use std::time::Duration;

/// The answer of work that another thread does.
#[derive(Debug)]
pub struct Later<T> {
    answer: Receiver<T>,
}

/// Returned if the work ended without an answer: it panicked, or the system had no thread for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the work on the disk ended without an answer")]
pub struct NoAnswer;

/// A guard that calls a function when it is dropped.
struct AtEnd<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for AtEnd<F> {
    fn drop(&mut self) {
        self.0.take().into_iter().for_each(|wake| wake());
    }
}

impl<T: Send + 'static> Later<T> {
    /// Starts `work` on a thread with the given name, and calls `wake` there when the answer is ready. Does not block.
    ///
    /// # Examples
    /// ```
    /// # use multisplit_disk::Later;
    /// # use std::time::Duration;
    /// let length = Later::start("measure", || std::fs::metadata("Cargo.toml").map(|file| file.len()), || ());
    /// assert!(length.wait(Duration::from_secs(10)).is_some());
    /// ```
    pub fn start(name: &str, work: impl FnOnce() -> T + Send + 'static, wake: impl FnOnce() + Send + 'static) -> Self {
        let (send, answer) = sync_channel(1);
        let work = move || {
            // Dropped after the sender, so a woken caller finds the answer or learns that there will be none.
            let _wakes = AtEnd(Some(wake));
            let send = send;
            // The send fails only if the caller has dropped the receiver.
            drop(send.send(work()));
        };
        if let Err(error) = Builder::new().name(name.to_owned()).spawn(work) {
            tracing::warn!(name, %error, "no thread for work on the disk");
        }
        Self { answer }
    }

    /// Returns the answer once if it is ready, and `None` if it is not.
    ///
    /// # Errors
    /// Returns [`NoAnswer`] if there will be no answer. This includes every call after the answer was taken.
    pub fn take(&self) -> Option<Result<T, NoAnswer>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(Ok(answer)),
            Err(TryRecvError::Disconnected) => Some(Err(NoAnswer)),
            Err(TryRecvError::Empty) => None,
        }
    }

    /// Waits for the answer for at most `patience` and returns it like [`take`](Self::take).
    ///
    /// # Errors
    /// Returns the errors of [`take`](Self::take).
    pub fn wait(&self, patience: Duration) -> Option<Result<T, NoAnswer>> {
        match self.answer.recv_timeout(patience) {
            Ok(answer) => Some(Ok(answer)),
            Err(RecvTimeoutError::Disconnected) => Some(Err(NoAnswer)),
            Err(RecvTimeoutError::Timeout) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Later, NoAnswer};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_secs(30);

    #[test]
    fn who_is_woken_finds_the_answer() {
        let (woken, wakes) = channel();
        let (go, gone) = channel::<()>();
        let later = Later::start("test", move || gone.recv().map(|()| 7), move || woken.send(()).expect("heard"));
        assert_eq!(later.take(), None, "it has not begun");
        go.send(()).expect("heard");
        wakes.recv_timeout(PATIENCE).expect("woken");
        assert_eq!(later.take(), Some(Ok(Ok(7))));
        assert_eq!(later.take(), Some(Err(NoAnswer)), "an answer is taken once");
    }

    #[test]
    fn work_that_panics_wakes_and_gives_no_answer() {
        let (woken, wakes) = channel();
        let later: Later<()> =
            Later::start("test", || panic!("as the test wants it"), move || woken.send(()).expect("heard"));
        wakes.recv_timeout(PATIENCE).expect("woken");
        assert_eq!(later.wait(PATIENCE), Some(Err(NoAnswer)));
    }
}
