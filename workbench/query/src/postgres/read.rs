//! Running a statement once more so that it changes nothing.
//!
//! It refuses to go on in a transaction that has failed. Invariant: afterwards the person's transaction is as it was,
//! also where the statement went wrong or was cancelled.
//!
//! **Limitations**: the server keeps a function from changing rows and sequences, not from effects outside of them, such
//! as those of a function in an untrusted language.

use std::time::Instant;

use super::Postgres;
use crate::error::QueryError;
use crate::fetch::{Bounds, Fetch, RowSink};
use crate::flags::{Flags, Transaction};
use crate::limits;

/// What the server says of a statement that would write where it may only read.
const WOULD_WRITE: &str = "25006";

impl Postgres {
    /// Runs one statement in a transaction that only reads.
    ///
    /// # Errors
    /// [`QueryError::NotRepeated`] where the statement would write, or the open transaction has failed.
    pub fn read(&mut self, sql: &str, rows: &mut dyn RowSink, flags: &Flags) -> Result<(), QueryError> {
        // Within an open transaction, what holds until a savepoint is taken back holds for the statement alone.
        let (before, after): (&[&str], &[&str]) = match self.transaction {
            Transaction::None => (&["START TRANSACTION READ ONLY"], &["ROLLBACK"]),
            Transaction::Open => (
                &["SAVEPOINT multisplit_export", "SET TRANSACTION READ ONLY"],
                &["ROLLBACK TO SAVEPOINT multisplit_export", "RELEASE SAVEPOINT multisplit_export"],
            ),
            Transaction::Failed => return Err(QueryError::NotRepeated),
        };
        let ready = before.iter().try_for_each(|sql| self.plainly(sql, flags));
        let ran = ready.and_then(|()| self.run(sql, rows, flags).map(drop));
        if ran.as_ref().is_err_and(QueryError::is_fatal) {
            return ran;
        }
        let restored = after.iter().try_for_each(|sql| self.plainly(sql, flags));
        match ran {
            Err(QueryError::Statement(trouble)) if trouble.code == WOULD_WRITE => {
                restored.and(Err(QueryError::NotRepeated))
            }
            ran => restored.and(ran),
        }
    }

    /// Runs a statement without rows, also after the person has cancelled: the connection has to be put right.
    fn plainly(&mut self, sql: &str, flags: &Flags) -> Result<(), QueryError> {
        let (until, place) = (Instant::now() + limits::CANCEL, self.wire.place.clone());
        let mut patience = || match flags.is_gone() || Instant::now() >= until {
            true => Err(QueryError::Lost { place: place.clone(), why: "it does not answer in time".to_owned() }),
            false => Ok(()),
        };
        let mut nothing = |_| {};
        let mut rows = Fetch::new(Bounds { rows: 0, bytes: 0, value_bytes: 0 }, &mut nothing);
        self.run_to_end(sql, &mut rows, &mut patience).map(drop)
    }
}
