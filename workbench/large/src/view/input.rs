//! Input by keys and pointer.
//!
//! It does not draw. Invariant: events that the view handles are removed from egui's queue, so that nothing around the pane
//! handles them again; all others stay.

use std::ops::Range;
use std::sync::Arc;

use egui::{Id, Pos2, Response, Ui, Vec2};
use multisplit_text_view::gesture::Gesture;
use multisplit_text_view::go_to_line::GoToLine;
use multisplit_text_view::keys::{BarAction, Listener};
use multisplit_text_view::scroll;
use multisplit_text_view::scrollbar::{self, Part};

use crate::limits::{MAX_COPY_BYTES, MAX_MARKS, MAX_ROWS};
use crate::rows::{Bytes as _, Rows};
use crate::search::Way;
use crate::text;
use crate::view::bars::TopBar;
use crate::view::keys::{self, Action};
use crate::view::layout::TextLayout;
use crate::view::place::Step;
use crate::view::selection::Selection;
use crate::view::strips::size_words;
use crate::view::{LargeView, Mark, Shown};

/// The unit in which a drag selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Grain {
    #[default]
    Character,
    Row,
}

impl LargeView {
    /// Handles the keys pressed since the last frame, if the text or one of the bars has the focus.
    pub(super) fn take_keys(&mut self, ui: &Ui, id: Id) {
        let in_text = ui.memory(|memory| memory.has_focus(id));
        if !ui.is_enabled() || !(in_text || self.bar_has_focus(ui, id)) {
            return;
        }
        let can_leave = self.bar.is_open()
            || self.selection.is_some()
            || self.problem.is_some()
            || self.awaited_line.is_some()
            || self.find.is_running();
        let listener = Listener { in_text, can_leave };
        let actions = listener.take(ui, |event| keys::action(event).map(|action| (action, action.scope())));
        for action in actions {
            self.act(ui, action);
        }
    }

    fn act(&mut self, ui: &Ui, action: Action) {
        match action {
            Action::Rows(by) => self.place.ask(Step::Rows(by)),
            Action::Pages(by) => self.place.ask(Step::Pages(by)),
            Action::Columns(by) => self.place.ask(Step::Columns(by)),
            Action::Start => self.place.ask(Step::Start),
            Action::End => self.place.ask(Step::End),
            Action::Copy => self.copy(ui),
            Action::SelectAll => self.selection = Some(Selection { anchor: (0, 0), cursor: self.facts.size }),
            Action::Follow => self.set_follow(!self.is_following),
            Action::Wrap => self.set_wrap(!self.wraps),
            Action::Escape => self.escape(),
            Action::Bar(BarAction::Find) => self.open_find(),
            Action::Bar(BarAction::GoToLine) => self.bar = TopBar::GoToLine(GoToLine::default()),
            Action::Bar(BarAction::FindNext) => self.find_step(Way::Forward),
            Action::Bar(BarAction::FindPrevious) => self.find_step(Way::Back),
        }
    }

    fn escape(&mut self) {
        if self.find.is_running() {
            self.find.cancel();
        } else if self.awaited_line.take().is_some() || self.problem.take().is_some() {
        } else if self.bar.is_open() {
            self.close_bar();
        } else {
            self.selection = None;
        }
    }

    /// Copies the selected text as it is shown, at most [`MAX_COPY_BYTES`] of it.
    fn copy(&mut self, ui: &Ui) {
        let Some(range) = self.selection.map(|selection| selection.range()).filter(|range| !range.is_empty()) else {
            return;
        };
        let bytes = range.end - range.start;
        let mut raw = Vec::new();
        let content = self.file.content();
        let misses = content.misses();
        content.each_block(range.start..range.start + bytes.min(MAX_COPY_BYTES), |_, block| {
            raw.extend_from_slice(block);
            true
        });
        if content.misses() != misses {
            self.problem = Some("Nothing was copied: the disk has not answered yet".to_owned());
            return;
        }
        let mut copied = String::with_capacity(raw.len());
        for (number, line) in raw.split(|&byte| byte == b'\n').enumerate() {
            if number > 0 {
                copied.push('\n');
            }
            text::push_plain(line.strip_suffix(b"\r").unwrap_or(line), &mut copied);
        }
        ui.copy_text(copied);
        if bytes > MAX_COPY_BYTES {
            let (most, all) = (size_words(MAX_COPY_BYTES), size_words(bytes));
            self.problem = Some(format!("Only the first {most} of the {all} that are selected were copied"));
        }
    }

