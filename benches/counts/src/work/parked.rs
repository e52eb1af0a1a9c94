//! Work on parked widgets. The number of parked widgets always equals the number of panes.

use super::{Work, words};
use multisplit::cache::{CostAware, EvictionContext, Parked, Scarcity, Usage};
use multisplit::{Cost, Moment, PaneId, WidgetId};

/// Parks one widget and evicts the one least worth keeping, which is the next to be parked.
pub(crate) fn park_evict(n: usize) -> Result<Box<dyn Work>, String> {
    let pane = PaneId::from_raw(1).ok_or("1 is no pane")?;
    let mut work = ParkEvict { parked: Parked::default(), pane, free: None, policy: CostAware, turn: 0 };
    for at in 0..n {
        work.free = Some(name(at)?);
        work.park()?;
    }
    work.free = Some(name(n)?);
    Ok(Box::new(work))
}

struct ParkEvict {
    parked: Parked<()>,
    pane: PaneId,
    free: Option<WidgetId>,
    policy: CostAware,
    turn: u32,
}

impl ParkEvict {
    /// Parks the free widget, and returns the context for the eviction. Sizes and rebuild costs vary with the turn.
    fn park(&mut self) -> Result<EvictionContext, String> {
        self.turn += 1;
        let now = Moment::from_millis(self.turn.into());
        let number = u64::from(self.turn);
        let cost = Cost { bytes: 1_024 + number * 7_919 % 65_536, rebuild_micros: 100 + number * 104_729 % 50_000 };
        let widget = self.free.take().ok_or("nothing to park")?;
        match self.parked.park(widget, self.pane, (), cost, Usage::first(now, self.turn), now) {
            None => Ok(EvictionContext { now, turn: self.turn, scarce: Scarcity::Bytes }),
            Some(twin) => Err(format!("{} was parked already", twin.widget)),
        }
    }
}

impl Work for ParkEvict {
    fn work(&mut self, _: usize) -> Result<(), String> {
        let situation = self.park()?;
        let evicted = self.parked.evict(&self.policy, &situation).ok_or("none may go")?;
        self.free = Some(evicted.widget);
        Ok(())
    }
}

fn name(at: usize) -> Result<WidgetId, String> {
    WidgetId::new(format!("pane:{at}")).map_err(words)
}
