//! Translates egui's events into actions of the pane.
//!
//! This module does not perform actions, and it ignores chords that the application has reserved.
//!
//! Invariant: Ctrl+C, Ctrl+X and Ctrl+V reach the program; Ctrl+Shift+C copies and Ctrl+Shift+V pastes.

use std::borrow::Cow;

use alacritty_terminal::grid::Scroll;
use alacritty_terminal::term::TermMode;
use egui::{Event, ImeEvent, Key, Modifiers};

use crate::keys::{self, Bytes};

#[cfg(test)]
mod tests;

/// A function that returns `true` for the chords that belong to the application.
pub type Reserved = dyn Fn(&Modifiers, Key) -> bool + Send + Sync;

/// An action that the pane has to perform.
#[derive(Debug, Clone)]
pub enum Action {
    /// Sends bytes to the program.
    Send(Bytes),
    /// Sends a text to the program as a paste.
    Paste(String),
    /// Copies the selection to the clipboard.
    Copy,
    /// Requests the clipboard, which arrives as an event later.
    AskPaste,
    /// Scrolls the view through the scrollback.
    Scroll(Scroll),
    /// Shows the text that an input method is composing.
    Compose(String),
    /// Restarts the ended shell.
    Restart,
}

/// The state that decides the meaning of an event.
pub struct Keyboard<'a> {
    /// The modes of the program.
    pub mode: TermMode,
    /// The modifiers held before the first event; updated by the events.
    pub modifiers: Modifiers,
    /// The chords of the application.
    pub reserved: &'a Reserved,
    /// Whether the shell has ended.
    pub has_ended: bool,
    /// Whether V, or what it pasted, was seen since V was last released; otherwise Ctrl+V would be sent twice.
    pub v_was_seen: bool,
}

