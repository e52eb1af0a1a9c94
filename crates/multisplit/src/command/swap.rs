//! The swap of two panes. Bounds and marks stay with the pane, shares stay with the place.

use super::{CommandCx, CommandError, Outcome};
use crate::base::PaneId;
use crate::tree::BranchKind;

impl CommandCx<'_> {
    pub(super) fn swap(&mut self, a: PaneId, b: PaneId) -> Result<Outcome, CommandError> {
        self.require_unlocked(a)?;
        self.require_unlocked(b)?;
        for (chrome, other) in [(a, b), (b, a)] {
            // A part of the window never becomes a tab.
            if self.is_chrome(chrome) && self.tab_set_or_pane(other) != other.node() {
                return Err(CommandError::Chrome(chrome));
            }
        }
        if a == b {
            return Ok(Outcome::pane(a));
        }
        self.unzoom_around(a.node())?;
        self.unzoom_around(b.node())?;
        // A stand-in holds the place while the two panes move, so that neighbors and front tabs come out right, too.
        let stand_in = self.make_branch(BranchKind::Row)?;
        self.replace_node(a.node(), stand_in)?;
        self.replace_node(b.node(), a.node())?;
        self.replace_node(stand_in, b.node())?;
        self.delete(stand_in)?;
        // The focused pane keeps the focus and is shown in its new place.
        self.focus = self.recent.first().copied().filter(|pane| *pane == a || *pane == b);
        Ok(Outcome::pane(a))
    }
}
