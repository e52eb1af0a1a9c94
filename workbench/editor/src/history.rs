//! Undo and redo of a text: a stack of steps, each a list of changes.
//!
//! It refuses to apply anything; the buffer does. Invariant: what it holds is at most `MAX_UNDO_BYTES`, except that the
//! latest step is kept whatever its size; undoing all steps in order restores the text before the oldest one exactly.

use std::cmp::Ordering;
use std::collections::VecDeque;

use ropey::Rope;
use serde::{Deserialize, Serialize};

use crate::limits::{MAX_GROUP_CHARS, MAX_UNDO_BYTES};
use crate::selection::Selection;

/// One replacement of characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    /// The first character that is replaced.
    pub(crate) at: usize,
    /// What was there.
    pub(crate) removed: String,
    /// What is there now.
    pub(crate) inserted: String,
}

impl Change {
    /// The change that takes this one back.
    pub(crate) fn inverse(&self) -> Self {
        Self { at: self.at, removed: self.inserted.clone(), inserted: self.removed.clone() }
    }

    /// Where a position is after the change; one inside of what was replaced stays as far inside of what stands there now.
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

    /// The same for a position that what is inserted right there stays behind.
    pub(crate) fn moves_no_further(&self, at: usize) -> usize {
        if at == self.at { at } else { self.moves(at) }
    }

    /// Returns where a selection is after the change, which another editor made: what is typed right at its ends does not become part of it.
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

    /// Makes the change.
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

/// What kind of edit a step is; only like edits grow together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditKind {
    /// Characters were typed.
    Typing,
    /// Characters were deleted one by one.
    Deleting,
    /// Anything else stands alone.
    Whole,
}

/// What one undo takes back.
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
    /// How many of the steps are in the file; `None` if no number of them leads to what the file holds.
    pub(crate) saved_after: Option<usize>,
}

/// One undo step of a [`KeptUndo`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptStep {
    pub(crate) changes: Vec<Change>,
    before: Selection,
    after: Selection,
}

/// A text that a history leads to, to be named later.
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
    /// The id of the text that is on disk; `None` when no step leads there any more.
    saved: Option<u64>,
    sealed: bool,
}

impl History {
    /// A history of a text that is on disk.
    pub(crate) fn of_saved() -> Self {
        Self { saved: Some(0), ..Self::default() }
    }

    /// Whether the text is the one that was last marked as saved.
    pub(crate) fn is_saved(&self) -> bool {
        self.saved == Some(self.current())
    }

    /// The text is now on disk.
    pub(crate) fn mark_saved(&mut self) {
        let now = self.mark();
        self.mark_saved_at(now);
    }

    /// Returns a mark of the text as it is. The next edit begins a step of its own, so that the mark names no other text.
    pub(crate) fn mark(&mut self) -> Mark {
        self.sealed = true;
        Mark(self.current())
    }

    /// The text that was marked is now on disk.
    pub(crate) fn mark_saved_at(&mut self, mark: Mark) {
        self.saved = Some(mark.0);
    }

    /// What is on disk is no text of this history.
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

    /// A history of steps that were made before; `saved_after` as in [`KeptUndo`].
    pub(crate) fn of_kept(steps: &[KeptStep], saved_after: Option<usize>) -> Self {
        let mut history = Self { saved: saved_after.map(|steps| steps as u64), ..Self::default() };
        for KeptStep { changes, before, after } in steps {
            history.push(changes.clone(), EditKind::Whole, *before, *after);
        }
        history.sealed = true;
        history
    }

    /// The next edit begins a step of its own.
    pub(crate) fn seal(&mut self) {
        self.sealed = true;
    }

    /// Takes note of changes that were made, in this order.
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

    /// The step to take back, if there is one.
    pub(crate) fn undo(&mut self) -> Option<&Step> {
        let step = self.done.pop_back()?;
        self.sealed = true;
        self.undone.push(step);
        self.undone.last()
    }

    /// The step to make again, if there is one.
    pub(crate) fn redo(&mut self) -> Option<&Step> {
        let step = self.undone.pop()?;
        self.sealed = true;
        self.done.push_back(step);
        self.done.back()
    }

    /// Returns whether there is a step to take back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Returns whether there is a step to make again.
    pub(crate) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// What the steps take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    fn current(&self) -> u64 {
        self.done.back().map_or(self.root, |step| step.id)
    }

    /// Grows the last step by one more typed or deleted character, if it is its continuation.
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