impl Keyboard<'_> {
    /// Returns the actions for one frame's events, in order.
    pub fn actions(&mut self, events: &[Event]) -> Vec<Action> {
        let mut actions = Vec::new();
        let mut is_text_taken = false;
        for (place, event) in events.iter().enumerate() {
            let next_is_text = matches!(events.get(place + 1), Some(Event::Text(_)));
            if let Event::Key { key, pressed: true, modifiers, .. } = event {
                self.modifiers = *modifiers;
                self.v_was_seen |= *key == Key::V;
                // The text that comes with a reserved chord is not meant for the program either.
                is_text_taken = next_is_text && (self.reserved)(modifiers, *key);
                if !is_text_taken {
                    actions.extend(self.key(*key, next_is_text));
                }
            } else if matches!(event, Event::Text(_)) && is_text_taken {
                is_text_taken = false;
            } else if let Event::Key { key: Key::V, pressed: false, modifiers, .. } = event {
                actions.extend(self.v_up(*modifiers));
            } else {
                actions.extend(self.other(event));
            }
        }
        actions
    }

    /// Sends Ctrl+V if it had nothing to paste: egui then reports only the release of V.
    fn v_up(&mut self, modifiers: Modifiers) -> Option<Action> {
        let was_seen = std::mem::take(&mut self.v_was_seen);
        let is_alone = modifiers.ctrl && !modifiers.shift && !modifiers.alt && !modifiers.mac_cmd;
        (!was_seen && is_alone && !self.has_ended).then_some(Action::Send(Cow::Borrowed(b"\x16")))
    }

    fn key(&self, key: Key, next_is_text: bool) -> Option<Action> {
        let modifiers = self.modifiers;
        if (self.reserved)(&modifiers, key) {
            return None;
        }
        if let Some(action) = self.view_key(key) {
            return Some(action);
        }
        if self.has_ended {
            return (key == Key::Enter).then_some(Action::Restart);
        }
        if next_is_text && keys::is_character(key) {
            return None;
        }
        keys::encode(key, modifiers, self.mode).map(Action::Send)
    }

    /// Returns the action of a key that moves the view or uses the clipboard instead of reaching the program.
    fn view_key(&self, key: Key) -> Option<Action> {
        let modifiers = self.modifiers;
        let only_shift = modifiers.shift && !modifiers.ctrl && !modifiers.alt && !modifiers.mac_cmd;
        let copy_chord = modifiers.ctrl && modifiers.shift && !modifiers.alt;
        match key {
            Key::C if copy_chord => Some(Action::Copy),
            Key::V if copy_chord => Some(Action::AskPaste),
            Key::Insert if only_shift => Some(Action::AskPaste),
            _ if !only_shift || self.mode.contains(TermMode::ALT_SCREEN) => None,
            Key::PageUp => Some(Action::Scroll(Scroll::PageUp)),
            Key::PageDown => Some(Action::Scroll(Scroll::PageDown)),
            Key::Home => Some(Action::Scroll(Scroll::Top)),
            Key::End => Some(Action::Scroll(Scroll::Bottom)),
            _ => None,
        }
    }

    fn other(&mut self, event: &Event) -> Option<Action> {
        self.v_was_seen |= matches!(event, Event::Paste(_) | Event::PasteImage(_));
        match event {
            Event::ModifiersChanged(modifiers) => {
                self.modifiers = *modifiers;
                None
            }
            Event::Text(text) => self.text(text),
            Event::Copy => self.clipboard_key(Key::C, b"\x03", Some(Action::Copy)),
            Event::Cut => self.clipboard_key(Key::X, b"\x18", None),
            Event::Paste(text) => self.clipboard_key(Key::V, b"\x16", Some(Action::Paste(text.clone()))),
            Event::PasteImage(_) => self.clipboard_key(Key::V, b"\x16", None),
            Event::Ime(ImeEvent::Preedit { text, .. }) => Some(Action::Compose(text.clone())),
            Event::Ime(ImeEvent::Commit(text)) => self.text(text),
            _ => None,
        }
    }

    fn text(&self, text: &str) -> Option<Action> {
        if self.has_ended || text.is_empty() {
            return None;
        }
        // On a Mac, Option composes characters instead.
        let escape = self.modifiers.alt && !self.modifiers.ctrl && !cfg!(target_os = "macos");
        let bytes = if escape { [b"\x1b", text.as_bytes()].concat() } else { text.as_bytes().to_vec() };
        Some(Action::Send(Cow::Owned(bytes)))
    }

    /// Returns the action for Ctrl with C, X or V, which egui turns into events that no longer say which keys were held.
    fn clipboard_key(&self, key: Key, control: &'static [u8], otherwise: Option<Action>) -> Option<Action> {
        let modifiers = self.modifiers;
        if (self.reserved)(&modifiers, key) {
            return None;
        }
        if modifiers.ctrl && !modifiers.shift && !modifiers.mac_cmd {
            return (!self.has_ended).then_some(Action::Send(Cow::Borrowed(control)));
        }
        otherwise
    }
}

/// Encodes a paste for the program: with line ends as Enter sends them, or between marks if the program asked for marks.
pub fn paste_bytes(text: &str, mode: TermMode) -> Vec<u8> {
    if mode.contains(TermMode::BRACKETED_PASTE) {
        // A closing mark inside the text would make the rest of the text look typed.
        let text: String = text.chars().filter(|c| *c != '\x1b' && *c != '\x03').collect();
        return [b"\x1b[200~", text.as_bytes(), b"\x1b[201~"].concat();
    }
    text.replace("\r\n", "\r").replace('\n', "\r").into_bytes()
}

/// Cuts `text` to at most `limit` bytes at a character boundary, and logs a warning if it was longer.
pub fn cut(text: &str, limit: usize) -> &str {
    if text.len() > limit {
        tracing::warn!(bytes = text.len(), limit, "a text for the terminal was too long and is cut");
    }
    &text[..text.floor_char_boundary(limit)]
}
