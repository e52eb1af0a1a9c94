//! The last saved state of an editor. A session is written about every second while the user types, and most editors have not
//! changed since the last time.

use super::unsaved_words;
use multisplit::cache::SavedError;
use multisplit::{Saved, WidgetId};
use multisplit_pane_editor::{Editor, StateKey};

/// The last saved state, with the widget and the key that it was made from.
#[derive(Default)]
pub(super) struct KeptState(Option<(WidgetId, StateKey, Saved)>);

impl KeptState {
    pub(super) const fn new() -> Self {
        Self(None)
    }

    /// Returns the state of the editor. The text is copied only if something has changed since the last call.
    pub(super) fn of(&mut self, widget: &WidgetId, editor: &Editor) -> Result<Saved, SavedError> {
        let key = editor.state_key();
        if let Some((named, same, saved)) = &self.0
            && named == widget
            && *same == key
        {
            return Ok(saved.clone());
        }
        let saved = Saved::json(&editor.state())?;
        let saved = if editor.is_modified() && editor.is_first() {
            saved.with_unsaved_work(unsaved_words(widget))
        } else {
            saved
        };
        self.0 = Some((widget.clone(), key, saved.clone()));
        Ok(saved)
    }
}
