//! Measures placing again after one divider has moved in a square grid: between two panes of a row (two panes move), and between two rows
//! (two rows move). The time includes the edit.

use super::{LARGEST, spread};
use crate::ours;
use crate::peers::flex::Flex;
use crate::peers::{ICED, TAFFY, iced};
use crate::shape::{self, Shape};
use multisplit::NodeId;
use multisplit::geometry::Share;
use multisplit::placement::{Area, Metrics, Placer};
use multisplit::tree::{Edit, Tree};
use multisplit_bench_report::clock::{race, time};
use multisplit_bench_report::report::{Goal, Report};

/// The number of divider moves between two clock readings.
const BATCH: usize = 16;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    for n in report.sizes() {
        beside_peers(report, *n)?;
    }
    let mut row = Moved::new(LARGEST, false)?;
    let mut rows = Moved::new(LARGEST, true)?;
    let [row, rows] = race([&mut || row.time(), &mut || rows.time()]);
    report.alone("again, divider in a row", LARGEST, "us", row, Goal::Read)?;
    report.alone("again, divider between rows", LARGEST, "us", rows, Goal::Read)
}

fn beside_peers(report: &mut Report, n: usize) -> Result<(), String> {
    let shape = shape::grid(n);
    let (mut row, mut rows) = (Moved::new(n, false)?, Moved::new(n, true)?);
    #[allow(clippy::cast_possible_truncation)] // a side of some thousand units
    let side = shape::side(n) as f32;
    let mut state = iced::state(&shape);
    let splits: Vec<_> = state.layout().splits().copied().collect();
    let (mut leaf, mut flex_rows) = (Flex::new(&shape)?, Flex::new(&shape)?);
    leaf.place(side)?;
    flex_rows.place(side)?;
    let (mut turn_iced, mut turn, mut turn_rows) = (0usize, 0usize, 0usize);
    let [row, rows, iced, taffy, taffy_rows] = race([
        &mut || row.time(),
        &mut || rows.time(),
        &mut || {
            time(2, |_| {
                turn_iced += 1;
                let split = splits[spread(turn_iced, splits.len())];
                state.resize(split, if turn_iced.is_multiple_of(2) { 0.5 } else { 0.45 });
                iced::regions(&state, side)
            })
        },
        &mut || {
            time(4, |_| {
                turn += 1;
                leaf.set_leaf(spread(turn / 2, n), if turn.is_multiple_of(2) { 1.0 } else { 1.1 })?;
                leaf.place(side)
            })
        },
        &mut || {
            time(4, |_| {
                turn_rows += 1;
                flex_rows.set_row(0, if turn_rows.is_multiple_of(2) { 1.0 } else { 1.1 })?;
                flex_rows.place(side)
            })
        },
    ]);
    let goal = if n == 10_000 { Goal::Faster(20.0) } else { Goal::Read };
    report.beside("again, divider in a row", n, "us", row, (TAFFY, taffy), goal)?;
    report.beside("again, divider in a row", n, "us", row, (ICED, iced), Goal::Read)?;
    report.beside("again, divider between rows", n, "us", rows, (TAFFY, taffy_rows), Goal::Read)
}

/// A grid whose dividers are moved one after the other.
struct Moved {
    tree: Tree,
    placer: Placer,
    area: Area,
    /// The nodes that are directly before a divider.
    before: Vec<NodeId>,
    turn: usize,
}

impl Moved {
    fn new(n: usize, between_rows: bool) -> Result<Self, String> {
        let shape = shape::grid(n);
        let mut tree = ours::layout(&shape)?.tree().clone();
        let area = ours::area(shape::side(n))?;
        let mut placer = Placer::default();
        placer.place(&mut tree, &area, &Metrics::default());
        let Shape::Split(..) = shape else { return Err(format!("{n} panes are no grid")) };
        let root = tree.root().ok_or("no root")?;
        let nodes: Vec<NodeId> = if between_rows {
            tree.children(root).collect()
        } else {
            tree.panes().map(multisplit::PaneId::node).collect()
        };
        let before = nodes.into_iter().filter(|node| tree.next(*node).is_some()).collect();
        Ok(Self { tree, placer, area, before, turn: 0 })
    }

    /// Moves one divider there and back again, another one each time.
    fn time(&mut self) -> f64 {
        time(BATCH, |_| {
            let node = self.before[spread(self.turn / 2, self.before.len())];
            let by = if self.turn.is_multiple_of(2) { 400 } else { 0 };
            self.turn += 1;
            let next = self.tree.next(node);
            for (node, share) in [(Some(node), Share::EVEN.get() + by), (next, Share::EVEN.get() - by)] {
                if let (Some(node), Some(share)) = (node, Share::new(share)) {
                    drop(self.tree.apply(&Edit::SetShare { node, share }));
                }
            }
            self.placer.place(&mut self.tree, &self.area, &Metrics::default())
        })
    }
}
