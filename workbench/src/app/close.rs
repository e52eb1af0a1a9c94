//! Closing what is not saved: asked first, in words.

use super::App;
use crate::provider::Body;
use egui::{Context, Id, Key, Modal};
use multisplit::{Command, PaneId};
use multisplit_egui::Front;

/// A pane that the user is asked about.
pub(super) struct Asking {
    pane: PaneId,
    words: String,
    can_save: bool,
    fresh: bool,
}

/// What the user answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Save,
    Discard,
    Cancel,
}

impl App {
    /// Closes a pane, or asks first where something would be lost.
    pub(super) fn ask_close(&mut self, pane: PaneId) {
        let live = self.workspace.slots().live(pane);
        let lost = live.and_then(|live| Some((live.unsaved()?, matches!(live.body, Body::Editor(_)))));
        match lost {
            None => {
                self.run(&Command::Close { pane });
            }
            Some((words, can_save)) => self.asking = Some(Asking { pane, words, can_save, fresh: true }),
        }
    }

    /// Shows the question, and does what was answered.
    pub(super) fn show_asking(&mut self, ctx: &Context) {
        let Some(asking) = &mut self.asking else { return };
        let answer = ask(ctx, asking);
        asking.fresh = false;
        let Some(answer) = answer else { return };
        let pane = asking.pane;
        self.asking = None;
        self.refocus(ctx);
        match answer {
            Answer::Cancel => return,
            Answer::Save => {
                if let Some(Body::Editor(editor)) = self.workspace.slots().live(pane).map(|p| &mut p.body)
                    && let Err(error) = editor.save()
                {
                    self.status.say(error.to_string());
                    return;
                }
            }
            Answer::Discard => {
                let widget = self.workspace.layout().tree().widget(pane).cloned();
                self.workspace.provider().discard.extend(widget);
            }
        }
        self.run(&Command::Close { pane });
    }

    /// Gives the keyboard back to the focused pane.
    pub(super) fn refocus(&self, ctx: &Context) {
        if let Some(id) = self.shown_in {
            Front::refocus(ctx, id);
        }
    }
}

fn ask(ctx: &Context, asking: &Asking) -> Option<Answer> {
    let mut answer = None;
    let modal = Modal::new(Id::unique("close")).show(ctx, |ui| {
        ui.set_max_width(420.0);
        ui.heading("Close this pane?");
        ui.label(format!("{}.", capital(&asking.words)));
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let first = if asking.can_save { "Save and close" } else { "Close anyway" };
            let button = ui.button(first);
            if asking.fresh {
                button.request_focus();
            }
            if button.clicked() {
                answer = Some(if asking.can_save { Answer::Save } else { Answer::Discard });
            }
            if asking.can_save && ui.button("Close without saving").clicked() {
                answer = Some(Answer::Discard);
            }
            if ui.button("Cancel").clicked() {
                answer = Some(Answer::Cancel);
            }
        });
    });
    let escaped = ctx.input(|i| i.key_pressed(Key::Escape));
    if answer.is_none() && (escaped || modal.should_close()) { Some(Answer::Cancel) } else { answer }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
