//! Events: what happened, as values that are polled. Events of the layout are derived from the edits of a committed
//! transaction, so that doing, undoing and redoing tell the same story.

use crate::base::{GroupId, GroupInfo, NodeId, PaneId, WidgetId};
use crate::history::{Cause, Transaction};
use crate::runtime::{EvictReason, MemoryLevel};
use crate::tree::{Content, Edit, Tree};
use serde::Serialize;

/// An event of a layout or workspace. Events are polled in order; the engine calls nothing back.
#[derive(Clone, Debug, PartialEq, Serialize, strum::IntoStaticStr)]
#[serde(tag = "event", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs)] // every variant says what happened; its fields are named after what they hold
pub enum Event {
    /// A pane was added. The panes of the first layout of a session are not reported one by one: see [`Event::LayoutLoaded`].
    PaneAdded { pane: PaneId, widget: WidgetId },
    /// A pane was removed.
    PaneRemoved { pane: PaneId, widget: WidgetId },
    /// A pane shows another widget.
    PaneReplaced { pane: PaneId, before: WidgetId, after: WidgetId },
    /// A pane is attached at another place in the tree.
    PaneMoved { pane: PaneId },
    /// Two panes swapped places.
    PanesSwapped { a: PaneId, b: PaneId },
    /// The shares of a split's children changed.
    SplitResized { split: NodeId },
    /// Another tab came to the front.
    TabActivated { tabs: NodeId, child: NodeId },
    /// A pane fills its surface, or the zoom ended.
    ZoomChanged { before: Option<PaneId>, after: Option<PaneId> },
    /// A pane was locked or unlocked.
    LockChanged { pane: PaneId, locked: bool },
    /// A node was folded or unfolded.
    CollapseChanged { node: NodeId, collapsed: bool },
    /// A group was created, changed, or removed if `after` is `None`.
    GroupChanged { group: GroupId, before: Option<String>, after: Option<String> },
    /// A pane moved to another group, into one, or out of one.
    PaneGrouped { pane: PaneId, before: Option<GroupId>, after: Option<GroupId> },
    /// The bounds, the priority, or the snapping of a node changed.
    BoundsChanged { node: NodeId },
    /// The focus moved.
    FocusChanged { before: Option<PaneId>, after: Option<PaneId> },
    /// A divider was grabbed.
    DividerDragStarted { split: NodeId, index: usize },
    /// A divider was released, or the drag was cancelled.
    DividerDragFinished { split: NodeId, index: usize, moved: bool },
    /// The layout changed. Sent once per transaction, after its other events.
    LayoutChanged { sequence: u64 },
    /// A command succeeded.
    CommandDone { name: String },
    /// A transaction was undone.
    CommandUndone { name: String },
    /// A transaction was redone.
    CommandRedone { name: String },
    /// A command was refused. Nothing has changed.
    CommandRefused { name: String, reason: String },
    /// A layout file replaced the layout.
    LayoutLoaded { panes: usize },
    /// A widget became live.
    WidgetProvided { pane: PaneId, widget: WidgetId },
    /// A widget became live again with its saved state.
    WidgetRestored { pane: PaneId, widget: WidgetId },
    /// A load of a widget started.
    WidgetLoading { pane: PaneId, widget: WidgetId },
    /// A widget left its pane, or its pane has been out of view for long. The widget is kept while there is space.
    WidgetParked { pane: PaneId, widget: WidgetId },
    /// A parked widget was evicted; its state is saved.
    WidgetEvicted { widget: WidgetId, reason: EvictReason },
    /// The content that a live widget shows has changed outside.
    WidgetStale { pane: PaneId, widget: WidgetId },
    /// The saved state of a widget was dropped for lack of space, or a widget that went could not be saved because its `save` panicked.
    StateLost { widget: WidgetId },
    /// A pane came into view.
    PaneShown { pane: PaneId },
    /// A pane left the view.
    PaneHidden { pane: PaneId },
    /// The memory level changed.
    MemoryLevelChanged { before: MemoryLevel, after: MemoryLevel, accounted: u64 },
    /// An operation was slow.
    SlowOperation { operation: &'static str, micros: u64, cause: String },
    /// A widget left its pane and was not parked.
    WidgetClosed { pane: PaneId, widget: WidgetId },
    /// A widget could not be provided, or it panicked.
    WidgetFailed { pane: PaneId, widget: WidgetId, reason: String },
    /// Events were dropped because they were not polled.
    EventsLost { count: u64 },
}

impl Event {
    /// Returns the name of the variant in snake case.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.into()
    }
}

/// Emits events for the edits of a transaction after its first `older` ones. `swapped` names the two panes of a swap.
pub(super) fn tell(
    done: &Transaction,
    older: usize,
    tree: &Tree,
    swapped: Option<(PaneId, PaneId)>,
    emit: &mut impl FnMut(Event),
) {
    // Lists that are sorted at the end: a set of a tree would allocate for each of the few nodes.
    let (mut fresh, mut gone, mut resized, mut moved) = (vec![], vec![], vec![], vec![]);
    let all = done.edits().iter().zip(done.inverses()).enumerate().skip(older);
    for (index, (edit, inverse)) in all {
        match (edit, inverse) {
            (Edit::Create { node, content: Content::Pane(widget), .. }, _) => {
                fresh.push(*node);
                emit(Event::PaneAdded { pane: PaneId::new(*node), widget: widget.clone() });
            }
            (Edit::Delete { node }, Edit::Create { content: Content::Pane(widget), .. }) => {
                gone.push(*node);
                emit(Event::PaneRemoved { pane: PaneId::new(*node), widget: widget.clone() });
            }
            (Edit::SetWidget { pane, widget }, Edit::SetWidget { widget: before, .. }) => {
                emit(Event::PaneReplaced { pane: *pane, before: before.clone(), after: widget.clone() });
            }
            (Edit::Attach { node, .. }, _) => {
                if done.cause(index) == Cause::Move {
                    moved.push(*node);
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
        // A new node is attached, too, and a node can be gone by the end: neither has moved.
        let [fresh, gone, moved] = [fresh, gone, moved].map(sorted);
        let is_still_there = |node: &&NodeId| fresh.binary_search(node).is_err() && gone.binary_search(node).is_err();
        for node in moved.iter().filter(is_still_there) {
            if tree.widget(PaneId::new(*node)).is_some() {
                emit(Event::PaneMoved { pane: PaneId::new(*node) });
            }
        }
    }
    for split in sorted(resized) {
        emit(Event::SplitResized { split });
    }
}

/// Returns the nodes in the order of their ids, each once.
fn sorted(mut nodes: Vec<NodeId>) -> Vec<NodeId> {
    nodes.sort_unstable();
    nodes.dedup();
    nodes
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
