//! What the runtime has done, reported while it works: events and effects are made of it.

use super::governor::MemoryLevel;
use super::job::Load;
use super::provider::WidgetProvider;
use super::saved::Saved;
use crate::base::{Moment, PaneId, WidgetId};

/// The reason why a parked widget was evicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvictReason {
    /// There was no space for more parked widgets.
    Room,
    /// Memory was short.
    Memory,
    /// The widget was not used for a long time.
    Expired,
    /// What the widget shows has changed.
    Invalidation,
}

/// Something that the runtime has done.
pub(crate) enum Report<W> {
    /// A widget is live. It is restored if it came with a state or was parked.
    Provided { pane: PaneId, widget: WidgetId, restored: bool },
    /// A load must be run.
    Load(Load<W>),
    /// A state must be fetched from the host's store.
    Fetch(WidgetId),
    /// A widget could not be made.
    Failed { pane: PaneId, widget: WidgetId, reason: String },
    /// A widget left its pane and is gone; its state is saved.
    Closed { pane: PaneId, widget: WidgetId },
    /// A widget left its pane and is kept parked.
    Parked { pane: PaneId, widget: WidgetId },
    /// A parked widget was evicted; its state is saved.
    Evicted { widget: WidgetId, reason: EvictReason },
    /// What a live widget shows has changed outside.
    Invalidation { pane: PaneId, widget: WidgetId },
    /// A pane came into view.
    Entered { pane: PaneId },
    /// A pane went out of view.
    Left { pane: PaneId },
    /// A state goes to the host's store.
    Keep(WidgetId, Saved),
    /// The host's store need not keep a state any more.
    Forget(WidgetId),
    /// The host's store must exchange what it keeps for two widgets.
    Exchange(WidgetId, WidgetId),
    /// A state was dropped for lack of space.
    Lost(WidgetId),
    /// The memory level has changed.
    Level { before: MemoryLevel, after: MemoryLevel, accounted: u64 },
}

/// What the runtime needs from outside while it works.
pub(crate) struct RuntimeCx<'a, P: WidgetProvider + ?Sized> {
    pub(crate) provider: &'a mut P,
    pub(crate) now: Moment,
    pub(crate) tell: &'a mut dyn FnMut(Report<P::Widget>),
}

impl<P: WidgetProvider + ?Sized> RuntimeCx<'_, P> {
    pub(crate) fn report(&mut self, report: Report<P::Widget>) {
        (self.tell)(report);
    }
}
