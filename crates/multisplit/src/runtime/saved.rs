//! The saved states of widgets: text in the application's own format. Their number and size are bounded; the oldest ones that are not
//! needed go first. If the host has a store, states that are long unused go there, and come back when they are asked for.
//!
//! # Why states go in batches
//! Which states are needed is known only by asking about each, and the answers change with every edit of the layout. Finding a single
//! victim therefore means to look through all states, and with one victim for each new state, each new one would cost that. So a search
//! drops one of [`SAVED_BATCH`] states, or searches again only after as many new ones: the cost of a new state does not grow with the
//! number of states. An index of the widgets that the history mentions was the alternative. It would have to be kept up to date by every
//! edit, for a limit that hardly any session reaches.

use crate::base::limits::{MAX_GIVEN_UP, MAX_SAVED_BYTES, MAX_SAVED_STATES, MAX_STATE_BYTES, SAVED_BATCH};
use crate::base::{Moment, WidgetId};
use core::fmt;
use core::time::Duration;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::{Arc, OnceLock};

/// The saved state of a widget: text, usually JSON, and whether it holds work that is nowhere else. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Saved {
    text: Arc<StateText>,
    unsaved: Option<Arc<str>>,
    is_given_up: bool,
}

/// The text of a state, which may still have to be made.
enum StateText {
    Now(Box<str>),
    Later { bytes: usize, make: Box<dyn Fn() -> String + Send + Sync>, made: OnceLock<String> },
}

/// The states of widgets at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectedStates {
    /// The states, ordered by widget id. A widget that has nothing to save has none.
    pub states: Vec<(WidgetId, Saved)>,
    /// The widgets that panicked when they were asked. What was kept of them before is the best there is.
    pub failed: Vec<WidgetId>,
}

/// A state from an earlier session that is in the host's store only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredState {
    /// The widget it was kept for.
    pub widget: WidgetId,
    /// What would be lost with it, in the words that [`Saved::unsaved_work`] returned when it was handed to the store.
    pub unsaved_work: Option<Arc<str>>,
}

impl From<WidgetId> for StoredState {
    /// Creates a state without unsaved work.
    fn from(widget: WidgetId) -> Self {
        Self { widget, unsaved_work: None }
    }
}

/// Returned when a state cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SavedError {
    /// The state is longer than the limit.
    #[error("a state of {bytes} bytes is longer than the {MAX_STATE_BYTES} allowed")]
    TooLong {
        /// The length of the state, in bytes.
        bytes: usize,
    },
    /// The state is not JSON of the expected shape: it is older, newer or cut off.
    #[error("the saved state does not fit: {0}")]
    Json(#[from] serde_json::Error),
}

impl Saved {
    /// Creates a state from text in the application's own format, without unsaved work.
    ///
    /// # Errors
    /// Returns [`SavedError::TooLong`] if the text is longer than [`MAX_STATE_BYTES`](crate::limits::MAX_STATE_BYTES).
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, SavedError> {
        let text = text.into();
        check_length(text.len())?;
        Ok(Self { text: Arc::new(StateText::Now(text)), unsaved: None, is_given_up: false })
    }

