//! Measures finding what is at a point. Peers have no such query. They walk all regions, which are computed for them in advance here.

use super::LARGEST;
use crate::ours;
use crate::peers::iced;
use crate::shape::{self, Shape};
use iced_widget::core;
use multisplit::geometry::Point;
use multisplit_bench_report::clock::{count, race, time};
use multisplit_bench_report::report::{Goal, Report};

/// The number of queries between two clock readings.
const BATCH: usize = 256;
/// How far dividers reach over their neighbors, in logical units.
const PADDING: f64 = 2.0;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    for n in report.sizes() {
        one(report, *n, "hit", &shape::balanced(*n))?;
        one(report, *n, "hit in a grid", &shape::grid(*n))?;
    }
    for (figure, shape) in [("hit", shape::balanced(LARGEST)), ("hit in a grid", shape::grid(LARGEST))] {
        let spent = alone(LARGEST, &shape)?;
        report.alone(figure, LARGEST, "us", spent, Goal::Read)?;
    }
    Ok(())
}

fn alone(n: usize, shape: &Shape) -> Result<f64, String> {
    let mut layout = ours::layout(shape)?;
    layout.place(ours::area(shape::side(n))?);
    let points = points(n);
    let [spent] = race([&mut || time(BATCH, |at| layout.hit(points[at], PADDING))]);
    Ok(spent)
}

fn one(report: &mut Report, n: usize, figure: &str, shape: &Shape) -> Result<(), String> {
    let side = shape::side(n);
    let mut layout = ours::layout(shape)?;
    layout.place(ours::area(side)?);
    let points = points(n);
    #[allow(clippy::cast_possible_truncation)] // sides and points of some thousand units
    let (single, walked) =
        (side as f32, points.iter().map(|p| core::Point::new(p.x as f32, p.y as f32)).collect::<Vec<_>>());
    let regions = iced::regions(&iced::state(shape), single);
    let times = (40_000 / n).clamp(4, BATCH);
    let [ours, walk] = race([&mut || time(BATCH, |at| layout.hit(points[at], PADDING)), &mut || {
        time(times, |at| regions.iter().find(|(_, r)| r.contains(walked[at])).map(|(pane, _)| *pane))
    }]);
    let goal = if n == 10_000 { Goal::Faster(30.0) } else { Goal::Read };
    report.beside(figure, n, "us", ours, ("walk of all regions", walk), goal)
}

/// Returns points all over the area, the same in every run. Steps by a two-dimensional golden ratio spread them evenly.
fn points(n: usize) -> Vec<Point> {
    let side = shape::side(n);
    let golden = [0.754_877_666_246_692_8, 0.569_840_290_998_053_3];
    let at = |i: usize, g: f64| (0.5 + count(i) * g).fract() * side;
    (0..BATCH).map(|i| Point::new(at(i, golden[0]), at(i, golden[1]))).collect()
}
