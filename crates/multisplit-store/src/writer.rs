//! A thread that commits changes in groups, so that nobody waits for the disk.
//!
//! Invariant: the changes that wait are bounded. A later change of a key replaces the earlier one, and there are at most [`MAX_PENDING`].

use crate::batch::{Batch, check_key};
use crate::error::{Damage, StoreError};
use crate::limits::{GATHER, MAX_LISTED_DAMAGE, MAX_PENDING, RETRY_AFTER};
use crate::store::Store;
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The text of an entry.
pub enum Text {
    /// The text.
    Now(String),
    /// A function that returns the text. It is called on the thread of the writer, once, unless a later change replaces it before. If it
    /// panics, the entry stays as it was, and that is trouble until the end.
    Later(Box<dyn FnOnce() -> String + Send>),
}

impl Text {
    /// Returns the text; `None` if the function panics.
    fn into_string(self) -> Option<String> {
        match self {
            Self::Now(text) => Some(text),
            Self::Later(text) => catch_unwind(AssertUnwindSafe(text)).ok(),
        }
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Now(text) => write!(f, "Now({} bytes)", text.len()),
            Self::Later(_) => f.write_str("Later"),
        }
    }
}

/// A change of a store: the text of a key, or `None` to remove the entry.
pub type Change = (String, Option<Text>);

/// Commits changes on a thread of its own.
///
/// Changes that come within 20 ms are committed together, and so are those that come while the disk is busy. Dropping the writer blocks
/// until everything handed in is on the disk, or could not be written.
#[derive(Debug)]
pub struct Writer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shared({:?})", lock(self))
    }
}

#[derive(Debug, Default)]
struct State {
    pending: BTreeMap<String, Option<Text>>,
    /// How many changes have failed and wait for another attempt.
    failed: usize,
    /// When the first of the pending changes came.
    since: Option<Instant>,
    handed_in: u64,
    durable: u64,
    is_behind: bool,
    wants_flush: bool,
    wants_end: bool,
    trouble: Option<String>,
    /// Why a change can never be written, or nothing can anymore.
    refused: Option<String>,
    /// How often a commit failed.
    failures: u64,
    damage: Damage,
}

impl Writer {
    /// Starts a writer. `wake` is called on its thread when trouble begins or ends.
    ///
    /// # Errors
    /// The error of the system if it starts no thread.
    pub fn start(store: impl Store + 'static, wake: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), wake: Box::new(wake) });
        let theirs = Arc::clone(&shared);
        let work = move || {
            let ended = catch_unwind(AssertUnwindSafe(|| run(store, &theirs)));
            if ended.is_err() {
                // Nothing is written anymore, and nobody may wait for it.
                lock(&theirs).refused = Some("the thread that keeps the session broke".to_owned());
                note(&theirs, 0, Some("the thread that keeps the session broke".to_owned()), Damage::default());
            }
        };
        let thread = std::thread::Builder::new().name("multisplit-store".to_owned()).spawn(work)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Hands in changes that belong together, and returns their number. They are on the disk once [`Writer::durable`] reaches it.
    ///
    /// Does not wait for the disk. Cost: O(log n) for each change, with n changes that wait.
    pub fn hand_in(&self, changes: impl IntoIterator<Item = Change>) -> u64 {
        let mut state = lock(&self.shared);
        for (key, text) in changes {
            // It alone is refused, and that stays known: what comes with it is kept.
            if let Err(error) = check_key(&key) {
                state.refused = Some(error.to_string());
                continue;
            }
            if state.pending.len() + state.failed >= MAX_PENDING && !state.pending.contains_key(&key) {
                state.is_behind = true;
                continue;
            }
            state.pending.insert(key, text);
        }
        state.since.get_or_insert_with(Instant::now);
        state.handed_in += 1;
        let number = state.handed_in;
        drop(state);
        self.shared.changed.notify_all();
        number
    }

    /// Returns the number of the changes that were handed in last.
    #[must_use]
    pub fn handed_in(&self) -> u64 {
        lock(&self.shared).handed_in
    }

    /// Returns the number up to which all changes are on the disk.
    #[must_use]
    pub fn durable(&self) -> u64 {
        lock(&self.shared).durable
    }

    /// Returns `true`, once, if so many changes waited that some were dropped. The caller must hand in everything anew.
    #[must_use]
    pub fn take_behind(&self) -> bool {
        std::mem::take(&mut lock(&self.shared).is_behind)
    }

    /// Returns why the last commit failed, in words, as long as that is so. The writer tries again by itself, on a fresh file. A change
    /// that breaks a limit is never written; that stays trouble until the end.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let state = lock(&self.shared);
        state.trouble.clone().or_else(|| state.refused.clone())
    }

    /// Takes what was found to be damaged since the last call.
    #[must_use]
    pub fn take_damage(&self) -> Damage {
        std::mem::take(&mut lock(&self.shared).damage)
    }

