//! What the pointer did to a text: pressed, dragged, clicked twice or three times.
//!
//! It does not select: what a word or a line is, the view knows. Invariant: a press gives the text the keyboard focus, and
//! there is at most one gesture in a frame.

use egui::{PointerButton, Pos2, Response, Ui};

/// What the pointer did since the last frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The primary button went down.
    Press {
        /// Whether Shift was held: the selection is extended to here.
        extends: bool,
    },
    /// The pointer is dragged with the primary button.
    Drag,
    /// The text was clicked twice.
    DoubleClick,
    /// The text was clicked three times.
    TripleClick,
}

impl Gesture {
    /// Returns the gesture of this frame and the point it refers to, or `None` if nothing was done to the text.
    #[must_use]
    pub fn take(ui: &Ui, response: &Response) -> Option<(Self, Pos2)> {
        let pressed = response.is_pointer_button_down_on() && ui.input(|input| input.pointer.primary_pressed());
        if pressed {
            response.request_focus();
        }
        let point = response.interact_pointer_pos()?;
        let gesture = if response.triple_clicked() {
            Self::TripleClick
        } else if response.double_clicked() {
            Self::DoubleClick
        } else if pressed {
            Self::Press { extends: ui.input(|input| input.modifiers.shift) }
        } else if response.dragged_by(PointerButton::Primary) {
            Self::Drag
        } else {
            return None;
        };
        Some((gesture, point))
    }
}
