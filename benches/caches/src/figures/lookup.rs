//! Measures finding a live widget by its pane, among ten thousand.

use super::{NANOSECONDS, SLOTS};
use crate::caches::{HASHLINK, MOKA, QUICK};
use crate::storm::grid;
use hashlink::LruCache;
use moka::sync;
use multisplit::placement::Area;
use multisplit::{Moment, PaneId, Provided, Request, WidgetProvider, Workspace};
use multisplit_bench_report::clock::{race, time};
use multisplit_bench_report::report::{Goal, Report};
use quick_cache::unsync;

struct Ready;

impl WidgetProvider for Ready {
    type Widget = u32;

    fn provide(&mut self, _: Request<'_, u32>) -> Provided<u32> {
        Provided::Ready(1)
    }
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let mut workspace = Workspace::new(Ready);
    let panes = grid(&mut workspace, SLOTS)?;
    workspace.frame(Moment::ZERO, Area::new(100_000.0, 100_000.0).map_err(|error| error.to_string())?);
    // The step shares no divisor with the count, so every pane is requested once, and never a neighbor of the last one.
    let asked: Vec<PaneId> = (0..SLOTS).map(|at| panes[at * 7_919 % SLOTS]).collect();
    if asked.iter().any(|pane| workspace.live(*pane).is_none()) {
        return Err("not all widgets are live".to_owned());
    }
    let mut hashlink = LruCache::new(SLOTS);
    let mut quick = unsync::Cache::new(SLOTS * 2);
    let moka = sync::Cache::new(SLOTS as u64 * 2);
    for pane in &panes {
        hashlink.insert(*pane, 1_u32);
        quick.insert(*pane, 1_u32);
        moka.insert(*pane, 1_u32);
    }
    moka.run_pending_tasks();
    let slots = workspace.slots();
    let spent = race([
        &mut || time(SLOTS, |at| slots.get(asked[at]).is_some()),
        &mut || time(SLOTS, |at| hashlink.get(&asked[at]).is_some()),
        &mut || time(SLOTS, |at| quick.get(&asked[at]).is_some()),
        &mut || time(SLOTS, |at| moka.get(&asked[at]).is_some()),
    ]);
    let [ours, hashlink, quick, moka] = spent.map(|micros| micros * NANOSECONDS);
    for (peer, goal) in
        [((HASHLINK, hashlink), Goal::Within(0.7)), ((QUICK, quick), Goal::Read), ((MOKA, moka), Goal::Read)]
    {
        report.beside("look up a live widget", SLOTS, "ns", ours, peer, goal)?;
    }
    Ok(())
}
