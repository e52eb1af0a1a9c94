//! What the front end remembers from frame to frame: passing things only. Kept in egui's memory, so that `show` needs no struct.

use egui::{Id, Pos2, Vec2};
use multisplit::{Area, NodeId, PaneId, Point, Rect, Snap, SurfaceId};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A tab on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DraggedTab {
    /// The child of its tab set.
    pub(crate) tab: NodeId,
    /// Which of its panes stands for it.
    pub(crate) pane: PaneId,
    pub(crate) start: Pos2,
}

/// A floating surface on its way: a transaction of the engine is open for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Carried {
    pub(crate) surface: SurfaceId,
    /// Where it was.
    pub(crate) from: Rect,
    pub(crate) start: Pos2,
    /// Whether its lower right corner is dragged.
    pub(crate) corner: bool,
    /// What its panes were found to take at least, with its strip.
    pub(crate) least: [f64; 2],
}

/// A press that went into a pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Press {
    pub(crate) pane: PaneId,
    /// What had egui's keyboard focus before.
    pub(crate) before: Option<Id>,
}

/// The front tab of a bar: its node, its number, and how wide the bar was.
pub(crate) type FrontTab = (NodeId, usize, f32);

/// What is remembered.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The pane whose widget was given the keyboard last.
    pub(crate) keyboard_pane: Option<PaneId>,
    /// The pane that the ring was drawn around last.
    pub(crate) ring: Option<PaneId>,
    /// Whether anything had egui's keyboard focus when the last frame began, or when it ended.
    pub(crate) had_keyboard: bool,
    /// What had it when all was drawn.
    pub(crate) keyboard: Option<Id>,
    /// Whether a dialog or a menu had the keyboard then: it is given to no pane before that is gone.
    pub(crate) covered: bool,
    /// The pane that was brought into view last.
    pub(crate) revealed: Option<PaneId>,
    /// The press whose effect on the keyboard is still to be seen.
    pub(crate) press: Option<Press>,
    /// How far each tab bar is scrolled, and what was last brought into view.
    pub(crate) bars: Arc<BTreeMap<NodeId, (f32, Option<FrontTab>)>>,
    pub(crate) dragged: Option<DraggedTab>,
    pub(crate) carried_float: Option<Carried>,
    /// The floating surface that was brought to the front last.
    pub(crate) raised: Option<SurfaceId>,
    /// The tab, or the bar, whose context menu is open.
    pub(crate) tab_menu: Option<NodeId>,
    /// The tab that was pressed before it was a widget.
    pub(crate) pressed_tab: Option<NodeId>,
    /// The divider whose context menu is open.
    pub(crate) menu: Option<(NodeId, usize)>,
    /// Where the dragged divider was asked to go last.
    pub(crate) divider_target: Option<(Point, Snap)>,
    pub(crate) scroll: Point,
    /// Where the surface is on its way to, while it moves.
    pub(crate) goal: Option<Point>,
    /// The next frame does not bring the focused pane into view: the surface was scrolled by the application.
    pub(crate) skips_reveal: bool,
    /// What was placed in the last frame: another scroll offset of the layout is somebody's wish.
    pub(crate) placed: Option<Area>,
    /// Where on the minimap its window is held, in pixels of the surface.
    pub(crate) minimap_hold: Option<Vec2>,
    /// The panes that were drawn in the last frame, where that is asked.
    pub(crate) drawn: Option<Arc<FxHashSet<PaneId>>>,
    /// Whether clicks are spread over frames.
    pub(crate) paced: bool,
    /// Where on its thumb a scroll bar is held.
    pub(crate) scroll_bar_grip: Option<f32>,
}

impl State {
    /// Scrolls by the user's hand or the application's wish: what moves by itself stops.
    pub(crate) fn scroll_to(&mut self, to: Point) {
        self.scroll = to;
        self.goal = None;
    }

    pub(crate) fn load(ctx: &egui::Context, id: Id) -> Self {
        ctx.data(|data| data.get_temp(id)).unwrap_or_default()
    }

    pub(crate) fn store(self, ctx: &egui::Context, id: Id) {
        ctx.data_mut(|data| data.insert_temp(id, self));
    }
}
