//! Random numbers that are the same on every machine and in every version, so that no goal changes because a library did. They are
//! predictable by design.

/// A `SplitMix64` generator (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from 0 up to, but not including, 1.
    #[allow(clippy::cast_precision_loss)] // 53 bits
    pub(crate) const fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number below `end`, which must not be 0.
    #[allow(clippy::cast_possible_truncation)] // below a usize
    pub(crate) const fn below(&mut self, end: usize) -> usize {
        ((self.next() as u128 * end as u128) >> 64) as usize
    }

    /// Returns a normally distributed number with mean 0 and standard deviation 1 (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        // `unit` may be 0 but never 1, so the logarithm is finite.
        let far = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        far * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Returns a lognormally distributed number. `sigma` is the standard deviation of its logarithm.
    pub(crate) fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }

    /// Shuffles the items.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// Random ranks from 0 on. The probability of a rank falls with a power of its position.
#[derive(Clone, Debug)]
pub(crate) struct Zipf {
    /// For each rank, the total weight of all ranks up to it.
    up_to: Vec<f64>,
}

impl Zipf {
    pub(crate) fn new(ranks: usize, exponent: f64) -> Self {
        let weigh = |total: &mut f64, rank: u32| {
            *total += f64::from(rank).powf(-exponent);
            Some(*total)
        };
        Self { up_to: (1..).take(ranks).scan(0.0, weigh).collect() }
    }

    pub(crate) fn roll(&self, dice: &mut Dice) -> usize {
        let Some(all) = self.up_to.last() else { return 0 };
        let at = dice.unit() * all;
        self.up_to.partition_point(|up_to| *up_to <= at).min(self.up_to.len() - 1)
    }
}