    /// Blocks until everything handed in so far is on the disk, or could not be written, or the time is up.
    ///
    /// # Errors
    /// The reason, in words, why it is not on the disk.
    pub fn flush(&self, patience: Duration) -> Result<(), String> {
        multisplit_disk::blocks();
        let until = Instant::now() + patience;
        let mut state = lock(&self.shared);
        let (wanted, failures) = (state.handed_in, state.failures);
        state.wants_flush = state.durable < wanted;
        self.shared.changed.notify_all();
        while state.durable < wanted {
            if self.thread.as_ref().is_none_or(JoinHandle::is_finished) {
                return Err(state.refused.clone().unwrap_or_default());
            }
            if state.failures > failures
                && let Some(trouble) = &state.trouble
            {
                return Err(trouble.clone());
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let waited = format!("the disk did not answer within {} s", patience.as_secs());
                return Err(state.trouble.clone().unwrap_or(waited));
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.refused.clone().map_or(Ok(()), Err)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        lock(&self.shared).wants_end = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that keeps the session panicked");
        }
    }
}

/// The changes of one commit, and the number of the last that was handed in.
struct Group {
    batch: Batch,
    number: u64,
    /// Whether the writer ends after it.
    is_last: bool,
}

fn run(mut store: impl Store, shared: &Shared) {
    let mut failed: Option<Group> = None;
    while !failed.as_ref().is_some_and(|group| group.is_last)
        && let Some(mut group) = next(shared, failed.take())
    {
        let result = match commit(&mut store, &mut group.batch, shared) {
            // What is on the disk is unknown now. The batch goes to a fresh file, never again to this one.
            Err(error) if is_of_disk(&error) => {
                tracing::error!(%error, "a commit failed: the store goes on in a fresh file");
                store.renew().and_then(|()| store.commit(&group.batch))
            }
            result => result,
        };
        if let Err(error) = &result
            && is_of_disk(error)
        {
            lock(shared).failed = group.batch.len();
            failed = Some(group);
            note(shared, 0, Some(error.to_string()), store.take_damage());
            continue;
        }
        lock(shared).failed = 0;
        match result {
            Ok(()) => note(shared, group.number, None, store.take_damage()),
            // A batch that is refused for what it holds would be refused again. Everything must be handed in anew.
            Err(error) => {
                lock(shared).is_behind = true;
                note(shared, 0, Some(error.to_string()), store.take_damage());
            }
        }
    }
}

/// Commits a batch without the texts for which there is no room: what comes with them is kept, and that they are not stays known.
fn commit(store: &mut impl Store, batch: &mut Batch, shared: &Shared) -> Result<(), StoreError> {
    loop {
        match store.commit(batch) {
            Err(error @ StoreError::TooMuch { .. }) => {
                lock(shared).refused = Some(error.to_string());
                let StoreError::TooMuch { key, .. } = error else { return Ok(()) };
                batch.leave_out(&key);
            }
            result => return result,
        }
    }
}

const fn is_of_disk(error: &StoreError) -> bool {
    !matches!(error, StoreError::Key { .. } | StoreError::ReservedKey | StoreError::BatchTooLarge { .. })
}

/// Waits for the next group. A group that failed comes again after a while, together with what has come since.
///
/// Returns `None` at the end.
fn next(shared: &Shared, mut failed: Option<Group>) -> Option<Group> {
    let retry_at = failed.as_ref().map(|_| Instant::now() + RETRY_AFTER);
    let mut state = lock(shared);
    loop {
        let due = match (retry_at, state.since) {
            (Some(at), _) => Some(at),
            (None, Some(since)) => Some(since + GATHER),
            (None, None) if state.wants_end => return None,
            (None, None) => None,
        };
        let now = Instant::now();
        let at_once = state.wants_flush || state.wants_end;
        match due {
            Some(at) if at <= now || at_once => {
                (state.wants_flush, state.since) = (false, None);
                let (number, is_last) = (state.handed_in, state.wants_end);
                let pending = std::mem::take(&mut state.pending);
                drop(state);
                let mut batch = failed.take().map(|group| group.batch).unwrap_or_default();
                for (key, text) in pending {
                    match text.map(Text::into_string) {
                        Some(None) => lock(shared).refused = Some(format!("the text of {key:?} could not be made")),
                        text => batch.set(key, text.flatten()),
                    }
                }
                return Some(Group { batch, number, is_last });
            }
            Some(at) => {
                let left = at - now;
                state = shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            None => state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// Records how a commit ended, and wakes those who wait.
fn note(shared: &Shared, durable: u64, trouble: Option<String>, damage: Damage) {
    let mut state = lock(shared);
    let is_news = state.trouble != trouble || damage != Damage::default();
    state.durable = state.durable.max(durable);
    state.failures += u64::from(trouble.is_some());
    state.trouble = trouble;
    state.damage.add(damage);
    state.damage.problems.truncate(MAX_LISTED_DAMAGE);
    drop(state);
    shared.changed.notify_all();
    if is_news {
        (shared.wake)();
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
