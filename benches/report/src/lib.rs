//! What MultiSplit's benches share: clocks, rows with goals, and the command line. It measures nothing itself.

pub mod clock;
mod figure;
pub mod report;
pub mod tasks;

pub use figure::{Figure, finish, run};
