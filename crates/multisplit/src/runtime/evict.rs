//! The way down: a widget that leaves its pane is parked, a parked one is evicted if there is no space, and the state of an evicted
//! one is saved first. Widgets in view never get here.

use super::Runtime;
use super::context::{EvictReason, Report, RuntimeCx};
use super::job::{Failure, FailureKind};
use super::parked::Evicted;
use super::policy::{CachePolicy, EvictionContext, Scarcity};
use super::profiler::Operation;
use super::provider::{CloseReason, Cost, Verdict, WidgetProvider};
use super::saved::CollectedStates;
use super::slot::Slot;
use super::slots::Entry;
use crate::base::{PaneId, WidgetId};
use rustc_hash::FxHashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A slot that moves to another pane.
pub(crate) struct Moved<W> {
    to: PaneId,
    entry: Entry<W>,
}

/// The number of widgets that are asked in a row whether they may go. If all refuse, the next pass asks others.
const MAX_REFUSALS: usize = 16;

impl<W: 'static> Runtime<W> {
    /// Asks the provider whether the widget of a pane may be closed, whether it is live, parked or only a saved state. Remembers whether
    /// it may be parked.
    pub(crate) fn ask_to_close<P>(
        &mut self,
        pane: PaneId,
        widget: &WidgetId,
        provider: &mut P,
        reason: CloseReason,
    ) -> Verdict
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        // Taken out, so that nothing is borrowed while the application is called.
        if let Some(mut entry) = self.slots.detach(pane) {
            if let Slot::Live(live) = &mut entry.slot {
                let verdict = self.ask_closing(provider, &entry.widget, live, reason);
                entry.discard = verdict == Verdict::Discard;
                self.slots.put(pane, entry);
                return verdict;
            }
            self.slots.put(pane, entry);
        }
        if let Some(parked) = self.parked.get_mut(widget) {
            let asked = catch_unwind(AssertUnwindSafe(|| provider.closing(widget, parked, reason)));
            return asked.unwrap_or(Verdict::Allow);
        }
        match self.states.unsaved_work(widget).map(str::to_owned) {
            None => Verdict::Allow,
            // Work must not be lost because of a panic, so a panic counts as a veto.
            Some(work) => self
                .call(Operation::Close, widget, || provider.closing_saved(widget, &work, reason))
                .unwrap_or(Verdict::Veto(work)),
        }
    }

    /// Gives a widget another id: its slot, the parked widget and the saved state are known under the new id from now on. A load that runs
    /// under the old id is cancelled, and asked for again.
    pub(crate) fn rename<P>(&mut self, pane: PaneId, from: &WidgetId, to: &WidgetId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if !matches!(self.slots.get(pane), Some(Slot::Live(_))) {
            self.cancel_load(pane);
            self.slots.take(pane);
        } else if let Some(mut entry) = self.slots.detach(pane) {
            entry.widget = to.clone();
            self.slots.put(pane, entry);
        }
        let parked = [self.parked.take(from), self.parked.take(to)];
        for (back, widget) in parked.into_iter().zip([to, from]) {
            let Some(back) = back else { continue };
            let cost = Cost { bytes: back.meta.bytes, rebuild_micros: back.meta.rebuild_micros };
            if let Some(twin) = self.parked.park(widget.clone(), pane, back.live, cost, back.meta.usage, back.created) {
                self.drop_evicted(twin, cx);
            }
        }
        if self.states.exchange(from, to) {
            cx.report(Report::Exchange(from.clone(), to.clone()));
        }
    }

    /// Drops all that is known of a widget, unsaved: the live or parked widget, its load and its state. It is requested again when its pane
    /// is in view.
    pub(crate) fn forget<P>(&mut self, pane: PaneId, widget: &WidgetId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.cancel_load(pane);
        let live = self.slots.take(pane).and_then(|entry| match entry.slot {
            Slot::Live(live) => Some(live),
            _ => None,
        });
        let parked = self.parked.take(widget).map(|back| back.live);
        live.into_iter().chain(parked).for_each(|used| self.pool_or_drop(cx, widget, used));
        if self.states.forget(widget) {
            cx.report(Report::Forget(widget.clone()));
        }
    }

    /// Notes that the closing of widgets was agreed to: what they leave is kept for an undo only.
    pub(crate) fn give_up(&mut self, widgets: Vec<WidgetId>) {
        if self.states.give_up(widgets) {
            // A pane that is gone may still have its widget: that is noticed with the next change of the layout.
            let live: FxHashSet<&WidgetId> = self.slots.entries.values().map(|entry| &entry.widget).collect();
            self.states.sweep_given_up(|id| self.parked.contains(id) || live.contains(id));
        }
    }

    /// Saves and drops a parked widget that its provider does not want kept once its pane is closed.
    pub(crate) fn discard_parked<P>(&mut self, widget: &WidgetId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if let Some(back) = self.parked.take(widget) {
            self.parked.remember(widget, back.meta.usage);
            self.save_and_retire(widget, back.live, cx);
        }
    }

    /// Empties the slot of a pane that is gone or shows another widget. A live widget is parked, or dropped if it must not be kept.
    pub(crate) fn pane_gone<P>(&mut self, pane: PaneId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if let Some(Slot::Loading { ticket, .. }) = self.slots.get(pane)
            && self.is_load(*ticket)
        {
            self.count_end(FailureKind::Cancelled);
        }
        let Some(entry) = self.slots.take(pane) else { return };
        let widget = entry.widget.clone();
        match entry.slot {
            Slot::Live(live) if entry.discard || self.config.parked_count == 0 => {
                self.parked.remember(&widget, entry.usage);
                self.save_and_retire(&widget, live, cx);
                cx.report(Report::Closed { pane, widget });
            }
            Slot::Live(_) => self.park(pane, entry, cx),
            _ => cx.report(Report::Closed { pane, widget }),
        }
    }

    /// Takes out the slots whose widgets are shown in other panes now. `moved` has pairs of the old and the new pane.
    pub(crate) fn detach_slots(&mut self, moved: &[(PaneId, PaneId)]) -> Vec<Moved<W>> {
        moved.iter().filter_map(|(from, to)| Some(Moved { to: *to, entry: self.slots.detach(*from)? })).collect()
    }

    /// Puts slots that were taken out into the panes that show their widgets now.
    pub(crate) fn attach_slots<P>(&mut self, moved: Vec<Moved<W>>, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        for Moved { to, mut entry } in moved {
            entry.seen = 0;
            entry.hidden_since = cx.now;
            let is_live = matches!(entry.slot, Slot::Live(_));
            self.slots.put(to, entry);
            if is_live {
                self.hidden.push_back((cx.now, to));
            }
        }
    }

    /// Saves all live and parked widgets that are named, and returns their states by widget id. A widget that panics is left out.
    pub(crate) fn save_all<P>(&mut self, provider: &mut P, named: &dyn Fn(&WidgetId) -> bool) -> CollectedStates
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let (mut states, mut failed) = (vec![], vec![]);
        let mut save = |widget: &WidgetId, live: &mut W| {
            let saved = catch_unwind(AssertUnwindSafe(|| provider.save(widget, live)));
            match saved {
                Ok(saved) => states.extend(saved.map(|saved| (widget.clone(), saved))),
                Err(panic) => {
                    tracing::error!(%widget, "saving: {}", Failure::from_panic(&*panic).reason);
                    failed.push(widget.clone());
                }
            }
        };
        self.slots.all_live().filter(|(_, id, _)| named(id)).for_each(|(_, id, live)| save(id, live));
        self.parked.all_mut().filter(|(id, _)| named(id)).for_each(|(id, live)| save(id, live));
        states.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        CollectedStates { states, failed }
    }

    /// Takes the live widget of a pane out, as extracting a pane does.
    pub(crate) fn take_live(&mut self, pane: PaneId) -> Option<W> {
        let entry = self.slots.take(pane)?;
        match entry.slot {
            Slot::Live(live) => {
                self.parked.remember(&entry.widget, entry.usage);
                Some(live)
            }
            _ => None,
        }
    }

    /// Parks a live widget that was taken out of its slot.
    pub(super) fn park<P>(&mut self, pane: PaneId, entry: Entry<W>, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Entry { widget, slot: Slot::Live(live), usage, created, .. } = entry else { return };
        let cost = self.cost_of(cx.provider, &widget, &live);
        self.meters.parked += 1;
        if let Some(twin) = self.parked.park(widget.clone(), pane, live, cost, usage, created) {
            crate::never!("{} was live and parked at once", twin.widget);
            self.drop_evicted(twin, cx);
        }
        cx.report(Report::Parked { pane, widget });
    }

    /// Evicts parked widgets until there are no more than allowed, or `most` were evicted. Returns how many were.
    pub(super) fn bound_parked<P>(&mut self, most: usize, cx: &mut RuntimeCx<'_, P>) -> usize
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let mut gone = 0;
        while self.parked.len() > self.config.parked_count && gone < most {
            if !self.evict(EvictReason::Room, cx) {
                break;
            }
            gone += 1;
        }
        gone
    }

    /// Evicts the parked widget that is least worth keeping. Returns `true` if one was evicted.
    pub(super) fn evict<P>(&mut self, reason: EvictReason, cx: &mut RuntimeCx<'_, P>) -> bool
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        for _ in 0..MAX_REFUSALS {
            let policy = if self.is_hard_pressed() { &self.aggressive } else { &*self.policy };
            let start = self.profiler.start();
            let scarce = if reason == EvictReason::Room { Scarcity::Places } else { Scarcity::Bytes };
            let situation = EvictionContext { now: cx.now, turn: self.turn, scarce };
            let victim = match reason {
                EvictReason::Room | EvictReason::Memory => self.parked.evict(policy, &situation),
                EvictReason::Expired => self.parked.evict_expired(policy, cx.now),
                EvictReason::Invalidation => self.parked.evict_stale(cx.now),
            };
            let Some(mut victim) = victim else { return false };
            self.profiler.stop(Operation::Evict, start, || victim.widget.clone());
            let verdict = self.ask_closing(cx.provider, &victim.widget, &mut victim.live, CloseReason::Evict);
            if let Verdict::Veto(why) = verdict {
                tracing::debug!(widget = %victim.widget, why, "kept");
                self.meters.refused += 1;
                self.parked.hold(victim, cx.now + self.config.sweep_every);
                continue;
            }
            let counter = match reason {
                EvictReason::Room | EvictReason::Memory => &mut self.meters.evicted,
                EvictReason::Expired => &mut self.meters.expired,
                EvictReason::Invalidation => &mut self.meters.outdated,
            };
            *counter += 1;
            let widget = victim.widget.clone();
            tracing::debug!(%widget, ?reason, "evicted");
            self.drop_evicted(victim, cx);
            cx.report(Report::Evicted { widget, reason });
            return true;
        }
        false
    }

    /// Saves the state of a widget, then pools or drops the widget.
    pub(super) fn save_and_retire<P>(&mut self, widget: &WidgetId, mut live: W, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.keep_state(widget, &mut live, cx);
        self.pool_or_drop(cx, widget, live);
    }

    /// Saves the state of a widget. A state in the host's store is older and no longer needed.
    pub(super) fn keep_state<P>(&mut self, widget: &WidgetId, live: &mut W, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        match self.call(Operation::Save, widget, || cx.provider.save(widget, live)) {
            Ok(Some(saved)) => {
                if self.states.keep(widget.clone(), saved, cx.now) {
                    cx.report(Report::Forget(widget.clone()));
                }
            }
            Ok(None) => {}
            // An older state stays; what has come since is lost with the widget.
            Err(_) => cx.report(Report::Lost(widget.clone())),
        }
    }

    /// Returns the name of the policy that ranks parked widgets at present.
    pub(crate) fn policy_name(&self) -> &'static str {
        if self.is_hard_pressed() { self.aggressive.name() } else { self.policy.name() }
    }

    fn drop_evicted<P>(&mut self, evicted: Evicted<W>, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Evicted { widget, live, .. } = evicted;
        self.save_and_retire(&widget, live, cx);
    }
}
