//! Ids for new widgets.

use super::layout::Layout;
use crate::base::WidgetId;
use crate::command::CommandError;
use crate::runtime::{Parked, SavedStates};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is looked at to find ids that no widget has or had.
pub struct FreshIds<'a, W> {
    pub(super) layout: &'a Layout,
    pub(super) parked: &'a Parked<W>,
    pub(super) states: &'a SavedStates,
    pub(super) numbers: &'a Numbers,
}

impl<W> Clone for FreshIds<'_, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for FreshIds<'_, W> {}

impl<W> FreshIds<'_, W> {
    /// Returns an id of the form `kind:NUMBER` for a new widget. See [`Workspace::fresh_widget`](crate::Workspace::fresh_widget).
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the kind cannot be a part of an id.
    pub fn widget(&self, kind: &str) -> Result<WidgetId, CommandError> {
        let tree = self.layout.tree();
        let widgets = tree.panes().filter_map(|pane| tree.widget(pane)).filter(|widget| widget.kind() == kind);
        let last = widgets.filter_map(number).chain([self.numbers.last(kind)]).max().unwrap_or(0);
        for number in last + 1.. {
            let widget = WidgetId::new(format!("{kind}:{number}"))?;
            if self.is_fresh(&widget) {
                return Ok(widget);
            }
        }
        Err(CommandError::OutOfIds)
    }

    /// Returns `true` if no pane shows a widget with this id, none can come back with an undo, and nothing is kept of one. Cost: the history.
    #[must_use]
    pub fn is_fresh(&self, widget: &WidgetId) -> bool {
        let is_kept = self.parked.contains(widget) || self.states.contains(widget);
        !is_kept && self.layout.tree().pane_of(widget).is_none() && !self.layout.history().mentions(widget)
    }
}

impl<W> std::fmt::Debug for FreshIds<'_, W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FreshIds").finish_non_exhaustive()
    }
}

/// The highest numbers of ids that a pane has shown, by kind: in this run, and before it if a session was loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Numbers(BTreeMap<String, u64>);

impl Numbers {
    /// Returns the highest number of a kind; zero if there is none.
    fn last(&self, kind: &str) -> u64 {
        self.0.get(kind).copied().unwrap_or(0)
    }

    /// Returns `true` if there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes widgets that panes show.
    pub(super) fn note_all<'a>(&mut self, widgets: impl Iterator<Item = &'a WidgetId>) {
        // Most widgets have the kind of the one before.
        let (mut kind, mut last) = ("", 0);
        for widget in widgets {
            let Some(number) = number(widget) else { continue };
            if widget.kind() != kind {
                self.note(kind, last);
                (kind, last) = (widget.kind(), 0);
            }
            last = last.max(number);
        }
        self.note(kind, last);
    }

    /// Returns these, and those of the widgets that came and went since they were noted. Cost: the history.
    pub(super) fn with_those_of(&self, layout: &Layout) -> Self {
        let mut all = self.clone();
        all.note_all(layout.history().mentioned().into_iter());
        all
    }

    /// Takes over those that are higher.
    pub(super) fn join(&mut self, others: Self) {
        others
            .0
            .into_iter()
            .filter(|(_, number)| *number <= MAX_NUMBER)
            .for_each(|(kind, number)| self.note(&kind, number));
    }

    fn note(&mut self, kind: &str, number: u64) {
        let is_known = self.0.contains_key(kind);
        if number > self.last(kind) && (is_known || self.0.len() < MAX_KINDS) {
            self.0.insert(kind.to_owned(), number);
        }
    }
}

/// The number of kinds of which the highest number is known. An application has a few; one that makes kinds without end has no more of them.
const MAX_KINDS: usize = 10_000;
/// The highest number that counts: one beyond it is a time or a hash, and no number that was given out.
const MAX_NUMBER: u64 = 1 << 53;

/// Returns the number at the end of an id of the form `kind:NUMBER`.
fn number(widget: &WidgetId) -> Option<u64> {
    widget.rest().parse().ok().filter(|number| *number <= MAX_NUMBER)
}

#[cfg(test)]
mod tests {
    use super::{MAX_KINDS, MAX_NUMBER, Numbers, WidgetId};

    #[test]
    fn the_highest_numbers_are_kept_of_not_too_many_kinds() {
        let ids = |text: &str| text.split(' ').map(|id| WidgetId::new(id).expect("an id")).collect::<Vec<_>>();
        let mut numbers = Numbers::default();
        numbers.note_all(ids("a:2 a:9 b:1 a:3 c b:x").iter());
        assert_eq!(["a", "b", "c"].map(|kind| numbers.last(kind)), [9, 1, 0]);
        let many = (0..2 * MAX_KINDS).map(|at| (format!("k{at}"), 1)).chain([("a".to_owned(), MAX_NUMBER + 1)]);
        numbers.join(Numbers(many.collect()));
        assert_eq!(numbers.0.len(), MAX_KINDS);
        numbers.note_all(ids("a:10 new:1").iter());
        assert_eq!(["a", "new"].map(|kind| numbers.last(kind)), [10, 0]);
    }
}
