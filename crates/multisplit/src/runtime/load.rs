//! Loads: takes answers, and cancels loads that are not wanted any more. Invariant: every load that was handed out ends exactly once.

use super::Runtime;
use super::context::RuntimeCx;
use super::job::{Failure, FailureKind, Finish, Ticket, Urgency};
use super::profiler::Operation;
use super::provider::WidgetProvider;
use super::saved::{Saved, StateAt};
use super::slot::Slot;
use crate::base::{Moment, PaneId, WidgetId};
use core::time::Duration;

/// The time between two checks of the running loads.
pub(super) const LOOK_AT_LOADS: Duration = Duration::from_millis(250);

impl<W: 'static> Runtime<W> {
    /// Takes the answer of a job. An answer with a stale ticket is dropped: its pane is gone, shows something else, or has asked again.
    pub(crate) fn finish<P>(&mut self, ticket: Ticket, answer: Result<Finish<W>, Failure>, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Some((pane, widget, context)) = self.waiting(ticket) else {
            self.meters.answers_dropped += 1;
            return;
        };
        if let Some(started) = context.started() {
            self.profiler.record(Operation::Load, cx.now.since(started), || &widget);
        }
        let built = answer.and_then(|finish| {
            let (pooled_as, mut pooled) = self.pools.take(&widget).unzip();
            let had_pooled = pooled.is_some();
            let built = self.call(Operation::Finish, &widget, || finish(&mut pooled)).and_then(|built| built);
            self.meters.recycled += u64::from(had_pooled && pooled.is_none());
            self.return_pooled(pooled_as, pooled, cx);
            built
        });
        match built {
            Ok(live) => {
                self.meters.loads_done += 1;
                let restored = self.states.contains(&widget);
                self.install_new(pane, &widget, live, restored, cx);
            }
            Err(failure) => {
                self.count_end(failure.kind);
                self.fail(pane, &widget, failure, cx);
            }
        }
    }

    /// Takes a state that the host has fetched from its store, or the reason why it could not. The widget is asked for now.
    pub(crate) fn fetched<P>(&mut self, widget: &WidgetId, answer: Result<Saved, String>, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if self.states.find(widget) != StateAt::Store {
            return;
        }
        let waits = self.slots.entries.iter().find(|(_, e)| e.fetching && e.widget == *widget).and_then(|(pane, e)| {
            match &e.slot {
                Slot::Loading { context, .. } => Some((*pane, context.urgency())),
                _ => None,
            }
        });
        match answer {
            Ok(saved) => {
                if let Some((pane, urgency)) = waits {
                    self.states.note_fetched(widget, saved.clone(), cx.now);
                    self.provide(pane, widget, Some(&saved), urgency, cx);
                } else {
                    self.states.note_fetched(widget, saved, cx.now);
                }
            }
            Err(reason) => {
                let reads_again = self.states.unsaved_work(widget).is_some();
                let words = if reads_again {
                    // Going on without this state would sooner or later overwrite it.
                    format!("its unsaved work cannot be read: {reason}; a retry reads it again")
                } else {
                    // The store keeps what it has; the next try goes without it.
                    self.states.forget(widget);
                    format!("its saved state cannot be read: {reason}; a retry opens it without")
                };
                if let Some((pane, _)) = waits {
                    self.fail(pane, widget, Failure::failed(words), cx);
                    if let Some(entry) = self.slots.entries.get_mut(&pane) {
                        entry.waits_for_user = !reads_again;
                    }
                }
            }
        }
    }

    /// Makes the slot of a pane a failed one, for example if its widget has panicked while it was drawn, or if its load was stopped. The
    /// widget is dropped and not used again; what it can still save is kept.
    pub(crate) fn fail_slot<P>(&mut self, pane: PaneId, failure: Failure, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Some(entry) = self.slots.entries.get(&pane) else { return };
        let widget = entry.widget.clone();
        match &entry.slot {
            Slot::Loading { ticket, .. } if self.is_load(*ticket) => self.count_end(failure.kind),
            _ => self.meters.panics += u64::from(failure.kind == FailureKind::Panicked),
        }
        if let Some(entry) = self.slots.take(pane) {
            if let Slot::Live(mut live) = entry.slot {
                self.keep_state(&widget, &mut live, cx);
                self.retire(cx.provider, &widget, live);
            }
            let seen = entry.seen;
            self.fail(pane, &widget, failure, cx);
            if let Some(entry) = self.slots.entries.get_mut(&pane) {
                entry.seen = seen;
            }
        }
    }

    /// Asks again for a failed widget: at once the first time, later and later after that, so that a broken one costs little. Returns
    /// when, or `None` if the widget has not failed.
    pub(crate) fn retry(&mut self, pane: PaneId, now: Moment) -> Option<Moment> {
        let entry = self.slots.entries.get_mut(&pane).filter(|e| matches!(e.slot, Slot::Failed(_)))?;
        let (tries, failed) = self.tries.entry(entry.widget.clone()).or_insert((0, now));
        let wait = self.config.retry_wait(*tries);
        *tries = tries.saturating_add(1);
        entry.retry_at = Some((*failed + wait).max(now));
        entry.retry_at
    }

    /// Returns `true` if a failed widget may be asked for again because its pane comes into view again. Nobody has asked for that, so it
    /// waits already the first time, unlike [`Runtime::retry`].
    pub(super) fn has_waited(&self, widget: &WidgetId, now: Moment) -> bool {
        let known = self.tries.get(widget);
        known.is_none_or(|(tries, failed)| now.since(*failed) >= self.config.retry_wait(tries.saturating_add(1)))
    }

    /// Counts that a failed widget is asked for again.
    pub(super) fn count_try(&mut self, widget: &WidgetId, now: Moment) {
        let (tries, _) = self.tries.entry(widget.clone()).or_insert((0, now));
        *tries = tries.saturating_add(1);
    }

    /// Fails loads that run too long, and cancels loads whose pane has been out of view for long.
    pub(super) fn check_loads<P>(&mut self, cx: &mut RuntimeCx<'_, P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let now = cx.now;
        if self.slots.loading() == 0 || now.since(self.loads_seen_to) < LOOK_AT_LOADS {
            return;
        }
        self.loads_seen_to = now;
        let (mut late, mut unwanted) = (vec![], vec![]);
        for pane in self.slots.loads.values() {
            let Some(entry) = self.slots.entries.get(pane) else { continue };
            let Slot::Loading { context, .. } = &entry.slot else { continue };
            let hidden = entry.seen != self.passes && context.urgency() == Urgency::Background;
            if context.started().is_some_and(|started| now.since(started) >= self.config.load_timeout) {
                late.push(*pane);
            } else if hidden && now.since(entry.hidden_since) >= self.config.cancel_after {
                unwanted.push(*pane);
            }
        }
        // The map of loads has no meaningful order. Sorted, reports come in the same order in every run.
        late.sort_unstable();
        for pane in late {
            let words = format!("no answer after {} seconds", self.config.load_timeout.as_secs());
            self.fail_slot(pane, Failure::new(FailureKind::TimedOut, words), cx);
        }
        unwanted.sort_unstable();
        for pane in unwanted {
            self.cancel_load(pane);
        }
    }

    /// Cancels a load: the pane is virtual again, and asks again when it comes into view.
    pub(super) fn cancel_load(&mut self, pane: PaneId) {
        if let Some(Slot::Loading { ticket, .. }) = self.slots.get(pane) {
            if self.is_load(*ticket) {
                self.meters.loads_cancelled += 1;
            }
            self.slots.take(pane);
        }
    }

    /// Cancels the loads that were started ahead of need.
    pub(super) fn cancel_read_ahead(&mut self) {
        let near = self.slots.loads.values().copied().filter(|pane| {
            let slot = self.slots.get(*pane);
            matches!(slot, Some(Slot::Loading { context, .. }) if context.urgency() == Urgency::Near)
        });
        for pane in near.collect::<Vec<_>>() {
            self.cancel_load(pane);
        }
    }

    /// Counts a load that has ended without a widget.
    pub(super) const fn count_end(&mut self, kind: FailureKind) {
        match kind {
            FailureKind::Cancelled => self.meters.loads_cancelled += 1,
            FailureKind::TimedOut => self.meters.loads_timed_out += 1,
            FailureKind::Unknown | FailureKind::Failed | FailureKind::Panicked => self.meters.loads_failed += 1,
        }
    }

    /// Returns `true` if a ticket is that of a load, and not of a state that is fetched.
    pub(super) fn is_load(&self, ticket: Ticket) -> bool {
        let entry = self.slots.loads.get(&ticket).and_then(|pane| self.slots.entries.get(pane));
        entry.is_some_and(|entry| !entry.fetching)
    }

    fn waiting(&self, ticket: Ticket) -> Option<(PaneId, WidgetId, super::job::JobContext)> {
        let pane = *self.slots.loads.get(&ticket)?;
        let entry = self.slots.entries.get(&pane)?;
        match &entry.slot {
            Slot::Loading { context, .. } => Some((pane, entry.widget.clone(), context.clone())),
            _ => None,
        }
    }
}
