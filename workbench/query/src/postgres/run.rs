//! Running one statement: its rows come in batches, so that a limit needs no cancelling.
//!
//! It refuses `COPY` to or from the client. Invariant: it returns when the server waits for the next statement, or with
//! an error that says the connection is lost.

use std::sync::Arc;
use std::time::Instant;

use postgres_protocol::IsNull;
use postgres_protocol::message::{backend, frontend};

use super::wire::Body;
use super::{Canceller, Postgres, said};
use crate::error::{QueryError, Trouble};
use crate::fetch::RowSink;
use crate::flags::{Flags, Transaction};
use crate::grid::{Column, ValueKind};
use crate::limits;
use crate::schema::Schema;

/// What the server says of a statement that it stopped.
const STOPPED: &str = "57014";

/// What is known about a statement while it runs.
#[derive(Default)]
struct Run {
    kinds: Vec<ValueKind>,
    /// What the server calls what it did.
    tag: String,
    trouble: Option<Trouble>,
    /// The server was told that this is all: it answers once, also where that is an error.
    is_synced: bool,
}

impl Postgres {
    /// The tables, for as long as the pane wants to wait.
    pub fn schema_again(&mut self, flags: &Flags) -> Result<Schema, QueryError> {
        let schema = self.schema(&mut wanted(flags, self.wire.place.clone(), self.canceller()));
        self.canceller.settle();
        schema
    }

    /// Runs one statement and answers what it did, in the words of the server.
    pub fn run(&mut self, sql: &str, fetch: &mut dyn RowSink, flags: &Flags) -> Result<String, QueryError> {
        // A request to stop that was sent just as the last statement ended would meet this one.
        self.canceller.settle();
        if flags.is_cancelled() {
            return Err(QueryError::Cancelled);
        }
        let mut patience = wanted(flags, self.wire.place.clone(), self.canceller());
        let ended = self.run_to_end(sql, fetch, &mut patience);
        // A request to stop that is still on its way must not meet the next statement.
        self.canceller.settle();
        match ended {
            // The words are in the language of the server.
            Err(QueryError::Statement(trouble)) if trouble.code == STOPPED && flags.is_cancelled() => {
                Err(QueryError::Cancelled)
            }
            Err(QueryError::Lost { place, why }) => {
                Err(QueryError::Lost { place, why: self.last_words.take().unwrap_or(why) })
            }
            other => other,
        }
    }

    pub(super) fn run_to_end(
        &mut self,
        sql: &str,
        fetch: &mut dyn RowSink,
        patience: super::socket::Patience<'_>,
    ) -> Result<String, QueryError> {
        let mut run = Run::default();
        self.ask(sql, limits::PORTAL_ROWS.0.min(as_rows(fetch.rows_to_ask())))?;
        loop {
            let (tag, _) = self.wire.next(patience)?;
            match tag {
                backend::DATA_ROW_TAG => self.row(&run, fetch, patience)?,
                backend::COPY_DATA_TAG => {}
                backend::READY_FOR_QUERY_TAG => {
                    let body = self.wire.body(patience)?;
                    self.transaction = match body.first() {
                        Some(b'T') => Transaction::Open,
                        Some(b'E') => Transaction::Failed,
                        _ => Transaction::None,
                    };
                    fetch.hand_over();
                    return match run.trouble {
                        Some(trouble) => Err(trouble.into()),
                        None => Ok(run.tag),
                    };
                }
                tag => {
                    let body = self.wire.body(patience)?;
                    self.other(tag, &body, &mut run, fetch)?;
                }
            }
        }
    }

