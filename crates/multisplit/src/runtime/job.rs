//! Work for another thread, and how it ends. The engine starts no thread: a job is a value that the host runs.

use crate::base::{Moment, PaneId, WidgetId};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Which load an answer belongs to. A ticket that is no longer the slot's is stale, and its answer is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(crate) u64);

/// Work for another thread: loads what a widget needs, and answers how to build it.
pub type Job<W> = Box<dyn FnOnce(&JobContext) -> Result<Finish<W>, Failure> + Send>;

/// Builds the widget from what was loaded, on the thread that owns the workspace. The widget itself need not be `Send`. Takes a
/// pooled widget of its kind, if there is one; what it does not take goes back.
pub type Finish<W> = Box<dyn FnOnce(&mut Option<W>) -> Result<W, Failure> + Send>;

/// What a job sees of the world: whether it is still wanted, and where to say how far it is.
#[derive(Clone, Debug, Default)]
pub struct JobContext {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    cancelled: AtomicBool,
    progress: AtomicU32,
    urgency: AtomicU32,
    /// Microseconds on the host's clock plus one; 0 while it waits.
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

/// How soon a load is wanted. Changes while it waits, as panes scroll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// The user looks at its pane.
    Visible = 0,
    /// Its pane is about to come into view.
    Near = 1,
    /// Its pane is out of view.
    #[default]
    Background = 2,
}

/// Progress in steps of a thousandth; above it: unknown.
const UNKNOWN: u32 = 0;

impl JobContext {
    /// Whether nobody waits for the job any more. A job that takes long looks here now and then, and returns early.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// The same as a result, for `?`.
    ///
    /// # Errors
    /// [`FailureKind::Cancelled`].
    pub fn check(&self) -> Result<(), Failure> {
        if self.is_cancelled() { Err(Failure::new(FailureKind::Cancelled, "cancelled")) } else { Ok(()) }
    }

    /// Says how much is done, from 0 to 1.
    pub fn set_progress(&self, part: f32) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
        let steps = if part.is_finite() { (part.clamp(0.0, 1.0) * 1_000.0) as u32 + 1 } else { UNKNOWN };
        self.shared.progress.store(steps, Ordering::Relaxed);
    }

    /// How much is done, from 0 to 1, where the job says so.
    #[must_use]
    pub fn progress(&self) -> Option<f32> {
        match self.shared.progress.load(Ordering::Relaxed) {
            UNKNOWN => None,
            #[allow(clippy::cast_precision_loss)] // at most 1,000
            steps => Some((steps - 1) as f32 / 1_000.0),
        }
    }

    /// Whether the two belong to the same job.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Tells the job that nobody waits for it any more.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// How soon it is wanted, as of now.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        match self.shared.urgency.load(Ordering::Relaxed) {
            0 => Urgency::Visible,
            1 => Urgency::Near,
            _ => Urgency::Background,
        }
    }

    /// When a host began to run it, on the host's clock.
    #[must_use]
    pub fn started(&self) -> Option<Moment> {
        self.shared.started.load(Ordering::Relaxed).checked_sub(1).map(Moment::from_micros)
    }

    /// A host begins to run it: from now on its time counts.
    pub fn note_started(&self, now: Moment) {
        self.shared.started.store(now.micros().saturating_add(1), Ordering::Relaxed);
    }

    pub(crate) fn set_urgency(&self, urgency: Urgency) {
        self.shared.urgency.store(urgency as u32, Ordering::Relaxed);
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

impl<W> fmt::Debug for Load<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load").field("widget", &self.widget).field("ticket", &self.ticket).finish_non_exhaustive()
    }
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

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The provider knows no such widget.
    Unknown,
    /// It could not be loaded or built.
    Failed,
    /// The user stopped it.
    Cancelled,
    /// The provider or the widget panicked.
    Panicked,
    /// It did not end in time.
    TimedOut,
}

/// Why there is no widget, in words for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// In words.
    pub reason: String,
}

impl Failure {
    /// A failure in words.
    pub fn new(kind: FailureKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }

    /// Something could not be loaded or built.
    pub fn failed(reason: impl fmt::Display) -> Self {
        Self::new(FailureKind::Failed, reason.to_string())
    }

    /// From what a caught panic carried.
    #[must_use]
    pub fn from_panic(payload: &(dyn std::any::Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        Self::new(FailureKind::Panicked, format!("it panicked: {}", text.as_deref().unwrap_or("no message")))
    }
}
