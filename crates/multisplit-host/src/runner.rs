//! What runs the loads of a workspace: a pool of threads, or the caller itself.
//!
//! Invariant: every pushed load is answered once, unless it is cancelled while it waits.

use crate::pool::{Done, Pool};
use multisplit::jobs::{Load, LoadQueue};
use multisplit::{Failure, Moment};
use std::collections::VecDeque;

/// A clock of the host.
pub(crate) type Now<'a> = &'a dyn Fn() -> Moment;

/// Something that runs loads.
pub(crate) trait Runner<W> {
    /// Takes a load. If too many wait, it is answered with a failure.
    fn push(&mut self, load: Load<W>);

    /// Returns the next answer. It may run a load for that.
    fn done(&mut self, now: Now<'_>) -> Option<Done<W>>;

    /// Repairs what hangs. The host calls this periodically.
    fn look_after(&mut self, _now: Moment) {}

    /// Returns `true` if a load waits for [`Runner::done`] to run it.
    fn waits(&self) -> bool {
        false
    }
}

impl<W: 'static> Runner<W> for Pool<W> {
    fn push(&mut self, load: Load<W>) {
        self.push(load);
    }

    fn done(&mut self, _now: Now<'_>) -> Option<Done<W>> {
        Self::done(self)
    }

    fn look_after(&mut self, now: Moment) {
        self.look_after(now);
    }
}

/// Runs loads on the thread that asks for answers, the most urgent first, one for each answer.
pub(crate) struct Inline<W> {
    queue: LoadQueue<W>,
    refused: VecDeque<Done<W>>,
}

impl<W> Default for Inline<W> {
    fn default() -> Self {
        Self { queue: LoadQueue::default(), refused: VecDeque::new() }
    }
}

impl<W> Inline<W> {
    /// Returns the number of waiting loads.
    pub(crate) const fn len(&self) -> usize {
        self.queue.len()
    }
}

impl<W> Runner<W> for Inline<W> {
    fn push(&mut self, load: Load<W>) {
        if let Err(load) = self.queue.push(load) {
            let answer = Err(Failure::failed("too many loads wait"));
            self.refused.push_back(Done { ticket: load.ticket, answer });
        }
    }

    fn done(&mut self, now: Now<'_>) -> Option<Done<W>> {
        if let Some(done) = self.refused.pop_front() {
            return Some(done);
        }
        let load = self.queue.pop()?;
        load.context.note_started(now());
        let ticket = load.ticket;
        let _span = tracing::debug_span!("load", widget = %load.widget).entered();
        Some(Done { ticket, answer: load.run() })
    }

    fn waits(&self) -> bool {
        !self.queue.is_empty() || !self.refused.is_empty()
    }
}

impl<W> Drop for Inline<W> {
    fn drop(&mut self) {
        self.queue.clear();
    }
}
