//! Makes sure that what is in view exists. In a visibility pass the panes in view are named one by one, between
//! [`Runtime::begin_pass`] and [`Runtime::end_pass`]. Widgets of new panes are provided; panes that are not named any more have left
//! the view.

use super::Runtime;
use super::context::{Report, RuntimeCx};
use super::job::{Failure, FailureKind, Load, Urgency};
use super::policy::Usage;
use super::profiler::Operation;
use super::provider::{CloseReason, Cost, Provided, Request, Verdict, WidgetProvider};
use super::saved::{Saved, StateAt};
use super::slot::Slot;
use super::slots::Entry;
use crate::base::limits::MAX_LOADS;
use crate::base::{Moment, PaneId, WidgetId};

impl<W: 'static> Runtime<W> {
    /// Begins a visibility pass.
    pub(crate) fn begin_pass(&mut self) {
        self.passes += 1;
        self.stayed = 0;
        std::mem::swap(&mut self.visible, &mut self.visible_before);
        self.visible.clear();
    }

    /// Notes that a pane is in view, and makes sure that it has a slot. Costs a lookup if it has one.
    pub(crate) fn require<P>(&mut self, pane: PaneId, widget: &WidgetId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.visible.push(pane);
        let passes = self.passes;
        let mut entered = true;
        if let Some(entry) = self.slots.entries.get_mut(&pane).filter(|entry| entry.seen + 1 == passes) {
            entered = false;
            self.stayed += 1;
            // Most panes in view were in view before with their widget live: those end here.
            if matches!(entry.slot, Slot::Live(_)) && entry.widget == *widget {
                entry.seen = passes;
                return;
            }
        }
        if entered {
            self.turn = self.turn.saturating_add(1);
            cx.report(Report::Entered { pane });
        }
        if !self.is_settled(pane, widget, cx.now, Urgency::Visible) {
            self.ask(pane, widget, Urgency::Visible, cx);
        }
        let turn = self.turn;
        let Some(entry) = self.slots.entries.get_mut(&pane) else { return };
        entry.seen = passes;
        if entered && entry.usage.last_turn < turn {
            entry.usage.touch(cx.now, turn);
        }
    }

    /// Notes that a pane is about to come into view. Its widget is provided ahead, unless memory is short or reading ahead is off.
    pub(crate) fn prefetch<P>(&mut self, pane: PaneId, widget: &WidgetId, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if self.reads_ahead() && !self.is_settled(pane, widget, cx.now, Urgency::Near) {
            self.ask(pane, widget, Urgency::Near, cx);
        }
        let passes = self.passes;
        if let Some(entry) = self.slots.entries.get_mut(&pane) {
            entry.near = passes;
        }
    }

    /// Ends the visibility pass: panes that were in view before and are not any more have left.
    pub(crate) fn end_pass<P>(&mut self, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        // If all panes that were in view still are, none has left.
        let before = if self.stayed == self.visible_before.len() { 0 } else { self.visible_before.len() };
        for at in 0..before {
            let pane = self.visible_before[at];
            let Some(entry) = self.slots.entries.get_mut(&pane).filter(|e| e.seen != self.passes) else { continue };
            entry.hidden_since = cx.now;
            match &entry.slot {
                Slot::Live(_) => self.hidden.push_back((cx.now, pane)),
                Slot::Virtual | Slot::Loading { .. } | Slot::Failed(_) => {}
            }
            cx.report(Report::Left { pane });
        }
        self.rank_loads(cx.now);
        // Outdated entries are removed only when they are many, so that a pass does not search the queue.
        if self.hidden.len() > 2 * self.slots.live_count() + 64 {
            let Self { hidden, slots, passes, .. } = self;
            hidden.retain(|(since, pane)| slots.entries.get(pane).is_some_and(|e| is_hidden(e, *since, *passes)));
        }
    }

    /// Makes loads of panes that are neither in view nor about to be the last to be run.
    fn rank_loads(&mut self, now: Moment) {
        for pane in self.slots.loads.values() {
            let Some(entry) = self.slots.entries.get_mut(pane) else { continue };
            let Slot::Loading { context, .. } = &entry.slot else { continue };
            let wanted = entry.seen == self.passes || entry.near == self.passes;
            if !wanted && context.urgency() != Urgency::Background {
                context.set_urgency(Urgency::Background);
                entry.hidden_since = now;
            }
        }
    }

    /// Returns `true` if nothing must be asked for a pane now. Counts a widget that was found live.
    fn is_settled(&mut self, pane: PaneId, widget: &WidgetId, now: Moment, urgency: Urgency) -> bool {
        let (passes, loading) = (self.passes, self.slots.loading());
        let Some(entry) = self.slots.entries.get(&pane).filter(|entry| entry.widget == *widget) else { return false };
        match &entry.slot {
            Slot::Live(_) => {
                let entered = urgency == Urgency::Visible && entry.seen + 1 != passes;
                self.meters.hits_live += u64::from(entered && entry.seen != 0);
                true
            }
            Slot::Loading { context, .. } => {
                context.set_urgency(urgency);
                true
            }
            Slot::Failed(_) => {
                let entered = urgency == Urgency::Visible && entry.seen + 1 != passes;
                let again = entered && !entry.waits_for_user && self.has_waited(widget, now);
                let asked_for = entry.retry_at.is_some_and(|at| at <= now);
                if again && !asked_for {
                    self.count_try(&widget.clone(), now);
                }
                !again && !asked_for
            }
            // A slot that waits for space for its load is not asked for again before there is some.
            Slot::Virtual => loading >= MAX_LOADS,
        }
    }

    /// Gets the widget from the highest level that has it.
    fn ask<P>(&mut self, pane: PaneId, widget: &WidgetId, urgency: Urgency, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if self.unpark(pane, widget, cx) {
            return;
        }
        match self.states.find(widget) {
            StateAt::Store => {
                let (ticket, context) = self.slots.start();
                context.set_urgency(urgency);
                // A store that never answers times out as a load does.
                context.note_started(cx.now);
                self.install(pane, widget, Slot::Loading { ticket, context }, Cost::default(), cx.now);
                if let Some(entry) = self.slots.entries.get_mut(&pane) {
                    entry.fetching = true;
                }
                cx.report(Report::Fetch(widget.clone()));
            }
            StateAt::Memory(saved) => {
                let saved = saved.clone();
                self.provide(pane, widget, Some(&saved), urgency, cx);
            }
            StateAt::Nowhere => self.provide(pane, widget, None, urgency, cx),
        }
    }

    /// Brings a parked widget back as it is. Returns `false` if there is none or it is stale; a stale one is saved and dropped.
    fn unpark<P>(&mut self, pane: PaneId, widget: &WidgetId, cx: &mut RuntimeCx<'_, P>) -> bool
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Some(mut back) = self.parked.take(widget) else { return false };
        let provider = &mut *cx.provider;
        let fresh = !back.stale
            && self.call(Operation::Reveal, widget, || provider.is_fresh(widget, &mut back.live)).unwrap_or(false);
        if !fresh {
            let verdict = self.ask_closing(cx.provider, widget, &mut back.live, CloseReason::Evict);
            if !matches!(verdict, Verdict::Veto(_)) {
                self.meters.outdated += 1;
                self.parked.remember(widget, back.meta.usage);
                self.save_and_retire(widget, back.live, cx);
                return false;
            }
            // It holds what is nowhere else: it comes back as it is, and the change is reported.
            cx.report(Report::Invalidation { pane, widget: widget.clone() });
        }
        self.meters.hits_parked += 1;
        self.meters.rebuild_saved_micros = self.meters.rebuild_saved_micros.saturating_add(back.meta.rebuild_micros);
        let mut usage = back.meta.usage;
        usage.touch(cx.now, self.turn);
        let cost = Cost { bytes: back.meta.bytes, rebuild_micros: back.meta.rebuild_micros };
        self.install(pane, widget, Slot::Live(back.live), cost, cx.now);
        if let Some(entry) = self.slots.entries.get_mut(&pane) {
            (entry.usage, entry.created) = (usage, back.created);
        }
        cx.report(Report::Provided { pane, widget: widget.clone(), restored: true });
        true
    }

    /// Asks the provider for a widget.
    pub(super) fn provide<P>(
        &mut self,
        pane: PaneId,
        widget: &WidgetId,
        saved: Option<&Saved>,
        urgency: Urgency,
        cx: &mut RuntimeCx<'_, P>,
    ) where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.meters.misses += 1;
        self.meters.hits_saved += u64::from(saved.is_some());
        let (pooled_as, mut pooled) = self.pools.take(widget).unzip();
        let had_pooled = pooled.is_some();
        let provider = &mut *cx.provider;
        let request = Request { widget, pane, saved, recycled: &mut pooled };
        let answer = self.call(Operation::Provide, widget, || provider.provide(request));
        self.meters.recycled += u64::from(had_pooled && pooled.is_none());
        self.return_pooled(pooled_as, pooled, cx);
        match answer {
            Ok(Provided::Ready(live)) => self.install_new(pane, widget, live, saved.is_some(), cx),
            Ok(Provided::Load(_)) if self.slots.loading() >= MAX_LOADS => {
                self.install(pane, widget, Slot::Virtual, Cost::default(), cx.now);
            }
            Ok(Provided::Load(job)) => {
                let (ticket, context) = self.slots.start();
                context.set_urgency(urgency);
                let slot = Slot::Loading { ticket, context: context.clone() };
                self.install(pane, widget, slot, Cost::default(), cx.now);
                self.meters.loads_started += 1;
                cx.report(Report::Load(Load { pane, widget: widget.clone(), ticket, job, context }));
            }
            Ok(Provided::Unknown) => {
                let words = format!(
                    "{widget} waits for a program that knows widgets of the kind {:?}; its place and its state are kept",
                    widget.kind()
                );
                self.fail(pane, widget, Failure::new(FailureKind::Unknown, words), cx);
            }
            Ok(Provided::Failed(reason)) => {
                self.fail(pane, widget, Failure::new(FailureKind::Failed, reason), cx);
            }
            Err(failure) => self.fail(pane, widget, failure, cx),
        }
    }

    /// Puts a newly made widget into its slot.
    pub(super) fn install_new<P>(
        &mut self,
        pane: PaneId,
        widget: &WidgetId,
        live: W,
        restored: bool,
        cx: &mut RuntimeCx<'_, P>,
    ) where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.meters.created += 1;
        self.tries.remove(widget);
        let cost = self.cost_of(cx.provider, widget, &live);
        self.install(pane, widget, Slot::Live(live), cost, cx.now);
        if let Some(entry) = self.slots.entries.get_mut(&pane).filter(|e| e.seen != self.passes) {
            entry.hidden_since = cx.now;
            self.hidden.push_back((cx.now, pane));
        }
        cx.report(Report::Provided { pane, widget: widget.clone(), restored });
    }

    /// Puts a failure into the slot of a pane, and reports it.
    pub(super) fn fail<P>(&mut self, pane: PaneId, widget: &WidgetId, failure: Failure, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let reason = failure.reason.clone();
        tracing::warn!(%widget, %reason, "no widget");
        let known = self.tries.get(widget).map_or(0, |(tries, _)| *tries);
        if self.tries.len() >= crate::base::limits::MAX_RETRIES_KNOWN {
            self.tries.clear();
        }
        self.tries.insert(widget.clone(), (known, cx.now));
        let stopped = failure.kind == FailureKind::Cancelled;
        self.install(pane, widget, Slot::Failed(failure), Cost::default(), cx.now);
        if let Some(entry) = self.slots.entries.get_mut(&pane) {
            entry.waits_for_user = stopped;
        }
        cx.report(Report::Failed { pane, widget: widget.clone(), reason });
    }

    /// Puts a slot into a pane. How the widget was used, and whether the pane is in view, is taken over from what was there.
    fn install(&mut self, pane: PaneId, widget: &WidgetId, slot: Slot<W>, cost: Cost, now: Moment) {
        let recalled = self.parked.recall(widget);
        if matches!(slot, Slot::Live(_)) {
            self.states.take_back(widget);
        }
        let before = self.slots.entries.get(&pane);
        let seen = before.map_or(0, |e| e.seen);
        let same = before.filter(|e| e.widget == *widget);
        let usage = same.map(|e| e.usage).or(recalled.map(|mut usage| {
            usage.touch(now, self.turn);
            usage
        }));
        let entry = Entry {
            widget: widget.clone(),
            slot,
            usage: usage.unwrap_or_else(|| Usage::first(now, self.turn)),
            cost,
            created: now,
            seen,
            near: 0,
            hidden_since: now,
            discard: false,
            fetching: false,
            retry_at: None,
            waits_for_user: false,
        };
        if let Some(Entry { slot: Slot::Live(_), widget, .. }) = self.slots.put(pane, entry) {
            crate::never!("{widget} was live where another widget was seated");
        }
    }

    /// Returns a pooled widget that was offered and not taken to the pool. `pooled_as` is the id that it had.
    pub(super) fn return_pooled<P>(&mut self, pooled_as: Option<WidgetId>, pooled: Option<W>, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Some((widget, pooled)) = pooled_as.zip(pooled) else { return };
        let bytes = self.cost_of(cx.provider, &widget, &pooled).bytes;
        if let Some(pooled) = self.pools.put(&widget, pooled, bytes, self.max_pooled()) {
            self.retire(cx.provider, &widget, pooled);
        }
    }
}

/// Returns `true` if the slot is live and has been out of view since then.
pub(super) fn is_hidden<W>(entry: &Entry<W>, since: Moment, passes: u64) -> bool {
    entry.seen != passes && entry.hidden_since == since && matches!(entry.slot, Slot::Live(_))
}
