//! The pane: what is seen of a large file, and where the user is in it.
//!
//! It refuses to change the file, and keys of the application. Invariant: only the rows that are seen are read, laid out
//! and drawn; the place is a byte of the file, so that nothing waits for lines to be counted.

mod bars;
mod input;
mod keys;
mod layout;
mod paint;
mod place;
mod selection;
mod strips;

use std::path::Path;
use std::sync::Arc;

use egui::{EventFilter, Id, Rect, Response, Role, Sense, Ui, WidgetInfo};
use multisplit_pane_chrome::{access, names};

use crate::file::{DiskState, Facts, LargeFile, Mark};
use crate::limits::{EDITABLE_BYTES, MAX_ACCESS_BYTES, MAX_ACCESS_ROW_CHARS, MAX_QUERY_BYTES};
use crate::rows::Row;
use crate::state::LargeState;
use crate::text;
use bars::{Find, TopBar};
use input::Grain;
use layout::TextLayout;
use place::FilePlace;
use selection::Selection;

/// A view of a large file, shown in whatever [`Ui`] it is given.
///
/// # Limitations
/// Read-only, no cursor for keys, left to right only. A line longer than 4 KiB is shown in pieces, each a row, marked
/// where it is cut; lines of more than 8 KiB always are. A match or a character with its marks that such a cut splits
/// is drawn in two. Color escapes are not shown.
#[derive(Debug)]
pub struct LargeView {
    file: Arc<LargeFile>,
    facts: Facts,
    place: FilePlace,
    shown: Vec<Shown>,
    /// What the last place was worked out for: generation, revision, size, rows, wrapping.
    measured: Option<(u64, u64, u64, u64, Option<usize>)>,
    /// The last line number that was worked out: the next one is near.
    numbered: Option<Mark>,
    selection: Option<Selection>,
    grain: Grain,
    /// The line that was gone to, clicked or found, by its first byte.
    current: Option<u64>,
    /// A line to go to as soon as it is counted, from 0.
    awaited_line: Option<u64>,
    bar: TopBar,
    find: Find,
    /// The generation whose strip was dismissed.
    dismissed: u64,
    problem: Option<String>,
    /// What is to be seen is not read yet: what was seen before is.
    waits_for_disk: bool,
    is_following: bool,
    wraps: bool,
    wants_focus: bool,
}

/// A row that is seen, with its bytes and the number of its line, from 1.
#[derive(Debug)]
struct Shown {
    row: Row,
    bytes: Vec<u8>,
    number: Option<u64>,
}

impl LargeView {
    /// A view of a file, at its start.
    #[must_use]
    pub fn new(file: Arc<LargeFile>) -> Self {
        let facts = file.facts();
        Self {
            dismissed: facts.generation,
            facts,
            file,
            place: FilePlace::default(),
            shown: Vec::new(),
            measured: None,
            numbered: None,
            selection: None,
            grain: Grain::default(),
            current: None,
            awaited_line: None,
            bar: TopBar::Closed,
            find: Find::default(),
            problem: None,
            waits_for_disk: false,
            is_following: false,
            wraps: false,
            wants_focus: false,
        }
    }

    /// Goes where the state says, as far as the file reaches.
    pub fn restore(&mut self, state: &LargeState) {
        self.place.go(state.offset);
        self.place.left = if state.scroll_x.is_finite() { state.scroll_x.max(0.0) } else { 0.0 };
        self.wraps = state.wrap;
        if state.search.len() <= MAX_QUERY_BYTES {
            self.find = Find::of(&state.search, state.match_case);
        }
        self.set_follow(state.follow);
    }

    /// What is worth keeping over a restart.
    #[must_use]
    pub fn state(&self) -> LargeState {
        LargeState {
            offset: self.place.offset,
            scroll_x: self.place.left,
            follow: self.is_following,
            wrap: self.wraps,
            search: self.find.text.clone(),
            match_case: self.find.match_case,
        }
    }

    /// The file's path as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// The file's name.
    #[must_use]
    pub fn title(&self) -> String {
        names::shown_file(self.path())
    }

    /// The file that is looked at.
    #[must_use]
    pub fn file(&self) -> &Arc<LargeFile> {
        &self.file
    }

