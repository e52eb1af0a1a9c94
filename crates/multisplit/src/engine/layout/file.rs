//! Saving and loading a layout: whole or not at all.

use super::{Event, Layout};
use crate::base::{GroupError, GroupId, Moment, PaneId};
use crate::command::{Command, CommandError, Outcome};
use crate::file::{FileError, LayoutFile, Loaded, Problem, ReadLimits, decode, encode, encode_text, repair};
use crate::focus::Focus;
use crate::placement::Placer;
use crate::tree::TreeDiff;
use std::collections::HashSet;

/// Why the layout of a group could not be put back.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GroupFileError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// What it asks for is refused.
    #[error(transparent)]
    Command(#[from] CommandError),
}

impl Layout {
    /// The layout as a file.
    #[must_use]
    pub fn save(&self) -> LayoutFile {
        encode(&self.tree, self.focus.recent(), &self.extras)
    }

    /// The layout as the text of a file: what [`Layout::save`] and [`LayoutFile::to_text`] make, without
    /// a list of the nodes in between.
    #[must_use]
    pub fn save_text(&self) -> String {
        encode_text(&self.tree, self.focus.recent(), &self.extras)
    }

    /// Puts the layout of a file in the place of this one. The undo history starts anew; ids given out before stay taken.
    ///
    /// # Errors
    /// [`FileError`]: nothing has changed then.
    pub fn load(&mut self, text: &str, limits: ReadLimits) -> Result<(), FileError> {
        let loaded = decode(text, limits)?;
        self.adopt(loaded);
        Ok(())
    }

    /// The same, and answers what that changed: what was added, removed, moved. Costs a pass over both layouts more.
    ///
    /// # Errors
    /// [`FileError`]: nothing has changed then.
    pub fn restore(&mut self, text: &str, limits: ReadLimits) -> Result<TreeDiff, FileError> {
        let loaded = decode(text, limits)?;
        let diff = self.tree.diff(&loaded.tree);
        self.adopt(loaded);
        Ok(diff)
    }

    /// The same for a file that may be broken. Answers what was done about it.
    ///
    /// # Errors
    /// [`FileError`] where there is nothing to mend: nothing has changed then.
    pub fn load_repaired(&mut self, text: &str, limits: ReadLimits) -> Result<Vec<Problem>, FileError> {
        let (loaded, problems) = repair(text, limits)?;
        self.adopt(loaded);
        Ok(problems)
    }

    /// The layout of the panes of a group, those of the groups in it included, alone: what is left when all others are closed.
    /// Costs a copy of the tree.
    ///
    /// # Errors
    /// Where there is no group with this name.
    pub fn save_group(&self, name: &str) -> Result<LayoutFile, CommandError> {
        let group = self.tree.group_named(name).ok_or_else(|| GroupError::Unknown(name.to_owned()))?;
        let members: HashSet<PaneId> = self.tree.group_panes(group).into_iter().collect();
        let mut alone = Self { tree: self.tree.clone(), ..Self::default() };
        let others: Vec<PaneId> = alone.tree.panes().filter(|pane| !members.contains(pane)).collect();
        for pane in others {
            alone.run(Moment::ZERO, &Command::Lock { pane, locked: false })?;
            alone.run(Moment::ZERO, &Command::Close { pane })?;
        }
        let inside = self.tree.groups_below(group);
        let mut file = encode(&alone.tree, self.focus.recent(), &self.extras);
        file.groups.retain(|file| inside.contains(&GroupId::from_raw(file.group)));
        for file in file.groups.iter_mut().filter(|file| file.group == group.raw()) {
            file.parent = None;
        }
        Ok(file)
    }

    /// Puts the layout of a group back, as [`Layout::save_group`] saved it: along the right edge, whatever else is there. Panes
    /// whose widgets are open already move and keep their widgets; all are in the group afterwards. One undo entry.
    ///
    /// # Errors
    /// [`GroupFileError`]: nothing has changed then.
    pub fn restore_group(
        &mut self,
        now: Moment,
        name: &str,
        text: &str,
        limits: ReadLimits,
    ) -> Result<Outcome, GroupFileError> {
        let loaded = decode(text, limits)?;
        self.end_drag();
        let outcome = self.transact("restore group", now, |site| site.restore_group(name, &loaded.tree))?;
        self.close(Some("restore group"));
        Ok(outcome)
    }

    fn adopt(&mut self, loaded: Loaded) {
        self.cancel_drag();
        let before = self.focus.current();
        let next = self.tree.next_id();
        let changes = self.tree.revision();
        self.tree = loaded.tree;
        self.tree.go_on_from(next, changes);
        self.history = self.history.fresh();
        self.placer = Placer::default();
        self.scene_of = None;
        self.extras = loaded.extras;
        self.focus = Focus::from_recent(loaded.recent);
        self.focus.mend(&self.tree);
        self.focus.come_into_view(&self.tree);
        self.homes.clear();
        let panes = self.tree.pane_count();
        self.emit(Event::LayoutLoaded { panes });
        self.tell_focus(before);
        let sequence = self.history.sequence();
        self.emit(Event::LayoutChanged { sequence });
    }
}
