//! The bars above the text: find and replace, and go to a line. At most one is open.
//!
//! They do not change the text unless the user asks them to replace. Invariant: the matches belong to the text and the query
//! with which they are shown.

use std::ops::Range;

use egui::{Id, Rect, Ui};
use multisplit_pane_chrome::line;
use multisplit_text_view::bar_keys::BarKeys;
use multisplit_text_view::find_line::{FindButton, FindLine};
use multisplit_text_view::go_to_line::{GoToLine, Outcome};
use multisplit_text_view::strip::{Edge, row};

use crate::editor::Editing;
use crate::editor::view::Reveal;
use crate::find::Matches;
use crate::history::EditKind;
use crate::limits::MAX_QUERY_BYTES;
use crate::selection::Selection;

/// The bar that is open above the text.
#[derive(Debug, Default)]
pub(super) enum TopBar {
    #[default]
    Closed,
    Find(Find),
    GoToLine(GoToLine),
}

/// The state of the find bar.
#[derive(Debug, Default)]
pub(super) struct Find {
    query: String,
    match_case: bool,
    matches: Matches,
    /// The revision, query and case for which the matches were computed.
    made_for: Option<(u64, String, bool)>,
    /// The position of the cursor when the search began. Each time the query is edited, the search starts there.
    origin: usize,
    fresh: bool,
    /// The replacement, if the bar has a line for it.
    by: Option<String>,
    /// The number of matches that were replaced last, and the revision of the text after that.
    replaced: Option<(usize, u64)>,
}

/// An action that the user requests in the find bar.
#[derive(Clone, Copy)]
enum Asked {
    Step { forward: bool },
    Replace,
    ReplaceAll,
    Close,
}

impl TopBar {
    /// Returns `true` if a bar is open.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self, Self::Closed)
    }

    /// Returns the matches that overlap a range.
    pub(super) fn matches_within(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        match self {
            Self::Find(find) => find.matches.within(range).to_vec(),
            _ => Vec::new(),
        }
    }

    /// Returns the memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Find(find) => {
                find.matches.bytes() + 2 * find.query.capacity() + find.by.as_ref().map_or(0, String::capacity)
            }
            Self::GoToLine(bar) => bar.bytes(),
            Self::Closed => 0,
        }
    }
}

