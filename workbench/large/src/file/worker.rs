//! The file's thread: reads what the screen waits for, counts the lines from start to end, and then checks the file at
//! intervals while a view follows.
//!
//! It does not hold the lock while it reads, and it does not wake the host without news. Invariant: it ends soon after it is
//! told to, and it sleeps while there is nothing to do.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use crate::file::DiskState;
use crate::file::shared::Shared;
use crate::file::source;
use crate::limits::{FOLLOW_POLL, SCAN_BYTES, WAKE_EVERY};

/// The next task of the thread.
enum Task {
    Scan(Scan),
    /// A read for the screen, which takes priority over everything else.
    Read(Range<u64>, u64, Arc<File>),
    Look,
    Reload,
    Stop,
}

/// A piece of the file to be read and counted.
struct Scan {
    file: Arc<File>,
    revision: u64,
    offset: u64,
    bytes: usize,
}

/// Runs until the file is dropped.
pub(super) fn run(shared: &Shared) {
    let mut buffer = vec![0; SCAN_BYTES];
    let (mut looked, mut woken) = (Instant::now(), Instant::now());
    loop {
        match next(shared, looked) {
            Task::Stop => return,
            Task::Read(range, revision, file) => shared.read_for_screen(range, revision, &file),
            // The outcome is in the file's state.
            Task::Reload => drop(shared.reload()),
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

/// Waits for the next task.
fn next(shared: &Shared, looked: Instant) -> Task {
    let mut state = shared.lock();
    loop {
        if state.is_stopped {
            return Task::Stop;
        }
        if let Some(source) = &state.source {
            let file = Arc::clone(&source.file);
            if let Some(range) = state.reads.begin() {
                return Task::Read(range, state.revision, file);
            }
        }
        if std::mem::take(&mut state.wants_reload) {
            return Task::Reload;
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

/// Adds what was read to the table of lines. Returns `true` if counting has ended, at the end of the file or because of an
/// error.
fn take(shared: &Shared, scan: &Scan, read: io::Result<usize>, buffer: &[u8]) -> bool {
    let mut state = shared.lock();
    if state.revision != scan.revision || state.index.done() != scan.offset {
        return false;
    }
    match read {
        Ok(count) => {
            state.index.extend(&buffer[..count]);
            if count < scan.bytes {
                // The file is shorter than the system reported: it was truncated. A check finds out more.
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
