//! Saving and loading a layout: whole or not at all.

use super::{Event, Layout};
use crate::focus::Focus;
use crate::layout::Placer;
use crate::session::{FileError, LayoutFile, Loaded, Problem, ReadLimits, decode, encode, repair};

impl Layout {
    /// The layout as a file.
    #[must_use]
    pub fn save(&self) -> LayoutFile {
        encode(&self.tree, self.focus.recent(), &self.extras)
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

    /// The same for a file that may be broken. Answers what was done about it.
    ///
    /// # Errors
    /// [`FileError`] where there is nothing to mend: nothing has changed then.
    pub fn load_repaired(&mut self, text: &str, limits: ReadLimits) -> Result<Vec<Problem>, FileError> {
        let (loaded, problems) = repair(text, limits)?;
        self.adopt(loaded);
        Ok(problems)
    }

    fn adopt(&mut self, loaded: Loaded) {
        self.cancel_drag();
        let before = self.focus.current();
        let next = self.tree.next_id();
        let changes = self.tree.changes();
        self.tree = loaded.tree;
        self.tree.go_on_from(next, changes);
        self.history = self.history.fresh();
        self.placer = Placer::default();
        self.scene_of = None;
        self.extras = loaded.extras;
        self.focus = Focus::from_recent(loaded.recent);
        self.focus.mend(&self.tree);
        let panes = self.tree.pane_count();
        self.emit(Event::LayoutLoaded { panes });
        self.tell_focus(before);
        let sequence = self.history.sequence();
        self.emit(Event::LayoutChanged { sequence });
    }
}
