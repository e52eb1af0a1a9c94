//! The pane: shows a part of a large file and keeps the place of the user in it.
//!
//! It does not change the file, and it does not consume keys of the application. Invariant: only the visible rows are read,
//! shaped and drawn. The place is an offset in the file, so that nothing waits for lines to be counted.

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

use egui::{Id, Rect, Response, Ui};
use multisplit_pane_chrome::names;
use multisplit_text_view::accessible::{self, Visible};
use multisplit_text_view::{pane, scroll};

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

/// A view of a large file, shown in any given [`Ui`].
///
/// # Limitations
/// The view is read-only, has no text cursor, and shows text from left to right only. A line longer than 4 KiB may be shown
/// in pieces, each in its own row and marked where it is cut; a line of more than 8 KiB always is. If such a cut splits a
/// match or a character with its combining marks, the match or character is drawn in two parts. Color escapes are not shown.
#[derive(Debug)]
pub struct LargeView {
    file: Arc<LargeFile>,
    facts: Facts,
    place: FilePlace,
    shown: Vec<Shown>,
    /// The inputs of the last computation of the end: generation, revision, size, rows, wrapping.
    measured: Option<(u64, u64, u64, u64, Option<usize>)>,
    /// The last line number that was computed: the next one is near.
    numbered: Option<Mark>,
    selection: Option<Selection>,
    grain: Grain,
    /// The line that was gone to, clicked or found, as the offset of its first byte.
    current: Option<u64>,
    /// A line to go to as soon as it is counted, from 0.
    awaited_line: Option<u64>,
    bar: TopBar,
    find: Find,
    /// The generation whose "started over" strip was dismissed.
    dismissed: u64,
    problem: Option<String>,
    /// Whether the rows to be shown are not read yet. The rows of an earlier frame are shown instead.
    waits_for_disk: bool,
    is_following: bool,
    wraps: bool,
    wants_focus: bool,
}

/// A visible row, with its bytes and the number of its line, from 1.
#[derive(Debug)]
struct Shown {
    row: Row,
    bytes: Vec<u8>,
    number: Option<u64>,
}

impl LargeView {
    /// Creates a view of a file, at its start.
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

    /// Restores a state, as far as the file reaches. A search text longer than
    /// [`MAX_QUERY_BYTES`](crate::limits::MAX_QUERY_BYTES) is ignored.
    pub fn restore(&mut self, state: &LargeState) {
        self.place.go(state.offset);
        self.place.left = scroll::restored_left(state.scroll_x);
        self.wraps = state.wrap;
        if state.search.len() <= MAX_QUERY_BYTES {
            self.find = Find::of(&state.search, state.match_case);
        }
        self.set_follow(state.follow);
    }

    /// Returns the state that is worth keeping over a restart.
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

    /// Returns the path of the file as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns the name of the file, with invisible characters spelled out.
    #[must_use]
    pub fn title(&self) -> String {
        names::shown_file(self.path())
    }

    /// Returns the file that is shown.
    #[must_use]
    pub fn file(&self) -> &Arc<LargeFile> {
        &self.file
    }

