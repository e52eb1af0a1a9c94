//! The history: transactions, which are edits that are undone and redone together. The log only grows: an undo is a new
//! transaction whose edits are the inverses. The history does not know what a command is.
//!
//! # Why computed inverses
//!
//! [`Tree::apply`] returns the inverse of every edit, computed from what the tree held before the write. An undo applies
//! the inverses of an entry in reverse order through the same gate, and the inverses of those make up the redo entry. A
//! redo therefore fits the tree as it is, even if a tab came to the front in between (`Transaction::invert`).
//!
//! Two other designs were rejected. A snapshot of the tree per entry costs the whole tree, however small the change; an
//! entry of edits costs what was changed (an edit takes at most 56 bytes, and so does its inverse). Nor does a snapshot
//! say what changed. Events, the journal, the marks of the branches to place again and the list of changed panes all
//! come from the edits, so an undo reports and updates exactly what doing did. Inverses written by each command could be
//! forgotten or wrong; commands write none.
//!
//! Hover, scrolling and the focus are no edits and make no entries. The focus is noted on a transaction.
//!
//! # How entries are bounded
//!
//! The numbers are set by hand; no measurement in this repository stands behind them.
//!
//! - [`UNDO_TRANSACTIONS`] (200, or the argument of [`History::with_limit`]): the oldest entry is dropped first, and at
//!   least one is kept. The redo stack holds only what was undone, and the next change clears it.
//! - `MAX_MERGED_EDITS` (1,024): an entry of this size takes in no further transaction, so a long row of keyboard
//!   resizes does not grow it without end. A single transaction has no limit: closing 100,000 panes is one entry.
//! - [`MERGE_WINDOW_MS`] (500): how close two keyboard resizes of a divider must be to merge, and how long an entry
//!   lives that only brought a tab to the front. Looking at a tab is no change that a user would want to undo.
//! - [`MAX_NESTING`] (64): nested transactions are only counted, because inner ones join the outermost.
//! - [`PENDING_TRANSACTIONS`] (4,096): if a store leaves so many unfetched, the journal is cleared, and the store must
//!   take a whole checkpoint ([`History::take_overflowed`]).

mod record;
mod replay;
mod transaction;

pub use record::{Committed, Entry, Merge, Origin, SavedHistory};
pub use transaction::{Cause, Transaction};

use crate::base::limits::{MAX_NESTING, MERGE_WINDOW_MS, PENDING_TRANSACTIONS, UNDO_TRANSACTIONS};
use crate::base::{Moment, PaneId, WidgetId};
use crate::tree::{Edit, EditError, Tree};
use std::collections::{HashSet, VecDeque};

/// The error returned when the history refuses a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// There is nothing to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// Nothing was undone before.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// A transaction is open.
    #[error("a transaction is open: commit it or roll it back first")]
    TransactionOpen,
    /// No transaction is open.
    #[error("no transaction is open")]
    NoTransaction,
    /// The entry is from a file and does not fit the layout. All entries are dropped.
    #[error("what was saved of the history does not fit the layout: it cannot be undone or redone")]
    Unfit,
    /// Too many transactions are nested in each other.
    #[error("transactions nest at most {MAX_NESTING} deep")]
    TooNested,
}

/// The undo and redo stacks, the open transaction, and the committed transactions that wait for a store.
#[derive(Clone, Debug)]
pub struct History {
    undo: VecDeque<Transaction>,
    redo: Vec<Transaction>,
    open: Option<Transaction>,
    /// What the next edits mean.
    cause: Cause,
    nesting: usize,
    most: usize,
    sequence: u64,
    journal: Option<VecDeque<Committed>>,
    overflowed: bool,
    /// The latest moment that is known.
    now: Moment,
    /// Whether entries are from a file, so that they may not fit.
    is_from_file: bool,
}

impl Default for History {
    fn default() -> Self {
        Self::with_limit(UNDO_TRANSACTIONS)
    }
}

impl History {
    /// Creates a history that keeps at most `most` undo entries, and at least one.
    #[must_use]
    pub const fn with_limit(most: usize) -> Self {
        Self {
            undo: VecDeque::new(),
            redo: Vec::new(),
            open: None,
            cause: Cause::Move,
            nesting: 0,
            most,
            sequence: 0,
            journal: None,
            overflowed: false,
            now: Moment::ZERO,
            is_from_file: false,
        }
    }

    /// Returns an empty history with the same limit. Its sequence numbers continue those of this one, and a journal
    /// that is kept counts as overflowed.
    #[must_use]
    pub fn fresh(&self) -> Self {
        let mut fresh = Self::with_limit(self.most);
        fresh.sequence = self.sequence + 1;
        if self.journal.is_some() {
            fresh.keep_journal();
            fresh.overflowed = true;
        }
        fresh
    }

