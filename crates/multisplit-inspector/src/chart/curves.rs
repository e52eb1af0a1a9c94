//! The numbers of a plot: stacked, scaled to the units of its axes, and thinned to its size.
//!
//! Invariant: every number is finite, except in lines at times when nothing is known.

use egui::Vec2;

use super::{Chart, FAR};
use crate::axis::{self, Scale};
use crate::history::History;
use crate::thin;

/// The shortest time that a plot spans, in seconds.
const MIN_SPAN: f64 = 10.0;
/// How far a thinned curve may be from the exact one, in points.
const TOLERANCE: f64 = 0.3;

/// The curves to draw, in units of the axes.
pub(super) struct Curves {
    /// The times relative to the last reading; not positive.
    pub(super) xs: Vec<f64>,
    /// The edges of the stacked areas, from the lowest: one more than there are areas.
    pub(super) edges: Vec<Vec<f64>>,
    pub(super) lines: Vec<Vec<f64>>,
    /// The scales of both axes.
    pub(super) x: Scale,
    pub(super) y: Scale,
    /// The bounds: from `-span` to 0, and from 0 to `top`.
    pub(super) span: f64,
    pub(super) top: f64,
}

impl Curves {
    /// Creates the curves for a plot of the given size, in points.
    pub(super) fn of(chart: &Chart<'_>, history: &History, size: Vec2) -> Self {
        let seconds = (history.span_micros() as f64 / 1e6).max(MIN_SPAN);
        let last = history.last().map_or(0, |sample| sample.at_micros);
        let places = history.iter().map(|sample| 1.0 - (last - sample.at_micros) as f64 / 1e6 / seconds);
        let places: Vec<f64> = places.collect();
        let mut edges = stacked(chart, history);
        let mut lines: Vec<Vec<f64>> =
            chart.lines.iter().map(|line| history.iter().map(line.value).collect()).collect();
        let top = chart.top.unwrap_or_else(|| free_top(chart, &edges, &lines));
        let total = edges.last().map(std::slice::from_ref).unwrap_or_default();
        // Three points per column: little wider than a line.
        let curves: Vec<&[f64]> = total.iter().chain(&lines).map(Vec::as_slice).collect();
        let picks = thin::picked(&places, &curves, (size.x / 3.0).max(1.0) as usize);
        let (x, y) = (axis::time_scale(seconds), chart.unit.scale(top));
        let (span, top) = (seconds / x.divisor, top / y.divisor);
        let pick = |values: &[f64]| picks.iter().map(|index| values[*index] / y.divisor).collect::<Vec<f64>>();
        edges.iter_mut().chain(&mut lines).for_each(|values| *values = pick(values));
        let xs = picks.iter().map(|index| (places[*index] - 1.0) * span).collect();
        let mut curves = Self { xs, edges, lines, x, y, span, top };
        curves.keep_bends(top / f64::from(size.y.max(1.0)) * TOLERANCE);
        curves.widen_first();
        curves
    }

    fn keep_bends(&mut self, tolerance: f64) {
        let all: Vec<&[f64]> = self.edges.iter().chain(&self.lines).map(Vec::as_slice).collect();
        let kept = thin::bends(&self.xs, &all, tolerance);
        for values in self.edges.iter_mut().chain(&mut self.lines).chain([&mut self.xs]) {
            *values = kept.iter().map(|index| values[*index]).collect();
        }
    }

    /// Widens a single reading so that it is visible as a sliver.
    fn widen_first(&mut self) {
        if let [only] = self.xs[..] {
            self.xs.insert(0, only - self.span * 0.015);
            self.edges.iter_mut().chain(&mut self.lines).for_each(|values| values.extend_from_within(..));
        }
    }

    /// Returns the middle of an area at its late end, if the area is high enough for its name over the width of the name.
    pub(super) fn room(&self, area: usize, name_width: f64, name_height: f64) -> Option<f64> {
        let from = -name_width;
        let (mut low, mut high, mut is_covered) = (0.0_f64, f64::INFINITY, false);
        for (index, x) in self.xs.iter().enumerate().rev() {
            low = low.max(self.edges[area][index]);
            high = high.min(self.edges[area + 1][index]);
            is_covered = *x <= from;
            if is_covered {
                break;
            }
        }
        (is_covered && high - low >= name_height).then_some((low + high) / 2.0)
    }
}

fn stacked(chart: &Chart<'_>, history: &History) -> Vec<Vec<f64>> {
    if chart.areas.is_empty() {
        return Vec::new();
    }
    let mut edges = vec![vec![0.0; history.len()]];
    for area in chart.areas {
        let below = edges.last().into_iter().flatten();
        edges.push(history.iter().zip(below).map(|(sample, below)| below + (area.value)(sample)).collect());
    }
    edges
}

/// Returns the top of a plot: as high as the areas, and as lines and marks that are not far above them.
fn free_top(chart: &Chart<'_>, edges: &[Vec<f64>], lines: &[Vec<f64>]) -> f64 {
    let highest = |curves: &[Vec<f64>]| curves.iter().flatten().copied().fold(0.0, f64::max);
    let areas = highest(edges);
    let is_near = |value: &f64| value.is_finite() && (areas == 0.0 || *value <= areas * FAR);
    let lines = lines.iter().map(|line| highest(std::slice::from_ref(line))).filter(is_near);
    let top = lines.fold(areas, f64::max);
    let marks = chart.marks.iter().map(|mark| mark.value).filter(|value| top > 0.0 && *value <= top * FAR);
    // A limit needs space above it for its name.
    let marks = marks.fold(0.0, f64::max) * 1.13;
    (top * 1.06).max(marks).max(chart.unit.least_top())
}