    /// What the view and its file hold in memory, in bytes: rows, table of lines, chunks, buffers. An estimate; a file
    /// that several views share counts in each.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let rows: usize = self.shown.iter().map(|shown| shown.bytes.capacity()).sum();
        let own = size_of::<Self>() + rows + self.shown.capacity() * size_of::<Shown>() + self.find.bytes();
        own as u64 + self.file.bytes()
    }

    /// Returns whether a bar with a line of input is open above the text.
    #[must_use]
    pub fn has_bar(&self) -> bool {
        self.bar.is_open()
    }

    /// Takes the keyboard the next time it is shown.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Looks whether the file changed on disk; the view says so in a strip. Cheap.
    pub fn check_disk(&mut self) {
        self.file.check_disk();
    }

    /// The same on the file's thread: returns at once, however long the disk takes.
    pub fn check_disk_later(&mut self) {
        self.file.check_disk_later();
    }

    /// Stays at the end of the file from now on and looks for what is added to it, or no longer.
    pub fn set_follow(&mut self, follow: bool) {
        if follow != self.is_following {
            self.is_following = follow;
            self.file.count_follower(follow);
        }
    }

    /// Whether the view stays at the end of the file. It no longer does once the user scrolls up.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.is_following
    }

    /// Whether long lines go on in the next row.
    #[must_use]
    pub fn is_wrapping(&self) -> bool {
        self.wraps
    }

    /// Lets long lines go on in the next row instead of to the right.
    pub fn set_wrap(&mut self, wrap: bool) {
        self.wraps = wrap;
        self.place.left = 0.0;
    }

    /// Whether the file on disk is shorter than it was when it was opened, so that only its rest is shown.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        matches!(self.file.disk_state(), DiskState::Shrank { .. })
    }

    /// Shows a line, counted from 1; the last one if there are fewer. Where lines are not counted that far yet, it is
    /// gone to once they are.
    pub fn go_to_line(&mut self, line: u64) {
        self.awaited_line = Some(line.saturating_sub(1));
        self.set_follow(false);
        self.go_to_awaited_line();
    }

    /// Shows the view in all the room there is and takes its keys while it has the focus. The response is that of the
    /// text.
    pub fn ui(&mut self, ui: &mut Ui) -> Response {
        let full = multisplit_pane_chrome::room(ui);
        ui.allocate_rect(full, Sense::hover());
        let id = ui.scope_id().with("large file");
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let misses = self.file.facts().misses;
        self.meet_news(ui);
        self.take_keys(ui, id);
        let mut rest = full;
        self.strips_ui(ui, &mut rest, id);
        self.bar_ui(ui, &mut rest, id);
        self.status_ui(ui, &mut rest, id);
        let response = self.text_ui(ui, rest, id);
        let waits = self.file.facts().misses != misses;
        if std::mem::replace(&mut self.waits_for_disk, waits) != waits {
            // The strip that says so.
            ui.ctx().request_repaint();
        }
        response
    }

    fn text_ui(&mut self, ui: &mut Ui, rect: Rect, id: Id) -> Response {
        let layout = TextLayout::new(ui, rect, &self.facts, self.wraps, self.place.widest);
        let response = ui.interact(layout.text, id, Sense::click_and_drag()).on_hover_cursor(egui::CursorIcon::Text);
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let widest = self.place.widest;
        self.go_and_read(ui, &layout, &response, id);
        if widest != self.place.widest || self.facts.disk != self.file.facts().disk {
            // The bar below, or a strip that says why nothing can be read.
            ui.ctx().request_repaint();
        }
        self.take_pointer(ui, &layout, &response);
        self.paint(ui, &layout, &response);
        self.describe(ui, &response);
        response
    }

    /// Moves and reads what is seen then. Where the disk takes too long, all stays as it was, and what keys asked for is done later.
    fn go_and_read(&mut self, ui: &Ui, layout: &TextLayout, response: &Response, id: Id) {
        let misses = self.file.facts().misses;
        let (place, measured, numbered) = (self.place.clone(), self.measured, self.numbered);
        self.move_place(ui, layout, response, id);
        let shown = self.read_rows(layout);
        if self.file.facts().misses != misses {
            (self.place, self.measured, self.numbered) = (place, measured, numbered);
        } else {
            self.shown = shown;
            self.mark_found(layout);
            if self.is_following && !self.place.is_at_end() {
                self.set_follow(false);
            }
        }
    }

    /// Takes in what the file's threads found since the last frame.
    fn meet_news(&mut self, ui: &Ui) {
        let facts = self.file.facts();
        if facts.generation != self.facts.generation {
            (self.selection, self.current, self.awaited_line) = (None, None, None);
            self.find.cancel();
            self.place.widest = 0;
            if facts.started_over.is_some() {
                self.place.go(0);
            }
        }
        if facts.revision != self.facts.revision {
            self.numbered = None;
        }
        self.facts = facts;
        self.go_to_awaited_line();
        self.take_outcome(ui);
    }

    fn go_to_awaited_line(&mut self) {
        let Some(line) = self.awaited_line else { return };
        let facts = self.file.facts();
        let line = if facts.is_indexed() { line.min(facts.lines.saturating_sub(1)) } else { line };
        if let Some(offset) = self.file.content().line_start(line) {
            self.awaited_line = None;
            self.current = Some(offset);
            self.place.show(offset);
        }
    }

    /// Tells a screen reader what is seen.
    fn describe(&self, ui: &Ui, response: &Response) {
        let name = format!("Large file: {}", self.title());
        response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, ui.is_enabled(), &name));
        let is_heard = ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::MultilineTextInput);
            node.set_read_only();
        });
        if is_heard.is_some() {
            let visible = self.visible_text();
            access::text(ui, response.id, &visible, response.rect.min, None, None);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(visible));
        }
    }

    /// The rows that are seen, as text; the starts of long ones.
    fn visible_text(&self) -> String {
        let mut visible = String::new();
        for shown in &self.shown {
            let mut row = String::new();
            text::push_plain(&shown.bytes, &mut row);
            if let Some((cut, _)) = row.char_indices().nth(MAX_ACCESS_ROW_CHARS) {
                row.truncate(cut);
            }
            if visible.len() + row.len() >= MAX_ACCESS_BYTES {
                break;
            }
            visible.push_str(&row);
            visible.push('\n');
        }
        visible
    }

    /// Whether this file could not be edited for its size.
    fn is_beyond_editing(&self) -> bool {
        self.facts.size > EDITABLE_BYTES
    }
}

impl Drop for LargeView {
    fn drop(&mut self) {
        self.set_follow(false);
    }
}

#[cfg(test)]
mod tests;
