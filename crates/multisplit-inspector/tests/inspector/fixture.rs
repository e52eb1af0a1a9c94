//! The basis of all tests: made-up readings, and a window without a screen. This module asserts nothing.

use egui::{Theme, Vec2};
use egui_kittest::Harness;
use multisplit::memory::{LevelBytes, MemorySample, Probe};
use multisplit::stats::{Levels, Meters, Operation, SlowOperation, Snapshot, Timing};
use multisplit_inspector::{HostReading, Inspector, InspectorAction};
use multisplit_raster::Raster;

/// A window with the pane in it.
pub type Stage = Harness<'static, TestApp>;

/// The pane and what it requested.
pub struct TestApp {
    pub inspector: Inspector,
    pub actions: Vec<InspectorAction>,
}

/// What the pane is fed with.
#[derive(Clone, Default)]
pub struct Reading {
    pub snapshot: Snapshot,
    pub host: HostReading,
}

impl Reading {
    /// Returns the reading at another time.
    pub fn at(mut self, at_micros: u64) -> Self {
        self.snapshot.at_micros = at_micros;
        self
    }
}

/// Shows a pane in a window of the given size.
pub fn stage(inspector: Inspector, size: Vec2, theme: Theme) -> Stage {
    let app = |ui: &mut egui::Ui, fixture: &mut TestApp| fixture.actions.extend(fixture.inspector.ui(ui));
    let fixture = TestApp { inspector, actions: Vec::new() };
    let mut stage =
        Harness::builder().with_size(size).with_theme(theme).renderer(Raster::new()).build_ui_state(app, fixture);
    stage.run();
    stage
}

/// Creates a pane that was fed `readings` readings, one per second.
pub fn fed(readings: u64, reading: impl Fn(u64) -> Reading) -> Inspector {
    let mut inspector = Inspector::new();
    (0..readings).for_each(|second| feed(&mut inspector, reading(second)));
    inspector
}

pub fn feed(inspector: &mut Inspector, reading: Reading) {
    inspector.feed(reading.snapshot, reading.host);
}

/// Returns the samples of a host that knows these two numbers.
pub fn samples(resident: u64, group_limit: u64) -> Vec<MemorySample> {
    let probe = Probe { resident: Some(resident), group_limit: Some(group_limit), ..Probe::default() };
    vec![MemorySample { at_micros: 0, accounted: 0, probe, widgets: 0 }]
}

const MB: u64 = 1_000_000;

/// Returns a wave between 0 and 1; it uses no clock and no randomness.
fn wave(second: u64, length: f64, shift: f64) -> f64 {
    0.5 + 0.5 * (second as f64 / length + shift).sin()
}

/// Returns a reading of a workbench in normal use.
pub fn normal(second: u64) -> Reading {
    let live = 40 * MB + (20e6 * wave(second, 40.0, 0.0)) as u64;
    let parked = 25 * MB + (30e6 * wave(second, 23.0, 1.0)) as u64;
    let (saved, pooled, layout) = (4 * MB + second * 20_000, (8e6 * wave(second, 11.0, 2.0)) as u64, 900_000);
    let snapshot = Snapshot {
        at_micros: 5_000_000 + second * 1_000_000,
        bytes: LevelBytes {
            accounted: live + parked + saved + pooled + layout,
            live,
            parked,
            saved,
            pooled,
            layout,
            soft: 200 * MB,
            hard: 260 * MB,
        },
        memory: "normal",
        futile: false,
        samples: samples(180 * MB + live / 2, 8_000 * MB),
        levels: Levels {
            live: 8,
            parked: 20 + (12.0 * wave(second, 23.0, 1.0)) as usize,
            loading: if second.is_multiple_of(17) { 3 } else { 0 },
            failed: 1,
            r#virtual: 70,
            saved: 41,
            ..Levels::default()
        },
        meters: meters(second),
        pools: vec![("editor".to_owned(), 4), ("image".to_owned(), 2), ("terminal".to_owned(), 1)],
        timings: timings(second),
        // The engine lists the latest 100 in every snapshot.
        slow: ((second / 30).saturating_sub(99)..=second / 30).map(|event| slow(event * 30)).collect(),
        ..Snapshot::default()
    };
    let host = HostReading {
        loads_waiting: (6.0 * wave(second, 5.0, 0.0)) as usize,
        loads_running: 1 + (2.0 * wave(second, 7.0, 0.0)) as usize,
        loads_stuck: 0,
        hits_shared: second,
        frames: second * 20,
        recent_frame_micros: (0..20).map(|i| frame(second * 20 + i)).collect(),
    };
    Reading { snapshot, host }
}

fn meters(second: u64) -> Meters {
    Meters {
        hits_live: second * 12,
        hits_parked: second * 5 + (60.0 * wave(second, 9.0, 0.0)) as u64,
        hits_saved: second * 2,
        misses: second * 2 + (30.0 * wave(second, 9.0, 2.0)) as u64,
        created: second * 3,
        evicted: (second / 20) * 25,
        rebuild_saved_micros: second * 84_000,
        loads_done: second * 4,
        loads_failed: 2,
        loads_cancelled: second / 3,
        loads_timed_out: 0,
        ..Meters::default()
    }
}

/// Returns the time of a frame: mostly quick, with a hitch now and then.
fn frame(number: u64) -> u32 {
    let base = 900 + (number * 7_919 % 1_300) as u32;
    match number {
        n if n % 397 == 0 => 31_000,
        n if n % 61 == 0 => 9_500,
        _ => base,
    }
}

fn timings(second: u64) -> Vec<Timing> {
    let kinds = [
        ("provide editor", 3.2_f64, 120_u64),
        ("park", 0.4, 900),
        ("save state", 0.08, 2_400),
        ("place", 0.021, 40_000),
        ("solve", 0.009, 41_000),
        ("provide terminal", 41.0, 12),
        ("trim", 1.1, 60),
    ];
    let made = |(operation, millis, calls): (&'static str, f64, u64)| Timing {
        operation,
        calls: calls + second,
        mean_micros: millis * 1e3,
        min_micros: millis * 310.0,
        max_micros: millis * 9e3,
        p50_micros: millis * 900.0,
        p99_micros: millis * 4e3,
        total_micros: millis * 1e3 * (calls + second) as f64,
        ..Timing::none(Operation::Place)
    };
    kinds.into_iter().map(made).collect()
}

fn slow(second: u64) -> SlowOperation {
    SlowOperation {
        at_micros: 5_000_000 + second * 1_000_000,
        operation: "provide editor",
        micros: 48_000 + second * 900,
        cause: "a file of 12.4 MB was read and colored before it could be shown".to_owned(),
    }
}

/// Returns the same reading as `normal`, with memory that runs out over time.
pub fn pressed(second: u64) -> Reading {
    let mut reading = normal(second);
    let snapshot = &mut reading.snapshot;
    let bytes = &mut snapshot.bytes;
    bytes.parked += second * 3 * MB / 2;
    bytes.accounted += second * 3 * MB / 2;
    snapshot.samples = samples(bytes.accounted + 60 * MB, 8_000 * MB);
    (snapshot.memory, snapshot.futile) = match bytes.accounted {
        all if all > bytes.hard + 40 * MB => ("critical", true),
        all if all > bytes.hard => ("hard", false),
        all if all > bytes.soft => ("soft", false),
        _ => ("normal", false),
    };
    snapshot.levels.failed = 6;
    (snapshot.meters.loads_timed_out, snapshot.meters.loads_failed) = (2, 9);
    reading.host = HostReading { loads_waiting: 30, loads_running: 4, loads_stuck: 3, ..reading.host };
    reading
}
