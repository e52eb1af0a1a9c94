//! The pane: one view of a text, and the edits that the user makes in it.
//!
//! It does not consume keys of the application, and it does not watch the disk. Invariant: whatever reads or changes the
//! text holds its lock while it does so; whatever changes it does so with the view's own cursor as the active one.

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
use crate::limits::{MAX_KEPT_UNDO_BYTES, MAX_TAB_COLUMNS, TAB_COLUMNS};
use crate::selection::Selection;
use crate::state::{EditorState, KeptText, StateKey};
use crate::text_file::{Hold, SharedText, TextFile, index};
use bars::TopBar;
use view::{Reveal, View};

/// An editor of one file, shown in any given [`Ui`].
///
/// # Limitations
/// There is one cursor and no folding. Text that is read from right to left is shown in the order in which it is stored,
/// from left to right, because it is drawn in cells. An emoji takes the number of cells that the width tables of Unicode
/// give it.
#[derive(Debug)]
pub struct Editor {
    hold: Hold,
    pane: Pane,
}

/// The state of a view of a text, except for its cursor.
#[derive(Debug, Default)]
struct Pane {
    columns: Columns,
    view: View,
    bar: TopBar,
    /// The query of the find bar when it was closed last.
    looked_for: String,
    /// The text that an input method is composing. It is not part of the text yet.
    preedit: String,
    wants_focus: bool,
    /// The height at which the text was last shown, in points.
    height: f32,
}

/// A view together with its locked text.
struct Editing<'a> {
    file: &'a mut TextFile,
    pane: &'a mut Pane,
}

/// The way in which a text is shown. None of it is kept with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditorOptions {
    /// Whether lines that are longer than the pane is wide are wrapped.
    pub wrap: bool,
    /// The number of columns between two tab stops, from 1 to [`MAX_TAB_COLUMNS`].
    pub tab_columns: usize,
}

impl Default for EditorOptions {
    /// Returns options without wrapping, with a tab stop every four columns.
    fn default() -> Self {
        Self { wrap: false, tab_columns: TAB_COLUMNS }
    }
}

impl Editor {
    /// Opens a file for editing. If the file does not exist yet, saving creates it.
    ///
    /// It waits for the disk. A host that must not wait reads the [`Document`] on a thread of its own and calls
    /// [`from_document`](Self::from_document).
    ///
    /// # Errors
    /// Returns the errors of [`Document::read`].
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn open(path: &Path) -> Result<Self, EditorError> {
        Document::read(path).map(Self::from_document)
    }

    /// Creates an editor of a document that was read. This is fast.
    #[must_use]
    pub fn from_document(document: Document) -> Self {
        Self { hold: Hold::of_document(document), pane: Pane::default() }
    }

    /// Returns the text, so that another editor can show it, too.
    #[must_use]
    pub fn shared(&self) -> Arc<SharedText> {
        Arc::clone(&self.hold.text)
    }

    /// Shows a text that other editors may show as well. This is fast.
    ///
    /// The editors share the text, its undo history and its file. This editor has its own cursor and scroll position; both
    /// begin where they are in the editor that had the keyboard focus last. Nothing of what this editor showed before is
    /// kept.
    pub fn show(&mut self, text: Arc<SharedText>) {
        let (hold, top) = Hold::of(text);
        self.hold_on(hold);
        self.pane.view.restore(top as u64, 0.0);
        self.pane.view.reveal = Reveal::Nearest;
    }

    /// Returns `true` if another open editor shows the text, so that closing this one loses nothing.
    #[must_use]
    pub fn is_shown_beside(&self) -> bool {
        self.hold.lock().buffer.cursors.has_open_beside(self.hold.cursor)
    }

