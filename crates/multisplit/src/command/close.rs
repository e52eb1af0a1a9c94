//! Closing panes. What was beside a closed pane takes its space in proportion.

use super::{CommandCx, CommandError, Outcome};
use crate::base::PaneId;
use crate::base::limits::MAX_HOMES;
use std::collections::BTreeSet;

impl CommandCx<'_> {
    pub(super) fn close(&mut self, pane: PaneId) -> Result<Outcome, CommandError> {
        let widget = self.require_unlocked(pane)?.clone();
        if self.rules.keep_last && self.tree.pane_count() == 1 {
            return Err(CommandError::LastPane(pane));
        }
        // The place is recorded before the pane leaves it, so that opening the widget again finds it.
        let home = self.home_of(self.whole_seat(pane).unwrap_or(pane.node()));
        self.remove(pane)?;
        self.left.push((widget.clone(), home));
        Ok(Outcome { widget: Some(widget), ..Outcome::pane(pane) })
    }

    pub(super) fn close_others(&mut self, pane: PaneId) -> Result<Outcome, CommandError> {
        self.require_pane(pane)?;
        let others: Vec<PaneId> = self.tree.panes().filter(|p| *p != pane).collect();
        for other in &others {
            self.require_unlocked(*other)?;
        }
        self.close_many(&others)?;
        self.focus = Some(pane);
        Ok(Outcome::pane(pane))
    }

    pub(super) fn close_all(&mut self, panes: &[PaneId]) -> Result<Outcome, CommandError> {
        let panes: BTreeSet<PaneId> = panes.iter().copied().collect();
        for pane in &panes {
            self.require_unlocked(*pane)?;
        }
        if let Some(last) = panes.last().filter(|_| self.rules.keep_last && self.tree.pane_count() == panes.len()) {
            return Err(CommandError::LastPane(*last));
        }
        self.close_many(&panes.into_iter().collect::<Vec<_>>())?;
        Ok(Outcome::default())
    }

    /// Closes panes. The places of the last of them are remembered: no more are kept.
    pub(super) fn close_many(&mut self, panes: &[PaneId]) -> Result<(), CommandError> {
        let (forgotten, remembered) = panes.split_at(panes.len().saturating_sub(MAX_HOMES));
        for pane in forgotten {
            self.remove(*pane)?;
        }
        for pane in remembered {
            self.close(*pane)?;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, pane: PaneId) -> Result<(), CommandError> {
        // The zoom of another pane stays.
        if self.tree.surfaces().iter().any(|s| s.zoomed == Some(pane)) {
            self.unzoom_around(pane.node())?;
        }
        self.detach_and_clean(pane.node())?;
        self.delete(pane.node())
    }
}
