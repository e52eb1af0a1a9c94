//! Traces out of a seed: a workday over 2,000 widgets, and a user who switches between two working sets. Refuses to be
//! different the next time.

use super::dice::{Dice, Zipf};
use super::{Access, Trace};

/// What a rebuild costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Costs {
    /// By what kind of widget it is, whatever its size.
    ByKind,
    /// So much a byte.
    BySize,
}

/// How a workday goes.
#[derive(Clone, Debug)]
pub struct Workday {
    pub ids: usize,
    pub accesses: usize,
    pub median_bytes: f64,
    pub sigma: f64,
    pub exponent: f64,
    pub phase: usize,
    pub redrawn: f64,
    pub scan_every: usize,
    pub scan: usize,
    pub kinds: &'static [(&'static str, u64, usize)],
}

pub const KINDS: &[(&str, u64, usize)] = &[
    ("editor", 5_000, 6),
    ("terminal", 40_000, 2),
    ("picture", 15_000, 3),
    ("preview", 150_000, 2),
    ("web", 3_000_000, 1),
    ("info", 1_000, 2),
];

impl Workday {
    pub fn trace(&self, costs: Costs, seed: u64) -> Trace {
        let mut dice = Dice::new(seed);
        let n = self.ids;
        let weights: usize = self.kinds.iter().map(|k| k.2).sum();
        let mut ids = vec![];
        let mut props = vec![];
        for at in 0..n {
            let mut pick = dice.below(weights);
            let kind = self.kinds.iter().find(|k| if pick < k.2 { true } else { pick -= k.2; false }).unwrap();
            let bytes = dice.lognormal(self.median_bytes, self.sigma).clamp(1e3, 1e7) as u32;
            let cost = match costs { Costs::ByKind => kind.1, Costs::BySize => u64::from(bytes) / 10 };
            ids.push(format!("{}:{at}", kind.0));
            props.push((bytes, cost));
        }
        let zipf = Zipf::new(n, self.exponent);
        let mut order: Vec<usize> = (0..n).collect();
        dice.shuffle(&mut order);
        let mut accesses = vec![];
        let mut at_us = 0u64;
        let mut scan_left = 0; let mut scan_at = 0;
        for t in 0..self.accesses {
            if t % self.phase == self.phase - 1 {
                let mut places: Vec<usize> = (0..n).filter(|_| dice.unit() < self.redrawn).collect();
                let was: Vec<usize> = places.iter().map(|p| order[*p]).collect();
                dice.shuffle(&mut places);
                for (p, w) in places.iter().zip(was) { order[*p] = w; }
            }
            if self.scan_every > 0 && t % self.scan_every == self.scan_every - 1 { scan_left = self.scan; scan_at = dice.below(n); }
            let id = if scan_left > 0 { scan_left -= 1; scan_at = (scan_at + 1) % n; scan_at } else { order[zipf.roll(&mut dice)] };
            at_us += (dice.lognormal(2e6, 1.5)) as u64;
            accesses.push(Access { at_us, id: id as u32, bytes: props[id].0, rebuild_us: props[id].1 });
        }
        Trace { name: format!("{costs:?}"), ids, accesses }
    }
}
pub fn workday() {}
pub fn back_and_forth() {}
