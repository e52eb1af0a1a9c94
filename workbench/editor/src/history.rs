//! Undo and redo of a text: a stack of steps, each a list of changes.
//!
//! It does not apply changes; the buffer does. Invariant: it holds at most `MAX_UNDO_BYTES`, except that the latest step is
//! kept whatever its size. Undoing all steps in order restores exactly the text before the oldest one.

use std::cmp::Ordering;
use std::collections::VecDeque;

use ropey::Rope;
use serde::{Deserialize, Serialize};

use crate::limits::{MAX_GROUP_CHARS, MAX_UNDO_BYTES};
use crate::selection::Selection;

/// A replacement of characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    /// The position of the first replaced character.
    pub(crate) at: usize,
    /// The text before the change.
    pub(crate) removed: String,
    /// The text after the change.
    pub(crate) inserted: String,
}

impl Change {
    /// Returns the change that undoes this one.
    pub(crate) fn inverse(&self) -> Self {
        Self { at: self.at, removed: self.inserted.clone(), inserted: self.removed.clone() }
    }

    /// Returns where a position is after the change. A position inside the removed text keeps its distance from the start of
    /// the change, as far as the inserted text reaches.
    pub(crate) fn moves(&self, at: usize) -> usize {
        let (removed, inserted) = (self.removed.chars().count(), self.inserted.chars().count());
        if at < self.at || (at == self.at && removed > 0) {
            at
        } else if at >= self.at + removed {
            at - removed + inserted
        } else {
            self.at + inserted.min(at - self.at)
        }
    }

    /// Returns where a position is after the change, as [`moves`](Self::moves) does, but text inserted exactly at the
    /// position does not move it.
    pub(crate) fn moves_no_further(&self, at: usize) -> usize {
        if at == self.at { at } else { self.moves(at) }
    }

    /// Returns where a selection is after a change by another editor. Text inserted exactly at its ends does not become part
    /// of it.
    pub(crate) fn moves_selection(&self, selection: Selection) -> Selection {
        let ends = |low: usize, high: usize| (self.moves(low), self.moves_no_further(high));
        match selection.anchor.cmp(&selection.cursor) {
            Ordering::Equal => Selection::at(self.moves(selection.cursor)),
            Ordering::Less => {
                let (anchor, cursor) = ends(selection.anchor, selection.cursor);
                Selection { anchor, cursor: cursor.max(anchor) }
            }
            Ordering::Greater => {
                let (cursor, anchor) = ends(selection.cursor, selection.anchor);
                Selection { anchor: anchor.max(cursor), cursor }
            }
        }
    }

    /// Applies the change to a text.
    pub(crate) fn apply(&self, text: &mut Rope) {
        let removed = self.removed.chars().count();
        if removed > 0 {
            text.remove(self.at..self.at + removed);
        }
        if !self.inserted.is_empty() {
            text.insert(self.at, &self.inserted);
        }
    }
}

/// The kind of an edit. Only edits of the same kind are merged into one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditKind {
    /// Typed characters.
    Typing,
    /// Characters that are deleted one by one.
    Deleting,
    /// Any other edit. It is always a step of its own.
    Whole,
}

/// A step: the changes that one undo undoes.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) changes: Vec<Change>,
    pub(crate) before: Selection,
    pub(crate) after: Selection,
    kind: EditKind,
    id: u64,
    bytes: usize,
}

/// The latest steps of a history, as an [`EditorState`](crate::EditorState) keeps them over a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptUndo {
    pub(crate) steps: Vec<KeptStep>,
    /// The number of steps after which the text was that of the file, or `None` if no number of them leads to it.
    pub(crate) saved_after: Option<usize>,
}

/// One undo step of a [`KeptUndo`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptStep {
    pub(crate) changes: Vec<Change>,
    before: Selection,
    after: Selection,
}

/// A mark of a text in a history, to refer to it later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(u64);

/// The steps that can be undone and redone.
#[derive(Debug, Default)]
pub(crate) struct History {
    done: VecDeque<Step>,
    undone: Vec<Step>,
    bytes: usize,
    last_id: u64,
    /// The id of the text before the oldest step.
    root: u64,
    /// The id of the text that is on disk, or `None` if no step leads to it.
    saved: Option<u64>,
    sealed: bool,
}

impl History {
    /// Creates the history of a text that is on disk.
    pub(crate) fn of_saved() -> Self {
        Self { saved: Some(0), ..Self::default() }
    }

    /// Returns `true` if the text is the one that was last marked as saved.
    pub(crate) fn is_saved(&self) -> bool {
        self.saved == Some(self.current())
    }

    /// Records that the current text is on disk.
    pub(crate) fn mark_saved(&mut self) {
        let now = self.mark();
        self.mark_saved_at(now);
    }

    /// Returns a mark of the current text. The next edit begins a new step, so that the mark stays unambiguous.
    pub(crate) fn mark(&mut self) -> Mark {
        self.sealed = true;
        Mark(self.current())
    }

    /// Records that the marked text is on disk.
    pub(crate) fn mark_saved_at(&mut self, mark: Mark) {
        self.saved = Some(mark.0);
    }

