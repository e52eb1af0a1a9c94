//! Tests that absurd readings cost no more than other readings.

use crate::fixture::{Reading, feed, normal, samples, stage};
use egui::{Theme, Vec2, vec2};
use multisplit::memory::LevelBytes;
use multisplit::stats::{Levels, Meters, SlowOperation, Snapshot, Timing};
use multisplit_inspector::{HostReading, Inspector};

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
fn check(inspector: impl Fn() -> Inspector) {
    for (index, size) in SIZES.into_iter().enumerate() {
        let theme = if index % 2 == 0 { Theme::Dark } else { Theme::Light };
        let mut stage = stage(inspector(), size, theme);
        let middle = (size / 2.0).to_pos2();
        stage.hover_at(middle);
        stage.run();
        stage.render().expect("a picture");
        assert!(stage.output().shapes.len() < SHAPES, "{} shapes at {size}", stage.output().shapes.len());
        let inspector = &stage.state().inspector;
        serde_json::from_str::<serde_json::Value>(&inspector.report_json()).expect("JSON");
        assert!(inspector.report_text().len() < 4_000_000);
        assert!(inspector.bytes() < 4_000_000, "{} bytes", inspector.bytes());
    }
}

fn fed(readings: &[Reading]) -> Inspector {
    let mut inspector = Inspector::new();
    readings.iter().for_each(|reading| feed(&mut inspector, reading.clone()));
    inspector
}

/// Returns a reading in which every number is as large as it can be.
fn largest(at_micros: u64) -> Reading {
    let (all, many) = (u64::MAX, usize::MAX);
    let snapshot = Snapshot {
        at_micros,
        panes: many,
        branches: many,
        transactions: all,
        placed: all,
        placements_known: all,
        placements_computed: all,
        levels: Levels {
            live: many,
            visible: many,
            parked: many,
            loading: many,
            failed: many,
            r#virtual: many,
            saved: many,
            stored: many,
            pooled: many,
        },
        bytes: LevelBytes {
            accounted: all,
            live: all,
            parked: all,
            saved: all,
            pooled: all,
            layout: all,
            soft: all,
            hard: all,
        },
        memory: "beyond",
        futile: true,
        meters: largest_meters(),
        hit_rate: f64::MAX,
        pools: vec![("all".to_owned(), many), ("all".to_owned(), many)],
        samples: samples(all, all),
        timings: vec![timing(all, f64::MAX)],
        slow: vec![SlowOperation { at_micros: all, micros: all, ..SlowOperation::default() }],
    };
    let host = HostReading {
        loads_waiting: many,
        loads_running: many,
        loads_stuck: many,
        hits_shared: all,
        frames: all,
        recent_frame_micros: vec![u32::MAX; 5],
    };
    Reading { snapshot, host }
}

fn largest_meters() -> Meters {
    let all = u64::MAX;
    Meters {
        hits_live: all,
        hits_parked: all,
        hits_saved: all,
        misses: all,
        created: all,
        evicted: all,
        expired: all,
        outdated: all,
        rebuild_saved_micros: all,
        loads_done: all,
        loads_failed: all,
        loads_cancelled: all,
        loads_timed_out: all,
        ..Meters::default()
    }
}

fn timing(calls: u64, micros: f64) -> Timing {
    Timing {
        operation: "op",
        calls,
        mean_micros: micros,
        min_micros: micros,
        max_micros: micros,
        p50_micros: micros,
        p99_micros: micros,
        p999_micros: micros,
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
    check(Inspector::new);
    check(|| fed(&[Reading::default()]));
    check(|| fed(&[Reading::default(), Reading::default().at(1), normal(3)]));
}

#[test]
fn numbers_that_are_none() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -0.0, f64::MIN_POSITIVE, 1e300];
    let mut reading = normal(0);
    reading.snapshot.timings = odd.into_iter().map(|micros| timing(0, micros)).collect();
    check(|| fed(&[reading.clone()]));
}

#[test]
fn a_clock_that_jumps() {
    check(|| {
        let mut inspector = Inspector::new();
        let mut time = 1_u64;
        for _ in 0..2_000 {
            time = time.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at_micros = [time, time % 1_000, 0, u64::MAX][(time >> 60) as usize % 4];
            feed(&mut inspector, normal(time % 100).at(at_micros));
        }
        inspector
    });
}

#[test]
fn numbers_that_jump_from_reading_to_reading() {
    check(|| {
        let mut inspector = Inspector::new();
        for second in 0..700 {
            let at_micros = second * 1_000_000;
            let wild = second % 2 == 0;
            feed(&mut inspector, if wild { largest(at_micros) } else { Reading::default().at(at_micros) });
        }
        inspector
    });
}

#[test]
fn ten_thousand_pools_and_texts_without_end() {
    // The engine's names are static. Leaking is the way to a static text that is absurd.
    let text: &'static str = "long\n\u{202e}\u{0}text ".repeat(100_000).leak();
    let long: &'static str = "operation ".repeat(50).leak();
    let mut reading = normal(0);
    let snapshot = &mut reading.snapshot;
    snapshot.memory = text;
    snapshot.pools = (0..10_000).map(|index| (format!("{index} {}", "pool ".repeat(200)), index)).collect();
    snapshot.samples = samples(1, 2).repeat(10_000);
    snapshot.timings = vec![Timing { operation: long, ..timing(1, 1.0) }; 10_000];
    snapshot.timings.push(Timing { operation: text, ..timing(1, 2.0) });
    let slow = |index| SlowOperation { at_micros: index, operation: long, micros: index, cause: "why ".repeat(900) };
    snapshot.slow = (0..10_000).map(slow).collect();
    snapshot.slow.push(SlowOperation { operation: text, cause: text.to_owned(), ..slow(10_000) });
    reading.host.recent_frame_micros = (0..1_000_000).collect();
    check(|| fed(&[reading.clone(), reading.clone()]));
}

#[test]
fn what_is_left_out_of_a_reading_is_told() {
    let mut reading = normal(0);
    reading.snapshot.pools = (0..10_000).map(|index| (format!("pool {index}"), 2)).collect();
    let inspector = fed(&[reading]);
    let report: serde_json::Value = serde_json::from_str(&inspector.report_json()).expect("JSON");
    assert_eq!(report["left_out"]["pools"], 9_936);
    assert_eq!(report["left_out"]["pooled_widgets"], 19_872);
    assert_eq!(report["history"]["extremes"].as_array().expect("a list")[16]["largest"], 20_000);
    assert!(inspector.report_text().contains("9936 more pools"));
}

#[test]
fn a_thousand_readings_take_no_more_memory_than_six_hundred() {
    let bytes = |readings| crate::fixture::fed(readings, normal).bytes();
    assert!(bytes(100) < bytes(600));
    assert_eq!(bytes(8_000) / 10_000, bytes(20_000) / 10_000);
}
