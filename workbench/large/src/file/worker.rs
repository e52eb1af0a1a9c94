//! The file's thread: counts its lines from start to end, then watches it while somebody follows.
//!
//! It refuses to hold the lock while it reads, and to wake anybody without news. Invariant: it ends soon after it is
//! told to, and sleeps where there is nothing to do.

use std::fs::File;
use std::io;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use crate::file::DiskState;
use crate::file::shared::Shared;
use crate::file::source;
use crate::limits::{FOLLOW_POLL, SCAN_BYTES, WAKE_EVERY};

/// What is to be done next.
enum Task {
    Scan(Scan),
    Look,
    Stop,
}

/// A piece of the file to be read.
struct Scan {
    file: Arc<File>,
    revision: u64,
    offset: u64,
    bytes: usize,
}

/// Works until the file is dropped.
pub(super) fn run(shared: &Shared) {
    let mut buffer = vec![0; SCAN_BYTES];
    let (mut looked, mut woken) = (Instant::now(), Instant::now());
    loop {
        match next(shared, looked) {
            Task::Stop => return,
            Task::Look => {
                shared.look();
                looked = Instant::now();
            }
            Task::Scan(scan) => {
                let read = source::read_at(&scan.file, &mut buffer[..scan.bytes], scan.offset);
                let is_end = take(shared, &scan, read, &buffer);
                if is_end || woken.elapsed() >= WAKE_EVERY {
                    woken = Instant::now();
                    (shared.waker())();
                }
            }
        }
    }
}

/// Waits for something to do.
fn next(shared: &Shared, looked: Instant) -> Task {
    let mut state = shared.lock();
    loop {
        if state.is_stopped {
            return Task::Stop;
        }
        if std::mem::take(&mut state.wants_look) {
            return Task::Look;
        }
        let follows = state.followers > 0;
        let until_look = FOLLOW_POLL.saturating_sub(looked.elapsed());
        if follows && until_look.is_zero() {
            return Task::Look;
        }
        let offset = state.index.done();
        if let Some(source) = &state.source
            && offset < state.size
            && !state.is_halted
        {
            let bytes = usize::try_from(state.size - offset).unwrap_or(SCAN_BYTES).min(SCAN_BYTES);
            return Task::Scan(Scan { file: Arc::clone(&source.file), revision: state.revision, offset, bytes });
        }
        state = if follows {
            shared.signal.wait_timeout(state, until_look).unwrap_or_else(PoisonError::into_inner).0
        } else {
            shared.signal.wait(state).unwrap_or_else(PoisonError::into_inner)
        };
    }
}

/// Takes what was read into the table; whether there is no more to read.
fn take(shared: &Shared, scan: &Scan, read: io::Result<usize>, buffer: &[u8]) -> bool {
    let mut state = shared.lock();
    if state.revision != scan.revision || state.index.done() != scan.offset {
        return false;
    }
    match read {
        Ok(count) => {
            state.index.extend(&buffer[..count]);
            if count < scan.bytes {
                // It is shorter than the system said: somebody cut it. A look says more.
                state.size = state.index.done();
                drop(state);
                shared.look();
                return true;
            }
        }
        Err(error) => {
            state.disk = DiskState::Unreadable(error.to_string());
            state.is_halted = true;
            return true;
        }
    }
    state.index.done() >= state.size
}
