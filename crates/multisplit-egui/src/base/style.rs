//! Lengths and colors, derived from egui's own style, so that a workspace looks at home in light and dark.

use egui::{Color32, Stroke};
use multisplit::{Length, Metrics};

/// How a workspace looks. Lengths in logical units (egui's points).
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Between panes. Presets: 1, 3, 6.
    pub divider: f32,
    /// How far over its edges a divider can be grabbed.
    pub grab_padding: f32,
    /// The height of tab bars, of the strips of floating surfaces, and of the header of a pane that fills its surface.
    pub tab_bar: f32,
    /// The strip that is left of a collapsed pane.
    pub collapsed: f32,
    /// The least width and height of a pane: where they do not fit, the surface scrolls.
    pub min_pane: [f32; 2],
    /// The narrowest and the widest tab.
    pub tab_width: [f32; 2],
    /// Between the panes.
    pub gap_fill: Color32,
    /// Behind a pane.
    pub pane_fill: Color32,
    /// Behind tabs.
    pub bar_fill: Color32,
    /// Behind the tab under the pointer.
    pub hover_fill: Color32,
    /// A divider under the pointer, or dragged.
    pub divider_hot: Color32,
    /// Around the focused pane.
    pub focus_ring: Stroke,
    /// Text of the front tab.
    pub text: Color32,
    /// Text of other tabs.
    pub weak_text: Color32,
    /// Where a dragged pane would go.
    pub drop_fill: Color32,
}

impl Style {
    /// The style that goes with egui's.
    #[must_use]
    pub fn from_egui(style: &egui::Style) -> Self {
        let visuals = &style.visuals;
        let accent = visuals.selection.bg_fill;
        // Darker than a pane in both: what is extreme in light visuals is white.
        let behind =
            if visuals.dark_mode { visuals.extreme_bg_color } else { visuals.widgets.noninteractive.bg_stroke.color };
        Self {
            divider: 3.0,
            grab_padding: 3.0,
            tab_bar: 28.0,
            collapsed: 24.0,
            min_pane: [48.0, 32.0],
            tab_width: [72.0, 220.0],
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

    /// What the engine needs of it. Lengths that cannot be are taken as zero.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let length = |units: f32| Length::new(f64::from(units)).unwrap_or_default();
        Metrics {
            divider: length(self.divider),
            tab_bar: length(self.tab_bar),
            zoom_bar: length(self.tab_bar),
            collapsed: length(self.collapsed),
            min_pane: self.min_pane.map(length),
        }
    }
}