    /// Opens a transaction, or joins the open one.
    ///
    /// # Errors
    /// Returns [`HistoryError::TooNested`] if too many transactions are nested.
    pub fn begin(&mut self, name: &str, focus: Option<PaneId>, now: Moment) -> Result<(), HistoryError> {
        if self.nesting >= MAX_NESTING {
            return Err(HistoryError::TooNested);
        }
        self.nesting += 1;
        if self.open.is_none() {
            self.open = Some(Transaction::new(name, focus, now));
            self.cause = Cause::default();
        }
        Ok(())
    }

    /// Sets what the next edits mean.
    pub const fn set_cause(&mut self, cause: Cause) {
        self.cause = cause;
    }

    /// Makes one edit within the open transaction.
    ///
    /// # Errors
    /// Returns the error of the gate; neither the tree nor the transaction has changed then.
    ///
    /// # Panics
    /// In debug builds, panics if no transaction is open.
    pub fn edit(&mut self, tree: &mut Tree, edit: Edit) -> Result<(), EditError> {
        let inverse = tree.apply(&edit)?;
        match &mut self.open {
            Some(open) => open.push(edit, inverse, self.cause),
            None => crate::never!("an edit outside a transaction"),
        }
        Ok(())
    }

    /// Returns the number of edits in the open transaction, as a mark for [`History::rewind`].
    #[must_use]
    pub fn mark(&self) -> usize {
        self.open.as_ref().map_or(0, Transaction::len)
    }

    /// Takes back the edits of the open transaction after a mark.
    pub fn rewind(&mut self, tree: &mut Tree, mark: usize) {
        if let Some(open) = &mut self.open {
            open.rewind(tree, mark);
        }
    }

    /// Closes the innermost transaction. If it was the outermost and changed something, returns its undo entry and the
    /// number of edits that the entry already had, if the transaction merged with it. Otherwise returns `None`.
    ///
    /// # Errors
    /// Returns [`HistoryError::NoTransaction`] if no transaction is open.
    pub fn commit(
        &mut self,
        focus: Option<PaneId>,
        merge: Option<Merge>,
    ) -> Result<Option<(&Transaction, usize)>, HistoryError> {
        if self.nesting == 0 {
            return Err(HistoryError::NoTransaction);
        }
        self.nesting -= 1;
        if self.nesting > 0 {
            return Ok(None);
        }
        let Some(mut done) = self.open.take().filter(|open| !open.is_empty()) else { return Ok(None) };
        done.close(focus, merge);
        self.log(Origin::Done, &done);
        Ok(self.add(done))
    }

    /// Puts a transaction on the undo stack, or merges it into the last entry. Returns the entry and the number of edits that it had.
    fn add(&mut self, done: Transaction) -> Option<(&Transaction, usize)> {
        // Looking at another tab keeps what can be redone.
        if !done.is_view() {
            self.redo.clear();
        }
        self.expire_views(done.at());
        let mut older = 0;
        match self.undo.back_mut().filter(|last| last.takes(&done, MERGE_WINDOW_MS)) {
            Some(last) => {
                older = last.len();
                last.absorb(done);
            }
            None => self.undo.push_back(done),
        }
        // At least one stays: the entry that is returned.
        while self.undo.len() > self.most.max(1) {
            self.undo.pop_front();
        }
        self.undo.back().map(|done| (done, older))
    }

    /// Drops the latest entries if they only brought tabs to the front and no change has joined them within the merge
    /// window. What an undo takes back is thus always a change that can be seen.
    pub fn expire_views(&mut self, now: Moment) {
        self.now = self.now.max(now);
        while self.undo.back().is_some_and(|last| last.is_view() && last.is_older(now, MERGE_WINDOW_MS)) {
            self.undo.pop_back();
        }
    }

    /// Forgets all entries, so that undo ends at the current state.
    pub fn forget(&mut self) {
        self.undo.clear();
        self.redo.clear();
        // A store knows the entries, and has to learn that they are gone.
        self.overflowed |= self.journal.is_some();
    }

    /// Rolls back the whole open transaction, inner ones included. Returns the pane that had the focus before it.
    ///
    /// # Errors
    /// Returns [`HistoryError::NoTransaction`] if no transaction is open.
    pub fn rollback(&mut self, tree: &mut Tree) -> Result<Option<PaneId>, HistoryError> {
        let Some(mut open) = self.open.take() else { return Err(HistoryError::NoTransaction) };
        self.nesting = 0;
        open.rewind(tree, 0);
        Ok(open.focus_before())
    }

    /// Undoes the last transaction and returns the transaction that did so.
    ///
    /// # Errors
    /// Returns [`HistoryError::NothingToUndo`] if there is no entry, and [`HistoryError::TransactionOpen`] if a
    /// transaction is open.
    pub fn undo(&mut self, tree: &mut Tree) -> Result<&Transaction, HistoryError> {
        self.want_closed()?;
        let done = self.undo.pop_back().ok_or(HistoryError::NothingToUndo)?;
        let taken_back = done.invert(tree, self.is_from_file).map_err(|error| self.give_up(&error))?;
        self.log(Origin::Undone, &taken_back);
        self.redo.push(taken_back);
        self.redo.last().ok_or(HistoryError::NothingToUndo)
    }

