//! What happened, as values that are polled. Derived from the edits of a committed transaction, so that doing, undoing and
//! redoing tell the same story.

use crate::base::{GroupId, GroupInfo, NodeId, PaneId, WidgetId};
use crate::history::{Cause, Transaction};
use crate::runtime::{EvictReason, MemoryLevel};
use crate::tree::{Content, Edit, Tree};
use serde::Serialize;
use std::collections::BTreeSet;

/// What happened. Polled in order; nothing is called back.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs)] // every variant says what happened; its fields are named after what they hold
pub enum Event {
    /// A pane is there.
    PaneAdded { pane: PaneId, widget: WidgetId },
    /// A pane is gone.
    PaneRemoved { pane: PaneId, widget: WidgetId },
    /// A pane shows another widget.
    PaneReplaced { pane: PaneId, before: WidgetId, after: WidgetId },
    /// A pane hangs elsewhere in the tree.
    PaneMoved { pane: PaneId },
    /// Two panes exchanged places.
    PanesSwapped { a: PaneId, b: PaneId },
    /// The shares of a split's children changed.
    SplitResized { split: NodeId },
    /// Another tab is in front.
    TabActivated { tabs: NodeId, child: NodeId },
    /// A pane fills its surface, or none does any more.
    ZoomChanged { before: Option<PaneId>, after: Option<PaneId> },
    /// A pane was locked or unlocked.
    LockChanged { pane: PaneId, locked: bool },
    /// A node was folded or unfolded.
    CollapseChanged { node: NodeId, collapsed: bool },
    /// A group was made, changed, or forgotten where `after` is none.
    GroupChanged { group: GroupId, before: Option<String>, after: Option<String> },
    /// A pane is in another group.
    PaneGrouped { pane: PaneId, before: Option<GroupId>, after: Option<GroupId> },
    /// The bounds or the priority of a node changed.
    BoundsChanged { node: NodeId },
    /// Another pane has the focus.
    FocusChanged { before: Option<PaneId>, after: Option<PaneId> },
    /// A divider was grabbed.
    DividerDragStarted { split: NodeId, index: usize },
    /// A divider was let go, or the drag was cancelled.
    DividerDragFinished { split: NodeId, index: usize, moved: bool },
    /// The layout changed: once a transaction, after its other events.
    LayoutChanged { sequence: u64 },
    /// A command was done.
    CommandDone { name: String },
    /// A transaction was taken back.
    CommandUndone { name: String },
    /// A transaction was done again.
    CommandRedone { name: String },
    /// A command was refused; nothing has changed.
    CommandRefused { name: String, reason: String },
    /// A layout file took the place of the layout.
    LayoutLoaded { panes: usize },
    /// A widget is live.
    WidgetProvided { pane: PaneId, widget: WidgetId },
    /// A widget is live again with the state it had.
    WidgetRestored { pane: PaneId, widget: WidgetId },
    /// A load was started for a widget.
    WidgetLoading { pane: PaneId, widget: WidgetId },
    /// A widget left its pane, or its pane is long out of view: it is kept while there is room.
    WidgetParked { pane: PaneId, widget: WidgetId },
    /// A parked widget is gone; its state is saved.
    WidgetEvicted { widget: WidgetId, reason: EvictReason },
    /// What a live widget shows has changed outside.
    WidgetStale { pane: PaneId, widget: WidgetId },
    /// The saved state of a widget was dropped for lack of room.
    StateLost { widget: WidgetId },
    /// A pane came into view.
    PaneShown { pane: PaneId },
    /// A pane went out of view.
    PaneHidden { pane: PaneId },
    /// Memory is shorter or less short than before.
    MemoryLevelChanged { before: MemoryLevel, after: MemoryLevel, accounted: u64 },
    /// An operation took long.
    SlowOperation { operation: &'static str, micros: u64, cause: String },
    /// A widget left its pane and is gone.
    WidgetClosed { pane: PaneId, widget: WidgetId },
    /// A widget could not be provided, or it panicked.
    WidgetFailed { pane: PaneId, widget: WidgetId, reason: String },
    /// Events were dropped because nobody polled them.
    EventsLost { count: u64 },
}

impl Event {
    /// The variant's name in snake case.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PaneAdded { .. } => "pane_added",
            Self::PaneRemoved { .. } => "pane_removed",
            Self::PaneReplaced { .. } => "pane_replaced",
            Self::PaneMoved { .. } => "pane_moved",
            Self::PanesSwapped { .. } => "panes_swapped",
            Self::SplitResized { .. } => "split_resized",
            Self::TabActivated { .. } => "tab_activated",
            Self::ZoomChanged { .. } => "zoom_changed",
            Self::LockChanged { .. } => "lock_changed",
            Self::CollapseChanged { .. } => "collapse_changed",
            Self::BoundsChanged { .. } => "bounds_changed",
            Self::GroupChanged { .. } => "group_changed",
            Self::PaneGrouped { .. } => "pane_grouped",
            Self::FocusChanged { .. } => "focus_changed",
            Self::DividerDragStarted { .. } => "divider_drag_started",
            Self::DividerDragFinished { .. } => "divider_drag_finished",
            Self::LayoutChanged { .. } => "layout_changed",
            Self::CommandDone { .. } => "command_done",
            Self::CommandUndone { .. } => "command_undone",
            Self::CommandRedone { .. } => "command_redone",
            Self::CommandRefused { .. } => "command_refused",
            Self::LayoutLoaded { .. } => "layout_loaded",
            Self::WidgetProvided { .. } => "widget_provided",
            Self::WidgetRestored { .. } => "widget_restored",
            Self::WidgetLoading { .. } => "widget_loading",
            Self::WidgetClosed { .. } => "widget_closed",
            Self::WidgetParked { .. } => "widget_parked",
            Self::WidgetEvicted { .. } => "widget_evicted",
            Self::WidgetStale { .. } => "widget_stale",
            Self::StateLost { .. } => "state_lost",
            Self::PaneShown { .. } => "pane_shown",
            Self::PaneHidden { .. } => "pane_hidden",
            Self::MemoryLevelChanged { .. } => "memory_level_changed",
            Self::SlowOperation { .. } => "slow_operation",
            Self::WidgetFailed { .. } => "widget_failed",
            Self::EventsLost { .. } => "events_lost",
        }
    }
}

