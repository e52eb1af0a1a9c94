//! Wanted against actual. Reads no journal: what is wanted also depends on tabs, scrolling and failed loads, and a lost event
//! heals in the next frame. Every call into the application is behind a net: a panic becomes a failed slot.

use super::job::{Failure, FailureKind, Finish, Job, JobContext, Ticket};
use super::provider::{CloseReason, Provided, Request, Verdict, WidgetProvider};
use super::saved::{Saved, SavedStates};
use super::slot::Slot;
use super::slots::Slots;
use crate::base::limits::MAX_LOADS;
use crate::base::{PaneId, WidgetId};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What reconciling did, for events and effects.
pub enum Report<W> {
    /// A widget is live; restored where it came with a state.
    Provided {
        /// Where.
        pane: PaneId,
        /// Which.
        widget: WidgetId,
        /// Whether it was given a state.
        restored: bool,
    },
    /// A load must be run.
    Load {
        /// Where.
        pane: PaneId,
        /// Which.
        widget: WidgetId,
        /// To be handed back with the answer.
        ticket: Ticket,
        /// What to run.
        job: Job<W>,
        /// What the job sees.
        context: JobContext,
    },
    /// There is no widget.
    Failed {
        /// Where.
        pane: PaneId,
        /// Which.
        widget: WidgetId,
        /// Why.
        reason: String,
    },
    /// A widget left.
    Closed {
        /// Where it was.
        pane: PaneId,
        /// Which.
        widget: WidgetId,
    },
}

