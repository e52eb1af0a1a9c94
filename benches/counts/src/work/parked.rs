//! Work on parked widgets: as many are parked as there are panes, and no more at any time.

use super::{Work, words};
use multisplit::{Cost, CostAware, Moment, PaneId, Parked, Usage, WidgetId};

/// One widget is parked, and the one least worth keeping goes; it is the next to be parked.
pub(crate) fn park_evict(n: usize) -> Result<Box<dyn Work>, String> {
    let mut parked = Parked::default();
    let pane = PaneId::from_raw(1).ok_or("1 is no pane")?;
    for at in 0..n {
        let now = moment(at);
        let replaced = parked.park(name(at)?, pane, (), cost(at), Usage::first(now));
        debug_assert!(replaced.is_none(), "all names differ");
    }
    Ok(Box::new(ParkEvict { parked, pane, free: Some(name(n)?), policy: CostAware::default(), turn: n }))
}

struct ParkEvict {
    parked: Parked<()>,
    pane: PaneId,
    free: Option<WidgetId>,
    policy: CostAware,
    turn: usize,
}

impl Work for ParkEvict {
    fn work(&mut self, _: usize) -> Result<(), String> {
        self.turn += 1;
        let now = moment(self.turn);
        let widget = self.free.take().ok_or("nothing to park")?;
        if self.parked.park(widget, self.pane, (), cost(self.turn), Usage::first(now)).is_some() {
            return Err("it was parked already".to_owned());
        }
        let evicted = self.parked.evict(&self.policy, now).ok_or("none may go")?;
        self.free = Some(evicted.widget);
        Ok(())
    }
}

fn name(at: usize) -> Result<WidgetId, String> {
    WidgetId::new(format!("pane:{at}")).map_err(words)
}

/// A thousandth of a second after the one before.
const fn moment(at: usize) -> Moment {
    Moment::from_micros(at as u64 * 1_000)
}

/// Widgets of many sizes, some slow to make.
const fn cost(at: usize) -> Cost {
    Cost { bytes: 1_024 + (at as u64 * 7_919) % 65_536, rebuild_micros: 100 + (at as u64 * 104_729) % 50_000 }
}
