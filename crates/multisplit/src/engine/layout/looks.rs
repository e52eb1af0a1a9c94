//! Numbers of looks at what is visible. No two layouts of a process ever have the same one, so that who keeps what came of a look
//! never takes another layout's for it. Nothing else depends on them: the engine does the same whatever they are.

use std::sync::atomic::{AtomicU64, Ordering};

/// Looks that a layout has numbers for: two years of sixty a second.
const EACH: u64 = 1 << 32;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// The number of the last look.
#[derive(Debug)]
pub(super) struct Looks(u64);

impl Default for Looks {
    fn default() -> Self {
        Self(NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(EACH))
    }
}

impl Clone for Looks {
    /// A copy goes its own way.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Looks {
    /// Which layout they are of.
    pub(super) const fn layout(&self) -> u64 {
        self.0 / EACH
    }

    pub(super) const fn last(&self) -> u64 {
        self.0
    }

    /// There was another look.
    pub(super) const fn step(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::Looks;

    #[test]
    fn no_two_are_ever_alike() {
        let mut one = Looks::default();
        one.step();
        let mut copy = one.clone();
        copy.step();
        one.step();
        let other = Looks::default();
        assert!(one.last() != copy.last() && other.last() != one.last() && other.last() != copy.last());
    }
}
