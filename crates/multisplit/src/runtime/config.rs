//! How many widgets may exist, for how long, and in how much memory. Every number has a default and can be changed. An inconsistent
//! configuration is refused with an error in words.

use crate::base::limits::MAX_CONFIG_SECONDS;
use core::time::Duration;

/// The configuration of a workspace's runtime: how many widgets it keeps, for how long, and in how much memory.
///
/// The defaults are meant for a desktop application.
///
/// ```
/// use multisplit::RuntimeConfig;
/// let small = RuntimeConfig { soft_bytes: 64 << 20, hard_bytes: 128 << 20, ..RuntimeConfig::default() };
/// assert!(small.check().is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuntimeConfig {
    /// The maximum number of parked widgets. With 0, closed widgets are dropped at once. If many are closed at once it is exceeded for a
    /// few frames, as [`drops_per_frame`](Self::drops_per_frame) says. Default: 100.
    pub parked_count: usize,
    /// The bytes of all widgets together above which parked ones are evicted, in the frames after that one. With 0, no widget out of view
    /// is kept. Default: 500 MiB.
    pub soft_bytes: u64,
    /// The bytes of all widgets together that are never exceeded for longer than the time between two memory probes, except by widgets
    /// in view. Default: 800 MiB.
    pub hard_bytes: u64,
    /// The number of live widgets up to which those out of view may stay live. It counts those in view, too. The widgets of the focused
    /// pane and of locked panes are never parked, so with 0 they alone stay live out of view. Default: 50.
    pub max_hidden_live: usize,
    /// The time out of view after which a widget is parked, if more than `max_hidden_live` widgets are live. Default: 300 seconds.
    pub park_after: Duration,
    /// The time between two sweeps for expired widgets. Default: 30 seconds.
    pub sweep_every: Duration,
    /// The time after which a widget's state goes to the host's store, if there is one ([`RuntimeConfig::has_state_store`]).
    /// Default: one hour.
    pub demote_after: Duration,
    /// Whether the host has a store for states. Hosts set it when they are given one
    /// ([`Workspace::use_state_store`](crate::Workspace::use_state_store)); only an application without such a host sets it here. Default:
    /// `false`.
    pub has_state_store: bool,
    /// The maximum number of pooled widgets per kind. A closed widget is parked first, and may be pooled only when it is evicted. While
    /// memory is hard pressed, none are pooled. Default: 10.
    pub pooled_per_kind: usize,
    /// The time after which a running load fails. Default: 60 seconds.
    pub load_timeout: Duration,
    /// The time out of view after which a load is cancelled. Default: 10 seconds.
    pub cancel_after: Duration,
    /// How long the second retry of a widget waits. Each further one waits twice as long; the first does not wait. A failed widget whose
    /// pane comes into view again is requested again by itself if it has waited for this long, and each time for twice as long. One that
    /// the user has stopped is not. Default: 1 second.
    pub retry_after: Duration,
    /// The maximum time that a retry waits. Default: 60 seconds.
    pub retry_max: Duration,
    /// The maximum number of widgets dropped in one frame; eight times as many while memory is hard pressed. So the bounds on parked
    /// widgets, live widgets and bytes hold only a frame or more after they are exceeded: what is left to drop is dropped in the next
    /// frames, which [`Workspace::next_due`](crate::Workspace::next_due) asks for. [`Workspace::trim`](crate::Workspace::trim) drops
    /// everything at once. Default: 8.
    pub drops_per_frame: usize,
    /// How far beyond the window widgets are provided ahead, in percent of the window's size. With 0, none are. Default: 50.
    pub read_ahead_percent: u32,
    /// The time between two memory probes of the host. Default: 5 seconds.
    pub probe_every: Duration,
    /// Operations slower than this are reported. Default: 100 milliseconds.
    pub slow_after: Duration,
}

