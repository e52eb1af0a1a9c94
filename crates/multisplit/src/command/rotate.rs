//! Rotation: rows become columns, all the way down, so that rotating twice restores the layout.

use super::{CommandCx, CommandError, Outcome};
use crate::base::NodeId;
use crate::tree::{Edit, NodeKind};

impl CommandCx<'_> {
    pub(super) fn rotate(&mut self, split: NodeId) -> Result<Outcome, CommandError> {
        self.require_split(split)?;
        self.unzoom_around(split)?;
        let below: Vec<NodeId> = self.tree.walk(split).collect();
        for node in below {
            if let Some(NodeKind::Split(axis)) = self.tree.kind(node) {
                self.edit(Edit::SetAxis { split: node, axis: axis.cross() })?;
            }
        }
        self.flatten(split)?;
        Ok(Outcome::default())
    }
}
