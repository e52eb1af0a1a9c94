//! The zoom: one pane fills its surface. The tree below stays as it is, so that ending the zoom is exact.

use super::{CommandCx, CommandError, Outcome};
use crate::base::PaneId;
use crate::tree::{Edit, SurfaceState};

impl CommandCx<'_> {
    pub(super) fn zoom(&mut self, pane: PaneId) -> Result<Outcome, CommandError> {
        self.require_pane(pane)?;
        let surface = self.tree.surface_of(pane.node()).and_then(|id| self.tree.surface(id)).cloned();
        let Some(surface) = surface else { return Err(CommandError::NoSuchPane(pane)) };
        self.reveal(pane)?;
        if surface.zoomed != Some(pane) {
            self.edit(Edit::SetSurface(Box::new(SurfaceState { zoomed: Some(pane), ..surface })))?;
        }
        self.focus = Some(pane);
        Ok(Outcome::pane(pane))
    }

    /// Ends the zoom of the surface that has the focus. If nothing is zoomed there, ends the zoom of all surfaces.
    pub(super) fn unzoom(&mut self) -> Result<Outcome, CommandError> {
        let mut zoomed: Vec<SurfaceState> =
            self.tree.surfaces().iter().filter(|s| s.zoomed.is_some()).cloned().collect();
        let here = self.recent.first().and_then(|pane| self.tree.surface_of(pane.node()));
        if zoomed.iter().any(|surface| Some(surface.id) == here) {
            zoomed.retain(|surface| Some(surface.id) == here);
        }
        for surface in zoomed {
            self.edit(Edit::SetSurface(Box::new(SurfaceState { zoomed: None, ..surface })))?;
        }
        Ok(Outcome::default())
    }
}
