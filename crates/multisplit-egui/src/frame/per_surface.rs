//! What is remembered of each surface from frame to frame. Holds nothing of a surface that is gone.

use crate::frame::Frame;
use egui::{Rect, Ui, Vec2};
use multisplit::{Layout, SurfaceId};

/// Where a surface lies and what is seen of it: what is kept of it is good only there. Every edit leads to another look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SurfaceView {
    /// Which look at the layout.
    scenes: u64,
    origin: Rect,
    shift: Vec2,
    pub(crate) clip: Rect,
    pub(crate) scale: f32,
}

impl SurfaceView {
    /// Where the surface that is drawn now lies.
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

/// One thing a surface; surfaces are few.
#[derive(Clone, Debug)]
pub(crate) struct PerSurface<T>(Vec<(SurfaceId, T)>);

impl<T> Default for PerSurface<T> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<T> PerSurface<T> {
    /// Takes what is remembered of a surface out.
    pub(crate) fn take(&mut self, layout: &Layout, surface: SurfaceId) -> Option<T> {
        self.0.retain(|(id, _)| *id == SurfaceId::MAIN || layout.tree().surface(*id).is_some());
        let at = self.0.iter().position(|(id, _)| *id == surface)?;
        Some(self.0.swap_remove(at).1)
    }

    /// Remembers it.
    pub(crate) fn put(&mut self, surface: SurfaceId, what: T) {
        self.0.push((surface, what));
    }

    /// What is remembered of a surface.
    pub(crate) fn get(&self, surface: SurfaceId) -> Option<&T> {
        self.0.iter().find(|(id, _)| *id == surface).map(|(_, what)| what)
    }
}
