//! Decides how short memory is, and what follows. It is a pure state machine: numbers go in, a level and a target come out. It drops
//! nothing itself.
//!
//! The bytes that the widgets account for decide. The process's resident size is the alarm: it includes what no widget accounts for.
//! A level is entered at its limit, stays for at least five seconds, and is left after ten seconds below 80 % of its limit. If two
//! passes in a row gain less than a hundredth of the resident size and of what the group uses, the rest cannot be freed here (a
//! fragmented heap, another program): the alarm is switched off until its cause is gone or the accounted bytes grow.

use crate::base::Moment;
use crate::base::limits::MEMORY_SAMPLES;
use core::time::Duration;
use serde::Serialize;
use std::collections::VecDeque;

/// A level of memory shortage, from enough memory to the critical level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MemoryLevel {
    /// There is enough memory.
    #[default]
    Normal,
    /// Memory is over the soft limit: parked widgets are evicted, those least worth keeping first.
    Soft,
    /// Memory is over the hard limit: pools are emptied, nothing is provided ahead, and what was not used for minutes goes.
    Hard,
    /// The system itself is short of memory: everything out of view goes.
    Critical,
}

impl MemoryLevel {
    /// Returns the name of the level in snake case.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The memory of the process and of the system, as a host has measured it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Probe {
    /// The resident size of the process, in bytes.
    pub resident: Option<u64>,
    /// The maximum memory that the process's group may use, in bytes.
    pub group_limit: Option<u64>,
    /// The memory that the process's group uses, in bytes.
    pub group_used: Option<u64>,
    /// The part of the last ten seconds in which everything waited for memory, in percent.
    pub stalled_percent: Option<f32>,
}

impl Probe {
    /// Returns `true` if the numbers may lead to another level than the normal one, or keep one. Otherwise a host need not wake the
    /// application for them.
    #[must_use]
    pub fn may_matter(&self, soft_bytes: u64) -> bool {
        let limits = MemoryLimits { soft: soft_bytes, hard: soft_bytes };
        let governor = Governor { probe: *self, ..Governor::new(limits) };
        governor.called_for(0, LEAVE_PERCENT) > MemoryLevel::Normal
    }
}

/// The memory at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MemorySample {
    /// The moment, in microseconds on the host's clock.
    pub at_micros: u64,
    /// The bytes that the widgets account for.
    pub accounted: u64,
    /// What the host measured.
    pub probe: Probe,
    /// The number of live and parked widgets.
    pub widgets: usize,
}

/// The limits above which memory is freed, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimits {
    /// The limit above which parked widgets go.
    pub soft: u64,
    /// The limit above which everything out of view may go.
    pub hard: u64,
}

/// A plan of what must be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The level that was left, if the level has changed.
    pub left: Option<MemoryLevel>,
    /// The accounted bytes to come down to, if anything must go.
    pub target: Option<u64>,
    /// How urgent the target is: what is done at this level is allowed.
    pub force: MemoryLevel,
    /// Whether live widgets out of view may go, too, when no parked ones are left.
    pub hidden: bool,
}

/// A level is left below this part of its limit, in percent. The distance to the limit keeps it from changing to and fro.
const LEAVE_PERCENT: u64 = 80;
/// How long the numbers must be that low before a level is left.
const LEAVE_AFTER: Duration = Duration::from_secs(10);
/// The minimum time that a level stays.
const DWELL: Duration = Duration::from_secs(5);
/// The part of the soft limit to trim to, in percent. The alarm trims to the same part.
const SOFT_TARGET_PERCENT: u64 = 90;
/// The part of the hard limit to trim to, in percent.
const HARD_TARGET_PERCENT: u64 = 70;
/// The resident size at which memory is critical, in percent of the hard limit.
const CRITICAL_PERCENT: u64 = 150;
/// The parts of a group's limit above which memory is soft, hard and critical, in percent.
const GROUP_PERCENT: [u64; 3] = [75, 85, 95];
/// The stalls above which memory is soft, hard and critical, in percent of time.
const STALLED_PERCENT: [f32; 3] = [1.0, 5.0, 20.0];
/// A pass is futile if it gains less than this part of what was measured before it, in percent.
const FUTILE_PERCENT: u64 = 1;
/// The number of futile passes in a row that switches the alarm off.
const FUTILE_PASSES: u8 = 2;
/// The alarm is switched on again when the accounted bytes have grown by more than this part of the soft limit, in percent.
const REARM_PERCENT: u64 = 10;

