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

/// The error returned when a layout, or that of a group, cannot be loaded.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The text is no layout.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The change that the file describes is refused, for example because a widget that would go vetoes it.
    #[error(transparent)]
    Command(#[from] CommandError),
}

impl Layout {
    /// Creates a layout from text, in the notation of [`crate::text`].
    ///
    /// ```
    /// use multisplit::{Layout, placement::Area};
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
        layout.adopt_first(decode_file(&read(text)?, ReadLimits::default())?);
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

    /// Replaces this layout by the layout of a file. This is one undo entry, unless the layout is empty and there is nothing to undo.
    ///
    /// Panes whose widgets are in both layouts keep their ids. An id that was ever given out never names another pane: a node keeps the id
    /// that it has in the file if that is free, and gets a new one otherwise.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the file cannot be read; nothing has changed then.
    pub fn load(&mut self, text: &str, limits: ReadLimits) -> Result<(), LoadError> {
        self.adopt(decode(text, limits)?)
    }

    /// Replaces this layout like [`Layout::load`], by a file that was parsed or made before.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the file is invalid; nothing has changed then.
    pub fn load_file(&mut self, file: &LayoutFile, limits: ReadLimits) -> Result<(), LoadError> {
        self.adopt(decode_file(file, limits)?)
    }

    /// Replaces this layout like [`Layout::load`], and returns what changed: what was added, removed, moved. It costs
    /// one more pass over both layouts.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the file cannot be read; nothing has changed then.
    pub fn restore(&mut self, text: &str, limits: ReadLimits) -> Result<TreeDiff, LoadError> {
        let loaded = decode(text, limits)?;
        let diff = self.tree.diff(&loaded.tree);
        self.adopt(loaded)?;
        Ok(diff)
    }

    /// Replaces this layout like [`Layout::load`], from a file that may be damaged. Returns the repairs that were made.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if there is nothing to repair; nothing has changed then.
    pub fn load_repaired(&mut self, text: &str, limits: ReadLimits) -> Result<Vec<Problem>, LoadError> {
        let (loaded, problems) = repair(text, limits)?;
        self.adopt(loaded)?;
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
    /// Returns a [`LoadError`] if the file cannot be read or the change is refused; nothing has changed then.
    pub fn restore_group(
        &mut self,
        now: Moment,
        name: &str,
        text: &str,
        limits: ReadLimits,
    ) -> Result<Outcome, LoadError> {
        let loaded = decode(text, limits)?;
        self.end_drag();
        let outcome = self.transact("restore group", now, |site| site.restore_group(name, &loaded.tree))?;
        self.close(Some("restore group"));
        Ok(outcome)
    }

    /// Returns the panes whose widgets are not in another layout.
    pub(in crate::engine) fn gone_with(&self, loaded: &Loaded) -> Vec<PaneId> {
        let tree = &self.tree;
        tree.panes().filter(|pane| tree.widget(*pane).is_none_or(|w| loaded.tree.pane_of(w).is_none())).collect()
    }

    /// Replaces this layout by one that was read.
    ///
    /// # Errors
    /// Returns [`LoadError::Command`] if there are not enough ids left; nothing has changed then.
    pub(in crate::engine) fn adopt(&mut self, loaded: Loaded) -> Result<(), LoadError> {
        self.cancel_drag();
        let is_first = self.tree.pane_count() == 0 && !self.history.has_entries();
        if is_first && self.tree.next_id().raw() == 1 {
            self.adopt_first(loaded);
            return Ok(());
        }
        let Loaded { tree, recent, extras } = loaded;
        let ids = self.transact("load", self.now, |site| {
            let ids = site.load(&tree)?;
            // The file says what is folded, also if that is everything.
            site.keeps_hidden = true;
            let shown = recent.iter().copied().find(|pane| tree.widget(*pane).is_some());
            site.focus = shown.and_then(|pane| ids.get(&pane.node())).copied().map(PaneId::new);
            Ok(ids)
        })?;
        self.extras.take_over(extras, |node| ids.get(&node).copied());
        let recent = recent.iter().filter_map(|pane| ids.get(&pane.node()).copied().map(PaneId::new));
        self.focus = Focus::from_recent(self.focus.current().into_iter().chain(recent));
        self.focus.mend(&self.tree);
        self.focus.come_into_view(&self.tree);
        // Homes name nodes of the old tree.
        self.homes.clear();
        self.close(Some("load"));
        if is_first {
            self.history.forget();
        }
        self.emit(Event::LayoutLoaded { panes: self.tree.pane_count() });
        Ok(())
    }

    /// Takes over the first layout. No id was given out before, so all nodes keep theirs.
    fn adopt_first(&mut self, loaded: Loaded) {
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
