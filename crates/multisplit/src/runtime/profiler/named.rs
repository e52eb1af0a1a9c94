//! Operations of the application, counted and timed by name beside those of the engine. Their durations come from the application, so no
//! clock is needed. Invariant: there are no more names than [`MAX_RECORDED_NAMES`], and [`OTHER`].

use super::{LONGEST_NANOS, Timing, describe, nanos};
use crate::base::limits::MAX_RECORDED_NAMES;
use core::time::Duration;
use hdrhistogram::Histogram;

/// The name under which operations are counted together once there are too many names.
pub(super) const OTHER: &str = "other";

/// The operations of the application, in the order in which they were first recorded.
#[derive(Default)]
pub(super) struct NamedOperations {
    operations: Vec<Named>,
}

struct Named {
    name: &'static str,
    calls: u64,
    total_nanos: u64,
    histogram: Option<Histogram<u64>>,
}

impl NamedOperations {
    /// Counts an operation. Cost: a comparison with each name.
    pub(super) fn count(&mut self, name: &'static str, spent: Duration) {
        let named = self.named(name);
        let nanos = nanos(spent);
        named.calls += 1;
        named.total_nanos = named.total_nanos.saturating_add(nanos);
        if let Some(histogram) = &mut named.histogram {
            histogram.saturating_record(nanos.clamp(1, LONGEST_NANOS));
        }
    }

    pub(super) fn timings(&self) -> impl Iterator<Item = Timing> + '_ {
        self.operations.iter().map(|o| describe(o.name, o.calls, o.total_nanos, o.histogram.as_ref()))
    }

    /// Forgets all operations and their names.
    pub(super) fn clear(&mut self) {
        self.operations.clear();
    }

    fn named(&mut self, name: &'static str) -> &mut Named {
        let all = &mut self.operations;
        let find = |all: &[Named], name| all.iter().position(|named| named.name == name);
        let names = all.len() - usize::from(find(all, OTHER).is_some());
        let name = if find(all, name).is_some() || names < MAX_RECORDED_NAMES { name } else { OTHER };
        let at = find(all, name).unwrap_or_else(|| {
            // The bounds are those of the engine's own operations, which are always good.
            let histogram = Histogram::new_with_bounds(1, LONGEST_NANOS, 2).ok();
            all.push(Named { name, calls: 0, total_nanos: 0, histogram });
            all.len() - 1
        });
        &mut all[at]
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, MAX_RECORDED_NAMES, NamedOperations, OTHER};

    #[test]
    fn names_beyond_the_limit_are_counted_together() {
        let mut named = NamedOperations::default();
        for i in 0..MAX_RECORDED_NAMES + 9 {
            let name: &'static str = Box::leak(format!("n{i}").into_boxed_str());
            named.count(name, Duration::from_micros(10));
            named.count(name, Duration::from_micros(10));
        }
        named.count("n0", Duration::from_micros(40));
        let timings: Vec<_> = named.timings().collect();
        assert_eq!(timings.len(), MAX_RECORDED_NAMES + 1);
        assert_eq!((timings[0].operation, timings[0].calls, timings[0].total_micros), ("n0", 3, 60.0));
        let other = timings.last().expect("many");
        assert_eq!((other.operation, other.calls, other.total_micros), (OTHER, 18, 180.0));
    }
}