    /// Returns an estimate of the memory that the view and its file hold, in bytes: rows, table of lines, chunks and
    /// buffers.
    ///
    /// A file that several views share counts in each of them.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let rows: usize = self.shown.iter().map(|shown| shown.bytes.capacity()).sum();
        let own = size_of::<Self>() + rows + self.shown.capacity() * size_of::<Shown>() + self.find.bytes();
        own as u64 + self.file.bytes()
    }

    /// Returns `true` if a bar with an input line is open above the text.
    #[must_use]
    pub fn has_bar(&self) -> bool {
        self.bar.is_open()
    }

    /// Requests the keyboard focus. The view takes it the next time it is shown.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Checks whether the file changed on disk. The view reports a change in a strip. This is cheap.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn check_disk(&mut self) {
        self.file.check_disk();
    }

    /// Checks the file as [`check_disk`](Self::check_disk) does, but on the file's thread. Returns at once, however slow the
    /// disk is.
    pub fn check_disk_later(&mut self) {
        self.file.check_disk_later();
    }

    /// Sets whether the view stays at the end of the file and checks at intervals what is added to it.
    pub fn set_follow(&mut self, follow: bool) {
        if follow != self.is_following {
            self.is_following = follow;
            self.file.count_follower(follow);
        }
    }

    /// Returns `true` if the view stays at the end of the file. It stops doing so when the user scrolls up.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.is_following
    }

    /// Returns `true` if long lines are wrapped.
    #[must_use]
    pub fn is_wrapping(&self) -> bool {
        self.wraps
    }

    /// Sets whether long lines are wrapped instead of scrolled horizontally. The horizontal scroll offset becomes 0.
    pub fn set_wrap(&mut self, wrap: bool) {
        self.wraps = wrap;
        self.place.left = 0.0;
    }

    /// Returns `true` if the file was found to be shorter than what was read, so that only its remaining part is shown.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        matches!(self.file.disk_state(), DiskState::Shrank { .. })
    }

    /// Goes to a line, counted from 1, or to the last line if there are fewer. It ends following.
    ///
    /// If lines are not counted that far yet, the view goes there once they are.
    pub fn go_to_line(&mut self, line: u64) {
        self.awaited_line = Some(line.saturating_sub(1));
        self.set_follow(false);
        self.go_to_awaited_line();
    }

    /// Shows the view in all the available space and handles its keys while it has the focus. Returns the response of the
    /// text.
    pub fn ui(&mut self, ui: &mut Ui) -> Response {
        let (full, id) = pane::begin(ui, "large file", &mut self.wants_focus);
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
            // The strip that reports it appears or disappears in the next frame.
            ui.ctx().request_repaint();
        }
        response
    }

    fn text_ui(&mut self, ui: &mut Ui, rect: Rect, id: Id) -> Response {
        let layout = TextLayout::new(ui, rect, &self.facts, self.wraps, self.place.widest);
        let response = pane::interact(ui, &layout.area, id, false);
        let widest = self.place.widest;
        self.go_and_read(ui, &layout, &response, id);
        if widest != self.place.widest || self.facts.disk != self.file.facts().disk {
            // The next frame shows the scroll bar below, or a strip that says why nothing can be read.
            ui.ctx().request_repaint();
        }
        self.take_pointer(ui, &layout, &response);
        self.paint(ui, &layout, &response);
        self.describe(ui, &response);
        response
    }

    /// Moves the place and reads the rows that are visible then.
    ///
    /// If the disk takes too long, everything stays as it was, and what keys, wheel and bars requested is done later.
    fn go_and_read(&mut self, ui: &Ui, layout: &TextLayout, response: &Response, id: Id) {
        let misses = self.file.facts().misses;
        let (place, measured, numbered) = (self.place.clone(), self.measured, self.numbered);
        let pointed = self.move_place(ui, layout, response, id);
        let shown = self.read_rows(layout);
        if self.file.facts().misses != misses {
            (self.place, self.measured, self.numbered) = (place, measured, numbered);
            self.place.ask_again(pointed);
        } else {
            self.shown = shown;
            self.mark_found(layout);
            if self.is_following && !self.place.is_at_end() {
                self.set_follow(false);
            }
        }
    }

    /// Takes over what the file's threads found since the last frame.
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

    /// Reports the visible text to screen readers.
    fn describe(&self, ui: &Ui, response: &Response) {
        let name = format!("Large file: {}", self.title());
        accessible::report(ui, response, &name, true, || Visible {
            text: self.visible_text(),
            origin: response.rect.min,
            width: None,
            selection: None,
        });
    }

    /// Returns the visible rows as text, long ones shortened.
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

    /// Returns `true` if the file is too large to be edited.
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
