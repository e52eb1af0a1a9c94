//! Cuts what the parser itself has no bounds for out of a program's output: overlong operating system commands
//! (`ESC ]` ...) and endless repetitions (`ESC [ 65535 b`). Refuses to understand anything else. Invariant: what is
//! passed on ends and begins codes exactly where the parser would have, however the output is divided, and holds at most
//! [`limits::MAX_COMMAND_BYTES`] of a command, but for the rest of a last character.
//!
//! The parser collects these commands, and these alone, in a vector that only a terminator empties: device control
//! strings are handed on byte by byte, and `ESC X`, `ESC ^` and `ESC _` strings are skipped. A repetition is a loop of
//! the parser's that no handler can leave, so it must not be seen; [`repetition`] takes its place.

use crate::limits;

#[cfg(test)]
mod tests;

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
/// The bytes of a character of UTF-8 after its first.
const MAX_CONTINUATION: usize = 3;

/// Where in the output we are, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Other,
    /// Behind an escape character, and whatever does not end this state.
    Escape,
    /// Inside a control sequence without marks of its own; its first number so far.
    Sequence { first: u16, is_first: bool },
    /// Inside a command of which so many bytes were passed on.
    Command { passed: usize, is_cut: bool },
}

/// The filter; it remembers where it is from piece to piece.
#[derive(Debug, Default)]
pub struct Strings(State);

/// How the next bytes are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// So many bytes are for the parser.
    pub passed: usize,
    /// So many after them are for nobody.
    pub swallowed: usize,
    /// What was swallowed is the end of an endless repetition: [`repetition`] is for the parser in its place.
    pub is_repetition: bool,
}

impl Strings {
    /// Divides the start of `bytes`; together the parts are not empty unless `bytes` is. A character may be repeated
    /// `most` times.
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

/// Cancels the code that was passed on up to its last byte, and repeats as often as is allowed.
pub fn repetition(most: u16) -> String {
    format!("\x18\x1b[{most}b")
}

fn after_escape(byte: u8) -> State {
    match byte {
        b'[' => State::Sequence { first: 0, is_first: true },
        b']' => State::Command { passed: 0, is_cut: false },
        // The parser executes control characters here and skips what is not ASCII, and then still waits.
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
        // Its last byte, or a mark that makes it another sequence than the one we look for.
        CANCEL | SUBSTITUTE | b' '..=b'/' | b'<'..=b'~' => State::Other,
        _ => State::Sequence { first, is_first },
    }
}

fn ends(byte: u8) -> bool {
    matches!(byte, BELL | CANCEL | SUBSTITUTE | ESCAPE)
}

/// How much of `body` may still be passed on; a character is not torn, since the parser drops a text with half of one.
fn fitting(body: &[u8], passed: usize) -> usize {
    let room = limits::MAX_COMMAND_BYTES.saturating_sub(passed);
    if body.len() <= room {
        return body.len();
    }
    let most = body.len().min(limits::MAX_COMMAND_BYTES + MAX_CONTINUATION - passed);
    let torn = body[room..most].iter().take_while(|byte| (0x80..0xc0).contains(*byte)).count();
    room + torn
}
