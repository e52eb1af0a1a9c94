//! What must hold for any bytes that a reader gets. One function for each fuzz target of `fuzz/`, which panics where something does not
//! hold; the test of this crate runs them over the corpus and over damaged copies of it.
//!
//! The readers refuse in words, or they read something valid that can be written, read again and worked with. None may take more memory or
//! time than a small multiple of what it was given.

mod disk;
mod text;

pub use disk::{log, pieces, session};
pub use text::{editor, layout, script};
