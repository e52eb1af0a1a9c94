//! The pane: a buffer, the file it came from, and what is seen of it.
//!
//! It refuses keys of the application and watching the disk. Invariant: `base` is what the file held when the
//! text was last the same as it; a save compares with it first.

mod bars;
mod file;
mod input;
mod keys;
mod menu;
mod paint;
mod saving;
mod scrollbar;
mod strips;
mod view;

use std::path::{Path, PathBuf};

use egui::{EventFilter, Id, Rect, Response, Role, Sense, Ui, WidgetInfo};
use multisplit_pane_chrome::{access, names};

use crate::buffer::Buffer;
use crate::columns::Columns;
use crate::disk::Disk;
use crate::document::{Document, Encoding};
use crate::error::EditorError;
use crate::highlight::Colours;
use crate::indent::TAB_COLUMNS;
use crate::limits::{MAX_TAB_COLUMNS, MAX_UNSAVED_BYTES};
use crate::selection::Selection;
use crate::state::{EditorState, StateKey};
use bars::Bar;
use file::Reading;
use saving::Saving;
use view::{Reveal, View};

/// One file, shown and edited in whatever [`Ui`] it is given.
///
/// # Limitations
/// One cursor, no folding. Text that is read from right to left is shown in the order it is stored in, from left to right, as its
/// cells are; an emoji takes the cells that the width tables of Unicode give it.
#[derive(Debug)]
pub struct Editor {
    path: PathBuf,
    buffer: Buffer,
    encoding: Encoding,
    base: Disk,
    notice: Notice,
    problem: Option<String>,
    columns: Columns,
    view: View,
    bar: Bar,
    /// What was looked for when the find bar was closed last.
    looked_for: String,
    /// What an input method is composing; not yet text.
    preedit: String,
    wants_focus: bool,
    reading: Option<Reading>,
    saving: Option<Saving>,
    /// Why the last save failed.
    refused: Option<String>,
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

/// What the user should know about the file on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notice {
    Nothing,
    /// The file holds something else than the text began from, namely this.
    Changed(Disk),
    /// The file is gone.
    Vanished,
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
        let Document { path, text, encoding, ending, indent, disk, syntax } = document;
        let colours = Colours::new(syntax, text.len_lines());
        let mut buffer = Buffer::new(text, colours, ending, indent);
        buffer.read_only = matches!(encoding, Encoding::Lossy(_));
        Self {
            path,
            buffer,
            encoding,
            base: disk,
            notice: Notice::Nothing,
            problem: None,
            columns: Columns::default(),
            view: View::default(),
            bar: Bar::Closed,
            looked_for: String::new(),
            preedit: String::new(),
            wants_focus: false,
            reading: None,
            saving: None,
            refused: None,
        }
    }

    /// Shows the text as a user prefers it.
    pub fn set_options(&mut self, options: EditorOptions) {
        self.view.wraps = options.wrap;
        self.columns.set_tab(options.tab_columns.clamp(1, MAX_TAB_COLUMNS));
    }

    /// Returns how the text is shown.
    #[must_use]
    pub fn options(&self) -> EditorOptions {
        EditorOptions { wrap: self.view.wraps, tab_columns: self.columns.tab() }
    }

    /// Forgets everything of the file it showed: text, undo, colours, search, selection, notices, what was being composed,
    /// and the path. What is left shows nothing and waits for [`open_document`](Self::open_document).
    pub fn reset(&mut self) {
        self.open_document(Document::blank());
    }

    /// Shows a document, as a new editor of it would; nothing of an earlier one is kept. Quick.
    pub fn open_document(&mut self, document: Document) {
        let (mut columns, options) = (std::mem::take(&mut self.columns), self.options());
        columns.clear();
        // All but rooms that are empty is built anew, so that no field can be forgotten.
        *self = Self { columns, ..Self::from_document(document) };
        self.set_options(options);
    }

    /// Goes where the state says, as far as the text reaches; unsaved text comes back as modified, also where the file is no text
    /// any more: it is shown as changed on disk then, and saving asks.
    pub fn restore(&mut self, state: &EditorState) {
        if let Some(unsaved) = &state.unsaved {
            if self.is_read_only() {
                (self.encoding, self.buffer.read_only) = (Encoding::Utf8 { bom: false }, false);
            }
            self.restore_unsaved(unsaved, state.saved_hash);
        }
        let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
        self.buffer.select(Selection { anchor: at(state.anchor), cursor: at(state.cursor) });
        self.view.restore(state.scroll_line, state.scroll_x);
    }

    /// What is worth keeping over a restart. Copies the text if it is not saved.
    #[must_use]
    pub fn state(&self) -> EditorState {
        let Selection { anchor, cursor } = self.buffer.selection();
        let (scroll_line, scroll_x) = self.view.position();
        let keep = self.is_modified() && !self.is_too_long_to_keep();
        EditorState {
            cursor: cursor as u64,
            anchor: anchor as u64,
            scroll_line,
            scroll_x,
            unsaved: keep.then(|| self.text()),
            saved_hash: self.base.hash(),
        }
    }

    /// Returns what [`state`](Self::state) is made of, to be compared: two equal keys of one editor stand for equal states. Cheap.
    #[must_use]
    pub fn state_key(&self) -> StateKey {
        let (scroll_line, scroll_x) = self.view.position();
        StateKey {
            revision: self.buffer.revision(),
            selection: self.buffer.selection(),
            scroll_line,
            scroll_x,
            base: self.base.hash(),
            is_modified: self.is_modified(),
        }
    }

    /// The text that is selected; nothing where none is.
    #[must_use]
    pub fn selected_text(&self) -> String {
        self.buffer.selected_text()
    }

    /// Returns whether [`state`](Self::state) holds all that is not saved. It does not where the text is longer than
    /// [`MAX_UNSAVED_BYTES`].
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !self.is_modified() || !self.is_too_long_to_keep()
    }

    /// Goes on as the editor of a file that has another path now, as after a rename. The text and its history stay.
    pub fn set_path(&mut self, path: PathBuf) {
        self.path = path;
        // Whatever is being read, or written, lies under the old path.
        self.reading = None;
        self.forget_save();
    }

    /// The file's path as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's name.
    #[must_use]
    pub fn title(&self) -> String {
        names::shown_file(&self.path)
    }

    /// Whether the text is on disk nowhere: edited since it was saved, or the file is gone.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.is_edited() || self.notice == Notice::Vanished
    }

    /// Whether the text can be looked at only, because it is not exactly what the file holds.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.buffer.read_only
    }

    /// The whole text. Copies it.
    #[must_use]
    pub fn text(&self) -> String {
        self.buffer.text().to_string()
    }

    /// What the editor holds in memory, in bytes: text, undo, colours and matches. An estimate.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let bytes = size_of::<Self>()
            + self.buffer.bytes()
            + self.columns.bytes()
            + self.view.bytes()
            + self.bar.bytes()
            + self.looked_for.capacity();
        bytes as u64
    }

    /// Takes the keyboard the next time it is shown.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Puts the cursor at the start of a line, counted from 1, and shows it; the last line if there are fewer.
    pub fn go_to_line(&mut self, line: usize) {
        let text = self.buffer.text();
        let line = line.saturating_sub(1).min(text.len_lines() - 1);
        let at = text.line_to_char(line);
        self.buffer.select(Selection::at(at));
        self.view.reveal = Reveal::Centred;
    }

    /// The same, and selects the first place in the line where a word stands, letter for letter.
    pub fn go_to_word(&mut self, line: usize, word: &str) {
        self.go_to_line(line);
        let (text, start) = (self.buffer.text(), self.buffer.selection().cursor);
        let line = text.line(text.char_to_line(start)).to_string();
        let Some(at) = line.find(word).filter(|_| !word.is_empty()) else { return };
        let first = start + line[..at].chars().count();
        self.buffer.select(Selection::over(&(first..first + word.chars().count())));
    }

    /// Shows the editor in all the room there is and takes its keys while it has the focus. The response is that of
    /// the text.
    pub fn ui(&mut self, ui: &mut Ui) -> Response {
        let full = multisplit_pane_chrome::room(ui);
        ui.allocate_rect(full, Sense::hover());
        let id = ui.scope_id().with("editor");
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        self.take_read(ui.ctx());
        self.take_keys(ui, id);

        let mut rest = full;
        self.strips_ui(ui, &mut rest, id);
        self.bar_ui(ui, &mut rest, id);
        self.status_ui(ui, &mut rest, id);
        self.text_ui(ui, rest, id)
    }

    /// The text itself between the strips.
    fn text_ui(&mut self, ui: &mut Ui, rect: Rect, id: Id) -> Response {
        self.columns.of_revision(self.buffer.revision());
        let mut layout = self.view.layout(ui, rect, &self.buffer, &mut self.columns);
        let response = ui.interact(layout.text, id, Sense::click_and_drag()).on_hover_cursor(egui::CursorIcon::Text);
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        if response.gained_focus() {
            self.view.last_input = ui.input(|input| input.time);
        }
        self.take_pointer(ui, &layout, &response);
        self.take_primary(ui, &layout, &response);
        self.menu_ui(ui, &layout, &response);
        self.view.follow(ui, &layout, &response, &self.buffer, &mut self.columns);
        scrollbar::show(ui, &layout, &mut self.view, id);
        self.view.settle(&mut layout, &self.buffer, &mut self.columns);
        self.paint(ui, &layout, &response);
        self.describe(ui, &layout, &response);
        response
    }

    /// Tells a screen reader what is seen.
    fn describe(&self, ui: &Ui, layout: &view::Layout, response: &Response) {
        let name = format!("Editor: {}", self.title());
        response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, ui.is_enabled(), &name));
        let is_heard = ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::MultilineTextInput);
            if self.is_read_only() {
                node.set_read_only();
            }
        });
        if is_heard.is_none() {
            return;
        }
        let lines = layout.lines_seen();
        let visible = self.visible_text(&lines);
        let start = self.buffer.text().line_to_char(lines.start);
        let Selection { anchor, cursor } = self.buffer.selection();
        let selection = access::within(&(start..start + visible.chars().count()), (anchor, cursor));
        access::text(ui, response.id, &visible, self.view.start(layout), selection);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(visible));
    }

    /// Whether the user changed the text since it was the file's.
    fn is_edited(&self) -> bool {
        !self.buffer.history.is_saved()
    }

    fn is_too_long_to_keep(&self) -> bool {
        self.buffer.text().len_bytes() > MAX_UNSAVED_BYTES
    }

    /// Shows what went wrong in a strip.
    fn note(&mut self, result: Result<(), EditorError>) {
        if let Err(error) = result {
            self.problem = Some(error.to_string());
        }
    }
}

#[cfg(test)]
mod tests;
