//! The banner above the rows while there is no connection: a password prompt, a progress, or an error.
//!
//! A typed password is kept no longer than it takes to send it.
//!
//! Invariant: the text of the field is in memory once, and is overwritten.

use egui::{Id, RichText, TextEdit, Ui};
use zeroize::Zeroizing;

use super::outcome::time;
use super::{Link, QueryPane};
use crate::limits;
use crate::secret::Secret;

pub(super) struct PasswordPrompt {
    why: String,
    /// The typed password. It has capacity for the longest one, so that it never moves and leaves a copy behind.
    typed: Zeroizing<String>,
    wants_focus: bool,
}

/// What the user decided.
enum Choice {
    Nothing,
    Password(String),
    Connect,
    Cancel,
}

impl PasswordPrompt {
    pub fn new(why: String) -> Self {
        Self { why, typed: Zeroizing::new(String::with_capacity(limits::PASSWORD_BYTES)), wants_focus: true }
    }

    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    fn show(&mut self, ui: &mut Ui, id: Id) -> Choice {
        ui.label(&self.why);
        let id = id.with("password");
        let mut sent = false;
        ui.horizontal_wrapped(|ui| {
            let label = ui.label("Password");
            let field = TextEdit::singleline(&mut *self.typed)
                .id(id)
                .password(true)
                .char_limit(limits::PASSWORD_BYTES / 4)
                .desired_width(180.0);
            let response = ui.add(field).labelled_by(label.id);
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
            }
            sent |= response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            sent |= ui.button("Connect").clicked();
        });
        ui.label(RichText::new("It is kept in memory only.").small().weak());
        // The undo history of the field would hold what was typed.
        if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
            state.clear_undoer();
            state.store(ui.ctx(), id);
        }
        if sent { Choice::Password(std::mem::take(&mut *self.typed)) } else { Choice::Nothing }
    }
}

impl QueryPane {
    /// Shows what is necessary before rows can be shown, and handles the user's decision.
    pub(super) fn banner(&mut self, ui: &mut Ui, id: Id) {
        let choice = match &mut self.link {
            Link::Ready(_) => return,
            Link::Asking(ask) => ask.show(ui, id),
            Link::Connecting(_, since) => {
                let words = format!("Connecting to {}, {}", self.source, time(since.elapsed()));
                ui.horizontal_wrapped(|ui| {
                    ui.spinner();
                    ui.label(words);
                    if ui.button("Cancel").clicked() { Choice::Cancel } else { Choice::Nothing }
                })
                .inner
            }
            Link::Away => {
                ui.label("Its file is being renamed.");
                Choice::Nothing
            }
            Link::Lost(error) => {
                ui.colored_label(ui.visuals().error_fg_color, format!("Not connected: {error}"));
                if ui.button("Reconnect").clicked() { Choice::Connect } else { Choice::Nothing }
            }
        };
        ui.separator();
        match choice {
            Choice::Nothing => {}
            Choice::Password(password) => {
                self.secret = Some(std::sync::Arc::new(Secret::new(password)));
                self.connect();
            }
            Choice::Connect => self.connect(),
            Choice::Cancel => self.cancel(),
        }
    }
}
