//! All slots, by pane. A frame in which nothing changes only looks slots up. Invariant: the counts and bytes are those of the entries.

use super::job::{JobContext, Ticket};
use super::policy::Usage;
use super::provider::Cost;
use super::slot::Slot;
use crate::base::{Moment, PaneId, WidgetId};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// A description of what is there of a widget: its slot, the parked widget, or its saved state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotInfo {
    /// The pane that has the widget. For a parked widget that no pane has, the one that it was last in; for such a saved state, `None`.
    pub pane: Option<PaneId>,
    /// The id of the widget.
    pub widget: WidgetId,
    /// The state of the slot as [`Slot::state`] returns it; `parked` for a parked widget; `saved` for a widget of which only a state is
    /// left, in memory, and `stored` for one in the host's store.
    pub state: &'static str,
    /// The memory that the widget takes, or the length of its state in memory, in bytes. It is 0 if neither is there.
    pub bytes: u64,
}

pub(super) struct Entry<W> {
    pub(super) widget: WidgetId,
    pub(super) slot: Slot<W>,
    pub(super) usage: Usage,
    /// The cost that the provider has stated for the live widget.
    pub(super) cost: Cost,
    /// When the widget was made, if it is live.
    pub(super) created: Moment,
    /// The last visibility pass that found the pane in view.
    pub(super) seen: u64,
    /// The last visibility pass that found the pane about to come into view.
    pub(super) near: u64,
    /// Since when the pane has been out of view, if it is.
    pub(super) hidden_since: Moment,
    /// Whether the provider does not want the widget parked when it is closed.
    pub(super) discard: bool,
    /// Whether the widget waits for its state from the host's store, not for a job.
    pub(super) fetching: bool,
    /// When a failed widget must be asked for again.
    pub(super) retry_at: Option<Moment>,
    /// Whether a failed widget is asked for again only if the user wants it: the user has stopped it, or it would go on without its state.
    pub(super) waits_for_user: bool,
}

/// The slots of panes whose widget was asked for. A pane without a slot counts as virtual. Dropping them cancels all loads.
pub struct Slots<W> {
    /// The slots in order of insertion; removing one moves the last into its place.
    pub(super) entries: IndexMap<PaneId, Entry<W>, FxBuildHasher>,
    /// The pane that waits for each load.
    pub(super) loads: FxHashMap<Ticket, PaneId>,
    live: usize,
    live_bytes: u64,
    next_ticket: u64,
    changes: u64,
}

impl<W> Default for Slots<W> {
    fn default() -> Self {
        Self {
            entries: IndexMap::default(),
            loads: FxHashMap::default(),
            live: 0,
            live_bytes: 0,
            next_ticket: 1,
            changes: 0,
        }
    }
}

impl<W> Drop for Slots<W> {
    /// Cancels all loads: nobody is left to take their answers.
    fn drop(&mut self) {
        for entry in self.entries.values() {
            if let Slot::Loading { context, .. } = &entry.slot {
                context.cancel();
            }
        }
    }
}

impl<W> Slots<W> {
    /// Returns the slot of a pane, if it has one.
    #[must_use]
    pub fn get(&self, pane: PaneId) -> Option<&Slot<W>> {
        self.entries.get(&pane).map(|e| &e.slot)
    }

    /// Returns the id of the widget in the slot of a pane.
    pub(crate) fn widget(&self, pane: PaneId) -> Option<&WidgetId> {
        self.entries.get(&pane).map(|entry| &entry.widget)
    }

    /// Returns the live widget of a pane, if there is one.
    pub fn live(&mut self, pane: PaneId) -> Option<&mut W> {
        self.live_with_id(pane).map(|(_, widget)| widget)
    }

    /// Returns the live widget of a pane and its id, with one look-up.
    pub fn live_with_id(&mut self, pane: PaneId) -> Option<(&WidgetId, &mut W)> {
        match self.entries.get_mut(&pane)? {
            Entry { widget, slot: Slot::Live(live), .. } => Some((widget, live)),
            _ => None,
        }
    }

