//! Measures egui frames with one label per pane, against one child `Ui` per pane at known places (the floor), and against the peers.
//! egui_dock runs on the egui version before ours, so one row shows the difference between both versions.

use crate::frames::dock::DockFrame;
use crate::frames::floor::{of_036, of_037};
use crate::frames::ours::Ours;
use crate::frames::places;
use crate::frames::tiles::TilesFrame;
use crate::ours;
use crate::peers::{DOCK, TILES, dock, tiles};
use crate::shape::{self, Shape};
use egui_dock::DockState;
use egui_tiles::Tree;
use multisplit_bench_report::clock::race;
use multisplit_bench_report::report::{Goal, Report};

const FLOOR: &str = "floor";
/// The floor when screen readers listen: like MultiSplit's, each pane has a name, and each divider is a node.
const FLOOR_NAMED: &str = "floor with as many nodes";
const TILES_TABS: &str = "egui_tiles with tabs";
/// The minimum side of a pane when all panes fit, in logical units.
const SMALL: f32 = 8.0;
/// What a frame may cost in which one pane has changed, as a part of the floor. A fifth was aimed at: half of what is left is egui's own
/// registration of each widget, without which the pointer does not find it in the next frame.
const OF_THE_FLOOR: f64 = 0.5;
/// What a frame may cost when screen readers listen, as a multiple of a floor that has as many nodes. 1.1 was aimed at: a divider has a range,
/// a place and actions, each of which egui copies, sends and drops.
const OF_THE_NAMED: f64 = 1.4;
/// How many times faster than egui_tiles a frame is. 3.5 was aimed at, which is about what the floor reaches.
const THAN_TILES: f64 = 2.8;
/// The side of the canvas, as a multiple of the window's side.
const CANVAS: f64 = 10.0;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let sizes: &[usize] = if report.quick { &[1_000, 10_000] } else { &[100, 1_000, 10_000] };
    for n in sizes {
        bare(report, *n, "frame", &shape::balanced(*n))?;
        bare(report, *n, "frame, grid", &shape::grid(*n))?;
        tabbed(report, *n)?;
    }
    for n in [1_000, 10_000] {
        one_tab_set(report, n)?;
    }
    canvas(report)?;
    one_changed(report, 1_000)?;
    hooked(report, 1_000)?;
    access(report, 1_000)?;
    blocks(report, 1_000)
}

/// Measures frames without tab bars. Containers cost the peers time but not MultiSplit, and a grid has few of them.
fn bare(report: &mut Report, n: usize, figure: &str, shape: &Shape) -> Result<(), String> {
    let side = shape::side(n);
    let known = places(shape, side)?;
    let (floor, floor_036) = (of_037::Floor::new(side, &known), of_036::Floor::new(side, &known));
    let mut frame = Ours::new(ours::layout(shape)?, side, SMALL);
    let mut tiles = TilesFrame::new(tiles::tree(shape).0, number(n), (side, side), false);
    let [ours, floor, floor_036, tiles] =
        race([&mut || frame.time(), &mut || floor.time(), &mut || floor_036.time(), &mut || tiles.time()]);
    if frame.seen() != n {
        return Err(format!("{} of {n} panes were seen", frame.seen()));
    }
    let is_balanced = figure == "frame";
    report.beside(figure, n, "us", ours, (FLOOR, floor), Goal::Within(1.3))?;
    report.beside(
        figure,
        n,
        "us",
        ours,
        (TILES, tiles),
        if is_balanced { Goal::Faster(THAN_TILES) } else { Goal::Read },
    )?;
    let eguis = format!("{figure}, floor of both eguis");
    report.beside(&eguis, n, "us", floor, ("floor in egui 0.36", floor_036), Goal::Read)
}

