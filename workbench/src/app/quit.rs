//! Leaving: closing the window, or replacing the folder by another one. The user is asked first if something would be lost, and
//! only then.

use super::leaving::{Leave, Leaving, Loss};
use super::saving::Then;
use super::{App, dialog};
use crate::provider::{EditorPane, kept_words};
use egui::{Context, ViewportCommand};
use multisplit::{PaneId, WidgetId};
use std::time::Duration;

/// The maximum time that leaving waits for a text that is being saved.
const PATIENCE: Duration = Duration::from_secs(10);

/// The answer of the user.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Save,
    Anyway,
    Stay,
}

impl App {
    /// Leaves, or asks first if something would be lost.
    pub(super) fn leave(&mut self, ctx: &Context, to: Leave) {
        let losses = self.losses();
        if losses.is_empty() {
            self.accepted.clear();
            self.go(ctx, to);
        } else {
            self.ask_before(ctx, to, losses);
        }
    }

    /// Asks the user before something is lost.
    pub(super) fn ask_before(&mut self, ctx: &Context, to: Leave, losses: Vec<Loss>) {
        self.leaving = Leaving::Asked(to, losses);
        ctx.request_repaint();
    }

    /// Saves and closes without a question, because the system has asked for it.
    pub(crate) fn end_now(&mut self, ctx: &Context) {
        if !matches!(self.leaving, Leaving::Yes) {
            self.finish();
            self.leaving = Leaving::Yes;
        }
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// Holds back a window that is being closed until the user was asked.
    pub(super) fn mind_closing(&mut self, ctx: &Context) {
        if !ctx.input(|i| i.viewport().close_requested()) || matches!(self.leaving, Leaving::Yes) {
            return;
        }
        let losses = self.losses();
        if !losses.is_empty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
            self.ask_before(ctx, Leave::Quit, losses);
        }
    }

    /// Shows the question, and carries out the answer.
    pub(super) fn show_leaving(&mut self, ctx: &Context) {
        let Leaving::Asked(to, losses) = &self.leaving else { return };
        let Some(answer) = ask(ctx, to, losses) else { return };
        let (to, losses) = (to.clone(), losses.clone());
        self.leaving = Leaving::No;
        match answer {
            Answer::Stay => self.refocus(ctx),
            Answer::Anyway => {
                self.accepted = losses;
                self.go(ctx, to);
            }
            Answer::Save => {
                let widgets = losses.into_iter().filter_map(|loss| loss.widget).collect();
                self.save_then(widgets, Then::Leave(to));
                self.go_on_saving(ctx);
            }
        }
    }

    fn go(&mut self, ctx: &Context, to: Leave) {
        match to {
            Leave::Quit => {
                self.leaving = Leaving::Yes;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Leave::Folder(folder) => self.switch_folder(folder),
        }
    }

    /// Returns what would be lost if the window closed now. Saves the session and waits for it first.
    pub(super) fn losses(&mut self) -> Vec<Loss> {
        self.wait_until_saved();
        let written = self.session.save_now(&mut self.workspace, &mut self.host);
        let written = if self.session.is_kept() { written } else { Err("no session is kept".to_owned()) };
        let mut losses: Vec<Loss> = self.programs().into_iter().map(|words| Loss { words, widget: None }).collect();
        if let Err(why) = written {
            let unsaved = self.unsaved_editors();
            if self.session.is_kept() {
                losses.push(Loss { words: format!("The session is not on disk: {why}"), widget: None });
            }
            losses.extend(unsaved.into_iter().map(|(widget, words)| Loss { words, widget: Some(widget) }));
        }
        losses
    }

    /// Waits for texts that are being saved, as leaving waits for the session too.
    pub(super) fn wait_until_saved(&mut self) {
        self.each_pane(|_, pane| {
            if let Some(EditorPane { editor, .. }) = pane.as_kind() {
                editor.wait_until_saved(PATIENCE);
            }
        });
    }

    /// Returns, in words, what runs in panes and would be ended.
    fn programs(&mut self) -> Vec<String> {
        self.look_at_panes(|_, pane| pane.kind.unsaved())
    }

    /// Returns all editors with unsaved text: live, parked, or known only by the state they left.
    fn unsaved_editors(&mut self) -> Vec<(WidgetId, String)> {
        let mut found = self.look_at_panes(|widget, pane| {
            let words = pane.as_kind::<EditorPane>()?.unsaved_text()?;
            Some((widget.clone(), words))
        });
        let away: Vec<(PaneId, String)> =
            self.workspace.unsaved_states().into_iter().map(|(pane, words)| (pane, words.to_owned())).collect();
        let tree = self.workspace.layout().tree();
        found.extend(away.into_iter().filter_map(|(pane, words)| {
            let widget = tree.widget(pane)?.clone();
            let words = kept_words(&widget, &words);
            Some((widget, words))
        }));
        found
    }
}

fn ask(ctx: &Context, to: &Leave, losses: &[Loss]) -> Option<Answer> {
    let (title, anyway, save) = match to {
        Leave::Quit => ("Quit MultiSplit?", "Quit anyway", "Save and quit"),
        Leave::Folder(_) => ("Leave this folder?", "Leave anyway", "Save and leave"),
    };
    let asked = dialog::show(ctx, "leave", title, 520.0, |ui, is_deaf| {
        ui.label("This would be lost:");
        dialog::list(ui, losses.iter().map(|loss| loss.words.as_str()));
        ui.add_space(8.0);
        let can_save = losses.iter().any(|loss| loss.widget.is_some());
        let save = can_save.then_some((save, Answer::Save));
        let others = [(anyway, Answer::Anyway), ("Cancel", Answer::Stay)];
        let buttons: Vec<_> = save.into_iter().chain(others).collect();
        dialog::buttons(ui, &buttons, is_deaf.then_some(Answer::Stay))
    });
    asked.inner.or_else(|| asked.is_left.then_some(Answer::Stay))
}
