//! Panes that go elsewhere.

use super::{CommandError, Outcome, Site, Target};
use crate::base::{PaneId, Ratio, Where};

impl Site<'_> {
    pub(super) fn move_to(&mut self, pane: PaneId, to: Target) -> Result<Outcome, CommandError> {
        self.want_free(pane)?;
        if let Target::Pane { pane: other, .. } = to {
            if other == pane {
                return Err(CommandError::IntoItself(pane));
            }
            self.want_pane(other)?;
            self.want_room(0, Some(other.node()))?;
            self.unzoom_around(other.node())?;
        } else {
            self.want_room_around_root()?;
        }
        self.unzoom_around(pane.node())?;
        if self.is_alone_on_main(pane) && matches!(to, Target::Edge(_)) {
            return Ok(Outcome::pane(pane));
        }
        self.take_out(pane.node())?;
        match to {
            Target::Pane { pane: other, place } => {
                let tabbed = place == Where::Tab || self.goes_into_tabs(other, place);
                let node = self.dressed(pane, !tabbed)?;
                self.put_at(node, other, place, Ratio::HALF)?;
            }
            Target::Edge(edge) => {
                let node = self.dressed(pane, true)?;
                self.put_at_edge(node, edge)?;
            }
        }
        self.focus = Some(pane);
        Ok(Outcome::pane(pane))
    }

    /// The node that goes to the new place: the pane, in a tab set of its own where the rules ask for one.
    pub(super) fn dressed(&mut self, pane: PaneId, bare: bool) -> Result<crate::base::NodeId, CommandError> {
        if bare && self.rules.tabs_everywhere { self.wrap_in_tabs(pane.node()) } else { Ok(pane.node()) }
    }

    fn is_alone_on_main(&self, pane: PaneId) -> bool {
        let seat = self.seat(pane);
        self.tree.root() == Some(seat) && self.tree.children(seat).count() <= 1
    }
}
