//! Tests that absurd readings cost no more than other readings.

use crate::fixture::{normal, stage};
use egui::{Theme, Vec2, vec2};
use multisplit_pane_monitor::{
    CacheReading, FrameReading, LoadReading, MemoryReading, Monitor, OperationReading, Reading, SlotReading,
    SlowReading,
};

const SIZES: [Vec2; 6] = [
    vec2(1.0, 1.0),
    vec2(30.0, 2_000.0),
    vec2(130.0, 90.0),
    vec2(240.0, 2_600.0),
    vec2(900.0, 1_500.0),
    vec2(1_600.0, 9.0),
];
/// More shapes than any pane needs.
const SHAPES: usize = 20_000;

/// Shows the pane at every size, and creates both reports.
fn check(monitor: impl Fn() -> Monitor) {
    for (index, size) in SIZES.into_iter().enumerate() {
        let theme = if index % 2 == 0 { Theme::Dark } else { Theme::Light };
        let mut stage = stage(monitor(), size, theme);
        let middle = (size / 2.0).to_pos2();
        stage.hover_at(middle);
        stage.run();
        stage.render().expect("a picture");
        assert!(stage.output().shapes.len() < SHAPES, "{} shapes at {size}", stage.output().shapes.len());
        let monitor = &stage.state().monitor;
        serde_json::from_str::<serde_json::Value>(&monitor.report_json()).expect("JSON");
        assert!(monitor.report_text().len() < 4_000_000);
        assert!(monitor.bytes() < 4_000_000, "{} bytes", monitor.bytes());
    }
}

fn fed(readings: &[Reading]) -> Monitor {
    let mut monitor = Monitor::new();
    readings.iter().for_each(|reading| monitor.feed(reading.clone()));
    monitor
}

/// Returns a reading in which every number is as large as it can be.
fn largest(at_micros: u64) -> Reading {
    let (all, many) = (u64::MAX, usize::MAX);
    Reading {
        at_micros,
        memory: MemoryReading {
            accounted: all,
            live: all,
            parked: all,
            saved: all,
            pooled: all,
            layout: all,
            resident: Some(all),
            soft: all,
            hard: all,
            cgroup_limit: Some(all),
            level: "beyond".to_owned(),
            futile: true,
        },
        slots: SlotReading { live: many, parked: many, loading: many, failed: many, virtual_: many, saved: many },
        cache: CacheReading {
            hits_live: all,
            hits_parked: all,
            hits_shared: all,
            hits_saved: all,
            misses: all,
            created: all,
            evicted: all,
            rebuild_saved_micros: all,
        },
        loads: LoadReading {
            waiting: many,
            running: many,
            stuck: many,
            done: all,
            failed: all,
            cancelled: all,
            timed_out: all,
        },
        pools: vec![("all".to_owned(), many), ("all".to_owned(), many)],
        frames: FrameReading { count: all, recent_micros: vec![u32::MAX; 5] },
        operations: vec![operation(all, f64::MAX)],
        slow: vec![SlowReading { at_micros: all, operation: String::new(), micros: all, cause: String::new() }],
    }
}

fn operation(calls: u64, micros: f64) -> OperationReading {
    OperationReading {
        name: "op".to_owned(),
        calls,
        mean_micros: micros,
        min_micros: micros,
        max_micros: micros,
        p50_micros: micros,
        p99_micros: micros,
        total_micros: micros,
    }
}

#[test]
fn the_largest_numbers() {
    check(|| fed(&[largest(u64::MAX)]));
    check(|| fed(&[largest(0), largest(u64::MAX)]));
    check(|| fed(&[normal(0), largest(5_000_001), normal(1), normal(2)]));
}

#[test]
fn nothing_at_all() {
    check(Monitor::new);
    check(|| fed(&[Reading::default()]));
    check(|| fed(&[Reading::default(), Reading { at_micros: 1, ..Reading::default() }, normal(3)]));
}

#[test]
fn numbers_that_are_none() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -0.0, f64::MIN_POSITIVE, 1e300];
    let operations: Vec<_> = odd.into_iter().map(|micros| operation(0, micros)).collect();
    check(|| fed(&[Reading { operations: operations.clone(), ..normal(0) }]));
}

#[test]
fn a_clock_that_jumps() {
    check(|| {
        let mut monitor = Monitor::new();
        let mut time = 1_u64;
        for _ in 0..2_000 {
            time = time.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at_micros = [time, time % 1_000, 0, u64::MAX][(time >> 60) as usize % 4];
            monitor.feed(Reading { at_micros, ..normal(time % 100) });
        }
        monitor
    });
}

#[test]
fn numbers_that_jump_from_reading_to_reading() {
    check(|| {
        let mut monitor = Monitor::new();
        for second in 0..700 {
            let at_micros = second * 1_000_000;
            let wild = second % 2 == 0;
            monitor.feed(if wild { largest(at_micros) } else { Reading { at_micros, ..Reading::default() } });
        }
        monitor
    });
}

#[test]
fn ten_thousand_pools_and_texts_without_end() {
    let text = "long\n\u{202e}\u{0}text ".repeat(100_000);
    let mut reading = normal(0);
    reading.memory.level.clone_from(&text);
    reading.pools = (0..10_000).map(|index| (format!("{index} {}", "pool ".repeat(200)), index)).collect();
    reading.operations = vec![OperationReading { name: "operation ".repeat(50), ..operation(1, 1.0) }; 10_000];
    reading.operations.push(OperationReading { name: text.clone(), ..operation(1, 2.0) });
    let slow = |index| SlowReading {
        at_micros: index,
        operation: "slow".repeat(500),
        micros: index,
        cause: "why ".repeat(900),
    };
    reading.slow = (0..10_000).map(slow).collect();
    reading.slow.push(SlowReading { operation: text.clone(), cause: text, ..slow(10_000) });
    reading.frames.recent_micros = (0..1_000_000).collect();
    check(|| fed(&[reading.clone(), reading.clone()]));
}

#[test]
fn what_is_left_out_of_a_reading_is_told() {
    let mut reading = normal(0);
    reading.pools = (0..10_000).map(|index| (format!("pool {index}"), 2)).collect();
    let monitor = fed(&[reading]);
    let report: serde_json::Value = serde_json::from_str(&monitor.report_json()).expect("JSON");
    assert_eq!(report["left_out"]["pools"], 9_936);
    assert_eq!(report["left_out"]["pooled_widgets"], 19_872);
    assert_eq!(report["history"]["extremes"].as_array().expect("a list")[16]["largest"], 20_000);
    assert!(monitor.report_text().contains("9936 more pools"));
}

#[test]
fn a_thousand_readings_take_no_more_memory_than_six_hundred() {
    let bytes = |readings| crate::fixture::fed(readings, normal).bytes();
    assert!(bytes(100) < bytes(600));
    assert_eq!(bytes(8_000) / 10_000, bytes(20_000) / 10_000);
}
