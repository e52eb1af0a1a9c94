//! Tests of counting, timing and slow operations, with and without a clock.

use super::{Operation, Profiler, SLOW_OPERATIONS};
use core::time::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

#[test]
fn without_a_clock_it_counts() {
    let mut profiler = Profiler::new(Duration::from_millis(100));
    let start = profiler.start();
    profiler.stop(Operation::Place, start, || "nobody asks");
    let timings = profiler.timings();
    assert_eq!((timings.len(), timings[0].operation, timings[0].calls), (1, "place", 1));
    assert_eq!((timings[0].max_micros, timings[0].total_micros), (0.0, 0.0));
}

#[test]
fn with_a_clock_it_measures_and_tells_what_was_slow() {
    let time = Arc::new(AtomicU64::new(0));
    let mut profiler = Profiler::new(Duration::from_millis(100));
    let clock = Arc::clone(&time);
    profiler.set_clock(Box::new(move || Duration::from_micros(clock.load(Ordering::Relaxed))));
    for micros in (1..=99).map(|_| 10).chain([200_000]) {
        let start = profiler.start();
        time.fetch_add(micros, Ordering::Relaxed);
        profiler.stop(Operation::Provide, start, || "editor:big.log");
    }
    let timing = &profiler.timings()[0];
    assert_eq!((timing.calls, timing.total_micros), (100, 99.0 * 10.0 + 200_000.0));
    assert!((timing.mean_micros - 2_009.9).abs() < 0.01);
    assert!((9.9..=10.1).contains(&timing.p50_micros) && (9.9..=10.1).contains(&timing.p99_micros), "{timing:?}");
    assert!((198_000.0..=202_000.0).contains(&timing.max_micros), "{timing:?}");
    let slow = profiler.poll_slow().expect("one was");
    assert_eq!((slow.operation, slow.micros, slow.cause.as_str()), ("provide", 200_000, "editor:big.log"));
    assert!(profiler.poll_slow().is_none());
}

#[test]
fn a_turn_is_all_calls_up_to_a_frame_and_none_twice() {
    let time = Arc::new(AtomicU64::new(0));
    let mut profiler = Profiler::new(Duration::from_secs(1));
    let clock = Arc::clone(&time);
    profiler.set_clock(Box::new(move || Duration::from_micros(clock.load(Ordering::Relaxed))));
    for turn in 1..=2 {
        let handled = profiler.enter();
        let command = profiler.enter();
        time.fetch_add(10 * turn, Ordering::Relaxed);
        profiler.leave(Operation::Command, command, || "split");
        profiler.leave(Operation::Transaction, handled, || "wrapped");
        time.fetch_add(1_000, Ordering::Relaxed);
        let frame = profiler.enter();
        time.fetch_add(5, Ordering::Relaxed);
        profiler.leave(Operation::Frame, frame, || "frame");
        profiler.end_turn();
    }
    let timings = profiler.timings();
    let total = |name| timings.iter().find(|t| t.operation == name).map(|t| (t.calls, t.total_micros));
    assert_eq!(total("engine"), Some((2, 40.0)));
    assert_eq!((total("command"), total("transaction")), (Some((2, 30.0)), Some((2, 30.0))));
    assert_eq!(total("frame"), Some((2, 10.0)));
}

#[test]
fn slow_operations_do_not_pile_up() {
    let mut profiler = Profiler::new(Duration::ZERO);
    for i in 0..SLOW_OPERATIONS * 2 {
        profiler.record(Operation::Save, Duration::from_secs(1), || i);
    }
    assert_eq!(profiler.slow().len(), SLOW_OPERATIONS);
    assert_eq!(std::iter::from_fn(|| profiler.poll_slow()).count(), SLOW_OPERATIONS);
}

#[test]
fn every_operation_has_its_own_place() {
    for (at, operation) in Operation::ALL.iter().copied().enumerate() {
        assert_eq!(operation as usize, at, "{}", operation.name());
    }
}
