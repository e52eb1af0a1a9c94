//! Measures finding the neighbor of a pane in a direction: only the query, like the peer, and moving the focus there, which also reveals the
//! pane, records it in the focus history and emits events.

use super::{LARGEST, spread};
use crate::ours;
use crate::peers::{ICED, iced};
use crate::shape::{self, Shape};
use iced_widget::pane_grid;
use multisplit::geometry::Direction;
use multisplit::{FocusTo, Layout, Moment, PaneId};
use multisplit_bench_report::clock::{race, time};
use multisplit_bench_report::report::{Goal, Report};
use std::hint::black_box;

/// The number of queries between two clock readings.
const BATCH: usize = 256;
/// The number of panes beside which many are compared.
const SOME: usize = 1_000;
const OURS: [Direction; 4] = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];
const ICEDS: [pane_grid::Direction; 4] =
    [pane_grid::Direction::Left, pane_grid::Direction::Right, pane_grid::Direction::Up, pane_grid::Direction::Down];

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    for n in report.sizes() {
        beside_peer(report, *n, "neighbor", &shape::balanced(*n))?;
        beside_peer(report, *n, "neighbor in a grid", &shape::grid(*n))?;
    }
    // The instructions are about the same among any number of panes, as the figure `growth` shows; memory gets farther away.
    for (figure, shape) in [("neighbor", shape::balanced as fn(usize) -> Shape), ("neighbor in a grid", shape::grid)] {
        let (mut few, mut many) = (Asked::new(SOME, &shape(SOME))?, Asked::new(LARGEST, &shape(LARGEST))?);
        let [few, many] = race([&mut || few.time(), &mut || many.time()]);
        report.beside(figure, LARGEST, "us", many, ("the same with 1,000 panes", few), Goal::Within(10.0))?;
    }
    Ok(())
}

fn beside_peer(report: &mut Report, n: usize, figure: &str, shape: &Shape) -> Result<(), String> {
    let state = iced::state(shape);
    let panes = iced::panes(&state);
    let mut asked = Asked::new(n, shape)?;
    let mut moved = Asked::new(n, shape)?;
    let times = (4_000 / n).max(2);
    let mut turn = 0;
    let [ours, focus, iced] = race([&mut || asked.time(), &mut || moved.time_focus(), &mut || {
        time(times, |_| {
            turn += 1;
            state.adjacent(panes[spread(turn, n)], ICEDS[turn % 4])
        })
    }]);
    let goal = if n == 10_000 { Goal::Faster(2_000.0) } else { Goal::Read };
    report.beside(figure, n, "us", ours, (ICED, iced), goal)?;
    report.alone(&format!("{figure}, focus moved"), n, "us", focus, Goal::Read)
}

/// A layout whose neighbors are queried.
struct Asked {
    layout: Layout,
    panes: Vec<PaneId>,
    turn: usize,
}

impl Asked {
    fn new(n: usize, shape: &Shape) -> Result<Self, String> {
        let mut layout = ours::layout(shape)?;
        layout.place(ours::area(shape::side(n))?);
        let panes = layout.tree().panes().collect();
        Ok(Self { layout, panes, turn: 0 })
    }

    fn time(&mut self) -> f64 {
        time(BATCH, |_| {
            self.turn += 1;
            let pane = self.panes[spread(self.turn, self.panes.len())];
            self.layout.placer().neighbor(self.layout.tree(), pane, OURS[self.turn % 4], |_| 0)
        })
    }

    /// Moves the focus repeatedly, each time from where it is.
    fn time_focus(&mut self) -> f64 {
        time(BATCH, |_| {
            self.turn += 1;
            let direction = OURS[(self.turn / 3) % 4];
            black_box(self.layout.focus(Moment::ZERO, FocusTo::Neighbor(direction)).is_ok());
            while let Some(event) = self.layout.poll_event() {
                black_box(event);
            }
        })
    }
}
