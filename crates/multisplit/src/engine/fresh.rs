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
        // Where somebody has taken the last number there is, those below are looked through.
        for number in (last.saturating_add(1)..=u64::MAX).chain(1..last) {
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

/// The highest numbers of ids that were given out before this run, by kind: those of a session that was loaded.
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

    /// Returns these, and those of the widgets that a layout shows or can bring back. Cost: the panes and the history.
    pub(super) fn with_those_of(&self, layout: &Layout) -> Self {
        let mut all = self.clone();
        let tree = layout.tree();
        let shown = tree.panes().filter_map(|pane| tree.widget(pane));
        for widget in shown.chain(layout.history().mentioned()) {
            all.note(widget.kind(), number(widget).unwrap_or(0));
        }
        all
    }

    /// Takes over those that are higher.
    pub(super) fn join(&mut self, others: Self) {
        others.0.into_iter().for_each(|(kind, number)| self.note(&kind, number));
    }

    fn note(&mut self, kind: &str, number: u64) {
        if number > self.last(kind) {
            self.0.insert(kind.to_owned(), number);
        }
    }
}

/// Returns the number at the end of an id of the form `kind:NUMBER`.
fn number(widget: &WidgetId) -> Option<u64> {
    widget.rest().parse().ok()
}
