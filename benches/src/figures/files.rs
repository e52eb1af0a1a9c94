//! Measures saving and restoring a layout as JSON, in time and bytes. MultiSplit checks every number, reference and limit when it reads, and
//! restores into a layout in use. Peers write and read their own types as they are.

use crate::ours;
use crate::peers::{self, DOCK, TILES, dock, panes, tiles};
use crate::shape;
use egui_dock::DockState;
use egui_tiles::Tree;
use multisplit::file::ReadLimits;
use multisplit_bench_report::clock::{count, race, time};
use multisplit_bench_report::report::{Goal, Report};

/// The size for which the goals are set.
const PANES: usize = 10_000;
const MAX_BYTES: f64 = 700_000.0;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let shape = shape::balanced(PANES);
    let layout = ours::layout(&shape)?;
    let (tree, _) = tiles::tree(&shape);
    let (mut state, _) = dock::state(&shape);
    dock::place(&mut state);
    let (runtime, _) = panes::in_use(&shape, 10_000.0)?;
    let ours_text = layout.save().to_text();
    let tiles_text = serde_json::to_string(&tree).map_err(|error| error.to_string())?;
    let dock_text = serde_json::to_string(&state).map_err(|error| error.to_string())?;
    let panes_text = panes::save(&runtime)?;
    let saved = race([
        &mut || time(1, |_| layout.save_text()),
        &mut || time(1, |_| serde_json::to_string(&tree)),
        &mut || time(1, |_| serde_json::to_string(&state)),
        &mut || time(1, |_| panes::save(&runtime)),
    ]);
    // A peer that cannot read its own file would look fast.
    serde_json::from_str::<Tree<u32>>(&tiles_text).map_err(|error| format!("{TILES} reads its file: {error}"))?;
    serde_json::from_str::<DockState<u32>>(&dock_text).map_err(|error| format!("{DOCK} reads its file: {error}"))?;
    panes::restore(&panes_text)?;
    multisplit::Layout::new().load(&ours_text, ReadLimits::default()).map_err(|error| error.to_string())?;
    let restored = race([
        &mut || time(1, |_| multisplit::Layout::new().load(&ours_text, ReadLimits::default())),
        &mut || time(1, |_| serde_json::from_str::<Tree<u32>>(&tiles_text)),
        &mut || time(1, |_| serde_json::from_str::<DockState<u32>>(&dock_text)),
        &mut || time(1, |_| panes::restore(&panes_text)),
    ]);
    let bytes = [&ours_text, &tiles_text, &dock_text, &panes_text].map(|text| count(text.len()));
    for (figure, [ours, tiles, dock, panes]) in [("save", saved), ("restore", restored)] {
        report.beside(figure, PANES, "us", ours, (TILES, tiles), Goal::Faster(3.0))?;
        report.beside(figure, PANES, "us", ours, (DOCK, dock), Goal::Faster(3.0))?;
        report.beside(figure, PANES, "us", ours, (peers::PANES, panes), Goal::Read)?;
    }
    for peer in [(TILES, bytes[1]), (DOCK, bytes[2]), (peers::PANES, bytes[3])] {
        report.beside("file", PANES, "bytes", bytes[0], peer, Goal::AtMost(MAX_BYTES))?;
    }
    Ok(())
}
