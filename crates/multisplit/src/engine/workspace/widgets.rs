//! The link between layout and runtime: which panes are in view, which are gone, and what is due. What the runtime did
//! becomes events and effects.

use super::super::effect::Effect;
use super::super::event::Event;
use super::super::layout::Layout;
use super::Workspace;
use super::pending::PendingEffects;
use crate::base::{Moment, PaneId, WidgetId};
use crate::runtime::{Operation, Report, Runtime, RuntimeCx, WidgetProvider};
use crate::tree::Touched;
use std::cell::LazyCell;

/// The panes that are never parked although they are out of view: the focused one and the locked ones.
pub(super) struct PinnedPanes<'a> {
    layout: &'a Layout,
}

impl PinnedPanes<'_> {
    pub(super) fn holds(&self, pane: PaneId) -> bool {
        self.layout.focused_pane() == Some(pane) || self.layout.tree().props(pane.node()).locked
    }
}

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Calls into the runtime and turns its reports into events and effects.
    pub(super) fn with_runtime<T>(
        &mut self,
        work: impl FnOnce(&mut Runtime<P::Widget>, &PinnedPanes<'_>, &mut RuntimeCx<'_, P>) -> T,
    ) -> T {
        let Self { layout, runtime, effects, provider, now, .. } = self;
        let mut told = vec![];
        let mut tell = |report| told.push(report);
        let mut cx = RuntimeCx { provider: &mut **provider, now: *now, tell: &mut tell };
        let answer = work(runtime, &PinnedPanes { layout }, &mut cx);
        for report in told {
            note(layout, effects, report);
        }
        answer
    }

    /// Parks the widgets whose pane is gone or shows another widget. A widget that another pane shows now moves there.
    pub(super) fn release_gone(&mut self) {
        let changes = self.layout.revision();
        if self.seen == Some(changes) {
            return;
        }
        self.seen = Some(changes);
        let start = self.runtime.profiler.start();
        let touched = self.layout.take_touched();
        self.note_numbers(&touched);
        self.take_back(&touched);
        let (gone, moved) = self.misplaced(touched);
        if cfg!(debug_assertions) {
            assert_eq!(
                self.misplaced(Touched::All),
                (gone.clone(), moved.clone()),
                "a change of a pane went unnoticed"
            );
        }
        // Slots that stay are detached before the panes they move to are cleared.
        let moved = self.runtime.detach_slots(&moved);
        self.with_runtime(|runtime, _, cx| {
            for pane in gone {
                runtime.pane_gone(pane, cx);
            }
            runtime.attach_slots(moved, cx);
        });
        self.runtime.profiler.stop(Operation::Reconcile, start, || "release");
    }

    /// Notes the numbers in the ids of widgets that have a pane: no new widget gets them.
    fn note_numbers(&mut self, touched: &Touched) {
        let tree = self.layout.tree();
        let shown = |pane: PaneId| tree.widget(pane);
        match touched {
            Touched::Panes(panes) => self.numbers.note_all(panes.iter().copied().filter_map(shown)),
            Touched::All => self.numbers.note_all(tree.panes().filter_map(shown)),
        }
    }

    /// What was given up is the user's again once it has a pane.
    fn take_back(&mut self, touched: &Touched) {
        let (tree, states) = (self.layout.tree(), &mut self.runtime.states);
        match touched {
            Touched::Panes(panes) => {
                panes.iter().filter_map(|pane| tree.widget(*pane)).for_each(|widget| states.take_back(widget));
            }
            Touched::All => states.retain_given_up(|widget| tree.pane_of(widget).is_none()),
        }
    }

    /// Returns the panes whose slot holds a widget that they no longer show, and the moves of those widgets that
    /// another pane shows now.
    fn misplaced(&self, touched: Touched) -> (Vec<PaneId>, Vec<(PaneId, PaneId)>) {
        let (tree, slots) = (self.layout.tree(), &self.runtime.slots);
        let (mut gone, mut moved) = (vec![], vec![]);
        let mut check = |pane: PaneId, widget: &WidgetId| match tree.pane_of(widget) {
            Some(home) if home == pane => {}
            Some(home) => moved.push((pane, home)),
            None => gone.push(pane),
        };
        match touched {
            Touched::All => slots.unsorted().for_each(|(pane, widget)| check(pane, widget)),
            Touched::Panes(mut panes) => {
                panes.sort_unstable();
                panes.dedup();
                panes.into_iter().filter_map(|pane| Some((pane, slots.widget(pane)?))).for_each(|(p, w)| check(p, w));
            }
        }
        // In order of id, so that every run does the same.
        gone.sort_unstable();
        moved.sort_unstable();
        (gone, moved)
    }

    /// Runs a visibility pass: requests the widgets in view, if the visible set or any slot has changed.
    pub(super) fn look(&mut self) {
        let retries = self.retry_at.is_some_and(|at| at <= self.now);
        if self.looked == Some((self.layout.visibility_revision(), self.runtime.slots.revision())) && !retries {
            return;
        }
        if retries {
            self.retry_at = None;
        }
        let start = self.runtime.profiler.start();
        self.with_runtime(|runtime, pins, cx| {
            let (layout, tree) = (pins.layout, pins.layout.tree());
            runtime.begin_pass();
            for (pane, _) in layout.scene().panes(tree) {
                if let Some(widget) = tree.widget(pane) {
                    runtime.require(pane, widget, cx);
                }
            }
            for pane in layout.prefetch_panes() {
                if let Some(widget) = tree.widget(pane) {
                    runtime.prefetch(pane, widget, cx);
                }
            }
            runtime.end_pass(cx);
        });
        // The revisions are read after the pass, because the pass itself changes slots.
        self.looked = Some((self.layout.visibility_revision(), self.runtime.slots.revision()));
        self.runtime.profiler.stop(Operation::Viewport, start, || "look");
    }

    /// Does what is due.
    pub(super) fn tend(&mut self) {
        self.with_runtime(|runtime, pins, cx| {
            let layout = pins.layout;
            // Hardly ever asked about any widget, but if so, about very many.
            let mentioned = LazyCell::new(|| layout.history().mentioned());
            // A state is needed if it can still be requested, by its pane or by an undo.
            let needed = |widget: &WidgetId| layout.tree().pane_of(widget).is_some() || mentioned.contains(widget);
            runtime.housekeep(&|pane| pins.holds(pane), &needed, cx);
        });
        self.wake_when_due();
    }

    /// Returns when something is due next. A frame at that moment, or [`Workspace::tick`], does it.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        let due = self.runtime.next_due(self.now);
        match (due, self.retry_at) {
            (Some(due), Some(retry)) => Some(due.min(retry)),
            (due, retry) => due.or(retry),
        }
    }

    pub(super) fn wake_when_due(&mut self) {
        let due = self.next_due();
        if due != self.woken_at {
            self.woken_at = due;
            if let Some(at) = due {
                self.push(Effect::WakeAt(at));
            }
        }
    }

    /// Empties the pools, and then evicts hidden widgets, their states saved, until at most `bytes` are accounted for
    /// ([`Workspace::accounted_bytes`]). Widgets that are in view, focused, locked, or that refuse are never evicted.
    pub fn trim(&mut self, now: Moment, bytes: u64) {
        self.advance(now);
        self.entry(Operation::Trim, "trim", |workspace| {
            workspace.with_runtime(|runtime, pins, cx| runtime.trim_to(bytes, &|pane| pins.holds(pane), cx));
        });
    }
}

