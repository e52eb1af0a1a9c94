//! Work for another thread, and how it ends. The engine starts no thread: a job is a value that the host runs.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Which load an answer belongs to. A ticket that is no longer the slot's is stale, and its answer is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(crate) u64);

/// Work for another thread: loads what a widget needs, and answers how to build it.
pub type Job<W> = Box<dyn FnOnce(&JobContext) -> Result<Finish<W>, Failure> + Send>;

/// Builds the widget from what was loaded, on the thread that owns the workspace. The widget itself need not be `Send`.
pub type Finish<W> = Box<dyn FnOnce() -> Result<W, Failure> + Send>;

/// What a job sees of the world: whether it is still wanted, and where to say how far it is.
#[derive(Clone, Debug, Default)]
pub struct JobContext {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    progress: AtomicU32,
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
