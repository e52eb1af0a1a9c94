//! A plot over the time of the history: stacked areas, lines over them, and limits across.
//!
//! A plot cannot be dragged or zoomed, does not move by itself, and does not take the wheel from the view around it.
//!
//! Invariant: a plot that is not on screen costs only its space, and a visible one has no more points than it can show.

mod curve;
mod curves;

use egui::{Align2, Color32, FontId, Rangef, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo, vec2};
use egui_plot::{AxisHints, FilledArea, GridMark, HoverPosition, Plot, PlotPoint, PlotUi, Text};

use crate::axis::{self, GRID_POINTS, Unit};
use crate::history::{History, Sample};
use crate::theme::Theme;
use crate::words;
use curve::Curve;
use curves::Curves;

/// A line or limit that is more than this many times higher than the rest is not shown: the rest would look flat.
const FAR: f64 = 4.0;
/// The height of the time axis, in points.
const TIME_AXIS: f32 = 16.0;
/// The minimum width of a plot, in points; below it, no plot is shown.
pub(crate) const MIN_WIDTH: f32 = 120.0;
/// The space at the right of a plot, in points, for half of the last label of the time axis.
pub(crate) const RIGHT: f32 = 14.0;

/// A number of every sample, plotted over time.
#[derive(Clone, Copy)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) value: fn(&Sample) -> f64,
}

/// A limit, in the unit of the values.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) name: &'static str,
    pub(crate) value: f64,
    pub(crate) is_severe: bool,
}

/// A limit, in units of the plot.
pub(crate) struct Across<'a> {
    pub(crate) name: &'a str,
    pub(crate) y: f64,
    pub(crate) is_severe: bool,
    pub(crate) is_named_below: bool,
}

/// The description of a plot.
#[derive(Clone, Copy)]
pub(crate) struct Chart<'a> {
    /// The name, for screen readers.
    pub(crate) name: &'static str,
    pub(crate) unit: Unit,
    pub(crate) areas: &'a [Series],
    pub(crate) lines: &'a [Series],
    pub(crate) marks: &'a [Mark],
    /// The value at the top, if it does not follow from the values.
    pub(crate) top: Option<f64>,
    pub(crate) height: f32,
}

impl Chart<'_> {
    pub(crate) fn show(&self, ui: &mut Ui, history: &History, theme: &Theme) {
        // A scope, so that the ids after the plot are the same whether it is on screen or not.
        ui.push_id(self.name, |ui| {
            let Some(size) = plot_size(ui, self.height) else { return };
            self.plot(ui, size, history, theme);
        });
    }

    fn plot(&self, ui: &mut Ui, size: Vec2, history: &History, theme: &Theme) {
        let inner = vec2(size.x - axis::WIDTH, size.y - TIME_AXIS);
        let curves = Curves::of(self, history, inner);
        let (x, y) = (curves.x, curves.y);
        let label = |at: &HoverPosition<'_>| {
            let (HoverPosition::Elsewhere { position } | HoverPosition::NearDataPoint { position, .. }) = at;
            self.hover_words(history, -position.x * x.divisor)
        };
        let response = plot(self.name, size, theme)
            .custom_x_axes(vec![past_axis(curves.span, x.suffix, "now", theme)])
            .custom_y_axes(vec![value_axis(theme, move |mark| axis::label(mark, y.suffix))])
            .label_formatter(label)
            .show(ui, |plot| {
                plot.set_plot_bounds_x(-curves.span..=0.0);
                plot.set_plot_bounds_y(0.0..=curves.top);
                let per_point = [curves.span / f64::from(inner.x), curves.top / f64::from(inner.y)];
                self.draw_areas(plot, &curves, theme, per_point);
                self.draw_lines(plot, &curves, theme);
                self.draw_marks(plot, &curves, theme);
            });
        let last = history.last().map(|sample| self.values_words(sample, ", ")).unwrap_or_default();
        response.response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{}: {last}", self.name)));
    }

    fn draw_areas(&self, plot: &mut PlotUi<'_>, curves: &Curves, theme: &Theme, per_point: [f64; 2]) {
        for (index, area) in self.areas.iter().enumerate() {
            let look = theme.area(index);
            let (low, high) = (&curves.edges[index], &curves.edges[index + 1]);
            if low == high {
                continue;
            }
            let filled = FilledArea::new(area.name, &curves.xs, low, high);
            plot.add(filled.fill_color(look.fill()).allow_hover(false));
            plot.add(Curve::new(area.name, &curves.xs, high, look, 1.4));
        }
        for (index, area) in self.areas.iter().enumerate() {
            let width = (area.name.len() as f64 * 7.0 + 8.0) * per_point[0];
            if let Some(middle) = curves.room(index, width, 13.0 * per_point[1]) {
                let at = PlotPoint::new(-4.0 * per_point[0], middle);
                plot.text(
                    Text::new(area.name, at, RichText::new(area.name).size(11.0).color(theme.strong))
                        .allow_hover(false)
                        .anchor(Align2::RIGHT_CENTER),
                );
            }
        }
    }

    fn draw_lines(&self, plot: &mut PlotUi<'_>, curves: &Curves, theme: &Theme) {
        for (index, line) in self.lines.iter().enumerate() {
            plot.add(Curve::new(line.name, &curves.xs, &curves.lines[index], theme.line(index), 1.6));
        }
    }

    fn draw_marks(&self, plot: &mut PlotUi<'_>, curves: &Curves, theme: &Theme) {
        for mark in self.marks {
            let y = mark.value / curves.y.divisor;
            if y <= curves.top {
                let across = Across { name: mark.name, y, is_severe: mark.is_severe, is_named_below: false };
                draw_mark(plot, &across, -curves.span, theme);
            }
        }
    }

    fn hover_words(&self, history: &History, seconds_ago: f64) -> Option<String> {
        let last = history.last()?;
        let at = last.at_micros.saturating_sub((seconds_ago.max(0.0) * 1e6) as u64);
        let sample = history.nearest(at)?;
        let ago = match last.at_micros - sample.at_micros {
            0 => "now".to_owned(),
            micros => format!("{} ago", words::span(micros)),
        };
        Some(format!("{ago}\n{}", self.values_words(sample, "\n")))
    }

    fn values_words(&self, sample: &Sample, between: &str) -> String {
        let mut lines = Vec::new();
        for series in self.areas.iter().chain(self.lines) {
            let value = (series.value)(sample);
            if value.is_finite() {
                lines.push(format!("{} {}", series.name, self.unit.words(value)));
            }
        }
        lines.join(between)
    }
}

