//! Replays a trace through a cache and counts what it saved. Builds no widget: a rebuild is a number.
//!
//! **Cost saved** is the rebuild cost of all hits, in percent of the rebuild cost of all accesses: what one would pay without a
//! cache. The first access of every widget counts too, though no cache can save it; with 30 accesses a widget that is about three
//! points. (Leaving it out puts the published caches two points above where the goals were set; counting it puts them there.)

use crate::trace::{Access, Trace};

/// A cache of widgets, as the replay needs it.
pub trait Cache {
    /// Whether the widget is kept. It counts as a use.
    fn get(&mut self, access: &Access) -> bool;
    /// Keeps a widget that was built anew or has grown; others go for it.
    fn put(&mut self, access: &Access);
}

/// What a cache saved of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    saved_us: u64,
    all_us: u64,
    hits: usize,
    accesses: usize,
}

impl Saved {
    /// Rebuild cost saved, in percent of all.
    #[must_use]
    pub fn percent(&self) -> f64 {
        percent(self.saved_us, self.all_us)
    }

    /// Accesses that found their widget, in percent of all.
    #[must_use]
    pub fn hit_percent(&self) -> f64 {
        percent(self.hits as u64, self.accesses as u64)
    }

    /// Counts an access.
    pub(crate) fn count(&mut self, access: &Access, hit: bool) {
        self.accesses += 1;
        self.all_us += access.rebuild_us;
        if hit {
            self.hits += 1;
            self.saved_us += access.rebuild_us;
        }
    }
}

/// Replays a trace. What a widget holds may change from one access to the next.
pub fn replay(trace: &Trace, cache: &mut dyn Cache) -> Saved {
    let mut saved = Saved::default();
    let mut held = vec![0_u32; trace.ids().len()];
    for access in trace.accesses() {
        let hit = cache.get(access);
        saved.count(access, hit);
        let before = std::mem::replace(&mut held[access.id as usize], access.bytes);
        if !hit || before != access.bytes {
            cache.put(access);
        }
    }
    saved
}

#[allow(clippy::cast_precision_loss)] // a share of some years
fn percent(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 * 100.0 / all as f64 }
}

#[cfg(test)]
mod tests;
