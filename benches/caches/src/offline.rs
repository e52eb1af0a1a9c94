//! Computes what could be saved with knowledge of the future: a clairvoyant cache, which shows what a very good policy can reach, and a
//! bound that no cache can exceed. Both read the whole trace first; neither is a policy.

use crate::sim::Saved;
use crate::trace::{Access, Trace};

/// The next use of a widget that is not used again.
const NEVER: usize = usize::MAX;

/// Replays a trace with a greedy cache after Belady. It evicts the widget with the least rebuild cost ÷ (bytes × accesses until its next
/// use).
///
/// With sizes and costs, the true optimum cannot be computed (it is NP-hard); this cache is known to come close. It may reject the newest
/// widget.
#[must_use]
pub fn clairvoyant(trace: &Trace) -> Saved {
    let next = next_uses(trace);
    let mut kept = Kept { entries: vec![], place: vec![None; trace.ids().len()], bytes: 0 };
    let mut saved = Saved::default();
    for (at, access) in trace.accesses().iter().enumerate() {
        saved.count(access, kept.remove(access.id));
        if next[at] != NEVER {
            kept.insert(*access, next[at]);
        }
        while kept.bytes > trace.budget {
            let Some(least) = kept.least(at) else { break };
            kept.remove(least);
        }
    }
    saved
}

/// Returns an upper bound of the rebuild cost that any cache can save, in percent of the total.
///
/// Each interval between two uses of a widget occupies the widget's bytes for its length. The most valuable intervals share the whole
/// capacity over time, as if capacity could be moved in time (PFOO-L: Berger, Beckmann, Harchol-Balter, Practical bounds on optimal caching
/// with variable object sizes, 2018).
#[must_use]
#[allow(clippy::cast_precision_loss)] // ratios
pub fn bound(trace: &Trace) -> f64 {
    let accesses = trace.accesses();
    let next = next_uses(trace);
    let stretch = |(from, to): (usize, &usize)| {
        let again = accesses.get(*to)?;
        Some((again.rebuild_us as f64, f64::from(accesses[from].bytes.max(1)) * (to - from) as f64))
    };
    let mut stretches: Vec<(f64, f64)> = next.iter().enumerate().filter_map(stretch).collect();
    stretches.sort_by(|(cost, room), (other, wide)| (other / wide).total_cmp(&(cost / room)));
    let mut left = trace.budget as f64 * accesses.len() as f64;
    let mut saved = 0.0;
    for (cost, room) in stretches {
        let part = (left / room).min(1.0);
        saved += cost * part;
        left -= room * part;
    }
    let all: u64 = accesses.iter().map(|access| access.rebuild_us).sum();
    if all == 0 { 0.0 } else { saved * 100.0 / all as f64 }
}

/// Returns for each access the index of the next access to the same widget.
fn next_uses(trace: &Trace) -> Vec<usize> {
    let mut next = vec![NEVER; trace.accesses().len()];
    let mut later = vec![NEVER; trace.ids().len()];
    for (at, access) in trace.accesses().iter().enumerate().rev() {
        next[at] = std::mem::replace(&mut later[access.id as usize], at);
    }
    next
}

struct Kept {
    /// The kept accesses, each with its next use.
    entries: Vec<(usize, Access)>,
    /// For each id, its index among the entries.
    place: Vec<Option<usize>>,
    bytes: u64,
}

impl Kept {
    fn insert(&mut self, access: Access, next: usize) {
        self.place[access.id as usize] = Some(self.entries.len());
        self.entries.push((next, access));
        self.bytes += u64::from(access.bytes);
    }

    /// Removes a widget. Returns `true` if it was kept.
    fn remove(&mut self, id: u32) -> bool {
        let Some(at) = self.place[id as usize].take() else { return false };
        let (_, gone) = self.entries.swap_remove(at);
        self.bytes -= u64::from(gone.bytes);
        // `swap_remove` has moved the last entry to this index.
        if let Some((_, moved)) = self.entries.get(at) {
            self.place[moved.id as usize] = Some(at);
        }
        true
    }

    #[allow(clippy::cast_precision_loss)] // a rank
    fn least(&self, now: usize) -> Option<u32> {
        let worth = |(next, access): &(usize, Access)| {
            access.rebuild_us as f64 / (f64::from(access.bytes.max(1)) * (next - now) as f64)
        };
        let least = self.entries.iter().map(|entry| (worth(entry), entry.1.id)).min_by(|a, b| a.0.total_cmp(&b.0));
        least.map(|(_, id)| id)
    }
}

#[cfg(test)]
mod tests;
