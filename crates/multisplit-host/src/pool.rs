//! Worker threads that run loads, the most urgent first.
//!
//! A worker that does not return from a cancelled load is abandoned, and another worker takes its place, up to a limit. The load
//! itself catches panics.
//!
//! Invariant: every pushed load is answered once, unless it is cancelled while it waits. A load that exceeds the queue limit is
//! answered with a failure.

use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, thread};
use multisplit::jobs::{Finish, JobContext, Load, LoadQueue, Ticket};
use multisplit::{Failure, Moment};
use std::collections::VecDeque;
use std::time::Duration;

/// How long a worker may continue with a cancelled load before it counts as stuck.
pub(crate) const STUCK_AFTER: Duration = Duration::from_secs(5);
/// The most abandoned workers that are replaced. The limit keeps a provider that never returns from filling the machine with threads.
pub(crate) const MAX_ABANDONED: usize = 16;

/// The result of a load.
pub(crate) struct Done<W> {
    pub(crate) ticket: Ticket,
    pub(crate) answer: Result<Finish<W>, Failure>,
}

/// A function that returns the current time on the host's clock.
pub(crate) type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;
/// A function that is called when there is a new answer.
pub(crate) type Wake = Arc<dyn Fn() + Send + Sync>;

/// The load that a worker runs.
struct Running {
    worker: usize,
    context: JobContext,
    /// When the load was first seen to run although it is cancelled.
    unwanted_since: Option<Moment>,
}

struct State<W> {
    queue: LoadQueue<W>,
    running: Vec<Running>,
    done: VecDeque<Done<W>>,
    /// Workers that must not take another load, because their load is stuck.
    abandoned: Vec<usize>,
    closed: bool,
}

struct Shared<W> {
    state: Mutex<State<W>>,
    more: Condvar,
    clock: Clock,
    wake: Wake,
}

/// Counts of the loads and workers of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolStats {
    /// The number of loads that wait for a worker.
    pub waiting: usize,
    /// The number of loads that are running.
    pub running: usize,
    /// The number of abandoned workers that have not returned from their load.
    pub stuck: usize,
}

/// A way to start threads.
pub trait Spawner {
    /// Runs `work` to its end on another thread with this name, concurrently with the caller.
    ///
    /// # Errors
    /// Returns the system's error if no thread could be started.
    fn spawn(&mut self, name: String, work: Box<dyn FnOnce() + Send>) -> std::io::Result<()>;
}

/// A [`Spawner`] that starts ordinary threads of the standard library.
#[derive(Clone, Copy, Debug, Default)]
pub struct Threads;

impl Spawner for Threads {
    fn spawn(&mut self, name: String, work: Box<dyn FnOnce() + Send>) -> std::io::Result<()> {
        thread::Builder::new().name(name).spawn(work).map(drop)
    }
}

/// The worker pool. Dropping it cancels waiting and running loads, and does not wait for them.
pub(crate) struct Pool<W> {
    shared: Arc<Shared<W>>,
    spawner: Box<dyn Spawner + Send>,
    workers: usize,
    started: usize,
    gone: usize,
}

impl<W: 'static> Pool<W> {
    pub(crate) fn new(workers: usize, spawner: Box<dyn Spawner + Send>, clock: Clock, wake: Wake) -> Self {
        let state = State {
            queue: LoadQueue::default(),
            running: vec![],
            done: VecDeque::new(),
            abandoned: vec![],
            closed: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), more: Condvar::new(), clock, wake });
        Self { shared, spawner, workers: workers.max(1), started: 0, gone: 0 }
    }

    /// Adds a load, and starts a worker if there are too few. If the queue is full, the load is answered with a failure.
    pub(crate) fn push(&mut self, load: Load<W>) {
        if self.started - self.gone < self.workers {
            self.start();
        }
        let mut state = lock(&self.shared);
        if let Err(load) = state.queue.push(load) {
            let answer = Err(Failure::failed("too many loads wait"));
            state.done.push_back(Done { ticket: load.ticket, answer });
        }
        drop(state);
        self.shared.more.notify_one();
    }

    /// Returns the next answer.
    pub(crate) fn done(&self) -> Option<Done<W>> {
        lock(&self.shared).done.pop_front()
    }

    /// Abandons stuck workers and starts others in their place. The host calls this periodically.
    pub(crate) fn look_after(&mut self, now: Moment) {
        let mut state = lock(&self.shared);
        let mut stuck = vec![];
        for running in &mut state.running {
            if running.context.is_cancelled() {
                let since = *running.unwanted_since.get_or_insert(now);
                if now.since(since) >= STUCK_AFTER {
                    stuck.push(running.worker);
                }
            }
        }
        stuck.retain(|worker| !state.abandoned.contains(worker));
        stuck.truncate(MAX_ABANDONED.saturating_sub(state.abandoned.len()));
        state.abandoned.extend(&stuck);
        let waits = !state.queue.is_empty();
        drop(state);
        // Starting a thread may have failed when the loads were pushed, so try again.
        if waits && self.started == self.gone {
            self.start();
        }
        for worker in stuck {
            tracing::warn!(worker, "a loader thread does not come back; another one takes its place");
            self.gone += 1;
            self.start();
        }
    }

    pub(crate) fn stats(&self) -> PoolStats {
        let state = lock(&self.shared);
        let waiting = state.queue.unsorted().filter(|load| !load.context.is_cancelled()).count();
        PoolStats { waiting, running: state.running.len(), stuck: state.abandoned.len() }
    }

    fn start(&mut self) {
        let (shared, worker) = (Arc::clone(&self.shared), self.started);
        let name = format!("multisplit-loader-{worker}");
        match self.spawner.spawn(name, Box::new(move || work(&shared, worker))) {
            Ok(()) => self.started += 1,
            Err(error) => tracing::error!("a loader thread could not be started: {error}"),
        }
    }
}

impl<W> Drop for Pool<W> {
    fn drop(&mut self) {
        let mut state = lock(&self.shared);
        state.closed = true;
        state.queue.clear();
        for running in &state.running {
            running.context.cancel();
        }
        drop(state);
        self.shared.more.notify_all();
    }
}

fn work<W>(shared: &Shared<W>, worker: usize) {
    while let Some(load) = next(shared, worker) {
        let ticket = load.ticket;
        let span = tracing::debug_span!("load", widget = %load.widget).entered();
        let answer = load.run();
        drop(span);
        let mut state = lock(shared);
        state.running.retain(|running| running.worker != worker);
        if state.closed {
            return;
        }
        state.done.push_back(Done { ticket, answer });
        // An abandoned worker that returns after all must end: another worker has taken its place.
        let is_abandoned = state.abandoned.contains(&worker);
        state.abandoned.retain(|abandoned| *abandoned != worker);
        drop(state);
        (shared.wake)();
        if is_abandoned {
            return;
        }
    }
}

fn next<W>(shared: &Shared<W>, worker: usize) -> Option<Load<W>> {
    let mut state = lock(shared);
    loop {
        if state.closed {
            return None;
        }
        if let Some(load) = state.queue.pop() {
            load.context.note_started((shared.clock)());
            state.running.push(Running { worker, context: load.context.clone(), unwanted_since: None });
            return Some(load);
        }
        state = shared.more.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Locks the state. Nothing panics while the lock is held, so a poisoned lock is as good as any other.
fn lock<W>(shared: &Shared<W>) -> MutexGuard<'_, State<W>> {
    shared.state.lock().unwrap_or_else(PoisonError::into_inner)
}