    /// Creates a state whose text is made when it is first needed, usually on the thread that writes it to a disk. So the state of a widget
    /// that holds much, such as an editor, costs its frame nothing.
    ///
    /// `bytes` is about the length of the text: it counts for the memory that states take. `make` must return the same text each
    /// time. If it panics, so does whoever asks for the text.
    ///
    /// # Errors
    /// Returns [`SavedError::TooLong`] if `bytes` is greater than [`MAX_STATE_BYTES`](crate::limits::MAX_STATE_BYTES).
    ///
    /// # Examples
    /// ```
    /// use std::sync::Arc;
    /// let rows: Arc<[u64]> = (0..1_000_000).collect();
    /// let saved = multisplit::Saved::later(8_000_000, move || format!("{rows:?}"))?;
    /// assert!(saved.to_text().starts_with("[0, 1, 2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn later(bytes: usize, make: impl Fn() -> String + Send + Sync + 'static) -> Result<Self, SavedError> {
        check_length(bytes)?;
        let text = StateText::Later { bytes, make: Box::new(make), made: OnceLock::new() };
        Ok(Self { text: Arc::new(text), unsaved: None, is_given_up: false })
    }

    /// Marks the state as holding work that is not saved anywhere else. `words` say what would be lost.
    ///
    /// A pane whose widget left such a state is shown as modified and asks before it closes, as if the widget existed.
    /// See [`WidgetProvider::closing_saved`](super::WidgetProvider::closing_saved).
    #[must_use]
    pub fn with_unsaved_work(mut self, words: impl Into<Arc<str>>) -> Self {
        self.unsaved = Some(words.into());
        self
    }

    /// Does what [`Saved::with_unsaved_work`] does, if there are words.
    #[must_use]
    pub fn with_unsaved_work_if(self, words: Option<impl Into<Arc<str>>>) -> Self {
        match words {
            Some(words) => self.with_unsaved_work(words),
            None => self,
        }
    }

    /// Marks the state as one that is kept for an undo only: its pane was closed, and whoever was asked about unsaved work agreed. Without
    /// the mark, unsaved work is kept for good.
    #[must_use]
    pub const fn given_up(self) -> Self {
        self.with_given_up(true)
    }

    /// Sets whether the state is kept for an undo only.
    pub(crate) const fn with_given_up(mut self, is_given_up: bool) -> Self {
        self.is_given_up = is_given_up;
        self
    }

    /// Returns `true` if the state is kept for an undo only.
    #[must_use]
    pub const fn is_given_up(&self) -> bool {
        self.is_given_up
    }

    /// Returns what would be lost with this state, in words, if it holds unsaved work.
    #[must_use]
    pub fn unsaved_work(&self) -> Option<&str> {
        self.unsaved.as_deref()
    }

    /// Creates a state from a value, written as JSON.
    ///
    /// # Errors
    /// Returns a [`SavedError`] if the value cannot be written as JSON, or if the text is too long.
    pub fn json(value: &impl Serialize) -> Result<Self, SavedError> {
        Self::new(serde_json::to_string(value)?)
    }

    /// Reads a value that was written with [`Saved::json`].
    ///
    /// # Errors
    /// Returns [`SavedError::Json`] if the text is not JSON of the expected shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, SavedError> {
        Ok(serde_json::from_str(&self.to_text())?)
    }

    /// Returns the text. One that was still to be made is kept then; [`Saved::to_text`] does not keep it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &*self.text {
            StateText::Now(text) => text,
            StateText::Later { make, made, .. } => made.get_or_init(make),
        }
    }

    /// Returns the text, which is made if that was not done before.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        match (self.text.made(), &*self.text) {
            (None, StateText::Later { make, .. }) => Cow::Owned(make()),
            (made, _) => Cow::Borrowed(made.unwrap_or_default()),
        }
    }

    /// Returns the length of the text in bytes, or about that if it was not made yet.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &*self.text {
            StateText::Now(text) => text.len(),
            StateText::Later { bytes, .. } => *bytes,
        }
    }

    /// Returns `true` if both states are equal and that is known without making a text.
    #[must_use]
    pub fn is_known_equal(&self, other: &Self) -> bool {
        let texts = || Some(self.text.made()? == other.text.made()?);
        self.has_marks_of(other) && (self.is_same(other) || texts() == Some(true))
    }

    fn has_marks_of(&self, other: &Self) -> bool {
        (&self.unsaved, self.is_given_up) == (&other.unsaved, other.is_given_up)
    }

    /// Returns `true` if both share one text, not only equal texts.
    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text)
    }
}

impl PartialEq for Saved {
    /// Compares the texts, unless both share one.
    fn eq(&self, other: &Self) -> bool {
        self.has_marks_of(other) && (self.is_same(other) || self.to_text() == other.to_text())
    }
}

impl Eq for Saved {}

impl StateText {
    /// Returns the text if it needs not be made anymore.
    fn made(&self) -> Option<&str> {
        match self {
            Self::Now(text) => Some(text),
            Self::Later { made, .. } => made.get().map(String::as_str),
        }
    }
}

impl fmt::Debug for StateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now(text) => text.fmt(f),
            Self::Later { bytes, .. } => write!(f, "about {bytes} bytes, made later"),
        }
    }
}

const fn check_length(bytes: usize) -> Result<(), SavedError> {
    if bytes > MAX_STATE_BYTES { Err(SavedError::TooLong { bytes }) } else { Ok(()) }
}

