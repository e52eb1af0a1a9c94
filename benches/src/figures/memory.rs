//! Bytes that the layout state takes for each pane, as the allocator sees it. Ours holds its places and what is visible too;
//! peers are counted before they were ever drawn, which adds to egui_tiles a rectangle a tile.

use super::spread;
use crate::ours;
use crate::peers::{DOCK, TILES, dock, tiles};
use crate::shape::{self, Shape};
use multisplit::{Command, Layout, Moment, Placement, Ratio};
use multisplit_bench_report::clock::count;
use multisplit_bench_report::report::{Goal, Report};

const MOST: f64 = 200.0;
/// egui_dock keeps a vector of two to the depth: with more panes in a chain it takes all memory there is.
const DOCK_CHAIN: usize = 21;
/// egui_tiles recurses; this is as deep as it is sure to go.
const CHAIN: usize = 1_000;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let sizes: &[usize] = if report.quick { &[1_000, 10_000] } else { &[100, 1_000, 10_000] };
    for n in sizes {
        for (name, shape) in [("balanced", shape::balanced(*n)), ("grid", shape::grid(*n)), ("one row", shape::row(*n))]
        {
            // A small tree pays for what it reserves.
            let goal = if *n >= 1_000 { Goal::AtMost(MOST) } else { Goal::Read };
            beside_peers(report, &format!("memory, {name}"), &shape, goal)?;
        }
        let ours = held(|| by_splits(*n))?;
        // The undo history is no larger for more panes: it must not weigh where they are many.
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

/// A layout of a shape, placed.
fn placed(shape: &Shape) -> Result<Layout, String> {
    let mut layout = ours::layout(shape)?;
    layout.place(ours::area(shape::side(shape.panes()))?);
    while layout.poll_event().is_some() {}
    Ok(layout)
}

/// The same size made as a user makes it, with its undo history.
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

/// Bytes that stay allocated for what is made.
fn held<T>(make: impl FnOnce() -> Result<T, String>) -> Result<f64, String> {
    let mut made = Err("nothing was made".to_owned());
    let counted = allocation_counter::measure(|| made = make());
    drop(made?);
    #[allow(clippy::cast_precision_loss)] // far below 2^53
    let bytes = counted.bytes_current as f64;
    Ok(bytes)
}
