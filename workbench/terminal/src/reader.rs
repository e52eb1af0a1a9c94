//! The pty's thread: passes output to the emulator and input to the program, and notices the shell's end.
//!
//! The thread does not hold the emulator's lock for long, and keeps nothing that is never read.
//!
//! Invariant: the thread ends with the shell or when it is told to stop, and blocks only on its poll and on the emulator's
//! lock.
//!
//! On Unix this replaces `alacritty_terminal`'s own event loop, which drives the bare emulator and has an unbounded queue.
//! Elsewhere it is that event loop.

use std::io;
use std::sync::Arc;

use alacritty_terminal::sync::FairMutex;
use alacritty_terminal::term::Term;
use alacritty_terminal::tty::Pty;

use crate::process::Process;
use crate::proxy::Proxy;

/// The emulator, shared between the pane and the pty's thread.
pub type Shared = Arc<FairMutex<Term<Proxy>>>;

/// Starts the thread, detached. It drops the pty as soon as the shell ends, or when it is told to stop.
///
/// # Errors
/// Fails if the system refuses a file descriptor, a socket or a thread.
pub fn start(term: &Shared, proxy: &Proxy, pty: Pty, process: &Process) -> io::Result<()> {
    #[cfg(unix)]
    return unix::start(term, proxy, pty, process);
    #[cfg(not(unix))]
    return other::start(term, proxy, pty, process);
}

#[cfg(unix)]
mod unix {
    //! Unix: a single `poll` waits for the pty, for queued orders, and for the shell's end.

    use std::fs::File;
    use std::io::{self, ErrorKind, Read};
    use std::sync::Arc;
    use std::thread;
    use std::time::{Duration, Instant};

    use alacritty_terminal::event::{Event, EventListener, WindowSize};
    use alacritty_terminal::tty::{ChildEvent, EventedPty, Pty};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::termios::{Winsize, tcsetwinsize};

    use super::Shared;
    use crate::limits;
    use crate::outbox::Outbox;
    use crate::parser::Parser;
    use crate::process::{Process, Watch};
    use crate::proxy::Proxy;

    struct Reader {
        term: Shared,
        proxy: Proxy,
        pty: Pty,
        /// The pty's file, shared with `pty`; it is non-blocking.
        file: File,
        outbox: Arc<Outbox>,
        watch: Option<Watch>,
        parser: Parser,
        buffer: Vec<u8>,
        /// Whether no program has the pty open: `poll` would then report it as readable forever.
        is_hung_up: bool,
    }

    /// The events that the poll found.
    struct Ready {
        readable: bool,
        writable: bool,
        may_have_ended: bool,
    }

    /// Starts the thread.
    pub fn start(term: &Shared, proxy: &Proxy, pty: Pty, process: &Process) -> io::Result<()> {
        let outbox = Arc::new(Outbox::new()?);
        let reader = Reader {
            term: Arc::clone(term),
            proxy: proxy.clone(),
            file: pty.file().try_clone()?,
            pty,
            outbox: Arc::clone(&outbox),
            watch: process.watch(),
            parser: Parser::default(),
            buffer: vec![0; limits::READ_BUFFER_BYTES],
            is_hung_up: false,
        };
        // Connected before the thread starts, so that the first question of a program can be answered.
        proxy.connect(outbox);
        thread::Builder::new().name("terminal".to_owned()).spawn(move || reader.run())?;
        Ok(())
    }

    impl Reader {
        fn run(mut self) {
            loop {
                let ready = match self.wait() {
                    Ok(ready) => ready,
                    Err(why) => {
                        tracing::error!(%why, "a terminal can no longer wait for its shell");
                        return self.finish();
                    }
                };
                let orders = self.outbox.orders();
                if orders.is_closed {
                    return;
                }
                if let Some(size) = orders.size {
                    self.resize(size);
                }
                if ready.may_have_ended && self.has_ended() {
                    return self.finish();
                }
                if ready.readable {
                    self.read();
                }
                if ready.writable
                    && let Err(why) = self.outbox.write_to(&mut self.file)
                {
                    tracing::debug!(%why, "the terminal's program no longer reads");
                    self.is_hung_up = true;
                }
                self.end_late_update();
            }
        }

        fn wait(&mut self) -> io::Result<Ready> {
            let heard = self.outbox.heard();
            let mut interest = PollFlags::IN;
            interest.set(PollFlags::OUT, self.outbox.waiting_bytes() > 0);
            // A file that is not polled is replaced by one that is polled for no event, so that the array keeps its shape.
            let nobody = || PollFd::new(heard, PollFlags::empty());
            let mut files = [
                PollFd::new(heard, PollFlags::IN),
                if self.is_hung_up { nobody() } else { PollFd::new(&self.file, interest) },
                self.watch.as_ref().map_or_else(nobody, |watch| PollFd::new(watch, PollFlags::IN)),
            ];
            let timeout = self.timeout().map(|timeout| Timespec {
                tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(1),
                tv_nsec: i64::from(timeout.subsec_nanos()),
            });
            match poll(&mut files, timeout.as_ref()) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => files.iter_mut().for_each(PollFd::clear_revents),
                Err(why) => return Err(why.into()),
            }
            let [_, pty, child] = files.map(|file| file.revents());
            // Check a hung-up pty once more: a program may have opened it again.
            let was_hung_up = std::mem::take(&mut self.is_hung_up);
            Ok(Ready {
                readable: was_hung_up || pty.intersects(PollFlags::IN | PollFlags::HUP | PollFlags::ERR),
                writable: pty.contains(PollFlags::OUT),
                may_have_ended: self.watch.is_none() || !child.is_empty(),
            })
        }

