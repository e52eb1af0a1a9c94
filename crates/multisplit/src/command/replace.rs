//! Another widget in the same pane.

use super::{CommandError, Outcome, Site};
use crate::base::{PaneId, WidgetId};
use crate::tree::Edit;

impl Site<'_> {
    pub(super) fn replace(&mut self, pane: PaneId, widget: &WidgetId) -> Result<Outcome, CommandError> {
        let old = self.want_free(pane)?.clone();
        if old == *widget {
            return Ok(Outcome::pane(pane));
        }
        self.want_closed(widget)?;
        self.edit(Edit::SetWidget { pane, widget: widget.clone() })?;
        Ok(Outcome { widget: Some(old), ..Outcome::pane(pane) })
    }
}
