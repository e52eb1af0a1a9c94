//! The bars above the text: find, and go to a line. At most one is open.
//!
//! They do not wait: a search runs on a thread of its own and is canceled by the next one. Invariant: marks and status
//! belong to the text in the bar.

use std::ops::Range;

use egui::{Id, Rect, Ui};
use multisplit_pane_chrome::line;
use multisplit_text_view::bar_keys::BarKeys;
use multisplit_text_view::find_line::{FindButton, FindLine};
use multisplit_text_view::go_to_line::{GoToLine, Outcome as LineOutcome};

use crate::limits::MAX_QUERY_BYTES;
use crate::search::{Field, Outcome, Query, Running, Way};
use crate::view::selection::Selection;
use crate::view::{LargeView, text};

/// The bar that is open above the text.
#[derive(Debug, Default)]
pub(super) enum TopBar {
    #[default]
    Closed,
    Find {
        fresh: bool,
    },
    GoToLine(GoToLine),
}

impl TopBar {
    /// Returns `true` if a bar is open.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self, Self::Closed)
    }
}

/// The state of the search, whether its bar is open or not.
#[derive(Debug, Default)]
pub(super) struct Find {
    pub(super) text: String,
    pub(super) match_case: bool,
    query: Option<Query>,
    running: Option<Running>,
    /// The offset from which a search starts each time the text is edited.
    origin: u64,
    found: Option<Range<u64>>,
    /// The outcome of the last search, in words.
    words: String,
    /// The offset of a match that must be scrolled into view horizontally.
    revealed: Option<u64>,
    marks: Vec<Range<u64>>,
}

impl Find {
    /// Creates a search that has not been started.
    pub(super) fn of(text: &str, match_case: bool) -> Self {
        Self { text: text.to_owned(), match_case, query: Query::new(text, match_case), ..Self::default() }
    }

    /// Returns `true` if a search is running.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Cancels the running search and forgets the last match.
    pub(super) fn cancel(&mut self) {
        (self.running, self.found, self.revealed) = (None, None, None);
        self.words.clear();
    }

    /// Returns the match that was found last.
    pub(super) fn found(&self) -> Option<&Range<u64>> {
        self.found.as_ref()
    }

    /// Returns the visible matches.
    pub(super) fn marks(&self) -> &[Range<u64>] {
        &self.marks
    }

    /// Finds at most `most` matches in the visible bytes, which begin at the offset `start`.
    pub(super) fn mark(&mut self, start: u64, seen: &[u8], most: usize) {
        self.marks.clear();
        let Some(query) = &self.query else { return };
        let found = query.all_in(seen, most).into_iter();
        self.marks.extend(found.map(|found| start + found.start as u64..start + found.end as u64));
    }

    /// Takes the offset that must be scrolled into view horizontally. It is returned only once.
    pub(super) fn take_revealed(&mut self) -> Option<u64> {
        self.revealed.take()
    }

    /// Returns the memory in use, in bytes. A running search has a buffer of one window.
    pub(super) fn bytes(&self) -> usize {
        let window = if self.is_running() { crate::limits::SCAN_BYTES } else { 0 };
        self.text.capacity() + self.words.capacity() + self.marks.capacity() * size_of::<Range<u64>>() + window
    }

    fn status(&self) -> String {
        match &self.running {
            Some(running) => format!("searching {} %", (running.progress() * 100.0) as u32),
            None => self.words.clone(),
        }
    }
}

impl LargeView {
    /// Opens the find bar, with the selected text if it can be searched for.
    pub(super) fn open_find(&mut self) {
        if let Some(selected) = self.selected_words() {
            (self.find.text, self.find.found) = (selected, self.selection.map(|selection| selection.range()));
            self.find.query = Query::new(&self.find.text, self.find.match_case);
        }
        self.find.origin = self.find.found.as_ref().map_or(self.place.offset, |found| found.start);
        self.bar = TopBar::Find { fresh: true };
    }

    /// Closes the open bar and returns the focus to the text.
    pub(super) fn close_bar(&mut self) {
        if matches!(self.bar, TopBar::Find { .. }) {
            self.find.running = None;
        }
        self.bar = TopBar::Closed;
        self.wants_focus = true;
    }

    /// Returns `true` if the input line of a bar has the focus.
    pub(super) fn bar_has_focus(&self, ui: &Ui, id: Id) -> bool {
        self.bar.is_open() && line::has_focus(ui, id)
    }

