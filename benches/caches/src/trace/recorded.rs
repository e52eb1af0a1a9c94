//! Recorded traces: one access a line, as `{"at_us":123,"id":"editor:a.rs","bytes":1000,"rebuild_us":5000}`. Unknown fields are
//! passed over, so that a recorder may say more. Refuses a file in which any line is wrong, and names the line.

use super::{Access, Trace};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufRead, Write};

/// Lines that are read at the most.
pub const MAX_ACCESSES: usize = 10_000_000;
/// What a cache may hold of all bytes.
const CACHE: f64 = 0.05;

/// Why a recorded trace cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file cannot be read.
    #[error("cannot read the trace: {0}")]
    Io(#[from] std::io::Error),
    /// A line says something else.
    #[error("line {line} is no access: {why}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        why: serde_json::Error,
    },
    /// Time goes back.
    #[error("line {line} is at {at_us} µs, before the line above it")]
    Back {
        /// Counted from 1.
        line: usize,
        /// What it says.
        at_us: u64,
    },
    /// Too many lines.
    #[error("a trace has at most {MAX_ACCESSES} accesses")]
    TooMany,
    /// There is nothing in it.
    #[error("the trace holds no access")]
    Empty,
}

/// A line.
#[derive(Debug, Serialize, Deserialize)]
struct Line<'a> {
    at_us: u64,
    #[serde(borrow)]
    id: Cow<'a, str>,
    bytes: u32,
    rebuild_us: u64,
}

/// Reads a trace; a cache may hold a twentieth of its bytes. Empty lines are passed over.
///
/// # Errors
/// A line that is no access, times that go back, more than [`MAX_ACCESSES`] lines, none, or a file that cannot be read.
pub fn read(name: &str, from: impl BufRead) -> Result<Trace, RecordError> {
    let (mut ids, mut accesses) = (vec![], Vec::<Access>::new());
    let mut places = HashMap::<String, u32>::new();
    for (number, text) in from.lines().enumerate() {
        let (line, text) = (number + 1, text?);
        if text.trim().is_empty() {
            continue;
        }
        if accesses.len() == MAX_ACCESSES {
            return Err(RecordError::TooMany);
        }
        let Line { at_us, id, bytes, rebuild_us } =
            serde_json::from_str(&text).map_err(|why| RecordError::Line { line, why })?;
        if accesses.last().is_some_and(|last| last.at_us > at_us) {
            return Err(RecordError::Back { line, at_us });
        }
        let id = *places.entry(id.into_owned()).or_insert_with_key(|id| {
            ids.push(id.clone());
            u32::try_from(ids.len() - 1).unwrap_or(u32::MAX)
        });
        accesses.push(Access { at_us, id, bytes, rebuild_us });
    }
    if accesses.is_empty() { Err(RecordError::Empty) } else { Ok(Trace::new(name, ids, accesses, CACHE)) }
}

/// Writes a trace as it is read.
///
/// # Errors
/// What cannot be written.
pub fn write(trace: &Trace, mut to: impl Write) -> std::io::Result<()> {
    for &Access { at_us, id, bytes, rebuild_us } in trace.accesses() {
        let id = Cow::Borrowed(trace.ids()[id as usize].as_str());
        serde_json::to_writer(&mut to, &Line { at_us, id, bytes, rebuild_us })?;
        to.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::generate::{BackAndForth, SEED};
    use super::{read, write};

    fn refused(text: &str, part: &str) {
        let error = read("r", text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn what_was_written_is_read_again() {
        let trace = BackAndForth { stay: 50, turns: 4, ..BackAndForth::FITS }.trace("there", SEED);
        let mut text = vec![];
        write(&trace, &mut text).expect("into memory");
        let again = read("there", text.as_slice()).expect("a trace");
        assert_eq!(again.accesses().len(), 200);
        let named = |trace: &super::Trace| -> Vec<(u64, String, u32)> {
            let name = |a: &super::Access| (a.at_us, trace.ids()[a.id as usize].clone(), a.bytes);
            trace.accesses().iter().map(name).collect()
        };
        assert_eq!(named(&again), named(&trace));
    }

    #[test]
    fn a_recorder_may_say_more_and_leave_lines_empty() {
        let text = "{\"at_us\":1,\"id\":\"a\\\"b\",\"bytes\":2000,\"rebuild_us\":3,\"pane\":7}\n\n";
        let trace = read("r", text.as_bytes()).expect("a trace");
        assert_eq!((trace.ids(), trace.accesses().len(), trace.budget), (["a\"b".to_owned()].as_slice(), 1, 100));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let good = "{\"at_us\":5,\"id\":\"a\",\"bytes\":1,\"rebuild_us\":1}\n";
        refused(&format!("{good}{{\"at_us\":6}}"), "line 2 is no access");
        refused(&format!("{good}{}", good.replace('5', "4")), "line 2 is at 4 µs");
        refused(&good.replace("\"bytes\":1", "\"bytes\":-1"), "line 1");
        refused("\n", "no access");
    }
}
