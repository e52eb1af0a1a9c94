//! Closing what is not saved: the user is asked first, in words, wherever the widget is.

use super::saving::Then;
use super::{App, dialog};
use crate::paths::{is_text, written_path};
use crate::provider::{EditorPane, OpenTexts, Pane, unsaved_words};
use crate::session::with_text;
use egui::Context;
use multisplit::{Command, CommandError, PaneId, WidgetId};
use multisplit_egui::WorkspaceArea;
use multisplit_pane_editor::EditorState;
use std::collections::HashSet;

/// A command that the user is asked about, once for all panes that it would close.
pub(super) struct Asking {
    command: Command,
    losses: Vec<Loss>,
}

/// A pane that does not want to be closed.
struct Loss {
    widget: WidgetId,
    words: String,
    can_save: bool,
}

/// Texts that go to panes that are not loaded, and the panes that are left.
struct Handed {
    texts: Vec<(WidgetId, EditorState)>,
    open: OpenTexts,
}

/// What the user answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Save,
    Discard,
    Cancel,
}

impl App {
    /// Runs a command that closes panes. If panes refuse, the user is asked about all of them in one question.
    ///
    /// If a text is just being saved, the command waits for it.
    pub(super) fn run_asking(&mut self, command: Command) {
        let done = self.run_closing(&command);
        if let Err(CommandError::Vetoed { .. }) = done {
            let losses = self.losses_of(&command);
            if self.waits_for_saves(losses.iter().map(|loss| &loss.widget), &command) {
                return;
            }
            // A save may have ended since the command was refused.
            let losses = self.losses_of(&command);
            if losses.is_empty() {
                return self.run_saved(&command);
            }
            self.asking = Some(Asking { command, losses });
            return;
        }
        self.workspace.provider().discard.clear();
        if let Err(error) = done {
            self.refuse(&error);
        }
    }

    /// Returns which panes refuse a command, and why.
    fn losses_of(&mut self, command: &Command) -> Vec<Loss> {
        let (vetoes, _) = self.with_open_texts(|app| app.workspace.vetoes(command));
        let tree = self.workspace.layout().tree();
        let loss = |(pane, words): (PaneId, String)| {
            let widget = tree.widget(pane)?.clone();
            let can_save = is_text(&widget);
            Some(Loss { widget, words, can_save })
        };
        vetoes.into_iter().filter_map(loss).collect()
    }

    /// Runs a command that no pane refuses anymore.
    fn run_saved(&mut self, command: &Command) {
        let done = self.run_closing(command);
        if let Err(error) = done {
            self.refuse(&error);
        }
        self.workspace.provider().discard.clear();
    }

    fn run_closing(&mut self, command: &Command) -> Result<(), CommandError> {
        let now = self.host.now();
        let (done, handed) = self.with_open_texts(|app| app.workspace.run(now, command));
        done?;
        self.hand_over(&handed);
        Ok(())
    }

    /// Decides about closing while the provider knows all panes of each text: a text is lost with the last of them only.
    fn with_open_texts<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Handed) {
        let tree = self.workspace.layout().tree();
        let mut open = OpenTexts::new();
        for widget in tree.panes().filter_map(|pane| tree.widget(pane)).filter(|widget| is_text(widget)) {
            open.entry(written_path(widget).to_owned()).or_default().insert(widget.clone());
        }
        self.workspace.provider().open_texts = open;
        let done = work(self);
        let provider = self.workspace.provider();
        let texts = std::mem::take(&mut provider.handed);
        (done, Handed { texts, open: std::mem::take(&mut provider.open_texts) })
    }

    /// Gives texts whose last live pane was closed to their panes that are not loaded.
    fn hand_over(&mut self, Handed { texts, open }: &Handed) {
        for (widget, text) in texts {
            let path = written_path(widget);
            let others: Vec<WidgetId> = open.get(path).into_iter().flatten().cloned().collect();
            for other in &others {
                let own = self.state_of(other);
                if let Some(saved) = with_text(own.as_ref(), text, &unsaved_words(other)) {
                    self.workspace.restore_state(other.clone(), saved);
                }
            }
            self.workspace.provider().waiting.insert(path.to_owned(), others);
        }
    }

    /// Shows the question, and does what was answered.
    pub(super) fn show_asking(&mut self, ctx: &Context) {
        let Some(asking) = &self.asking else { return };
        let Some(answer) = ask(ctx, asking) else { return };
        let Some(Asking { command, losses, .. }) = self.asking.take() else { return };
        self.refocus(ctx);
        if answer == Answer::Cancel {
            return self.workspace.provider().discard.clear();
        }
        let mut saved = vec![];
        for Loss { widget, can_save, .. } in losses {
            if answer == Answer::Discard || !can_save {
                self.workspace.provider().discard.insert(widget);
            } else {
                saved.push(widget);
            }
        }
        self.save_then(saved, Then::Close(command));
        self.go_on_saving(ctx);
    }

    /// Marks the texts that are still in panes or parked as open, after texts were asked if they may be closed.
    pub(super) fn reopen_texts(&mut self) {
        let tree = self.workspace.layout().tree();
        let is_there: HashSet<PaneId> = tree.panes().collect();
        // A closed pane keeps its slot until the next frame.
        let live = self.workspace.slots().all_live().filter(|(pane, ..)| is_there.contains(pane));
        let open = |pane: &mut Pane| {
            if let Some(EditorPane { editor, .. }) = pane.as_kind() {
                editor.set_closed(false);
            }
        };
        live.for_each(|(_, _, pane)| open(pane));
        self.workspace.parked_widgets().for_each(|(_, pane)| open(pane));
    }

    /// Gives the keyboard back to the focused pane.
    pub(super) fn refocus(&self, ctx: &Context) {
        if let Some(id) = self.shown_in {
            WorkspaceArea::refocus(ctx, id);
        }
    }
}

fn ask(ctx: &Context, asking: &Asking) -> Option<Answer> {
    let title = if asking.losses.len() == 1 { "Close this pane?" } else { "Close these panes?" };
    let asked = dialog::show(ctx, "close", title, 420.0, |ui, is_deaf| {
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
        // Enter loses nothing.
        let usual = if can_save { Answer::Save } else { Answer::Cancel };
        dialog::buttons(ui, &buttons, is_deaf.then_some(usual))
    });
    asked.inner.or_else(|| asked.is_left.then_some(Answer::Cancel))
}
