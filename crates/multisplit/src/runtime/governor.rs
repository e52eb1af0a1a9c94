//! How short memory is, and what follows. A pure machine: numbers in, a level and a target out; it drops nothing itself.
//!
//! The bytes that the widgets account for decide. The process's resident size is the alarm: it holds what nobody accounts for. A
//! level is entered at its limit and left below 80 % of it after ten seconds, and stays for five. When two passes in a row
//! gained less than a hundredth of the resident size, and of what the group takes, the rest is not ours to free (a fragmented heap,
//! another program): the alarm is switched off until its cause is gone or the accounted bytes grow.

use crate::base::Moment;
use crate::base::limits::MEMORY_SAMPLES;
use core::time::Duration;
use serde::Serialize;
use std::collections::VecDeque;

/// How short memory is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryLevel {
    /// There is enough.
    #[default]
    Normal,
    /// Over the soft limit: parked widgets are let go, the least worth first.
    Soft,
    /// Over the hard limit: pools are emptied, nothing is provided ahead, what was not used for minutes goes.
    Hard,
    /// The system itself is short: all that is hidden goes.
    Critical,
}

impl MemoryLevel {
    /// Its name in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Soft => "soft",
            Self::Hard => "hard",
            Self::Critical => "critical",
        }
    }
}

/// What a host measured outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Probe {
    /// Bytes of the process in memory.
    pub resident: Option<u64>,
    /// The most bytes the process's group may take.
    pub group_limit: Option<u64>,
    /// Bytes the process's group takes.
    pub group_used: Option<u64>,
    /// Percent of the last ten seconds in which everything waited for memory.
    pub stalled_percent: Option<f32>,
}

impl Probe {
    /// Whether the numbers may lead to another level than the normal one, or keep one: a host need not wake anybody otherwise.
    #[must_use]
    pub fn may_matter(&self, soft_bytes: u64) -> bool {
        let limits = MemoryLimits { soft: soft_bytes, hard: soft_bytes };
        let governor = Governor { probe: *self, ..Governor::new(limits) };
        governor.called_for(0, LEAVE_PERCENT) > MemoryLevel::Normal
    }
}

/// Memory at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MemorySample {
    /// When, in microseconds on the host's clock.
    pub at_micros: u64,
    /// Bytes the widgets account for.
    pub accounted: u64,
    /// What was measured outside.
    pub probe: Probe,
    /// Widgets that exist.
    pub widgets: usize,
}

/// Bytes from which something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimits {
    /// Parked widgets go from here on.
    pub soft: u64,
    /// Everything hidden may go from here on.
    pub hard: u64,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The level that was left, where it changed.
    pub left: Option<MemoryLevel>,
    /// Accounted bytes to come down to.
    pub target: Option<u64>,
    /// How much the target hurries: what is done at this level is allowed.
    pub force: MemoryLevel,
    /// Whether live widgets out of view may go too, when nothing is parked any more.
    pub hidden: bool,
}

/// A level is left below this part of its limit, in percent.
const LEAVE_PERCENT: u64 = 80;
/// How long the numbers must be so low.
const LEAVE_AFTER: Duration = Duration::from_secs(10);
/// How long a level stays.
const DWELL: Duration = Duration::from_secs(5);
/// The soft limit trims to this part of it, in percent; so does the alarm.
const SOFT_TARGET_PERCENT: u64 = 90;
/// The same of the hard limit.
const HARD_TARGET_PERCENT: u64 = 70;
/// The resident size at which memory is critical, in percent of the hard limit.
const CRITICAL_PERCENT: u64 = 150;
/// Parts of a group's limit at which memory is soft, hard, critical, in percent.
const GROUP_PERCENT: [u64; 3] = [75, 85, 95];
/// Stalls at which memory is soft, hard, critical, in percent of time.
const STALLED_PERCENT: [f32; 3] = [1.0, 5.0, 20.0];
/// A pass that gains less than this part is futile, in percent of what was measured before it.
const FUTILE_PERCENT: u64 = 1;
/// So many futile passes in a row switch the alarm off.
const FUTILE_PASSES: u8 = 2;
/// The alarm is switched on again when the accounted bytes grew by this part of the soft limit, in percent.
const REARM_PERCENT: u64 = 10;

/// The machine.
#[derive(Clone, Debug)]
pub struct Governor {
    limits: MemoryLimits,
    level: MemoryLevel,
    entered: Moment,
    /// Since when the numbers are low enough for a lower level.
    low_since: Option<Moment>,
    probe: Probe,
    samples: VecDeque<MemorySample>,
    /// What was measured when the alarm's last pass began.
    pass: Option<Probe>,
    futile: u8,
    /// The accounted bytes when the alarm was switched off.
    latched: Option<u64>,
    started: bool,
}

impl Governor {
    /// A governor with its limits.
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

    /// The level now.
    #[must_use]
    pub const fn level(&self) -> MemoryLevel {
        self.level
    }

    /// Whether the alarm is switched off, because letting go gained nothing.
    #[must_use]
    pub const fn is_futile(&self) -> bool {
        self.latched.is_some()
    }

    /// What was measured last.
    #[must_use]
    pub const fn probe(&self) -> &Probe {
        &self.probe
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> MemoryLimits {
        self.limits
    }

    /// Other limits from now on.
    pub const fn set_limits(&mut self, limits: MemoryLimits) {
        self.limits = limits;
    }

    /// The latest samples, oldest first.
    pub fn samples(&self) -> impl DoubleEndedIterator<Item = &MemorySample> + ExactSizeIterator {
        self.samples.iter()
    }

    /// Takes a probe in.
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

    /// Looks at the accounted bytes between two probes. Costs a few comparisons.
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

    /// Moves to the level that the numbers call for, if it is time. Answers the level that was left.
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

    /// The level for the present numbers, with all limits at so many percent.
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

    /// What the alarm wants the accounted bytes to come down to.
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

    fn rearm(&mut self, accounted: u64) {
        let Some(then) = &mut self.latched else { return };
        if *then == u64::MAX {
            *then = accounted;
        }
        // What was freed since may be grown again without that being news.
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
