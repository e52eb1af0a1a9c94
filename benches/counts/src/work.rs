//! Work that is done again and again on a layout or workspace of any size. Refuses to time or count itself. Invariant: it
//! answers an error where the engine did not do what the work is called, so that no refusal looks fast.

pub(crate) mod layouts;
pub(crate) mod parked;
pub(crate) mod workspaces;

/// Makes work among so many panes.
pub(crate) type Make = fn(usize) -> Result<Box<dyn Work>, String>;

/// One kind of work.
pub(crate) trait Work {
    /// What comes before turn `at` and is no part of it.
    fn prepare(&mut self, at: usize) -> Result<(), String> {
        let _ = at;
        Ok(())
    }

    /// Turn `at`.
    fn work(&mut self, at: usize) -> Result<(), String>;
}

/// Panes that a user works in are near each other.
const NEAR: usize = 50;

/// The number of the pane in which turn `at` is done: one of some in the middle, also of a row of a grid.
pub(crate) const fn near(at: usize, n: usize) -> usize {
    let first = n / 2 + n.isqrt() / 2;
    let some = if n - first < NEAR { n - first } else { NEAR };
    // A step that shares no divisor with what is stepped over, so that none comes twice too soon.
    first + at.wrapping_mul(7_919) % some
}

/// The error of whatever can be said.
pub(crate) fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
