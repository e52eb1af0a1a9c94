//! Lengths and colors of a workspace. They are derived from egui's own style, so that they match it in dark and light mode.

use crate::base::title::TITLE_SIZE;
use egui::{Color32, FontId, Rect, Stroke, Vec2};
use multisplit::geometry::Length;
use multisplit::placement::Metrics;

/// The look of a workspace. All lengths are in logical units (egui's points).
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// The thickness of the dividers between panes. Presets: 1, 3, 6.
    pub divider: f32,
    /// The distance from its edges within which a divider can be grabbed.
    pub grab_padding: f32,
    /// The height of tab bars, of the strips of floating surfaces, and of the header of a pane that fills its surface.
    pub tab_bar: f32,
    /// The thickness of the strip of a collapsed pane.
    pub collapsed: f32,
    /// The minimum width and height of a pane. If the panes do not fit, the surface scrolls.
    pub min_pane: [f32; 2],
    /// The minimum and the maximum width of a tab.
    pub tab_width: [f32; 2],
    /// The font of the titles on tabs.
    pub title_font: FontId,
    /// The radius of the upper corners of tabs.
    pub tab_rounding: u8,
    /// The space between the edges of a pane and what its widget draws. It takes at most a quarter of the pane on each side.
    pub pane_margin: f32,
    /// The radius of the corners of panes.
    pub pane_rounding: u8,
    /// The color between the panes.
    pub gap_fill: Color32,
    /// The color behind a pane.
    pub pane_fill: Color32,
    /// The color of tab bars, behind the tabs.
    pub bar_fill: Color32,
    /// The color behind a tab under the pointer.
    pub hover_fill: Color32,
    /// The color of a divider that is under the pointer or dragged.
    pub divider_hot: Color32,
    /// The stroke around the focused pane.
    pub focus_ring: Stroke,
    /// The text color of the active tab.
    pub text: Color32,
    /// The text color of the other tabs.
    pub weak_text: Color32,
    /// The fill color of the place to which a dragged pane would go.
    pub drop_fill: Color32,
}

impl Style {
    /// Returns the style that matches an egui style.
    #[must_use]
    pub fn from_egui(style: &egui::Style) -> Self {
        let visuals = &style.visuals;
        let accent = visuals.selection.bg_fill;
        // It must be darker than a pane in both modes, and the extreme color of light visuals is white.
        let behind =
            if visuals.dark_mode { visuals.extreme_bg_color } else { visuals.widgets.noninteractive.bg_stroke.color };
        Self {
            divider: 3.0,
            grab_padding: 3.0,
            tab_bar: 28.0,
            collapsed: 24.0,
            min_pane: [48.0, 32.0],
            tab_width: [72.0, 220.0],
            title_font: FontId::proportional(TITLE_SIZE),
            tab_rounding: 0,
            pane_margin: 6.0,
            pane_rounding: 0,
            gap_fill: visuals.widgets.noninteractive.bg_stroke.color,
            pane_fill: visuals.panel_fill,
            bar_fill: visuals.panel_fill.lerp_to_gamma(behind, 0.5),
            hover_fill: visuals.widgets.hovered.weak_bg_fill,
            divider_hot: accent,
            focus_ring: Stroke::new(1.5, accent),
            text: visuals.strong_text_color(),
            weak_text: visuals.weak_text_color(),
            drop_fill: accent.gamma_multiply(0.35),
        }
    }

    /// Returns the part of a pane that its widget draws in.
    pub(crate) fn inner(&self, pane: Rect) -> Rect {
        let margin = if self.pane_margin.is_finite() { self.pane_margin.max(0.0) } else { 0.0 };
        pane.shrink2((pane.size() / 4.0).min(Vec2::splat(margin)))
    }

    /// Returns the lengths that the engine needs. A length that is invalid becomes zero.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let length = |units: f32| Length::new(f64::from(units)).unwrap_or_default();
        Metrics {
            divider: length(self.divider),
            tab_bar: length(self.tab_bar),
            zoom_bar: length(self.tab_bar),
            collapsed: [length(self.collapsed); 2],
            min_pane: self.min_pane.map(length),
            ..Metrics::default()
        }
    }
}
