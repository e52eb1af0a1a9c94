//! What the mouse says to a program: button, cell and modifiers to bytes, in the encodings of xterm.
//! Refuses to know egui or pixels. Invariant: a cell that an encoding cannot express is not reported at all.

use alacritty_terminal::term::TermMode;

#[cfg(test)]
mod tests;

/// The largest coordinate plus one that a byte can carry after 32 is added.
const BYTE_LIMIT: usize = 223;
/// The same for two bytes of UTF-8.
const UTF8_LIMIT: usize = 2_015;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// A button went down.
    Press(Button),
    /// A button went up.
    Release(Button),
    /// The pointer reached another cell, with this button held, if any.
    Move(Option<Button>),
    /// The wheel turned by one line.
    WheelUp,
    /// The wheel turned by one line.
    WheelDown,
}

/// The buttons that a program can be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// Usually the left one.
    Primary,
    /// The wheel pressed.
    Middle,
    /// Usually the right one.
    Secondary,
}

/// Where and with what held, cells counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// Column from the left.
    pub column: usize,
    /// Row from the top of the screen.
    pub row: usize,
    /// Shift is held.
    pub shift: bool,
    /// Alt is held.
    pub alt: bool,
    /// Ctrl is held.
    pub ctrl: bool,
}

/// The report for `kind`, or `None` if the program in `mode` did not ask for it.
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
