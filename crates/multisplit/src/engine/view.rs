//! The view: what to draw in one frame. It is one struct of disjoint borrows, so that a front end can draw, change a
//! widget and read the layout in one loop. All rectangles are those of the area, after scrolling: in logical units, and
//! in the whole device pixels that they come from, so that a front end whose pixels are cells need not round.

use super::fresh::{FreshIds, Numbers};
use super::layout::Layout;
use crate::base::{NodeId, PaneId, PxRect, Rect, SurfaceId, WidgetId};
use crate::placement::DividerAt;
use crate::runtime::{Parked, SavedStates, Slot, Slots, WidgetProvider};
use crate::tree::NodeKind;

/// One frame of a workspace.
pub struct View<'a, P: WidgetProvider + ?Sized> {
    /// The layout, for reading.
    pub layout: &'a Layout,
    /// The widgets, for drawing and changing.
    pub slots: &'a mut Slots<P::Widget>,
    /// The provider of the application.
    pub provider: &'a mut Box<P>,
    pub(super) parked: &'a Parked<P::Widget>,
    pub(super) states: &'a SavedStates,
    pub(super) numbers: &'a Numbers,
}

/// A visible pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaneView {
    /// The id of the pane.
    pub pane: PaneId,
    /// The rectangle, in logical units of the area.
    pub rect: Rect,
    /// The same rectangle, in whole device pixels of the area.
    pub px: PxRect,
    /// The surface that the pane is on.
    pub surface: SurfaceId,
    /// Whether the pane has the focus.
    pub focused: bool,
}

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TabView<'a> {
    /// The child of the tab set.
    pub child: NodeId,
    /// The pane that the tab shows, or the first one below it.
    pub pane: PaneId,
    /// The widget of that pane.
    pub widget: &'a WidgetId,
    /// Whether the tab is in front.
    pub active: bool,
}

/// The bar of a visible tab set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TabBarView {
    /// The id of the tab set.
    pub tabs: NodeId,
    /// The rectangle of the bar, in logical units of the area.
    pub rect: Rect,
    /// The same rectangle, in whole device pixels of the area.
    pub px: PxRect,
}

/// The strip of a collapsed node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoldView {
    /// The node.
    pub node: NodeId,
    /// The first pane at or below the node.
    pub pane: PaneId,
    /// The rectangle of the strip, in logical units of the area.
    pub rect: Rect,
    /// The same rectangle, in whole device pixels of the area.
    pub px: PxRect,
}

impl<'a, P: WidgetProvider + ?Sized> View<'a, P> {
    /// Returns what finds ids for new widgets. It does not borrow the view.
    #[must_use]
    pub const fn fresh_ids(&self) -> FreshIds<'a, P::Widget> {
        FreshIds { layout: self.layout, parked: self.parked, states: self.states, numbers: self.numbers }
    }

    /// Returns the widget of a pane that is out of view and parked; its content is as it was. Cost: two lookups.
    #[must_use]
    pub fn parked(&self, pane: PaneId) -> Option<&P::Widget> {
        if self.parked.is_empty() { None } else { self.parked.get(self.layout.tree().widget(pane)?) }
    }

    /// Returns a description of the unsaved work in the saved state of a pane whose widget is not there, or `None` if
    /// there is none. Cost: two lookups, or none if no saved state holds unsaved work.
    #[must_use]
    pub fn unsaved_work(&self, pane: PaneId) -> Option<&str> {
        self.states.unsaved_work(self.layout.tree().widget(pane)?)
    }

    /// Returns the number of visible panes.
    #[must_use]
    pub const fn pane_count(&self) -> usize {
        self.layout.scene().pane_count()
    }

    /// Returns the visible pane with this index. Panes are in depth-first order, those of floating surfaces last.
    #[must_use]
    pub fn pane(&self, index: usize) -> Option<PaneView> {
        self.layout.pane_view(index)
    }

    /// Returns the slot of a pane.
    #[must_use]
    pub fn slot(&mut self, pane: PaneId) -> Option<&Slot<P::Widget>> {
        self.slots.get(pane)
    }

    /// Returns the live widget of a pane.
    pub fn live(&mut self, pane: PaneId) -> Option<&mut P::Widget> {
        self.slots.live(pane)
    }
}

