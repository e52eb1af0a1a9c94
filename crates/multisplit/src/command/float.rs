//! Floating surfaces: floating a pane, docking a surface, and moving it.

use super::{CommandCx, CommandError, Outcome};
use crate::base::limits::MAX_FLOATING;
use crate::base::{Direction, PaneId, Ratio, Rect, SurfaceId};
use crate::tree::{Edit, SurfaceState};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

impl CommandCx<'_> {
    pub(super) fn float(&mut self, pane: PaneId, area: Rect) -> Result<Outcome, CommandError> {
        self.require_unlocked(pane)?;
        want_area(area)?;
        if let Some(surface) = self.alone_on_float(pane) {
            // The pane floats already: it moves together with its surface.
            self.focus = Some(pane);
            self.set_area(surface, area)?;
            return Ok(Outcome { surface: Some(surface), ..Outcome::pane(pane) });
        }
        if self.tree.surfaces().len() > MAX_FLOATING {
            return Err(CommandError::TooManyFloating);
        }
        self.unzoom_around(pane.node())?;
        let home = Some(Box::new(self.home_of(self.whole_seat(pane).unwrap_or(pane.node()))));
        self.detach_and_clean(pane.node())?;
        let root = Some(self.dressed(pane, true)?);
        let id = self.tree.allot_surface();
        self.edit(Edit::SetSurface(Box::new(SurfaceState { id, root, zoomed: None, area: Some(area), home })))?;
        self.focus = Some(pane);
        Ok(Outcome { surface: Some(id), ..Outcome::pane(pane) })
    }

    /// Brings the whole tree of a floating surface back to the place where it came from, or to the nearest place that
    /// is left.
    pub(super) fn dock(&mut self, surface: SurfaceId) -> Result<Outcome, CommandError> {
        let state = self.tree.surface(surface).filter(|s| s.area.is_some()).cloned();
        let state = state.ok_or(CommandError::NoSuchSurface(surface))?;
        let Some(root) = state.root else { return Err(CommandError::NoSuchSurface(surface)) };
        let panes: Vec<PaneId> =
            self.tree.walk(root).map(PaneId::new).filter(|p| self.tree.widget(*p).is_some()).collect();
        for pane in &panes {
            self.require_unlocked(*pane)?;
        }
        self.require_capacity_around_root()?;
        self.edit(Edit::SetSurface(Box::new(SurfaceState::empty(surface))))?;
        let home = state.home.unwrap_or_default();
        if !self.put_home(root, &home, Some(surface))? {
            self.put_at_edge(root, Direction::Right, Ratio::HALF)?;
            self.flatten(root)?;
        }
        self.focus = self.recent.iter().copied().find(|pane| panes.contains(pane)).or(panes.first().copied());
        Ok(Outcome { panes, surface: Some(surface), ..Outcome::default() })
    }

    /// Returns the floating surface that shows this pane and nothing else.
    fn alone_on_float(&self, pane: PaneId) -> Option<SurfaceId> {
        let seat = self.whole_seat(pane)?;
        let is_all = |surface: &&SurfaceState| surface.area.is_some() && surface.root == Some(seat);
        self.tree.surfaces().iter().find(is_all).map(|surface| surface.id)
    }

    pub(super) fn set_area(&mut self, surface: SurfaceId, area: Rect) -> Result<Outcome, CommandError> {
        want_area(area)?;
        let state = self.tree.surface(surface).filter(|s| s.area.is_some()).cloned();
        let state = state.ok_or(CommandError::NoSuchSurface(surface))?;
        if state.area != Some(area) {
            self.edit(Edit::SetSurface(Box::new(SurfaceState { area: Some(area), ..state })))?;
        }
        Ok(Outcome::default())
    }
}

fn want_area(area: Rect) -> Result<(), CommandError> {
    if area.is_area() { Ok(()) } else { Err(CommandError::BadArea { x: area.x, y: area.y, w: area.w, h: area.h }) }
}

/// Reads the area of a floating surface.
pub(super) fn read_area<'de, D: Deserializer<'de>>(from: D) -> Result<Rect, D::Error> {
    let area = Rect::deserialize(from)?;
    want_area(area).map(|()| area).map_err(D::Error::custom)
}
