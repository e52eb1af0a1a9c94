//! The axes of the plots: round marks at a readable distance, and labels with units.
//!
//! Invariant: there are never more than `limits::GRID_LINES` marks, whatever the bounds are.

use egui_plot::{GridInput, GridMark};

use crate::limits;
use crate::words;

/// The smallest distance of grid lines that egui_plot assumes, in points; its step sizes are in this unit.
pub(crate) const GRID_POINTS: f32 = 8.0;
/// The width of the value axis at the left of every plot, in points; it is the same for all, so that they line up.
pub(crate) const WIDTH: f32 = 52.0;

/// The unit of a plotted number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Bytes,
    Count,
    /// A fraction of one.
    Part,
    PerSecond,
}

/// The divisor of values, so that marks are round in the unit of their labels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    pub(crate) divisor: f64,
    pub(crate) suffix: &'static str,
}

impl Unit {
    /// Returns the scale of a plot whose highest value is `top`.
    pub(crate) fn scale(self, top: f64) -> Scale {
        let (divisor, suffix) = match self {
            Self::Bytes => {
                let units = [(1e18, " EB"), (1e15, " PB"), (1e12, " TB"), (1e9, " GB"), (1e6, " MB"), (1e3, " kB")];
                units.into_iter().find(|(unit, _)| top >= *unit).unwrap_or((1.0, " B"))
            }
            Self::Count | Self::PerSecond => {
                let units = [(1e18, "e18"), (1e15, "e15"), (1e12, "e12"), (1e9, "e9"), (1e6, "M"), (1e4, "k")];
                let found = units.into_iter().find(|(unit, _)| top >= *unit);
                let (unit, suffix) = found.unwrap_or((1.0, ""));
                // The unit changes at ten thousand, but its marks are in thousands.
                (if unit == 1e4 { 1e3 } else { unit }, suffix)
            }
            Self::Part => (0.01, " %"),
        };
        Scale { divisor, suffix }
    }

    /// Returns the smallest value that the top of a plot may have.
    pub(crate) fn least_top(self) -> f64 {
        match self {
            Self::Bytes => 1e3,
            Self::Count => 4.0,
            Self::Part | Self::PerSecond => 1.0,
        }
    }

    /// Returns a value in words, with its unit.
    pub(crate) fn words(self, value: f64) -> String {
        match self {
            Self::Bytes => words::bytes(value as u64),
            Self::Count => words::count(value as u64),
            Self::Part => words::percent(value),
            Self::PerSecond => format!("{} /s", words::three_digits(value)),
        }
    }
}

/// Returns the scale of a time axis that spans the given number of seconds.
pub(crate) fn time_scale(seconds: f64) -> Scale {
    let units = [(2.0 * 86_400.0, 86_400.0, " d"), (2.0 * 3_600.0, 3_600.0, " h"), (120.0, 60.0, " min")];
    let found = units.into_iter().find(|(from, ..)| seconds >= *from);
    let (_, divisor, suffix) = found.unwrap_or((0.0, 1.0, " s"));
    Scale { divisor, suffix }
}

/// Returns marks at 1, 2 or 5 times a power of ten, at least `points` points apart.
pub(crate) fn marks(input: &GridInput, points: f32) -> Vec<GridMark> {
    let step = round_step(input.base_step_size * f64::from(points / GRID_POINTS));
    let (from, to) = input.bounds;
    if !step.is_finite() || step <= 0.0 || !from.is_finite() || !to.is_finite() {
        return Vec::new();
    }
    let first = (from / step).ceil();
    let mark = |index| GridMark { value: (first + f64::from(index)) * step, step_size: step };
    // The small excess keeps a mark at the upper bound in spite of rounding.
    (0_u16..).map(mark).take(limits::GRID_LINES).take_while(|mark| mark.value <= to + step * 1e-6).collect()
}

/// Returns a mark in words, with as few digits as tell it from its neighbors.
pub(crate) fn label(mark: GridMark, suffix: &str) -> String {
    let decimals = (-mark.step_size.log10().floor()).clamp(0.0, 3.0) as usize;
    if mark.value.abs() >= 1e6 {
        return format!("{:.0e}{suffix}", mark.value);
    }
    // Avoids a zero with a minus sign.
    let value = if mark.value.abs() < mark.step_size / 2.0 { 0.0 } else { mark.value };
    format!("{value:.decimals$}{suffix}")
}

/// Returns the smallest round step that is not below `least`.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    // The factor forgives rounding: a step that equals `least` must be found.
    [1.0, 2.0, 5.0].into_iter().map(|times| times * power).find(|step| *step >= least * 0.999).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::{Unit, label, marks, time_scale};
    use crate::limits;
    use egui_plot::GridInput;

    fn labels(from: f64, to: f64, base_step_size: f64) -> Vec<String> {
        let marks = marks(&GridInput { bounds: (from, to), base_step_size }, 24.0);
        marks.into_iter().map(|mark| label(mark, " MB")).collect()
    }

    #[test]
    fn marks_are_round_and_have_their_unit() {
        assert_eq!(labels(0.0, 100.0, 8.0), ["0 MB", "50 MB", "100 MB"]);
        assert_eq!(labels(-1.0, 1.0, 0.12), ["-1.0 MB", "-0.5 MB", "0.0 MB", "0.5 MB", "1.0 MB"]);
    }

    #[test]
    fn no_bounds_make_endless_marks() {
        let odd = [0.0, -0.0, 1.0, -1.0, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, f64::NAN, -1e300, 1e19];
        for from in odd {
            for to in odd {
                for step in odd {
                    assert!(labels(from, to, step).len() <= limits::GRID_LINES, "{from} {to} {step}");
                }
            }
        }
    }

    #[test]
    fn a_plot_is_scaled_to_the_unit_of_its_top() {
        let suffixes = [0.0, 999.0, 1e3, 5e6, 1.8e19].map(|top| Unit::Bytes.scale(top).suffix);
        assert_eq!(suffixes, [" B", " B", " kB", " MB", " EB"]);
        let times = [0.0, 119.0, 120.0, 7_200.0, 1e9].map(|seconds| time_scale(seconds).suffix);
        assert_eq!(times, [" s", " s", " min", " h", " d"]);
    }
}
