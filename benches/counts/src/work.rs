//! Work that is repeated on a layout or workspace of any size. It does not time or count itself. Invariant: work returns an error if the
//! engine did not do what its name says, so that a refusal never looks fast.

pub(crate) mod layouts;
pub(crate) mod parked;
pub(crate) mod workspaces;

/// A function that makes work among the given number of panes.
pub(crate) type Make = fn(usize) -> Result<Box<dyn Work>, String>;

/// One kind of work.
pub(crate) trait Work {
    /// Prepares turn `at`. The preparation is not part of the turn.
    fn prepare(&mut self, at: usize) -> Result<(), String> {
        let _ = at;
        Ok(())
    }

    /// Performs turn `at`.
    fn work(&mut self, at: usize) -> Result<(), String>;
}

/// The number of panes that are used in turn. They are near each other, like those that a user works in.
const NEAR: usize = 50;

/// Returns the number of the pane that turn `at` uses: one of a few in the middle. In a grid they are also in the middle of a row.
pub(crate) const fn near(at: usize, n: usize) -> usize {
    let first = n / 2 + n.isqrt() / 2;
    let some = if n - first < NEAR { n - first } else { NEAR };
    // The step is a prime, so it shares no divisor with `some`, and no pane comes again before all others were used.
    first + at.wrapping_mul(7_919) % some
}

/// Converts an error to its message.
pub(crate) fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