    /// Sends a statement, without parameters, and asks for its first rows in text form.
    fn ask(&mut self, sql: &str, rows: usize) -> Result<(), QueryError> {
        let out = &mut self.wire.out;
        let nothing = |(): (), _: &mut bytes::BytesMut| Ok(IsNull::Yes);
        let written = frontend::parse("", sql, [], out).and_then(|()| {
            let bound = frontend::bind("", "", [], [(); 0], nothing, [0], out);
            bound.map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidInput))?;
            frontend::describe(b'P', "", out)?;
            frontend::execute("", i32::try_from(rows).unwrap_or(i32::MAX), out)
        });
        if written.is_err() {
            self.wire.out.clear();
            let message = "a zero byte is in the statement".to_owned();
            return Err(Trouble { message, ..Trouble::default() }.into());
        }
        frontend::flush(&mut self.wire.out);
        self.wire.send()
    }

    /// Ends the statement: the server answers that it waits.
    fn sync(&mut self, run: &mut Run) -> Result<(), QueryError> {
        if std::mem::replace(&mut run.is_synced, true) {
            return Ok(());
        }
        frontend::sync(&mut self.wire.out);
        self.wire.send()
    }

    fn other(&mut self, tag: u8, body: &[u8], run: &mut Run, fetch: &mut dyn RowSink) -> Result<(), QueryError> {
        match tag {
            backend::ROW_DESCRIPTION_TAG => {
                let (columns, kinds) = describe(body);
                run.kinds = kinds;
                fetch.columns(columns);
            }
            backend::PORTAL_SUSPENDED_TAG => self.next_batch(run, fetch)?,
            backend::COMMAND_COMPLETE_TAG => {
                run.tag = Body::new(body).text().unwrap_or_default();
                self.sync(run)?;
            }
            backend::EMPTY_QUERY_RESPONSE_TAG => self.sync(run)?,
            backend::ERROR_RESPONSE_TAG => {
                let said = said(body);
                if ["FATAL", "PANIC"].contains(&said.severity.as_str()) {
                    self.last_words = Some(said.trouble.to_string());
                }
                run.trouble.get_or_insert(said.trouble);
                self.sync(run)?;
            }
            backend::NOTICE_RESPONSE_TAG if self.notices.len() < limits::NOTICES => {
                let said = said(body);
                self.notices.push(format!("{}: {}", said.severity, said.trouble));
            }
            backend::COPY_IN_RESPONSE_TAG => {
                // The failure reaches the server's own error, which ends the statement.
                let written = frontend::copy_fail("COPY FROM STDIN has no input here", &mut self.wire.out);
                written.map_err(|error| self.wire.lost(error.to_string()))?;
                self.wire.send()?;
            }
            backend::COPY_OUT_RESPONSE_TAG => {
                let message = "COPY TO STDOUT is not shown here".to_owned();
                let hint = Some("Run a SELECT and export its rows.".to_owned());
                run.trouble = Some(Trouble { message, hint, ..Trouble::default() });
                self.canceller.cancel();
            }
            _ => {}
        }
        Ok(())
    }

    /// More rows, or the end where a limit is reached.
    fn next_batch(&mut self, run: &mut Run, fetch: &mut dyn RowSink) -> Result<(), QueryError> {
        // Only a row that comes proves that there are more than the limit: until one does, one more is asked for.
        if fetch.is_full() {
            // In a transaction it would stay open otherwise, and hold its tables.
            let written = frontend::close(b'P', "", &mut self.wire.out);
            written.map_err(|error| self.wire.lost(error.to_string()))?;
            return self.sync(run);
        }
        let row = fetch.bytes() / as_rows(fetch.rows()).max(1);
        let batch = (limits::PORTAL_BYTES / row.max(1)).clamp(1, limits::PORTAL_ROWS.1);
        let rows = batch.min(as_rows(fetch.rows_to_ask()));
        let written = frontend::execute("", i32::try_from(rows).unwrap_or(i32::MAX), &mut self.wire.out);
        written.map_err(|error| self.wire.lost(error.to_string()))?;
        frontend::flush(&mut self.wire.out);
        self.wire.send()
    }

    /// Takes a row in; values that are too long, and rows beyond a limit, never enter memory.
    fn row(
        &mut self,
        run: &Run,
        fetch: &mut dyn RowSink,
        patience: super::socket::Patience<'_>,
    ) -> Result<(), QueryError> {
        if !fetch.wants_row() {
            return Ok(());
        }
        let fields = usize::from(self.wire.u16(patience)?);
        for index in 0..fields {
            let len = self.wire.i32(patience)?;
            let Some(kind) = run.kinds.get(index).copied() else { break };
            match u64::try_from(len) {
                Err(_) => fetch.value(ValueKind::Null, b"", 0),
                Ok(len) => {
                    let room = fetch.room(len);
                    fetch.value(kind, self.wire.take(room, patience)?, len);
                    self.wire.skip(usize::try_from(len).unwrap_or(usize::MAX) - room, patience)?;
                }
            }
        }
        fetch.end_row();
        Ok(())
    }
}

/// Waits as long as the pane wants it, and where it was cancelled, a while longer. The server is asked to stop again and
/// again: a request that comes before the statement is lost.
fn wanted(flags: &Flags, place: String, canceller: Arc<Canceller>) -> impl FnMut() -> Result<(), QueryError> {
    let mut cancelled: Option<(Instant, Instant)> = None;
    move || {
        let lost = |why: &str| Err(QueryError::Lost { place: place.clone(), why: why.to_owned() });
        if flags.is_gone() {
            canceller.cancel();
            return lost("nobody waits any longer");
        }
        if !flags.is_cancelled() {
            return Ok(());
        }
        let now = Instant::now();
        let (since, asked) = cancelled.get_or_insert((now, now));
        if now - *since >= limits::CANCEL {
            return lost("it did not answer when it was to stop");
        }
        if now - *asked >= limits::CANCEL_AGAIN {
            *asked = now;
            canceller.cancel();
        }
        Ok(())
    }
}

fn as_rows(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}

/// Names of the columns, and how their values are shown.
fn describe(body: &[u8]) -> (Vec<Column>, Vec<ValueKind>) {
    /// Types whose text is a number: int2, int4, int8, oid, float4, float8, numeric.
    const NUMBERS: [u32; 7] = [21, 23, 20, 26, 700, 701, 1700];
    let mut body = Body::new(body);
    let count = body.u16().unwrap_or(0);
    let field = |_| {
        let name = body.text()?;
        // The table and the column it comes from.
        let _: [u8; 6] = body.array()?;
        let kind = if NUMBERS.contains(&body.u32()?) { ValueKind::Number } else { ValueKind::Text };
        // Its size, its modifier and its format.
        let _: [u8; 8] = body.array()?;
        Some((Column { name }, kind))
    };
    (0..count).map_while(field).unzip()
}
