//! The cursors in a text, one for each editor that shows it. Each stays at its characters while the text is edited in
//! another editor.
//!
//! Invariant: there is always at least one cursor. A cursor that belongs to no editor is the only one, and the next editor
//! takes it over.

use crate::history::Change;
use crate::selection::Selection;

/// The id of an editor that shows a text. The default is no editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CursorId(u64);

/// The place of an editor in a text.
#[derive(Clone, Debug, Default)]
struct Cursor {
    id: CursorId,
    selection: Selection,
    /// The first visible line when the editor was last drawn.
    top: usize,
    /// The number of lines that were inserted above that line since, negative if lines were removed.
    shift: isize,
    /// Whether the user has closed the editor.
    is_closed: bool,
}

/// The cursors in a text.
#[derive(Clone, Debug)]
pub(crate) struct Cursors {
    all: Vec<Cursor>,
    /// The index of the cursor of the editor that is being worked in.
    active: usize,
    /// The editor that had the keyboard focus last.
    used: CursorId,
    last: u64,
}

impl Default for Cursors {
    /// Creates the single cursor of a text that no editor shows yet.
    fn default() -> Self {
        Self { all: vec![Cursor::default()], active: 0, used: CursorId::default(), last: 0 }
    }
}

impl Cursors {
    /// Adds the cursor of an editor, at the place of the editor that had the keyboard focus last. Also returns the first
    /// visible line there.
    pub(crate) fn add(&mut self) -> (CursorId, usize) {
        self.last += 1;
        let id = CursorId(self.last);
        if let [only] = self.all.as_mut_slice()
            && only.id == CursorId::default()
        {
            only.id = id;
            return (id, only.top);
        }
        let from = self.position(self.used).unwrap_or(self.active);
        let Cursor { selection, top, .. } = self.all[from];
        self.all.push(Cursor { id, selection, top, shift: 0, is_closed: false });
        (id, top)
    }

    /// Removes the cursor of an editor. The last cursor stays and then belongs to no editor.
    pub(crate) fn remove(&mut self, id: CursorId) {
        let Some(at) = self.position(id) else { return };
        if let [only] = self.all.as_mut_slice() {
            (only.id, only.is_closed) = (CursorId::default(), false);
            return;
        }
        self.all.remove(at);
        self.active = if self.active > at { self.active - 1 } else { self.active.min(self.all.len() - 1) };
    }

    /// Makes the cursor of an editor the active one. Returns how many lines were inserted above what the editor shows since
    /// the last call (negative if lines were removed).
    pub(crate) fn activate(&mut self, id: CursorId) -> isize {
        self.active = self.position(id).unwrap_or(self.active);
        let active = &mut self.all[self.active];
        // An editor that is being worked in cannot be closed.
        active.is_closed = false;
        std::mem::take(&mut active.shift)
    }

    /// Returns the editor of the active cursor.
    pub(crate) fn active(&self) -> CursorId {
        self.all[self.active].id
    }

    /// Returns the selection of the active editor.
    pub(crate) fn selection(&self) -> Selection {
        self.all[self.active].selection
    }

    /// Returns the selection of an editor, and how many lines were inserted above what it shows since it was active
    /// (negative if lines were removed).
    pub(crate) fn place_of(&self, id: CursorId) -> (Selection, isize) {
        let cursor = &self.all[self.position(id).unwrap_or(self.active)];
        (cursor.selection, cursor.shift)
    }

    /// Moves the active cursor.
    pub(crate) fn select(&mut self, selection: Selection) {
        self.all[self.active].selection = selection;
    }

    /// Records the first line that the active editor shows, and whether the editor has the keyboard focus.
    pub(crate) fn note_drawn(&mut self, top: usize, has_keyboard: bool) {
        self.all[self.active].top = top;
        if has_keyboard {
            self.used = self.active();
        }
    }

    /// Keeps the other cursors at their characters over a change. The change begins in `line` and replaces `removed` line
    /// breaks by `inserted` ones.
    pub(crate) fn follow(&mut self, change: &Change, line: usize, removed: usize, inserted: usize) {
        let active = self.active;
        for (_, cursor) in self.all.iter_mut().enumerate().filter(|(at, _)| *at != active) {
            cursor.selection = change.moves_selection(cursor.selection);
            if line < cursor.top {
                let top = line.max((cursor.top + inserted).saturating_sub(removed));
                cursor.shift += top as isize - cursor.top as isize;
                cursor.top = top;
            }
        }
    }

