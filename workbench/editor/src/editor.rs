//! The pane: one view of a text, and what is typed into it.
//!
//! It refuses keys of the application and watching the disk. Invariant: whatever looks at the text or changes it holds its lock for
//! that time, with the view's own cursor as the active one.

mod bars;
mod input;
mod keys;
mod menu;
mod paint;
mod scrollbar;
mod show;
mod strips;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Response, Ui};
use multisplit_pane_chrome::names;

use crate::columns::Columns;
use crate::document::Document;
use crate::error::EditorError;
use crate::history::KeptUndo;
use crate::indent::TAB_COLUMNS;
use crate::limits::{MAX_KEPT_UNDO_BYTES, MAX_TAB_COLUMNS};
use crate::selection::Selection;
use crate::state::{EditorState, StateKey};
use crate::text_file::{Hold, SharedText, TextFile};
use bars::TopBar;
use view::{Reveal, View};

/// One file, shown and edited in whatever [`Ui`] it is given.
///
/// # Limitations
/// One cursor, no folding. Text that is read from right to left is shown in the order it is stored in, from left to right, as its
/// cells are; an emoji takes the cells that the width tables of Unicode give it.
#[derive(Debug)]
pub struct Editor {
    hold: Hold,
    pane: Pane,
}

/// What a view of a text has of its own, beside its cursor.
#[derive(Debug, Default)]
struct Pane {
    columns: Columns,
    view: View,
    bar: TopBar,
    /// What was looked for when the find bar was closed last.
    looked_for: String,
    /// What an input method is composing; not yet text.
    preedit: String,
    wants_focus: bool,
    /// How high the text was shown last, in points.
    height: f32,
}

/// A view at work in its text.
struct Editing<'a> {
    file: &'a mut TextFile,
    pane: &'a mut Pane,
}

/// How a text is shown. None of it is kept with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditorOptions {
    /// Lines that are longer than the pane is wide go on in a further row.
    pub wrap: bool,
    /// Columns between two tab stops, from 1 to [`MAX_TAB_COLUMNS`].
    pub tab_columns: usize,
}

impl Default for EditorOptions {
    /// Returns lines as they are, and a tab stop every four columns.
    fn default() -> Self {
        Self { wrap: false, tab_columns: TAB_COLUMNS }
    }
}

impl Editor {
    /// Opens a file for editing; where there is none yet, saving makes it. Blocks on the disk: a host that must not
    /// reads the [`Document`] on a thread of its own and calls [`from_document`](Self::from_document).
    ///
    /// # Errors
    /// Those of [`Document::read`].
    pub fn open(path: &Path) -> Result<Self, EditorError> {
        Document::read(path).map(Self::from_document)
    }

    /// An editor of a document that was read. Quick.
    #[must_use]
    pub fn from_document(document: Document) -> Self {
        Self { hold: Hold::of_document(document), pane: Pane::default() }
    }

    /// Returns the text, for another editor to show it too.
    #[must_use]
    pub fn shared(&self) -> Arc<SharedText> {
        Arc::clone(&self.hold.text)
    }

    /// Shows a text that other editors may show as well: one text with one undo and one file, and a cursor and a place of this editor's
    /// own. Both begin where the editor is that had the keyboard last. Nothing of what this one showed before is kept. Quick.
    pub fn show(&mut self, text: Arc<SharedText>) {
        let (hold, top) = Hold::of(text);
        self.hold_on(hold);
        self.pane.view.restore(top as u64, 0.0);
        self.pane.view.reveal = Reveal::Nearest;
    }

    /// Returns whether another editor that is open shows the text, so that nothing is lost with this one.
    #[must_use]
    pub fn is_shown_beside(&self) -> bool {
        self.hold.lock().buffer.cursors.has_open_beside(self.hold.cursor)
    }

