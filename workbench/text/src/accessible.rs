//! What screen readers are told of a text: its role, its name, and the part that is visible.
//!
//! It does not choose that part: the view does, and only if somebody listens. Invariant: a text that cannot be edited is
//! reported as read-only.

use egui::{Pos2, Response, Role, Ui, WidgetInfo};
use multisplit_pane_chrome::access;

/// The visible part of a text.
#[derive(Clone, Debug)]
pub struct Visible {
    /// The text.
    pub text: String,
    /// Where its first line begins, in points.
    pub origin: Pos2,
    /// The width at which its lines are wrapped, in points, or `None` if they are not.
    pub width: Option<f32>,
    /// The anchor and the caret, in characters from the start of the text, if there is a caret within it.
    pub selection: Option<(usize, usize)>,
}

/// Reports a text to screen readers. `visible` is called only if there are any.
pub fn report(ui: &Ui, response: &Response, name: &str, is_read_only: bool, visible: impl FnOnce() -> Visible) {
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, ui.is_enabled(), name));
    let is_heard = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::MultilineTextInput);
        if is_read_only {
            node.set_read_only();
        }
    });
    if is_heard.is_some() {
        let Visible { text, origin, width, selection } = visible();
        access::text(ui, response.id, &text, origin, width, selection);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(text));
    }
}