/// The place of a widget's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateAt<'a> {
    /// There is no state.
    Nowhere,
    /// The state is in memory.
    Memory(&'a Saved),
    /// The state is in the host's store only.
    Store,
}

#[derive(Clone, Debug)]
struct State {
    order: u64,
    since: Moment,
    /// The state, if it is in memory.
    saved: Option<Saved>,
    /// Whether the host's store has the same state.
    stored: bool,
    /// What would be lost with the state. This is known also while the state itself is in the store only.
    unsaved: Option<Arc<str>>,
}

impl State {
    fn bytes(&self) -> usize {
        self.saved.as_ref().map_or(0, Saved::bytes)
    }
}

/// The states of widgets, by widget id.
#[derive(Clone, Debug, Default)]
pub struct SavedStates {
    states: FxHashMap<WidgetId, State>,
    bytes: usize,
    in_memory: usize,
    /// The number of states that hold unsaved work.
    unsaved: usize,
    /// The number of states that have come so far.
    clock: u64,
    /// The number of bytes that have come so far.
    came: u64,
    /// The widgets whose closing was agreed to. What they leave is kept for an undo only.
    given_up: FxHashSet<WidgetId>,
    /// The number of them above which those that leave nothing are forgotten.
    next_sweep: usize,
    /// The values of `clock` and `came` before which nothing is searched for, because too many states were needed in the last search.
    next_search: (u64, u64),
}

impl SavedStates {
    /// Keeps a state in memory. Returns `true` if an older one is in the host's store.
    pub fn keep(&mut self, widget: WidgetId, saved: Saved, now: Moment) -> bool {
        let stored = self.forget(&widget);
        if saved.is_given_up {
            self.given_up.insert(widget.clone());
        }
        self.count(saved.bytes());
        self.unsaved += usize::from(saved.unsaved.is_some());
        let unsaved = saved.unsaved.clone();
        let state = State { order: self.clock, since: now, saved: Some(saved), stored: false, unsaved };
        self.states.insert(widget, state);
        stored
    }

    /// Drops states from memory if there are too many: first those that are also in the store, then the oldest ones for which
    /// `is_needed` returns `false`. One of [`SAVED_BATCH`] goes at least, so that the next search is far off. Needed states stay: there
    /// are no more of them than panes and what can be undone; and so does unsaved work, of which there is as much as the user has done.
    /// Returns the widgets whose states are gone for good.
    ///
    /// Cost: all states, and at most one call of `is_needed` for each.
    pub fn bound(&mut self, is_needed: impl Fn(&WidgetId) -> bool) -> Vec<WidgetId> {
        let batch = self.in_memory / SAVED_BATCH;
        let mut lost = vec![];
        let mut gone = 0;
        for (widget, stored) in self.oldest_first() {
            if gone >= batch && !self.is_over() {
                break;
            }
            if stored {
                self.unload(&widget);
            } else if self.holds_work(&widget) || is_needed(&widget) {
                continue;
            } else {
                self.forget(&widget);
                lost.push(widget);
            }
            gone += 1;
        }
        if gone < batch || self.is_over() {
            let bytes = (MAX_SAVED_BYTES / SAVED_BATCH) as u64;
            self.next_search = (self.clock + batch.max(1) as u64, self.came + bytes);
        }
        lost
    }

    /// Notes that the closing of widgets was agreed to, each until [`SavedStates::take_back`]. Returns `true` if they are so many that those
    /// which leave nothing should be forgotten.
    #[must_use]
    pub fn give_up(&mut self, widgets: Vec<WidgetId>) -> bool {
        self.given_up.extend(widgets);
        self.given_up.len() > self.next_sweep.max(MAX_GIVEN_UP)
    }

    /// Forgets the widgets that have no state and do not exist. Cost: all that were given up; the next time is at twice as many.
    pub fn sweep_given_up(&mut self, exists: impl Fn(&WidgetId) -> bool) {
        let Self { given_up, states, .. } = self;
        given_up.retain(|widget| states.contains_key(widget) || exists(widget));
        self.next_sweep = 2 * given_up.len();
    }

    /// Notes that a widget exists again.
    pub fn take_back(&mut self, widget: &WidgetId) {
        if !self.given_up.is_empty() {
            self.given_up.remove(widget);
        }
    }

