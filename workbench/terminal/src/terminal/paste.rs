//! Pastes: what is asked about before it goes to the program, and what answers.
//!
//! It refuses to read the clipboard. Invariant: several lines that would each run as a command are sent only after the user has seen
//! the question and answered it; a key that was meant for something else is no answer.

use alacritty_terminal::term::TermMode;
use egui::{Id, Rect, Ui};

use super::Terminal;
use crate::input::{self, Action};
use crate::limits::PASTE_ANSWER_AFTER;
use crate::strip;

/// Where a paste is on its way to the program.
#[derive(Debug, Default)]
pub(super) enum Pasting {
    /// Nothing is pasted.
    #[default]
    Idle,
    /// The clipboard was asked for.
    Asked {
        /// Something was sent since: the user has gone on.
        typed: bool,
    },
    /// Several lines wait for an answer.
    Waits(Question),
}

/// Several lines that the user is asked about.
#[derive(Debug)]
pub(super) struct Question {
    text: String,
    /// The user was typing when it came: the next key belongs to what they type.
    is_late: bool,
    /// When it was drawn first, in seconds.
    seen_at: Option<f64>,
}

impl Terminal {
    /// Takes note that the clipboard is asked for; what it holds comes as a paste, in a later frame.
    pub(super) fn note_paste_asked(&mut self) {
        if !matches!(self.pasting, Pasting::Waits(_)) {
            self.pasting = Pasting::Asked { typed: false };
        }
    }

    /// Pastes a text. Several lines are asked about first where each would run as a command: a program that knows pastes takes them as
    /// one.
    pub(super) fn paste(&mut self, text: String, mode: TermMode) {
        let before = std::mem::take(&mut self.pasting);
        let is_several = text.trim_end_matches(['\r', '\n']).contains(['\r', '\n']);
        if is_several && !mode.contains(TermMode::BRACKETED_PASTE) {
            let is_late = matches!(before, Pasting::Asked { typed: true });
            self.pasting = Pasting::Waits(Question { text, is_late, seen_at: None });
        } else {
            self.session.write_text(&text, |text| input::paste_bytes(text, mode));
        }
    }

    /// Takes a key for an answer while several lines wait, and returns the action if it is none.
    ///
    /// Enter pastes the lines, Escape does not, and anything else goes to the program without them. An Enter is no answer if the user
    /// cannot have read the question: one that ends what was being typed goes to the program, and any other is ignored.
    pub(super) fn answer_paste(&mut self, action: Action, time: f64, mode: TermMode) -> Option<Action> {
        let Action::Send(bytes) = &action else { return Some(action) };
        let question = match std::mem::take(&mut self.pasting) {
            Pasting::Idle => return Some(action),
            Pasting::Asked { .. } => {
                self.pasting = Pasting::Asked { typed: true };
                return Some(action);
            }
            Pasting::Waits(question) => question,
        };
        let is_read = question.seen_at.is_some_and(|seen| time - seen >= PASTE_ANSWER_AFTER.as_secs_f64());
        match bytes.as_ref() {
            b"\r" | b"\r\n" if is_read => {
                self.session.write_text(&question.text, |text| input::paste_bytes(text, mode));
                None
            }
            b"\r" | b"\r\n" if !question.is_late => {
                self.pasting = Pasting::Waits(question);
                None
            }
            b"\x1b" => None,
            _ => Some(action),
        }
    }

    pub(super) fn show_pasting(&mut self, ui: &mut Ui, id: Id, rect: Rect) {
        let has_ended = self.exited().is_some();
        let Pasting::Waits(question) = &mut self.pasting else { return };
        if has_ended {
            return;
        }
        question.seen_at.get_or_insert_with(|| ui.input(|input| input.time));
        let lines = question.text.trim_end_matches(['\r', '\n']).lines().count();
        let words = format!("Paste {lines} lines? Each would run as a command");
        let offers = [strip::CANCEL, strip::PASTE];
        let Some(pressed) = ui.push_id(id.with("pasting"), |ui| strip::show(ui, rect, &words, &offers)).inner else {
            return;
        };
        if let Pasting::Waits(question) = std::mem::take(&mut self.pasting)
            && pressed == 1
        {
            let mode = self.session.mode();
            self.session.write_text(&question.text, |text| input::paste_bytes(text, mode));
        }
        self.request_focus();
        ui.ctx().request_repaint();
    }
}