    /// Searches for the next or previous match. Opens the bar if there is nothing to search for yet.
    pub(super) fn find_step(&mut self, way: Way) {
        if self.find.query.is_none() {
            return self.open_find();
        }
        let from = match (&self.find.found, way) {
            (Some(found), Way::Forward) => found.end,
            (Some(found), Way::Back) => found.start,
            (None, _) => self.place.offset,
        };
        self.search(from, way);
    }

    /// Takes the outcome of the running search, if there is one, and shows the match.
    pub(super) fn take_outcome(&mut self, ui: &Ui) {
        let Some(outcome) = self.find.running.as_ref().and_then(Running::take) else { return };
        self.find.running = None;
        self.find.words = match outcome {
            Outcome::Nothing => "no match".to_owned(),
            Outcome::Failed(why) => format!("cannot be searched: {why}"),
            Outcome::Found { range, wrapped } => {
                self.set_follow(false);
                self.place.show(range.start);
                self.find.revealed = Some(range.start);
                self.current = Some(range.start);
                self.selection = Some(Selection { anchor: (range.start, range.end), cursor: range.end });
                self.find.found = Some(range);
                if wrapped { "found, past the end of the file".to_owned() } else { "found".to_owned() }
            }
        };
        ui.ctx().request_repaint();
    }

    /// Shows the open bar and handles its input.
    pub(super) fn bar_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        if !self.bar.is_open() {
            return;
        }
        let keys = BarKeys::take(ui, id);
        if keys.escape {
            self.close_bar();
            ui.ctx().request_repaint();
            return;
        }
        match std::mem::take(&mut self.bar) {
            TopBar::Closed => {}
            TopBar::GoToLine(bar) => self.go_to_line_ui(ui, rest, id, bar, keys.enter),
            TopBar::Find { fresh } => {
                self.bar = TopBar::Find { fresh: false };
                self.find_ui(ui, rest, id, fresh);
                if keys.back || keys.enter {
                    self.find_step(if keys.back { Way::Back } else { Way::Forward });
                }
            }
        }
    }

    fn go_to_line_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id, mut bar: GoToLine, enter: bool) {
        let lines = if self.facts.is_indexed() { format!("1 to {}", self.facts.lines) } else { "from 1".to_owned() };
        match bar.show(ui, rest, id, &lines, enter) {
            LineOutcome::Open => self.bar = TopBar::GoToLine(bar),
            LineOutcome::Closed { line } => {
                if let Some(line) = line {
                    self.go_to_line(line);
                }
                self.close_bar();
            }
        }
    }

    fn find_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id, fresh: bool) {
        let status = self.find.status();
        let (text, match_case) = (&mut self.find.text, &mut self.find.match_case);
        let line = FindLine { text, match_case, fresh, is_first_of_two: false, status: &status };
        let shown = line.show(ui, rest, id);
        let close = shown.clicked == Some(FindButton::Close);
        let step = match shown.clicked {
            Some(FindButton::Previous) => Some(Way::Back),
            Some(FindButton::Next) => Some(Way::Forward),
            Some(FindButton::Close) | None => None,
        };
        if shown.toggled || step.is_some() {
            // The click took the focus from the input line.
            line::focus(ui, id);
        }
        if close || !shown.shown {
            self.close_bar();
        } else if shown.changed {
            self.find.cancel();
            self.find.query = Query::new(&self.find.text, self.find.match_case);
            self.search(self.find.origin, Way::Forward);
        } else if let Some(way) = step {
            self.find_step(way);
        }
        if shown.changed || shown.clicked.is_some() {
            ui.ctx().request_repaint();
        }
    }

    /// Starts a search. The running one is canceled.
    fn search(&mut self, from: u64, way: Way) {
        self.find.running = None;
        self.find.words.clear();
        let Some(query) = self.find.query.clone() else { return };
        let Some((file, size)) = self.file.handle() else {
            self.find.words = "no match".to_owned();
            return;
        };
        match Running::start(Field::new(file, size), query, from.min(size), way, self.file.wake()) {
            Ok(running) => self.find.running = Some(running),
            Err(error) => self.find.words = format!("cannot be searched: {error}"),
        }
    }

    /// Returns the selected text, if it can be searched for.
    fn selected_words(&self) -> Option<String> {
        let range = self.selection?.range();
        if range.is_empty() || range.end - range.start > MAX_QUERY_BYTES as u64 / 4 {
            return None;
        }
        let mut raw = Vec::new();
        self.file.content().each_block(range, |_, block| {
            raw.extend_from_slice(block);
            true
        });
        let mut words = String::new();
        text::push_plain(&raw, &mut words);
        // The search works on the bytes of the file, so a text that is shown differently would not be found.
        let is_exact = words.as_bytes() == raw;
        is_exact.then_some(words)
    }
}