    /// Returns all live widgets, sorted by pane id.
    pub fn all_live(&mut self) -> impl Iterator<Item = (PaneId, &WidgetId, &mut W)> {
        let mut all: Vec<_> = self
            .entries
            .iter_mut()
            .filter_map(|(pane, e)| match &mut e.slot {
                Slot::Live(widget) => Some((*pane, &e.widget, widget)),
                _ => None,
            })
            .collect();
        all.sort_unstable_by_key(|(pane, ..)| *pane);
        all.into_iter()
    }

    /// Returns the number of slots.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns `true` if there are no slots.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the number of slots that wait for a load or for a state from the host's store.
    #[must_use]
    pub fn loading(&self) -> usize {
        self.loads.len()
    }

    /// Returns the number of live widgets.
    #[must_use]
    pub const fn live_count(&self) -> usize {
        self.live
    }

    /// Returns the memory of the live widgets, in bytes, as the provider has stated it.
    #[must_use]
    pub const fn live_bytes(&self) -> u64 {
        self.live_bytes
    }

    /// Returns a number that grows whenever a slot comes, goes or changes its state.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.changes
    }

    /// Returns all slots, sorted by pane id.
    pub fn all(&self) -> impl Iterator<Item = (PaneId, &WidgetId, &Slot<W>)> {
        let mut all: Vec<_> = self.entries.iter().map(|(pane, e)| (*pane, &e.widget, &e.slot)).collect();
        all.sort_unstable_by_key(|(pane, ..)| *pane);
        all.into_iter()
    }

    /// Returns the pane and the widget of each slot, in no meaningful order.
    pub(crate) fn unsorted(&self) -> impl Iterator<Item = (PaneId, &WidgetId)> {
        self.entries.iter().map(|(pane, entry)| (*pane, &entry.widget))
    }

    /// Returns each slot and the bytes that its widget takes, in no meaningful order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (PaneId, &WidgetId, &Slot<W>, u64)> {
        self.entries.iter().map(|(pane, e)| (*pane, &e.widget, &e.slot, e.cost.bytes))
    }

    /// Puts a slot into a pane. Returns the slot that was there; its load is cancelled.
    pub(super) fn put(&mut self, pane: PaneId, entry: Entry<W>) -> Option<Entry<W>> {
        let old = self.take(pane);
        self.changes += 1;
        match &entry.slot {
            Slot::Live(_) => {
                self.live += 1;
                self.live_bytes = self.live_bytes.saturating_add(entry.cost.bytes);
            }
            Slot::Loading { ticket, .. } => {
                self.loads.insert(*ticket, pane);
            }
            Slot::Virtual | Slot::Failed(_) => {}
        }
        self.entries.insert(pane, entry);
        old
    }

    /// Takes a slot out. Its load is cancelled.
    pub(super) fn take(&mut self, pane: PaneId) -> Option<Entry<W>> {
        let old = self.detach(pane);
        if let Some(Entry { slot: Slot::Loading { context, .. }, .. }) = &old {
            context.cancel();
        }
        old
    }

    /// Takes a slot out to put it elsewhere. Its load goes on.
    pub(super) fn detach(&mut self, pane: PaneId) -> Option<Entry<W>> {
        let old = self.entries.swap_remove(&pane)?;
        self.changes += 1;
        match &old.slot {
            Slot::Live(_) => {
                self.live -= 1;
                self.live_bytes -= old.cost.bytes.min(self.live_bytes);
            }
            Slot::Loading { ticket, .. } => {
                self.loads.remove(ticket);
            }
            Slot::Virtual | Slot::Failed(_) => {}
        }
        Some(old)
    }

    /// Returns a new ticket and a new context for a load that begins.
    pub(super) fn start(&mut self) -> (Ticket, JobContext) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        (ticket, JobContext::default())
    }

    /// Checks the invariants that hold between any two calls.
    ///
    /// # Panics
    /// Panics if one does not hold, which is a bug in this crate.
    pub fn assert_valid(&self) {
        let live = self.entries.values().filter(|e| matches!(e.slot, Slot::Live(_)));
        assert_eq!(self.live, live.clone().count());
        assert_eq!(self.live_bytes, live.map(|e| e.cost.bytes).sum::<u64>());
        let loading = self.entries.iter().filter_map(|(pane, e)| match &e.slot {
            Slot::Loading { ticket, .. } => Some((*ticket, *pane)),
            _ => None,
        });
        let loading: FxHashMap<Ticket, PaneId> = loading.collect();
        assert_eq!(self.loads, loading);
    }
}
