//! A store for the states of widgets that were not used for long, and one that is only memory.
//!
//! A store may answer later: nothing waits for it. It is asked for its answers once per frame.

use multisplit::host::StoredState;
use multisplit::{Saved, WidgetId};
use std::collections::{BTreeMap, VecDeque};

/// Keeps states of widgets outside of the workspace: in a folder, in a database, in the storage of a browser.
///
/// A host calls it on the thread of the workspace, so a method must not block. What takes time is done elsewhere and answered later with
/// [`StateStore::answer`]; the store then asks for a frame.
pub trait StateStore {
    /// Returns the widgets that have a state in the store. The host asks once, before anything is shown.
    fn known(&mut self) -> Vec<StoredState>;

    /// Keeps the state of a widget in place of an older one. Once it is safe, the answer is [`StateAnswer::Kept`]; without an answer the
    /// state stays in memory, too.
    fn keep(&mut self, widget: WidgetId, saved: Saved);

    /// Fetches the state of a widget. The answer is [`StateAnswer::Fetched`], in any case.
    fn fetch(&mut self, widget: WidgetId);

    /// Forgets the state of a widget, if there is one.
    fn forget(&mut self, widget: WidgetId);

    /// Exchanges the states of two widgets. If only one has a state, the other one has it afterward.
    fn exchange(&mut self, one: WidgetId, other: WidgetId);

    /// Returns the next answer, or `None` if there is none yet.
    fn answer(&mut self) -> Option<StateAnswer>;
}

/// An answer of a [`StateStore`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateAnswer {
    /// A state is in the store.
    Kept {
        /// The widget.
        widget: WidgetId,
        /// The state.
        saved: Saved,
    },
    /// A state was fetched.
    Fetched {
        /// The widget.
        widget: WidgetId,
        /// The state, or in words why there is none.
        answer: Result<Saved, String>,
    },
}

/// A [`StateStore`] in memory, for tests and for programs without a disk. The states are gone when it is dropped.
#[derive(Clone, Debug, Default)]
pub struct MemoryStates {
    states: BTreeMap<WidgetId, Saved>,
    answers: VecDeque<StateAnswer>,
}

impl MemoryStates {
    /// Creates a store that has these states.
    #[must_use]
    pub fn new(states: impl IntoIterator<Item = (WidgetId, Saved)>) -> Self {
        Self { states: states.into_iter().collect(), answers: VecDeque::new() }
    }
}

impl StateStore for MemoryStates {
    fn known(&mut self) -> Vec<StoredState> {
        let stored = |(widget, saved): (&WidgetId, &Saved)| StoredState {
            widget: widget.clone(),
            unsaved_work: saved.unsaved_work().map(Into::into),
        };
        self.states.iter().map(stored).collect()
    }

    fn keep(&mut self, widget: WidgetId, saved: Saved) {
        self.states.insert(widget.clone(), saved.clone());
        self.answers.push_back(StateAnswer::Kept { widget, saved });
    }

    fn fetch(&mut self, widget: WidgetId) {
        let answer = self.states.get(&widget).cloned().ok_or_else(|| format!("no state of {widget} is kept"));
        self.answers.push_back(StateAnswer::Fetched { widget, answer });
    }

    fn forget(&mut self, widget: WidgetId) {
        self.states.remove(&widget);
    }

    fn exchange(&mut self, one: WidgetId, other: WidgetId) {
        let states = [self.states.remove(&one), self.states.remove(&other)];
        for (saved, widget) in states.into_iter().zip([other, one]) {
            if let Some(saved) = saved {
                self.states.insert(widget, saved);
            }
        }
    }

    fn answer(&mut self) -> Option<StateAnswer> {
        self.answers.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::{MemoryStates, Saved, StateAnswer, StateStore, WidgetId};

    fn id(text: &str) -> WidgetId {
        WidgetId::new(text).expect("an id")
    }

    fn fetched(states: &mut MemoryStates, widget: &str) -> Option<Saved> {
        states.fetch(id(widget));
        match states.answer() {
            Some(StateAnswer::Fetched { answer, .. }) => answer.ok(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn states_in_memory_are_kept_exchanged_and_forgotten() {
        let saved = |text: &str| Saved::new(text).expect("short");
        let mut states = MemoryStates::new([(id("a"), saved("of a").with_unsaved_work("a list"))]);
        assert_eq!(states.known()[0].unsaved_work.as_deref(), Some("a list"));
        states.exchange(id("a"), id("z"));
        assert_eq!((fetched(&mut states, "a"), fetched(&mut states, "z").is_some()), (None, true));
        states.keep(id("a"), saved("another"));
        assert_eq!(states.answer(), Some(StateAnswer::Kept { widget: id("a"), saved: saved("another") }));
        states.exchange(id("z"), id("a"));
        assert_eq!(fetched(&mut states, "z"), Some(saved("another")));
        states.forget(id("z"));
        assert_eq!(fetched(&mut states, "z"), None);
        assert_eq!(states.known().len(), 1);
    }
}
