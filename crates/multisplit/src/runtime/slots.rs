//! All slots, by pane. A steady frame looks up and nothing else.

use super::job::{Failure, JobContext, Ticket};
use super::slot::Slot;
use crate::base::{PaneId, WidgetId};
use rustc_hash::FxHashMap;

/// A slot as seen from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotInfo {
    /// The pane.
    pub pane: PaneId,
    /// Its widget.
    pub widget: WidgetId,
    /// The slot's state, as [`Slot::state`].
    pub state: &'static str,
    /// Bytes the widget says it takes.
    pub bytes: u64,
}

pub(super) struct Entry<W> {
    pub(super) widget: WidgetId,
    pub(super) slot: Slot<W>,
}

/// The slots of the panes that were seen. A pane without one is virtual.
pub struct Slots<W> {
    pub(super) entries: FxHashMap<PaneId, Entry<W>>,
    pub(super) loading: usize,
    next_ticket: u64,
}

impl<W> Default for Slots<W> {
    fn default() -> Self {
        Self { entries: FxHashMap::default(), loading: 0, next_ticket: 1 }
    }
}

impl<W> Slots<W> {
    /// The slot of a pane.
    #[must_use]
    pub fn get(&self, pane: PaneId) -> Option<&Slot<W>> {
        self.entries.get(&pane).map(|e| &e.slot)
    }

    /// The live widget of a pane.
    pub fn live(&mut self, pane: PaneId) -> Option<&mut W> {
        match self.entries.get_mut(&pane).map(|e| &mut e.slot) {
            Some(Slot::Live(widget)) => Some(widget),
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
    pub const fn loading(&self) -> usize {
        self.loading
    }

    /// All slots by pane id.
    pub fn all(&self) -> impl Iterator<Item = (PaneId, &WidgetId, &Slot<W>)> {
        let mut all: Vec<_> = self.entries.iter().map(|(pane, e)| (*pane, &e.widget, &e.slot)).collect();
        all.sort_unstable_by_key(|(pane, ..)| *pane);
        all.into_iter()
    }

    pub(super) fn put(&mut self, pane: PaneId, widget: &WidgetId, slot: Slot<W>) -> Option<Entry<W>> {
        if matches!(slot, Slot::Loading { .. }) {
            self.loading += 1;
        }
        let old = self.entries.insert(pane, Entry { widget: widget.clone(), slot });
        self.let_go(old)
    }

    pub(super) fn take(&mut self, pane: PaneId) -> Option<Entry<W>> {
        let old = self.entries.remove(&pane);
        self.let_go(old)
    }

    /// Cancels what was loading.
    fn let_go(&mut self, old: Option<Entry<W>>) -> Option<Entry<W>> {
        if let Some(Entry { slot: Slot::Loading { context, .. }, .. }) = &old {
            context.cancel();
            self.loading -= 1;
        }
        old
    }

    pub(super) fn start(&mut self, pane: PaneId, widget: &WidgetId) -> (Ticket, JobContext) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        let context = JobContext::default();
        self.put(pane, widget, Slot::Loading { ticket, context: context.clone() });
        (ticket, context)
    }

    /// The pane that waits for this ticket; none where it is stale.
    pub(super) fn waiting(&self, pane: PaneId, ticket: Ticket) -> bool {
        matches!(self.get(pane), Some(Slot::Loading { ticket: t, .. }) if *t == ticket)
    }

    pub(super) fn fail(&mut self, pane: PaneId, widget: &WidgetId, failure: Failure) -> Option<Entry<W>> {
        self.put(pane, widget, Slot::Failed(failure))
    }
}