        fn timeout(&self) -> Option<Duration> {
            let update = self.parser.sync_deadline().map(|at| at.saturating_duration_since(Instant::now()));
            let hang_up = self.is_hung_up.then_some(limits::HANG_UP_RETRY);
            let child = self.watch.is_none().then_some(limits::CHILD_POLL);
            [update, hang_up, child].into_iter().flatten().min()
        }

        fn resize(&self, size: WindowSize) {
            let WindowSize { num_lines, num_cols, cell_width, cell_height } = size;
            let size = Winsize {
                ws_row: num_lines,
                ws_col: num_cols,
                ws_xpixel: num_cols.saturating_mul(cell_width),
                ws_ypixel: num_lines.saturating_mul(cell_height),
            };
            if let Err(why) = tcsetwinsize(&self.file, size) {
                tracing::debug!(%why, "a program cannot be told of the new size");
            }
        }

        fn has_ended(&mut self) -> bool {
            let status = match &self.watch {
                Some(watch) => watch.status(),
                // Returns a status only after a signal has reported the end of some child.
                None => match self.pty.next_child_event() {
                    Some(ChildEvent::Exited(status)) => status,
                    None => None,
                },
            };
            if let Some(status) = status {
                self.proxy.send_event(Event::ChildExit(status));
            }
            status.is_some()
        }

        /// Shows the shell's last output and reports that the shell has ended.
        fn finish(mut self) {
            let mut total = 0;
            while total < limits::MAX_LAST_BYTES {
                match self.read() {
                    0 => break,
                    count => total += count,
                }
            }
            let mut term = self.term.lock();
            if self.parser.sync_deadline().is_some() {
                self.parser.stop_sync(&mut term);
            }
            term.exit();
            drop(term);
            self.outbox.close();
            self.proxy.send_event(Event::Wakeup);
        }

        /// Reads and shows the available output, up to [`limits::MAX_TURN_BYTES`], and returns the number of bytes read.
        ///
        /// Each read is parsed before the next one: meanwhile the system moves on what the program has written. Reading first
        /// until nothing is left would outrun the system and wait for it, at two thirds of the speed.
        fn read(&mut self) -> usize {
            let mut total = 0;
            while total < limits::MAX_TURN_BYTES {
                match self.file.read(&mut self.buffer) {
                    Ok(0) => {
                        self.is_hung_up = true;
                        break;
                    }
                    Ok(length) => {
                        self.parse(length);
                        total += length;
                    }
                    Err(why) if why.kind() == ErrorKind::Interrupted => {}
                    Err(why) if why.kind() == ErrorKind::WouldBlock => break,
                    // Linux reports an error if no program has the pty open; the shell's end is checked elsewhere.
                    Err(_) => {
                        self.is_hung_up = true;
                        break;
                    }
                }
            }
            self.proxy.set_extra(self.parser.extra());
            total
        }

        /// Parses the first `length` bytes of the buffer, and lets other threads lock the emulator in between.
        fn parse(&mut self, length: usize) {
            let mut rest = &self.buffer[..length];
            while !rest.is_empty() {
                let before = rest.len();
                let mut term = self.term.lock();
                let since = Instant::now();
                loop {
                    rest = &rest[self.parser.advance(&mut term, rest)..];
                    if rest.is_empty() || since.elapsed() >= limits::MAX_LOCKED {
                        break;
                    }
                }
                drop(term);
                // There is nothing to see if all of it waits for the end of an update.
                if self.parser.held_bytes() < before - rest.len() {
                    self.proxy.send_event(Event::Wakeup);
                }
            }
        }

        fn end_late_update(&mut self) {
            if self.parser.sync_deadline().is_some_and(|at| at <= Instant::now()) {
                self.parser.stop_sync(&mut self.term.lock());
                self.proxy.send_event(Event::Wakeup);
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    //! Other systems: the emulator's own event loop, whose memory a program can fill.

    use std::io;
    use std::sync::Arc;

    use alacritty_terminal::event_loop::EventLoop;
    use alacritty_terminal::tty::Pty;

    use super::Shared;
    use crate::outbox::Outbox;
    use crate::process::Process;
    use crate::proxy::Proxy;

    /// Starts the thread.
    pub fn start(term: &Shared, proxy: &Proxy, pty: Pty, _process: &Process) -> io::Result<()> {
        let drains_on_exit = true;
        let records_for_tests = false;
        let event_loop = EventLoop::new(Arc::clone(term), proxy.clone(), pty, drains_on_exit, records_for_tests)?;
        proxy.connect(Arc::new(Outbox::new(event_loop.channel())));
        drop(event_loop.spawn());
        Ok(())
    }
}
