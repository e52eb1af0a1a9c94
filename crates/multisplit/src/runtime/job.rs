//! Work for another thread, and its result. The engine starts no thread: a job is a value that the host runs.

use crate::base::{Moment, PaneId, WidgetId};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Identifies the load that an answer belongs to. If the slot has another ticket by then, the answer is stale and is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(crate) u64);

/// Work for another thread: loads what a widget needs, and returns how to build it.
pub type Job<W> = Box<dyn FnOnce(&JobContext) -> Result<Finish<W>, Failure> + Send>;

/// Builds the widget from what was loaded, on the thread that owns the workspace. The widget itself need not be `Send`.
///
/// The argument is a pooled widget of the same kind, if there is one. If it is not taken, it goes back to the pool.
pub type Finish<W> = Box<dyn FnOnce(&mut Option<W>) -> Result<W, Failure> + Send>;

/// The link between a job and the engine: whether the job is still wanted, how urgent it is, and how far it is. Clones belong to the same
/// job.
#[derive(Clone, Debug, Default)]
pub struct JobContext {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    cancelled: AtomicBool,
    progress: AtomicU32,
    urgency: AtomicU32,
    /// When the job was started, in microseconds on the host's clock plus one; 0 while it waits.
    started: AtomicU64,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            cancelled: AtomicBool::new(false),
            progress: AtomicU32::new(UNKNOWN),
            urgency: AtomicU32::new(Urgency::Background as u32),
            started: AtomicU64::new(0),
        }
    }
}

/// The urgency of a load: how soon it is wanted. It may change while the load waits, as panes scroll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// The pane is in view.
    Visible = 0,
    /// The pane is about to come into view.
    Near = 1,
    /// The pane is out of view.
    #[default]
    Background = 2,
}

/// The stored progress of a job that has not reported any. Others are stored in thousandths plus one.
const UNKNOWN: u32 = 0;

impl JobContext {
    /// Returns `true` if the job is not wanted any more. A job that takes long should check this now and then, and return early.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// Returns an error if the job is not wanted any more, for use with the `?` operator.
    ///
    /// # Errors
    /// Returns a failure of kind [`FailureKind::Cancelled`] if the job is not wanted any more.
    pub fn check(&self) -> Result<(), Failure> {
        if self.is_cancelled() { Err(Failure::new(FailureKind::Cancelled, "cancelled")) } else { Ok(()) }
    }

    /// Reports the progress, from 0 to 1. Numbers outside are clamped; one that is not finite means that the progress is unknown.
    pub fn set_progress(&self, part: f32) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
        let steps = if part.is_finite() { (part.clamp(0.0, 1.0) * 1_000.0) as u32 + 1 } else { UNKNOWN };
        self.shared.progress.store(steps, Ordering::Relaxed);
    }

    /// Returns the progress from 0 to 1, or `None` if the job has not reported any.
    #[must_use]
    pub fn progress(&self) -> Option<f32> {
        match self.shared.progress.load(Ordering::Relaxed) {
            UNKNOWN => None,
            #[allow(clippy::cast_precision_loss)] // at most 1,000
            steps => Some((steps - 1) as f32 / 1_000.0),
        }
    }

    /// Returns `true` if both belong to the same job.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Tells the job that it is not wanted any more.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Returns how soon the job is wanted at present.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        match self.shared.urgency.load(Ordering::Relaxed) {
            0 => Urgency::Visible,
            1 => Urgency::Near,
            _ => Urgency::Background,
        }
    }

    /// Returns when a host started the job, on the host's clock; `None` while it waits.
    #[must_use]
    pub fn started(&self) -> Option<Moment> {
        self.shared.started.load(Ordering::Relaxed).checked_sub(1).map(Moment::from_micros)
    }

    /// Notes that a host starts the job now: from here on its time counts.
    pub fn note_started(&self, now: Moment) {
        self.shared.started.store(now.micros().saturating_add(1), Ordering::Relaxed);
    }

    pub(crate) fn set_urgency(&self, urgency: Urgency) {
        self.shared.urgency.store(urgency as u32, Ordering::Relaxed);
    }
}

/// A load that a host must run.
pub struct Load<W> {
    /// The pane that waits for it.
    pub pane: PaneId,
    /// The widget to load.
    pub widget: WidgetId,
    /// The ticket, to be handed back with the answer.
    pub ticket: Ticket,
    /// The work to run.
    pub job: Job<W>,
    /// What the job sees. It is cancelled when the load is not wanted any more.
    pub context: JobContext,
}

impl<W> fmt::Debug for Load<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load").field("widget", &self.widget).field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

impl<W> Load<W> {
    /// Runs the job on the present thread. A panic is caught and becomes the answer.
    ///
    /// # Errors
    /// Returns the failure that the job returns, or one that says that the job panicked or was cancelled before it began.
    pub fn run(self) -> Result<Finish<W>, Failure> {
        self.context.check()?;
        let Self { job, context, .. } = self;
        catch_unwind(AssertUnwindSafe(|| job(&context))).unwrap_or_else(|panic| Err(Failure::from_panic(&*panic)))
    }
}

/// The kind of a [`Failure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The provider does not know the widget.
    Unknown,
    /// The widget could not be loaded or built.
    Failed,
    /// The load was stopped or is not wanted any more.
    Cancelled,
    /// The provider or the widget panicked.
    Panicked,
    /// The load did not end in time.
    TimedOut,
}

/// The reason why there is no widget, in words for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Failure {
    /// The kind of failure.
    pub kind: FailureKind,
    /// The reason, in words.
    pub reason: String,
}

impl Failure {
    /// Creates a failure of the given kind with a reason in words.
    pub fn new(kind: FailureKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }

    /// Creates a failure of kind [`FailureKind::Failed`]: something could not be loaded or built.
    pub fn failed(reason: impl fmt::Display) -> Self {
        Self::new(FailureKind::Failed, reason.to_string())
    }

    /// Creates a failure of kind [`FailureKind::Panicked`] from the payload of a caught panic.
    #[must_use]
    pub fn from_panic(payload: &(dyn std::any::Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        Self::new(FailureKind::Panicked, format!("it panicked: {}", text.as_deref().unwrap_or("no message")))
    }
}
