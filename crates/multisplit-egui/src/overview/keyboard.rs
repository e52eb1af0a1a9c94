//! The keys of the overview. Keys that it does not take go to the search field.

use egui::{Key, Modifiers, Ui};
use multisplit::geometry::Direction;

/// What a key asks of the overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Ends the drag or, if there is none, the overview.
    Leave,
    /// Goes to the pane with the cursor.
    Jump,
    /// Moves the cursor to the next row of the list (1) or to the previous one (-1).
    Step(isize),
    /// Moves the cursor to the neighbor on the map.
    Go(Direction),
}

/// Takes the keys of this frame. While something is searched, the up and down arrows step through the list, and the left and right
/// arrows move in the text.
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
