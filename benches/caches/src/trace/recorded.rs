//! Reads recorded traces: one access per line, as `{"at_us":123,"id":"editor:a.rs","bytes":1000,"rebuild_us":5000}`. Unknown fields are
//! ignored, so a recorder may write more. A file with a wrong line is rejected as a whole, and the error names the line.

use super::{Access, Trace};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

/// The maximum number of accesses that are read.
pub const MAX_ACCESSES: usize = 10_000_000;
/// The part of all bytes that a cache may hold.
const CACHE: f64 = 0.05;

/// The reason why a recorded trace cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file cannot be read.
    #[error("cannot read the trace: {0}")]
    Io(#[from] std::io::Error),
    /// A line is not a valid access.
    #[error("line {line} is no access: {why}")]
    Line {
        /// The number of the line, counted from 1.
        line: usize,
        /// What is wrong with the line.
        why: serde_json::Error,
    },
    /// The time of a line is before that of the line above it.
    #[error("line {line} is at {at_us} µs, before the line above it")]
    Back {
        /// The number of the line, counted from 1.
        line: usize,
        /// The time of the line, in microseconds.
        at_us: u64,
    },
    /// There are too many accesses.
    #[error("a trace has at most {MAX_ACCESSES} accesses")]
    TooMany,
    /// There are no accesses.
    #[error("the trace holds no access")]
    Empty,
}

/// An access as it is written in a line.
#[derive(Debug, Deserialize)]
struct Line<'a> {
    at_us: u64,
    #[serde(borrow)]
    id: Cow<'a, str>,
    bytes: u64,
    rebuild_us: u64,
}

/// Reads a trace. A cache may hold a twentieth of its bytes. Empty lines are ignored.
///
/// # Errors
/// Returns a [`RecordError`] if a line is not an access, if times go back, if there are more than [`MAX_ACCESSES`] accesses or none, or
/// if the file cannot be read.
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
        // A widget of more than 4 GiB counts as 4 GiB.
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        accesses.push(Access { at_us, id, bytes, rebuild_us });
    }
    if accesses.is_empty() { Err(RecordError::Empty) } else { Ok(Trace::new(name, ids, accesses, CACHE)) }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn refused(text: &str, part: &str) {
        let error = read("r", text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn what_the_workbench_records_is_read() {
        // This is the exact line of the workbench's own test.
        let line = "{\"at_us\":7,\"id\":\"editor:a \\\"b\\\".rs\",\"bytes\":10,\"rebuild_us\":20}\n";
        let huge = line.replace("10", "5000000000");
        let trace = read("there", format!("{line}{huge}").as_bytes()).expect("a trace");
        let access = |i: usize| (trace.accesses()[i].at_us, trace.accesses()[i].bytes, trace.accesses()[i].rebuild_us);
        assert_eq!((access(0), access(1)), ((7, 10, 20), (7, u32::MAX, 20)));
        assert_eq!(trace.ids(), ["editor:a \"b\".rs"]);
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