    /// Records that the contents on disk are not a text of this history.
    pub(crate) fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Returns the latest steps that fit into `limit` bytes.
    pub(crate) fn kept(&self, limit: usize) -> KeptUndo {
        let mut bytes = 0;
        let fits = |step: &&Step| {
            bytes += step.bytes;
            bytes <= limit
        };
        let count = self.done.iter().rev().take_while(fits).count();
        let first = self.done.len() - count;
        let id_after = |steps: usize| match steps {
            0 => self.root,
            steps => self.done[steps - 1].id,
        };
        let keep = |step: &Step| KeptStep { changes: step.changes.clone(), before: step.before, after: step.after };
        KeptUndo {
            steps: self.done.range(first..).map(keep).collect(),
            saved_after: (0..=count).find(|steps| self.saved == Some(id_after(first + steps))),
        }
    }

    /// Creates a history of the steps of an earlier session. `saved_after` is as in [`KeptUndo`].
    pub(crate) fn of_kept(steps: &[KeptStep], saved_after: Option<usize>) -> Self {
        let mut history = Self { saved: saved_after.map(|steps| steps as u64), ..Self::default() };
        for KeptStep { changes, before, after } in steps {
            history.push(changes.clone(), EditKind::Whole, *before, *after);
        }
        history.sealed = true;
        history
    }

    /// Makes the next edit begin a new step.
    pub(crate) fn seal(&mut self) {
        self.sealed = true;
    }

    /// Adds changes that were made, in this order. Drops the steps that were undone.
    pub(crate) fn push(&mut self, changes: Vec<Change>, kind: EditKind, before: Selection, after: Selection) {
        self.bytes -= self.undone.iter().map(|step| step.bytes).sum::<usize>();
        self.undone.clear();
        let added: usize = changes.iter().map(weigh).sum();
        let grown = !self.sealed && kind != EditKind::Whole && self.grow(&changes, kind, after, added);
        if !grown {
            self.last_id += 1;
            let step = Step { changes, before, after, kind, id: self.last_id, bytes: added + size_of::<Step>() };
            self.bytes += step.bytes;
            self.done.push_back(step);
        }
        self.sealed = false;
        self.trim();
    }

    /// Returns the step to undo, if there is one, and moves it to the undone steps.
    pub(crate) fn undo(&mut self) -> Option<&Step> {
        let step = self.done.pop_back()?;
        self.sealed = true;
        self.undone.push(step);
        self.undone.last()
    }

    /// Returns the step to redo, if there is one, and moves it back to the done steps.
    pub(crate) fn redo(&mut self) -> Option<&Step> {
        let step = self.undone.pop()?;
        self.sealed = true;
        self.done.push_back(step);
        self.done.back()
    }

    /// Returns `true` if there is a step to undo.
    pub(crate) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Returns `true` if there is a step to redo.
    pub(crate) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Returns the memory that the steps take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    fn current(&self) -> u64 {
        self.done.back().map_or(self.root, |step| step.id)
    }

    /// Extends the last step by one more typed or deleted character, if the edit continues it. Returns `true` if it did.
    fn grow(&mut self, changes: &[Change], kind: EditKind, after: Selection, added: usize) -> bool {
        let ([new], Some(step)) = (changes, self.done.back_mut()) else { return false };
        if step.kind != kind || step.changes.len() != 1 {
            return false;
        }
        let last = &mut step.changes[0];
        let grown = match kind {
            EditKind::Typing => type_on(last, new),
            EditKind::Deleting => delete_on(last, new),
            EditKind::Whole => false,
        };
        if grown {
            step.after = after;
            step.bytes += added;
            self.bytes += added;
        }
        grown
    }

    fn trim(&mut self) {
        while self.bytes > MAX_UNDO_BYTES && self.done.len() > 1 {
            let Some(step) = self.done.pop_front() else { break };
            self.bytes -= step.bytes;
            // The text before the oldest step can no longer be reached.
            if self.saved == Some(self.root) {
                self.saved = None;
            }
            self.root = step.id;
        }
    }
}

fn weigh(change: &Change) -> usize {
    change.removed.capacity() + change.inserted.capacity() + size_of::<Change>()
}

fn type_on(last: &mut Change, new: &Change) -> bool {
    let length = last.inserted.chars().count();
    // A new word begins a new step, so that undo works word by word.
    let word_begins = last.inserted.ends_with(char::is_whitespace) && !new.inserted.starts_with(char::is_whitespace);
    if !new.removed.is_empty() || new.at != last.at + length || length >= MAX_GROUP_CHARS || word_begins {
        return false;
    }
    last.inserted.push_str(&new.inserted);
    true
}

fn delete_on(last: &mut Change, new: &Change) -> bool {
    let length = last.removed.chars().count();
    if !new.inserted.is_empty() || !last.inserted.is_empty() || length >= MAX_GROUP_CHARS {
        return false;
    }
    if new.at == last.at {
        last.removed.push_str(&new.removed);
        true
    } else if new.at + new.removed.chars().count() == last.at {
        last.at = new.at;
        last.removed.insert_str(0, &new.removed);
        true
    } else {
        false
    }
}
