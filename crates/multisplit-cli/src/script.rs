//! `script`: the engine's interface as JSON lines. Each line gets one answer, in order. A refused line changes nothing.
//!
//! There is no window and no thread, and only `tick` advances the clock: the same script gives the same answers on every machine.

mod group;
mod line;
mod provider;
mod run;
mod runtime;
mod session;
mod text;

use serde_json::{Map, Value, json};
use session::ScriptSession;
use std::io::{self, BufRead, Read, Write};

/// The maximum length of a line in bytes; a longer one is refused and skipped.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// The reason why a line was refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    kind: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl From<multisplit::CommandError> for Refusal {
    fn from(error: multisplit::CommandError) -> Self {
        Self::new(error.kind().name(), error.to_string())
    }
}

impl From<multisplit::file::FileError> for Refusal {
    fn from(error: multisplit::file::FileError) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

impl From<multisplit::placement::AreaError> for Refusal {
    fn from(error: multisplit::placement::AreaError) -> Self {
        Self::new("BadArea", error.to_string())
    }
}

/// Reads lines to the end of the input, and answers each one that is not blank.
///
/// # Errors
/// Returns an error if reading or writing fails. A refused line is not an error.
pub fn run(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    let mut session = ScriptSession::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let cut = line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE_BYTES;
        if cut {
            skip_line(input)?;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = if cut {
            refused(&Refusal::new("LineTooLong", format!("a line is at most {MAX_LINE_BYTES} bytes long")))
        } else {
            answer(&mut session, &line)
        };
        output.write_all(answer.as_bytes())?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    // Skips in pieces, so that a line of any length takes little memory.
    let mut rest = Vec::new();
    while input.by_ref().take(1 << 20).read_until(b'\n', &mut rest)? > 0 && rest.last() != Some(&b'\n') {
        rest.clear();
    }
    Ok(())
}

fn answer(session: &mut ScriptSession, line: &[u8]) -> String {
    match line::parse(line).and_then(|line| session.run(line)) {
        Ok(Said::Fields(fields)) => {
            let mut all = Map::new();
            all.insert("ok".to_owned(), json!(true));
            all.extend(fields);
            Value::Object(all).to_string()
        }
        Ok(Said::Text(fields)) => format!("{{\"ok\":true,{fields}}}"),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> String {
    json!({"ok": false, "error": {"kind": refusal.kind, "message": refusal.message}}).to_string()
}

/// What an answer contains besides `ok`.
pub(crate) enum Said {
    /// Fields as a map.
    Fields(Map<String, Value>),
    /// Fields as finished text. Used for trees of any depth, which must not be built as nested values.
    Text(String),
}

impl Said {
    pub(crate) fn nothing() -> Self {
        Self::Fields(Map::new())
    }

    pub(crate) fn fields(value: Value) -> Self {
        match value {
            Value::Object(fields) => Self::Fields(fields),
            _ => Self::nothing(),
        }
    }
}

#[cfg(test)]
mod tests;
