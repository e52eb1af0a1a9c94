//! The colors of a map, derived from the style of the workspace. A group without a color gets one derived from its number.

use crate::base::style::Style;
use egui::{Color32, Visuals};

/// How far what was not found is blended towards the ground.
const STEP_BACK: f32 = 0.72;

/// The colors of everything on a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Palette {
    /// Around the surface.
    pub(crate) around: Color32,
    /// Between panes.
    pub(crate) ground: Color32,
    /// A live pane.
    pub(crate) live: Color32,
    /// The title bar of a pane.
    pub(crate) bar: Color32,
    /// A pane that is not live.
    pub(crate) hollow: Color32,
    pub(crate) outline: Color32,
    pub(crate) sketch: Color32,
    pub(crate) text: Color32,
    pub(crate) weak: Color32,
    /// The fill of what is chosen.
    pub(crate) accent: Color32,
    /// The outline of what is chosen.
    pub(crate) ring: Color32,
    pub(crate) failed: Color32,
    pub(crate) busy: Color32,
    /// The opacity of everything.
    opacity: f32,
}

impl Palette {
    pub(crate) fn new(style: &Style, visuals: &Visuals) -> Self {
        let (pane, text) = (style.pane_fill, style.text);
        let toward = |part: f32| pane.lerp_to_gamma(text, part);
        Self {
            around: visuals.extreme_bg_color,
            ground: if visuals.dark_mode { visuals.extreme_bg_color } else { toward(0.22) },
            live: toward(if visuals.dark_mode { 0.13 } else { 0.0 }),
            bar: toward(if visuals.dark_mode { 0.24 } else { 0.13 }),
            hollow: toward(if visuals.dark_mode { 0.02 } else { 0.06 }),
            outline: toward(0.32),
            sketch: toward(0.2),
            text,
            weak: style.weak_text.lerp_to_gamma(text, 0.35),
            accent: style.divider_hot,
            ring: visuals.selection.stroke.color,
            failed: visuals.error_fg_color,
            busy: visuals.warn_fg_color,
            opacity: 1.0,
        }
    }

    /// Returns the palette with less opacity.
    pub(crate) fn with_opacity(self, opacity: f32) -> Self {
        self.map(|color| color.gamma_multiply(opacity), opacity)
    }

    /// Returns the palette blended towards the ground, for what steps back behind what was found.
    pub(crate) fn stepped_back(self) -> Self {
        self.map(|color| color.lerp_to_gamma(self.ground, STEP_BACK), self.opacity)
    }

    /// Returns the color of a group with the opacity of the palette, blended towards the ground if `back` is set.
    pub(crate) fn tone(&self, color: Color32, back: bool) -> Color32 {
        let color = if back { color.lerp_to_gamma(self.ground, STEP_BACK) } else { color };
        if self.opacity < 1.0 { color.gamma_multiply(self.opacity) } else { color }
    }

    fn map(self, to: impl Fn(Color32) -> Color32, opacity: f32) -> Self {
        Self {
            around: to(self.around),
            ground: to(self.ground),
            live: to(self.live),
            bar: to(self.bar),
            hollow: to(self.hollow),
            outline: to(self.outline),
            sketch: to(self.sketch),
            text: to(self.text),
            weak: to(self.weak),
            accent: to(self.accent),
            ring: to(self.ring),
            failed: to(self.failed),
            busy: to(self.busy),
            opacity,
        }
    }
}
