//! What a store keeps of a layout: a checkpoint, and the transactions after it. Both together make the layout and its history again.
//!
//! A checkpoint costs a copy of the tree; its text can be made on another thread. A transaction costs what was changed.

use super::{Event, Layout, LoadError};
use crate::base::PaneId;
use crate::file::{Extras, ReadLimits, decode, encode_text};
use crate::history::{Committed, SavedHistory};
use crate::tree::Tree;

/// A layout with its history at one moment, to be written on any thread.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    tree: Tree,
    recent: Vec<PaneId>,
    extras: Extras,
    history: SavedHistory,
}

impl Checkpoint {
    /// Returns the number of the last transaction that is in the checkpoint.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.history.sequence
    }

    /// Returns the text of a layout file, like [`Layout::save_text`].
    #[must_use]
    pub fn layout_text(&self) -> String {
        encode_text(&self.tree, &self.recent, &self.extras)
    }

    /// Returns the history as JSON.
    #[must_use]
    pub fn history_text(&self) -> String {
        // Strings and numbers are written to memory, which cannot fail.
        serde_json::to_string(&self.history).unwrap_or_default()
    }
}

/// What a store has kept of a layout.
#[derive(Clone, Debug, Default)]
pub struct Recovery<'a> {
    /// The number of the last transaction that is in the checkpoint.
    pub sequence: u64,
    /// The layout of the checkpoint.
    pub layout: &'a str,
    /// The history of the checkpoint; `None` if it is lost.
    pub history: Option<&'a str>,
    /// Transactions after the checkpoint, in any order, as JSON of [`Committed`]. Those that are in the checkpoint are skipped.
    pub transactions: Vec<&'a str>,
    /// The pane that had the focus last, if that is known.
    pub focus: Option<PaneId>,
}

impl Layout {
    /// Returns the layout and its history, to be written. Cost: a copy of the tree and of the history.
    ///
    /// A change that is not committed yet is not in the history, so a store takes checkpoints between transactions
    /// ([`Layout::is_in_transaction`]).
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            tree: self.tree.clone(),
            recent: self.focus.recent().to_vec(),
            extras: self.extras.clone(),
            history: self.history.save(),
        }
    }

    /// Returns `true`, once, if something has happened that no transaction tells, such as a first layout that was loaded. A store must
    /// then take a checkpoint.
    pub const fn take_checkpoint_needed(&mut self) -> bool {
        self.history.take_overflowed()
    }

    /// Returns `true` if a transaction or a drag is open.
    #[must_use]
    pub const fn is_in_transaction(&self) -> bool {
        self.history.is_open()
    }

    /// Makes the layout and the history again that a store has kept. This layout must be new: nothing was opened or undone yet.
    ///
    /// Transactions are repeated in order up to the first one that is missing or does not fit. Returns what was lost, in words.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the layout of the checkpoint cannot be read; nothing has changed then.
    pub fn recover(&mut self, kept: &Recovery<'_>, limits: ReadLimits) -> Result<Vec<String>, LoadError> {
        let loaded = decode(kept.layout, limits)?;
        self.end_drag();
        self.adopt(loaded)?;
        let mut lost = vec![];
        let history = kept.history.map(serde_json::from_str::<SavedHistory>).transpose().unwrap_or_else(|error| {
            lost.push(format!("what could be undone is lost: {error}"));
            None
        });
        let history = history.filter(|history| {
            let fits = history.sequence == kept.sequence;
            if !fits {
                lost.push("what could be undone is lost: it is of another layout".to_owned());
            }
            fits
        });
        self.history.restore(history.unwrap_or(SavedHistory { sequence: kept.sequence, ..SavedHistory::default() }));
        self.repeat(kept, &mut lost);
        self.history.settle();
        if let Some(pane) = kept.focus.filter(|pane| self.tree.widget(*pane).is_some()) {
            self.focus.set(pane);
        }
        self.focus.mend(&self.tree);
        self.focus.come_into_view(&self.tree);
        self.emit(Event::LayoutLoaded { panes: self.tree.pane_count() });
        Ok(lost)
    }

    /// Repeats the transactions after a checkpoint.
    fn repeat(&mut self, kept: &Recovery<'_>, lost: &mut Vec<String>) {
        let mut transactions = vec![];
        for text in &kept.transactions {
            match serde_json::from_str::<Committed>(text) {
                Ok(committed) => transactions.push(committed),
                Err(error) => lost.push(format!("a change of the layout cannot be read: {error}")),
            }
        }
        transactions.sort_by_key(|committed| committed.sequence);
        transactions.retain(|committed| committed.sequence > kept.sequence);
        for (done, committed) in transactions.iter().enumerate() {
            let last = self.history.sequence();
            if committed.sequence != last + 1 {
                let count = transactions.len() - done;
                return lost.push(format!(
                    "the change of the layout after number {last} is missing, and with it the {count} after it"
                ));
            }
            if let Err(error) = self.history.replay(&mut self.tree, committed) {
                let count = transactions.len() - done;
                return lost.push(format!(
                    "the last {count} changes of the layout ({:.80}) do not fit: {error}",
                    committed.name
                ));
            }
            if let Some(pane) = committed.focus.filter(|pane| self.tree.widget(*pane).is_some()) {
                self.focus.set(pane);
            }
        }
    }
}