/// What a transaction did after its first `older` edits, for those who watch. `swapped` names the two panes of a swap.
pub(super) fn tell(
    done: &Transaction,
    older: usize,
    tree: &Tree,
    swapped: Option<(PaneId, PaneId)>,
    emit: &mut impl FnMut(Event),
) {
    let mut fresh = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut resized = BTreeSet::new();
    let mut moved = BTreeSet::new();
    let all = done.edits().iter().zip(done.inverses()).zip(done.causes()).skip(older);
    for ((edit, inverse), cause) in all {
        match (edit, inverse) {
            (Edit::Create { node, content: Content::Pane(widget), .. }, _) => {
                fresh.insert(*node);
                emit(Event::PaneAdded { pane: PaneId::new(*node), widget: widget.clone() });
            }
            (Edit::Delete { node }, Edit::Create { content: Content::Pane(widget), .. }) => {
                gone.insert(*node);
                emit(Event::PaneRemoved { pane: PaneId::new(*node), widget: widget.clone() });
            }
            (Edit::SetWidget { pane, widget }, Edit::SetWidget { widget: before, .. }) => {
                emit(Event::PaneReplaced { pane: *pane, before: before.clone(), after: widget.clone() });
            }
            (Edit::Attach { node, .. }, _) => {
                if *cause == Cause::Move {
                    moved.insert(*node);
                }
            }
            (Edit::SetShare { node, .. }, _) => {
                resized.extend(tree.parent(*node));
            }
            (other, inverse) => tell_marks(other, inverse, emit),
        }
    }
    if let Some((a, b)) = swapped {
        emit(Event::PanesSwapped { a, b });
    } else {
        for node in moved.difference(&fresh).filter(|n| !gone.contains(n)) {
            if tree.widget(PaneId::new(*node)).is_some() {
                emit(Event::PaneMoved { pane: PaneId::new(*node) });
            }
        }
    }
    for split in resized {
        emit(Event::SplitResized { split });
    }
}

fn tell_marks(edit: &Edit, inverse: &Edit, emit: &mut impl FnMut(Event)) {
    match (edit, inverse) {
        (Edit::SetActive { tabs, child }, Edit::SetActive { child: before, .. }) if child != before => {
            emit(Event::TabActivated { tabs: *tabs, child: *child });
        }
        (Edit::SetGroup { group, info: after }, Edit::SetGroup { info: before, .. }) => {
            let name = |info: &Option<Box<GroupInfo>>| info.as_ref().map(|info| info.name.clone());
            emit(Event::GroupChanged { group: *group, before: name(before), after: name(after) });
        }
        (Edit::SetSurface(after), Edit::SetSurface(before)) if after.zoomed != before.zoomed => {
            emit(Event::ZoomChanged { before: before.zoomed, after: after.zoomed });
        }
        (Edit::SetProps { node, props: after }, Edit::SetProps { props: before, .. }) => {
            if after.locked != before.locked {
                emit(Event::LockChanged { pane: PaneId::new(*node), locked: after.locked });
            }
            if after.collapsed != before.collapsed {
                emit(Event::CollapseChanged { node: *node, collapsed: after.collapsed });
            }
            if after.group != before.group {
                let pane = PaneId::new(*node);
                emit(Event::PaneGrouped { pane, before: before.group, after: after.group });
            }
            if (after.bounds, after.priority, after.snaps) != (before.bounds, before.priority, before.snaps) {
                emit(Event::BoundsChanged { node: *node });
            }
        }
        _ => {}
    }
}