/// The state machine that watches memory: it turns measurements into a [`MemoryLevel`] and a [`Plan`].
#[derive(Clone, Debug)]
pub struct Governor {
    limits: MemoryLimits,
    level: MemoryLevel,
    entered: Moment,
    /// Since when the numbers have been low enough for a lower level.
    low_since: Option<Moment>,
    probe: Probe,
    samples: VecDeque<MemorySample>,
    /// What was measured when the alarm's last pass began.
    pass: Option<Probe>,
    futile: u8,
    /// The accounted bytes when the alarm was switched off; `u64::MAX` until they are known. `None` while the alarm is on.
    latched: Option<u64>,
    started: bool,
}

impl Governor {
    /// Creates a governor with the given limits, at the normal level.
    #[must_use]
    pub const fn new(limits: MemoryLimits) -> Self {
        Self {
            limits,
            level: MemoryLevel::Normal,
            entered: Moment::ZERO,
            low_since: None,
            probe: Probe { resident: None, group_limit: None, group_used: None, stalled_percent: None },
            samples: VecDeque::new(),
            pass: None,
            futile: 0,
            latched: None,
            started: false,
        }
    }

    /// Returns the present level.
    #[must_use]
    pub const fn level(&self) -> MemoryLevel {
        self.level
    }

    /// Returns `true` if the alarm is switched off because dropping widgets has gained nothing.
    #[must_use]
    pub const fn is_futile(&self) -> bool {
        self.latched.is_some()
    }

    /// Returns what the host measured last.
    #[must_use]
    pub const fn probe(&self) -> &Probe {
        &self.probe
    }

    /// Returns the limits.
    #[must_use]
    pub const fn limits(&self) -> MemoryLimits {
        self.limits
    }

    /// Sets other limits from now on.
    pub const fn set_limits(&mut self, limits: MemoryLimits) {
        self.limits = limits;
    }

    /// Returns the latest samples, oldest first: at most [`MEMORY_SAMPLES`](crate::limits::MEMORY_SAMPLES).
    pub fn samples(&self) -> impl DoubleEndedIterator<Item = &MemorySample> + ExactSizeIterator {
        self.samples.iter()
    }

    /// Takes a memory probe and returns what must be done. `accounted` are the bytes that the widgets account for, `widgets` is their
    /// number.
    pub fn measured(&mut self, now: Moment, accounted: u64, widgets: usize, probe: Probe) -> Plan {
        self.judge_last_pass(&probe);
        self.probe = probe;
        if self.samples.len() >= MEMORY_SAMPLES {
            self.samples.pop_front();
        }
        self.samples.push_back(MemorySample { at_micros: now.micros(), accounted, probe, widgets });
        self.rearm(accounted);
        let mut plan = self.accounted(now, accounted);
        if let Some((target, force)) = self.alarm_target(accounted) {
            self.pass = Some(probe);
            plan.target = Some(plan.target.map_or(target, |t| t.min(target)));
            plan.force = plan.force.max(force);
            plan.hidden |= force >= MemoryLevel::Hard;
        }
        plan
    }

    /// Checks the accounted bytes between two probes and returns what must be done. Costs a few comparisons.
    pub fn accounted(&mut self, now: Moment, accounted: u64) -> Plan {
        let left = self.settle(now, accounted);
        let part = |limit: u64, percent: u64| limit / 100 * percent;
        let (target, force) = if accounted > self.limits.hard {
            (Some(part(self.limits.hard, HARD_TARGET_PERCENT)), MemoryLevel::Hard)
        } else if accounted > self.limits.soft {
            (Some(part(self.limits.soft, SOFT_TARGET_PERCENT)), MemoryLevel::Soft)
        } else {
            (None, MemoryLevel::Normal)
        };
        Plan { left, target, force, hidden: target.is_some() }
    }

    /// Moves to the level that the numbers call for, if it is time. Returns the level that was left.
    fn settle(&mut self, now: Moment, accounted: u64) -> Option<MemoryLevel> {
        let rise = self.called_for(accounted, 100);
        let stay = self.called_for(accounted, LEAVE_PERCENT);
        if stay >= self.level {
            self.low_since = None;
        } else {
            self.low_since.get_or_insert(now);
        }
        let rested = !self.started || now.since(self.entered) >= DWELL;
        let low = self.low_since.is_some_and(|since| now.since(since) >= LEAVE_AFTER);
        let next = match self.level {
            level if rise > level => rise,
            level if stay < level && low => stay,
            level => level,
        };
        if next == self.level || !rested {
            return None;
        }
        (self.entered, self.low_since, self.started) = (now, None, true);
        Some(std::mem::replace(&mut self.level, next))
    }

