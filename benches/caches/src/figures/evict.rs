//! One widget parked and one evicted for it, with ten thousand parked. Ids are made before the clock runs; what goes is dropped
//! while it does.

use super::{NANOSECONDS, SLOTS};
use crate::caches::{HASHLINK, MOKA, Proposal, QUICK, Use};
use hashlink::LruCache;
use moka::sync;
use multisplit::{CachePolicy, Cost, CostAware, Moment, PaneId, Parked, Usage, WidgetId};
use multisplit_bench_report::clock::{race, time_each};
use multisplit_bench_report::report::{Goal, Report};
use quick_cache::unsync;

/// Widgets parked in one round.
const ROUND: usize = 1_000;

/// Ids that were never used before.
#[derive(Default)]
struct Ids(usize);

impl Ids {
    fn next(&mut self, count: usize) -> Vec<Option<WidgetId>> {
        self.0 += count;
        (self.0 - count..self.0).map(|at| WidgetId::new(format!("editor:{at}")).ok()).collect()
    }
}

/// Ours, full.
struct Full<'a> {
    parked: Parked<u32>,
    policy: &'a dyn CachePolicy,
    pane: PaneId,
    now: u64,
    ids: Ids,
}

impl<'a> Full<'a> {
    fn new(policy: &'a dyn CachePolicy) -> Result<Self, String> {
        let pane = PaneId::from_raw(1).ok_or("1 is no pane")?;
        let mut full = Self { parked: Parked::default(), policy, pane, now: 0, ids: Ids::default() };
        for mut id in full.ids.next(SLOTS) {
            full.park(&mut id);
        }
        Ok(full)
    }

    /// Parks a widget of some size that was used in some way.
    fn park(&mut self, id: &mut Option<WidgetId>) -> Moment {
        self.now += 1_000_000;
        let now = Moment::from_micros(self.now);
        if let Some(id) = id.take() {
            let cost = Cost { bytes: 1_000 + self.now % 65_521, rebuild_micros: 5_000 };
            let usage = Usage { mean_gap_micros: self.now % 99_991 * 1_000, uses: 2, ..Usage::first(now) };
            drop(self.parked.park(id, self.pane, 1, cost, usage));
        }
        now
    }

    fn round(&mut self) -> f64 {
        time_each(self.ids.next(ROUND), |id| {
            let now = self.park(id);
            self.parked.evict(self.policy, now)
        })
    }
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let (shipped, proposal) = (CostAware::default(), Proposal::default());
    let (mut ours, mut proposed) = (Full::new(&shipped)?, Full::new(proposal.policy())?);
    let mut hashlink = LruCache::new(SLOTS);
    let mut quick = unsync::Cache::new(SLOTS);
    let moka = sync::Cache::new(SLOTS as u64);
    let [mut first, mut second, mut third] = [Ids::default(), Ids::default(), Ids::default()];
    for id in Ids::default().next(SLOTS).into_iter().flatten() {
        hashlink.insert(id.clone(), 1_u32);
        quick.insert(id.clone(), 1_u32);
        moka.insert(id, 1_u32);
    }
    moka.run_pending_tasks();
    for ids in [&mut first, &mut second, &mut third] {
        ids.0 = SLOTS;
    }
    let spent = race([
        &mut || ours.round(),
        &mut || proposed.round(),
        &mut || time_each(first.next(ROUND), |id| id.take().map(|id| hashlink.insert(id, 1))),
        &mut || time_each(second.next(ROUND), |id| id.take().map(|id| quick.insert(id, 1))),
        &mut || time_each(third.next(ROUND), |id| id.take().map(|id| moka.insert(id, 1))),
    ]);
    let [ours, proposed, hashlink, quick, moka] = spent.map(|micros| micros * NANOSECONDS);
    for (figure, ours) in [("park and evict", ours), ("park and evict as proposed", proposed)] {
        report.beside(figure, SLOTS, "ns", ours, (HASHLINK, hashlink), Goal::AtMost(300.0))?;
        report.beside(figure, SLOTS, "ns", ours, (QUICK, quick), Goal::Read)?;
        report.beside(figure, SLOTS, "ns", ours, (MOKA, moka), Goal::Read)?;
    }
    Ok(())
}
