//! What is remembered about each surface from frame to frame. Invariant: nothing is remembered about a surface that is gone.

use crate::frame::Frame;
use egui::{Rect, Ui, Vec2};
use multisplit::{Layout, SurfaceId};

/// The position and the visible part of a surface. What is kept about the surface is valid only while this stays the same. Every edit
/// changes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SurfaceView {
    /// The number of the layout's visibility pass.
    scenes: u64,
    origin: Rect,
    shift: Vec2,
    pub(crate) clip: Rect,
    pub(crate) scale: f32,
}

impl SurfaceView {
    /// Returns the view of the surface that is being drawn.
    pub(crate) fn of(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Self {
        Self {
            scenes: layout.visibility_revision(),
            origin: frame.origin.rect,
            shift: frame.origin.shift,
            clip: ui.clip_rect(),
            scale: ui.ctx().pixels_per_point(),
        }
    }
}

/// One value per surface. It is a list, because there are few surfaces.
#[derive(Clone, Debug)]
pub(crate) struct PerSurface<T>(Vec<(SurfaceId, T)>);

impl<T> Default for PerSurface<T> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<T> PerSurface<T> {
    /// Takes out what is remembered about a surface, and drops what is remembered about surfaces that are gone.
    pub(crate) fn take(&mut self, layout: &Layout, surface: SurfaceId) -> Option<T> {
        self.0.retain(|(id, _)| *id == SurfaceId::MAIN || layout.tree().surface(*id).is_some());
        let at = self.0.iter().position(|(id, _)| *id == surface)?;
        Some(self.0.swap_remove(at).1)
    }

    /// Remembers a value for a surface. An earlier one must have been taken out.
    pub(crate) fn put(&mut self, surface: SurfaceId, what: T) {
        self.0.push((surface, what));
    }

    /// Returns what is remembered about a surface.
    pub(crate) fn get(&self, surface: SurfaceId) -> Option<&T> {
        self.0.iter().find(|(id, _)| *id == surface).map(|(_, what)| what)
    }
}
