//! Replays a trace through a cache and counts what the cache saved. It builds no widgets; a rebuild is only a number.
//!
//! **Cost saved** is the rebuild cost of all hits, in percent of the rebuild cost of all accesses, which is the cost without a cache. The
//! first access of every widget counts too, although no cache can save it. With 30 accesses per widget this is about three percentage
//! points. (Without first accesses, the published caches are two points above the values for which the goals were set; with them they
//! match.)

use crate::trace::{Access, Trace};

/// A cache of widgets, as the replay needs it.
pub trait Cache {
    /// Returns `true` if the widget is kept. The call counts as a use.
    fn get(&mut self, access: &Access) -> bool;
    /// Keeps a widget that was built again or has changed its size. Other widgets are evicted for it.
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
    /// Returns the saved rebuild cost, in percent of the total.
    #[must_use]
    pub fn percent(&self) -> f64 {
        percent(self.saved_us, self.all_us)
    }

    /// Returns the accesses that found their widget, in percent of all accesses.
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

/// Replays a trace. The size of a widget may change from one access to the next.
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

#[allow(clippy::cast_precision_loss)] // a sum of some years
fn percent(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 * 100.0 / all as f64 }
}

#[cfg(test)]
mod tests;