impl<W: 'static> Slots<W> {
    /// Makes sure that a visible pane has a slot: live, loading or failed. Costs a lookup where it has.
    pub fn want<P>(
        &mut self,
        pane: PaneId,
        widget: &WidgetId,
        provider: &mut P,
        saved: &SavedStates,
        tell: &mut (impl FnMut(Report<W>) + ?Sized),
    ) where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        match self.entries.get(&pane) {
            // One that waits for room is not asked for again before there is some.
            Some(entry) if entry.widget == *widget => match entry.slot {
                Slot::Virtual if self.loading < MAX_LOADS => {}
                _ => return,
            },
            _ => {}
        }
        let state = saved.get(widget);
        let request = Request { widget, pane, saved: state, recycled: None };
        let answer = catch_unwind(AssertUnwindSafe(|| provider.provide(request)));
        let failed = |kind, reason: String| Failure::new(kind, reason);
        match answer {
            Ok(Provided::Ready(live)) => {
                self.put(pane, widget, Slot::Live(live));
                tell(Report::Provided { pane, widget: widget.clone(), restored: state.is_some() });
            }
            Ok(Provided::Load(_)) if self.loading >= MAX_LOADS => {
                self.put(pane, widget, Slot::Virtual);
            }
            Ok(Provided::Load(job)) => {
                let (ticket, context) = self.start(pane, widget);
                tell(Report::Load { pane, widget: widget.clone(), ticket, job, context });
            }
            Ok(Provided::Unknown) => {
                let failure = failed(FailureKind::Unknown, format!("nothing here knows how to show {widget}"));
                self.note_failure(pane, widget, failure, tell);
            }
            Ok(Provided::Failed(reason)) => {
                self.note_failure(pane, widget, failed(FailureKind::Failed, reason), tell);
            }
            Err(panic) => self.note_failure(pane, widget, Failure::from_panic(&*panic), tell),
        }
    }

    /// Takes a job's answer. A stale ticket is dropped: the pane is gone, shows something else, or asked again.
    pub fn finish(
        &mut self,
        pane: PaneId,
        widget: &WidgetId,
        ticket: Ticket,
        answer: Result<Finish<W>, Failure>,
        restored: bool,
        tell: &mut (impl FnMut(Report<W>) + ?Sized),
    ) {
        if !self.waiting(pane, ticket) {
            return;
        }
        let built = answer.and_then(|finish| match catch_unwind(AssertUnwindSafe(finish)) {
            Ok(built) => built,
            Err(panic) => Err(Failure::from_panic(&*panic)),
        });
        match built {
            Ok(live) => {
                self.put(pane, widget, Slot::Live(live));
                tell(Report::Provided { pane, widget: widget.clone(), restored });
            }
            Err(failure) => self.note_failure(pane, widget, failure, tell),
        }
    }

    /// Lets go of the slot of a pane: saves what the widget wants to keep, and drops it.
    pub fn release<P>(
        &mut self,
        pane: PaneId,
        provider: &mut P,
        tell: &mut (impl FnMut(Report<W>) + ?Sized),
    ) -> Option<(WidgetId, Option<Saved>)>
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let entry = self.take(pane)?;
        let mut saved = None;
        if let Slot::Live(mut live) = entry.slot {
            saved = save(provider, &entry.widget, &mut live);
            drop_quietly(live);
        }
        tell(Report::Closed { pane, widget: entry.widget.clone() });
        Some((entry.widget, saved))
    }

    /// Hands a live widget out, as extracting a pane does.
    pub fn hand_out(&mut self, pane: PaneId) -> Option<W> {
        match self.take(pane)?.slot {
            Slot::Live(live) => Some(live),
            _ => None,
        }
    }

    /// Puts a live widget into a pane, as when another layout shows it there.
    pub(crate) fn seat(&mut self, pane: PaneId, widget: &WidgetId, live: W) {
        self.put(pane, widget, Slot::Live(live));
    }

    /// Asks the provider whether the widget of a pane may go.
    pub fn ask<P>(&mut self, pane: PaneId, provider: &mut P, reason: CloseReason) -> Verdict
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Some(entry) = self.entries.get_mut(&pane) else { return Verdict::Allow };
        let Slot::Live(live) = &mut entry.slot else { return Verdict::Allow };
        let widget = &entry.widget;
        catch_unwind(AssertUnwindSafe(|| provider.closing(widget, live, reason))).unwrap_or_else(|panic| {
            tracing::error!(%widget, "closing panicked: {}", Failure::from_panic(&*panic).reason);
            Verdict::Allow
        })
    }

    /// Turns the slot of a pane into a failed one, as when its widget panicked while drawing. The widget is dropped, unsaved.
    pub fn give_up(&mut self, pane: PaneId, failure: Failure, tell: &mut (impl FnMut(Report<W>) + ?Sized)) {
        let Some(entry) = self.take(pane) else { return };
        if let Slot::Live(live) = entry.slot {
            drop_quietly(live);
        }
        self.note_failure(pane, &entry.widget, failure, tell);
    }

    /// Forgets a failure, so that the next frame asks again.
    pub fn retry(&mut self, pane: PaneId) -> bool {
        let failed = matches!(self.get(pane), Some(Slot::Failed(_)));
        if failed {
            self.take(pane);
        }
        failed
    }

    fn note_failure(
        &mut self,
        pane: PaneId,
        widget: &WidgetId,
        failure: Failure,
        tell: &mut (impl FnMut(Report<W>) + ?Sized),
    ) {
        let reason = failure.reason.clone();
        tracing::warn!(%widget, %reason, "no widget");
        self.fail(pane, widget, failure);
        tell(Report::Failed { pane, widget: widget.clone(), reason });
    }
}

/// Saves a widget; a panic costs its state.
pub(crate) fn save<P>(provider: &mut P, widget: &WidgetId, live: &mut P::Widget) -> Option<Saved>
where
    P: WidgetProvider + ?Sized,
{
    catch_unwind(AssertUnwindSafe(|| provider.save(widget, live))).unwrap_or_else(|panic| {
        tracing::error!(%widget, "saving panicked: {}", Failure::from_panic(&*panic).reason);
        None
    })
}

fn drop_quietly<W>(live: W) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(live))) {
        tracing::error!("a widget panicked while it was dropped: {}", Failure::from_panic(&*panic).reason);
    }
}
