//! MultiSplit's parked widgets, used like the runtime uses them. The widget in front is live, is in no cache, and counts against the
//! budget. When another widget comes to the front, it is parked. The widget in front is never evicted.

use crate::sim::Cache;
use crate::trace::{Access, Trace};
use multisplit::cache::{CostAware, EvictionContext, Parked, Scarcity, Usage};
use multisplit::{Cost, Moment, PaneId, RuntimeConfig, WidgetId};

struct Front {
    id: u32,
    cost: Cost,
    usage: Usage,
}

/// The engine's parked level with its default policy.
pub struct Ours {
    parked: Parked<()>,
    policy: CostAware,
    turn: u32,
    names: Vec<WidgetId>,
    pane: PaneId,
    front: Option<Front>,
    budget: u64,
    sweep_us: u64,
    swept_us: u64,
}

impl Ours {
    /// Creates an empty cache for the widgets of a trace.
    ///
    /// # Errors
    /// Returns a message if an id of the trace is not a valid widget id.
    pub fn new(trace: &Trace) -> Result<Self, String> {
        let name = |id: &String| WidgetId::new(id.as_str()).map_err(|error| format!("{id}: {error}"));
        let sweep_us = RuntimeConfig::default().sweep_every.as_micros();
        Ok(Self {
            parked: Parked::default(),
            policy: CostAware,
            turn: 0,
            names: trace.ids().iter().map(name).collect::<Result<_, _>>()?,
            pane: PaneId::from_raw(1).ok_or("1 is no pane")?,
            front: None,
            budget: trace.budget,
            sweep_us: u64::try_from(sweep_us).map_err(|error| error.to_string())?,
            swept_us: 0,
        })
    }

    /// Evicts widgets that were not used for longer than the policy allows, as often as the runtime does.
    fn sweep(&mut self, access: &Access, now: Moment) {
        if access.at_us.saturating_sub(self.swept_us) < self.sweep_us {
            return;
        }
        self.swept_us = access.at_us;
        while let Some(evicted) = self.parked.evict_expired(&self.policy, now) {
            drop(evicted);
        }
    }

    fn park_front(&mut self) {
        let Some(Front { id, cost, usage }) = self.front.take() else { return };
        let replaced = self.parked.park(self.names[id as usize].clone(), self.pane, (), cost, usage, usage.last_use);
        debug_assert!(replaced.is_none(), "what is in front is in no cache");
    }

    fn trim(&mut self, now: Moment) {
        let front = self.front.as_ref().map_or(0, |front| front.cost.bytes);
        while self.parked.bytes() + front > self.budget {
            let situation = EvictionContext { now, turn: self.turn, scarce: Scarcity::Bytes };
            let Some(evicted) = self.parked.evict(&self.policy, &situation) else { break };
            drop(evicted);
        }
    }
}

impl Cache for Ours {
    fn get(&mut self, access: &Access) -> bool {
        let now = Moment::from_micros(access.at_us);
        self.sweep(access, now);
        if self.front.as_ref().is_some_and(|front| front.id == access.id) {
            return true;
        }
        self.park_front();
        let widget = &self.names[access.id as usize];
        let found = self.parked.take(widget).map(|unparked| unparked.meta.usage);
        let before = found.or_else(|| self.parked.recall(widget));
        self.turn += 1;
        let turn = self.turn;
        let usage = before.map_or(Usage::first(now, turn), |mut usage| {
            usage.touch(now, turn);
            usage
        });
        let cost = Cost { bytes: access.bytes.into(), rebuild_micros: access.rebuild_us };
        self.front = Some(Front { id: access.id, cost, usage });
        self.trim(now);
        found.is_some()
    }

    fn put(&mut self, access: &Access) {
        if let Some(front) = &mut self.front {
            front.cost.bytes = access.bytes.into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ours;
    use crate::sim::Cache;
    use crate::trace::generate::{Costs, Days};

    #[test]
    fn what_is_in_front_is_there_and_the_budget_holds() {
        let trace = Days { accesses: 3_000, ..Days::default() }.trace(Costs::ByKind, 3);
        let mut ours = Ours::new(&trace).expect("ids");
        for access in trace.accesses() {
            if !ours.get(access) {
                ours.put(access);
            }
            assert_eq!(ours.front.as_ref().map(|front| front.id), Some(access.id));
            // The widget that was in front before stays for one turn, whatever its size.
            assert!(ours.parked.bytes() + u64::from(access.bytes) <= ours.budget || ours.parked.len() <= 1);
            assert!(ours.get(access), "asked for again at once, it is there");
        }
        ours.parked.assert_valid();
    }
}
