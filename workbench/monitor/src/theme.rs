//! Colours and line styles, from egui's visuals, so that the pane looks at home in light and dark.
//!
//! Refuses to tell anything by colour alone: a series has a line style of its own, and a name beside it.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Visuals, pos2};
use egui_plot::LineStyle;

/// The colours of one frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Colours {
    /// Told apart also by people who see fewer colours (after Okabe and Ito).
    series: [Color32; 5],
    pub(crate) good: Color32,
    pub(crate) warn: Color32,
    pub(crate) error: Color32,
    pub(crate) text: Color32,
    pub(crate) strong: Color32,
    pub(crate) weak: Color32,
    pub(crate) grid: Color32,
    pub(crate) ground: Color32,
}

/// How a series is drawn in a plot and in the words beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    pub(crate) colour: Color32,
    pub(crate) style: LineStyle,
    /// Filled below its line.
    pub(crate) is_area: bool,
}

impl Colours {
    pub(crate) fn of(visuals: &Visuals) -> Self {
        let rgb = Color32::from_rgb;
        let dark = [rgb(86, 180, 233), rgb(230, 159, 0), rgb(34, 190, 140), rgb(221, 137, 184), rgb(226, 215, 90)];
        let light = [rgb(0, 105, 170), rgb(186, 100, 0), rgb(0, 125, 90), rgb(165, 65, 125), rgb(120, 108, 0)];
        let series = if visuals.dark_mode { dark } else { light };
        // The theme's own warning colours, as dark as text needs to be on a light ground.
        let readable =
            |colour: Color32| if visuals.dark_mode { colour } else { colour.lerp_to_gamma(Color32::BLACK, 0.25) };
        let error = if visuals.dark_mode {
            visuals.error_fg_color.lerp_to_gamma(Color32::WHITE, 0.3)
        } else {
            visuals.error_fg_color
        };
        Self {
            series,
            good: series[2],
            warn: readable(visuals.warn_fg_color),
            error: readable(error),
            text: visuals.text_color(),
            strong: visuals.strong_text_color(),
            weak: visuals.weak_text_color(),
            grid: visuals.text_color().gamma_multiply(0.14),
            ground: visuals.extreme_bg_color,
        }
    }

    /// The look of an area, counted from the lowest.
    pub(crate) fn area(&self, index: usize) -> Look {
        let styles = [
            LineStyle::Solid,
            LineStyle::Dashed { length: 8.0 },
            LineStyle::Dotted { spacing: 4.0 },
            LineStyle::Dashed { length: 3.0 },
            LineStyle::Solid,
        ];
        Look { colour: self.series[index % self.series.len()], style: styles[index % styles.len()], is_area: true }
    }

    /// The look of a line that is not part of a stack.
    pub(crate) fn line(&self, index: usize) -> Look {
        let looks = [(self.strong, LineStyle::Dashed { length: 5.0 }), (self.weak, LineStyle::Dotted { spacing: 5.0 })];
        let (colour, style) = looks[index % looks.len()];
        Look { colour, style, is_area: false }
    }

    /// The look of a limit.
    pub(crate) fn mark(&self, is_severe: bool) -> Look {
        if is_severe {
            Look { colour: self.error, style: LineStyle::Dashed { length: 14.0 }, is_area: false }
        } else {
            Look { colour: self.warn, style: LineStyle::Dashed { length: 7.0 }, is_area: false }
        }
    }
}

impl Look {
    pub(crate) fn fill(&self) -> Color32 {
        self.colour.gamma_multiply(0.35)
    }

    /// Its small picture beside the name.
    pub(crate) fn paint_swatch(&self, painter: &Painter, rect: Rect) {
        let line = if self.is_area {
            painter.rect_filled(rect, 0.0, self.fill());
            [rect.left_top(), rect.right_top()]
        } else {
            [rect.left_center(), rect.right_center()]
        };
        painter.extend(self.line_shapes(line));
    }

    fn line_shapes(&self, line: [Pos2; 2]) -> Vec<Shape> {
        let stroke = Stroke::new(1.6, self.colour);
        match self.style {
            LineStyle::Solid => vec![Shape::line_segment(line, stroke)],
            // Short enough that two dashes fit into a swatch.
            LineStyle::Dashed { length } => Shape::dashed_line(&line, stroke, length.min(6.0), length.min(6.0) * 0.6),
            LineStyle::Dotted { spacing } => {
                let line = line.map(|at| pos2(at.x + 1.0, at.y));
                Shape::dotted_line(&line, self.colour, spacing, 1.2)
            }
        }
    }
}