    /// Returns whether the text counts as this editor's where each counts once: it is the first of those that show it and are open.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.hold.lock().buffer.cursors.is_first(self.hold.cursor)
    }

    /// Returns whether the user has closed the editor, though it is kept.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.hold.lock().buffer.cursors.is_closed(self.hold.cursor)
    }

    /// Says whether the user has closed the editor, though it is kept. An editor is open at first, and when it is drawn.
    pub fn set_closed(&mut self, is_closed: bool) {
        self.hold.lock().buffer.cursors.set_closed(self.hold.cursor, is_closed);
    }

    /// Shows the text as a user prefers it.
    pub fn set_options(&mut self, options: EditorOptions) {
        self.pane.view.wraps = options.wrap;
        self.pane.columns.set_tab(options.tab_columns.clamp(1, MAX_TAB_COLUMNS));
    }

    /// Returns how the text is shown.
    #[must_use]
    pub fn options(&self) -> EditorOptions {
        EditorOptions { wrap: self.pane.view.wraps, tab_columns: self.pane.columns.tab() }
    }

    /// Forgets everything of the file it showed: text, undo, colors, search, selection, notices, what was being composed,
    /// and the path. What is left shows nothing and waits for [`open_document`](Self::open_document).
    pub fn reset(&mut self) {
        self.open_document(Document::blank());
    }

    /// Shows a document, as a new editor of it would; nothing of an earlier one is kept. Quick.
    pub fn open_document(&mut self, document: Document) {
        self.hold_on(Hold::of_document(document));
    }

    fn hold_on(&mut self, hold: Hold) {
        let (mut columns, options) = (std::mem::take(&mut self.pane.columns), self.options());
        columns.clear();
        // All but rooms that are empty is built anew, so that no field can be forgotten.
        *self = Self { hold, pane: Pane { columns, ..Pane::default() } };
        self.set_options(options);
    }

    /// Goes where the state says, as far as the text reaches; unsaved text comes back as modified, also where the file is no text
    /// any more: it is shown as changed on disk then, and saving asks. Where other editors show the text, it stays as it is.
    pub fn restore(&mut self, state: &EditorState) {
        let is_shown_beside = self.is_shown_beside();
        self.work(|Editing { file, pane }| {
            let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
            // Where undo of what was not saved leads back to, if its steps are not there.
            file.buffer.select(Selection::at(at(state.cursor)));
            if !is_shown_beside {
                file.restore(state);
            }
            file.buffer.select(Selection { anchor: at(state.anchor), cursor: at(state.cursor) });
            pane.view.restore(state.scroll_line, state.scroll_x);
        });
    }

    /// What is worth keeping over a restart. Copies the latest undo steps, and the text if it is not saved; of several editors that show
    /// a text, one keeps both.
    #[must_use]
    pub fn state(&self) -> EditorState {
        let file = self.hold.lock();
        let (Selection { anchor, cursor }, shift) = file.buffer.cursors.place_of(self.hold.cursor);
        let (scroll_line, scroll_x) = self.pane.view.position_after(shift);
        let is_first = file.buffer.cursors.is_first(self.hold.cursor);
        let keep = is_first && file.is_modified() && !file.is_too_long_to_keep();
        EditorState {
            cursor: cursor as u64,
            anchor: anchor as u64,
            scroll_line,
            scroll_x,
            unsaved: keep.then(|| file.buffer.text().to_string()),
            saved_hash: file.base.hash(),
            undo: if is_first { file.buffer.history.kept(MAX_KEPT_UNDO_BYTES) } else { KeptUndo::default() },
        }
    }

    /// Returns what [`state`](Self::state) is made of, to be compared: two equal keys of one editor stand for equal states. Cheap.
    #[must_use]
    pub fn state_key(&self) -> StateKey {
        let file = self.hold.lock();
        let (selection, shift) = file.buffer.cursors.place_of(self.hold.cursor);
        let (scroll_line, scroll_x) = self.pane.view.position_after(shift);
        StateKey {
            revision: file.buffer.revision(),
            selection,
            scroll_line,
            scroll_x,
            base: file.base.hash(),
            is_modified: file.is_modified(),
            is_first: file.buffer.cursors.is_first(self.hold.cursor),
        }
    }

    /// The text that is selected; nothing where none is.
    #[must_use]
    pub fn selected_text(&self) -> String {
        let file = self.hold.lock();
        let (selection, _) = file.buffer.cursors.place_of(self.hold.cursor);
        file.buffer.text().slice(selection.range()).to_string()
    }

    /// Returns whether a state can hold all that is not saved. It cannot where the text is longer than
    /// [`MAX_UNSAVED_BYTES`](crate::limits::MAX_UNSAVED_BYTES).
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let file = self.hold.lock();
        !file.is_modified() || !file.is_too_long_to_keep()
    }

    /// Goes on as the editor of a file that has another path now, as after a rename. The text and its history stay.
    pub fn set_path(&mut self, path: PathBuf) {
        self.hold.lock().set_path(path);
    }

    /// The file's path as it was given.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.hold.text.path()
    }

    /// The file's name.
    #[must_use]
    pub fn title(&self) -> String {
        names::shown_file(&self.hold.lock().path)
    }

    /// Whether the text is on disk nowhere: edited since it was saved, or the file is gone.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.hold.lock().is_modified()
    }

    /// Whether the text can be looked at only, because it is not exactly what the file holds.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.hold.lock().is_read_only()
    }

    /// The whole text. Copies it.
    #[must_use]
    pub fn text(&self) -> String {
        self.hold.lock().buffer.text().to_string()
    }

    /// What the editor holds in memory, in bytes: text, undo, colors and matches. An estimate. A text that several show counts as the
    /// first one's.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let (file, pane) = (self.hold.lock(), &self.pane);
        let text = if file.buffer.cursors.is_first(self.hold.cursor) { file.buffer.bytes() } else { 0 };
        let own = pane.columns.bytes() + pane.view.bytes() + pane.bar.bytes() + pane.looked_for.capacity();
        (size_of::<Self>() + size_of::<TextFile>() + text + own) as u64
    }

    /// Returns whether a bar with a line of input is open above the text.
    #[must_use]
    pub fn has_bar(&self) -> bool {
        self.pane.bar.is_open()
    }

    /// Takes the keyboard the next time it is shown.
    pub fn request_focus(&mut self) {
        self.pane.wants_focus = true;
    }

    /// Puts the cursor at the start of a line, counted from 1, and shows it; the last line if there are fewer.
    pub fn go_to_line(&mut self, line: usize) {
        self.work(|editing| editing.go_to_line(line));
    }

    /// The same, and selects the first place in the line where a word stands, letter for letter.
    pub fn go_to_word(&mut self, line: usize, word: &str) {
        self.work(|editing| editing.go_to_word(line, word));
    }

    /// Writes the text to its file: all of it or nothing, permissions kept, symbolic links followed. Does nothing if
    /// the text is on disk already. Blocks until it is on the disk.
    ///
    /// # Errors
    /// [`EditorError::ChangedOnDisk`] if the file is no longer what was read; [`EditorError::ReadOnly`];
    /// [`EditorError::Write`] with the system's words. The pane shows the error, too.
    pub fn save(&mut self) -> Result<(), EditorError> {
        self.hold.lock().save()
    }

    /// Does what [`save`](Self::save) does on a thread of its own, which calls `wake` when it is done; the next [`Editor::ui`] or
    /// [`is_saving`](Self::is_saving) takes the outcome in. Returns at once, however long the disk takes; text may be typed
    /// meanwhile. The outcome is shown in the pane, and told by [`unsaved_because`](Self::unsaved_because).
    pub fn save_later(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.hold.lock().save_later(wake);
    }

    /// Returns whether the text is on its way to its file.
    pub fn is_saving(&mut self) -> bool {
        self.hold.lock().is_saving()
    }

    /// Waits until the text is on disk, for at most `patience`.
    pub fn wait_until_saved(&mut self, patience: Duration) {
        self.hold.lock().wait_until_saved(patience);
    }

    /// Returns why the last save failed, in words; `None` where it did not.
    #[must_use]
    pub fn unsaved_because(&self) -> Option<String> {
        self.hold.lock().unsaved_because().map(str::to_owned)
    }

    /// Looks whether the file changed on disk, on a thread of its own, which calls `wake` when it has looked; the next [`Editor::ui`]
    /// takes it in. An editor without edits shows the new text and keeps the cursor; one with edits asks in a strip. Returns at
    /// once, however long the disk takes.
    pub fn check_disk_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        self.hold.lock().check_disk_later(wake);
    }

    /// Reads the file again, on a thread of its own. What was typed is gone from the text then, but undo brings it back. Where the
    /// file is gone, unreadable or too large, nothing changes and a strip says why.
    pub fn reload_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        self.hold.lock().reload_later(wake);
    }

    /// Shows the editor in all the room there is and takes its keys while it has the focus. The response is that of
    /// the text.
    pub fn ui(&mut self, ui: &mut Ui) -> Response {
        self.work(|editing| editing.ui(ui))
    }

    /// Works in the text.
    fn work<T>(&mut self, work: impl FnOnce(&mut Editing<'_>) -> T) -> T {
        let (mut file, shift) = self.hold.activate();
        self.pane.view.shift(shift);
        work(&mut Editing { file: &mut file, pane: &mut self.pane })
    }
}

#[cfg(test)]
mod tests;
