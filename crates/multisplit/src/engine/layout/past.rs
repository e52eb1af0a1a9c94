//! What a layout keeps of what was: where widgets that were closed had been, and when a look at a tab is no change any more.

use super::Layout;
use crate::base::limits::MAX_HOMES;
use crate::base::{Moment, WidgetId};
use crate::tree::Home;

impl Layout {
    /// Remembers where widgets were that are closed now.
    pub(super) fn remember_homes(&mut self, left: Vec<(WidgetId, Home)>) {
        for (widget, home) in left {
            self.homes.retain(|(closed, _)| *closed != widget);
            self.homes.push_back((widget, home));
        }
        while self.homes.len() > MAX_HOMES {
            self.homes.pop_front();
        }
    }

    /// Notes what time it is. An entry that only brought another tab to the front is none any more half a second later.
    pub fn note_time(&mut self, now: Moment) {
        self.now = self.now.max(now);
        self.history.expire_views(self.now);
    }

    /// Forgets what can be undone and redone: what is there now is where undoing ends, as with the first layout of a session.
    pub fn forget_history(&mut self) {
        self.end_drag();
        self.history.forget();
    }
}