    /// Moves the place as keys, wheel and scroll bars request, or to the end while following. Returns what the wheel and the bars have done.
    pub(super) fn move_place(&mut self, ui: &Ui, layout: &TextLayout, response: &Response, id: Id) -> Vec<Step> {
        let file = Arc::clone(&self.file);
        let content = file.content();
        let rows = Rows::new(&content, layout.wrap);
        let asked = (self.facts.generation, self.facts.revision, content.size(), layout.rows().to_bits(), layout.wrap);
        if self.measured != Some(asked) {
            self.place.measure(&rows, layout.rows());
            self.measured = Some(asked);
        }
        if self.is_following {
            self.place.go_to_end();
        }
        for step in std::mem::take(&mut self.place.steps) {
            self.do_step(&rows, layout, step);
        }
        let mut pointed = vec![];
        scroll::wheel(ui, response, |delta| self.scroll_by(&rows, layout, delta, &mut pointed));
        self.bars_move(ui, &rows, layout, id, &mut pointed);
        self.place.settle(&rows, layout.rows());
        self.place.left = self.place.left.clamp(0.0, layout.area.max_left());
        pointed
    }

    fn do_step(&mut self, rows: &Rows<'_>, layout: &TextLayout, step: Step) {
        match step {
            Step::Rows(by) => drop(self.place.step(rows, by)),
            Step::Pages(by) => drop(self.place.step(rows, by * layout.page())),
            Step::Columns(by) => self.place.left += by * layout.area.cell.x,
            Step::Part(part) => self.place.go_to_part(rows, part),
            Step::Start => self.place.go(0),
            Step::End => self.place.go_to_end(),
        }
    }

    fn scroll_by(&mut self, rows: &Rows<'_>, layout: &TextLayout, delta: Vec2, pointed: &mut Vec<Step>) -> bool {
        let left = (self.place.left - delta.x).clamp(0.0, layout.area.max_left());
        let moved = std::mem::replace(&mut self.place.left, left) != left;
        let by = -f64::from(delta.y / layout.area.cell.y);
        if by != 0.0 {
            pointed.push(Step::Rows(by));
        }
        (by != 0.0 && self.place.step(rows, by)) || moved
    }

    fn bars_move(&mut self, ui: &Ui, rows: &Rows<'_>, layout: &TextLayout, id: Id, pointed: &mut Vec<Step>) {
        let end = self.place.end;
        if let Some(track) = layout.area.bar_y.filter(|_| end.offset > 0 || end.hidden > 0.0) {
            let seen = self.facts.size.saturating_sub(end.offset) as f64 / self.facts.size.max(1) as f64;
            let at = if self.place.is_at_end() { 1.0 } else { self.place.offset as f64 / end.offset.max(1) as f64 };
            let part = Part { shown: seen as f32, at: at as f32 };
            if let Some(to) = scrollbar::vertical(ui, track, &part, id) {
                pointed.push(Step::Part(f64::from(to)));
                self.place.go_to_part(rows, f64::from(to));
            }
        }
        if let Some(left) = scroll::side_bar(ui, &layout.area, self.place.left, id) {
            self.place.left = left;
        }
    }

    /// Reads the rows that are to be shown.
    pub(super) fn read_rows(&mut self, layout: &TextLayout) -> Vec<Shown> {
        let file = Arc::clone(&self.file);
        let content = file.content();
        let rows = Rows::new(&content, layout.wrap);
        let count = (layout.rows() + self.place.hidden).ceil() as usize;
        let (mut shown, mut number) = (Vec::new(), None);
        for row in rows.from(self.place.offset, count.min(MAX_ROWS)) {
            number = match number {
                None => content.breaks_before(row.start, self.numbered).inspect(|&breaks| {
                    self.numbered = Some(Mark { offset: row.start, breaks });
                }),
                Some(number) => Some(number + u64::from(row.starts_line)),
            };
            let bytes = rows.read(&row);
            self.place.widest = self.place.widest.max(text::columns(&bytes, row.column));
            shown.push(Shown { row, bytes, number: number.map(|breaks| breaks + 1) });
        }
        shown
    }

    /// Marks the matches in the visible rows.
    pub(super) fn mark_found(&mut self, layout: &TextLayout) {
        self.reveal_found(layout);
        let mut seen = Vec::new();
        let range = self.seen_range();
        if matches!(self.bar, TopBar::Find { .. }) && !range.is_empty() {
            self.file.content().fetch(range.clone(), &mut seen);
        }
        self.find.mark(range.start, &seen, MAX_MARKS);
    }

