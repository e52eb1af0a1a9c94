//! Two panes exchange their places. Bounds and marks go with the pane, shares stay with the place.

use super::{CommandCx, CommandError, Outcome};
use crate::base::PaneId;
use crate::tree::BranchKind;

impl CommandCx<'_> {
    pub(super) fn swap(&mut self, a: PaneId, b: PaneId) -> Result<Outcome, CommandError> {
        self.require_unlocked(a)?;
        self.require_unlocked(b)?;
        if a == b {
            return Ok(Outcome::pane(a));
        }
        self.unzoom_around(a.node())?;
        self.unzoom_around(b.node())?;
        // A stand-in keeps the place while the two move: right also for neighbors and for front tabs.
        let stand_in = self.make_branch(BranchKind::Row)?;
        self.replace_node(a.node(), stand_in)?;
        self.replace_node(b.node(), a.node())?;
        self.replace_node(stand_in, b.node())?;
        self.delete(stand_in)?;
        // Whoever has the focus keeps it, and is shown in the new place.
        self.focus = self.recent.first().copied().filter(|pane| *pane == a || *pane == b);
        Ok(Outcome::pane(a))
    }
}
