//! A few named threads that run loads in the order they came. Panics were caught by the load itself.
//!
//! # Limitations
//! First come, first served: what is visible does not overtake.

use multisplit::{Failure, Finish, JobContext, Load, PaneId, Ticket, WidgetId};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Loader threads.
pub const WORKERS: usize = 4;

/// How a load ended.
pub(crate) struct Done<W> {
    pub(crate) pane: PaneId,
    pub(crate) widget: WidgetId,
    pub(crate) ticket: Ticket,
    pub(crate) answer: Result<Finish<W>, Failure>,
}

/// Loads that wait, bounded by the engine's own limit of loads on their way.
struct Queue<W> {
    waiting: VecDeque<Load<W>>,
    running: Vec<JobContext>,
    closed: bool,
}

struct Shared<W> {
    queue: Mutex<Queue<W>>,
    more: Condvar,
}

pub(crate) struct Loader<W> {
    shared: Arc<Shared<W>>,
    done: Receiver<Done<W>>,
    sender: Sender<Done<W>>,
    wake: Arc<dyn Fn() + Send + Sync>,
    started: usize,
}

impl<W: 'static> Loader<W> {
    pub(crate) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let queue = Queue { waiting: VecDeque::new(), running: vec![], closed: false };
        let (sender, done) = channel();
        let shared = Arc::new(Shared { queue: Mutex::new(queue), more: Condvar::new() });
        Self { shared, done, sender, wake, started: 0 }
    }

    pub(crate) fn run(&mut self, load: Load<W>) {
        if self.started < WORKERS {
            self.start();
        }
        lock(&self.shared).waiting.push_back(load);
        self.shared.more.notify_one();
    }

    pub(crate) fn done(&self) -> Option<Done<W>> {
        self.done.try_recv().ok()
    }

    fn start(&mut self) {
        let (shared, sender, wake) = (Arc::clone(&self.shared), self.sender.clone(), Arc::clone(&self.wake));
        let name = format!("multisplit-loader-{}", self.started);
        match thread::Builder::new().name(name).spawn(move || work(&shared, &sender, &*wake)) {
            Ok(_) => self.started += 1,
            Err(error) => tracing::error!("a loader thread could not be started: {error}"),
        }
    }
}

impl<W> Drop for Loader<W> {
    fn drop(&mut self) {
        let mut queue = lock(&self.shared);
        queue.closed = true;
        queue.waiting.clear();
        for context in &queue.running {
            context.cancel();
        }
        drop(queue);
        self.shared.more.notify_all();
    }
}

fn work<W>(shared: &Shared<W>, done: &Sender<Done<W>>, wake: &(dyn Fn() + Send + Sync)) {
    while let Some(load) = next(shared) {
        let (pane, widget, ticket, context) = (load.pane, load.widget.clone(), load.ticket, load.context.clone());
        tracing::debug!(%widget, "loading");
        let answer = load.run();
        lock(shared).running.retain(|running| !running.is_same(&context));
        if done.send(Done { pane, widget, ticket, answer }).is_err() {
            return;
        }
        wake();
    }
}

fn next<W>(shared: &Shared<W>) -> Option<Load<W>> {
    let mut queue = lock(shared);
    loop {
        if queue.closed {
            return None;
        }
        if let Some(load) = queue.waiting.pop_front() {
            queue.running.push(load.context.clone());
            return Some(load);
        }
        queue = shared.more.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Nothing panics with the queue locked; a poisoned lock is as good as any.
fn lock<W>(shared: &Shared<W>) -> MutexGuard<'_, Queue<W>> {
    shared.queue.lock().unwrap_or_else(PoisonError::into_inner)
}
