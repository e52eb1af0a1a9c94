//! The text being edited, with its cursors, its undo history and its colors: the single place where the text changes.
//!
//! It does not know files or pixels. Invariant: every change of the text goes through `commit`, `undo` or `redo`, so that
//! history, colors, revision and selection always match the text. A refused edit leaves everything unchanged.

mod cursors;

use ropey::Rope;

use crate::error::EditorError;
use crate::highlight::Colors;
use crate::history::{Change, EditKind, History, KeptUndo};
use crate::indent::{Ending, Indent};
use crate::limits::{MAX_TEXT_BYTES, TAB_COLUMNS};
use crate::motion;
use crate::selection::Selection;
pub(crate) use cursors::{CursorId, Cursors};

/// A text that is being edited.
#[derive(Debug)]
pub(crate) struct Buffer {
    text: Rope,
    pub(crate) cursors: Cursors,
    /// The editor that changed the text last.
    edited_by: CursorId,
    revision: u64,
    pub(crate) history: History,
    pub(crate) colors: Colors,
    pub(crate) ending: Ending,
    pub(crate) indent: Indent,
    pub(crate) read_only: bool,
}

/// How far a deletion reaches if nothing is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    ClusterLeft,
    ClusterRight,
    WordLeft,
    WordRight,
}

impl Buffer {
    /// Creates a buffer of a text that is on disk.
    pub(crate) fn new(text: Rope, colors: Colors, ending: Ending, indent: Indent) -> Self {
        let (history, cursors) = (History::of_saved(), Cursors::default());
        Self {
            text,
            cursors,
            edited_by: CursorId::default(),
            revision: 0,
            history,
            colors,
            ending,
            indent,
            read_only: false,
        }
    }

    /// Returns the text.
    pub(crate) fn text(&self) -> &Rope {
        &self.text
    }

    /// Returns the revision, which increases with every change of the text.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the selection of the active editor.
    pub(crate) fn selection(&self) -> Selection {
        self.cursors.selection()
    }

    /// Sets the selection, clamped to the text. If it changes, the next edit begins a new undo step.
    pub(crate) fn select(&mut self, selection: Selection) {
        let selection = selection.clamped(self.text.len_chars());
        if selection != self.selection() {
            self.cursors.select(selection);
            self.history.seal();
        }
    }

    /// Returns the selected text.
    pub(crate) fn selected_text(&self) -> String {
        self.text.slice(self.selection().range()).to_string()
    }

    /// Returns the line of the cursor, counted from 0.
    pub(crate) fn cursor_line(&self) -> usize {
        self.text.char_to_line(self.selection().cursor)
    }

    /// Replaces the selection by `new`, with the line endings of this text.
    ///
    /// # Errors
    /// Returns an error if the text would become too long.
    pub(crate) fn insert(&mut self, new: &str, kind: EditKind) -> Result<(), EditorError> {
        let inserted = self.ending.adapt(new);
        if inserted.is_empty() && self.selection().is_empty() {
            return Ok(());
        }
        let range = self.selection().range();
        let after = Selection::at(range.start + inserted.chars().count());
        let removed = self.text.slice(range.clone()).to_string();
        self.commit(vec![Change { at: range.start, removed, inserted }], kind, after)
    }

    /// Inserts a line break, and indents the new line like the current one.
    ///
    /// # Errors
    /// Returns an error if the text would become too long.
    pub(crate) fn new_line(&mut self) -> Result<(), EditorError> {
        let start = self.selection().range().start;
        let line = self.text.char_to_line(start);
        let blank = self.text.line_to_char(line)..motion::indent_end(&self.text, line).min(start);
        let new = format!("\n{}", self.text.slice(blank));
        self.insert(&new, EditKind::Whole)
    }

    /// Deletes the selection, or from the cursor as far as `reach` if nothing is selected.
    ///
    /// # Errors
    /// Never returns an error, because the text becomes shorter.
    pub(crate) fn delete(&mut self, reach: Reach) -> Result<(), EditorError> {
        if !self.selection().is_empty() {
            return self.insert("", EditKind::Whole);
        }
        let at = self.selection().cursor;
        let (range, kind) = match reach {
            Reach::ClusterLeft => (self.left_of(at)..at, EditKind::Deleting),
            Reach::ClusterRight => (at..motion::next_cluster(&self.text, at), EditKind::Deleting),
            Reach::WordLeft => (motion::word_left(&self.text, at)..at, EditKind::Whole),
            Reach::WordRight => (at..motion::word_right(&self.text, at), EditKind::Whole),
        };
        if range.is_empty() {
            return Ok(());
        }
        let removed = self.text.slice(range.clone()).to_string();
        self.commit(
            vec![Change { at: range.start, removed, inserted: String::new() }],
            kind,
            Selection::at(range.start),
        )
    }

