//! Transactions: edits that belong together, taken back and done again together. The log only grows: an undo is a new
//! transaction whose edits are the inverses. Refuses to know what a command is.

mod transaction;

pub use transaction::{Cause, Committed, Merge, Origin, Transaction};

use crate::base::limits::{MAX_NESTING, MERGE_WINDOW_MS, PENDING_TRANSACTIONS, UNDO_TRANSACTIONS};
use crate::base::{Moment, PaneId, WidgetId};
use crate::tree::{Edit, EditError, Tree};
use std::collections::VecDeque;

/// Why the history refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// There is nothing to take back.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// Nothing was taken back before.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// A transaction is open.
    #[error("a transaction is open: commit it or roll it back first")]
    TransactionOpen,
    /// No transaction is open.
    #[error("no transaction is open")]
    NoTransaction,
    /// Too many transactions inside each other.
    #[error("transactions nest at most {MAX_NESTING} deep")]
    TooNested,
}

/// The undo and redo stacks, the open transaction and the committed ones that wait for a store.
#[derive(Clone, Debug)]
pub struct History {
    undo: VecDeque<Transaction>,
    redo: Vec<Transaction>,
    open: Option<Transaction>,
    /// What the edits mean that come next.
    cause: Cause,
    nesting: usize,
    most: usize,
    sequence: u64,
    journal: Option<VecDeque<Committed>>,
    overflowed: bool,
}

impl Default for History {
    fn default() -> Self {
        Self::with_limit(UNDO_TRANSACTIONS)
    }
}

impl History {
    /// A history that keeps at most so many undo entries.
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
        }
    }

    /// An empty history with the same limit, whose numbers go on from this one.
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
    /// [`HistoryError::TooNested`].
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

    /// Says what the next edits mean.
    pub const fn set_cause(&mut self, cause: Cause) {
        self.cause = cause;
    }

    /// Does one edit within the open transaction.
    ///
    /// # Errors
    /// What the gate says; neither the tree nor the transaction has changed then.
    pub fn edit(&mut self, tree: &mut Tree, edit: Edit) -> Result<(), EditError> {
        let inverse = tree.apply(&edit)?;
        match &mut self.open {
            Some(open) => open.push(edit, inverse, self.cause),
            None => crate::never!("an edit outside a transaction"),
        }
        Ok(())
    }

    /// How many edits the open transaction holds: a mark to come back to with [`History::rewind`].
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

    /// Closes the innermost transaction. Answers it when it was the outermost and changed something, and how many of its edits
    /// are older, because it merged with the entry before.
    ///
    /// # Errors
    /// [`HistoryError::NoTransaction`].
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
        // Looking at another tab does not make what was undone unreachable.
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
        while self.undo.len() > self.most.max(1) {
            self.undo.pop_front();
        }
        Ok(self.undo.back().map(|done| (done, older)))
    }

    /// Drops an entry that only brought another tab to the front and that no change has joined within the merge window: what is
    /// undone is always a change that can be seen.
    pub fn expire_views(&mut self, now: Moment) {
        while self.undo.back().is_some_and(|last| last.is_view() && last.is_older(now, MERGE_WINDOW_MS)) {
            self.undo.pop_back();
        }
    }

    /// Forgets all entries: what is there now is where undoing ends.
    pub fn forget(&mut self) {
        self.undo.clear();
        self.redo.clear();
    }

    /// Takes the whole open transaction back, inner ones included. Answers where the focus was.
    ///
    /// # Errors
    /// [`HistoryError::NoTransaction`].
    pub fn rollback(&mut self, tree: &mut Tree) -> Result<Option<PaneId>, HistoryError> {
        let Some(mut open) = self.open.take() else { return Err(HistoryError::NoTransaction) };
        self.nesting = 0;
        open.rewind(tree, 0);
        Ok(open.focus_before())
    }

    /// Takes the last transaction back, and answers what that did.
    ///
    /// # Errors
    /// [`HistoryError::NothingToUndo`] and [`HistoryError::TransactionOpen`].
    pub fn undo(&mut self, tree: &mut Tree) -> Result<&Transaction, HistoryError> {
        self.want_closed()?;
        let done = self.undo.pop_back().ok_or(HistoryError::NothingToUndo)?;
        let taken_back = done.invert(tree);
        self.log(Origin::Undone, &taken_back);
        self.redo.push(taken_back);
        self.redo.last().ok_or(HistoryError::NothingToUndo)
    }

    /// Does again what was taken back last, and answers what that did.
    ///
    /// # Errors
    /// [`HistoryError::NothingToRedo`] and [`HistoryError::TransactionOpen`].
    pub fn redo(&mut self, tree: &mut Tree) -> Result<&Transaction, HistoryError> {
        self.want_closed()?;
        let taken_back = self.redo.pop().ok_or(HistoryError::NothingToRedo)?;
        let done = taken_back.invert(tree);
        self.log(Origin::Redone, &done);
        self.undo.push_back(done);
        self.undo.back().ok_or(HistoryError::NothingToRedo)
    }

    /// Whether there is something to take back, and no transaction open.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.open.is_none() && !self.undo.is_empty()
    }

    /// Whether there is something to do again, and no transaction open.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.open.is_none() && !self.redo.is_empty()
    }

    /// Whether a transaction is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The names of the entries that can be taken back, the next one first.
    pub fn undo_names(&self) -> impl Iterator<Item = &str> {
        self.undo.iter().rev().map(Transaction::name)
    }

    /// The names of the entries that can be done again, the next one first.
    pub fn redo_names(&self) -> impl Iterator<Item = &str> {
        self.redo.iter().rev().map(Transaction::name)
    }

    /// The number of the last committed transaction; it only grows.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Keeps committed transactions for a store from now on.
    pub fn keep_journal(&mut self) {
        self.journal.get_or_insert_default();
    }

    /// The next committed transaction that waits for a store.
    pub fn poll_committed(&mut self) -> Option<Committed> {
        self.journal.as_mut()?.pop_front()
    }

    /// Whether transactions were dropped because nobody fetched them; a store must take a whole checkpoint then.
    pub const fn take_overflowed(&mut self) -> bool {
        std::mem::replace(&mut self.overflowed, false)
    }

    /// Whether an undo or redo entry could bring a deleted widget back.
    #[must_use]
    pub fn mentions(&self, widget: &WidgetId) -> bool {
        self.undo.iter().chain(&self.redo).any(|t| t.mentions(widget))
    }

    /// Gives the widget of a pane another id, also in all entries, and returns the transaction that did it. It is no entry: what
    /// is undone later finds the widget under its new id.
    ///
    /// An entry may name the new id already, of a pane that was closed. The two ids are exchanged in all entries, so that no two
    /// panes have one id whatever is undone.
    ///
    /// # Errors
    /// What the gate says; nothing has changed then.
    pub(crate) fn rename(&mut self, tree: &mut Tree, pane: PaneId, to: &WidgetId) -> Result<Transaction, EditError> {
        let from = tree.widget(pane).cloned();
        let edit = Edit::SetWidget { pane, widget: to.clone() };
        let inverse = tree.apply(&edit)?;
        let mut done = Transaction::new("rename", None, Moment::ZERO);
        done.push(edit, inverse, Cause::default());
        self.log(Origin::Done, &done);
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
            journal.clear();
            self.overflowed = true;
        }
        journal.push_back(Committed {
            sequence: self.sequence,
            origin,
            name: done.name().to_owned(),
            edits: done.edits().to_vec(),
            focus: done.focus_after(),
        });
    }
}