    /// Returns the level for the present numbers, with all limits reduced to `percent`.
    fn called_for(&self, accounted: u64, percent: u64) -> MemoryLevel {
        let part = |limit: u64, of: u64| (limit / 100).saturating_mul(of) / 100 * percent;
        let mut level = rank(accounted, [part(self.limits.soft, 100), part(self.limits.hard, 100), u64::MAX]);
        if let Some(resident) = self.probe.resident {
            let limits = self.limits;
            level = level.max(rank(
                resident,
                [part(limits.soft, 100), part(limits.hard, 100), part(limits.hard, CRITICAL_PERCENT)],
            ));
        }
        if let Some(limit) = self.probe.group_limit {
            let used = self.probe.group_used.or(self.probe.resident).unwrap_or(0);
            level = level.max(rank(used, GROUP_PERCENT.map(|of| part(limit, of))));
        }
        if let Some(stalled) = self.probe.stalled_percent.filter(|s| s.is_finite()) {
            #[allow(clippy::cast_precision_loss)] // at most 100
            let at = STALLED_PERCENT.map(|s| s * percent as f32 / 100.0);
            level = level.max(match () {
                () if stalled > at[2] => MemoryLevel::Critical,
                () if stalled > at[1] => MemoryLevel::Hard,
                () if stalled > at[0] => MemoryLevel::Soft,
                () => MemoryLevel::Normal,
            });
        }
        level
    }

    /// Returns the accounted bytes that the alarm wants to come down to, and how urgently.
    fn alarm_target(&self, accounted: u64) -> Option<(u64, MemoryLevel)> {
        if self.latched.is_some() {
            return None;
        }
        let called = self.called_for(0, 100);
        let resident = self.probe.resident.unwrap_or(0);
        let part = |limit: u64, percent: u64| limit / 100 * percent;
        let excess = |goal: u64| accounted.saturating_sub(resident.saturating_sub(goal));
        match called {
            MemoryLevel::Normal => None,
            MemoryLevel::Soft => {
                let goal = part(self.limits.soft, SOFT_TARGET_PERCENT);
                Some((excess(goal).min(accounted / 100 * SOFT_TARGET_PERCENT), called))
            }
            MemoryLevel::Hard => {
                let goal = part(self.limits.hard, HARD_TARGET_PERCENT);
                Some((excess(goal).min(accounted / 100 * HARD_TARGET_PERCENT), called))
            }
            MemoryLevel::Critical => Some((0, called)),
        }
    }

    /// Notes whether the alarm's last pass has gained anything. Switches the alarm off after too many futile ones.
    fn judge_last_pass(&mut self, probe: &Probe) {
        let Some(last) = self.pass.take() else { return };
        let fell = |before: Option<u64>, after: Option<u64>| match (before, after) {
            (Some(before), Some(after)) => before.saturating_sub(after) >= (before / 100 * FUTILE_PERCENT).max(1),
            _ => false,
        };
        let gained = fell(last.resident, probe.resident) || fell(last.group_used, probe.group_used);
        self.futile = if gained { 0 } else { self.futile.saturating_add(1) };
        if self.futile >= FUTILE_PASSES && self.latched.is_none() {
            self.latched = Some(u64::MAX);
        }
    }

    /// Switches the alarm on again if its cause is gone, or if there is something new to free.
    fn rearm(&mut self, accounted: u64) {
        let Some(then) = &mut self.latched else { return };
        if *then == u64::MAX {
            *then = accounted;
        }
        // Growth is measured from the lowest value since then: what was freed and has grown again can be freed again.
        *then = (*then).min(accounted);
        let grown = accounted - *then > self.limits.soft / 100 * REARM_PERCENT;
        if grown || self.called_for(0, 100) == MemoryLevel::Normal {
            self.latched = None;
            self.futile = 0;
        }
    }
}

fn rank(value: u64, at: [u64; 3]) -> MemoryLevel {
    match () {
        () if value > at[2] => MemoryLevel::Critical,
        () if value > at[1] => MemoryLevel::Hard,
        () if value > at[0] => MemoryLevel::Soft,
        () => MemoryLevel::Normal,
    }
}

#[cfg(test)]
mod tests;