impl Editing<'_> {
    /// Opens the find bar, with the selected text if it is short and within one line.
    pub(super) fn open_find(&mut self) {
        let selection = self.file.buffer.selection();
        let origin = selection.range().start;
        if !matches!(self.pane.bar, TopBar::Find(_)) {
            self.pane.bar = TopBar::Find(Find { query: self.pane.looked_for.clone(), ..Find::default() });
        }
        let TopBar::Find(find) = &mut self.pane.bar else { return };
        (find.fresh, find.origin) = (true, origin);
        // A character takes at most 4 bytes, so the selection is not too long for a query.
        if !selection.is_empty() && selection.range().len() <= MAX_QUERY_BYTES / 4 {
            let selected = self.file.buffer.selected_text();
            if !selected.contains('\n') {
                find.query = selected;
            }
        }
    }

    /// Opens the find bar with a second line for the replacement. In a read-only text, it opens only the find bar.
    pub(super) fn open_replace(&mut self) {
        self.open_find();
        let read_only = self.file.is_read_only();
        if let TopBar::Find(find) = &mut self.pane.bar
            && !read_only
        {
            find.by.get_or_insert_default();
        }
    }

    /// Replaces the selected match and selects the next one. If no match is selected, it only selects one.
    fn replace(&mut self) {
        self.search();
        let selected = self.file.buffer.selection().range();
        let TopBar::Find(find) = &self.pane.bar else { return };
        let (is_match, by) = (find.matches.number_at(&selected).is_some(), find.by.clone());
        if let Some(by) = by.filter(|_| is_match) {
            let done = self.file.buffer.insert(&by, EditKind::Whole);
            self.file.note(done);
        }
        self.find_step(true);
    }

    /// Replaces all matches, as one undo step.
    fn replace_all(&mut self) {
        let TopBar::Find(find) = &mut self.pane.bar else { return };
        let Some(by) = find.by.clone() else { return };
        let (text, count) = Matches::replaced(self.file.buffer.text(), &find.query, find.match_case, &by);
        let done = self.file.buffer.replace_all(&text);
        let revision = self.file.buffer.revision();
        if let TopBar::Find(find) = &mut self.pane.bar {
            find.replaced = done.is_ok().then_some((count, revision));
        }
        self.file.note(done);
        self.search();
        // So that the user can undo the replacement with a key.
        self.pane.wants_focus = true;
    }

    /// Opens the bar that asks for a line.
    pub(super) fn open_go_to_line(&mut self) {
        self.pane.bar = TopBar::GoToLine(GoToLine::default());
    }

    /// Closes the open bar and returns the focus to the text. The query is kept for the next search.
    pub(super) fn close_bar(&mut self) {
        if let TopBar::Find(find) = std::mem::take(&mut self.pane.bar)
            && find.query.len() <= MAX_QUERY_BYTES
        {
            self.pane.looked_for = find.query;
        }
        self.pane.wants_focus = true;
    }

    /// Returns `true` if an input line of a bar has the focus.
    pub(super) fn bar_has_focus(&self, ui: &Ui, id: Id) -> bool {
        self.pane.bar.is_open() && line::has_focus(ui, id)
    }

    /// Selects the next or previous match. Opens the bar if it is not open.
    pub(super) fn find_step(&mut self, forward: bool) {
        let range = self.file.buffer.selection().range();
        self.search();
        let TopBar::Find(find) = &mut self.pane.bar else { return self.open_find() };
        let found = if forward {
            let from = if range.is_empty() { range.start } else { range.end };
            find.matches.next_from(from)
        } else {
            find.matches.previous_to(range.start)
        };
        if let Some(found) = found.cloned() {
            find.origin = found.start;
            self.show_match(&found);
        }
    }

    /// Shows the open bar and handles its input.
    pub(super) fn bar_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        if !self.pane.bar.is_open() {
            return;
        }
        let keys = BarKeys::take(ui, id);
        if keys.escape {
            self.close_bar();
            ui.ctx().request_repaint();
            return;
        }
        self.pane.bar = match std::mem::take(&mut self.pane.bar) {
            TopBar::Closed => return,
            TopBar::Find(find) => TopBar::Find(find),
            TopBar::GoToLine(bar) => return self.go_to_line_ui(ui, rest, id, bar, keys.enter),
        };
        let in_second = line::second_has_focus(ui, id);
        let asked = self.find_ui(ui, rest, id);
        let entered = match (keys.enter, keys.back) {
            (true, _) if in_second => Some(Asked::Replace),
            (false, false) => None,
            (forward, _) => Some(Asked::Step { forward }),
        };
        match asked.or(entered) {
            None => return,
            Some(Asked::Step { forward }) => self.find_step(forward),
            Some(Asked::Replace) => self.replace(),
            Some(Asked::ReplaceAll) => self.replace_all(),
            Some(Asked::Close) => self.close_bar(),
        }
        ui.ctx().request_repaint();
    }

    fn go_to_line_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id, mut bar: GoToLine, enter: bool) {
        let lines = format!("1 to {}", self.file.buffer.text().len_lines());
        match bar.show(ui, rest, id, &lines, enter) {
            Outcome::Open => self.pane.bar = TopBar::GoToLine(bar),
            Outcome::Closed { line } => {
                if let Some(line) = line {
                    self.go_to_line(usize::try_from(line).unwrap_or(usize::MAX));
                }
                self.close_bar();
            }
        }
    }

    /// Shows the find bar, and the line below it if matches are to be replaced.
    fn find_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) -> Option<Asked> {
        self.search();
        let (selected, revision) = (self.file.buffer.selection().range(), self.file.buffer.revision());
        let TopBar::Find(find) = &mut self.pane.bar else { return None };
        let (status, fresh) = (find.count_words(&selected), std::mem::take(&mut find.fresh));
        let is_first_of_two = find.by.is_some();
        if is_first_of_two {
            line::walk(ui, id);
        }
        let (text, match_case) = (&mut find.query, &mut find.match_case);
        let shown = FindLine { text, match_case, fresh, is_first_of_two, status: &status }.show(ui, rest, id);
        let mut asked = shown.clicked.map(|button| match button {
            FindButton::Previous => Asked::Step { forward: false },
            FindButton::Next => Asked::Step { forward: true },
            FindButton::Close => Asked::Close,
        });
        if let Some(by) = &mut find.by {
            row(ui, rest, Edge::Top, id.with("replace"), ui.visuals().panel_fill, |ui| {
                let label = ui.label("Replace with");
                line::show_second(ui, id, by, "Replacement", false).labelled_by(label.id);
                for (words, means) in [("Replace", Asked::Replace), ("Replace all", Asked::ReplaceAll)] {
                    if ui.button(words).clicked() {
                        asked = Some(means);
                    }
                }
                // After an undo the revision differs, and the message would be wrong.
                if let Some((count, _)) = find.replaced.filter(|(_, at)| *at == revision) {
                    ui.label(format!("{count} replaced"));
                }
            });
        }
        if shown.changed {
            find.replaced = None;
            self.find_from_origin();
            ui.ctx().request_repaint();
        }
        if shown.shown { asked } else { Some(Asked::Close) }
    }

    /// Shows the first match after the position where the search began.
    fn find_from_origin(&mut self) {
        self.search();
        let TopBar::Find(find) = &self.pane.bar else { return };
        match (find.matches.next_from(find.origin).cloned(), find.origin) {
            (Some(found), _) => self.show_match(&found),
            // Deselects the match of the shorter query: the next typed letter must not replace it.
            (None, origin) => self.file.buffer.select(Selection::at(origin)),
        }
    }

    fn show_match(&mut self, found: &Range<usize>) {
        self.file.buffer.select(Selection::over(found));
        self.pane.view.reveal = Reveal::Centered;
        self.pane.view.aim = None;
    }

    /// Finds the matches again if the text or the query has changed.
    fn search(&mut self) {
        let TopBar::Find(find) = &mut self.pane.bar else { return };
        let now = (self.file.buffer.revision(), &find.query, find.match_case);
        if find.made_for.as_ref().is_none_or(|made| (made.0, &made.1, made.2) != now) {
            find.matches = Matches::of(self.file.buffer.text(), &find.query, find.match_case);
            find.made_for = Some((self.file.buffer.revision(), find.query.clone(), find.match_case));
        }
    }
}

impl Find {
    fn count_words(&self, selected: &Range<usize>) -> String {
        let (count, more) = self.matches.count();
        let more = if more { "+" } else { "" };
        match self.matches.number_at(selected) {
            _ if count == 0 => "no match".to_owned(),
            Some(number) => format!("{number} of {count}{more}"),
            None if count == 1 => "1 match".to_owned(),
            None => format!("{count}{more} matches"),
        }
    }
}