/// Returns the size of a plot, or `None` if it is too narrow or off screen; off screen, its space is allocated here.
pub(crate) fn plot_size(ui: &mut Ui, height: f32) -> Option<Vec2> {
    let size = vec2((ui.available_width() - RIGHT).max(0.0), height);
    if size.x < MIN_WIDTH {
        return None;
    }
    if !ui.is_rect_visible(Rect::from_min_size(ui.cursor().min, size)) {
        ui.allocate_space(size);
        return None;
    }
    Some(size)
}

/// Returns a plot that only shows and does not react to the pointer except for hovering.
pub(crate) fn plot<'a>(name: &'static str, size: Vec2, theme: &Theme) -> Plot<'a> {
    Plot::new(name)
        .width(size.x)
        .height(size.y)
        .min_size(Vec2::ZERO)
        .sense(Sense::hover())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_y(false)
        .x_grid_spacer(|input| axis::marks(&input, 64.0))
        .y_grid_spacer(|input| axis::marks(&input, 24.0))
        // The grid lines are drawn at full strength, since there are few of them.
        .grid_spacing(Rangef::new(GRID_POINTS, GRID_POINTS + 1.0))
        .grid_color(theme.grid)
        .cursor_color(theme.weak)
}

/// Returns the axis of the time before now, which is `span` long. The corner has no label: the other axis has one there.
pub(crate) fn past_axis<'a>(span: f64, suffix: &'static str, now: &'static str, theme: &Theme) -> AxisHints<'a> {
    let words = move |mark: GridMark| {
        if mark.value > -mark.step_size / 2.0 {
            now.to_owned()
        } else if mark.value < -span * 0.96 {
            String::new()
        } else {
            axis::label(mark, suffix)
        }
    };
    hints(AxisHints::new_x(), theme, words).min_thickness(TIME_AXIS)
}

/// Returns the axis of values, which is equally wide in every plot.
pub(crate) fn value_axis<'a>(theme: &Theme, words: impl Fn(GridMark) -> String + 'a) -> AxisHints<'a> {
    hints(AxisHints::new_y(), theme, words).min_thickness(axis::WIDTH)
}

fn hints<'a>(axis: AxisHints<'a>, theme: &Theme, words: impl Fn(GridMark) -> String + 'a) -> AxisHints<'a> {
    axis.formatter(move |mark, _| words(mark))
        .label_spacing(Rangef::new(1.0, 2.0))
        .tick_label_color(theme.text)
        .tick_label_font(FontId::proportional(11.0))
}

/// Draws a limit across the plot, from `left` to zero, with its name above or below its left end.
pub(crate) fn draw_mark(plot: &mut PlotUi<'_>, mark: &Across<'_>, left: f64, theme: &Theme) {
    let look = theme.mark(mark.is_severe);
    plot.add(Curve::new(mark.name, &[left, 0.0], &[mark.y, mark.y], look, 1.4));
    let at = PlotPoint::new(left, mark.y);
    let align = if mark.is_named_below { Align2::LEFT_TOP } else { Align2::LEFT_BOTTOM };
    plot.text(tag(&format!(" {} ", mark.name), at, theme, look.color).anchor(align));
}

/// Returns text for a plot, readable on any background.
fn tag(name: &str, at: PlotPoint, theme: &Theme, color: Color32) -> Text {
    let words = RichText::new(name).size(11.0).color(color).background_color(theme.ground.gamma_multiply(0.92));
    Text::new(name, at, words).allow_hover(false)
}
