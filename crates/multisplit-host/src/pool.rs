//! Worker threads that run loads, the most urgent first. A worker that does not come back from a load that was given up is
//! abandoned and another one takes its place, up to a limit. Panics were caught by the load itself.
//!
//! Invariant: every load that is pushed is answered once, handed back as too many, or was cancelled while it waited.

use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, thread};
use multisplit::{Failure, Finish, JobContext, Load, LoadQueue, Moment, Ticket};
use std::collections::VecDeque;
use std::time::Duration;

/// How long a worker may go on with a load that nobody waits for before it counts as stuck.
pub(crate) const STUCK_AFTER: Duration = Duration::from_secs(5);
/// Abandoned workers that are replaced; further ones are not, so that a provider that never returns does not fill the machine.
pub(crate) const MOST_ABANDONED: usize = 16;

/// How a load ended.
pub(crate) struct Done<W> {
    pub(crate) ticket: Ticket,
    pub(crate) answer: Result<Finish<W>, Failure>,
}

/// Tells what time it is, on the host's clock.
pub(crate) type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;
/// Called when there is a new answer.
pub(crate) type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a worker is at.
struct Running {
    worker: usize,
    context: JobContext,
    /// When it was first seen to go on though nobody waits.
    unwanted_since: Option<Moment>,
}

struct State<W> {
    queue: LoadQueue<W>,
    running: Vec<Running>,
    done: VecDeque<Done<W>>,
    /// Workers that must not take another load: the threads of stuck loads.
    abandoned: Vec<usize>,
    closed: bool,
}

struct Shared<W> {
    state: Mutex<State<W>>,
    more: Condvar,
    clock: Clock,
    wake: Wake,
}

/// How the pool stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolStats {
    /// Loads that wait for a worker.
    pub waiting: usize,
    /// Loads that are run.
    pub running: usize,
    /// Workers that never came back from a load.
    pub stuck: usize,
}

/// Starts threads.
pub trait Spawner {
    /// Runs `work` to its end beside the caller, on a thread with this name.
    ///
    /// # Errors
    /// What the system says.
    fn spawn(&mut self, name: String, work: Box<dyn FnOnce() + Send>) -> std::io::Result<()>;
}

/// Ordinary threads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Threads;

impl Spawner for Threads {
    fn spawn(&mut self, name: String, work: Box<dyn FnOnce() + Send>) -> std::io::Result<()> {
        thread::Builder::new().name(name).spawn(work).map(drop)
    }
}

/// The pool. Dropping it cancels what waits and runs, and does not wait for it.
pub(crate) struct Pool<W> {
    shared: Arc<Shared<W>>,
    spawner: Box<dyn Spawner>,
    workers: usize,
    started: usize,
    gone: usize,
}

impl<W: 'static> Pool<W> {
    pub(crate) fn new(workers: usize, spawner: Box<dyn Spawner>, clock: Clock, wake: Wake) -> Self {
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

    /// Takes a load in; a worker is started where there are too few. One too many is answered as failed.
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

    /// The next answer.
    pub(crate) fn done(&self) -> Option<Done<W>> {
        lock(&self.shared).done.pop_front()
    }

    /// Abandons workers that are stuck, and starts others in their place. Called now and then.
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
        stuck.truncate(MOST_ABANDONED.saturating_sub(state.abandoned.len()));
        state.abandoned.extend(&stuck);
        let waits = !state.queue.is_empty();
        drop(state);
        // The system had no thread to give when the loads came.
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
        // Who came back after all is one too many: another one has taken its place.
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

/// Nothing panics with the lock held; a poisoned one is as good as any.
fn lock<W>(shared: &Shared<W>) -> MutexGuard<'_, State<W>> {
    shared.state.lock().unwrap_or_else(PoisonError::into_inner)
}
