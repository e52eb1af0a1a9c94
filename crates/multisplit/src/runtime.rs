//! Decides which widgets exist. It compares the widgets that are wanted with those that exist, asks the application's provider for
//! the missing ones, keeps widgets out of view while there is space, and keeps the states that widgets leave behind. It is generic
//! over the widget and knows panes by id only.
//!
//! There are three levels, each bounded: live widgets (in a slot; those in view are never evicted), parked widgets (which may go at
//! any time), and saved states (in memory, then in the host's store). Invariant: a widget goes down only after its state was saved,
//! and comes back from the highest level that has it.

mod config;
mod context;
mod evict;
mod governor;
mod guarded_call;
mod housekeeping;
mod job;
mod load;
mod loader;
mod meters;
mod parked;
mod policy;
mod pool;
mod profiler;
mod provider;
mod reconcile;
mod router;
mod saved;
mod shared;
mod slot;
mod slots;
mod trim;

pub use config::{ConfigError, RuntimeConfig};
pub use context::EvictReason;
pub(crate) use context::{Report, RuntimeCx};
pub use governor::{Governor, MemoryLevel, MemoryLimits, MemorySample, Plan, Probe};
pub use job::{Failure, FailureKind, Finish, Job, JobContext, Load, Ticket, Urgency};
pub use loader::LoadQueue;
pub use meters::{LevelBytes, Levels, Meters, Snapshot};
pub use parked::{Evicted, Parked, ParkedInfo, Unparked};
pub use policy::{Aggressive, CachePolicy, CostAware, EntryMeta, EvictionContext, Lru, Scarcity, Usage};
pub use profiler::{Operation, Profiler, SlowOperation, Stopwatch, Timing};
pub use provider::{CloseReason, Cost, Provided, Request, Verdict, WidgetProvider};
pub use router::{Lifecycle, ProviderRouter};
pub use saved::{CollectedStates, Saved, SavedError, SavedStates, StoredState};
pub use shared::SharedContent;
pub use slot::Slot;
pub use slots::{SlotInfo, Slots};

use crate::base::{Moment, PaneId, WidgetId};
use pool::Pools;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// The widgets of a workspace at all levels.
pub(crate) struct Runtime<W> {
    pub(crate) slots: Slots<W>,
    pub(crate) parked: Parked<W>,
    pub(crate) pools: Pools<W>,
    pub(crate) states: SavedStates,
    pub(crate) governor: Governor,
    pub(crate) profiler: Profiler,
    pub(crate) meters: Meters,
    config: RuntimeConfig,
    /// Whether the host has said that it has a store, whatever the configuration says.
    has_store: bool,
    policy: Box<dyn CachePolicy>,
    aggressive: Aggressive,
    /// The number of the last visibility pass.
    passes: u64,
    /// The number of widgets that have come into view so far.
    turn: u32,
    /// The panes in view in the current pass, and in the one before.
    visible: Vec<PaneId>,
    visible_before: Vec<PaneId>,
    /// The number of panes in view that were in view in the pass before.
    stayed: usize,
    /// Panes whose live widget is out of view, with the time since when, the longest hidden first. Some entries are outdated: their
    /// pane is in view again, or gone.
    hidden: VecDeque<(Moment, PaneId)>,
    /// How often a widget was retried, and when it last failed.
    tries: FxHashMap<WidgetId, (u32, Moment)>,
    /// The trimming that is under way: the accounted bytes to come down to.
    target: Option<Plan>,
    /// When running loads were last checked.
    loads_seen_to: Moment,
    /// When expired and stale widgets were last swept away.
    swept: Moment,
    /// The last panes whose widgets were weighed, in view and out of view.
    weighed: [Option<PaneId>; 2],
}

impl<W: 'static> Default for Runtime<W> {
    fn default() -> Self {
        Self::new(RuntimeConfig::default())
    }
}

impl<W: 'static> Runtime<W> {
    pub(crate) fn new(config: RuntimeConfig) -> Self {
        let limits = MemoryLimits { soft: config.soft_bytes, hard: config.hard_bytes };
        Self {
            slots: Slots::default(),
            parked: Parked::default(),
            pools: Pools::default(),
            states: SavedStates::default(),
            governor: Governor::new(limits),
            profiler: Profiler::new(config.slow_after),
            meters: Meters::default(),
            config,
            has_store: false,
            policy: Box::new(CostAware),
            aggressive: Aggressive::default(),
            passes: 1,
            turn: 0,
            visible: vec![],
            visible_before: vec![],
            stayed: 0,
            hidden: VecDeque::new(),
            tries: FxHashMap::default(),
            target: None,
            loads_seen_to: Moment::ZERO,
            swept: Moment::ZERO,
            weighed: [None; 2],
        }
    }

    pub(crate) const fn config(&self) -> &RuntimeConfig {
        &self.config
    }

    pub(crate) fn configure(&mut self, config: RuntimeConfig) -> Result<(), ConfigError> {
        config.check()?;
        self.config = RuntimeConfig { has_state_store: config.has_state_store || self.has_store, ..config };
        self.governor.set_limits(MemoryLimits { soft: config.soft_bytes, hard: config.hard_bytes });
        self.profiler.set_slow_after(config.slow_after);
        Ok(())
    }

    /// Notes that the host has a store, also for all later configurations.
    pub(crate) const fn use_store(&mut self) {
        self.has_store = true;
        self.config.has_state_store = true;
    }

    pub(crate) fn set_policy(&mut self, policy: Box<dyn CachePolicy>) {
        self.policy = policy;
    }

    /// Returns the bytes of all widgets, states and pooled widgets: what the limits apply to.
    pub(crate) const fn accounted(&self) -> u64 {
        let widgets = self.slots.live_bytes().saturating_add(self.parked.bytes());
        widgets.saturating_add(self.pools.bytes()).saturating_add(self.states.bytes() as u64)
    }

    /// Returns the number of panes in view.
    pub(crate) const fn visible_count(&self) -> usize {
        self.visible.len()
    }
}
