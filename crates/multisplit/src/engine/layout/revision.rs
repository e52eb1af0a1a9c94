//! Revisions of the visible set. No two layouts of a process ever have the same one, so a cache that is keyed by a
//! revision never mistakes one layout for another. Nothing else depends on them: the engine does the same whatever they
//! are.

use std::sync::atomic::{AtomicU64, Ordering};

/// The number of revisions per layout: enough for two years of sixty a second.
const EACH: u64 = 1 << 32;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// The last revision of a layout.
#[derive(Debug)]
pub(super) struct Revision(u64);

impl Default for Revision {
    fn default() -> Self {
        Self(NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(EACH))
    }
}

impl Clone for Revision {
    /// Starts a range of revisions of its own: a copy goes its own way.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Revision {
    /// Returns the number of the layout that the revisions belong to.
    pub(super) const fn layout(&self) -> u64 {
        self.0 / EACH
    }

    pub(super) const fn last(&self) -> u64 {
        self.0
    }

    /// Goes to the next revision.
    pub(super) const fn step(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::Revision;

    #[test]
    fn no_two_are_ever_alike() {
        let mut one = Revision::default();
        one.step();
        let mut copy = one.clone();
        copy.step();
        one.step();
        let other = Revision::default();
        assert!(one.last() != copy.last() && other.last() != one.last() && other.last() != copy.last());
    }
}