    /// Forgets that the closing of widgets was agreed to, except of those that `is_gone` returns `true` for.
    pub fn retain_given_up(&mut self, is_gone: impl Fn(&WidgetId) -> bool) {
        self.given_up.retain(is_gone);
    }

    /// Returns `true` if the closing of a widget was agreed to.
    #[must_use]
    pub fn is_given_up(&self, widget: &WidgetId) -> bool {
        self.given_up.contains(widget)
    }

    /// Returns `true` if the state of a widget holds unsaved work that nobody has agreed to lose.
    fn holds_work(&self, widget: &WidgetId) -> bool {
        self.unsaved_work(widget).is_some() && !self.is_given_up(widget)
    }

    /// Returns the states in memory in the order in which they may go, each with whether it is also in the store.
    fn oldest_first(&self) -> Vec<(WidgetId, bool)> {
        let all = self.states.iter().filter(|(_, s)| s.saved.is_some());
        let mut all: Vec<_> = all.map(|(id, s)| (!s.stored, s.order, id)).collect();
        all.sort_unstable_by_key(|(needs_memory, order, _)| (*needs_memory, *order));
        all.into_iter().map(|(needs_memory, _, id)| (id.clone(), !needs_memory)).collect()
    }

    /// Drops from memory the states that are also in the store. Returns the number of bytes that this frees.
    pub fn unload_stored(&mut self) -> usize {
        let before = self.bytes;
        let stored: Vec<WidgetId> =
            self.states.iter().filter(|(_, s)| s.stored && s.saved.is_some()).map(|(id, _)| id.clone()).collect();
        for widget in stored {
            self.unload(&widget);
        }
        before - self.bytes
    }

    /// Returns the states that are in memory only and are at least `after` old, the oldest first, at most `most`: for the host's store. Unsaved
    /// work that is not `needed` stays: nobody would ask the store for it.
    pub fn to_demote(
        &self,
        now: Moment,
        after: Duration,
        most: usize,
        needed: impl Fn(&WidgetId) -> bool,
    ) -> Vec<(WidgetId, Saved)> {
        let old = self
            .states
            .iter()
            .filter(|(id, s)| !s.stored && now.since(s.since) >= after && (!self.holds_work(id) || needed(id)));
        let mut old: Vec<_> = old.filter_map(|(id, s)| Some((s.order, id.clone(), s.saved.clone()?))).collect();
        old.sort_unstable_by_key(|(order, ..)| *order);
        old.truncate(most);
        old.into_iter().map(|(_, id, saved)| (id, saved)).collect()
    }

    /// Notes that the host has a state in its store. The state leaves memory, unless a newer one has come by now.
    pub fn note_stored(&mut self, widget: &WidgetId, saved: &Saved) {
        if let Some(state) = self.states.get_mut(widget)
            && state.saved.as_ref().is_some_and(|s| s.is_same(saved))
        {
            state.stored = true;
            self.unload(widget);
        }
    }

    /// Notes a state that the host has in its store from an earlier session. A state that is already known is newer and stays.
    pub fn note_in_store(&mut self, stored: StoredState) {
        let StoredState { widget, unsaved_work: unsaved } = stored;
        self.clock += 1;
        let (order, since) = (self.clock, Moment::ZERO);
        if let Entry::Vacant(place) = self.states.entry(widget) {
            self.unsaved += usize::from(unsaved.is_some());
            place.insert(State { order, since, saved: None, stored: true, unsaved });
        }
    }

    /// Returns `true` if any state holds unsaved work.
    #[must_use]
    pub const fn has_unsaved_work(&self) -> bool {
        self.unsaved > 0
    }

    /// Returns what would be lost with the state of a widget, in words, if it holds unsaved work.
    ///
    /// Cost: one look-up, or none if no state holds unsaved work.
    #[must_use]
    pub fn unsaved_work(&self, widget: &WidgetId) -> Option<&str> {
        if self.unsaved == 0 { None } else { self.states.get(widget)?.unsaved.as_deref() }
    }

