//! The keyboard of the tree.
//!
//! It takes keys only while the tree has the focus, and leaves keys that it does not know to others.
//!
//! Invariant: keys act in the order in which they were pressed.

use egui::{Event, EventFilter, Id, Key, Modifiers, Ui};

use super::folders::What;
use super::prompt::NamePurpose;
use super::{FileAction, FileTree};
use crate::limits;

/// The request of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stroke {
    Move(Key),
    Enter {
        beside: bool,
    },
    Rename,
    Trash,
    CopyPath,
    Refresh,
    /// Closes a prompt that no longer has the keyboard.
    Dismiss,
    Text(String),
}

impl FileTree {
    pub(super) fn keys(&mut self, ui: &Ui, id: Id, actions: &mut Vec<FileAction>) {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let asks = self.prompt.is_some();
        for stroke in take_strokes(ui, asks) {
            match stroke {
                Stroke::Dismiss => self.prompt = None,
                Stroke::Move(key) => self.go(key),
                Stroke::Enter { beside } => self.enter(beside, actions),
                Stroke::Rename => {
                    if let Some(path) = self.selected() {
                        self.ask(NamePurpose::Rename(path));
                    }
                }
                Stroke::Trash => actions.extend(self.selected().map(FileAction::Trash)),
                Stroke::CopyPath => {
                    self.selected().into_iter().for_each(|path| ui.copy_text(path.display().to_string()));
                }
                Stroke::Refresh => self.refresh(),
                Stroke::Text(text) => self.type_ahead(&text, ui.input(|input| input.time)),
            }
        }
    }

    fn go(&mut self, key: Key) {
        let now = self.selected_row;
        let page = self.list.page(self.row_height) as isize;
        let end = self.folders.rows().len() as isize;
        match key {
            Key::ArrowUp => self.step(now.map_or(end, |row| row as isize), -1, 1),
            Key::ArrowDown => self.step(now.map_or(-1, |row| row as isize), 1, 1),
            Key::PageUp => self.step(now.map_or(end, |row| row as isize), -1, page),
            Key::PageDown => self.step(now.map_or(-1, |row| row as isize), 1, page),
            Key::Home => self.step(-1, 1, 1),
            Key::End => self.step(end, -1, 1),
            Key::ArrowLeft => self.leave(),
            Key::ArrowRight => self.descend(),
            _ => {}
        }
        if let Some(row) = self.selected_row {
            self.list.reveal(row);
        }
    }

    /// Moves the selection `count` rows up or down, as far as there are rows, and skips notes.
    fn step(&mut self, from: isize, by: isize, count: isize) {
        let rows = self.folders.rows();
        let (mut at, mut left, mut best) = (from + by, count, None);
        while left > 0
            && let Some(row) = usize::try_from(at).ok().and_then(|at| rows.get(at))
        {
            if self.folders.entry(*row).is_some() {
                best = Some(at as usize);
                left -= 1;
            }
            at += by;
        }
        if let Some(row) = best {
            self.select_row(row);
        }
    }

    /// Closes the selected folder, or selects the folder above.
    fn leave(&mut self) {
        let Some(row) = self.selected_row.and_then(|row| self.folders.rows().get(row)).copied() else { return };
        if matches!(row.what, What::Entry { open: Some(_), .. }) {
            self.toggle_selected();
        } else if let Some(above) = self.selected.as_deref().and_then(std::path::Path::parent)
            && let Some(row) = self.folders.find_row(above)
        {
            self.select_row(row);
        }
    }

    /// Opens the selected folder, or selects its first entry.
    fn descend(&mut self) {
        let Some(at) = self.selected_row else { return };
        let Some(row) = self.folders.rows().get(at).copied() else { return };
        match row.what {
            What::Entry { open: Some(open), .. } => {
                let inside = self.folders.rows().get(at + 1).copied();
                if inside.is_some_and(|inside| inside.folder == open && self.folders.entry(inside).is_some()) {
                    self.select_row(at + 1);
                }
            }
            _ if self.folders.entry(row).is_some_and(|entry| entry.folder) => self.toggle_selected(),
            _ => {}
        }
    }

    fn enter(&mut self, beside: bool, actions: &mut Vec<FileAction>) {
        let Some(row) = self.selected_row.and_then(|row| self.folders.rows().get(row)).copied() else { return };
        let Some(entry) = self.folders.entry(row) else { return };
        if entry.folder {
            self.toggle_selected();
        } else {
            let path = self.root.join(self.folders.row_path(row));
            actions.push(if beside { FileAction::OpenBeside(path) } else { FileAction::Open(path) });
        }
    }

    fn type_ahead(&mut self, text: &str, now: f64) {
        if now - self.typed_at > limits::TYPE_AHEAD_SECONDS {
            self.typed.clear();
        }
        self.typed_at = now;
        if self.typed.len() + text.len() <= limits::NAME_BYTES {
            self.typed.push_str(&text.to_lowercase());
        }
        let rows = self.folders.rows();
        let mut letters = self.typed.chars();
        let first = letters.next();
        // Typing the same letter repeatedly steps through the names that start with it.
        let again = first.is_some_and(|first| letters.clone().next().is_some() && letters.all(|c| c == first));
        let wanted = if again { self.typed.chars().take(1).collect() } else { self.typed.clone() };
        let fresh = again || self.typed.chars().count() == 1;
        let from = self.selected_row.map_or(0, |row| row + usize::from(fresh));
        let found = (0..rows.len()).map(|i| (from + i) % rows.len()).find(|row| {
            self.folders.entry(rows[*row]).is_some_and(|entry| entry.label.to_lowercase().starts_with(&wanted))
        });
        if let Some(row) = found {
            self.select_row(row);
            self.list.reveal(row);
        }
    }
}

/// Takes the keys of the tree out of the events of this frame.
fn take_strokes(ui: &Ui, asks: bool) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| match stroke(event, asks) {
            Some(stroke) => {
                strokes.push(stroke);
                false
            }
            None => true,
        });
    });
    strokes
}

fn stroke(event: &Event, asks: bool) -> Option<Stroke> {
    match event {
        Event::Text(text) if !text.trim().is_empty() => Some(Stroke::Text(text.clone())),
        Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if !modifiers.alt => {
            Some(Stroke::Enter { beside: modifiers.command })
        }
        Event::Key { key: Key::Escape, pressed: true, .. } if asks => Some(Stroke::Dismiss),
        Event::Key { key: Key::F2, pressed: true, modifiers: Modifiers::NONE, .. } => Some(Stroke::Rename),
        Event::Key { key: Key::Delete, pressed: true, modifiers: Modifiers::NONE, .. } => Some(Stroke::Trash),
        Event::Key { key: Key::F5, pressed: true, modifiers: Modifiers::NONE, .. } => Some(Stroke::Refresh),
        Event::Copy => Some(Stroke::CopyPath),
        Event::Key { key, pressed: true, modifiers: Modifiers::NONE, .. } => {
            use Key::{ArrowDown, ArrowLeft, ArrowRight, ArrowUp, End, Home, PageDown, PageUp};
            let moves = [ArrowUp, ArrowDown, ArrowLeft, ArrowRight, Home, End, PageUp, PageDown];
            moves.contains(key).then_some(Stroke::Move(*key))
        }
        _ => None,
    }
}
