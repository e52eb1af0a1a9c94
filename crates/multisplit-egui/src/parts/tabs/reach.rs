//! Decides which tabs are egui widgets in a frame. Of thousands of tabs, they are those that the user could reach before the next frame, and
//! all of them if it is not known where the user is, as before a finger comes down. If a press comes from farther away, it is followed here
//! until the tab is a widget. egui may take such a press for a click on a widget within its own reach of the bar.

use super::laid::{Laid, LaidBar, Tab};
use crate::frame::Frame;
use crate::frame::pointer::pressed_below;
use crate::retained::{moves_keyboard, pointers};
use egui::{Id, PointerButton, Pos2, Ui};
use multisplit::{Layout, NodeId, PaneId};

/// The distance, in points, that a pointer moves in one frame. A tab beyond it is found as well, but highlighted a frame later.
const STRIDE: f32 = 320.0;

/// Where the user could be in this frame.
pub(super) struct Reach {
    all: bool,
    pointers: Vec<Pos2>,
    /// The point at which a press began in this frame, if there is nothing above the tabs.
    pressed: Option<Pos2>,
    /// The widget that has egui's keyboard focus.
    focused: Option<Id>,
    /// The tab or the bar whose menu is open, and the tab that is pressed.
    busy: [Option<NodeId>; 2],
    dragged: Option<PaneId>,
}

impl Reach {
    pub(super) fn of(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Self {
        let pressed = pressed_below(ui, layout, frame);
        let (pointers, moves) = ui.ctx().input(|i| (pointers(i), moves_keyboard(i)));
        let (focused, moved) =
            ui.ctx().memory(|memory| (memory.focused(), memory.to_global.contains_key(&ui.layer_id())));
        Self {
            all: frame.access || frame.anew || moves || moved || pointers.is_empty(),
            pointers,
            pressed,
            focused,
            busy: [frame.state.tab_menu, frame.state.pressed_tab],
            dragged: frame.state.dragged.map(|dragged| dragged.pane),
        }
    }

    /// Returns `true` if the tabs of a bar are within reach.
    pub(super) fn has(&self, laid: &Laid, bar: &LaidBar) -> bool {
        let is_near = |at: &Pos2| bar.rect.expand(STRIDE).contains(*at);
        let has_keyboard = |tab: &Tab| self.focused.is_some_and(|id| id == tab.id || id == tab.close);
        let is_busy =
            |tab: &Tab| self.busy.contains(&Some(tab.child)) || self.dragged == Some(tab.pane) || has_keyboard(tab);
        let any_busy = self.dragged.is_some() || self.focused.is_some() || self.busy.iter().any(Option::is_some);
        let has_menu = self.busy.contains(&Some(bar.node));
        let any_near = self.pointers.iter().any(is_near);
        self.all || any_near || has_menu || (any_busy && laid.tabs[bar.tabs.clone()].iter().any(is_busy))
    }

    /// Returns `true` if a press began on a tab that egui did not know when it looked for what is under the pointer.
    pub(super) fn pressed_unknown(&self, ui: &Ui, tab: &Tab) -> bool {
        let inside = self.pressed.is_some_and(|at| tab.rect.intersect(ui.clip_rect()).contains(at));
        inside && !ui.ctx().viewport(|v| v.prev_pass.widgets.contains(tab.id))
    }
}

/// What became of a press that egui does not know of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Followed {
    pub(super) clicked: Option<PointerButton>,
    pub(super) drags: bool,
}

/// Follows the press in this frame.
pub(super) fn follow(ui: &Ui) -> Followed {
    let buttons = [PointerButton::Primary, PointerButton::Middle, PointerButton::Secondary];
    ui.ctx().input(|i| Followed {
        clicked: buttons.into_iter().find(|button| i.pointer.button_clicked(*button)),
        drags: i.pointer.primary_down() && i.pointer.is_decidedly_dragging(),
    })
}
