//! What a widget leaves behind: text in the application's own format. Bounded; what is oldest and no longer of use goes first.

use crate::base::WidgetId;
use crate::base::limits::{MAX_SAVED_BYTES, MAX_SAVED_STATES, MAX_STATE_BYTES};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A widget's state as text, usually JSON. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved(Arc<str>);

/// Why a state could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// Longer than the limit.
    #[error("a state of {bytes} bytes is longer than the {MAX_STATE_BYTES} allowed")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not JSON of the expected shape: older, newer or cut.
    #[error("the saved state does not fit: {0}")]
    Json(#[from] serde_json::Error),
}

impl Saved {
    /// Takes text in the application's own format.
    ///
    /// # Errors
    /// [`SavedError::TooLong`].
    pub fn new(text: impl Into<Arc<str>>) -> Result<Self, SavedError> {
        let text = text.into();
        if text.len() > MAX_STATE_BYTES { Err(SavedError::TooLong { bytes: text.len() }) } else { Ok(Self(text)) }
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// Where it cannot be written, or is too long.
    pub fn json(value: &impl Serialize) -> Result<Self, SavedError> {
        Self::new(serde_json::to_string(value)?)
    }

    /// Reads a value that was written with [`Saved::json`].
    ///
    /// # Errors
    /// Where it has another shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, SavedError> {
        Ok(serde_json::from_str(&self.0)?)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The states of widgets that are not live.
#[derive(Clone, Debug, Default)]
pub struct SavedStates {
    states: FxHashMap<WidgetId, (u64, Saved)>,
    bytes: usize,
    clock: u64,
}

impl SavedStates {
    /// Keeps a state. Where there are too many, the oldest that `is_needed` does not claim go, and after them the oldest.
    pub fn keep(&mut self, widget: WidgetId, saved: Saved, is_needed: impl Fn(&WidgetId) -> bool) {
        self.forget(&widget);
        self.clock += 1;
        self.bytes += saved.as_str().len();
        self.states.insert(widget, (self.clock, saved));
        while self.states.len() > MAX_SAVED_STATES || self.bytes > MAX_SAVED_BYTES {
            let victim = self.states.iter().min_by_key(|(id, (at, _))| (is_needed(id), *at)).map(|(id, _)| id.clone());
            match victim {
                Some(victim) => self.forget(&victim),
                None => break,
            }
        }
    }

    /// The state of a widget.
    #[must_use]
    pub fn get(&self, widget: &WidgetId) -> Option<&Saved> {
        self.states.get(widget).map(|(_, saved)| saved)
    }

    /// Drops the state of a widget.
    pub fn forget(&mut self, widget: &WidgetId) {
        if let Some((_, saved)) = self.states.remove(widget) {
            self.bytes -= saved.as_str().len();
        }
    }

    /// All states, by widget id.
    pub fn all(&self) -> impl Iterator<Item = (&WidgetId, &Saved)> {
        let mut all: Vec<_> = self.states.iter().map(|(id, (_, saved))| (id, saved)).collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        all.into_iter()
    }

    /// Bytes of all states together.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_SAVED_STATES, Saved, SavedStates};
    use crate::base::WidgetId;

    #[test]
    fn the_oldest_state_that_nobody_needs_goes_first() {
        let mut states = SavedStates::default();
        let id = |i: usize| WidgetId::new(format!("w{i}")).expect("an id");
        for i in 0..=MAX_SAVED_STATES {
            states.keep(id(i), Saved::new("x").expect("short"), |w| *w == id(0));
        }
        assert!(states.get(&id(0)).is_some());
        assert!(states.get(&id(1)).is_none());
        assert_eq!(states.bytes(), MAX_SAVED_STATES);
    }

    #[test]
    fn a_state_of_another_shape_says_so() {
        let saved = Saved::json(&(1, "a")).expect("fits");
        assert_eq!(saved.read::<(u8, String)>().expect("same shape"), (1, "a".to_owned()));
        assert!(saved.read::<Vec<bool>>().unwrap_err().to_string().contains("does not fit"));
    }
}