impl Default for RuntimeConfig {
    fn default() -> Self {
        Self {
            parked_count: 100,
            soft_bytes: 500 << 20,
            hard_bytes: 800 << 20,
            max_hidden_live: 50,
            park_after: Duration::from_secs(300),
            sweep_every: Duration::from_secs(30),
            demote_after: Duration::from_secs(3_600),
            has_state_store: false,
            pooled_per_kind: 10,
            load_timeout: Duration::from_secs(60),
            cancel_after: Duration::from_secs(10),
            retry_after: Duration::from_secs(1),
            retry_max: Duration::from_secs(60),
            drops_per_frame: 8,
            read_ahead_percent: 50,
            probe_every: Duration::from_secs(5),
            slow_after: Duration::from_millis(100),
        }
    }
}

/// Returned when a [`RuntimeConfig`] is inconsistent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The hard limit is below the soft limit.
    #[error("the hard limit of {hard} bytes lies below the soft limit of {soft} bytes")]
    HardBelowSoft {
        /// The soft limit, in bytes.
        soft: u64,
        /// The hard limit, in bytes.
        hard: u64,
    },
    /// A number must be at least 1.
    #[error("{name} must be at least 1")]
    Zero {
        /// The name of the field.
        name: &'static str,
    },
    /// A time must be between a microsecond and a year.
    #[error("{name} must lie between a microsecond and {MAX_CONFIG_SECONDS} seconds, not {seconds} seconds")]
    Time {
        /// The name of the field.
        name: &'static str,
        /// The given time, in whole seconds.
        seconds: u64,
    },
}

impl RuntimeConfig {
    /// Returns how long a retry waits after as many others.
    pub(super) fn retry_wait(&self, tries: u32) -> Duration {
        match tries {
            0 => Duration::ZERO,
            n => self.retry_after.saturating_mul(1 << (n - 1).min(16)).min(self.retry_max),
        }
    }

    /// Checks that the numbers are consistent.
    ///
    /// # Errors
    /// Returns a [`ConfigError`] that names the first problem: a hard limit below the soft one, no drops per frame, or a time that is
    /// not between a microsecond and a year.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.hard_bytes < self.soft_bytes {
            return Err(ConfigError::HardBelowSoft { soft: self.soft_bytes, hard: self.hard_bytes });
        }
        if self.drops_per_frame == 0 {
            return Err(ConfigError::Zero { name: "drops_per_frame" });
        }
        let times = [
            ("park_after", self.park_after),
            ("sweep_every", self.sweep_every),
            ("demote_after", self.demote_after),
            ("load_timeout", self.load_timeout),
            ("cancel_after", self.cancel_after),
            ("retry_after", self.retry_after),
            ("retry_max", self.retry_max),
            ("probe_every", self.probe_every),
            ("slow_after", self.slow_after),
        ];
        for (name, time) in times {
            if time < Duration::from_micros(1) || time > Duration::from_secs(MAX_CONFIG_SECONDS) {
                return Err(ConfigError::Time { name, seconds: time.as_secs() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ConfigError, RuntimeConfig};
    use core::time::Duration;

    #[test]
    fn numbers_that_cannot_be_meant_are_named() {
        let base = RuntimeConfig::default();
        assert_eq!(base.check(), Ok(()));
        assert_eq!(RuntimeConfig { parked_count: 0, soft_bytes: 0, ..base }.check(), Ok(()), "nothing is kept");
        let hard = RuntimeConfig { hard_bytes: 1, ..base };
        assert_eq!(hard.check(), Err(ConfigError::HardBelowSoft { soft: 500 << 20, hard: 1 }));
        let none = RuntimeConfig { drops_per_frame: 0, ..base };
        assert_eq!(none.check().unwrap_err().to_string(), "drops_per_frame must be at least 1");
        let endless = RuntimeConfig { load_timeout: Duration::MAX, ..base };
        assert!(endless.check().unwrap_err().to_string().starts_with("load_timeout must lie between"));
    }
}
