//! Passes a program's output to the emulator, in pieces of bounded memory and time.
//!
//! This module does not read the output and does not lock the emulator.
//!
//! Invariant: whatever the bytes are, a call returns soon, and nothing grows from call to call without a named limit.

use std::time::Instant;

use alacritty_terminal::event::EventListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::Term;
use alacritty_terminal::vte::ansi::Processor;

use crate::bounded::{Bounded, Memory};
use crate::limits;
use crate::strings::{Strings, repetition};

#[cfg(test)]
mod tests;

/// The parser of one terminal.
#[derive(Default)]
pub struct Parser {
    processor: Processor,
    strings: Strings,
    memory: Memory,
    /// The most bytes that a synchronized update has held so far.
    held: usize,
}

impl Parser {
    /// Parses the start of `bytes` and returns its length, which is zero only if `bytes` is empty.
    pub fn advance<T: EventListener>(&mut self, term: &mut Term<T>, bytes: &[u8]) -> usize {
        let length = bytes.len().min(piece_bytes(term));
        self.memory.allow_screen(term);
        // Enough for a row and its continuation: programs use repetitions to fill a row.
        let most = u16::try_from(2 * term.columns()).unwrap_or(u16::MAX);
        let mut rest = &bytes[..length];
        while !rest.is_empty() {
            let part = self.strings.next(rest, most);
            self.parse(term, &rest[..part.passed]);
            if part.is_repetition {
                self.parse(term, repetition(most).as_bytes());
            }
            rest = &rest[part.passed + part.swallowed..];
        }
        let held = self.held_bytes();
        self.held = self.held.max(held);
        if held >= limits::MAX_SYNC_BYTES {
            self.stop_sync(term);
        }
        length
    }

    fn parse<T: EventListener>(&mut self, term: &mut Term<T>, bytes: &[u8]) {
        // The end of a synchronized update parses everything that was held back, so these bytes get their budget here.
        let held = self.processor.sync_bytes_count();
        self.processor.advance(&mut Bounded::new(term, &mut self.memory, bytes.len(), held), bytes);
    }

    /// Returns when a synchronized update has lasted too long; `None` outside an update.
    pub fn sync_deadline(&self) -> Option<Instant> {
        self.processor.sync_timeout().sync_timeout()
    }

    /// Ends a synchronized update, and parses what was held back.
    pub fn stop_sync<T: EventListener>(&mut self, term: &mut Term<T>) {
        let held = self.processor.sync_bytes_count();
        self.processor.stop_sync(&mut Bounded::new(term, &mut self.memory, 0, held));
    }

    /// Returns the number of bytes that a synchronized update holds back now.
    pub fn held_bytes(&self) -> usize {
        self.processor.sync_bytes_count()
    }

    /// Returns what output has cost beyond plain cells; an upper estimate.
    pub fn extra(&self) -> Extra {
        Extra { cells: self.memory.extras(), held: u64::try_from(self.held).unwrap_or(u64::MAX) }
    }
}

/// What output has cost beyond plain cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extra {
    /// The number of cells that may have marks or an underline color.
    pub cells: u64,
    /// The most bytes that a synchronized update has held.
    pub held: u64,
}

/// Returns the length of a piece, in bytes: even a piece full of two-byte whole-screen codes stays within the budget.
fn piece_bytes<T>(term: &Term<T>) -> usize {
    let cells = (term.screen_lines() * term.columns()).max(1);
    (limits::MAX_WIPED_CELLS / cells).clamp(limits::MIN_PIECE_BYTES, limits::MAX_PIECE_BYTES)
}
