//! A plot over the time of the history: areas stacked on each other, lines over them, and limits across.
//!
//! Refuses to move by itself, to be dragged or zoomed, and to take the wheel from the pane around it.
//!
//! Invariant: what is not on screen costs nothing but its space, and what is has no more points than it can show.

mod curves;

use egui::{Align2, Color32, FontId, Rangef, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo, vec2};
use egui_plot::{
    AxisHints, FilledArea, GridMark, HLine, HoverPosition, Line, Plot, PlotPoint, PlotPoints, PlotUi, Text,
};

use crate::axis::{self, GRID_POINTS, Scale, Unit};
use crate::history::{History, Sample};
use crate::theme::Colours;
use crate::words;
use curves::{Curves, Value};

/// A line or a limit that is this many times higher than the rest is not shown: the rest would be flat.
const FAR: f64 = 4.0;
/// The height of a plot with its time axis.
pub(crate) const HEIGHT: f32 = 132.0;
/// Below this width there is no plot.
pub(crate) const LEAST_WIDTH: f32 = 120.0;
/// Room at the right, for half of the last mark of the time axis.
pub(crate) const RIGHT: f32 = 14.0;

/// A number of every sample.
#[derive(Clone, Copy)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// A limit.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) name: &'static str,
    pub(crate) value: f64,
    pub(crate) is_severe: bool,
}

/// What a plot shows.
#[derive(Clone, Copy)]
pub(crate) struct Chart<'a> {
    /// For screen readers.
    pub(crate) name: &'static str,
    pub(crate) unit: Unit,
    pub(crate) areas: &'a [Series],
    pub(crate) lines: &'a [Series],
    pub(crate) marks: &'a [Mark],
    /// The height, where it does not follow from the values.
    pub(crate) top: Option<f64>,
    pub(crate) height: f32,
}

