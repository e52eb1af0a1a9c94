//! How many widgets may exist, for how long, and in how much memory. Every number has a default and can be changed; what cannot
//! be meant is refused with words.

use crate::base::limits::MAX_CONFIG_SECONDS;
use core::time::Duration;

/// The numbers of the runtime. The defaults are meant for a desktop application.
///
/// ```
/// use multisplit::RuntimeConfig;
/// let small = RuntimeConfig { soft_bytes: 64 << 20, hard_bytes: 128 << 20, ..RuntimeConfig::default() };
/// assert!(small.check().is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuntimeConfig {
    /// Widgets kept parked. 0: closed widgets are dropped at once.
    pub parked_count: usize,
    /// Bytes of all widgets together from which parked ones are let go. 0: none is kept that is not seen.
    pub soft_bytes: u64,
    /// Bytes of all widgets together that are never exceeded for longer than a memory probe, unless by what is seen.
    pub hard_bytes: u64,
    /// Live widgets that may stay out of view.
    pub max_hidden_live: usize,
    /// After how long out of view a widget is parked, where more than `max_hidden_live` are live.
    pub park_after: Duration,
    /// How often expired widgets are looked for.
    pub sweep_every: Duration,
    /// After how long the state of a widget goes to the host's store; only with [`RuntimeConfig::has_state_store`].
    pub demote_after: Duration,
    /// Whether the host has a store for states.
    pub has_state_store: bool,
    /// Widgets pooled per kind.
    pub pooled_per_kind: usize,
    /// After how long a running load is given up.
    pub load_timeout: Duration,
    /// After how long out of view a load is cancelled.
    pub cancel_after: Duration,
    /// How long the second retry of a widget waits; each further one waits twice as long. The first is at once.
    pub retry_after: Duration,
    /// The longest that a retry waits.
    pub retry_max: Duration,
    /// Widgets dropped in one frame while memory is not hard pressed; eight times as many while it is.
    pub drops_per_frame: usize,
    /// How far beyond the window widgets are provided ahead, in hundredths of its size. 0: none are.
    pub read_ahead_percent: u32,
    /// How often a host measures memory.
    pub probe_every: Duration,
    /// Operations slower than this are told.
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

/// Numbers that cannot be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The hard limit lies below the soft one.
    #[error("the hard limit of {hard} bytes lies below the soft limit of {soft} bytes")]
    HardBelowSoft {
        /// The soft limit.
        soft: u64,
        /// The hard limit.
        hard: u64,
    },
    /// A number must be at least 1.
    #[error("{name} must be at least 1")]
    Zero {
        /// Which.
        name: &'static str,
    },
    /// A time must lie between a microsecond and a year.
    #[error("{name} must lie between a microsecond and {MAX_CONFIG_SECONDS} seconds, not {seconds} seconds")]
    Time {
        /// Which.
        name: &'static str,
        /// In seconds.
        seconds: u64,
    },
}

impl RuntimeConfig {
    /// Whether the numbers can be meant.
    ///
    /// # Errors
    /// [`ConfigError`] names the first that cannot.
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
