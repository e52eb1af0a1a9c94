//! Colors, line styles and sizes, derived from egui's visuals, so that the view fits light and dark themes.
//!
//! Color is never the only sign: a series also has its own line style, and a name beside it.

use egui::{Color32, Painter, Rect, Visuals};

use crate::dash::{self, Dash};

/// The look of the view in one frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Theme {
    /// The colors of series, distinguishable also for people with color blindness (after Okabe and Ito).
    series: [Color32; 5],
    pub(crate) good: Color32,
    pub(crate) warn: Color32,
    pub(crate) error: Color32,
    pub(crate) text: Color32,
    pub(crate) strong: Color32,
    pub(crate) weak: Color32,
    pub(crate) grid: Color32,
    pub(crate) ground: Color32,
    /// The height of a plot, in points.
    pub(crate) plot_height: f32,
}

/// How a series is drawn, in a plot and in the words beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    pub(crate) color: Color32,
    pub(crate) dash: Dash,
    /// Whether the area below the line is filled.
    pub(crate) is_area: bool,
}

impl Theme {
    pub(crate) fn of(visuals: &Visuals, plot_height: f32) -> Self {
        let rgb = Color32::from_rgb;
        let dark = [rgb(86, 180, 233), rgb(230, 159, 0), rgb(34, 190, 140), rgb(221, 137, 184), rgb(226, 215, 90)];
        let light = [rgb(0, 105, 170), rgb(186, 100, 0), rgb(0, 125, 90), rgb(165, 65, 125), rgb(120, 108, 0)];
        let series = if visuals.dark_mode { dark } else { light };
        // The visuals' own warning colors, moved away from the background to the contrast that text needs.
        let (away, part) = if visuals.dark_mode { (Color32::WHITE, 0.3) } else { (Color32::BLACK, 0.25) };
        let readable = |color: Color32| color.lerp_to_gamma(away, part);
        Self {
            series,
            good: series[2],
            warn: if visuals.dark_mode { visuals.warn_fg_color } else { readable(visuals.warn_fg_color) },
            error: readable(visuals.error_fg_color),
            text: visuals.text_color(),
            strong: visuals.strong_text_color(),
            weak: visuals.weak_text_color(),
            grid: visuals.text_color().gamma_multiply(0.14),
            ground: visuals.extreme_bg_color,
            plot_height,
        }
    }

    /// Returns the look of an area, counted from the lowest.
    pub(crate) fn area(&self, index: usize) -> Look {
        let dashes = [Dash::SOLID, Dash::new(8.0, 4.0), Dash::new(2.0, 2.5), Dash::new(4.0, 2.5), Dash::SOLID];
        Look { color: self.series[index % self.series.len()], dash: dashes[index % dashes.len()], is_area: true }
    }

    /// Returns the look of a line that is not part of a stack.
    pub(crate) fn line(&self, index: usize) -> Look {
        let looks = [(self.strong, Dash::new(6.0, 3.5)), (self.text, Dash::new(2.0, 3.5))];
        let (color, dash) = looks[index % looks.len()];
        Look { color, dash, is_area: false }
    }

    /// Returns the look of a limit.
    pub(crate) fn mark(&self, is_severe: bool) -> Look {
        let (color, dash) =
            if is_severe { (self.error, Dash::new(14.0, 5.0)) } else { (self.warn, Dash::new(8.0, 5.0)) };
        Look { color, dash, is_area: false }
    }
}

impl Look {
    pub(crate) fn fill(&self) -> Color32 {
        self.color.gamma_multiply(0.35)
    }

    /// Paints a small sample of the look, which stands beside the name.
    pub(crate) fn paint_swatch(&self, painter: &Painter, rect: Rect) {
        let line = if self.is_area {
            painter.rect_filled(rect, 0.0, self.fill());
            [rect.left_top(), rect.right_top()]
        } else {
            [rect.left_center(), rect.right_center()]
        };
        // Shorten the pattern so that the line is seen to be dashed.
        let dash = Dash::new(self.dash.on.min(6.0), self.dash.off.min(4.0));
        let mut shapes = Vec::new();
        dash::shapes(&line, dash, 1.6, self.color, &mut shapes);
        painter.extend(shapes);
    }
}
