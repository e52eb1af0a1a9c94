//! Replacing the widget of a pane.

use super::{CommandCx, CommandError, Outcome};
use crate::base::{PaneId, WidgetId};
use crate::tree::Edit;

impl CommandCx<'_> {
    pub(super) fn replace(&mut self, pane: PaneId, widget: &WidgetId) -> Result<Outcome, CommandError> {
        let old = self.require_unlocked(pane)?.clone();
        if old == *widget {
            return Ok(Outcome::pane(pane));
        }
        self.require_closed(widget)?;
        self.edit(Edit::SetWidget { pane, widget: widget.clone() })?;
        Ok(Outcome { widget: Some(old), ..Outcome::pane(pane) })
    }
}
