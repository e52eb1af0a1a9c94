//! Keys, as the web names them.
//!
//! Source: the names are those of the W3C's "UI Events `KeyboardEvent` key Values" and "code Values"; the numbers are those of Windows.

use crate::engine::KeyPress;
use egui::{Key, Modifiers};

/// Letters and digits: their keys, what they mean, where they are, and their numbers.
macro_rules! rows {
    ($($key:ident $name:literal $shifted:literal $code:literal $number:literal;)*) => {
        /// What a key is called: alone, with Shift, where it lies, and its number.
        const fn row(key: Key) -> Option<(&'static str, &'static str, &'static str, u16)> {
            match key {
                $(Key::$key => Some(($name, $shifted, $code, $number)),)*
                _ => None,
            }
        }
    };
}

rows! {
    A "a" "A" "KeyA" 65; B "b" "B" "KeyB" 66; C "c" "C" "KeyC" 67; D "d" "D" "KeyD" 68; E "e" "E" "KeyE" 69;
    F "f" "F" "KeyF" 70; G "g" "G" "KeyG" 71; H "h" "H" "KeyH" 72; I "i" "I" "KeyI" 73; J "j" "J" "KeyJ" 74;
    K "k" "K" "KeyK" 75; L "l" "L" "KeyL" 76; M "m" "M" "KeyM" 77; N "n" "N" "KeyN" 78; O "o" "O" "KeyO" 79;
    P "p" "P" "KeyP" 80; Q "q" "Q" "KeyQ" 81; R "r" "R" "KeyR" 82; S "s" "S" "KeyS" 83; T "t" "T" "KeyT" 84;
    U "u" "U" "KeyU" 85; V "v" "V" "KeyV" 86; W "w" "W" "KeyW" 87; X "x" "X" "KeyX" 88; Y "y" "Y" "KeyY" 89;
    Z "z" "Z" "KeyZ" 90;
    Num0 "0" "0" "Digit0" 48; Num1 "1" "1" "Digit1" 49; Num2 "2" "2" "Digit2" 50; Num3 "3" "3" "Digit3" 51;
    Num4 "4" "4" "Digit4" 52; Num5 "5" "5" "Digit5" 53; Num6 "6" "6" "Digit6" 54; Num7 "7" "7" "Digit7" 55;
    Num8 "8" "8" "Digit8" 56; Num9 "9" "9" "Digit9" 57;
    ArrowDown "ArrowDown" "ArrowDown" "ArrowDown" 40; ArrowLeft "ArrowLeft" "ArrowLeft" "ArrowLeft" 37;
    ArrowRight "ArrowRight" "ArrowRight" "ArrowRight" 39; ArrowUp "ArrowUp" "ArrowUp" "ArrowUp" 38;
    Escape "Escape" "Escape" "Escape" 27; Tab "Tab" "Tab" "Tab" 9; Backspace "Backspace" "Backspace" "Backspace" 8;
    Enter "Enter" "Enter" "Enter" 13; Space " " " " "Space" 32; Insert "Insert" "Insert" "Insert" 45;
    Delete "Delete" "Delete" "Delete" 46; Home "Home" "Home" "Home" 36; End "End" "End" "End" 35;
    PageUp "PageUp" "PageUp" "PageUp" 33; PageDown "PageDown" "PageDown" "PageDown" 34;
    Minus "-" "_" "Minus" 189; Equals "=" "+" "Equal" 187; Plus "+" "+" "Equal" 187; Comma "," "<" "Comma" 188;
    Period "." ">" "Period" 190; Slash "/" "?" "Slash" 191; Backslash "\\" "|" "Backslash" 220;
    Semicolon ";" ":" "Semicolon" 186; Quote "'" "\"" "Quote" 222; Backtick "`" "~" "Backquote" 192;
    OpenBracket "[" "{" "BracketLeft" 219; CloseBracket "]" "}" "BracketRight" 221;
    Colon ":" ":" "Semicolon" 186; Questionmark "?" "?" "Slash" 191; Pipe "|" "|" "Backslash" 220;
    Exclamationmark "!" "!" "Digit1" 49; OpenCurlyBracket "{" "{" "BracketLeft" 219; CloseCurlyBracket "}" "}" "BracketRight" 221;
    F1 "F1" "F1" "F1" 112; F2 "F2" "F2" "F2" 113; F3 "F3" "F3" "F3" 114; F4 "F4" "F4" "F4" 115; F5 "F5" "F5" "F5" 116;
    F6 "F6" "F6" "F6" 117; F7 "F7" "F7" "F7" 118; F8 "F8" "F8" "F8" 119; F9 "F9" "F9" "F9" 120;
    F10 "F10" "F10" "F10" 121; F11 "F11" "F11" "F11" 122; F12 "F12" "F12" "F12" 123;
    Menu "ContextMenu" "ContextMenu" "ContextMenu" 93;
    ShiftLeft "Shift" "Shift" "ShiftLeft" 16; ShiftRight "Shift" "Shift" "ShiftRight" 16;
    ControlLeft "Control" "Control" "ControlLeft" 17; ControlRight "Control" "Control" "ControlRight" 17;
    AltLeft "Alt" "Alt" "AltLeft" 18; AltRight "Alt" "Alt" "AltRight" 18;
}

/// Returns the modifier keys, as the protocol of a browser numbers them.
pub(super) const fn modifiers_of(held: Modifiers) -> u8 {
    held.alt as u8 | (held.ctrl as u8) << 1 | (held.mac_cmd as u8) << 2 | (held.shift as u8) << 3
}

/// Returns a key as the web knows it; `None` for one that no page waits for.
pub(super) fn press(key: Key, pressed: bool, repeat: bool, held: Modifiers) -> Option<KeyPress> {
    let (name, shifted, code, number) = row(key)?;
    let has_text = pressed && key == Key::Enter && !held.ctrl && !held.alt;
    Some(KeyPress {
        key: if held.shift { shifted } else { name },
        code,
        number,
        text: if has_text { "\r" } else { "" },
        pressed,
        repeat,
        modifiers: modifiers_of(held),
    })
}

#[cfg(test)]
mod tests {
    use super::{press, row};
    use egui::{Key, Modifiers};

    #[test]
    fn every_key_that_a_keyboard_usually_has_is_known_by_its_names() {
        let unknown: Vec<&Key> = Key::ALL.iter().filter(|key| row(**key).is_none()).collect();
        let words = format!("{unknown:?}");
        for key in ["Enter", "Tab", "A,", "Num0", "F12", "Delete"] {
            assert!(!words.contains(&format!(" {key}")), "{words}");
        }
        let held = Modifiers { shift: true, ctrl: true, ..Modifiers::NONE };
        let press = press(Key::A, true, false, held).expect("known");
        assert_eq!((press.key, press.code, press.number, press.modifiers), ("A", "KeyA", 65, 10));
    }
}
