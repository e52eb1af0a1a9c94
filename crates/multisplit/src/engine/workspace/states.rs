//! What the widgets of a workspace leave behind, and numbers about it: for sessions and for those who watch.

use super::{Stats, Workspace};
use crate::base::WidgetId;
use crate::runtime::{Saved, Slot, SlotInfo, WidgetProvider};
use crate::session::{FileError, Problem, ReadLimits};

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// The states of all widgets of the layout: of live ones as they are now, of others as they were when they went.
    pub fn collect_states(&mut self) -> Vec<(WidgetId, Saved)> {
        let Self { layout, slots, states, provider, .. } = self;
        let tree = layout.tree();
        let mut all: Vec<(WidgetId, Saved)> = states
            .all()
            .filter(|(id, _)| tree.pane_of(id).is_some_and(|pane| !matches!(slots.get(pane), Some(Slot::Live(_)))))
            .map(|(id, saved)| (id.clone(), saved.clone()))
            .collect();
        for (_, id, live) in slots.all_live() {
            if let Some(saved) = crate::runtime::save(&mut **provider, id, live) {
                all.push((id.clone(), saved));
            }
        }
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    /// Gives a widget the state it will be provided with.
    pub fn restore_state(&mut self, widget: WidgetId, saved: Saved) {
        let layout = &self.layout;
        self.states.keep(widget, saved, |w| layout.tree().pane_of(w).is_some());
    }

    /// Puts the layout of a file in the place of this one. Widgets that are in both stay; the others are saved and let go.
    ///
    /// # Errors
    /// [`FileError`]: nothing has changed then.
    pub fn load(&mut self, text: &str, limits: ReadLimits) -> Result<(), FileError> {
        self.layout.load(text, limits)
    }

    /// The same for a file that may be broken. Answers what was done about it.
    ///
    /// # Errors
    /// [`FileError`] where there is nothing to mend: nothing has changed then.
    pub fn load_repaired(&mut self, text: &str, limits: ReadLimits) -> Result<Vec<Problem>, FileError> {
        self.layout.load_repaired(text, limits)
    }

    /// All slots by pane id, with the bytes their widgets say they take.
    pub fn slot_infos(&mut self) -> Vec<SlotInfo> {
        let Self { slots, provider, .. } = self;
        slots
            .all()
            .map(|(pane, widget, slot)| SlotInfo {
                pane,
                widget: widget.clone(),
                state: slot.state(),
                bytes: match slot {
                    Slot::Live(live) => provider.cost(live).bytes,
                    _ => 0,
                },
            })
            .collect()
    }

    /// The states that are kept in memory, by widget id.
    pub fn saved_states(&self) -> impl Iterator<Item = (&WidgetId, &Saved)> {
        self.states.all()
    }

    /// Keeps committed transactions for a store from now on: they come as [`super::Effect::Persist`].
    pub fn keep_journal(&mut self) {
        self.layout.keep_journal();
    }

    /// Numbers about the workspace. Costs a pass over the slots.
    pub fn stats(&mut self) -> Stats {
        let infos = self.slot_infos();
        let count = |state: &str| infos.iter().filter(|i| i.state == state).count();
        Stats {
            panes: self.layout.tree().pane_count(),
            branches: self.layout.tree().branch_count(),
            live: count("live"),
            loading: count("loading"),
            failed: count("failed"),
            saved: self.states.all().count(),
            saved_bytes: self.states.bytes(),
            live_bytes: infos.iter().map(|i| i.bytes).sum(),
            layout_bytes: self.layout.bytes(),
            placed: self.layout.placer().placed(),
            transactions: self.layout.history().sequence(),
        }
    }
}