    /// Deletes the given numbers of characters before and after the cursor, as an input method requests.
    ///
    /// # Errors
    /// Never returns an error, because the text becomes shorter.
    pub(crate) fn delete_around(&mut self, before: usize, after: usize) -> Result<(), EditorError> {
        let at = self.selection().cursor;
        let range = at.saturating_sub(before)..at.saturating_add(after).min(self.text.len_chars());
        self.select(Selection::over(&range));
        self.delete(Reach::ClusterLeft)
    }

    /// Inserts a step of indentation at the cursor, or on every selected line if the selection spans several lines.
    ///
    /// # Errors
    /// Returns an error if the text would become too long.
    pub(crate) fn indent(&mut self) -> Result<(), EditorError> {
        let range = self.selection().range();
        if self.text.char_to_line(range.start) == self.text.char_to_line(range.end) {
            let step = match self.indent {
                Indent::Tab => "\t".to_owned(),
                Indent::Spaces(count) => {
                    let line = self.text.line_to_char(self.text.char_to_line(range.start));
                    " ".repeat(count - (range.start - line) % count)
                }
            };
            return self.insert(&step, EditKind::Typing);
        }
        let step = self.indent.step();
        let lines = self.selected_lines();
        let starts = lines.filter(|&line| !motion::line_range(&self.text, line).is_empty());
        let starts: Vec<usize> = starts.map(|line| self.text.line_to_char(line)).collect();
        self.change_lines(starts.into_iter().map(|at| (at, 0, step.clone())))
    }

    /// Removes a step of indentation from every selected line.
    ///
    /// # Errors
    /// Never returns an error, because the text becomes shorter.
    pub(crate) fn outdent(&mut self) -> Result<(), EditorError> {
        let most = match self.indent {
            Indent::Tab => TAB_COLUMNS,
            Indent::Spaces(count) => count,
        };
        let cuts: Vec<(usize, usize, String)> = self
            .selected_lines()
            .filter_map(|line| {
                let start = self.text.line_to_char(line);
                let cut = match self.text.get_char(start) {
                    Some('\t') => 1,
                    _ => self.text.chars_at(start).take(most).take_while(|&c| c == ' ').count(),
                };
                (cut > 0).then(|| (start, cut, String::new()))
            })
            .collect();
        self.change_lines(cuts.into_iter())
    }

