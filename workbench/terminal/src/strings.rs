//! A filter that cuts two things out of a program's output for which the parser has no bounds: overlong operating system
//! commands (`ESC ]` ...) and endless repetitions (`ESC [ 65535 b`).
//!
//! The filter understands nothing else.
//!
//! Invariant: in the filtered output, codes begin and end exactly where the parser would have seen them, however the output
//! is divided. A command has at most [`limits::MAX_COMMAND_BYTES`] bytes, plus the rest of its last character.
//!
//! The parser collects only these commands, in a vector that only a terminator empties: device control strings are passed
//! on byte by byte, and `ESC X`, `ESC ^` and `ESC _` strings are skipped. A repetition is a loop inside the parser that no
//! handler can leave, so the parser must not see an endless one; [`repetition`] replaces it.

use crate::limits;

#[cfg(test)]
mod tests;

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
/// The most bytes of a UTF-8 character after its first.
const MAX_CONTINUATION: usize = 3;

/// The position in the output, as far as the filter needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Other,
    /// After an escape character, and after bytes that do not end this state.
    Escape,
    /// Inside a control sequence without marks of its own; `first` is its first number so far.
    Sequence { first: u16, is_first: bool },
    /// Inside a command, of which `passed` bytes were passed on.
    Command { passed: usize, is_cut: bool },
}

/// The filter; it keeps its position between pieces of output.
#[derive(Debug, Default)]
pub struct Strings(State);

/// How the next bytes are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The number of bytes that are for the parser.
    pub passed: usize,
    /// The number of bytes after these that are dropped.
    pub swallowed: usize,
    /// Whether the dropped bytes end an endless repetition: the parser then gets [`repetition`] instead.
    pub is_repetition: bool,
}

impl Strings {
    /// Divides the start of `bytes`. The two parts together are empty only if `bytes` is.
    ///
    /// A character may be repeated at most `most` times.
    pub fn next(&mut self, bytes: &[u8], most: u16) -> Part {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            match self.0 {
                State::Sequence { first, is_first } => {
                    self.0 = in_sequence(first, is_first, rest[0]);
                    if rest[0] == b'b' && first > most {
                        return Part { passed: at, swallowed: 1, is_repetition: true };
                    }
                    at += 1;
                }
                State::Other => {
                    let Some(place) = memchr::memchr(ESCAPE, rest) else { break };
                    self.0 = State::Escape;
                    at += place + 1;
                }
                State::Escape => {
                    self.0 = after_escape(rest[0]);
                    at += 1;
                }
                State::Command { passed, is_cut } => {
                    let body = rest.iter().position(|byte| ends(*byte)).unwrap_or(rest.len());
                    let fits = if is_cut { 0 } else { fitting(&rest[..body], passed) };
                    if fits < body {
                        self.0 = State::Command { passed: passed + fits, is_cut: true };
                        return Part { passed: at + fits, swallowed: body - fits, is_repetition: false };
                    }
                    at += body;
                    self.0 = match rest.get(body) {
                        None => State::Command { passed: passed + fits, is_cut },
                        Some(&ESCAPE) => State::Escape,
                        Some(_) => State::Other,
                    };
                    at += usize::from(body < rest.len());
                }
            }
        }
        Part { passed: bytes.len(), swallowed: 0, is_repetition: false }
    }
}

/// Returns the code that replaces an endless repetition: it cancels the code that was passed on except for its last byte,
/// and repeats `most` times.
pub fn repetition(most: u16) -> String {
    format!("\x18\x1b[{most}b")
}

fn after_escape(byte: u8) -> State {
    match byte {
        b'[' => State::Sequence { first: 0, is_first: true },
        b']' => State::Command { passed: 0, is_cut: false },
        // Here the parser executes control characters, skips what is not ASCII, and then still waits.
        CANCEL | SUBSTITUTE => State::Other,
        0x00..=0x1f | 0x7f.. => State::Escape,
        _ => State::Other,
    }
}

fn in_sequence(first: u16, is_first: bool, byte: u8) -> State {
    match byte {
        ESCAPE => State::Escape,
        b'0'..=b'9' if is_first => {
            let first = first.saturating_mul(10).saturating_add(u16::from(byte - b'0'));
            State::Sequence { first, is_first }
        }
        b':' | b';' => State::Sequence { first, is_first: false },
        // Its last byte, or a mark that makes the sequence another one than a repetition.
        CANCEL | SUBSTITUTE | b' '..=b'/' | b'<'..=b'~' => State::Other,
        _ => State::Sequence { first, is_first },
    }
}

fn ends(byte: u8) -> bool {
    matches!(byte, BELL | CANCEL | SUBSTITUTE | ESCAPE)
}

/// Returns how much of `body` may still be passed on. A character is not torn: the parser drops a text with half of one.
fn fitting(body: &[u8], passed: usize) -> usize {
    let room = limits::MAX_COMMAND_BYTES.saturating_sub(passed);
    if body.len() <= room {
        return body.len();
    }
    let most = body.len().min(limits::MAX_COMMAND_BYTES + MAX_CONTINUATION - passed);
    let torn = body[room..most].iter().take_while(|byte| (0x80..0xc0).contains(*byte)).count();
    room + torn
}
