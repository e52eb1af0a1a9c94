//! Measures the bytes that the layout state takes per pane, as the allocator sees them. MultiSplit's state includes places and visibility.
//! Peers are counted before they were drawn; drawing adds one rectangle per tile to egui_tiles.

use super::spread;
use crate::ours;
use crate::peers::{DOCK, TILES, dock, tiles};
use crate::shape::{self, Shape};
use multisplit::geometry::Ratio;
use multisplit::{Command, Layout, Moment, Placement};
use multisplit_bench_report::clock::count;
use multisplit_bench_report::report::{Goal, Report};

const MOST: f64 = 200.0;
/// The length of egui_dock's chain. It keeps a vector of two to the power of the depth, so a longer chain takes all memory.
const DOCK_CHAIN: usize = 21;
/// The length of egui_tiles' chain. It recurses, and this depth is sure to fit its stack.
const CHAIN: usize = 1_000;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let sizes: &[usize] = if report.quick { &[1_000, 10_000] } else { &[100, 1_000, 10_000] };
    for n in sizes {
        for (name, shape) in [("balanced", shape::balanced(*n)), ("grid", shape::grid(*n)), ("one row", shape::row(*n))]
        {
            // A small tree is dominated by what it reserves.
            let goal = if *n >= 1_000 { Goal::AtMost(MOST) } else { Goal::Read };
            beside_peers(report, &format!("memory, {name}"), &shape, goal)?;
        }
        let ours = held(|| by_splits(*n))?;
        // The size of the undo history does not depend on the number of panes, so it must not matter if there are many.
        let goal = if *n >= 10_000 { Goal::AtMost(MOST) } else { Goal::Read };
        report.alone("memory, made by splits", *n, "bytes a pane", ours / count(*n), goal)?;
    }
    let deep = shape::chain(CHAIN);
    let ours = held(|| placed(&deep))? / count(CHAIN);
    let tiles = held(|| Ok(tiles::tree(&deep).0))? / count(CHAIN);
    report.beside("memory, chain", CHAIN, "bytes a pane", ours, (TILES, tiles), Goal::AtMost(MOST))?;
    let deep = shape::chain(DOCK_CHAIN);
    let ours = held(|| placed(&deep))? / count(DOCK_CHAIN);
    let dock = held(|| Ok(dock::state(&deep).0))? / count(DOCK_CHAIN);
    report.beside("memory, chain", DOCK_CHAIN, "bytes a pane", ours, (DOCK, dock), Goal::Read)
}

fn beside_peers(report: &mut Report, figure: &str, shape: &Shape, goal: Goal) -> Result<(), String> {
    let n = shape.panes();
    let ours = held(|| placed(shape))? / count(n);
    let tiles = held(|| Ok(tiles::tree(shape).0))? / count(n);
    let dock = held(|| Ok(dock::state(shape).0))? / count(n);
    report.beside(figure, n, "bytes a pane", ours, (TILES, tiles), goal)?;
    report.beside(figure, n, "bytes a pane", ours, (DOCK, dock), goal)
}

/// Returns a placed layout of a shape.
fn placed(shape: &Shape) -> Result<Layout, String> {
    let mut layout = ours::layout(shape)?;
    layout.place(ours::area(shape::side(shape.panes()))?);
    while layout.poll_event().is_some() {}
    Ok(layout)
}

/// Returns a layout of `n` panes that is made by commands like a user's, with its undo history.
fn by_splits(n: usize) -> Result<Layout, String> {
    let mut layout = Layout::new();
    let open = Command::Open { widget: ours::widget(0)? };
    layout.run(Moment::ZERO, &open).map_err(|error| error.to_string())?;
    let mut panes: Vec<_> = layout.tree().panes().collect();
    while panes.len() < n {
        let pane = panes[spread(panes.len(), panes.len())];
        let place = if panes.len().is_multiple_of(2) { Placement::Right } else { Placement::Bottom };
        let command = Command::Split { pane, place, widget: ours::widget(panes.len())?, ratio: Ratio::HALF };
        panes.extend(layout.run(Moment::ZERO, &command).map_err(|error| error.to_string())?.pane);
        while layout.poll_event().is_some() {}
    }
    layout.place(ours::area(shape::side(n))?);
    Ok(layout)
}

/// Returns the bytes that stay allocated for what `make` returns.
fn held<T>(make: impl FnOnce() -> Result<T, String>) -> Result<f64, String> {
    let mut made = Err("nothing was made".to_owned());
    let counted = allocation_counter::measure(|| made = make());
    drop(made?);
    #[allow(clippy::cast_precision_loss)] // far below 2^53
    let bytes = counted.bytes_current as f64;
    Ok(bytes)
}
