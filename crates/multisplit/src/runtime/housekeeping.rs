//! Does what is due as time goes by: fails late loads, parks widgets that are long out of view, sweeps expired ones away, and watches
//! memory. Costs a few comparisons if nothing is due.

use super::Runtime;
use super::context::{EvictReason, Report, RuntimeCx};
use super::load::LOOK_AT_LOADS;
use super::profiler::Operation;
use super::provider::WidgetProvider;
use super::reconcile::is_hidden;
use super::slot::Slot;
use crate::base::{Moment, PaneId, WidgetId};
use core::time::Duration;

/// The maximum number of states that are handed to the host's store in one sweep.
const DEMOTED_A_SWEEP: usize = 256;

impl<W: 'static> Runtime<W> {
    /// Does what is due at `cx.now`. `pinned` panes keep their widgets; `needed` names the widgets whose states must be kept.
    pub(crate) fn housekeep<P>(
        &mut self,
        pinned: &dyn Fn(PaneId) -> bool,
        needed: &dyn Fn(&WidgetId) -> bool,
        cx: &mut RuntimeCx<'_, P>,
    ) where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.check_loads(cx);
        self.park_idle(pinned, cx);
        let most = self.drops_a_frame();
        if self.bound_parked(most, cx) < most {
            self.trim(pinned, cx);
        }
        self.watch_memory(cx);
        if cx.now.since(self.swept) >= self.config.sweep_every {
            self.sweep(needed, cx);
        }
        if self.states.may_bound() {
            self.bound_states(needed, cx);
        }
    }

    /// Returns when something is due next, as far as that is known.
    pub(crate) fn next_due(&self, now: Moment) -> Option<Moment> {
        let mut due = None;
        let mut at = |moment: Moment| due = Some(due.map_or(moment, |d: Moment| d.min(moment)));
        if self.is_trimming() || self.parked.len() > self.config.parked_count {
            at(now);
        }
        if self.slots.loading() > 0 {
            at(self.loads_seen_to.max(now) + LOOK_AT_LOADS);
        }
        if self.slots.live_count() > self.config.max_hidden_live
            && let Some((since, _)) = self.hidden.front()
        {
            at(*since + self.config.park_after);
        }
        if !self.parked.is_empty() || (self.config.has_state_store && self.states.in_memory() > 0) {
            at(self.swept + self.config.sweep_every);
        }
        due
    }

    /// Parks widgets that are long out of view, as long as more are live than need be.
    fn park_idle<P>(&mut self, pinned: &dyn Fn(PaneId) -> bool, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        for _ in 0..self.drops_a_frame() {
            while let Some((since, pane)) = self.hidden.front().copied() {
                let entry = self.slots.entries.get(&pane);
                if entry.is_some_and(|entry| is_hidden(entry, since, self.passes)) {
                    break;
                }
                self.hidden.pop_front();
            }
            let Some((since, _)) = self.hidden.front() else { return };
            let idle = cx.now.since(*since) >= self.config.park_after;
            if !idle || self.slots.live_count() <= self.config.max_hidden_live || !self.park_hidden(pinned, cx) {
                return;
            }
        }
    }

    /// Evicts stale and expired parked widgets, and hands old states to the host's store.
    fn sweep<P>(&mut self, needed: &dyn Fn(&WidgetId) -> bool, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let start = self.profiler.start();
        let mut left = self.drops_a_frame();
        for reason in [EvictReason::Invalidation, EvictReason::Expired] {
            while left > 0 && self.evict(reason, cx) {
                left -= 1;
            }
        }
        // If there is more to sweep than a frame may drop, the next frame goes on.
        if left > 0 {
            self.swept = cx.now;
        }
        if self.config.has_state_store {
            let after = if self.states.is_over() { Duration::ZERO } else { self.config.demote_after };
            for (widget, saved) in self.states.to_demote(cx.now, after, DEMOTED_A_SWEEP, needed) {
                cx.report(Report::Keep(widget, saved));
            }
        }
        self.profiler.stop(Operation::Sweep, start, || "sweep");
    }

    /// Drops saved states while there are too many of them in memory.
    pub(crate) fn bound_states<P>(&mut self, needed: &dyn Fn(&WidgetId) -> bool, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        for widget in self.states.bound(needed) {
            self.meters.states_lost += 1;
            tracing::warn!(%widget, "its state was dropped for lack of room");
            cx.report(Report::Lost(widget));
        }
    }

    /// Handles a change of what widgets show: stale parked widgets are evicted, live ones are reported. Returns the number of widgets that
    /// `is_stale` names.
    pub(crate) fn invalidate<P>(&mut self, is_stale: &dyn Fn(&WidgetId) -> bool, cx: &mut RuntimeCx<'_, P>) -> usize
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let mut count = self.parked.mark_stale(is_stale);
        let live = self.slots.entries.iter().filter(|(_, e)| matches!(e.slot, Slot::Live(_)) && is_stale(&e.widget));
        let mut live: Vec<(PaneId, WidgetId)> = live.map(|(pane, e)| (*pane, e.widget.clone())).collect();
        live.sort_unstable();
        for (pane, widget) in live {
            count += 1;
            cx.report(Report::Invalidation { pane, widget });
        }
        for _ in 0..self.drops_a_frame() {
            if !self.evict(EvictReason::Invalidation, cx) {
                break;
            }
        }
        count
    }
}
