//! What is remembered of each surface from frame to frame. Holds nothing of a surface that is gone.

use multisplit::{Layout, SurfaceId};

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
