//! What the engine wants done outside: values that a host polls and runs.

use super::event::Event;
use crate::base::{PaneId, WidgetId};
use crate::history::Committed;
use crate::runtime::{Failure, Finish, Job, JobContext, Ticket};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Something to be done outside.
#[non_exhaustive]
pub enum Effect<W> {
    /// Run a job on another thread and hand its answer in as [`super::Input::JobDone`].
    Run(Load<W>),
    /// A committed transaction for a store; only where [`super::Workspace::keep_journal`] was called.
    Persist(Committed),
    /// Draw again: something changed outside of a frame.
    Repaint,
    /// Something happened.
    Event(Event),
}

impl<W> fmt::Debug for Effect<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(load) => f.debug_tuple("Run").field(&load.widget).finish(),
            Self::Persist(committed) => f.debug_tuple("Persist").field(committed).finish(),
            Self::Repaint => f.write_str("Repaint"),
            Self::Event(event) => f.debug_tuple("Event").field(event).finish(),
        }
    }
}

/// A load to be run.
pub struct Load<W> {
    /// The pane that waits.
    pub pane: PaneId,
    /// The widget that is loaded.
    pub widget: WidgetId,
    /// To be handed back with the answer.
    pub ticket: Ticket,
    /// What to run.
    pub job: Job<W>,
    /// What the job sees; cancelled when nobody waits any more.
    pub context: JobContext,
}

impl<W> Load<W> {
    /// Runs the job here and now. A panic is caught and becomes the answer.
    ///
    /// # Errors
    /// What the job answers, or that it panicked or was cancelled before it began.
    pub fn run(self) -> Result<Finish<W>, Failure> {
        self.context.check()?;
        let Self { job, context, .. } = self;
        catch_unwind(AssertUnwindSafe(|| job(&context))).unwrap_or_else(|panic| Err(Failure::from_panic(&*panic)))
    }
}
