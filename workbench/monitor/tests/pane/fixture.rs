//! The basis of all tests: made-up readings, and a window without a screen. This module asserts nothing.

use egui::{Theme, Vec2};
use egui_kittest::Harness;
use multisplit_pane_monitor::{
    CacheReading, FrameReading, LoadReading, MemoryReading, Monitor, MonitorAction, OperationReading, Reading,
    SlotReading, SlowReading,
};
use multisplit_raster::Raster;

/// A window with the pane in it.
pub type Stage = Harness<'static, TestApp>;

/// The pane and what it requested.
pub struct TestApp {
    pub monitor: Monitor,
    pub actions: Vec<MonitorAction>,
}

/// Shows a pane in a window of the given size.
pub fn stage(monitor: Monitor, size: Vec2, theme: Theme) -> Stage {
    let app = |ui: &mut egui::Ui, fixture: &mut TestApp| fixture.actions.extend(fixture.monitor.ui(ui));
    let fixture = TestApp { monitor, actions: Vec::new() };
    let mut stage =
        Harness::builder().with_size(size).with_theme(theme).renderer(Raster::new()).build_ui_state(app, fixture);
    stage.run();
    stage
}

/// Creates a pane that was fed `readings` readings, one per second.
pub fn fed(readings: u64, reading: impl Fn(u64) -> Reading) -> Monitor {
    let mut monitor = Monitor::new();
    (0..readings).for_each(|second| monitor.feed(reading(second)));
    monitor
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
    Reading {
        at_micros: 5_000_000 + second * 1_000_000,
        memory: MemoryReading {
            accounted: live + parked + saved + pooled + layout,
            live,
            parked,
            saved,
            pooled,
            layout,
            resident: Some(180 * MB + live / 2),
            soft: 200 * MB,
            hard: 260 * MB,
            cgroup_limit: Some(8_000 * MB),
            level: "normal".to_owned(),
            futile: false,
        },
        slots: SlotReading {
            live: 8,
            parked: 20 + (12.0 * wave(second, 23.0, 1.0)) as usize,
            loading: if second.is_multiple_of(17) { 3 } else { 0 },
            failed: 1,
            virtual_: 70,
            saved: 41,
        },
        cache: CacheReading {
            hits_live: second * 12,
            hits_parked: second * 5 + (60.0 * wave(second, 9.0, 0.0)) as u64,
            hits_shared: second,
            hits_saved: second * 2,
            misses: second * 2 + (30.0 * wave(second, 9.0, 2.0)) as u64,
            created: second * 3,
            evicted: (second / 20) * 25,
            rebuild_saved_micros: second * 84_000,
        },
        loads: LoadReading {
            waiting: (6.0 * wave(second, 5.0, 0.0)) as usize,
            running: 1 + (2.0 * wave(second, 7.0, 0.0)) as usize,
            stuck: 0,
            done: second * 4,
            failed: 2,
            cancelled: second / 3,
            timed_out: 0,
        },
        pools: vec![("editor".to_owned(), 4), ("image".to_owned(), 2), ("terminal".to_owned(), 1)],
        frames: FrameReading { count: second * 20, recent_micros: (0..20).map(|i| frame(second * 20 + i)).collect() },
        operations: operations(second),
        slow: if second.is_multiple_of(30) { vec![slow(second)] } else { Vec::new() },
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

fn operations(second: u64) -> Vec<OperationReading> {
    let kinds = [
        ("provide editor", 3.2_f64, 120_u64),
        ("park", 0.4, 900),
        ("save state", 0.08, 2_400),
        ("place", 0.021, 40_000),
        ("solve", 0.009, 41_000),
        ("provide terminal", 41.0, 12),
        ("trim", 1.1, 60),
    ];
    let made = |(name, millis, calls): (&str, f64, u64)| OperationReading {
        name: name.to_owned(),
        calls: calls + second,
        mean_micros: millis * 1e3,
        min_micros: millis * 310.0,
        max_micros: millis * 9e3,
        p50_micros: millis * 900.0,
        p99_micros: millis * 4e3,
        total_micros: millis * 1e3 * (calls + second) as f64,
    };
    kinds.into_iter().map(made).collect()
}

fn slow(second: u64) -> SlowReading {
    SlowReading {
        at_micros: 5_000_000 + second * 1_000_000,
        operation: "provide editor".to_owned(),
        micros: 48_000 + second * 900,
        cause: "a file of 12.4 MB was read and colored before it could be shown".to_owned(),
    }
}

/// Returns the same reading as `normal`, with memory that runs out over time.
pub fn pressed(second: u64) -> Reading {
    let mut reading = normal(second);
    let memory = &mut reading.memory;
    memory.parked += second * 3 * MB / 2;
    memory.accounted += second * 3 * MB / 2;
    memory.resident = Some(memory.accounted + 60 * MB);
    let (level, futile) = match memory.accounted {
        all if all > memory.hard + 40 * MB => ("critical", true),
        all if all > memory.hard => ("hard", false),
        all if all > memory.soft => ("soft", false),
        _ => ("normal", false),
    };
    (memory.level, memory.futile) = (level.to_owned(), futile);
    reading.slots.failed = 6;
    reading.loads = LoadReading { waiting: 30, running: 4, stuck: 3, timed_out: 2, failed: 9, ..reading.loads };
    reading
}
