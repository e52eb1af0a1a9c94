//! Clairvoyant.

use crate::sim::Saved;
use crate::trace::{Access, Trace};

/// When each access's id comes next, as a place in the trace.
fn next_uses(trace: &Trace) -> Vec<usize> {
    let mut next = vec![usize::MAX; trace.accesses().len()];
    let mut seen = vec![usize::MAX; trace.ids().len()];
    for (at, access) in trace.accesses().iter().enumerate().rev() {
        next[at] = std::mem::replace(&mut seen[access.id as usize], at);
    }
    next
}

pub fn clairvoyant(trace: &Trace, budget: u64) -> Saved {
    let next = next_uses(trace);
    let mut kept: Vec<(usize, Access)> = vec![]; // next use
    let mut at_of = vec![usize::MAX; trace.ids().len()];
    let mut bytes = 0u64;
    let mut s = Saved::default();
    let mut seen = vec![false; trace.ids().len()];
    for (at, a) in trace.accesses().iter().enumerate() {
        s.of += u128::from(a.rebuild_us); s.accesses += 1;
        let id = a.id as usize;
        if !seen[id] { s.first += u128::from(a.rebuild_us); seen[id] = true; }
        let place = at_of[id];
        if place != usize::MAX {
            s.hits += 1; s.cost += u128::from(a.rebuild_us);
            bytes -= u64::from(kept[place].1.bytes);
            kept[place] = (next[at], *a);
            bytes += u64::from(a.bytes);
        } else if next[at] != usize::MAX {
            at_of[id] = kept.len();
            kept.push((next[at], *a));
            bytes += u64::from(a.bytes);
        }
        while bytes > budget {
            let worst = (0..kept.len()).min_by(|x, y| {
                let w = |k: &(usize, Access)| if k.0 == usize::MAX { 0.0 } else { k.1.rebuild_us as f64 / (f64::from(k.1.bytes) * (k.0 - at) as f64) };
                w(&kept[*x]).total_cmp(&w(&kept[*y]))
            }).unwrap();
            let gone = kept.swap_remove(worst);
            at_of[gone.1.id as usize] = usize::MAX;
            if worst < kept.len() { at_of[kept[worst].1.id as usize] = worst; }
            bytes -= u64::from(gone.1.bytes);
        }
    }
    s
}

/// PFOO-L: no cache can save more.
pub fn bound(trace: &Trace, budget: u64) -> f64 {
    let next = next_uses(trace);
    let mut iv: Vec<(f64, f64, f64)> = vec![];
    let mut of = 0.0;
    for (at, a) in trace.accesses().iter().enumerate() {
        of += a.rebuild_us as f64;
        if next[at] != usize::MAX {
            let room = f64::from(a.bytes) * (next[at] - at) as f64;
            let c = trace.accesses()[next[at]].rebuild_us as f64;
            iv.push((c / room, room, c));
        }
    }
    iv.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut room = budget as f64 * trace.accesses().len() as f64;
    let mut saved = 0.0;
    for (_, r, c) in iv {
        if r <= room { room -= r; saved += c; } else { saved += c * room / r; break; }
    }
    saved * 100.0 / of
}
