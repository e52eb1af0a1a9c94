//! Texts that several panes show: one buffer, one undo history, one file. A text is lost only with the last of its panes.
//!
//! Invariant: closing asks the last open pane of a text about it, and the first one saves it.

use super::{Provider, unsaved_words};
use crate::paths::{id_of, path_of, written_path};
use multisplit::cache::SharedContent;
use multisplit::{CloseReason, Verdict, WidgetId};
use multisplit_pane_editor::{Editor, SharedText};
use multisplit_pane_files::Unsaved;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The texts that panes show, by their paths as written in the widget ids.
#[derive(Clone, Default)]
pub(crate) struct Texts(SharedContent<SharedText>);

impl Texts {
    /// Makes the editor show the text that other panes of its path show, and returns `true`; if there is none, shares the text of the
    /// editor.
    pub(super) fn share(&self, widget: &WidgetId, editor: &mut Editor) -> bool {
        let own = editor.shared();
        let Ok(first) = self.0.get_or_share(written_path(widget), || Ok::<_, std::convert::Infallible>(own.clone()));
        let is_other = !Arc::ptr_eq(&first, &own);
        if is_other {
            editor.show(first);
        }
        is_other
    }

    /// Returns the text that panes of the path of a widget show; `None` if there are none.
    pub(super) fn of(&self, widget: &WidgetId) -> Option<Arc<SharedText>> {
        self.0.get(written_path(widget))
    }

    /// Returns the text of a file that panes show; `None` if there are none.
    pub(super) fn at(&self, folder: &Path, path: &Path) -> Option<Arc<SharedText>> {
        self.of(&id_of("editor", folder, path).ok()?)
    }

    /// Returns what finds the text of a file in a folder that an open pane shows and has not saved.
    pub(super) fn unsaved_in(&self, folder: PathBuf) -> Unsaved {
        let texts = self.clone();
        Arc::new(move |path| texts.at(&folder, path)?.unsaved())
    }

    /// The file of a text has another path now. What was kept of a text under that path is another text.
    pub(crate) fn moved(&self, from: &WidgetId, to: &WidgetId, path: &Path) {
        let text = self.of(from);
        self.0.forget(written_path(from));
        self.0.forget(written_path(to));
        if let Some(text) = text {
            text.set_path(path.to_owned());
            let Ok(_) = self.0.get_or_share(written_path(to), || Ok::<_, std::convert::Infallible>(text));
        }
    }

    /// Returns `true` if an editor shows the text that the other panes of its path show, or if there are none.
    fn are_of(&self, widget: &WidgetId, editor: &Editor) -> bool {
        self.of(widget).is_none_or(|text| Arc::ptr_eq(&text, &editor.shared()))
    }
}

/// Panes of texts, by path.
pub(crate) type OpenTexts = HashMap<String, BTreeSet<WidgetId>>;

/// Widgets that wait with a text that others of them wait with, too, by path: the first to come shows it.
pub(crate) type Waiting = HashMap<String, Vec<WidgetId>>;

impl Provider {
    /// Updates the ids of widgets that wait with the same text.
    pub(crate) fn waiting_moved(&mut self, from: &WidgetId, to: &[WidgetId]) {
        if let (Some(_), Some(first)) = (self.waiting.remove(written_path(from)), to.first()) {
            self.waiting.insert(written_path(first).to_owned(), to.to_vec());
        }
    }

    /// Decides whether a pane of a text may be closed.
    pub(super) fn closing_text(&mut self, widget: &WidgetId, editor: &mut Editor, reason: CloseReason) -> Verdict {
        let is_unsaved = editor.is_modified();
        if reason == CloseReason::Evict {
            // An editor that was closed without saving leaves its text as its state, so nothing is lost.
            return match is_unsaved && editor.is_first() && !editor.is_closed() {
                true => Verdict::Veto(unsaved_words(widget)),
                false => Verdict::Allow,
            };
        }
        self.asked_texts = true;
        let is_last = !self.has_others(widget);
        if is_unsaved && !editor.is_shown_beside() {
            let state = editor.state();
            if !is_last && state.unsaved.is_some() {
                self.handed.push((widget.clone(), state));
                editor.set_closed(true);
                return Verdict::Allow;
            }
            return match self.discard.contains(widget) {
                true => Verdict::Discard,
                false => Verdict::Veto(unsaved_words(widget)),
            };
        }
        editor.set_closed(true);
        Verdict::Allow
    }
}

impl Provider {
    /// Returns `true` if the layout has other panes of the text of a pane that is being closed.
    fn has_others(&mut self, widget: &WidgetId) -> bool {
        let Some(open) = self.open_texts.get_mut(written_path(widget)) else { return false };
        open.remove(widget);
        !open.is_empty()
    }

    /// Returns `true` if a pane that is not loaded can be closed because another one waits with the same text.
    pub(super) fn waits_beside(&mut self, widget: &WidgetId) -> bool {
        self.has_others(widget)
            && self.waiting.get(written_path(widget)).is_some_and(|waiting| {
                let open = self.open_texts.get(written_path(widget));
                let is_open = |other: &WidgetId| open.is_some_and(|open| open.contains(other));
                waiting.contains(widget) && waiting.iter().any(is_open)
            })
    }

    /// Returns whether an editor that was closed still shows what its id says.
    pub(super) fn is_still_right(&self, widget: &WidgetId, editor: &mut Editor) -> bool {
        editor.set_closed(false);
        editor.path() == path_of(&self.folder, widget) && self.texts.are_of(widget, editor)
    }
}
