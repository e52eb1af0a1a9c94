//! Carries out the governor's plans when memory is short, with a bounded number of drops per frame. The order is: loads started ahead of
//! need, pooled widgets, states that are also in the host's store, parked widgets, live widgets out of view.

use super::Runtime;
use super::context::{EvictReason, Report, RuntimeCx};
use super::governor::{MemoryLevel, Plan, Probe};
use super::provider::WidgetProvider;
use super::reconcile::is_hidden;
use super::slot::Slot;
use crate::base::PaneId;
use crate::base::limits::WEIGHED_A_PROBE;

/// The factor by which more widgets are dropped in a frame while memory is hard pressed.
const HARD_PRESSED_DROPS: usize = 8;

impl<W: 'static> Runtime<W> {
    /// Takes a memory probe, asks again what live widgets cost, and begins to trim if that is due.
    pub(crate) fn measured<P>(&mut self, probe: Probe, pinned: &dyn Fn(PaneId) -> bool, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.weigh_live(cx);
        let (accounted, widgets) = (self.accounted(), self.slots.live_count() + self.parked.len());
        let plan = self.governor.measured(cx.now, accounted, widgets, probe);
        self.follow(plan, cx);
        self.trim(pinned, cx);
    }

    /// Checks the accounted bytes, and begins to trim if that is due.
    pub(super) fn watch_memory<P>(&mut self, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let plan = self.governor.accounted(cx.now, self.accounted());
        self.follow(plan, cx);
    }

    /// Empties the pools and evicts what is out of view now, as a button or a test may ask, whatever the memory level is, until `target`
    /// bytes are left or nothing more may go.
    pub(crate) fn trim_to<P>(&mut self, target: u64, pinned: &dyn Fn(PaneId) -> bool, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if self.accounted() <= target {
            return;
        }
        self.target = Some(Plan { left: None, target: Some(target), force: MemoryLevel::Hard, hidden: true });
        self.drop_cheap(MemoryLevel::Hard, cx);
        while self.target.is_some() {
            self.trim(pinned, cx);
        }
    }

    /// Reports a change of level, and starts the trimming that a plan asks for.
    fn follow<P>(&mut self, plan: Plan, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if let Some(before) = plan.left {
            let (after, accounted) = (self.governor.level(), self.accounted());
            tracing::info!(before = before.name(), after = after.name(), accounted, "memory level");
            cx.report(Report::Level { before, after, accounted });
        }
        if plan.target.is_some() {
            self.drop_cheap(plan.force, cx);
            self.target = Some(plan);
        }
    }

    /// Drops what can go without asking the provider.
    fn drop_cheap<P>(&mut self, force: MemoryLevel, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.cancel_read_ahead();
        if force >= MemoryLevel::Hard {
            self.empty_pools(cx.provider);
        }
        self.states.unload_stored();
    }

    /// Goes on trimming, as far as one frame may.
    pub(super) fn trim<P>(&mut self, pinned: &dyn Fn(PaneId) -> bool, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Some(plan) = self.target else { return };
        let target = plan.target.unwrap_or(u64::MAX);
        for _ in 0..self.drops_a_frame() {
            if self.accounted() <= target && plan.force < MemoryLevel::Critical {
                self.target = None;
                return;
            }
            if self.evict(EvictReason::Memory, cx) {
                continue;
            }
            if !(plan.hidden && self.park_hidden(pinned, cx)) {
                self.target = None;
                return;
            }
        }
    }

    /// Returns `true` if trimming is not finished.
    pub(super) const fn is_trimming(&self) -> bool {
        self.target.is_some()
    }

    /// Parks the widget that has been out of view for longest. Returns `true` if there was one.
    pub(super) fn park_hidden<P>(&mut self, pinned: &dyn Fn(PaneId) -> bool, cx: &mut RuntimeCx<'_, P>) -> bool
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        // At most once around the queue: pinned panes are put back at its end.
        for _ in 0..self.hidden.len() {
            let Some((since, pane)) = self.hidden.pop_front() else { return false };
            let hidden = self.slots.entries.get(&pane).is_some_and(|entry| is_hidden(entry, since, self.passes));
            if !hidden {
                continue;
            }
            if pinned(pane) {
                self.hide_again(pane, cx.now);
                continue;
            }
            if let Some(entry) = self.slots.take(pane) {
                self.park(pane, entry, cx);
                return true;
            }
        }
        false
    }

    /// Puts a pane out of view at the end of the queue: it stays for now, and its turn comes again.
    pub(super) fn hide_again(&mut self, pane: PaneId, now: crate::base::Moment) {
        if let Some(entry) = self.slots.entries.get_mut(&pane) {
            entry.hidden_since = now;
            self.hidden.push_back((now, pane));
        }
    }

    /// Asks what live widgets cost by now: those in view, and as many of the others. If there are many, they take turns.
    fn weigh_live<P>(&mut self, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let live = self.slots.entries.iter().filter(|(_, e)| matches!(e.slot, Slot::Live(_)));
        let (seen, hidden): (Vec<_>, Vec<_>) = live.partition(|(_, entry)| entry.seen == self.passes);
        let ids = |entries: Vec<(&PaneId, _)>| entries.into_iter().map(|(pane, _)| *pane).collect::<Vec<_>>();
        let turns = [ids(seen), ids(hidden)];
        for (panes, last) in turns.into_iter().zip(0..) {
            let panes = in_turn(panes, self.weighed[last], WEIGHED_A_PROBE);
            self.weighed[last] = panes.last().copied();
            panes.into_iter().for_each(|pane| self.weigh(pane, cx));
        }
    }

    /// Asks what the live widget of a pane costs by now.
    fn weigh<P>(&mut self, pane: PaneId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        // Taken out and put back, so that the sum of the bytes stays right.
        let Some(entry) = self.slots.detach(pane) else { return };
        if let Slot::Live(live) = &entry.slot {
            let cost = self.cost_of(cx.provider, &entry.widget, live);
            self.slots.put(pane, super::slots::Entry { cost, ..entry });
        }
    }

    /// Returns `true` while the memory level, or the trimming under way, is hard or critical.
    pub(super) fn is_hard_pressed(&self) -> bool {
        let forced = self.target.is_some_and(|plan| plan.force >= MemoryLevel::Hard);
        forced || self.governor.level() >= MemoryLevel::Hard
    }

    /// Returns `true` if widgets may be provided ahead of need.
    pub(super) fn reads_ahead(&self) -> bool {
        self.config.read_ahead_percent > 0 && !self.is_hard_pressed() && self.target.is_none()
    }

    /// Returns the number of widgets that may be pooled per kind at present.
    pub(super) fn max_pooled(&self) -> usize {
        if self.is_hard_pressed() { 0 } else { self.config.pooled_per_kind }
    }

    /// Returns the number of widgets that may be dropped per frame at present.
    pub(super) fn drops_a_frame(&self) -> usize {
        let times = if self.is_hard_pressed() { HARD_PRESSED_DROPS } else { 1 };
        self.config.drops_per_frame.saturating_mul(times)
    }
}

