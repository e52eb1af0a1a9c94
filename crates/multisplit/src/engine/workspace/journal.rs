//! What a store of the host keeps of the layout. See [`Layout::checkpoint`](crate::Layout::checkpoint).

use super::Workspace;
use crate::engine::{Checkpoint, LoadError, Recovery};
use crate::file::ReadLimits;
use crate::runtime::{Operation, WidgetProvider};

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Keeps committed transactions for a store from now on. They are polled as [`super::Effect::Persist`]. The store needs a checkpoint
    /// first.
    pub fn keep_journal(&mut self) {
        self.layout.keep_journal();
    }

    /// Returns the layout and its history, to be written, like [`Layout::checkpoint`](crate::Layout::checkpoint), but counted and timed.
    pub fn checkpoint(&mut self) -> Checkpoint {
        self.entry(Operation::SaveLayout, "checkpoint", |workspace| workspace.layout.checkpoint())
    }

    /// Returns `true`, once, if a store must take a checkpoint
    /// ([`Layout::take_checkpoint_needed`](crate::Layout::take_checkpoint_needed)).
    pub const fn take_checkpoint_needed(&mut self) -> bool {
        self.layout.take_checkpoint_needed()
    }

    /// Makes the layout and the history again that a store has kept, like [`Layout::recover`](crate::Layout::recover), but counted and
    /// timed. The workspace must be new.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the layout of the checkpoint cannot be read; nothing has changed then.
    pub fn recover(&mut self, kept: &Recovery<'_>, limits: ReadLimits) -> Result<Vec<String>, LoadError> {
        self.entry(Operation::LoadLayout, "recover", |workspace| workspace.layout.recover(kept, limits))
    }
}