/// Measures frames with one tab per pane. The panes are wide enough for a tab.
fn tabbed(report: &mut Report, n: usize) -> Result<(), String> {
    let (shape, side) = (shape::balanced(n), shape::side(n) * 2.0);
    let known = places(&shape, side)?;
    let floor = of_037::Floor::new(side, &known);
    let mut frame = Ours::new(ours::tabbed(&shape)?, side, SMALL);
    let mut tiles = TilesFrame::new(tiles::tree(&shape).0, number(n), (side, side), true);
    let mut dock = DockFrame::new(dock::state(&shape).0, number(n), (side, side));
    let [ours, floor, tiles, dock] =
        race([&mut || frame.time(), &mut || floor.time(), &mut || tiles.time(), &mut || dock.time()]);
    if frame.seen() != n {
        return Err(format!("{} of {n} panes were seen", frame.seen()));
    }
    report.beside("frame, a tab a pane", n, "us", ours, (FLOOR, floor), Goal::Within(2.5))?;
    let at_1k = |times| if n == 1_000 { Goal::Faster(times) } else { Goal::Read };
    report.beside("frame, a tab a pane", n, "us", ours, (TILES_TABS, tiles), at_1k(8.0))?;
    report.beside("frame, a tab a pane", n, "us", ours, (DOCK, dock), at_1k(7.0))
}

/// Measures frames with all panes in one tab set.
fn one_tab_set(report: &mut Report, n: usize) -> Result<(), String> {
    let side = 800.0;
    let mut frame = Ours::new(ours::one_tab_set(n)?, side, SMALL);
    let all = || (0..number(n)).collect::<Vec<_>>();
    let tree = Tree::new_tabs(egui::Id::unique("peers"), all());
    let mut tiles = TilesFrame::new(tree, number(n), (side, side), true);
    let mut dock = DockFrame::new(DockState::new(all()), number(n), (side, side));
    let [ours, tiles, dock] = race([&mut || frame.time(), &mut || tiles.time(), &mut || dock.time()]);
    report.beside("frame, one tab set", n, "us", ours, (TILES, tiles), Goal::Read)?;
    report.beside("frame, one tab set", n, "us", ours, (DOCK, dock), Goal::Read)
}

/// Measures a window on a canvas of a hundred times its size.
fn canvas(report: &mut Report) -> Result<(), String> {
    let n = 10_000;
    let (shape, side) = (shape::balanced(n), shape::side(n));
    let window = side / CANVAS;
    let known = places(&shape, side)?;
    let floor = of_037::Floor::new(window, &known);
    let least = 58.0;
    let mut frame = Ours::new(ours::layout(&shape)?, window, least);
    let large = 100_000;
    let mut larger = Ours::new(ours::layout(&shape::balanced(large))?, window, least);
    let mut tiles = TilesFrame::new(tiles::tree(&shape).0, number(n), (window, side), false);
    let mut dock = DockFrame::new(dock::state(&shape).0, number(n), (window, side));
    let [ours, of_more, floor, tiles, dock] =
        race([&mut || frame.time(), &mut || larger.time(), &mut || floor.time(), &mut || tiles.time(), &mut || {
            dock.time()
        }]);
    if frame.seen() != larger.seen() {
        return Err(format!("{} panes were seen of {n}, and {} of {large}", frame.seen(), larger.seen()));
    }
    report.beside("frame, canvas", n, "us", ours, ("floor with culling", floor), Goal::Within(2.0))?;
    report.beside("frame, canvas", n, "us", ours, (TILES, tiles), Goal::Faster(250.0))?;
    report.beside("frame, canvas", n, "us", ours, (DOCK, dock), Goal::Faster(250.0))?;
    report.beside("frame, canvas", large, "us", of_more, ("the same with 10,000 panes", ours), Goal::Within(1.2))
}

/// Measures frames in which all panes are visible and report their changes, and one of them has changed.
fn one_changed(report: &mut Report, n: usize) -> Result<(), String> {
    let (shape, side) = (shape::balanced(n), shape::side(n));
    let floor = of_037::Floor::new(side, &places(&shape, side)?);
    let mut frame = Ours::retaining(ours::layout(&shape)?, side, SMALL);
    let [ours, floor] = race([&mut || frame.time_change(), &mut || floor.time()]);
    if frame.seen() != n {
        return Err(format!("{} of {n} panes were seen", frame.seen()));
    }
    report.beside("frame, one pane changed", n, "us", ours, (FLOOR, floor), Goal::Within(OF_THE_FLOOR))
}

