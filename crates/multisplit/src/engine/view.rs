//! What to draw: one struct of disjoint borrows, so that a front end can draw, change a widget and read the layout in one loop.
//! Everything in logical units of the area, after scrolling.

use super::layout::Layout;
use crate::base::{NodeId, PaneId, Rect, SurfaceId, WidgetId};
use crate::placement::DividerAt;
use crate::runtime::{Parked, SavedStates, Slot, Slots, WidgetProvider};
use crate::tree::NodeKind;

/// A frame of a workspace.
pub struct View<'a, P: WidgetProvider + ?Sized> {
    /// The layout, to be read.
    pub layout: &'a Layout,
    /// The widgets, to be drawn and changed.
    pub slots: &'a mut Slots<P::Widget>,
    /// The application's side.
    pub provider: &'a mut Box<P>,
    pub(super) parked: &'a Parked<P::Widget>,
    pub(super) states: &'a SavedStates,
}

/// A visible pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaneView {
    /// Its id.
    pub pane: PaneId,
    /// Where it lies.
    pub rect: Rect,
    /// The surface it is on.
    pub surface: SurfaceId,
    /// Whether it has the focus.
    pub focused: bool,
}

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TabView<'a> {
    /// The child of the tab set.
    pub child: NodeId,
    /// The pane it shows, or the first one below it.
    pub pane: PaneId,
    /// Its widget.
    pub widget: &'a WidgetId,
    /// Whether it is in front.
    pub active: bool,
}

/// The bar of a visible tab set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TabBarView {
    /// The tab set.
    pub tabs: NodeId,
    /// Where it lies.
    pub rect: Rect,
}

/// The strip of a collapsed node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoldView {
    /// The node.
    pub node: NodeId,
    /// The first pane below it.
    pub pane: PaneId,
    /// Where it lies.
    pub rect: Rect,
}

impl<P: WidgetProvider + ?Sized> View<'_, P> {
    /// Returns the widget of a pane that is out of view and parked: what it shows is as it was. Cost: two look-ups.
    #[must_use]
    pub fn parked(&self, pane: PaneId) -> Option<&P::Widget> {
        if self.parked.is_empty() { None } else { self.parked.get(self.layout.tree().widget(pane)?) }
    }

    /// Returns what would be lost with the saved state of a pane whose widget is not there, in words; `None` where it holds no
    /// unsaved work. Cost: two look-ups, and none where no saved state holds any.
    #[must_use]
    pub fn unsaved_work(&self, pane: PaneId) -> Option<&str> {
        self.states.unsaved_work(self.layout.tree().widget(pane)?)
    }

    /// How many panes are visible.
    #[must_use]
    pub const fn pane_count(&self) -> usize {
        self.layout.scene().pane_count()
    }

    /// The visible pane with this number, in depth-first order, those of floating surfaces last.
    #[must_use]
    pub fn pane(&self, index: usize) -> Option<PaneView> {
        let layout = self.layout;
        let (pane, px) = layout.scene().pane_at(layout.tree(), index)?;
        let focused = layout.focused_pane() == Some(pane);
        Some(PaneView { pane, rect: layout.content_to_area(px), surface: layout.scene().surface_at(index), focused })
    }

    /// The slot of a pane.
    #[must_use]
    pub fn slot(&mut self, pane: PaneId) -> Option<&Slot<P::Widget>> {
        self.slots.get(pane)
    }

    /// The live widget of a pane.
    pub fn live(&mut self, pane: PaneId) -> Option<&mut P::Widget> {
        self.slots.live(pane)
    }
}

// What depends on the layout alone, so that reading it leaves the widgets free to be borrowed.
impl Layout {
    /// The visible dividers and where they lie.
    pub fn dividers(&self) -> impl Iterator<Item = (DividerAt, Rect)> + '_ {
        self.scene().dividers(self.tree()).map(|d| (d, self.content_to_area(d.rect)))
    }

    /// The panes that fill their surface, and where the bars above them lie that say so: [`Metrics::zoom_bar`](crate::Metrics::zoom_bar).
    pub fn zoom_bars(&self) -> impl Iterator<Item = (PaneId, Rect)> + '_ {
        self.scene().zoom_bars(self.tree()).map(|(pane, rect)| (pane, self.content_to_area(rect)))
    }

    /// The bars of the visible tab sets.
    pub fn tab_bars(&self) -> impl Iterator<Item = TabBarView> + '_ {
        let bars = self.scene().tab_bars(self.tree(), self.placer());
        bars.map(|bar| TabBarView { tabs: bar.tabs, rect: self.content_to_area(bar.rect) })
    }

    /// The tabs of a tab set.
    pub fn tabs(&self, tabs: NodeId) -> impl Iterator<Item = TabView<'_>> + '_ {
        let tree = self.tree();
        let front = match tree.kind(tabs) {
            Some(NodeKind::Tabs { active }) => active,
            _ => None,
        };
        tree.children(tabs).filter_map(move |child| {
            let pane = self.first_pane(child)?;
            Some(TabView { child, pane, widget: tree.widget(pane)?, active: front == Some(child) })
        })
    }

    /// The strips of the collapsed nodes.
    pub fn folds(&self) -> impl Iterator<Item = FoldView> + '_ {
        let folded = self.scene().folded(self.tree());
        folded.filter_map(|(node, px)| {
            Some(FoldView { node, pane: self.first_pane(node)?, rect: self.content_to_area(px) })
        })
    }

    /// The pane at or below a node that had the focus last; the one it shows first where none of them ever had it. Cost: the panes that
    /// had the focus since.
    #[must_use]
    pub fn last_focused_in(&self, node: NodeId) -> Option<PaneId> {
        let tree = self.tree();
        let is_below =
            |pane: &PaneId| std::iter::successors(Some(pane.node()), |at| tree.parent(*at)).any(|at| at == node);
        let recent = self.focus_history().recent().iter().copied();
        recent.into_iter().find(is_below).or_else(|| self.first_pane(node))
    }

    /// The pane a node shows first: itself, the front tab, or the first child's.
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
