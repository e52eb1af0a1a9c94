//! Closing what is not saved: asked first, in words, wherever the widget is.

use super::notices::About;
use super::{App, dialog};
use egui::Context;
use multisplit::{Command, CommandError, PaneId, Saved, WidgetId};
use multisplit_egui::Front;
use multisplit_pane_editor::{Document, Editor, EditorState};

/// A command that the user is asked about, once for all panes that it would close.
pub(super) struct Asking {
    command: Command,
    losses: Vec<Loss>,
    fresh: bool,
}

/// A pane that does not want to be closed.
struct Loss {
    widget: WidgetId,
    words: String,
    can_save: bool,
}

/// What the user answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Save,
    Discard,
    Cancel,
}

impl App {
    /// Does a command that closes panes. Whoever refuses is asked about: all of them in one question.
    pub(super) fn run_asking(&mut self, command: Command) {
        let done = self.workspace.run(self.host.now(), &command);
        if let Err(CommandError::Vetoed { .. }) = done {
            let vetoes = self.workspace.vetoes(&command);
            let tree = self.workspace.layout().tree();
            let loss = |(pane, words): (PaneId, String)| {
                let widget = tree.widget(pane)?.clone();
                let can_save = widget.kind() == "editor";
                Some(Loss { widget, words, can_save })
            };
            let losses = vetoes.into_iter().filter_map(loss).collect();
            self.asking = Some(Asking { command, losses, fresh: true });
            return;
        }
        self.workspace.provider().discard.clear();
        if let Err(error) = done {
            self.status.say(error.to_string());
        }
    }

    /// Shows the question, and does what was answered.
    pub(super) fn show_asking(&mut self, ctx: &Context) {
        let Some(asking) = &mut self.asking else { return };
        let answer = ask(ctx, asking);
        asking.fresh = false;
        let Some(answer) = answer else { return };
        let Some(Asking { command, losses, .. }) = self.asking.take() else { return };
        self.refocus(ctx);
        if answer == Answer::Cancel {
            return self.workspace.provider().discard.clear();
        }
        for Loss { widget, can_save, .. } in losses {
            if answer == Answer::Discard || !can_save {
                self.workspace.provider().discard.insert(widget);
            } else if let Err(why) = self.save_widget(&widget) {
                self.workspace.provider().discard.clear();
                return self.notices.say(About::Work, why);
            }
        }
        self.run_asking(command);
    }

    /// Saves the text of an editor to its file: of one that is there, or of one that left its text as a state.
    pub(super) fn save_widget(&mut self, widget: &WidgetId) -> Result<(), String> {
        let pane = self.workspace.layout().tree().pane_of(widget);
        if let Some(live) = pane.and_then(|pane| self.workspace.slots().live(pane)) {
            return live.save();
        }
        if let Some((_, parked)) = self.workspace.parked_widgets().find(|(id, _)| *id == widget) {
            return parked.save();
        }
        let saved = self.workspace.saved_states().find(|(id, _)| *id == widget).map(|(_, saved)| saved.clone());
        let Some(saved) = saved else {
            return Err(format!("{} must be shown before it can be saved", crate::provider::name_of(widget)));
        };
        let saved = save_state(&crate::paths::path_of(&self.folder, widget), &saved)?;
        self.workspace.restore_state(widget.clone(), saved);
        Ok(())
    }

    /// Gives the keyboard back to the focused pane.
    pub(super) fn refocus(&self, ctx: &Context) {
        if let Some(id) = self.shown_in {
            Front::refocus(ctx, id);
        }
    }
}

/// Writes the text that an editor left to its file, and returns the state that is left then.
fn save_state(path: &std::path::Path, saved: &Saved) -> Result<Saved, String> {
    let state: EditorState = saved.read().map_err(|error| error.to_string())?;
    let document = Document::read(path).map_err(|error| error.to_string())?;
    let mut editor = Editor::from_document(document);
    editor.restore(&state);
    editor.save().map_err(|error| error.to_string())?;
    Saved::json(&editor.state()).map_err(|error| error.to_string())
}

fn ask(ctx: &Context, asking: &Asking) -> Option<Answer> {
    let title = if asking.losses.len() == 1 { "Close this pane?" } else { "Close these panes?" };
    let asked = dialog::show(ctx, "close", title, 420.0, |ui| {
        match asking.losses.as_slice() {
            [Loss { words, .. }] => drop(ui.label(format!("{}.", dialog::sentence(words)))),
            losses => dialog::list(ui, losses.iter().map(|loss| loss.words.as_str())),
        }
        ui.add_space(8.0);
        let can_save = asking.losses.iter().any(|loss| loss.can_save);
        let first = match (can_save, asking.losses.len()) {
            (false, _) => ("Close anyway", Answer::Discard),
            (true, 1) => ("Save and close", Answer::Save),
            (true, _) => ("Save all and close", Answer::Save),
        };
        let discard = can_save.then_some(("Close without saving", Answer::Discard));
        let buttons: Vec<_> = [first].into_iter().chain(discard).chain([("Cancel", Answer::Cancel)]).collect();
        let is_deaf = ui.ctx().memory(|memory| memory.focused().is_none());
        dialog::buttons(ui, &buttons, (asking.fresh || is_deaf).then_some(first.1))
    });
    asked.inner.or_else(|| asked.is_left.then_some(Answer::Cancel))
}
