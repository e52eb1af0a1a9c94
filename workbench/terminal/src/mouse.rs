//! Encodes mouse reports to a program: button, cell and modifiers to bytes, in the encodings of xterm.
//!
//! This module does not know egui or pixels.
//!
//! Invariant: a cell that an encoding cannot express is not reported at all.

use alacritty_terminal::term::TermMode;

#[cfg(test)]
mod tests;

/// The first coordinate, counted from zero, that a single byte cannot express: 33 is added to it.
const BYTE_LIMIT: usize = 223;
/// The first coordinate, counted from zero, that two bytes of UTF-8 cannot express.
const UTF8_LIMIT: usize = 2_015;

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// A button was pressed.
    Press(Button),
    /// A button was released.
    Release(Button),
    /// The pointer moved to another cell, with this button held, if any.
    Move(Option<Button>),
    /// The wheel turned up by one line.
    WheelUp,
    /// The wheel turned down by one line.
    WheelDown,
}

/// The buttons that can be reported to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// The primary button, usually the left one.
    Primary,
    /// The pressed wheel.
    Middle,
    /// The secondary button, usually the right one.
    Secondary,
}

/// A cell, counted from zero, and the held modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The column, from the left.
    pub column: usize,
    /// The row, from the top of the screen.
    pub row: usize,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Ctrl is held.
    pub ctrl: bool,
}

/// Returns the report for `kind`, or `None` if the program in `mode` did not ask for it or the encoding cannot express it.
#[must_use]
pub fn report(kind: MouseKind, at: At, mode: TermMode) -> Option<Vec<u8>> {
    if !is_wanted(kind, mode) {
        return None;
    }
    let code = code(kind) + 4 * u32::from(at.shift) + 8 * u32::from(at.alt) + 16 * u32::from(at.ctrl);
    let released = matches!(kind, MouseKind::Release(_));
    if mode.contains(TermMode::SGR_MOUSE) {
        let last = if released { 'm' } else { 'M' };
        return Some(format!("\x1b[<{code};{};{}{last}", at.column + 1, at.row + 1).into_bytes());
    }
    // The old encodings cannot say which button was released.
    let code = if released { (code & !3) | 3 } else { code };
    old(code, at, mode.contains(TermMode::UTF8_MOUSE))
}

fn is_wanted(kind: MouseKind, mode: TermMode) -> bool {
    match kind {
        MouseKind::Move(None) => mode.contains(TermMode::MOUSE_MOTION),
        MouseKind::Move(Some(_)) => mode.intersects(TermMode::MOUSE_MOTION | TermMode::MOUSE_DRAG),
        _ => mode.intersects(TermMode::MOUSE_MODE),
    }
}

fn code(kind: MouseKind) -> u32 {
    let number = |button| match button {
        Button::Primary => 0,
        Button::Middle => 1,
        Button::Secondary => 2,
    };
    match kind {
        MouseKind::Press(button) | MouseKind::Release(button) => number(button),
        MouseKind::Move(Some(button)) => 32 + number(button),
        MouseKind::Move(None) => 32 + 3,
        MouseKind::WheelUp => 64,
        MouseKind::WheelDown => 65,
    }
}

fn old(code: u32, at: At, utf8: bool) -> Option<Vec<u8>> {
    let limit = if utf8 { UTF8_LIMIT } else { BYTE_LIMIT };
    if at.column >= limit || at.row >= limit {
        return None;
    }
    let mut bytes = b"\x1b[M".to_vec();
    bytes.push(u8::try_from(32 + code).ok()?);
    for place in [at.column, at.row] {
        let value = u32::try_from(33 + place).ok()?;
        if utf8 {
            bytes.extend_from_slice(char::from_u32(value)?.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            bytes.push(u8::try_from(value).ok()?);
        }
    }
    Some(bytes)
}
