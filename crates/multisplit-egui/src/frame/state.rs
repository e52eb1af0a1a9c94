//! What the front end remembers from frame to frame, none of it lasting. It is kept in egui's memory, so that `show` needs no struct.

use crate::base::closing::Closing;
use crate::frame::stagger::Drawn;
use egui::{Id, Pos2, Vec2};
use multisplit::geometry::{Point, Rect};
use multisplit::placement::{Area, Snap};
use multisplit::{NodeId, PaneId, SurfaceId};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// A tab that is being dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DraggedTab {
    /// The dragged child of a tab set.
    pub(crate) tab: NodeId,
    /// The pane that the tab shows, or the first one below it.
    pub(crate) pane: PaneId,
    pub(crate) start: Pos2,
}

/// A floating surface that is being moved or resized. A transaction of the engine is open for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Carried {
    pub(crate) surface: SurfaceId,
    /// The area of the surface before the drag.
    pub(crate) from: Rect,
    pub(crate) start: Pos2,
    /// Whether the lower right corner is dragged, and not the strip.
    pub(crate) corner: bool,
    /// The minimum size that its panes were found to need, including the strip, in logical units.
    pub(crate) least: [f64; 2],
}

/// A press that went into a pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Press {
    pub(crate) pane: PaneId,
    /// The widget that had egui's keyboard focus before.
    pub(crate) before: Option<Id>,
}

/// The active tab of a bar: its node, its index, and the width of the bar.
pub(crate) type FrontTab = (NodeId, usize, f32);

/// The state of a workspace's front end.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The pane whose widget was last given the keyboard.
    pub(crate) keyboard_pane: Option<PaneId>,
    /// The pane that the focus ring was last drawn around.
    pub(crate) ring: Option<PaneId>,
    /// Whether anything had egui's keyboard focus in the last frame, when it began or after everything was drawn. From the start of a
    /// frame until everything is drawn: whether anything had the focus when the frame began.
    pub(crate) had_keyboard: bool,
    /// The widget that had the keyboard focus after everything was drawn.
    pub(crate) keyboard: Option<Id>,
    /// Whether a modal dialog or a popup was open when the frame began. While it is `true`, no pane is given the keyboard.
    pub(crate) covered: bool,
    /// The pane that was last brought into view.
    pub(crate) revealed: Option<PaneId>,
    /// The press whose effect on the keyboard is not known yet.
    pub(crate) press: Option<Press>,
    /// How far each tab bar is scrolled, in points, and the tab that was last brought into view in it.
    pub(crate) bars: Arc<BTreeMap<NodeId, (f32, Option<FrontTab>)>>,
    pub(crate) dragged: Option<DraggedTab>,
    /// The closes that wait for the user's answer, the first one is asked.
    pub(crate) closing: VecDeque<Closing>,
    /// Whether its question has not been shown yet.
    pub(crate) closing_is_new: bool,
    pub(crate) carried_float: Option<Carried>,
    /// The floating surface that was last brought to the front.
    pub(crate) raised: Option<SurfaceId>,
    /// The tab, or the tab bar, whose context menu is open.
    pub(crate) tab_menu: Option<NodeId>,
    /// The tab that was pressed before egui knew it as a widget, until the press ends or becomes a drag.
    pub(crate) pressed_tab: Option<NodeId>,
    /// The divider whose context menu is open.
    pub(crate) divider_menu: Option<(NodeId, usize)>,
    /// The place to which the dragged divider was last asked to go.
    pub(crate) divider_target: Option<(Point, Snap)>,
    pub(crate) scroll: Point,
    /// The place to which the surface is scrolling smoothly.
    pub(crate) goal: Option<Point>,
    /// Whether the next frame leaves the focused pane out of view, because the application scrolled the surface.
    pub(crate) skips_reveal: bool,
    /// The area that was placed in the last frame. If the layout has another scroll offset, something else has scrolled it.
    pub(crate) placed: Option<Area>,
    /// The offset from the corner of the minimap's window at which it is held, in pixels of the surface.
    pub(crate) minimap_hold: Option<Vec2>,
    /// The panes that were drawn in the last frame, if the number of new ones per frame is limited.
    pub(crate) drawn: Option<Arc<Drawn>>,
    /// Whether the plugin that spreads clicks over frames is installed.
    pub(crate) paced: bool,
    /// The offset from the start of a scroll bar's thumb at which it is held, in points.
    pub(crate) scroll_bar_grip: Option<f32>,
}

impl State {
    /// Scrolls to a place at the request of the user or the application, which stops a smooth scroll.
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
