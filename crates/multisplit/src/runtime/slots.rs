//! All slots, by pane. A steady frame looks up and nothing else. Invariant: counts and bytes are those of the entries.

use super::job::{JobContext, Ticket};
use super::policy::Usage;
use super::provider::Cost;
use super::slot::Slot;
use crate::base::{Moment, PaneId, WidgetId};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// A slot as seen from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotInfo {
    /// The pane; for a parked widget the one it was last in.
    pub pane: PaneId,
    /// Its widget.
    pub widget: WidgetId,
    /// The slot's state, as [`Slot::state`], or `parked`, or `saved` where only its state is kept.
    pub state: &'static str,
    /// Bytes the widget, or its state, takes.
    pub bytes: u64,
}

pub(super) struct Entry<W> {
    pub(super) widget: WidgetId,
    pub(super) slot: Slot<W>,
    pub(super) usage: Usage,
    /// What the live widget said it costs.
    pub(super) cost: Cost,
    /// The last look at the panes in view that found it there.
    pub(super) seen: u64,
    /// The last look that found it about to come into view.
    pub(super) near: u64,
    /// Since when it is out of view, where it is.
    pub(super) hidden_since: Moment,
    /// The provider does not want it parked when it is closed.
    pub(super) discard: bool,
    /// It waits for its state from the host's store, not for a job.
    pub(super) fetching: bool,
    /// When a failed one is to be asked for again.
    pub(super) retry_at: Option<Moment>,
}

/// The slots of the panes that were seen. A pane without one is virtual.
pub struct Slots<W> {
    /// In the order in which they came, but for those that took the place of one that went.
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

impl<W> Slots<W> {
    /// The slot of a pane.
    #[must_use]
    pub fn get(&self, pane: PaneId) -> Option<&Slot<W>> {
        self.entries.get(&pane).map(|e| &e.slot)
    }

    /// The widget that the slot of a pane is about.
    pub(crate) fn widget(&self, pane: PaneId) -> Option<&WidgetId> {
        self.entries.get(&pane).map(|entry| &entry.widget)
    }

    /// The live widget of a pane.
    pub fn live(&mut self, pane: PaneId) -> Option<&mut W> {
        self.live_with_id(pane).map(|(_, widget)| widget)
    }

    /// The live widget of a pane and its id, with one look.
    pub fn live_with_id(&mut self, pane: PaneId) -> Option<(&WidgetId, &mut W)> {
        match self.entries.get_mut(&pane)? {
            Entry { widget, slot: Slot::Live(live), .. } => Some((widget, live)),
            _ => None,
        }
    }

    /// All live widgets, by pane id.
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

    /// How many slots there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many loads are on their way.
    #[must_use]
    pub fn loading(&self) -> usize {
        self.loads.len()
    }

    /// How many widgets are live.
    #[must_use]
    pub const fn live_count(&self) -> usize {
        self.live
    }

    /// Bytes that the live widgets said they take.
    #[must_use]
    pub const fn live_bytes(&self) -> u64 {
        self.live_bytes
    }

    /// Returns a number that grows with every slot that comes, goes or changes its state.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.changes
    }

    /// All slots by pane id.
    pub fn all(&self) -> impl Iterator<Item = (PaneId, &WidgetId, &Slot<W>)> {
        let mut all: Vec<_> = self.entries.iter().map(|(pane, e)| (*pane, &e.widget, &e.slot)).collect();
        all.sort_unstable_by_key(|(pane, ..)| *pane);
        all.into_iter()
    }

    /// The pane and the widget of each slot, in no order that means anything.
    pub(crate) fn unsorted(&self) -> impl Iterator<Item = (PaneId, &WidgetId)> {
        self.entries.iter().map(|(pane, entry)| (*pane, &entry.widget))
    }

    /// Each slot and the bytes its widget said it takes, in no order that means anything.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (PaneId, &WidgetId, &Slot<W>, u64)> {
        self.entries.iter().map(|(pane, e)| (*pane, &e.widget, &e.slot, e.cost.bytes))
    }

    /// Puts a slot in the place of what the pane had. What was there comes back; a load of it is cancelled.
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

    /// Takes a slot out; a load of it is cancelled.
    pub(super) fn take(&mut self, pane: PaneId) -> Option<Entry<W>> {
        let old = self.detach(pane);
        if let Some(Entry { slot: Slot::Loading { context, .. }, .. }) = &old {
            context.cancel();
        }
        old
    }

    /// Takes a slot out to be put elsewhere: a load of it goes on.
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

    /// The slot of a load that begins.
    pub(super) fn start(&mut self) -> (Ticket, JobContext) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        (ticket, JobContext::default())
    }

    /// Checks what must hold between any two calls.
    ///
    /// # Panics
    /// Where it does not: a bug of ours.
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
