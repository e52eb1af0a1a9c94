//! The keys of the overview. What is left of them goes to the search field.

use egui::{Key, Modifiers, Ui};
use multisplit::Direction;

/// Something a key asks of the overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Ends the drag, or the overview.
    Leave,
    /// Goes to the pane with the cursor.
    Jump,
    /// To the next in the list (1), or the one before (-1).
    Step(isize),
    /// To the neighbor on the map.
    Go(Direction),
}

/// Takes the keys of this frame. While something is searched, the arrows up and down walk the list and the others the text.
pub(super) fn take(ui: &Ui, searching: bool) -> Vec<Pressed> {
    let up = if searching { Pressed::Step(-1) } else { Pressed::Go(Direction::Up) };
    let down = if searching { Pressed::Step(1) } else { Pressed::Go(Direction::Down) };
    let mut table = vec![
        (Modifiers::NONE, Key::Escape, Pressed::Leave),
        (Modifiers::NONE, Key::Enter, Pressed::Jump),
        (Modifiers::SHIFT, Key::Tab, Pressed::Step(-1)),
        (Modifiers::NONE, Key::Tab, Pressed::Step(1)),
        (Modifiers::NONE, Key::ArrowUp, up),
        (Modifiers::NONE, Key::ArrowDown, down),
    ];
    if !searching {
        table.push((Modifiers::NONE, Key::ArrowLeft, Pressed::Go(Direction::Left)));
        table.push((Modifiers::NONE, Key::ArrowRight, Pressed::Go(Direction::Right)));
    }
    let mut pressed = vec![];
    ui.ctx().input_mut(|input| {
        for (modifiers, key, what) in table {
            let times = input.count_and_consume_key(modifiers, key);
            pressed.extend(std::iter::repeat_n(what, times));
        }
    });
    pressed
}
