//! The queue to the pty's thread: bytes for the program, the newest size, and the order to stop.
//!
//! The queue refuses or drops bytes beyond its capacity.
//!
//! Invariant: memory is bounded even if the program never reads, and bytes keep their order.

#[cfg(not(unix))]
pub use self::other::Outbox;
#[cfg(unix)]
pub use self::unix::Outbox;

#[cfg(unix)]
mod unix {
    //! Unix: a queue, and a socket that wakes the thread.

    use std::collections::VecDeque;
    use std::io::{self, ErrorKind, Read, Write};
    use std::os::unix::net::UnixStream;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use alacritty_terminal::event::WindowSize;

    use crate::limits;

    /// The queue between the pane and the pty's thread.
    pub struct Outbox {
        state: Mutex<State>,
        bell: UnixStream,
        /// The thread's end of the bell.
        heard: UnixStream,
    }

    #[derive(Default)]
    struct State {
        bytes: VecDeque<u8>,
        /// The sources of the queued bytes, in order: at most one run per answer, and adjacent bytes of one source share a run.
        runs: VecDeque<Run>,
        answer_bytes: usize,
        size: Option<WindowSize>,
        is_closed: bool,
        has_rung: bool,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Source {
        User,
        Answer,
    }

    struct Run {
        source: Source,
        length: usize,
    }

    /// The orders for the thread.
    #[derive(Default)]
    pub struct Orders {
        /// The new size, if it has changed since the last orders.
        pub size: Option<WindowSize>,
        /// Whether the thread has to stop.
        pub is_closed: bool,
    }

    impl Outbox {
        /// Creates an empty queue.
        ///
        /// # Errors
        /// Fails if the system refuses a socket pair.
        pub fn new() -> io::Result<Self> {
            let (bell, heard) = UnixStream::pair()?;
            bell.set_nonblocking(true)?;
            heard.set_nonblocking(true)?;
            Ok(Self { state: Mutex::default(), bell, heard })
        }

        /// Queues what the user typed or pasted, all or nothing; returns `false` if there is no capacity for it.
        ///
        /// Input has a capacity of [`limits::MAX_WAITING_BYTES`] of its own; waiting answers do not count.
        #[must_use]
        pub fn input(&self, bytes: &[u8]) -> bool {
            let mut state = self.state();
            let waiting = state.bytes.len() - state.answer_bytes;
            let has_room = waiting + bytes.len() <= limits::MAX_WAITING_BYTES;
            if has_room {
                state.push(Source::User, bytes);
                self.ring(&mut state);
            }
            has_room
        }

        /// Queues an answer to the program. The answer is dropped if too many earlier ones wait unread.
        pub fn answer(&self, bytes: &[u8]) {
            let mut state = self.state();
            if state.answer_bytes + bytes.len() > limits::MAX_ANSWER_BYTES {
                tracing::debug!("a program asks and does not read; an answer is dropped");
                return;
            }
            state.push(Source::Answer, bytes);
            self.ring(&mut state);
        }

        /// Queues the newest size; it replaces one that still waits.
        pub fn resize(&self, size: WindowSize) {
            let mut state = self.state();
            state.size = Some(size);
            self.ring(&mut state);
        }

        /// Tells the thread to stop, and drops what waits. Later bytes are ignored.
        pub fn close(&self) {
            let mut state = self.state();
            *state = State { is_closed: true, has_rung: state.has_rung, ..State::default() };
            self.ring(&mut state);
        }

        /// Returns the number of bytes that wait.
        pub fn waiting_bytes(&self) -> usize {
            self.state().bytes.len()
        }

        /// Returns the socket that the thread polls for new orders and bytes.
        pub fn heard(&self) -> &UnixStream {
            &self.heard
        }

        /// Takes the orders for the thread, and silences the bell.
        pub fn orders(&self) -> Orders {
            let mut state = self.state();
            if std::mem::take(&mut state.has_rung) {
                // `has_rung` makes sure that at most one byte was sent.
                let _ = (&self.heard).read(&mut [0; 8]);
            }
            Orders { size: state.size.take(), is_closed: state.is_closed }
        }

        /// Writes as many bytes as `out` accepts now.
        ///
        /// # Errors
        /// Returns an error of `out`, except for one that says that `out` would block or was interrupted.
        pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
            let mut state = self.state();
            while !state.bytes.is_empty() {
                match out.write(state.bytes.as_slices().0) {
                    Ok(0) => break,
                    Ok(count) => state.remove(count),
                    Err(why) if why.kind() == ErrorKind::Interrupted => {}
                    Err(why) if why.kind() == ErrorKind::WouldBlock => break,
                    Err(why) => return Err(why),
                }
            }
            if state.bytes.is_empty() {
                // A long paste does not leave its allocation behind.
                state.bytes = VecDeque::new();
            }
            Ok(())
        }

        fn ring(&self, state: &mut State) {
            if !std::mem::replace(&mut state.has_rung, true)
                && let Err(why) = (&self.bell).write(&[0])
            {
                tracing::debug!(%why, "the terminal's shell no longer reads");
            }
        }

        fn state(&self) -> MutexGuard<'_, State> {
            self.state.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    impl State {
        fn push(&mut self, source: Source, bytes: &[u8]) {
            if self.is_closed || bytes.is_empty() {
                return;
            }
            self.bytes.extend(bytes);
            if source == Source::Answer {
                self.answer_bytes += bytes.len();
            }
            match self.runs.back_mut().filter(|run| run.source == source) {
                Some(run) => run.length += bytes.len(),
                None => self.runs.push_back(Run { source, length: bytes.len() }),
            }
        }

        fn remove(&mut self, mut count: usize) {
            self.bytes.drain(..count);
            while let Some(run) = self.runs.front_mut().filter(|_| count > 0) {
                let part = count.min(run.length);
                run.length -= part;
                count -= part;
                if run.source == Source::Answer {
                    self.answer_bytes -= part;
                }
                if run.length == 0 {
                    self.runs.pop_front();
                }
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    //! Other systems: the emulator's own thread and channel, which have no bounds.

    use alacritty_terminal::event::WindowSize;
    use alacritty_terminal::event_loop::{EventLoopSender, Msg};

    /// The emulator's channel.
    pub struct Outbox(EventLoopSender);

    impl Outbox {
        /// Wraps the sender of the emulator's channel.
        pub fn new(sender: EventLoopSender) -> Self {
            Self(sender)
        }

        /// Queues what the user typed or pasted; always returns `true`.
        #[must_use]
        pub fn input(&self, bytes: &[u8]) -> bool {
            self.send(Msg::Input(bytes.to_vec().into()));
            true
        }

        /// Queues an answer to the program.
        pub fn answer(&self, bytes: &[u8]) {
            self.send(Msg::Input(bytes.to_vec().into()));
        }

        /// Queues the newest size.
        pub fn resize(&self, size: WindowSize) {
            self.send(Msg::Resize(size));
        }

        /// Tells the thread to stop.
        pub fn close(&self) {
            self.send(Msg::Shutdown);
        }

        /// Returns zero: unknown here.
        pub fn waiting_bytes(&self) -> usize {
            0
        }

        fn send(&self, message: Msg) {
            if let Err(why) = self.0.send(message) {
                tracing::debug!(%why, "the terminal's shell no longer reads");
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
