//! Numbers for tests that try many things: the same from the same seed, on every machine.

/// Xorshift (Marsaglia 2003). Not for secrets, nor for statistics.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Begins with a seed. All seeds are as good but 0, which is taken as 1.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// The next number, less than `most`; 0 where `most` is 0.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) % most.max(1)
    }
}
