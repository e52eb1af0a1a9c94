//! The flags by which the UI thread controls a working worker, and by which any thread can see its state.
//!
//! Invariant: setting a flag never waits.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// The state of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transaction {
    /// No transaction is open: every statement stands for itself.
    #[default]
    None,
    /// A transaction is open, and its changes wait for COMMIT.
    Open,
    /// A statement of the transaction failed; only ROLLBACK is possible.
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
    /// Tells the worker to stop the statement: the user has cancelled it.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::SeqCst);
    }

    /// Tells the worker to stop because the pane is gone.
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

    /// Starts a run: clears an earlier cancellation and marks the worker as running.
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
