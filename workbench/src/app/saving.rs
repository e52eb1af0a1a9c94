//! Saving that an action waits for: panes are closed, or the folder is left, once their texts are on disk.
//!
//! Invariant: the action is carried out only after all texts were saved; if one could not be saved, the action is given up and the
//! user is told why.

use super::App;
use super::leaving::Leave;
use super::notices::About;
use crate::paths::written_path;
use crate::session::without_text;
use egui::Context;
use multisplit::{Command, Saved, WidgetId};
use multisplit_pane_editor::{Document, Editor, EditorState};
use std::path::Path;

/// The action to carry out once everything is saved.
#[derive(Clone, Debug)]
pub(super) enum Then {
    Close(Command),
    Leave(Leave),
}

/// Texts that are being saved to their files.
#[derive(Debug)]
pub(super) struct Saving {
    /// Editors that are live or parked.
    editors: Vec<WidgetId>,
    /// Editors that are not there and left their text as a state.
    states: Vec<WidgetId>,
    /// The reasons why texts were not saved.
    failed: Vec<String>,
    then: Then,
}

impl App {
    /// Saves the texts of editors to their files, and then carries out an action. The editors may be live, parked, or known only
    /// by the state they left.
    pub(super) fn save_then(&mut self, widgets: Vec<WidgetId>, then: Then) {
        self.saving = Some(Saving { editors: vec![], states: vec![], failed: vec![], then });
        let mut states = vec![];
        for widget in widgets {
            let wake = self.wake.clone();
            if let Some(editor) = self.editor_of(&widget) {
                editor.save_later(move || wake());
                self.with_saving(|saving| saving.editors.push(widget));
            } else if let Some(saved) = self.state_of(&widget) {
                states.push((widget, saved));
            } else {
                let name = crate::provider::name_of(&widget);
                self.with_saving(|saving| saving.failed.push(format!("{name} must be shown before it can be saved")));
            }
        }
        if !states.is_empty() {
            self.save_states(states);
        }
    }

    /// Runs a command later if some editors that would lose text are being saved; returns `true` if it waits for them.
    pub(super) fn waits_for_saves<'a>(
        &mut self,
        losses: impl Iterator<Item = &'a WidgetId>,
        command: &Command,
    ) -> bool {
        let editors: Vec<WidgetId> =
            losses.filter(|widget| self.editor_of(widget).is_some_and(Editor::is_saving)).cloned().collect();
        let waits = !editors.is_empty();
        if waits {
            let then = Then::Close(command.clone());
            self.saving = Some(Saving { editors, states: vec![], failed: vec![], then });
        }
        waits
    }

    /// Returns `true` if panes will be closed as soon as their texts are saved: keys typed until then are for the next focus.
    pub(super) fn closes_once_saved(&self) -> bool {
        self.saving.as_ref().is_some_and(|saving| matches!(saving.then, Then::Close(_)))
    }

    /// Carries out the waiting action once everything is saved. Called in every frame; the last save requests one.
    pub(super) fn go_on_saving(&mut self, ctx: &Context) {
        let Some(mut saving) = self.saving.take() else { return };
        let failed = &mut saving.failed;
        saving.editors.retain(|widget| {
            let Some(editor) = self.editor_of(widget) else { return false };
            let goes_on = editor.is_saving();
            if !goes_on {
                failed.extend(editor.unsaved_because());
            }
            goes_on
        });
        if !saving.editors.is_empty() || !saving.states.is_empty() {
            self.saving = Some(saving);
            return;
        }
        let Saving { failed, then, .. } = saving;
        if !failed.is_empty() {
            self.workspace.provider().discard.clear();
            failed.into_iter().for_each(|why| self.notices.say(About::Work, why));
            return self.refocus(ctx);
        }
        match then {
            Then::Close(command) => self.run_asking(command),
            Then::Leave(to) => self.leave(ctx, to),
        }
    }

    /// Notes that one of several panes that wait with the same text was loaded: it shows the text, and the others lose nothing
    /// with their states anymore.
    pub(super) fn text_is_here(&mut self, widget: &WidgetId) {
        let waiting = self.workspace.provider().waiting.remove(written_path(widget)).unwrap_or_default();
        for other in waiting.into_iter().filter(|other| other != widget) {
            let is_here = self.pane_of(&other).is_some();
            let left = self.state_of(&other).filter(|_| !is_here).and_then(|saved| without_text(&saved));
            if let Some(left) = left {
                self.workspace.restore_state(other, left);
            }
        }
    }

    pub(super) fn state_of(&mut self, widget: &WidgetId) -> Option<Saved> {
        self.workspace.saved_states().find(|(id, _)| *id == widget).map(|(_, saved)| saved.clone())
    }

    /// Saves texts that exist only as states, all of them in one errand.
    fn save_states(&mut self, states: Vec<(WidgetId, Saved)>) {
        let widgets: Vec<WidgetId> = states.iter().map(|(widget, _)| widget.clone()).collect();
        let folder = self.folder.clone();
        let work = move || {
            let write = |(widget, saved): (WidgetId, Saved)| {
                let written = write_state(&crate::paths::path_of(&folder, &widget), &saved);
                (widget, saved, written)
            };
            Ok(states.into_iter().map(write).collect::<Vec<_>>())
        };
        let sent = self.errand("save files", work, |app, _, all| {
            app.with_saving(|saving| saving.states.clear());
            let all = all.unwrap_or_else(|why| {
                app.with_saving(|saving| saving.failed.push(why));
                vec![]
            });
            for (widget, before, written) in all {
                match written {
                    Ok(saved) => {
                        // An editor that was loaded in the meantime finds its text in its file. A state that has changed since is kept.
                        let is_same = app.state_of(&widget).is_some_and(|now| now == before);
                        if is_same && app.pane_of(&widget).is_none() {
                            app.workspace.restore_state(widget, saved);
                        }
                    }
                    Err(why) => app.with_saving(|saving| saving.failed.push(why)),
                }
            }
        });
        self.with_saving(|saving| match sent {
            true => saving.states = widgets,
            false => saving.failed.push("the disk is busy".to_owned()),
        });
    }

    fn with_saving(&mut self, change: impl FnOnce(&mut Saving)) {
        if let Some(saving) = &mut self.saving {
            change(saving);
        }
    }
}

/// Writes the text of a saved state to its file, and returns the state without it. Blocks on the disk.
fn write_state(path: &Path, saved: &Saved) -> Result<Saved, String> {
    let state: EditorState = saved.read().map_err(|error| error.to_string())?;
    let document = Document::read(path).map_err(|error| error.to_string())?;
    let mut editor = Editor::from_document(document);
    editor.restore(&state);
    editor.save().map_err(|error| error.to_string())?;
    Saved::json(&editor.state()).map_err(|error| error.to_string())
}
