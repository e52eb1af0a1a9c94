//! A search under way on a thread of its own.
//!
//! It refuses to outlive whoever asked: dropping it ends it. Invariant: it has at most one outcome, and the host is woken
//! for it.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::Wake;
use crate::limits::WAKE_EVERY;
use crate::search::{Field, Query, Stopped, Way};

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A match; `wrapped` if the search went past an end of the file for it.
    Found {
        range: Range<u64>,
        wrapped: bool,
    },
    Nothing,
    /// The file cannot be read, in the system's words.
    Failed(String),
}

/// A search under way; dropping it cancels it.
#[derive(Debug)]
pub(crate) struct Running {
    shared: Arc<Shared>,
    total: u64,
}

#[derive(Debug, Default)]
struct Shared {
    is_cancelled: AtomicBool,
    scanned: AtomicU64,
    outcome: Mutex<Option<Outcome>>,
}

impl Running {
    /// Searches from a place on, round the end of the file.
    ///
    /// # Errors
    /// There is no thread to be had.
    pub(crate) fn start(field: Field, query: Query, from: u64, way: Way, wake: Wake) -> io::Result<Self> {
        let running = Self { shared: Arc::default(), total: field.size };
        let shared = Arc::clone(&running.shared);
        let work = move || {
            let outcome = search(&field, &query, from, way, &shared, &wake);
            *shared.outcome.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
            if !shared.is_cancelled.load(Ordering::Relaxed) {
                wake();
            }
        };
        std::thread::Builder::new().name("search a large file".to_owned()).spawn(work)?;
        Ok(running)
    }

    /// How much was searched, from 0 to 1.
    pub(crate) fn progress(&self) -> f32 {
        let scanned = self.shared.scanned.load(Ordering::Relaxed);
        if self.total == 0 { 1.0 } else { ((scanned as f64 / self.total as f64) as f32).min(1.0) }
    }

    /// How it ended, if it has; only once.
    pub(crate) fn take(&self) -> Option<Outcome> {
        self.shared.outcome.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
    }
}

fn search(field: &Field, query: &Query, from: u64, way: Way, shared: &Shared, wake: &Wake) -> Option<Outcome> {
    let mut woken = Instant::now();
    let mut tick = |bytes| {
        shared.scanned.fetch_add(bytes, Ordering::Relaxed);
        if woken.elapsed() >= WAKE_EVERY {
            woken = Instant::now();
            wake();
        }
        !shared.is_cancelled.load(Ordering::Relaxed)
    };
    let found = match way {
        Way::Forward => field.first(query, from..field.size, &mut tick),
        Way::Back => field.last(query, 0..from, &mut tick),
    };
    let (found, wrapped) = match found {
        Ok(None) if way == Way::Forward => (field.first(query, 0..from, &mut tick), true),
        // From the other end down to where it began; a match that straddles the place is one, too.
        Ok(None) => (field.last(query, 0..field.size, &mut tick), true),
        found => (found, false),
    };
    match found {
        Ok(Some(range)) => Some(Outcome::Found { range, wrapped }),
        Ok(None) => Some(Outcome::Nothing),
        Err(Stopped::Cancelled) => None,
        Err(Stopped::Failed(error)) => Some(Outcome::Failed(error.to_string())),
    }
}