    /// Returns `true` if this editor is the first of the open editors that show the text, or the first of all if none is
    /// open.
    ///
    /// It is used to count each text once.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.hold.lock().buffer.cursors.is_first(self.hold.cursor)
    }

    /// Returns `true` if the user has closed the editor, although it is kept.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.hold.lock().buffer.cursors.is_closed(self.hold.cursor)
    }

    /// Records whether the user has closed the editor, although it is kept. An editor is open when it is created and becomes
    /// open when it is drawn.
    pub fn set_closed(&mut self, is_closed: bool) {
        self.hold.lock().buffer.cursors.set_closed(self.hold.cursor, is_closed);
    }

    /// Sets the way in which the text is shown. The tab width is clamped to 1 to [`MAX_TAB_COLUMNS`].
    pub fn set_options(&mut self, options: EditorOptions) {
        self.pane.view.wraps = options.wrap;
        self.pane.columns.set_tab(options.tab_columns.clamp(1, MAX_TAB_COLUMNS));
    }

    /// Returns the way in which the text is shown.
    #[must_use]
    pub fn options(&self) -> EditorOptions {
        EditorOptions { wrap: self.pane.view.wraps, tab_columns: self.pane.columns.tab() }
    }

    /// Forgets everything about the shown file: text, undo history, colors, search, selection, notices, text being composed,
    /// and the path. The editor is then empty until [`open_document`](Self::open_document) is called.
    pub fn reset(&mut self) {
        self.open_document(Document::blank());
    }

    /// Shows a document as a new editor would. Nothing of an earlier document is kept. This is fast.
    pub fn open_document(&mut self, document: Document) {
        self.hold_on(Hold::of_document(document));
    }

    fn hold_on(&mut self, hold: Hold) {
        let (mut columns, options) = (std::mem::take(&mut self.pane.columns), self.options());
        columns.clear();
        // Everything except empty allocations is created from scratch, so that no field can be forgotten.
        *self = Self { hold, pane: Pane { columns, ..Pane::default() } };
        self.set_options(options);
    }

    /// Restores a state, as far as the text reaches. Unsaved text is restored and counts as modified.
    ///
    /// If the file is no longer text, it is reported as changed on disk, and saving asks the user. If other open editors
    /// show the text, the text itself is not changed.
    pub fn restore(&mut self, state: &EditorState) {
        if !self.is_shown_beside() {
            self.work(|Editing { file, .. }| file.restore(state));
        }
        self.restore_place(state);
    }

    /// Restores the cursor, the selection and the scroll position of a state, as far as the text reaches. The text stays.
    pub fn restore_place(&mut self, state: &EditorState) {
        self.work(|Editing { file, pane }| {
            file.buffer.select(Selection { anchor: index(state.anchor), cursor: index(state.cursor) });
            pane.view.restore(state.scroll_line, state.scroll_x);
        });
    }

    /// Returns the state that is worth keeping over a restart. It copies the latest undo steps, and shares the text if it
    /// is not saved. It is fast, however long the text is.
    ///
    /// If several editors show the text, only the [first](Self::is_first) keeps both.
    #[must_use]
    pub fn state(&self) -> EditorState {
        let file = self.hold.lock();
        let (Selection { anchor, cursor }, shift) = file.buffer.cursors.place_of(self.hold.cursor);
        let (scroll_line, scroll_x) = self.pane.view.position_after(shift);
        let is_first = file.buffer.cursors.is_first(self.hold.cursor);
        EditorState {
            cursor: cursor as u64,
            anchor: anchor as u64,
            scroll_line,
            scroll_x,
            unsaved: (is_first && file.is_modified()).then(|| KeptText::new(file.buffer.text().clone())),
            saved_hash: file.base.hash(),
            undo: if is_first { file.buffer.history.kept(MAX_KEPT_UNDO_BYTES) } else { KeptUndo::default() },
        }
    }

    /// Returns the inputs of [`state`](Self::state), to be compared: two equal keys of one editor mean equal states. This is
    /// cheap.
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

    /// Returns the selected text, which is empty if nothing is selected.
    #[must_use]
    pub fn selected_text(&self) -> String {
        let file = self.hold.lock();
        let (selection, _) = file.buffer.cursors.place_of(self.hold.cursor);
        file.buffer.text().slice(selection.range()).to_string()
    }

    /// Changes the path of the file, for example after a rename. The text and its history stay.
    pub fn set_path(&mut self, path: PathBuf) {
        self.hold.lock().set_path(path);
    }

    /// Returns the current path of the file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.hold.text.path()
    }

    /// Returns the name of the file, with invisible characters spelled out.
    #[must_use]
    pub fn title(&self) -> String {
        names::shown_file(&self.hold.lock().path)
    }

    /// Returns `true` if the text is not on disk: it was edited since it was saved, or the file no longer exists.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.hold.lock().is_modified()
    }

    /// Returns `true` if the text is read-only because it is not exactly what the file contains.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.hold.lock().is_read_only()
    }

    /// Returns a copy of the whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.hold.lock().buffer.text().to_string()
    }

    /// Returns an estimate of the memory that the editor holds, in bytes: text, undo history, colors and matches.
    ///
    /// A text that several editors show counts only in the [first](Self::is_first).
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let (file, pane) = (self.hold.lock(), &self.pane);
        let text = if file.buffer.cursors.is_first(self.hold.cursor) { file.buffer.bytes() } else { 0 };
        let own = pane.columns.bytes() + pane.view.bytes() + pane.bar.bytes() + pane.looked_for.capacity();
        (size_of::<Self>() + size_of::<TextFile>() + text + own) as u64
    }

    /// Returns `true` if a bar with an input line is open above the text.
    #[must_use]
    pub fn has_bar(&self) -> bool {
        self.pane.bar.is_open()
    }

    /// Requests the keyboard focus. The editor takes it the next time it is shown.
    pub fn request_focus(&mut self) {
        self.pane.wants_focus = true;
    }

    /// Returns the line that is shown first, counted from 0, with its hidden part as the fraction.
    #[must_use]
    pub fn first_line(&self) -> f64 {
        self.pane.view.position_in_lines()
    }

    /// Scrolls so that a line is shown first, counted from 0. The cursor stays where it is.
    pub fn show_from_line(&mut self, line: f64) {
        self.pane.view.show_from(line);
    }

    /// Moves the cursor to the start of a line, counted from 1, or of the last line if there are fewer, and scrolls it into
    /// view.
    pub fn go_to_line(&mut self, line: usize) {
        self.work(|editing| editing.go_to_line(line));
    }

    /// Goes to a line as [`go_to_line`](Self::go_to_line) does, and selects the first occurrence of a word in the line.
    ///
    /// The case must match. If the line does not contain the word, nothing is selected.
    pub fn go_to_word(&mut self, line: usize, word: &str) {
        self.work(|editing| editing.go_to_word(line, word));
    }

    /// Writes the text to its file, completely or not at all. Permissions are kept, and symbolic links are followed.
    ///
    /// It does nothing if the text is on disk already. It waits until the text is on the disk.
    ///
    /// # Errors
    /// Returns [`EditorError::ChangedOnDisk`] if the file is no longer what was read, [`EditorError::ReadOnly`] if the text
    /// is read-only, and [`EditorError::Write`] with the error of the system if the file cannot be written. Before it
    /// writes, it reads the file to compare it, so it can also return the errors of reading. The pane shows the error, too.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn save(&mut self) -> Result<(), EditorError> {
        self.hold.lock().save()
    }

    /// Saves the text as [`save`](Self::save) does, but on a thread of its own. Returns at once, however slow the disk is.
    ///
    /// The thread calls `wake` when it is done; the next [`Editor::ui`] or [`is_saving`](Self::is_saving) takes over the
    /// outcome. The text can be edited meanwhile. The pane shows the outcome, and [`unsaved_because`](Self::unsaved_because)
    /// returns it.
    pub fn save_later(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.hold.lock().save_later(wake);
    }

    /// Returns `true` if a save is in progress.
    pub fn is_saving(&mut self) -> bool {
        self.hold.lock().is_saving()
    }

    /// Waits until no save is in progress, for at most `patience` per save.
    pub fn wait_until_saved(&mut self, patience: Duration) {
        self.hold.lock().wait_until_saved(patience);
    }

    /// Returns the reason why the last save failed, in words, or `None` if it succeeded.
    #[must_use]
    pub fn unsaved_because(&self) -> Option<String> {
        self.hold.lock().unsaved_because().map(str::to_owned)
    }

    /// Checks on a thread of its own whether the file changed on disk. Returns at once, however slow the disk is.
    ///
    /// The thread calls `wake` when it is done, and the next [`Editor::ui`] takes over the result. A text without edits is
    /// replaced and the cursor stays; for a text with edits, a strip asks the user.
    pub fn check_disk_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        self.hold.lock().check_disk_later(wake);
    }

    /// Reads the file again on a thread of its own, and then replaces the text. Undo restores the replaced text.
    ///
    /// If the file does not exist, is unreadable or too large, nothing changes and a strip gives the reason.
    pub fn reload_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        self.hold.lock().reload_later(wake);
    }

    /// Shows the editor in all the available space and handles its keys while it has the focus. Returns the response of the
    /// text.
    pub fn ui(&mut self, ui: &mut Ui) -> Response {
        self.work(|editing| editing.ui(ui))
    }

    /// Locks the text, makes the own cursor active and calls `work`.
    fn work<T>(&mut self, work: impl FnOnce(&mut Editing<'_>) -> T) -> T {
        let (mut file, shift) = self.hold.activate();
        self.pane.view.shift(shift);
        work(&mut Editing { file: &mut file, pane: &mut self.pane })
    }
}

#[cfg(test)]
mod tests;
