//! What a store has kept of a session, and how a workspace takes it over.
//!
//! Invariant: nothing that cannot be read hides what can.

use multisplit::file::ReadLimits;
use multisplit::journal::Recovery;
use multisplit::{LoadError, PaneId, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_store::{Damage, Entries, FolderDisk, LogStore, StoreError, assemble};
use serde::{Deserialize, Serialize};
use std::path::Path;

pub(super) const LAYOUT: &str = "layout";
pub(super) const HISTORY: &str = "history";
pub(super) const FOCUS: &str = "focus";
pub(super) const EDIT: &str = "edit/";
pub(super) const STATE: &str = "state/";
pub(super) const VALUE: &str = "value/";

/// The first line of a state. The text of the widget follows as it is.
#[derive(Default, Serialize, Deserialize)]
struct StateHead {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unsaved: Option<String>,
    /// Whether it is kept for an undo only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    given_up: bool,
}

pub(super) fn state_text(saved: &Saved) -> String {
    let head = StateHead { unsaved: saved.unsaved_work().map(str::to_owned), given_up: saved.is_given_up() };
    // Texts are written to memory, which cannot fail.
    let head = serde_json::to_string(&head).unwrap_or_default();
    [&head, "\n", &saved.to_text()].concat()
}

fn read_state(text: &str) -> Option<Saved> {
    let (head, state) = text.split_once('\n')?;
    let head: StateHead = serde_json::from_str(head).ok()?;
    let saved = Saved::new(state).ok()?.with_unsaved_work_if(head.unsaved);
    Some(if head.given_up { saved.given_up() } else { saved })
}

/// What a store has kept of a session.
#[derive(Clone, Debug, Default)]
pub struct KeptSession {
    /// The entries, without those of the states.
    entries: Entries,
    /// The states that can be read, ordered by widget id. They are parsed once: a text in one of them may be long.
    states: Vec<(WidgetId, Saved)>,
    /// How many states cannot be read.
    unreadable: usize,
    /// What was damaged when the store was opened.
    pub damage: Damage,
}

/// How a workspace has taken over a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Whether there was a layout.
    pub has_layout: bool,
    /// What is not as it was, in words for the user.
    pub lost: Vec<String>,
    /// The widgets that have a state and are in no pane, and that no undo brings back: they lost their panes by damage. What an application
    /// does not open again is gone with the next [`SessionStore::keep_states`](super::SessionStore::keep_states), except for unsaved work.
    pub homeless: Vec<WidgetId>,
}

impl KeptSession {
    /// Creates a session from the entries of a store.
    #[must_use]
    pub fn new(entries: Entries, damage: Damage) -> Self {
        let (states, entries): (Entries, Entries) = entries.into_iter().partition(|(key, _)| key.starts_with(STATE));
        let count = states.len();
        let state =
            |(key, text): (String, String)| Some((WidgetId::new(key.strip_prefix(STATE)?).ok()?, read_state(&text)?));
        let states: Vec<(WidgetId, Saved)> = states.into_iter().filter_map(state).collect();
        Self { entries, unreadable: count - states.len(), states, damage }
    }

    /// Reads the session with this name from a folder and changes nothing. Another process may have it open. Blocks on the disk.
    ///
    /// # Errors
    /// A [`StoreError`] if the session is of a newer version or the disk fails.
    pub fn read(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let (entries, mut damage) = LogStore::read(&FolderDisk::new(folder), name)?;
        let entries = assemble(entries, &mut damage);
        Ok(Self::new(entries, damage))
    }

    /// Returns `true` if nothing was ever kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.states.is_empty() && self.unreadable == 0
    }

    fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let from = self.entries.range(prefix.to_owned()..);
        from.map_while(move |(key, text)| Some((key.strip_prefix(prefix)?, text.as_str())))
    }

    /// Returns the states of widgets, ordered by widget id. Those that cannot be read are left out.
    pub fn states(&self) -> impl Iterator<Item = (WidgetId, Saved)> {
        self.states.iter().cloned()
    }

    /// Returns the values of the application, by name.
    pub fn values(&self) -> impl Iterator<Item = (String, String)> {
        self.with_prefix(VALUE).map(|(name, text)| (name.to_owned(), text.to_owned()))
    }

    /// Returns a value of the application.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.entries.get(&format!("{VALUE}{name}")).map(String::as_str)
    }

    /// Returns the number of slots for transactions that are in use.
    pub(super) fn used_slots(&self) -> usize {
        self.with_prefix(EDIT)
            .filter_map(|(slot, _)| slot.parse::<usize>().ok())
            .max()
            .map_or(0, |last| last.saturating_add(1))
    }

    /// Returns what is kept of the layout; `None` if there is no checkpoint.
    #[must_use]
    pub fn recovery(&self) -> Option<Recovery<'_>> {
        let layout = self.entries.get(LAYOUT)?;
        let (sequence, layout) = layout.split_once('\n').unwrap_or(("", layout));
        let focus = self.entries.get(FOCUS).and_then(|text| PaneId::from_raw(text.parse().ok()?));
        Some(Recovery {
            sequence: sequence.parse().unwrap_or_default(),
            layout,
            history: self.entries.get(HISTORY).map(String::as_str),
            transactions: self.with_prefix(EDIT).map(|(_, text)| text).collect(),
            focus,
        })
    }

    /// Makes the layout and its history again in a workspace, which must be new, and gives it the states of widgets.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the layout cannot be read. The workspace has the states then, and no layout: open what
    /// [`KeptSession::states`] names.
    pub fn recover<P>(&self, workspace: &mut Workspace<P>, limits: ReadLimits) -> Result<Recovered, LoadError>
    where
        P: WidgetProvider + ?Sized,
    {
        let mut recovered = Recovered::default();
        for (widget, saved) in self.states() {
            workspace.restore_state(widget, saved);
        }
        if self.unreadable > 0 {
            recovered.lost.push(format!("the states of {} panes cannot be read", self.unreadable));
        }
        match self.recovery() {
            Some(recovery) => {
                recovered.lost.append(&mut workspace.recover(&recovery, limits)?);
                recovered.has_layout = true;
            }
            None if !self.is_empty() => recovered.lost.push("the layout is missing".to_owned()),
            None => {}
        }
        let is_homeless =
            |(widget, saved): &&(WidgetId, Saved)| !saved.is_given_up() && !workspace.may_be_shown(widget);
        recovered.homeless = self.states.iter().filter(is_homeless).map(|(widget, _)| widget.clone()).collect();
        Ok(recovered)
    }
}
