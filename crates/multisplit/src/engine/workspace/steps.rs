//! The last things that were done, for a report of what led to a panic.
//!
//! Invariant: bounded by [`RECENT_STEPS`]. A drag is one step, however far it went.

use super::Workspace;
use crate::base::Moment;
use crate::base::limits::RECENT_STEPS;
use crate::engine::intent::Intent;
use crate::runtime::WidgetProvider;
use std::collections::VecDeque;

/// The last intents, each with its time, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Steps(VecDeque<(Moment, Intent)>);

impl Steps {
    /// Notes an intent before it is carried out.
    pub(super) fn note(&mut self, now: Moment, intent: Intent) {
        if matches!((&intent, self.0.back()), (Intent::Drag { .. }, Some((_, Intent::Drag { .. })))) {
            self.0.pop_back();
        }
        if self.0.len() == RECENT_STEPS {
            self.0.pop_front();
        }
        self.0.push_back((now, intent));
    }
}

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Returns the last commands and intents with their times, the oldest first. The last one may be the one that panicked.
    ///
    /// An application puts them into its report of a panic. They name widgets, which may name files of the user.
    pub fn recent_steps(&self) -> impl Iterator<Item = (Moment, &Intent)> {
        self.steps.0.iter().map(|(now, intent)| (*now, intent))
    }
}