// These methods depend on the layout alone, so that a call leaves the widgets free to be borrowed.
impl Layout {
    /// Returns the visible pane with this index. Panes are in depth-first order, those of floating surfaces last.
    #[must_use]
    pub fn pane_view(&self, index: usize) -> Option<PaneView> {
        let (pane, px) = self.scene().pane_at(self.tree(), index)?;
        let focused = self.focused_pane() == Some(pane);
        let (rect, px) = self.in_area(px);
        Some(PaneView { pane, rect, px, surface: self.scene().surface_at(index), focused })
    }

    /// Returns the visible dividers and their rectangles, in logical units of the area. [`Layout::content_to_area_px`]
    /// converts the rectangle in [`DividerAt`] to device pixels of the area.
    pub fn dividers(&self) -> impl Iterator<Item = (DividerAt, Rect)> + '_ {
        self.scene().dividers(self.tree()).map(|d| (d, self.content_to_area(d.rect)))
    }

    /// Returns the panes that fill their surface, and the rectangles of the bars above them that say so
    /// ([`Metrics::zoom_bar`](crate::placement::Metrics::zoom_bar)), in logical units of the area.
    pub fn zoom_bars(&self) -> impl Iterator<Item = (PaneId, Rect)> + '_ {
        self.scene().zoom_bars(self.tree()).map(|(pane, rect)| (pane, self.content_to_area(rect)))
    }

    /// Returns the bars of the visible tab sets.
    pub fn tab_bars(&self) -> impl Iterator<Item = TabBarView> + '_ {
        let bars = self.scene().tab_bars(self.tree(), self.placer());
        bars.map(|bar| {
            let (rect, px) = self.in_area(bar.rect);
            TabBarView { tabs: bar.tabs, rect, px }
        })
    }

    /// Returns the tabs of a tab set, in order. There are none if the node is no tab set.
    pub fn tabs(&self, tabs: NodeId) -> impl Iterator<Item = TabView<'_>> + '_ {
        let tree = self.tree();
        let front = match tree.kind(tabs) {
            Some(NodeKind::Tabs { active }) => Some(active),
            _ => None,
        };
        let children = front.is_some().then(|| tree.children(tabs)).into_iter().flatten();
        children.filter_map(move |child| {
            let pane = self.first_pane(child)?;
            Some(TabView { child, pane, widget: tree.widget(pane)?, active: front == Some(Some(child)) })
        })
    }

    /// Returns the strips of the collapsed nodes.
    pub fn folds(&self) -> impl Iterator<Item = FoldView> + '_ {
        let folded = self.scene().folded(self.tree());
        folded.filter_map(|(node, px)| {
            let (rect, px) = self.in_area(px);
            Some(FoldView { node, pane: self.first_pane(node)?, rect, px })
        })
    }

    /// Returns a rectangle of the content as one of the area, in logical units and in device pixels.
    fn in_area(&self, content: PxRect) -> (Rect, PxRect) {
        (self.content_to_area(content), self.content_to_area_px(content))
    }

    /// Returns the pane at or below a node that had the focus last. If none of them ever had it, returns the pane that
    /// the node shows first. Cost: the panes that had the focus since.
    #[must_use]
    pub fn last_focused_in(&self, node: NodeId) -> Option<PaneId> {
        let tree = self.tree();
        let is_below =
            |pane: &PaneId| std::iter::successors(Some(pane.node()), |at| tree.parent(*at)).any(|at| at == node);
        let recent = self.focus_history().recent().iter().copied();
        recent.into_iter().find(is_below).or_else(|| self.first_pane(node))
    }

    /// Returns the pane that a node shows first: the node itself, or that of its front tab or first child.
    #[must_use]
    pub fn first_pane(&self, node: NodeId) -> Option<PaneId> {
        let tree = self.tree();
        let mut at = node;
        loop {
            at = match tree.kind(at)? {
                NodeKind::Pane(_) => return Some(PaneId::new(at)),
                NodeKind::Tabs { active: Some(active) } => active,
                _ => tree.children(at).next()?,
            };
        }
    }
}
