//! Counts and times what the engine does: one histogram per operation, always on.
//!
//! The engine has no clock, so it counts; if a host lends it a clock, it measures as well. A histogram does not name panes or widgets; a
//! slow operation names its cause once.

mod named;

use crate::base::Moment;
use crate::base::limits::SLOW_OPERATIONS;
use core::time::Duration;
use hdrhistogram::Histogram;
use named::NamedOperations;
use serde::Serialize;
use std::collections::VecDeque;

/// An operation of the engine. Questions that change nothing, such as the one for the pane at a point, are not counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[allow(missing_docs)] // most are named after what is done
pub enum Operation {
    /// All calls from the end of one frame to the end of the next, including that frame: the engine's part of a frame.
    Engine,
    /// One frame. The next four operations are parts of it.
    Frame,
    Place,
    Viewport,
    Reconcile,
    Housekeep,
    Command,
    Undo,
    Redo,
    /// A transaction that is begun, committed or rolled back.
    Transaction,
    Focus,
    /// A divider that is grabbed, moved or released.
    Drag,
    /// A widget that is asked for again, or no longer.
    Retry,
    /// The answer of a job that is taken.
    JobDone,
    Invalidate,
    /// What the host's store reports or returns.
    Store,
    Provide,
    Finish,
    Close,
    Save,
    Recycle,
    Drop,
    Cost,
    Reveal,
    Evict,
    Sweep,
    Trim,
    /// A job, from its start to its answer. Only its pane waits for it.
    Load,
    Probe,
    SaveLayout,
    LoadLayout,
    SaveStates,
}

impl Operation {
    /// All operations, in the order of their discriminants.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name of the operation in snake case.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A clock that a host lends. It returns the time since some fixed moment, and never runs backward.
pub type Stopwatch = Box<dyn Fn() -> Duration + Send>;

/// The timing of an operation: how often it was done, and how long it took. Times are in microseconds, and 0 if no clock was lent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// The name of the operation.
    pub operation: &'static str,
    /// The number of calls.
    pub calls: u64,
    /// The mean time.
    pub mean_micros: f64,
    /// The shortest time.
    pub min_micros: f64,
    /// The longest time.
    pub max_micros: f64,
    /// The median: half of the calls took no longer.
    pub p50_micros: f64,
    /// The 99th percentile: 99 of 100 calls took no longer.
    pub p99_micros: f64,
    /// The 99.9th percentile: 999 of 1,000 calls took no longer.
    pub p999_micros: f64,
    /// The time of all calls together.
    pub total_micros: f64,
}

impl Timing {
    /// Creates the timing of an operation that was never done.
    #[must_use]
    pub fn none(operation: Operation) -> Self {
        Self {
            operation: operation.name(),
            calls: 0,
            mean_micros: 0.0,
            min_micros: 0.0,
            max_micros: 0.0,
            p50_micros: 0.0,
            p99_micros: 0.0,
            p999_micros: 0.0,
            total_micros: 0.0,
        }
    }
}

/// An operation that took longer than the configured limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SlowOperation {
    /// The moment when it was recorded, in microseconds on the host's clock: the moment of the last call that named one.
    pub at_micros: u64,
    /// The name of the operation.
    pub operation: &'static str,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// What it was about, such as a widget or a command.
    pub cause: String,
}

/// Counts and times operations, and keeps the slow ones.
pub struct Profiler {
    clock: Option<Stopwatch>,
    calls: [u64; Operation::ALL.len()],
    total_nanos: [u64; Operation::ALL.len()],
    histograms: Vec<Option<Histogram<u64>>>,
    /// The operations of the application.
    named: NamedOperations,
    slow_after: Duration,
    /// The moment that slow operations are recorded with. It is the host's: the clock above counts from elsewhere.
    moment: Moment,
    slow: VecDeque<SlowOperation>,
    /// How many of the slow operations were reported.
    told: usize,
    /// The number of calls into the engine that are open, one inside the other.
    depth: usize,
    /// The time that calls took since the last frame ended, and that they took between the last two ends of frames.
    turn: Duration,
    last_turn: Duration,
}

