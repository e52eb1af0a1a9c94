//! Tests that the exported reports contain every number.

use crate::fixture::{Reading, fed, normal, samples};
use multisplit::memory::LevelBytes;
use multisplit::stats::{Levels, Meters, Operation, SlowOperation, Snapshot, Timing};
use multisplit_inspector::{HostReading, Inspector};
use serde_json::Value;

/// Returns a reading in which no number that is shown occurs twice.
fn distinct() -> Reading {
    let snapshot = Snapshot {
        at_micros: 90_000_001,
        bytes: LevelBytes {
            accounted: 1_001,
            live: 1_002,
            parked: 1_003,
            saved: 1_004,
            pooled: 1_005,
            layout: 1_006,
            soft: 1_008,
            hard: 1_009,
        },
        samples: samples(1_007, 1_010),
        memory: "hard",
        futile: true,
        levels: Levels {
            live: 2_001,
            parked: 2_002,
            loading: 2_003,
            failed: 2_004,
            r#virtual: 2_005,
            saved: 2_006,
            ..Levels::default()
        },
        meters: Meters {
            hits_live: 3_001,
            hits_parked: 3_002,
            hits_saved: 3_004,
            misses: 3_005,
            created: 3_006,
            // Together 3,007: what was evicted is shown as one number.
            evicted: 3_000,
            expired: 4,
            outdated: 3,
            rebuild_saved_micros: 3_008,
            loads_done: 4_004,
            loads_failed: 4_005,
            loads_cancelled: 4_006,
            loads_timed_out: 4_007,
            ..Meters::default()
        },
        pools: vec![("editors".to_owned(), 5_001), ("terminals".to_owned(), 5_002)],
        timings: vec![Timing {
            operation: "provide editor",
            calls: 7_001,
            mean_micros: 7_002.0,
            min_micros: 7_003.0,
            max_micros: 7_004.0,
            p50_micros: 7_005.0,
            p99_micros: f64::NAN,
            total_micros: 7_007.0,
            ..Timing::none(Operation::Place)
        }],
        slow: vec![SlowOperation { at_micros: 8_001, operation: "place", micros: 8_002, cause: "too many".to_owned() }],
        ..Snapshot::default()
    };
    let host = HostReading {
        loads_waiting: 4_001,
        loads_running: 4_002,
        loads_stuck: 4_003,
        hits_shared: 3_003,
        frames: 6_001,
        recent_frame_micros: vec![6_002, 6_003, 6_004],
    };
    Reading { snapshot, host }
}

fn parsed(inspector: &Inspector) -> Value {
    serde_json::from_str(&inspector.report_json()).expect("JSON")
}

fn extreme<'a>(report: &'a Value, name: &str, unit: &str) -> &'a Value {
    let extremes = report["history"]["extremes"].as_array().expect("a list");
    extremes.iter().find(|extreme| extreme["name"] == name && extreme["unit"] == unit).expect("such a figure")
}

#[test]
fn the_json_report_parses_back_to_the_reading() {
    let report = parsed(&fed(1, |_| distinct()));
    let Reading { snapshot, host } = distinct();
    let mut expected = serde_json::json!({ "snapshot": snapshot, "host": host });
    // The largest pool comes first.
    expected["snapshot"]["pools"] = serde_json::json!([["terminals", 5_002], ["editors", 5_001]]);
    assert_eq!(report["reading"], expected);
    assert_eq!(report["reading"]["snapshot"]["timings"][0]["p99_micros"], Value::Null);
    assert_eq!(report["reading"]["snapshot"]["levels"]["virtual"], 2_005);
    assert_eq!(report["slow"], expected["snapshot"]["slow"]);
    assert_eq!(
        report["frames"],
        serde_json::json!({"frames": 3, "p50_micros": 6_003, "p99_micros": 6_004, "max_micros": 6_004})
    );
}

#[test]
fn the_text_report_has_every_figure() {
    let text = fed(1, |_| distinct()).report_text();
    let numbers =
        [1_001..=1_010, 2_001..=2_006, 3_001..=3_008, 4_001..=4_007, 5_001..=5_002, 6_003..=6_004, 8_001..=8_002];
    for number in numbers.into_iter().flatten().chain([6_001, 7_001, 90_000_001]) {
        let is_there = text.split(|letter: char| !letter.is_ascii_digit()).any(|word| word == number.to_string());
        assert!(is_there, "{number} is missing:\n{text}");
    }
    for words in ["7.002", "7.003", "7.004", "7.005", "7.007", "hard", "editors", "provide editor", "place: too many"] {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
}

#[test]
fn the_operations_are_a_table_that_lines_up() {
    let text = fed(60, normal).report_text();
    let table: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("Operations")).skip(1).take(8).collect();
    let words: Vec<&str> = table[0].split_whitespace().collect();
    assert_eq!(words, ["operation", "calls", "mean", "min", "max", "p50", "p99", "total"]);
    assert!(table.iter().all(|line| line.len() == table[0].len()), "{table:#?}");
}

#[test]
fn extremes_are_of_all_readings_that_are_remembered() {
    let reading = |second: u64| {
        let mut reading = normal(second);
        reading.snapshot.bytes.live = if second == 7 { 999_999_999 } else { 1_000 + second };
        reading
    };
    let report = parsed(&fed(50, reading));
    assert_eq!(report["history"]["readings"], 50);
    assert_eq!(report["history"]["span_micros"], 49_000_000);
    let live = extreme(&report, "live", "bytes");
    assert_eq!((&live["least"], &live["largest"]), (&1_000.into(), &999_999_999.into()));
    assert_eq!(extreme(&report, "longest frame", "microseconds")["largest"], 31_000);
    let report = parsed(&fed(5_000, reading));
    assert_eq!(report["history"]["readings"], 600);
    assert_eq!(extreme(&report, "live", "bytes")["least"], 5_400);
}

#[test]
fn a_report_without_readings_says_so() {
    let inspector = Inspector::new();
    assert_eq!(parsed(&inspector)["reading"], Value::Null);
    assert!(inspector.report_text().contains("No readings yet."));
}