/// Returns the `most` panes that follow the last one that had its turn, in order, starting again with the first after the end.
fn in_turn(mut panes: Vec<PaneId>, last: Option<PaneId>, most: usize) -> Vec<PaneId> {
    let turn = |pane: &PaneId| (Some(*pane) <= last, *pane);
    if panes.len() > most {
        panes.select_nth_unstable_by_key(most, turn);
        panes.truncate(most);
    }
    panes.sort_unstable_by_key(turn);
    panes
}

#[cfg(test)]
mod tests {
    use super::{PaneId, in_turn};

    #[test]
    fn everybody_has_a_turn() {
        let all: Vec<PaneId> = [5, 1, 9, 3, 7].into_iter().filter_map(PaneId::from_raw).collect();
        let turn = |last, most| {
            let panes = in_turn(all.clone(), PaneId::from_raw(last), most);
            panes.into_iter().map(PaneId::raw).collect::<Vec<_>>()
        };
        assert_eq!(turn(0, 2), [1, 3]);
        assert_eq!(turn(3, 2), [5, 7]);
        assert_eq!(turn(7, 2), [9, 1]);
        assert_eq!(turn(4, 9), [5, 7, 9, 1, 3]);
        assert!(in_turn(vec![], None, 9).is_empty());
    }
}
