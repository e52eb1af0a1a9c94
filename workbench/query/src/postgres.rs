//! A database on a PostgreSQL server.
//!
//! It sends and receives the messages of the server's protocol 3 on a blocking socket, written with `postgres-protocol`, the
//! layer under `tokio-postgres`, and encrypted by rustls. The client of `tokio-postgres` itself is not used, for three reasons:
//! it does not report whether a transaction is open. A limit on rows that come as text (`simple_query_raw`) must cancel the
//! statement, which makes the user's transaction fail; here rows are fetched in batches from a portal. And it holds a row of any
//! length in memory; here a value that is too long never enters memory. Each of the three has a test.
//!
//! It does not connect to another machine unencrypted unless the address accepts that, and does not show a password to a server
//! that was not checked.
//!
//! Invariant: between two statements the server waits for the next one.
//!
//! **Limitations**: no Kerberos, no channel binding, and no certificates from libpq's own folder; `COPY` to or from the client
//! is refused; a result that is fetched in parts, as all are, is computed by one process of the server, not by several.

mod cancel;
mod connect;
mod read;
mod run;
mod socket;
mod tls;
mod wire;

use std::sync::Arc;

pub(crate) use cancel::Canceller;
pub(crate) use connect::connect;

use crate::error::{QueryError, Trouble};
use crate::fetch::{Bounds, Fetch, Part};
use crate::flags::Transaction;
use crate::grid::{Grid, Value};
use crate::limits;
use crate::schema::{Schema, Table};
use wire::{Body, Wire};

pub(crate) struct Postgres {
    wire: Wire,
    canceller: Arc<Canceller>,
    transaction: Transaction,
    notices: Vec<String>,
    /// What the server said last before it closed the connection.
    last_words: Option<String>,
}

impl Postgres {
    pub fn canceller(&self) -> Arc<Canceller> {
        Arc::clone(&self.canceller)
    }

    pub fn transaction(&self) -> Transaction {
        self.transaction
    }

    /// What the server remarked since the last call.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Tables that may be read without being a part of the server itself.
    pub fn schema(&mut self, patience: socket::Patience<'_>) -> Result<Schema, QueryError> {
        let sql = "SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN NULL ELSE n.nspname END, c.relname, \
                   c.relkind IN ('v', 'm'), a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) \
                   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                   LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
                   WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
                   AND n.nspname !~ '^pg_(toast|temp)' ORDER BY 1 NULLS FIRST, c.relname, c.oid, a.attnum";
        let rows = limits::SCHEMA_COLUMNS as u64 + limits::TABLES as u64;
        let bounds = Bounds { rows, bytes: limits::RESULT_BYTES, value_bytes: limits::WORDS_BYTES };
        let mut all = Grid::default();
        let mut keep = |part| match part {
            Part::Columns(columns) => all = Grid::new(columns),
            Part::Rows(rows) => all.append(&rows),
        };
        let mut fetch = Fetch::new(bounds, &mut keep);
        self.run_to_end(sql, &mut fetch, patience)?;
        Ok(schema_of(&all))
    }
}

fn schema_of(rows: &Grid) -> Schema {
    let mut schema = Schema::default();
    let mut columns = 0;
    for row in 0..rows.rows() {
        let text = |column| match rows.value(row, column) {
            Value::Text(text) => Some(text.to_owned()),
            _ => None,
        };
        let table = Table {
            schema: text(0),
            name: text(1).unwrap_or_default(),
            is_view: text(2).as_deref() == Some("t"),
            columns: Vec::new(),
        };
        let column = text(3).map(|name| (name, text(4).unwrap_or_default()));
        if !schema.push(&table, column, &mut columns) {
            break;
        }
    }
    schema
}

/// The fields of an error or a notice.
struct Said {
    severity: String,
    trouble: Trouble,
}

fn said(body: &[u8]) -> Said {
    let mut said = Said { severity: String::new(), trouble: Trouble::default() };
    let mut body = Body::new(body);
    while let Some(kind) = body.u8().filter(|kind| *kind != 0) {
        let Some(words) = body.text() else { break };
        let words = shortened(&words);
        match kind {
            b'V' => said.severity = words,
            b'S' if said.severity.is_empty() => said.severity = words,
            b'C' => said.trouble.code = words,
            b'M' => said.trouble.message = words,
            b'D' => said.trouble.detail = Some(words),
            b'H' => said.trouble.hint = Some(words),
            b'P' => said.trouble.at = words.parse().ok().and_then(|at: usize| at.checked_sub(1)),
            _ => {}
        }
    }
    said
}

fn shortened(words: &str) -> String {
    let end = words.floor_char_boundary(limits::WORDS_BYTES);
    if end < words.len() { format!("{}…", &words[..end]) } else { words.to_owned() }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Polite; a server that is gone does not mind.
        postgres_protocol::message::frontend::terminate(&mut self.wire.out);
        drop(self.wire.send());
    }
}
