//! The keys that an open bar handles before its input line does.
//!
//! They do not reach the bar unless one of its input lines has the keyboard focus. Invariant: a key that is reported here
//! is removed from egui's queue, so that nothing else handles it again.

use egui::{Id, Key, Modifiers, Ui};
use multisplit_pane_chrome::line;

/// The keys that were pressed in a bar since the last frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BarKeys {
    /// Escape: the bar closes. The other keys are not looked at then.
    pub escape: bool,
    /// Enter: the bar does what it is for.
    pub enter: bool,
    /// Shift+Enter: the same, backward.
    pub back: bool,
}

impl BarKeys {
    /// Takes the keys that were pressed while an input line of the bar of `pane` has the focus.
    #[must_use]
    pub fn take(ui: &Ui, pane: Id) -> Self {
        if !line::has_focus(ui, pane) {
            return Self::default();
        }
        let press = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if press(Modifiers::NONE, Key::Escape) {
            return Self { escape: true, ..Self::default() };
        }
        // Checks the longer chord first: a plain Enter would also match with Shift held.
        let back = press(Modifiers::SHIFT, Key::Enter);
        Self { escape: false, enter: press(Modifiers::NONE, Key::Enter), back }
    }
}
