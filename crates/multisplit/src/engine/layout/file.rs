//! Saving and loading a layout: whole or not at all.

use super::{Event, Layout};
use crate::base::{GroupError, GroupId, Moment, PaneId};
use crate::command::{Command, CommandError, Outcome};
use crate::file::{
    FileError, LayoutFile, Loaded, Problem, ReadLimits, decode, decode_file, encode, encode_text, repair,
};
use crate::focus::Focus;
use crate::placement::Placer;
use crate::text::{TextError, TextStyle, read, write};
use crate::tree::TreeDiff;
use std::collections::HashSet;

/// The error returned when the layout of a group cannot be restored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupFileError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The change that the file describes is refused.
    #[error(transparent)]
    Command(#[from] CommandError),
}

impl Layout {
    /// Creates a layout from text, in the notation of [`crate::text`].
    ///
    /// ```
    /// use multisplit::{Area, Layout};
    /// let mut layout = Layout::from_text("col(tools{h 36..36}, row(files .2, >editor .8))")?;
    /// layout.place(Area::new(800.0, 600.0)?);
    /// let tools = layout.pane_of("tools").expect("a pane shows it");
    /// assert_eq!(layout.rect(tools).map(|rect| rect.h), Some(36.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns a [`TextError`]: it names the place in the text that could not be parsed, or what is wrong with the layout.
    pub fn from_text(text: &str) -> Result<Self, TextError> {
        let mut layout = Self::new();
        layout.load_file(&read(text)?, ReadLimits::default())?;
        Ok(layout)
    }

    /// Returns the layout as text, in the notation of [`crate::text`].
    #[must_use]
    pub fn to_text(&self, style: TextStyle) -> String {
        write(&self.tree, self.focused_pane(), style)
    }

    /// Returns the layout as a file.
    #[must_use]
    pub fn save(&self) -> LayoutFile {
        encode(&self.tree, self.focus.recent(), &self.extras)
    }

    /// Returns the layout as the text of a file. The text equals that of [`Layout::save`] and [`LayoutFile::to_text`],
    /// but no list of nodes is made in between.
    #[must_use]
    pub fn save_text(&self) -> String {
        encode_text(&self.tree, self.focus.recent(), &self.extras)
    }

    /// Replaces this layout by the layout of a file. The undo history starts from scratch; ids that were given out
    /// before stay taken.
    ///
    /// # Errors
    /// Returns a [`FileError`] if the file cannot be read; nothing has changed then.
    pub fn load(&mut self, text: &str, limits: ReadLimits) -> Result<(), FileError> {
        let loaded = decode(text, limits)?;
        self.adopt(loaded);
        Ok(())
    }

    /// Replaces this layout like [`Layout::load`], by a file that was parsed or made before.
    ///
    /// # Errors
    /// Returns a [`FileError`] if the file is invalid; nothing has changed then.
    pub fn load_file(&mut self, file: &LayoutFile, limits: ReadLimits) -> Result<(), FileError> {
        let loaded = decode_file(file, limits)?;
        self.adopt(loaded);
        Ok(())
    }

    /// Replaces this layout like [`Layout::load`], and returns what changed: what was added, removed, moved. It costs
    /// one more pass over both layouts.
    ///
    /// # Errors
    /// Returns a [`FileError`] if the file cannot be read; nothing has changed then.
    pub fn restore(&mut self, text: &str, limits: ReadLimits) -> Result<TreeDiff, FileError> {
        let loaded = decode(text, limits)?;
        let diff = self.tree.diff(&loaded.tree);
        self.adopt(loaded);
        Ok(diff)
    }

    /// Replaces this layout like [`Layout::load`], from a file that may be damaged. Returns the repairs that were made.
    ///
    /// # Errors
    /// Returns a [`FileError`] if there is nothing to repair; nothing has changed then.
    pub fn load_repaired(&mut self, text: &str, limits: ReadLimits) -> Result<Vec<Problem>, FileError> {
        let (loaded, problems) = repair(text, limits)?;
        self.adopt(loaded);
        Ok(problems)
    }

    /// Returns the layout of one group alone, the groups inside it included: what is left when all other panes are
    /// closed. Cost: a copy of the tree.
    ///
    /// # Errors
    /// Returns [`GroupError::Unknown`] if there is no group with this name.
    pub fn save_group(&self, name: &str) -> Result<LayoutFile, CommandError> {
        let group = self.tree.group_named(name).ok_or_else(|| GroupError::Unknown(name.to_owned()))?;
        let members: HashSet<PaneId> = self.tree.group_panes(group).into_iter().collect();
        let mut alone = Self { tree: self.tree.clone(), ..Self::default() };
        let others: Vec<PaneId> = alone.tree.panes().filter(|pane| !members.contains(pane)).collect();
        for pane in others {
            // A locked pane would refuse to close.
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

    /// Restores the layout of a group that [`Layout::save_group`] saved, along the right edge, whatever else is there.
    /// Panes whose widgets are already open move and keep their widgets. All restored panes are in the group afterward.
    /// This is one undo entry.
    ///
    /// # Errors
    /// Returns a [`GroupFileError`] if the file cannot be read or the change is refused; nothing has changed then.
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
        // Old ids stay taken: a stale one must not name a node of the new tree.
        self.tree.go_on_from(next, changes);
        self.history = self.history.fresh();
        self.placer = Placer::default();
        self.scene_of = None;
        self.extras = loaded.extras;
        self.focus = Focus::from_recent(loaded.recent);
        self.focus.mend(&self.tree);
        self.focus.come_into_view(&self.tree);
        // Homes name nodes of the old tree.
        self.homes.clear();
        let panes = self.tree.pane_count();
        self.emit(Event::LayoutLoaded { panes });
        self.tell_focus(before);
        let sequence = self.history.sequence();
        self.emit(Event::LayoutChanged { sequence });
    }
}
