//! Dashed lines that look the same along any curve.
//!
//! Steep parts are not dashed, so that a peak is never lost between two dashes.
//!
//! Invariant: the number of dashes is bounded by the width of the curve, whatever its height.

use egui::{Color32, Pos2, Shape, Stroke};

use crate::limits;

/// The lengths of a dash and of a gap, in points. A line with an `off` of zero is solid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dash {
    pub(crate) on: f32,
    pub(crate) off: f32,
}

impl Dash {
    pub(crate) const SOLID: Self = Self { on: 1.0, off: 0.0 };

    pub(crate) const fn new(on: f32, off: f32) -> Self {
        Self { on, off }
    }
}

/// Appends the shapes of a line through `points`.
pub(crate) fn shapes(points: &[Pos2], dash: Dash, width: f32, color: Color32, shapes: &mut Vec<Shape>) {
    let stroke = Stroke::new(width, color);
    if dash.off <= 0.0 {
        shapes.push(Shape::line(points.to_vec(), stroke));
        return;
    }
    shapes.extend(pieces(points, dash).into_iter().map(|piece| Shape::line(piece, stroke)));
}

/// Returns the parts of a curve that are drawn.
fn pieces(points: &[Pos2], dash: Dash) -> Vec<Vec<Pos2>> {
    let period = dash.on + dash.off;
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    // The position of the pen in the current period.
    let mut at = 0.0;
    for ends in points.windows(2) {
        let [from, to] = [ends[0], ends[1]];
        let along = to - from;
        let length = along.length();
        if !length.is_finite() || length <= 0.0 {
            continue;
        }
        let is_jump = along.y.abs() > period && along.y.abs() > 2.0 * along.x.abs();
        if is_jump || length > limits::DASHED_POINTS {
            // A steep part is drawn whole, and the pattern continues with a dash.
            if piece.is_empty() {
                piece.push(from);
            }
            piece.push(to);
            at = 0.0;
            continue;
        }
        let mut gone = 0.0;
        while gone < length {
            let is_on = at < dash.on;
            let step = (if is_on { dash.on - at } else { period - at }).max(0.01).min(length - gone);
            if is_on {
                if piece.is_empty() {
                    piece.push(from + along * (gone / length));
                }
                piece.push(from + along * ((gone + step) / length));
            }
            (gone, at) = (gone + step, at + step);
            if at >= dash.on - 1e-3 && !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
            }
            if at >= period - 1e-3 {
                at = 0.0;
            }
            if length - gone < 1e-3 {
                break;
            }
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Dash, pieces};
    use egui::{Pos2, pos2};

    const DASH: Dash = Dash::new(4.0, 2.0);

    fn length(pieces: &[Vec<Pos2>]) -> f32 {
        pieces.iter().flat_map(|piece| piece.windows(2)).map(|ends| ends[0].distance(ends[1])).sum()
    }

    #[test]
    fn dashes_are_even_however_many_points_a_line_has() {
        let coarse = pieces(&[pos2(0.0, 0.0), pos2(60.0, 0.0)], DASH);
        let points: Vec<Pos2> = (0..=600).map(|i| pos2(i as f32 / 10.0, 0.0)).collect();
        let fine = pieces(&points, DASH);
        assert_eq!((coarse.len(), fine.len()), (10, 10));
        assert!((length(&coarse) - 40.0).abs() < 0.5 && (length(&fine) - 40.0).abs() < 0.5);
    }

    #[test]
    fn a_peak_is_drawn_whole() {
        let points: Vec<Pos2> = (0..40).map(|i| pos2(i as f32, if i == 21 { -500.0 } else { 0.0 })).collect();
        let seen = pieces(&points, DASH);
        assert!(seen.iter().flatten().any(|at| at.y == -500.0));
    }

    #[test]
    fn wild_curves_have_few_dashes() {
        let points: Vec<Pos2> = (0..600).map(|i| pos2(i as f32, if i % 2 == 0 { 1e6 } else { -1e6 })).collect();
        assert!(pieces(&points, DASH).len() < 600);
        let odd = [pos2(0.0, f32::NAN), pos2(f32::INFINITY, 0.0), pos2(1e30, 1e30), pos2(0.0, 0.0), pos2(0.0, 0.0)];
        assert!(pieces(&odd, DASH).len() < 10);
    }
}