fn note<W>(layout: &mut Layout, effects: &mut PendingEffects<W>, report: Report<W>) {
    let event = match report {
        Report::Provided { pane, widget, restored: true } => Event::WidgetRestored { pane, widget },
        Report::Provided { pane, widget, restored: false } => Event::WidgetProvided { pane, widget },
        Report::Failed { pane, widget, reason } => Event::WidgetFailed { pane, widget, reason },
        Report::Closed { pane, widget } => Event::WidgetClosed { pane, widget },
        Report::Parked { pane, widget } => Event::WidgetParked { pane, widget },
        Report::Evicted { widget, reason } => Event::WidgetEvicted { widget, reason },
        Report::Invalidation { pane, widget } => Event::WidgetStale { pane, widget },
        Report::Entered { pane } => Event::PaneShown { pane },
        Report::Left { pane } => Event::PaneHidden { pane },
        Report::Lost(widget) => Event::StateLost { widget },
        Report::Level { before, after, accounted } => Event::MemoryLevelChanged { before, after, accounted },
        Report::Load(load) => {
            let (pane, widget) = (load.pane, load.widget.clone());
            effects.push(Effect::Run(load));
            Event::WidgetLoading { pane, widget }
        }
        Report::Fetch(widget) => return effects.push(Effect::FetchState(widget)),
        Report::Keep(widget, saved) => return effects.push(Effect::KeepState(widget, saved)),
        Report::Forget(widget) => return effects.push(Effect::ForgetState(widget)),
        Report::Exchange(one, other) => return effects.push(Effect::ExchangeStates(one, other)),
    };
    layout.note(event);
}