/// The longest time that a histogram distinguishes, in nanoseconds: a minute.
const LONGEST_NANOS: u64 = 60_000_000_000;

impl Profiler {
    /// Creates a profiler that counts. With a clock ([`Profiler::set_clock`]) it measures as well.
    #[must_use]
    pub fn new(slow_after: Duration) -> Self {
        Self {
            clock: None,
            calls: [0; Operation::ALL.len()],
            total_nanos: [0; Operation::ALL.len()],
            histograms: vec![None; Operation::ALL.len()],
            named: NamedOperations::default(),
            slow_after,
            moment: Moment::ZERO,
            slow: VecDeque::new(),
            told: 0,
            depth: 0,
            turn: Duration::ZERO,
            last_turn: Duration::ZERO,
        }
    }

    /// Sets a clock to measure with from now on. Allocates all histograms now, so that measuring allocates nothing.
    pub fn set_clock(&mut self, clock: Stopwatch) {
        self.clock = Some(clock);
        for place in &mut self.histograms {
            // Two digits, from a nanosecond to a minute: bounds that are always good.
            *place = Histogram::new_with_bounds(1, LONGEST_NANOS, 2).ok();
        }
    }

    /// Starts counting and timing from zero again. The slow operations are kept.
    pub fn restart(&mut self) {
        self.calls = [0; Operation::ALL.len()];
        self.total_nanos = [0; Operation::ALL.len()];
        self.turn = Duration::ZERO;
        self.histograms.iter_mut().flatten().for_each(Histogram::reset);
        self.named.clear();
    }

    /// Sets the time above which an operation is slow.
    pub const fn set_slow_after(&mut self, slow_after: Duration) {
        self.slow_after = slow_after;
    }

    /// Sets the moment that slow operations are recorded with from now on.
    pub const fn set_moment(&mut self, moment: Moment) {
        self.moment = moment;
    }

    /// Returns the present time, to be passed to [`Profiler::stop`]; zero without a clock.
    #[must_use]
    pub fn start(&self) -> Duration {
        self.clock.as_ref().map_or(Duration::ZERO, |clock| clock())
    }

    /// Records an operation that began at `start` and ends now. `cause` is called only if the operation was slow.
    pub fn stop<C: std::fmt::Display>(&mut self, operation: Operation, start: Duration, cause: impl FnOnce() -> C) {
        let spent = self.start().saturating_sub(start);
        self.record(operation, spent, cause);
    }

    /// Notes that a call into the engine begins, perhaps inside another one. Returns the time, to be passed to [`Profiler::leave`].
    pub fn enter(&mut self) -> Duration {
        self.depth += 1;
        self.start()
    }

    /// Notes that a call into the engine ends, and records it.
    pub fn leave<C: std::fmt::Display>(&mut self, operation: Operation, start: Duration, cause: impl FnOnce() -> C) {
        let spent = self.start().saturating_sub(start);
        self.record(operation, spent, cause);
        self.depth = self.depth.saturating_sub(1);
        // An inner call is part of the outer one and must not count twice.
        if self.depth == 0 {
            self.turn += spent;
        }
    }

    /// Notes that a frame has ended: all calls since the last frame are recorded as one [`Operation::Engine`]. Slow ones among them were
    /// reported by themselves.
    pub fn end_turn(&mut self) {
        self.last_turn = std::mem::take(&mut self.turn);
        self.count(Operation::Engine, self.last_turn);
    }

    /// Returns the time that the last [`Operation::Engine`] took; zero without a clock.
    #[must_use]
    pub const fn last_turn(&self) -> Duration {
        self.last_turn
    }

    /// Records an operation that took `spent`. `cause` is called only if the operation was slow.
    pub fn record<C: std::fmt::Display>(&mut self, operation: Operation, spent: Duration, cause: impl FnOnce() -> C) {
        self.count(operation, spent);
        if spent > self.slow_after {
            self.note_slow(operation.name(), spent, cause().to_string());
        }
    }