    /// Records whether an editor is closed. A closed editor may be opened again, but does not count as open until then.
    pub(crate) fn set_closed(&mut self, id: CursorId, is_closed: bool) {
        if let Some(at) = self.position(id) {
            self.all[at].is_closed = is_closed;
        }
    }

    /// Returns `true` if an editor is closed.
    pub(crate) fn is_closed(&self, id: CursorId) -> bool {
        self.position(id).is_some_and(|at| self.all[at].is_closed)
    }

    /// Returns `true` if an editor is open.
    pub(crate) fn has_open(&self) -> bool {
        self.has_open_beside(CursorId::default())
    }

    /// Returns whether an editor other than this one is open.
    pub(crate) fn has_open_beside(&self, id: CursorId) -> bool {
        self.all.iter().any(|cursor| cursor.id != id && cursor.id != CursorId::default() && !cursor.is_closed)
    }

    /// Returns `true` if an editor is the first of the open ones, or the first of all if none is open.
    pub(crate) fn is_first(&self, id: CursorId) -> bool {
        let open = self.all.iter().find(|cursor| !cursor.is_closed);
        open.or(self.all.first()).is_some_and(|first| first.id == id)
    }

    fn position(&self, id: CursorId) -> Option<usize> {
        self.all.iter().position(|cursor| cursor.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, CursorId, Cursors, Selection};

    #[test]
    fn the_last_cursor_waits_for_the_next_editor() {
        let mut cursors = Cursors::default();
        let (first, _) = cursors.add();
        cursors.select(Selection::at(3));
        cursors.remove(first);
        let (next, _) = cursors.add();
        assert!(!cursors.has_open_beside(next) && cursors.is_first(next));
        assert_eq!((cursors.active(), cursors.place_of(next).0), (next, Selection::at(3)));
        assert_eq!(cursors.position(CursorId::default()), None);
    }

    #[test]
    fn a_new_editor_begins_where_the_keyboard_was_last_and_not_where_something_was_drawn_last() {
        let mut cursors = Cursors::default();
        let [(one, _), (other, _)] = [cursors.add(), cursors.add()];
        cursors.activate(one);
        cursors.select(Selection::at(7));
        cursors.note_drawn(40, true);
        cursors.activate(other);
        cursors.note_drawn(0, false);
        let (new, top) = cursors.add();
        assert_eq!((top, cursors.place_of(new).0), (40, Selection::at(7)));
        cursors.activate(new);
        cursors.remove(one);
        assert_eq!(cursors.active(), new, "the one that is worked with stays that");
    }

    proptest::proptest! {
        /// Compares with a model in which every character has a name: a cursor before a character stays before it as long as
        /// the character exists.
        #[test]
        fn a_cursor_stays_at_its_character(
            length in 1_usize..30, at in 0_usize..30,
            edits in proptest::collection::vec((0_usize..40, 0_usize..6, 0_usize..6), 1..12),
        ) {
            let mut names: Vec<usize> = (0..length).collect();
            let mut cursors = Cursors::default();
            let (own, _) = cursors.add();
            let (other, _) = cursors.add();
            let at = at.min(length);
            cursors.activate(other);
            cursors.select(Selection::at(at));
            cursors.activate(own);
            let (before, behind) = (at.checked_sub(1).map(|at| names[at]), names.get(at).copied());
            let mut next = length;
            for (from, cut, add) in edits {
                let from = from.min(names.len());
                let cut = cut.min(names.len() - from);
                let change = Change { at: from, removed: "x".repeat(cut), inserted: "y".repeat(add) };
                names.splice(from..from + cut, next..next + add);
                next += add;
                cursors.follow(&change, 0, 0, 0);
                let now = cursors.place_of(other).0.cursor;
                proptest::prop_assert!(now <= names.len());
                let place = |name: Option<usize>| names.iter().position(|other| Some(*other) == name);
                // Text that is inserted between both may be on either side of the cursor.
                if let Some(place) = place(behind) { proptest::prop_assert!(now <= place); }
                if let Some(place) = place(before) { proptest::prop_assert!(now > place); }
            }
        }
    }
}
