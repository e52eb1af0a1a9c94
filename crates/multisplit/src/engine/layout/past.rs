//! What a layout remembers: the places of closed widgets, and when an entry that only switched tabs expires.

use super::Layout;
use crate::base::limits::MAX_HOMES;
use crate::base::{Moment, WidgetId};
use crate::tree::Home;

impl Layout {
    /// Remembers the places of widgets that are closed now.
    pub(super) fn remember_homes(&mut self, left: Vec<(WidgetId, Home)>) {
        for (widget, home) in left {
            self.homes.retain(|(closed, _)| *closed != widget);
            self.homes.push_back((widget, home));
        }
        while self.homes.len() > MAX_HOMES {
            self.homes.pop_front();
        }
    }

    /// Sets the current time. An undo entry that only brought a tab to the front expires half a second later.
    pub fn note_time(&mut self, now: Moment) {
        self.now = self.now.max(now);
        self.history.expire_views(self.now);
    }

    /// Forgets everything that can be undone and redone, so that undo ends at the current layout, as for the first
    /// layout of a session.
    pub fn forget_history(&mut self) {
        self.end_drag();
        self.history.forget();
    }
}
