//! What waits for the pty's thread: bytes for the program, the newest size, and the word to stop. Refuses more than it
//! has room for. Invariant: memory is bounded even if the program never reads, and bytes keep their order.

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

    /// The queue.
    pub struct Outbox {
        state: Mutex<State>,
        bell: UnixStream,
        /// The thread's end of the bell.
        heard: UnixStream,
    }

    #[derive(Default)]
    struct State {
        bytes: VecDeque<u8>,
        /// Whose bytes these are, in order: at most one run for each answer, and two answers in a row share one.
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

    /// What the thread has to do.
    #[derive(Default)]
    pub struct Orders {
        /// The new size.
        pub size: Option<WindowSize>,
        /// The end.
        pub is_closed: bool,
    }

    impl Outbox {
        /// An empty queue.
        pub fn new() -> io::Result<Self> {
            let (bell, heard) = UnixStream::pair()?;
            bell.set_nonblocking(true)?;
            heard.set_nonblocking(true)?;
            Ok(Self { state: Mutex::default(), bell, heard })
        }

        /// Queues what the user typed or pasted, all or nothing; false if there is no room.
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

        /// Queues an answer to the program, or drops it if the program has not read those before.
        pub fn answer(&self, bytes: &[u8]) {
            let mut state = self.state();
            if state.answer_bytes + bytes.len() > limits::MAX_ANSWER_BYTES {
                tracing::debug!("a program asks and does not read; an answer is dropped");
                return;
            }
            state.push(Source::Answer, bytes);
            self.ring(&mut state);
        }

        /// Leaves the newest size.
        pub fn resize(&self, size: WindowSize) {
            let mut state = self.state();
            state.size = Some(size);
            self.ring(&mut state);
        }

        /// Asks the thread to stop; what waits is forgotten.
        pub fn close(&self) {
            let mut state = self.state();
            *state = State { is_closed: true, has_rung: state.has_rung, ..State::default() };
            self.ring(&mut state);
        }

        /// Bytes that wait.
        pub fn waiting_bytes(&self) -> usize {
            self.state().bytes.len()
        }

        /// What the thread polls.
        pub fn heard(&self) -> &UnixStream {
            &self.heard
        }

        /// Takes what the thread has to do, and silences the bell.
        pub fn orders(&self) -> Orders {
            let mut state = self.state();
            if std::mem::take(&mut state.has_rung) {
                // One byte is all that is ever sent.
                let _ = (&self.heard).read(&mut [0; 8]);
            }
            Orders { size: state.size.take(), is_closed: state.is_closed }
        }

        /// Writes as much as `out` takes now.
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
                // A long paste does not leave its room behind.
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
    //! Elsewhere: the emulator's own thread and channel, which have no bounds.

    use alacritty_terminal::event::WindowSize;
    use alacritty_terminal::event_loop::{EventLoopSender, Msg};

    /// The emulator's channel.
    pub struct Outbox(EventLoopSender);

    impl Outbox {
        /// What `sender` leads to.
        pub fn new(sender: EventLoopSender) -> Self {
            Self(sender)
        }

        /// Queues what the user typed or pasted.
        #[must_use]
        pub fn input(&self, bytes: &[u8]) -> bool {
            self.send(Msg::Input(bytes.to_vec().into()));
            true
        }

        /// Queues an answer to the program.
        pub fn answer(&self, bytes: &[u8]) {
            self.send(Msg::Input(bytes.to_vec().into()));
        }

        /// Leaves the newest size.
        pub fn resize(&self, size: WindowSize) {
            self.send(Msg::Resize(size));
        }

        /// Asks the thread to stop.
        pub fn close(&self) {
            self.send(Msg::Shutdown);
        }

        /// Unknown here.
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
