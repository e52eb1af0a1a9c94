//! The colors of a map, derived from the workspace's style. A group that has none gets one by its number.

use crate::base::style::Style;
use egui::{Color32, Visuals};

/// How far what was not found goes towards the ground.
const STEP_BACK: f32 = 0.72;

/// What is drawn in which color.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Palette {
    /// Around the surface.
    pub(crate) around: Color32,
    /// Between panes.
    pub(crate) ground: Color32,
    /// A live pane, and its title's bar.
    pub(crate) live: Color32,
    pub(crate) bar: Color32,
    /// A pane that is not live.
    pub(crate) hollow: Color32,
    pub(crate) outline: Color32,
    pub(crate) sketch: Color32,
    pub(crate) text: Color32,
    pub(crate) weak: Color32,
    /// Fills, and lines, of what is chosen.
    pub(crate) accent: Color32,
    pub(crate) ring: Color32,
    pub(crate) failed: Color32,
    pub(crate) busy: Color32,
    /// How opaque all is.
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

    /// The same, less opaque.
    pub(crate) fn with_opacity(self, opacity: f32) -> Self {
        self.map(|color| color.gamma_multiply(opacity), opacity)
    }

    /// The same towards the ground: what steps back behind what was found.
    pub(crate) fn stepped_back(self) -> Self {
        self.map(|color| color.lerp_to_gamma(self.ground, STEP_BACK), self.opacity)
    }

    /// A group's color, as opaque as all is, and stepped back as well where that is asked.
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
