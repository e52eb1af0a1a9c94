//! What the UI thread tells a worker in the middle of its work, and what anybody may ask about it.
//!
//! Invariant: setting a flag never waits.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// Whether a transaction is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transaction {
    /// None: every statement stands for itself.
    #[default]
    None,
    /// Changes wait for COMMIT.
    Open,
    /// A statement in it went wrong; only ROLLBACK is left.
    Failed,
}

#[derive(Debug, Default)]
pub(crate) struct Flags {
    cancel: AtomicBool,
    gone: AtomicBool,
    running: AtomicBool,
    transaction: AtomicU8,
}

impl Flags {
    /// The person wants the statement to stop.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::SeqCst);
    }

    /// The pane is gone: stop, nobody looks.
    pub fn leave(&self) {
        self.gone.store(true, Ordering::SeqCst);
        self.cancel();
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::SeqCst)
    }

    pub fn is_gone(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    /// A run was asked for: earlier cancelling is over.
    pub fn begin(&self) {
        self.cancel.store(false, Ordering::SeqCst);
        self.running.store(true, Ordering::SeqCst);
    }

    pub fn end(&self) {
        self.running.store(false, Ordering::SeqCst);
    }

    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    pub fn set_transaction(&self, transaction: Transaction) {
        self.transaction.store(transaction as u8, Ordering::SeqCst);
    }

    pub fn transaction(&self) -> Transaction {
        match self.transaction.load(Ordering::SeqCst) {
            1 => Transaction::Open,
            2 => Transaction::Failed,
            _ => Transaction::None,
        }
    }
}
