//! The cursors in a text, one for each editor that shows it. Each stays at its letters while another editor is typed into.
//!
//! Invariant: there is always a cursor. One that belongs to no editor is alone, and the next editor takes it over.

use crate::history::Change;
use crate::selection::Selection;

/// An editor that shows a text. The default is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CursorId(u64);

/// Where an editor is in a text.
#[derive(Clone, Debug, Default)]
struct Cursor {
    id: CursorId,
    selection: Selection,
    /// The first line that is seen, when it was seen last.
    top: usize,
    /// How many lines came above it since, or went.
    shift: isize,
    /// The user has closed the editor.
    is_closed: bool,
}

/// The cursors in a text.
#[derive(Clone, Debug)]
pub(crate) struct Cursors {
    all: Vec<Cursor>,
    /// That of the editor that works in the text.
    active: usize,
    /// The editor that had the keyboard last.
    used: CursorId,
    last: u64,
}

impl Default for Cursors {
    /// Returns the one cursor of a text that nobody shows yet.
    fn default() -> Self {
        Self { all: vec![Cursor::default()], active: 0, used: CursorId::default(), last: 0 }
    }
}

impl Cursors {
    /// Adds the cursor of an editor, where the one is that had the keyboard last, and returns the line that is seen first there.
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

    /// Removes the cursor of an editor; the last one stays, as nobody's.
    pub(crate) fn remove(&mut self, id: CursorId) {
        let Some(at) = self.position(id) else { return };
        if let [only] = self.all.as_mut_slice() {
            (only.id, only.is_closed) = (CursorId::default(), false);
            return;
        }
        self.all.remove(at);
        self.active = if self.active > at { self.active - 1 } else { self.active.min(self.all.len() - 1) };
    }

    /// Goes on with the cursor of an editor, and returns how many lines came above what it shows, or went, since it did so last.
    pub(crate) fn activate(&mut self, id: CursorId) -> isize {
        self.active = self.position(id).unwrap_or(self.active);
        let active = &mut self.all[self.active];
        // Whoever works in it has it before them.
        active.is_closed = false;
        std::mem::take(&mut active.shift)
    }

    /// Returns which editor works in the text.
    pub(crate) fn active(&self) -> CursorId {
        self.all[self.active].id
    }

    /// The selection of the editor that works in the text.
    pub(crate) fn selection(&self) -> Selection {
        self.all[self.active].selection
    }

    /// Returns the selection of an editor, and how many lines came above what it shows, or went, since it was drawn.
    pub(crate) fn place_of(&self, id: CursorId) -> (Selection, isize) {
        let cursor = &self.all[self.position(id).unwrap_or(self.active)];
        (cursor.selection, cursor.shift)
    }

    /// Moves the active cursor.
    pub(crate) fn select(&mut self, selection: Selection) {
        self.all[self.active].selection = selection;
    }

    /// Takes note of the first line that the active editor shows, and of whether it has the keyboard.
    pub(crate) fn note_drawn(&mut self, top: usize, has_keyboard: bool) {
        self.all[self.active].top = top;
        if has_keyboard {
            self.used = self.active();
        }
    }

    /// Keeps the other cursors at their letters over a change, which began in `line` and put `inserted` ends of lines in the place of
    /// `removed`.
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

    /// Takes note of whether an editor is closed: it may be opened again, but is not counted on until then.
    pub(crate) fn set_closed(&mut self, id: CursorId, is_closed: bool) {
        if let Some(at) = self.position(id) {
            self.all[at].is_closed = is_closed;
        }
    }

    /// Returns whether an editor is closed.
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

    /// Returns whether an editor is the first of those that are open; of all, where none is.
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
        /// Against a model in which every character has a name: a cursor before a character stays before it while it is there.
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
                // What is typed between both may be on either side of it.
                if let Some(place) = place(behind) { proptest::prop_assert!(now <= place); }
                if let Some(place) = place(before) { proptest::prop_assert!(now > place); }
            }
        }
    }
}
