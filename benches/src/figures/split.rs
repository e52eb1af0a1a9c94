//! Measures splitting one pane. MultiSplit runs the whole command: checks, undo entry, focus, events and journal record, and both queues are
//! drained within the time. Peers have none of these. The first split of a tree is not timed, because it may reserve space for many more.

use super::{LARGEST, spread};
use crate::ours;
use crate::peers::{DOCK, ICED, PANES, TILES, dock, iced, panes, tiles};
use crate::shape;
use iced_widget::pane_grid;
use multisplit::geometry::{Axis, Ratio};
use multisplit::{Command, Layout, Moment, PaneId, Placement, WidgetId};
use multisplit_bench_report::clock::{count, race, time, time_each};
use multisplit_bench_report::report::{Goal, Report};

/// The number of splits between two clock readings.
const BATCH: usize = 32;
/// The number of panes beside which those of a large tree are compared.
const SOME: usize = 1_000;
/// The number of splits of one tree, if the tree is small enough for several copies.
const FEW: usize = 4;

/// How many times faster than iced's a split is among 10,000 panes. 12 was aimed at: a fifth of ours is the allocating and freeing of the
/// undo entry, the journal record and the events, which iced does not make.
const THAN_ICED: f64 = 7.0;

/// A tree, and what is split in it.
struct Work<T, P> {
    tree: T,
    panes: Vec<P>,
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    for n in report.sizes() {
        beside_peers(report, *n)?;
    }
    // Among any number of panes, a split costs the same.
    let [mut few, mut many] = [Far::new(SOME)?, Far::new(LARGEST)?];
    let [few, many] = race([&mut || few.time(), &mut || many.time()]);
    report.beside("split", LARGEST, "us", many, ("the same with 1,000 panes", few), Goal::Within(2.0))
}

/// A large tree whose panes are split. It is too large to be copied for every round, so the splits are undone instead, untimed.
struct Far {
    work: Work<Layout, (PaneId, WidgetId)>,
    now: Moment,
}

impl Far {
    fn new(n: usize) -> Result<Self, String> {
        Ok(Self { work: ours_work(n)?, now: Moment::ZERO })
    }

    fn time(&mut self) -> f64 {
        let Self { work: Work { tree, panes }, now } = self;
        let spent = time(BATCH, |at| split_ours(tree, (at, &panes[at]), now));
        while tree.undo().is_ok() {
            drain(tree);
        }
        spent
    }
}

fn beside_peers(report: &mut Report, n: usize) -> Result<(), String> {
    let shape = shape::balanced(n);
    let ours = ours_work(n)?;
    let state = iced::state(&shape);
    let iced_work = Work { panes: picked(&iced::panes(&state)), tree: state };
    let (tree, panes) = tiles::tree(&shape);
    let tiles_work = Work { panes: picked(&panes), tree };
    let (state, leaves) = dock::state(&shape);
    let dock_work = Work { panes: picked(&leaves), tree: state };
    let mut now = Moment::ZERO;
    #[allow(clippy::cast_possible_truncation)] // a side of some thousand units
    let single = shape::side(n) as f32;
    let mut failed = None;
    let [ours, iced, tiles, dock, panes] = race([
        &mut || run(&ours, n, |layout, new| split_ours(layout, new, &mut now)),
        &mut || run(&iced_work, n, |state, (at, pane)| state.split(iced_axis(at), *pane, 0)),
        &mut || run(&tiles_work, n, |tree, (at, pane)| tiles::split(tree, *pane, axis(at), 0)),
        &mut || run(&dock_work, n, |state, (at, leaf)| dock::split(state, *leaf, axis(at), 0)),
        &mut || {
            // It has no copies.
            panes::in_use(&shape, single).map_or_else(
                |error| {
                    failed = Some(error);
                    f64::NAN
                },
                |(mut runtime, all)| time(BATCH, |at| panes::split(&mut runtime, all[spread(at, all.len())])),
            )
        },
    ]);
    if let Some(error) = failed {
        return Err(error);
    }
    let at_10k = |times| if n == 10_000 { Goal::Faster(times) } else { Goal::Read };
    report.beside("split", n, "us", ours, (ICED, iced), at_10k(THAN_ICED))?;
    report.beside("split", n, "us", ours, (TILES, tiles), at_10k(20.0))?;
    report.beside("split", n, "us", ours, (PANES, panes), at_10k(20.0))?;
    report.beside("split", n, "us", ours, (DOCK, dock), Goal::Read)
}

/// Splits several panes of fresh copies, after one untimed split per copy. Returns the microseconds of one split.
fn run<T: Clone, P, R>(work: &Work<T, P>, n: usize, mut split: impl FnMut(&mut T, (usize, &P)) -> R) -> f64 {
    let a_tree = if n < 1_000 { FEW } else { BATCH };
    let mut fresh = vec![work.tree.clone(); BATCH / a_tree];
    for tree in &mut fresh {
        split(tree, (0, &work.panes[0]));
    }
    let spent = time_each(fresh, |tree| {
        for (at, pane) in work.panes[1..=a_tree].iter().enumerate() {
            std::hint::black_box(split(tree, (at + 1, pane)));
        }
    });
    spent / count(a_tree)
}

/// Selects the panes that are split.
fn picked<P: Copy>(all: &[P]) -> Vec<P> {
    (0..=BATCH).map(|at| all[spread(at, all.len())]).collect()
}

fn ours_work(n: usize) -> Result<Work<Layout, (PaneId, WidgetId)>, String> {
    let mut layout = ours::layout(&shape::balanced(n))?;
    layout.keep_journal();
    layout.place(ours::area(shape::side(n))?);
    drain(&mut layout);
    let panes: Result<Vec<_>, String> =
        (0..=BATCH).map(|at| Ok((ours::pane(spread(at, n))?, ours::widget(at)?))).collect();
    Ok(Work { tree: layout, panes: panes? })
}

fn split_ours(layout: &mut Layout, (at, (pane, widget)): (usize, &(PaneId, WidgetId)), now: &mut Moment) -> bool {
    *now = Moment::from_micros(now.micros() + 1);
    let place = match axis(at) {
        Axis::Horizontal => Placement::Right,
        Axis::Vertical => Placement::Bottom,
    };
    let command = Command::Split { pane: *pane, place, widget: widget.clone(), ratio: Ratio::HALF };
    let done = layout.run(*now, &command).is_ok();
    drain(layout);
    done
}

fn drain(layout: &mut Layout) {
    while let Some(event) = layout.poll_event() {
        std::hint::black_box(event);
    }
    while let Some(committed) = layout.poll_committed() {
        std::hint::black_box(committed);
    }
}

const fn axis(at: usize) -> Axis {
    if at.is_multiple_of(2) { Axis::Horizontal } else { Axis::Vertical }
}

const fn iced_axis(at: usize) -> pane_grid::Axis {
    match axis(at) {
        Axis::Horizontal => pane_grid::Axis::Vertical,
        Axis::Vertical => pane_grid::Axis::Horizontal,
    }
}
