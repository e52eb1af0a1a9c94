//! Observation: the state of a workspace in numbers.

use super::Workspace;
use crate::base::WidgetId;
use crate::runtime::{LevelBytes, Levels, MemorySample, ParkedInfo, Slot, SlotInfo, Snapshot, WidgetProvider};
use core::time::Duration;
use rustc_hash::FxHashSet;

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Returns an entry for each widget of which something is there, at the highest level that has it: each slot, ordered
    /// by pane id, then each parked widget, then each saved state in memory, and then each state that is in the host's
    /// store only, these ordered by widget id. Cost: all of them.
    pub fn slot_infos(&mut self) -> Vec<SlotInfo> {
        let runtime = &self.runtime;
        let tree = self.layout.tree();
        let slots = runtime.slots.entries().map(|(pane, widget, slot, bytes)| SlotInfo {
            pane: Some(pane),
            widget: widget.clone(),
            state: slot.state(),
            bytes: if matches!(slot, Slot::Live(_)) { bytes } else { 0 },
        });
        let mut infos: Vec<SlotInfo> = slots.collect();
        infos.sort_unstable_by_key(|info| info.pane);
        for (widget, pane, meta) in runtime.parked.all() {
            let pane = Some(tree.pane_of(widget).unwrap_or(pane));
            infos.push(SlotInfo { pane, widget: widget.clone(), state: "parked", bytes: meta.bytes });
        }
        let there: FxHashSet<WidgetId> = infos.iter().map(|info| info.widget.clone()).collect();
        let in_memory = runtime.states.all().map(|(id, saved)| (id, "saved", saved.bytes() as u64));
        let in_store = runtime.states.all_in_store().map(|id| (id, "stored", 0));
        for (widget, state, bytes) in in_memory.chain(in_store).filter(|(id, ..)| !there.contains(*id)) {
            infos.push(SlotInfo { pane: tree.pane_of(widget), widget: widget.clone(), state, bytes });
        }
        infos
    }

    /// Returns what is known of each parked widget, ordered by widget id: what a policy ranks them by, and when each was
    /// made. Cost: all parked widgets.
    #[must_use]
    pub fn parked_infos(&self) -> Vec<ParkedInfo> {
        self.runtime.parked.infos()
    }

    /// Returns the name of the policy that ranks parked widgets at present ([`CachePolicy::name`](crate::cache::CachePolicy::name)): that of the policy
    /// that was set, or `aggressive` while memory is hard pressed.
    #[must_use]
    pub fn policy_name(&self) -> &'static str {
        self.runtime.policy_name()
    }

    /// Returns all numbers of the workspace at this moment. Cost: a pass over the slots.
    pub fn snapshot(&mut self) -> Snapshot {
        let runtime = &self.runtime;
        let (tree, config) = (self.layout.tree(), runtime.config());
        let failed = runtime.slots.all().filter(|(.., slot)| matches!(slot, Slot::Failed(_))).count();
        let waiting = runtime.slots.all().filter(|(.., slot)| matches!(slot, Slot::Virtual)).count();
        let pools: Vec<(String, usize)> = runtime.pools.counts().map(|(kind, n)| (kind.to_owned(), n)).collect();
        Snapshot {
            at_micros: self.now.micros(),
            panes: tree.pane_count(),
            branches: tree.branch_count(),
            transactions: self.layout.history().sequence(),
            placed: self.layout.placer().placed(),
            placements_known: self.layout.placements().0,
            placements_computed: self.layout.placements().1,
            levels: Levels {
                live: runtime.slots.live_count(),
                visible: runtime.visible_count(),
                parked: runtime.parked.len(),
                loading: runtime.slots.loading(),
                failed,
                r#virtual: tree.pane_count().saturating_sub(runtime.slots.len() - waiting),
                saved: runtime.states.in_memory(),
                stored: runtime.states.in_store(),
                pooled: pools.iter().map(|(_, n)| n).sum(),
            },
            bytes: LevelBytes {
                accounted: runtime.accounted(),
                live: runtime.slots.live_bytes(),
                parked: runtime.parked.bytes(),
                saved: runtime.states.bytes() as u64,
                pooled: runtime.pools.bytes(),
                layout: self.layout.bytes() as u64,
                soft: config.soft_bytes,
                hard: config.hard_bytes,
            },
            memory: runtime.governor.level().name(),
            futile: runtime.governor.is_futile(),
            meters: runtime.meters,
            hit_rate: runtime.meters.hit_rate(),
            pools,
            samples: runtime.governor.samples().copied().collect(),
            timings: runtime.profiler.timings(),
            slow: runtime.profiler.slow().cloned().collect(),
        }
    }

    /// Records an operation of the application that took `duration`, to be seen beside those of the engine: in
    /// [`Snapshot::timings`], and as a slow operation if it took longer than
    /// [`RuntimeConfig::slow_after`](crate::RuntimeConfig::slow_after).
    ///
    /// A name of an operation of the engine is not merged with it. Beyond
    /// [`MAX_RECORDED_NAMES`](crate::limits::MAX_RECORDED_NAMES) names, operations are counted together as `other`. Cost: a
    /// comparison with each name.
    pub fn record(&mut self, name: &'static str, duration: Duration) {
        self.runtime.profiler.record_named(name, duration);
    }

    /// Returns the counters since the start. Costs nothing.
    #[must_use]
    pub const fn meters(&self) -> &crate::runtime::Meters {
        &self.runtime.meters
    }

    /// Returns what the last memory probe found, or `None` before the first one. Costs nothing.
    #[must_use]
    pub fn last_sample(&self) -> Option<&MemorySample> {
        self.runtime.governor.samples().next_back()
    }

    /// Returns the number of bytes that all widgets, saved states and pooled widgets account for.
    #[must_use]
    pub const fn accounted_bytes(&self) -> u64 {
        self.runtime.accounted()
    }

    /// Checks the invariants that hold between any two calls.
    ///
    /// # Panics
    /// Panics if one of them does not hold, which is a bug of this crate.
    pub fn assert_valid(&self) {
        self.runtime.slots.assert_valid();
        self.runtime.parked.assert_valid();
        let problems = self.layout.tree().problems();
        assert!(problems.is_empty(), "{problems:?}");
    }
}
