//! A history that goes on after a restart: saved entries, and transactions that are repeated from their records.

use super::record::{Committed, Origin, SavedHistory};
use super::transaction::Transaction;
use super::{History, HistoryError};
use crate::base::Moment;
use crate::tree::{Edit, EditError, Tree};

impl History {
    /// Returns what can be undone and redone, to be written. Cost: a copy of all edits of all entries.
    #[must_use]
    pub fn save(&self) -> SavedHistory {
        SavedHistory {
            sequence: self.sequence,
            undo: self.undo.iter().map(Transaction::entry).collect(),
            redo: self.redo.iter().map(Transaction::entry).collect(),
        }
    }

    /// Replaces all entries by saved ones. Entries beyond the limit, and those that do not have an inverse for each edit with all that
    /// lie below them, are left out.
    ///
    /// The entries are not checked against a tree. An undo whose edits do not fit is refused with [`HistoryError::Unfit`].
    pub fn restore(&mut self, saved: SavedHistory) {
        let SavedHistory { sequence, undo, redo } = saved;
        let whole = |entries: Vec<_>, most| {
            let newest_first = entries.into_iter().rev().map_while(Transaction::of_entry).take(most);
            let mut whole: Vec<Transaction> = newest_first.collect();
            whole.reverse();
            whole
        };
        self.undo = whole(undo, self.most.max(1)).into();
        self.redo = whole(redo, usize::MAX);
        (self.sequence, self.is_from_file) = (sequence, true);
    }

    /// Repeats a committed transaction, so that tree and history are as they were after it. It is not kept for a store again.
    ///
    /// # Errors
    /// Returns the error of the gate; neither the tree nor the history has changed then.
    pub fn replay(&mut self, tree: &mut Tree, committed: &Committed) -> Result<(), EditError> {
        let renamed = committed.edits.iter().find_map(|edit| match edit {
            Edit::SetWidget { pane, widget } => Some((tree.widget(*pane).cloned()?, widget)),
            _ => None,
        });
        let done = Transaction::repeat(tree, committed)?;
        let now = Moment::from_micros(committed.now_micros);
        // A transaction that was open for a while was made before entries expired that are below it.
        self.expire_views(now);
        match committed.origin {
            Origin::Done => drop(self.add(done)),
            Origin::Undone => {
                let entry = self.undo.pop_back();
                self.redo.push(done.replacing(entry));
            }
            Origin::Redone => {
                let entry = self.redo.pop();
                self.undo.push_back(done.replacing(entry));
            }
            Origin::Renamed => {
                if let Some((from, to)) = renamed {
                    self.undo.iter_mut().chain(&mut self.redo).for_each(|entry| entry.exchange(&from, to));
                }
            }
        }
        (self.sequence, self.is_from_file) = (committed.sequence, true);
        Ok(())
    }

    /// Ends a replay: times are those of a clock that is gone, so nothing that follows merges with an entry, and looking at a tab is no
    /// entry anymore.
    pub fn settle(&mut self) {
        self.now = Moment::ZERO;
        while self.undo.back().is_some_and(Transaction::is_view) {
            self.undo.pop_back();
        }
        self.undo.iter_mut().chain(&mut self.redo).for_each(Transaction::settle);
    }

    /// Answers an undo or redo whose edits do not fit: drops all entries, because none of them can fit anymore.
    pub(super) fn give_up(&mut self, error: &EditError) -> HistoryError {
        if !self.is_from_file {
            crate::never!("an inverse was refused: {error}");
        }
        tracing::warn!(%error, "the history does not fit the layout and is dropped");
        self.forget();
        HistoryError::Unfit
    }
}
