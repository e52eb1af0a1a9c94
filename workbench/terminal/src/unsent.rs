//! The message about input that was not sent to the program.
//!
//! This module does not keep the input and does not send it again.
//!
//! Invariant: the message names an amount, so that the user does not believe that everything arrived.

use std::fmt;

/// Why the user's input did not reach the program, and how many bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// The program has not read what was sent before.
    Full(usize),
    /// A single text was longer than the limit of one write.
    Long(usize),
}

impl fmt::Display for Unsent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(bytes) => {
                write!(out, "{} not sent: the program does not read what was sent before.", Amount(*bytes))
            }
            Self::Long(bytes) => write!(out, "The last {} not sent: the text is too long.", Amount(*bytes)),
        }
    }
}

struct Amount(usize);

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => write!(out, "1 byte was"),
            bytes @ 2..10_000 => write!(out, "{bytes} bytes were"),
            bytes @ 10_000..10_000_000 => write!(out, "{} kB were", bytes / 1_000),
            bytes => write!(out, "{} MB were", bytes / 1_000_000),
        }
    }
}