    /// Returns the range of the visible bytes.
    pub(super) fn seen_range(&self) -> Range<u64> {
        match (self.shown.first(), self.shown.last()) {
            (Some(first), Some(last)) => first.row.start..last.row.next,
            _ => 0..0,
        }
    }

    /// Scrolls horizontally so that the match that was just found is visible.
    fn reveal_found(&mut self, layout: &TextLayout) {
        let Some(found) = self.find.take_revealed() else { return };
        let Some(shown) = self.shown.iter().find(|shown| shown.row.start <= found && found < shown.row.next) else {
            return;
        };
        let at = (found - shown.row.start) as usize;
        let column = text::clusters(&shown.bytes, shown.row.column).find(|cluster| cluster.at >= at);
        let x = column.map_or(0.0, |cluster| (cluster.column - shown.row.column) as f32 * layout.area.cell.x);
        let (room, margin) =
            (layout.area.content.width(), (8.0 * layout.area.cell.x).min(layout.area.content.width() / 4.0));
        if layout.wrap.is_none() && (x < self.place.left || x + margin > self.place.left + room) {
            self.place.left = (x + margin - room).max(0.0);
        }
    }

    /// Handles what the pointer did to the text since the last frame.
    pub(super) fn take_pointer(&mut self, ui: &Ui, layout: &TextLayout, response: &Response) {
        let Some((gesture, point)) = Gesture::take(ui, response) else { return };
        let Some((shown, at)) = self.position_at(layout, point) else { return };
        let row = (shown.row.start, shown.row.next);
        let in_gutter = point.x < layout.area.content.left();
        match gesture {
            Gesture::Drag => return self.drag(ui, layout, point, row, at),
            Gesture::DoubleClick => {
                let word = word_at(shown, at);
                self.selection = Some(Selection { anchor: (word.start, word.end), cursor: word.end });
            }
            Gesture::Press { extends } if extends || !in_gutter => {
                self.grain = Grain::Character;
                let anchor = self.selection.filter(|_| extends).map_or((at, at), |selection| selection.anchor);
                self.selection = Some(Selection { anchor, cursor: at });
            }
            Gesture::Press { .. } | Gesture::TripleClick => {
                self.grain = Grain::Row;
                self.selection = Some(Selection { anchor: row, cursor: row.1 });
            }
        }
        self.current = None;
    }

    fn drag(&mut self, ui: &Ui, layout: &TextLayout, point: Pos2, row: (u64, u64), at: u64) {
        if let Some(selection) = &mut self.selection {
            selection.cursor = match self.grain {
                Grain::Character => at,
                Grain::Row if row.0 < selection.anchor.0 => row.0,
                Grain::Row => row.1,
            };
        }
        if !layout.area.text.y_range().contains(point.y) {
            // Keeps scrolling while the pointer is held above or below the text.
            self.place.ask(Step::Rows(if point.y < layout.area.text.top() { -1.0 } else { 1.0 }));
            ui.ctx().request_repaint();
        }
    }

    /// Returns the row and the offset that a point refers to.
    fn position_at(&self, layout: &TextLayout, point: Pos2) -> Option<(&Shown, u64)> {
        let down = f64::from((point.y - layout.area.content.top()) / layout.area.cell.y) + self.place.hidden;
        let index = (down.max(0.0) as usize).min(self.shown.len().checked_sub(1)?);
        let shown = self.shown.get(index)?;
        let x = (point.x - layout.area.content.left() + self.place.left) / layout.area.cell.x;
        let column = x.max(0.0) + shown.row.column as f32;
        let after = text::clusters(&shown.bytes, shown.row.column)
            .find(|cluster| column < cluster.column as f32 + cluster.columns as f32 / 2.0);
        let at = after.map_or(shown.row.end, |cluster| shown.row.start + cluster.at as u64);
        Some((shown, at))
    }
}

/// Returns the word at an offset in a row, or the single character there if it is not part of a word.
fn word_at(shown: &Shown, at: u64) -> Range<u64> {
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let at = at.saturating_sub(shown.row.start) as usize;
    let (mut start, mut end, mut was_word) = (0, 0, false);
    for cluster in text::clusters(&shown.bytes, shown.row.column) {
        let word = is_word(cluster.text);
        if !(word && was_word) {
            if end > at {
                break;
            }
            start = cluster.at;
        }
        end = cluster.at + cluster.bytes;
        was_word = word;
    }
    shown.row.start + start as u64..shown.row.start + end as u64
}
