//! The section of frames: how long the last frames took, on a logarithmic axis, so that both quick frames and a hitch are
//! visible.

use egui::{Role, Ui, Vec2, WidgetInfo};
use egui_plot::{Bar, BarChart, GridInput, GridMark, HoverPosition};

use crate::axis;
use crate::chart::{self, Across};
use crate::data::Data;
use crate::facts::{self, Fact};
use crate::recent::{Frames, Group};
use crate::theme::Theme;
use crate::words::{count, millis};

/// The time of a frame at 120 frames per second, rounded down, in microseconds.
const FAST: u32 = 8_000;
/// The time of a frame at 60 frames per second, rounded down, in microseconds.
const SMOOTH: u32 = 16_600;
/// The width of a group of frames, in points.
const GROUP_POINTS: f32 = 3.0;

pub(crate) fn summary(data: &Data) -> String {
    if data.frames.len() == 0 { String::new() } else { format!("99 % within {} ms", ms(data.frames.p99)) }
}

pub(crate) fn show(ui: &mut Ui, data: &Data, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    ui.push_id("frames", |ui| {
        if let Some(size) = chart::plot_size(ui, theme.plot_height) {
            plot(ui, size, &data.frames, theme);
        }
    });
    let frames = &data.frames;
    let late = frames.longer_than(SMOOTH);
    let all = [
        Fact::new("p50", format!("{} ms", ms(frames.p50))),
        Fact::new("p99", format!("{} ms", ms(frames.p99))).bad_if(frames.p99 > SMOOTH),
        Fact::new("max", format!("{} ms", ms(frames.max))),
        Fact::new("over 16.6 ms", format!("{} of {}", count(late as u64), count(frames.len() as u64))),
        Fact::new("frames", count(reading.host.frames)),
    ];
    facts::show(ui, "frames", &all, theme);
}

fn plot(ui: &mut Ui, size: Vec2, frames: &Frames, theme: &Theme) {
    let width = size.x - axis::WIDTH;
    let (group_size, groups) = frames.groups((width / GROUP_POINTS).max(1.0) as usize);
    let (low, high) = bounds(&groups);
    let span = frames.len().max(100) as f64;
    let hover = |at: &HoverPosition<'_>| {
        let (HoverPosition::Elsewhere { position } | HoverPosition::NearDataPoint { position, .. }) = at;
        hover_words(&groups, group_size, position.x)
    };
    // 1.2 points in units of the axis, so that a bar of equal times is still visible.
    let half_bar = (high - low) / f64::from(size.y - 20.0) * 1.2;
    let name = "Times of the last frames";
    let response = chart::plot(name, size, theme)
        .custom_x_axes(vec![chart::past_axis(span, "", "last", theme)])
        .custom_y_axes(vec![chart::value_axis(theme, |mark| format!("{} ms", power(mark.value)))])
        .y_grid_spacer(|input| decades(&input))
        .label_formatter(hover)
        .show(ui, |plot| {
            plot.set_plot_bounds_x(-span..=0.0);
            plot.set_plot_bounds_y(low..=high);
            let bars = groups.iter().map(|group| bar(group, group_size, half_bar, theme));
            plot.bar_chart(BarChart::new("frames", bars.collect()).allow_hover(false));
            for (name, limit, is_severe) in [("8 ms", FAST, false), ("16.6 ms", SMOOTH, true)] {
                let across = Across { name, y: height(limit), is_severe, is_named_below: !is_severe };
                chart::draw_mark(plot, &across, -span, theme);
            }
        });
    let words = format!("{name}: half within {} ms, 99 % within {} ms", ms(frames.p50), ms(frames.p99));
    response.response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &words));
}

/// Returns the bar of a group, from its shortest to its longest frame.
fn bar(group: &Group, group_size: usize, half_bar: f64, theme: &Theme) -> Bar {
    let color = match group.longest {
        micros if micros <= FAST => theme.area(0).color,
        micros if micros <= SMOOTH => theme.warn,
        _ => theme.error,
    };
    let (from, to) = (height(group.shortest) - half_bar, height(group.longest) + half_bar);
    let bar = Bar::new(group.at, to - from).base_offset(from).width(group_size as f64 * 0.75);
    bar.fill(color).stroke(egui::Stroke::NONE)
}

/// Returns the height of a time: the power of ten of its milliseconds. Times below a hundredth of a millisecond count as that.
fn height(micros: u32) -> f64 {
    (f64::from(micros) / 1e3).max(0.01).log10()
}

/// Returns bounds that include all frames and both limits.
fn bounds(groups: &[Group]) -> (f64, f64) {
    let shortest = groups.iter().map(|group| height(group.shortest)).fold(0.0, f64::min);
    let longest = groups.iter().map(|group| height(group.longest)).fold(1.5, f64::max);
    (shortest - 0.3, longest + 0.35)
}

/// Returns a mark at each power of ten.
fn decades(input: &GridInput) -> Vec<GridMark> {
    let (from, to) = input.bounds;
    (-3..=8_i8)
        .map(f64::from)
        .filter(|value| (from..=to).contains(value))
        .map(|value| GridMark { value, step_size: 1.0 })
        .collect()
}

fn power(value: f64) -> String {
    let millis = 10_f64.powf(value);
    if millis < 0.99 { format!("{millis}") } else { count(millis.round() as u64) }
}

fn hover_words(groups: &[Group], group_size: usize, at: f64) -> Option<String> {
    let group = groups.iter().min_by(|a, b| (a.at - at).abs().total_cmp(&(b.at - at).abs()))?;
    let times = match (group.shortest, group.longest) {
        (shortest, longest) if shortest == longest => format!("{} ms", ms(longest)),
        (shortest, longest) => format!("{} to {} ms", ms(shortest), ms(longest)),
    };
    let late = (-group.at - group_size as f64 / 2.0).max(0.0).round();
    Some(format!("{times}\n{late} frames before the last"))
}

fn ms(micros: u32) -> String {
    millis(f64::from(micros))
}