    /// Takes a state that the host has fetched from its store. A state that is in memory is newer and stays.
    pub fn note_fetched(&mut self, widget: &WidgetId, saved: Saved, now: Moment) {
        if let Some(state) = self.states.get_mut(widget)
            && state.saved.is_none()
        {
            let bytes = saved.bytes();
            (state.saved, state.since) = (Some(saved), now);
            self.count(bytes);
        }
    }

    /// Returns `true` if there are too many states in memory, or if they take too many bytes.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.in_memory > MAX_SAVED_STATES || self.bytes > MAX_SAVED_BYTES
    }

    /// Returns `true` if there are too many states in memory and [`SavedStates::bound`] may help. If most states were needed in the last
    /// search, it may help only after a batch of new ones.
    #[must_use]
    pub const fn may_bound(&self) -> bool {
        let (clock, came) = self.next_search;
        self.is_over() && (self.clock >= clock || self.came >= came)
    }

    /// Returns where the state of a widget is.
    #[must_use]
    pub fn find(&self, widget: &WidgetId) -> StateAt<'_> {
        match self.states.get(widget) {
            None => StateAt::Nowhere,
            Some(State { saved: Some(saved), .. }) => StateAt::Memory(saved),
            Some(_) => StateAt::Store,
        }
    }

    #[cfg(test)]
    pub fn get(&self, widget: &WidgetId) -> Option<&Saved> {
        self.states.get(widget)?.saved.as_ref()
    }

    /// Returns `true` if a widget has a state, in memory or in the store.
    #[must_use]
    pub fn contains(&self, widget: &WidgetId) -> bool {
        self.states.contains_key(widget)
    }

    /// Drops the state of a widget. Returns `true` if one is left in the store.
    pub fn forget(&mut self, widget: &WidgetId) -> bool {
        let Some(state) = self.states.remove(widget) else { return false };
        self.bytes -= state.bytes();
        self.in_memory -= usize::from(state.saved.is_some());
        self.unsaved -= usize::from(state.unsaved.is_some());
        state.stored
    }

    /// Exchanges the states of two widgets, wherever they are. Returns `true` if there were any: then the host's store must exchange its
    /// states, too.
    pub fn exchange(&mut self, one: &WidgetId, other: &WidgetId) -> bool {
        let given_up = [(other, self.given_up.remove(one)), (one, self.given_up.remove(other))];
        self.given_up.extend(given_up.into_iter().filter(|(_, was)| *was).map(|(widget, _)| widget.clone()));
        let (first, second) = (self.states.remove(one), self.states.remove(other));
        let any = first.is_some() || second.is_some();
        for (state, widget) in [(first, other), (second, one)] {
            self.states.extend(state.map(|state| (widget.clone(), state)));
        }
        any
    }

    /// Returns all states that are in memory, sorted by widget id.
    pub fn all(&self) -> impl Iterator<Item = (&WidgetId, &Saved)> {
        let mut all: Vec<_> = self.states.iter().filter_map(|(id, s)| Some((id, s.saved.as_ref()?))).collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        all.into_iter()
    }

    /// Returns the widgets whose states are in the host's store only, sorted by widget id.
    pub fn all_in_store(&self) -> impl Iterator<Item = &WidgetId> {
        let mut all: Vec<_> = self.states.iter().filter(|(_, s)| s.saved.is_none()).map(|(id, _)| id).collect();
        all.sort_unstable();
        all.into_iter()
    }

    /// Returns the number of states in memory.
    #[must_use]
    pub const fn in_memory(&self) -> usize {
        self.in_memory
    }

    /// Returns the number of states that are in the host's store only.
    #[must_use]
    pub fn in_store(&self) -> usize {
        self.states.len() - self.in_memory
    }

    /// Returns the length of all states in memory together, in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts a state of that many bytes that comes into memory.
    const fn count(&mut self, bytes: usize) {
        self.clock += 1;
        self.came += bytes as u64;
        self.bytes += bytes;
        self.in_memory += 1;
    }

    /// Drops a state from memory if the store has it. Returns `true` if the store has it.
    fn unload(&mut self, widget: &WidgetId) -> bool {
        let Some(state) = self.states.get_mut(widget).filter(|s| s.stored) else { return false };
        if let Some(saved) = state.saved.take() {
            self.bytes -= saved.bytes();
            self.in_memory -= 1;
        }
        true
    }
}

#[cfg(test)]
mod tests;
