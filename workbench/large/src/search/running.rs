//! A search that runs on a thread of its own.
//!
//! It does not outlive its owner: dropping it cancels it. Invariant: it has at most one outcome, and the host is woken when
//! there is one.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::Wake;
use crate::limits::WAKE_EVERY;
use crate::search::{Field, Query, Stopped, Way};

/// The outcome of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A match was found. `wrapped` is `true` if the search went past an end of the file to find it.
    Found {
        range: Range<u64>,
        wrapped: bool,
    },
    Nothing,
    /// The file cannot be read, with the error message of the system.
    Failed(String),
}

/// A running search. Dropping it cancels it.
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
    /// Starts a search at `from`. It continues at the other end of the file if it finds nothing before.
    ///
    /// # Errors
    /// Returns an error if the system cannot start a thread.
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

    /// Returns the fraction of the file that has been searched, from 0 to 1.
    pub(crate) fn progress(&self) -> f32 {
        let scanned = self.shared.scanned.load(Ordering::Relaxed);
        if self.total == 0 { 1.0 } else { ((scanned as f64 / self.total as f64) as f32).min(1.0) }
    }

    /// Takes the outcome, if there is one. It is returned only once.
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
        // From the other end down to the start: a match that straddles the place where the search began counts, too.
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::{Field, Outcome, Query, Running, Way};

    fn field(text: &str) -> Field {
        let mut file = tempfile::tempfile().expect("a file");
        std::io::Write::write_all(&mut file, text.as_bytes()).expect("written");
        Field::new(Arc::new(file), text.len() as u64)
    }

    fn wait<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_search_goes_round_the_end_in_both_directions() {
        let check = |from, way, expect: Option<(u64, bool)>| {
            let query = Query::new("ab", true).expect("not empty");
            let running = Running::start(field("ab..ab.."), query, from, way, Arc::new(|| {})).expect("a thread");
            let outcome = wait("an outcome", || running.take());
            let expect = expect.map_or(Outcome::Nothing, |(at, wrapped)| Outcome::Found { range: at..at + 2, wrapped });
            assert_eq!(outcome, expect, "from {from} {way:?}");
            assert!(running.take().is_none(), "there is one outcome");
        };
        check(0, Way::Forward, Some((0, false)));
        check(1, Way::Forward, Some((4, false)));
        check(5, Way::Forward, Some((0, true)));
        check(8, Way::Back, Some((4, false)));
        check(5, Way::Back, Some((0, false)));
        check(1, Way::Back, Some((4, true)));
        let none = Query::new("x", true).expect("not empty");
        let running = Running::start(field("ab"), none, 1, Way::Back, Arc::new(|| {})).expect("a thread");
        assert_eq!(wait("an outcome", || running.take()), Outcome::Nothing);
    }

    #[test]
    fn a_search_that_nobody_wants_any_more_ends() {
        let file = tempfile::tempfile().expect("a file");
        file.set_len(1 << 40).expect("sparse");
        let query = Query::new("needle", false).expect("not empty");
        let field = Field::new(Arc::new(file), 1 << 40);
        let running = Running::start(field, query, 0, Way::Forward, Arc::new(|| {})).expect("a thread");
        wait("some progress", || (running.progress() > 0.0).then_some(()));
        assert!(running.progress() < 1.0);
        let thread = Arc::downgrade(&running.shared);
        drop(running);
        wait("its thread to end", || (thread.strong_count() == 0).then_some(()));
    }
}
