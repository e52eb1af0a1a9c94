//! Where the views of a text are: each has a cursor of its own, which stays at its letters while another view is typed into.
//!
//! Invariant: there is a place for every view that has joined and not left, and one for the text itself before any has.

use crate::history::Change;
use crate::selection::Selection;

/// A view of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ViewId(u64);

/// Where a view is.
#[derive(Clone, Debug, Default)]
struct Place {
    view: ViewId,
    selection: Selection,
    /// The first line that is seen, when it was seen last.
    top: usize,
    /// How many lines came above it since, or went.
    shift: isize,
    /// The user has closed it.
    is_closed: bool,
}

/// The places of all views of a text.
#[derive(Clone, Debug)]
pub(crate) struct Views {
    places: Vec<Place>,
    /// The one that is being worked in.
    active: usize,
    last: u64,
}

impl Default for Views {
    /// Returns the places of a text that nobody has joined yet.
    fn default() -> Self {
        Self { places: vec![Place::default()], active: 0, last: 0 }
    }
}

impl Views {
    /// Adds a view, which begins where the active one is. The first to join takes the place of the text itself.
    pub(crate) fn join(&mut self) -> ViewId {
        self.last += 1;
        let view = ViewId(self.last);
        if self.last == 1 {
            self.places[0].view = view;
        } else {
            self.places.push(Place { view, shift: 0, is_closed: false, ..self.places[self.active].clone() });
        }
        view
    }

    /// Removes a view. The last one leaves its place to the text.
    pub(crate) fn leave(&mut self, view: ViewId) {
        let Some(at) = self.position(view).filter(|_| self.places.len() > 1) else { return };
        self.places.remove(at);
        self.active = self.active.saturating_sub(usize::from(self.active >= at)).min(self.places.len() - 1);
    }

    /// Goes on in a view, and returns how many lines came above what it shows, or went, since it was worked in last.
    pub(crate) fn enter(&mut self, view: ViewId) -> isize {
        self.active = self.position(view).unwrap_or(self.active);
        std::mem::take(&mut self.places[self.active].shift)
    }

    /// The selection of the active view.
    pub(crate) fn selection(&self) -> Selection {
        self.places[self.active].selection
    }

    /// Moves the cursor of the active view.
    pub(crate) fn select(&mut self, selection: Selection) {
        self.places[self.active].selection = selection;
    }

    /// Takes note of the first line that the active view shows.
    pub(crate) fn note_top(&mut self, line: usize) {
        self.places[self.active].top = line;
    }

    /// Keeps the other views at their letters over a change, which began in `line` and put `inserted` ends of lines in the place of
    /// `removed`.
    pub(crate) fn follow(&mut self, change: &Change, line: usize, removed: usize, inserted: usize) {
        let active = self.active;
        for (_, place) in self.places.iter_mut().enumerate().filter(|(at, _)| *at != active) {
            place.selection = Selection {
                anchor: change.moves(place.selection.anchor),
                cursor: change.moves(place.selection.cursor),
            };
            if line < place.top {
                let top = line.max((place.top + inserted).saturating_sub(removed));
                place.shift += top as isize - place.top as isize;
                place.top = top;
            }
        }
    }

    /// Takes note of whether a view is closed: it may be opened again, but is not counted on until then.
    pub(crate) fn set_closed(&mut self, view: ViewId, is_closed: bool) {
        if let Some(at) = self.position(view) {
            self.places[at].is_closed = is_closed;
        }
    }

    /// Returns whether a view other than this one is open.
    pub(crate) fn has_open_beside(&self, view: ViewId) -> bool {
        self.places.iter().any(|place| place.view != view && !place.is_closed)
    }

    /// Returns whether a view is the first of those that are open; of all, where none is.
    pub(crate) fn is_first(&self, view: ViewId) -> bool {
        let open = self.places.iter().find(|place| !place.is_closed);
        open.or(self.places.first()).is_some_and(|first| first.view == view)
    }

    fn position(&self, view: ViewId) -> Option<usize> {
        self.places.iter().position(|place| place.view == view)
    }
}