    /// Records an operation of the application that took `spent`. If it was slow, its name is its cause, too.
    pub fn record_named(&mut self, name: &'static str, spent: Duration) {
        self.named.count(name, spent);
        if spent > self.slow_after {
            self.note_slow(name, spent, name.to_owned());
        }
    }

    fn count(&mut self, operation: Operation, spent: Duration) {
        let at = operation as usize;
        self.calls[at] += 1;
        let nanos = nanos(spent);
        self.total_nanos[at] = self.total_nanos[at].saturating_add(nanos);
        if let Some(histogram) = &mut self.histograms[at] {
            histogram.saturating_record(nanos.clamp(1, LONGEST_NANOS));
        }
    }

    fn note_slow(&mut self, operation: &'static str, spent: Duration, cause: String) {
        let micros = u64::try_from(spent.as_micros()).unwrap_or(u64::MAX);
        let slow = SlowOperation { at_micros: self.moment.micros(), operation, micros, cause };
        if operation == Operation::Load.name() {
            tracing::info!(operation = slow.operation, micros, cause = slow.cause, "slow");
        } else {
            tracing::warn!(operation = slow.operation, micros, cause = slow.cause, "slow");
        }
        if self.slow.len() >= SLOW_OPERATIONS {
            self.slow.pop_front();
            self.told = self.told.saturating_sub(1);
        }
        self.slow.push_back(slow);
    }

    /// Returns how often an operation was done.
    #[must_use]
    pub const fn calls(&self, operation: Operation) -> u64 {
        self.calls[operation as usize]
    }

    /// Returns the timings of the operations that were done, in the order of [`Operation::ALL`], and then those of the application, in
    /// the order in which they were first recorded.
    #[must_use]
    pub fn timings(&self) -> Vec<Timing> {
        let own = Operation::ALL.iter().copied().filter(|o| self.calls(*o) > 0).map(|o| self.timing(o));
        own.chain(self.named.timings()).collect()
    }

    /// Returns the latest slow operations, oldest first: at most [`SLOW_OPERATIONS`](crate::limits::SLOW_OPERATIONS).
    pub fn slow(&self) -> impl ExactSizeIterator<Item = &SlowOperation> {
        self.slow.iter()
    }

    /// Returns the next slow operation that was not returned yet.
    pub fn poll_slow(&mut self) -> Option<SlowOperation> {
        let slow = self.slow.get(self.told)?.clone();
        self.told += 1;
        Some(slow)
    }

    fn timing(&self, operation: Operation) -> Timing {
        let at = operation as usize;
        // Without a clock there are no histograms, and of the total only the loads would be known.
        let total_nanos = if self.clock.is_some() { self.total_nanos[at] } else { 0 };
        describe(operation.name(), self.calls[at], total_nanos, self.histograms[at].as_ref())
    }
}

fn nanos(spent: Duration) -> u64 {
    u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX)
}

/// Returns the timing of an operation.
#[allow(clippy::cast_precision_loss)] // microseconds for people
fn describe(operation: &'static str, calls: u64, total_nanos: u64, histogram: Option<&Histogram<u64>>) -> Timing {
    let micros = |nanos: u64| nanos as f64 / 1_000.0;
    let of = |read: fn(&Histogram<u64>) -> u64| histogram.filter(|h| !h.is_empty()).map_or(0.0, |h| micros(read(h)));
    Timing {
        operation,
        calls,
        mean_micros: micros(total_nanos) / calls.max(1) as f64,
        min_micros: of(Histogram::min),
        max_micros: of(Histogram::max),
        p50_micros: of(|h| h.value_at_quantile(0.5)),
        p99_micros: of(|h| h.value_at_quantile(0.99)),
        p999_micros: of(|h| h.value_at_quantile(0.999)),
        total_micros: micros(total_nanos),
    }
}

#[cfg(test)]
mod tests;
