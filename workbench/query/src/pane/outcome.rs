//! The result of one statement.
//!
//! Invariant: a statement without an end is running, or waits for its turn.

use std::sync::Arc;
use std::time::Duration;

use crate::error::QueryError;
use crate::fetch::Reached;
use crate::grid::Grid;
use crate::worker::Done;

pub(super) struct Outcome {
    /// Where the statement begins in the editor, in characters.
    pub start: usize,
    pub sql: String,
    /// The first line of the statement, to tell it from others.
    pub head: String,
    pub has_begun: bool,
    /// The rows, if the statement has columns.
    pub grid: Option<Arc<Grid>>,
    pub end: Option<(Duration, Result<Done, QueryError>)>,
}

impl Outcome {
    pub fn new(start: usize, sql: &str) -> Self {
        const HEAD: usize = 60;
        let line = sql.lines().next().unwrap_or_default();
        let mut head: String = line.chars().take(HEAD).collect();
        if head.len() < sql.len() {
            head.push('…');
        }
        Self { start, sql: sql.to_owned(), head, has_begun: false, grid: None, end: None }
    }

    pub fn bytes(&self) -> u64 {
        (size_of::<Self>() + self.sql.len() + self.head.len() + self.grid.as_ref().map_or(0, |grid| grid.bytes()))
            as u64
    }

    pub fn error(&self) -> Option<&QueryError> {
        self.end.as_ref().and_then(|(_, result)| result.as_ref().err())
    }

    /// Returns why rows may be missing, or `None` if all are here; "so the rest is not in the file" can follow.
    pub fn rest(&self) -> Option<String> {
        let cut_values = self.grid.as_ref().map_or(0, |grid| grid.cut_values());
        match &self.end {
            None => Some("the statement has not ended".to_owned()),
            Some((_, Err(QueryError::Cancelled))) => Some("the statement was cancelled".to_owned()),
            Some((_, Err(_))) => Some("the statement ended with an error".to_owned()),
            Some((_, Ok(Done { reached: Some(Reached::Rows(rows)), .. }))) => {
                Some(format!("the result was cut at {}", thousands(*rows)))
            }
            Some((_, Ok(Done { reached: Some(Reached::Bytes(bytes)), .. }))) => {
                Some(format!("the result was cut at {}", size(*bytes as u64)))
            }
            Some((_, Ok(_))) => (cut_values > 0).then(|| format!("{cut_values} values were cut")),
        }
    }

    /// Returns the status line: rows, time, and the reached limit.
    pub fn words(&self) -> String {
        let rows = self.grid.as_ref().map(|grid| rows(grid.rows() as u64));
        let Some((took, result)) = &self.end else { return rows.unwrap_or_default() };
        let done = match result {
            Ok(done) if rows.is_none() || done.words.contains("changed") => Some(done.words.clone()),
            Ok(_) => None,
            Err(QueryError::Cancelled) => Some("cancelled".to_owned()),
            Err(_) => Some("error".to_owned()),
        };
        let reached = result.as_ref().ok().and_then(|done| done.reached).map(|reached| match reached {
            Reached::Rows(rows) => format!("limit reached at {} rows", thousands(rows)),
            Reached::Bytes(bytes) => format!("limit reached at {}", size(bytes as u64)),
        });
        let parts = [rows, done, Some(time(*took)), reached];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Returns a number of rows, in words.
pub(super) fn rows(number: u64) -> String {
    match number {
        1 => "1 row".to_owned(),
        rows => format!("{} rows", thousands(rows)),
    }
}

/// Returns a number with commas between thousands.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

pub(super) fn time(took: Duration) -> String {
    match took.as_millis() {
        millis @ 0..1_000 => format!("{millis} ms"),
        millis @ 1_000..60_000 => format!("{}.{} s", millis / 1_000, millis / 100 % 10),
        millis => format!("{} min {} s", millis / 60_000, millis / 1_000 % 60),
    }
}

pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, size, thousands, time};

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        let millis = [0, 999, 1_250, 61_000].map(|millis| time(Duration::from_millis(millis)));
        assert_eq!(millis, ["0 ms", "999 ms", "1.2 s", "1 min 1 s"]);
        assert_eq!([5, 1_536, 104_857_600].map(size), ["5 bytes", "1.5 KiB", "100.0 MiB"]);
    }
}