    /// Redoes the transaction that was undone last, and returns the transaction that did so.
    ///
    /// # Errors
    /// Returns [`HistoryError::NothingToRedo`] if there is no entry, and [`HistoryError::TransactionOpen`] if a
    /// transaction is open.
    pub fn redo(&mut self, tree: &mut Tree) -> Result<&Transaction, HistoryError> {
        self.want_closed()?;
        let taken_back = self.redo.pop().ok_or(HistoryError::NothingToRedo)?;
        let done = taken_back.invert(tree, self.is_from_file).map_err(|error| self.give_up(&error))?;
        self.log(Origin::Redone, &done);
        self.undo.push_back(done);
        self.undo.back().ok_or(HistoryError::NothingToRedo)
    }

    /// Returns `true` if there is something to undo and no transaction is open.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.open.is_none() && !self.undo.is_empty()
    }

    /// Returns `true` if there is something to redo and no transaction is open.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.open.is_none() && !self.redo.is_empty()
    }

    /// Returns `true` if there is anything to undo or redo, or a transaction is open.
    pub(crate) fn has_entries(&self) -> bool {
        self.open.is_some() || !self.undo.is_empty() || !self.redo.is_empty()
    }

    /// Returns `true` if a transaction is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Returns the names of the entries that can be undone, the next one first.
    pub fn undo_names(&self) -> impl Iterator<Item = &str> {
        self.undo.iter().rev().map(Transaction::name)
    }

    /// Returns the names of the entries that can be redone, the next one first.
    pub fn redo_names(&self) -> impl Iterator<Item = &str> {
        self.redo.iter().rev().map(Transaction::name)
    }

    /// Returns the number of the last committed transaction. It only grows.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Keeps committed transactions for a store from now on.
    pub fn keep_journal(&mut self) {
        self.journal.get_or_insert_default();
    }

    /// Returns the next committed transaction that waits for a store.
    pub fn poll_committed(&mut self) -> Option<Committed> {
        self.journal.as_mut()?.pop_front()
    }

    /// Returns `true` if the journal has had a gap since the last call, because transactions were not fetched or a
    /// layout was loaded. A store must then take a whole checkpoint.
    pub const fn take_overflowed(&mut self) -> bool {
        std::mem::replace(&mut self.overflowed, false)
    }

    /// Returns `true` if an edit of an entry, or the inverse of one, creates or sets this widget. Then an undo or redo may
    /// bring it back. Cost: all edits of all entries.
    #[must_use]
    pub fn mentions(&self, widget: &WidgetId) -> bool {
        self.widgets().any(|mentioned| mentioned == widget)
    }

    /// Returns the widgets that an undo or redo may bring back: those for which [`History::mentions`] returns `true`,
    /// for when there are many to ask about. Cost: all edits of all entries.
    #[must_use]
    pub fn mentioned(&self) -> HashSet<&WidgetId> {
        self.widgets().collect()
    }

    fn widgets(&self) -> impl Iterator<Item = &WidgetId> {
        self.undo.iter().chain(&self.redo).flat_map(Transaction::widgets)
    }

    /// Gives the widget of a pane another id, in all entries as well, and returns the transaction that did so. No
    /// entry is made for it: an undo afterward finds the widget under its new id.
    ///
    /// The entries may already name the new id, for a pane that was closed. Therefore the two ids are exchanged in all
    /// entries: no two panes have the same id, whatever is undone.
    ///
    /// # Errors
    /// Returns the error of the gate; nothing has changed then.
    pub(crate) fn rename(&mut self, tree: &mut Tree, pane: PaneId, to: &WidgetId) -> Result<Transaction, EditError> {
        let from = tree.widget(pane).cloned();
        let edit = Edit::SetWidget { pane, widget: to.clone() };
        let inverse = tree.apply(&edit)?;
        let mut done = Transaction::new("rename", None, Moment::ZERO);
        done.push(edit, inverse, Cause::default());
        self.log(Origin::Renamed, &done);
        if let Some(from) = from {
            self.undo.iter_mut().chain(&mut self.redo).for_each(|entry| entry.exchange(&from, to));
        }
        Ok(done)
    }

    const fn want_closed(&self) -> Result<(), HistoryError> {
        if self.open.is_some() { Err(HistoryError::TransactionOpen) } else { Ok(()) }
    }

    fn log(&mut self, origin: Origin, done: &Transaction) {
        self.sequence += 1;
        let Some(journal) = &mut self.journal else { return };
        if journal.len() >= PENDING_TRANSACTIONS {
            // After a gap, the rest is useless to a store: it must take a whole checkpoint anyway.
            journal.clear();
            self.overflowed = true;
        }
        journal.push_back(done.committed(self.sequence, origin, self.now));
    }
}