/// Measures what hooks and the state of an application cost, with one tab per pane.
fn hooked(report: &mut Report, n: usize) -> Result<(), String> {
    let (shape, side) = (shape::balanced(n), shape::side(n) * 2.0);
    let mut plain = Ours::new(ours::tabbed(&shape)?, side, SMALL);
    let mut hooked = Ours::new(ours::tabbed(&shape)?, side, SMALL).with_hooks();
    let [plain, hooked] = race([&mut || plain.time(), &mut || hooked.time()]);
    report.beside("frame, hooks and state", n, "us", hooked, ("the same without", plain), Goal::Within(1.05))
}

/// Measures frames with the output for screen readers enabled.
fn access(report: &mut Report, n: usize) -> Result<(), String> {
    let (shape, side) = (shape::balanced(n), shape::side(n));
    let known = places(&shape, side)?;
    let floor = of_037::Floor::new(side, &known).with_access();
    let floor_036 = of_036::Floor::new(side, &known).with_access();
    let mut frame = Ours::new(ours::layout(&shape)?, side, SMALL).with_access();
    let mut tiles = TilesFrame::new(tiles::tree(&shape).0, number(n), (side, side), false).with_access();
    let mut dock = DockFrame::new(dock::state(&shape).0, number(n), (side, side)).with_access();
    let [ours, floor, named, floor_036, tiles, dock] = race([
        &mut || frame.time(),
        &mut || floor.time(),
        &mut || floor.time_named(),
        &mut || floor_036.time(),
        &mut || tiles.time(),
        &mut || dock.time(),
    ]);
    report.beside(
        "frame, AccessKit, floor of both eguis",
        n,
        "us",
        floor,
        ("floor in egui 0.36", floor_036),
        Goal::Read,
    )?;
    report.beside("frame, AccessKit", n, "us", ours, (FLOOR, floor), Goal::Read)?;
    report.beside("frame, AccessKit", n, "us", ours, (FLOOR_NAMED, named), Goal::Within(OF_THE_NAMED))?;
    report.beside("frame, AccessKit", n, "us", ours, (TILES, tiles), Goal::Read)?;
    report.beside("frame, AccessKit", n, "us", ours, (DOCK, dock), Goal::Read)
}

/// Measures the blocks that are allocated in a frame in which nothing changed.
fn blocks(report: &mut Report, n: usize) -> Result<(), String> {
    let (shape, side) = (shape::balanced(n), shape::side(n));
    let floor = of_037::Floor::new(side, &places(&shape, side)?);
    let mut frame = Ours::new(ours::layout(&shape)?, side, SMALL);
    let mut tiles = TilesFrame::new(tiles::tree(&shape).0, number(n), (side, side), false);
    let mut dock = DockFrame::new(dock::state(&shape).0, number(n), (side, side));
    let ours = steady(n, || frame.time());
    report.beside("frame, blocks", n, "blocks a pane", ours, (FLOOR, steady(n, || floor.time())), Goal::Read)?;
    report.beside("frame, blocks", n, "blocks a pane", ours, (TILES, steady(n, || tiles.time())), Goal::Read)?;
    report.beside("frame, blocks", n, "blocks a pane", ours, (DOCK, steady(n, || dock.time())), Goal::Read)
}

fn steady(n: usize, mut frame: impl FnMut() -> f64) -> f64 {
    for _ in 0..3 {
        frame();
    }
    let counted = allocation_counter::measure(|| {
        frame();
    });
    #[allow(clippy::cast_precision_loss)]
    let blocks = counted.count_total as f64;
    blocks / multisplit_bench_report::clock::count(n)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
