//! Surfaces beside the main one.

use super::{CommandError, Outcome, Site};
use crate::base::limits::MAX_FLOATING;
use crate::base::{PaneId, Rect, SurfaceId};
use crate::tree::{Edit, SurfaceState};

impl Site<'_> {
    pub(super) fn float(&mut self, pane: PaneId, area: Rect) -> Result<Outcome, CommandError> {
        self.want_free(pane)?;
        want_area(area)?;
        if self.tree.surfaces().len() > MAX_FLOATING {
            return Err(CommandError::TooManyFloating);
        }
        self.unzoom_around(pane.node())?;
        self.take_out(pane.node())?;
        let root = Some(self.dressed(pane, true)?);
        let id = self.tree.allot_surface();
        self.edit(Edit::SetSurface(Box::new(SurfaceState { id, root, zoomed: None, area: Some(area) })))?;
        self.focus = Some(pane);
        Ok(Outcome::pane(pane))
    }

    pub(super) fn set_area(&mut self, surface: SurfaceId, area: Rect) -> Result<Outcome, CommandError> {
        want_area(area)?;
        let state = self.tree.surface(surface).filter(|s| s.area.is_some()).cloned();
        let state = state.ok_or(CommandError::NoSuchSurface(surface))?;
        self.edit(Edit::SetSurface(Box::new(SurfaceState { area: Some(area), ..state })))?;
        Ok(Outcome::default())
    }
}

fn want_area(area: Rect) -> Result<(), CommandError> {
    if area.is_area() { Ok(()) } else { Err(CommandError::BadArea { x: area.x, y: area.y, w: area.w, h: area.h }) }
}