    /// Replaces the whole text, as one undo step that touches only the part that differs. The cursor stays.
    ///
    /// # Errors
    /// Returns an error if the text would become too long.
    pub(crate) fn replace_all(&mut self, new: &str) -> Result<(), EditorError> {
        let old = self.text.to_string();
        let mut start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        // Equal bytes may end inside a character. It must be replaced whole.
        while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
            start -= 1;
        }
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let mut same = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(a, b)| a == b).count();
        while !old_rest.is_char_boundary(old_rest.len() - same) || !new_rest.is_char_boundary(new_rest.len() - same) {
            same -= 1;
        }
        let removed = old_rest[..old_rest.len() - same].to_owned();
        let inserted = new_rest[..new_rest.len() - same].to_owned();
        if removed.is_empty() && inserted.is_empty() {
            return Ok(());
        }
        let change = Change { at: self.text.byte_to_char(start), removed, inserted };
        let after =
            Selection { anchor: change.moves(self.selection().anchor), cursor: change.moves(self.selection().cursor) };
        self.commit(vec![change], EditKind::Whole, after)
    }

    /// Replaces the text by a kept one, and restores its undo history.
    ///
    /// If the kept steps do not lead to the kept text (the state is old, or was written by hand), the history instead gets
    /// one step that leads back to the previous text.
    ///
    /// # Errors
    /// Returns an error if the text would become too long.
    pub(crate) fn restore(&mut self, kept: &str, undo: &KeptUndo) -> Result<(), EditorError> {
        let history = history_of(&Rope::from_str(kept), self.text(), undo);
        self.replace_all(kept)?;
        if let Some(history) = history {
            self.history = history;
        }
        Ok(())
    }

    /// Restores the undo history of the session that saved this text, if its steps lead to the text.
    pub(crate) fn restore_undo(&mut self, undo: &KeptUndo) {
        let history = history_of(self.text(), self.text(), undo);
        if let Some(history) = history.filter(History::is_saved) {
            self.history = history;
        }
    }

    /// Undoes the last step. Returns `false` if there is none or the text is read-only.
    pub(crate) fn undo(&mut self) -> bool {
        if self.read_only {
            return false;
        }
        let Some(step) = self.history.undo() else { return false };
        let changes: Vec<Change> = step.changes.iter().rev().map(Change::inverse).collect();
        let selection = step.before;
        self.apply(&changes, selection);
        true
    }

    /// Redoes the step that was undone last. Returns `false` if there is none or the text is read-only.
    pub(crate) fn redo(&mut self) -> bool {
        if self.read_only {
            return false;
        }
        let Some(step) = self.history.redo() else { return false };
        let (changes, selection) = (step.changes.clone(), step.after);
        self.apply(&changes, selection);
        true
    }

    /// Returns the memory in use, in bytes: text, undo history and colors.
    pub(crate) fn bytes(&self) -> usize {
        self.text.capacity() + self.history.bytes() + self.colors.bytes()
    }

    /// Returns the position to which Backspace at `at` deletes. Within the indentation that is the previous indentation
    /// step.
    fn left_of(&self, at: usize) -> usize {
        let line = self.text.char_to_line(at);
        let start = self.text.line_to_char(line);
        if let Indent::Spaces(count) = self.indent
            && at > start
            && self.text.slice(start..at).chars().all(|c| c == ' ')
        {
            return at - ((at - start - 1) % count + 1);
        }
        motion::previous_cluster(&self.text, at)
    }

    /// Returns the lines that the selection touches, without a last line of which nothing is selected.
    fn selected_lines(&self) -> std::ops::Range<usize> {
        let range = self.selection().range();
        let (first, last) = (self.text.char_to_line(range.start), self.text.char_to_line(range.end));
        let ends_before = last > first && self.text.line_to_char(last) == range.end;
        first..last + usize::from(!ends_before)
    }

    /// Replaces characters at the starts of lines (in order) and keeps the same text selected.
    fn change_lines(&mut self, edits: impl Iterator<Item = (usize, usize, String)>) -> Result<(), EditorError> {
        let mut after = self.selection();
        let mut changes = Vec::new();
        let mut shift = 0_isize;
        for (at, cut, inserted) in edits {
            let removed = self.text.slice(at..at + cut).to_string();
            let change = Change { at: at.saturating_add_signed(shift), removed, inserted };
            after = Selection { anchor: change.moves(after.anchor), cursor: change.moves(after.cursor) };
            shift += change.inserted.chars().count() as isize - cut as isize;
            changes.push(change);
        }
        if changes.is_empty() { Ok(()) } else { self.commit(changes, EditKind::Whole, after) }
    }

    /// Checks and makes changes, and records them in the history. All edits except undo and redo go through this method. It does
    /// nothing if the text is read-only.
    fn commit(&mut self, changes: Vec<Change>, kind: EditKind, after: Selection) -> Result<(), EditorError> {
        if self.read_only {
            return Ok(());
        }
        let added: usize = changes.iter().map(|change| change.inserted.len()).sum();
        let removed: usize = changes.iter().map(|change| change.removed.len()).sum();
        let bytes = self.text.len_bytes() + added - removed;
        if added > removed && bytes > MAX_TEXT_BYTES {
            return Err(EditorError::TextTooLong { bytes, limit: MAX_TEXT_BYTES });
        }
        if std::mem::replace(&mut self.edited_by, self.cursors.active()) != self.cursors.active() {
            // Edits of two editors are two undo steps.
            self.history.seal();
        }
        let before = self.selection();
        self.apply(&changes, after);
        self.history.push(changes, kind, before, after);
        Ok(())
    }

    fn apply(&mut self, changes: &[Change], after: Selection) {
        for change in changes {
            let line = self.text.char_to_line(change.at);
            let lines_before = self.text.len_lines();
            let removed = change.removed.bytes().filter(|&byte| byte == b'\n').count();
            change.apply(&mut self.text);
            let inserted = self.text.len_lines() + removed - lines_before;
            self.colors.edited(line, removed, inserted);
            self.cursors.follow(change, line, removed, inserted);
        }
        self.revision += 1;
        self.cursors.select(after.clamped(self.text.len_chars()));
    }
}

/// Returns the history of the steps that led to a text, or `None` if they cannot have led to it. `on_disk` is the contents
/// of the file.
fn history_of(text: &Rope, on_disk: &Rope, undo: &KeptUndo) -> Option<History> {
    if undo.steps.is_empty() {
        return None;
    }
    let mut text = text.clone();
    let is_saved_after = |steps: usize, text: &Rope| undo.saved_after == Some(steps) && text == on_disk;
    let mut is_saved = is_saved_after(undo.steps.len(), &text);
    for (at, step) in undo.steps.iter().enumerate().rev() {
        for change in step.changes.iter().rev() {
            let end = change.at.checked_add(change.inserted.chars().count())?;
            // The state comes from a file, so the text must really contain what the step claims to have inserted.
            if text.get_slice(change.at..end)? != change.inserted.as_str() {
                return None;
            }
            change.inverse().apply(&mut text);
        }
        is_saved |= is_saved_after(at, &text);
    }
    Some(History::of_kept(&undo.steps, undo.saved_after.filter(|_| is_saved)))
}

#[cfg(test)]
mod tests;
