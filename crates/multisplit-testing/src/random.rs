//! Random numbers for tests that try many cases. The same seed gives the same numbers on every machine.

/// A xorshift generator (Marsaglia 2003). It is not suitable for secrets or for statistics.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Creates a generator from a seed. A seed of 0 is treated as 1; all other seeds are equally good.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // A state of 0 would only ever yield zeros.
        Self(seed.max(1))
    }

    /// Returns the next number, which is less than `most`, or 0 if `most` is 0. A number is always less than 2^32.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) % most.max(1)
    }

    /// Returns one of these, or `None` if there are none.
    pub fn one_of<T: Copy>(&mut self, these: &[T]) -> Option<T> {
        let at = self.below(these.len() as u64);
        these.get(usize::try_from(at).unwrap_or(usize::MAX)).copied()
    }
}