impl Chart<'_> {
    pub(crate) fn show(&self, ui: &mut Ui, history: &History, colours: &Colours) {
        // A scope, so that the ids after it are the same whether it is on screen or not.
        ui.push_id(self.name, |ui| {
            let Some(size) = plot_size(ui, self.height) else { return };
            self.plot(ui, size, history, colours);
        });
    }

    fn plot(&self, ui: &mut Ui, size: Vec2, history: &History, colours: &Colours) {
        let width = size.x - axis::WIDTH;
        let curves = Curves::of(self, history, width);
        let (x, y) = (curves.x, curves.y);
        let label = |at: &HoverPosition<'_>| {
            let (HoverPosition::Elsewhere { position } | HoverPosition::NearDataPoint { position, .. }) = at;
            self.hover_words(history, -position.x * x.divisor)
        };
        let response = plot(self.name, size, colours)
            .custom_x_axes(vec![time_axis(x, colours)])
            .custom_y_axes(vec![value_axis(colours, move |mark| axis::label(mark, y.suffix))])
            .label_formatter(label)
            .show(ui, |plot| {
                plot.set_plot_bounds_x(-curves.span..=0.0);
                plot.set_plot_bounds_y(0.0..=curves.top);
                let per_point = [curves.span / f64::from(width), curves.top / f64::from(size.y - 20.0)];
                self.draw_areas(plot, &curves, colours, per_point);
                self.draw_lines(plot, &curves, colours);
                self.draw_marks(plot, &curves, colours);
            });
        let last = history.last().map(|sample| self.values_words(sample, ", ")).unwrap_or_default();
        response.response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{}: {last}", self.name)));
    }

    fn draw_areas(&self, plot: &mut PlotUi<'_>, curves: &Curves, colours: &Colours, per_point: [f64; 2]) {
        for (index, area) in self.areas.iter().enumerate() {
            let look = colours.area(index);
            let (low, high) = (&curves.edges[index], &curves.edges[index + 1]);
            if low == high {
                continue;
            }
            let filled = FilledArea::new(area.name, &curves.xs, low, high);
            plot.add(filled.fill_color(look.fill()).allow_hover(false));
            let line = Line::new(area.name, points(&curves.xs, high)).color(look.colour).style(look.style);
            plot.line(line.width(1.4).allow_hover(false));
        }
        for (index, area) in self.areas.iter().enumerate() {
            let width = (area.name.len() as f64 * 7.0 + 8.0) * per_point[0];
            if let Some(middle) = curves.room(index, width, 13.0 * per_point[1]) {
                let at = PlotPoint::new(-4.0 * per_point[0], middle);
                plot.text(tag(area.name, at, colours.strong).anchor(Align2::RIGHT_CENTER));
            }
        }
    }

    fn draw_lines(&self, plot: &mut PlotUi<'_>, curves: &Curves, colours: &Colours) {
        for (index, line) in self.lines.iter().enumerate() {
            let look = colours.line(index);
            let drawn = Line::new(line.name, points(&curves.xs, &curves.lines[index])).color(look.colour);
            plot.line(drawn.style(look.style).width(1.6).allow_hover(false));
        }
    }

    fn draw_marks(&self, plot: &mut PlotUi<'_>, curves: &Curves, colours: &Colours) {
        for mark in self.marks {
            let y = mark.value / curves.y.divisor;
            if y <= curves.top {
                draw_mark(plot, mark.name, y, -curves.span, colours, mark.is_severe);
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

/// The space for a plot, or none where it is too narrow or off screen; then the space is taken here.
pub(crate) fn plot_size(ui: &mut Ui, height: f32) -> Option<Vec2> {
    let size = vec2((ui.available_width() - RIGHT).max(0.0), height);
    if size.x < LEAST_WIDTH {
        return None;
    }
    if !ui.is_rect_visible(Rect::from_min_size(ui.cursor().min, size)) {
        ui.allocate_space(size);
        return None;
    }
    Some(size)
}

/// A plot that only shows.
pub(crate) fn plot<'a>(name: &'static str, size: Vec2, colours: &Colours) -> Plot<'a> {
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
        .x_grid_spacer(|input| axis::marks(input, 64.0))
        .y_grid_spacer(|input| axis::marks(input, 24.0))
        // Lines at full strength: there are few of them.
        .grid_spacing(Rangef::new(GRID_POINTS, GRID_POINTS + 1.0))
        .grid_color(colours.grid)
        .cursor_color(colours.weak)
}

/// The axis of time before the last reading.
fn time_axis<'a>(scale: Scale, colours: &Colours) -> AxisHints<'a> {
    let words = move |mark: GridMark| {
        if mark.value > -mark.step_size / 2.0 { "now".to_owned() } else { axis::label(mark, scale.suffix) }
    };
    hints(AxisHints::new_x(), colours, words).min_thickness(16.0)
}

/// The axis of values, as wide in every plot.
pub(crate) fn value_axis<'a>(colours: &Colours, words: impl Fn(GridMark) -> String + 'a) -> AxisHints<'a> {
    hints(AxisHints::new_y(), colours, words).min_thickness(axis::WIDTH)
}

pub(crate) fn hints<'a>(
    axis: AxisHints<'a>,
    colours: &Colours,
    words: impl Fn(GridMark) -> String + 'a,
) -> AxisHints<'a> {
    axis.formatter(move |mark, _| words(mark))
        .label_spacing(Rangef::new(1.0, 2.0))
        .tick_label_color(colours.text)
        .tick_label_font(FontId::proportional(11.0))
}

/// A limit across the plot, with its name at the left.
pub(crate) fn draw_mark(plot: &mut PlotUi<'_>, name: &str, y: f64, left: f64, colours: &Colours, is_severe: bool) {
    let look = colours.mark(is_severe);
    plot.hline(HLine::new(name, y).color(look.colour).style(look.style).width(1.4).allow_hover(false));
    plot.text(tag(name, PlotPoint::new(left, y), look.colour).anchor(Align2::LEFT_BOTTOM));
}

fn tag(name: &str, at: PlotPoint, colour: Color32) -> Text {
    Text::new(name, at, RichText::new(name).size(11.0).color(colour)).allow_hover(false)
}

fn points<'a>(xs: &[f64], ys: &[f64]) -> PlotPoints<'a> {
    let known = xs.iter().zip(ys).filter(|(_, y)| y.is_finite());
    PlotPoints::Owned(known.map(|(x, y)| PlotPoint::new(*x, *y)).collect())
}
