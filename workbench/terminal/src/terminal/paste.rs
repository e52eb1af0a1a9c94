//! Pastes: what waits for the clipboard, what is asked about before it goes to the program, and what answers.
//!
//! It does not read the clipboard. Invariant: what the user types reaches the program in the order in which it was typed, pastes
//! included, and several lines that would each run as a command are sent only after the user has seen the question and answered it.

use std::collections::VecDeque;

use alacritty_terminal::term::TermMode;
use egui::{Id, Rect, Ui, ViewportCommand};

use super::Terminal;
use crate::input::{self, Action};
use crate::limits::{MAX_HELD_KEYS, PASTE_ANSWER_AFTER, PASTE_COMES_WITHIN};
use crate::strip;

/// A paste on its way to the program, and what was typed behind it.
#[derive(Debug, Default)]
pub(super) struct Pasting {
    stage: Stage,
    /// What was typed since, the oldest first. It follows when the paste is decided.
    held: VecDeque<Action>,
}

#[derive(Debug, Default)]
enum Stage {
    /// Nothing is pasted.
    #[default]
    Idle,
    /// The clipboard was asked for at this time, in seconds. Its text comes in a later frame, or never if it holds none.
    Asked { since: f64 },
    /// The user is asked about several lines.
    Question {
        text: String,
        /// When the question was drawn first, in seconds.
        seen_at: Option<f64>,
    },
}

impl Terminal {
    /// Asks for the text of the clipboard.
    pub(super) fn ask_paste(&mut self, ui: &Ui) {
        let since = ui.input(|input| input.time);
        self.pasting.stage = Stage::Asked { since };
        ui.send_viewport_cmd(ViewportCommand::RequestPaste);
        ui.ctx().request_repaint_after(PASTE_COMES_WITHIN);
    }

    /// Pastes a text, and then what was typed behind it.
    ///
    /// Several lines are asked about first if each would run as a command: a program that knows pastes takes them as one.
    pub(super) fn paste(&mut self, ui: &Ui, text: String, mode: TermMode) {
        let is_several = text.trim_end_matches(['\r', '\n']).contains(['\r', '\n']);
        if is_several && !mode.contains(TermMode::BRACKETED_PASTE) {
            self.pasting.stage = Stage::Question { text, seen_at: None };
            // An Enter that came before the question is no answer, and it would hold the real one up.
            while self.pasting.held.front().is_some_and(is_enter) {
                self.pasting.held.pop_front();
            }
        } else {
            self.session.write_text(&text, |text| input::paste_bytes(text, mode));
            self.resume(ui, mode);
        }
    }

    /// Returns an action that is to be done now. Keys behind a paste that is not decided wait for it.
    ///
    /// While several lines are asked about, Enter pastes them and Escape does not. Enter is no answer before the question can have been
    /// read, nor behind letters, which were not meant for the question.
    pub(super) fn held_behind_paste(&mut self, ui: &Ui, action: Action, mode: TermMode) -> Option<Action> {
        if !matches!(action, Action::Send(_) | Action::AskPaste) {
            return Some(action);
        }
        match &mut self.pasting.stage {
            Stage::Idle => return Some(action),
            Stage::Asked { .. } => self.hold(action),
            Stage::Question { seen_at, .. } => {
                let time = ui.input(|input| input.time);
                let is_read = seen_at.is_some_and(|seen| time - seen >= PASTE_ANSWER_AFTER.as_secs_f64());
                if is_escape(&action) {
                    self.answer_paste(ui, false, mode);
                } else if !is_enter(&action) || !self.pasting.held.is_empty() {
                    self.hold(action);
                } else if is_read {
                    self.answer_paste(ui, true, mode);
                }
            }
        }
        None
    }

    fn hold(&mut self, action: Action) {
        if self.pasting.held.len() < MAX_HELD_KEYS {
            self.pasting.held.push_back(action);
        }
    }

    fn answer_paste(&mut self, ui: &Ui, pastes: bool, mode: TermMode) {
        if let Stage::Question { text, .. } = std::mem::take(&mut self.pasting.stage)
            && pastes
        {
            self.session.write_text(&text, |text| input::paste_bytes(text, mode));
        }
        self.resume(ui, mode);
    }

    /// Does what was typed behind a paste, up to the next one.
    fn resume(&mut self, ui: &Ui, mode: TermMode) {
        self.pasting.stage = Stage::Idle;
        while matches!(self.pasting.stage, Stage::Idle)
            && let Some(action) = self.pasting.held.pop_front()
        {
            self.act(ui, action, mode);
        }
    }

    pub(super) fn show_pasting(&mut self, ui: &mut Ui, id: Id, rect: Rect) {
        let (time, mode) = (ui.input(|input| input.time), self.session.mode());
        if let Stage::Asked { since } = self.pasting.stage
            && time - since >= PASTE_COMES_WITHIN.as_secs_f64()
        {
            self.resume(ui, mode);
        }
        let has_ended = self.exited().is_some();
        let Stage::Question { text, seen_at } = &mut self.pasting.stage else { return };
        if has_ended {
            return;
        }
        seen_at.get_or_insert(time);
        let lines = text.trim_end_matches(['\r', '\n']).lines().count();
        let words = match self.pasting.held.is_empty() {
            true => format!("Paste {lines} lines? Each would run as a command"),
            false => format!("Paste {lines} lines? Each would run as a command. What you typed since waits"),
        };
        let offers = [strip::CANCEL, strip::PASTE];
        let Some(pressed) = ui.push_id(id.with("pasting"), |ui| strip::show(ui, rect, &words, &offers)).inner else {
            return;
        };
        self.answer_paste(ui, pressed == 1, mode);
        self.request_focus();
        ui.ctx().request_repaint();
    }
}

fn is_enter(action: &Action) -> bool {
    matches!(action, Action::Send(bytes) if matches!(bytes.as_ref(), b"\r" | b"\r\n"))
}

fn is_escape(action: &Action) -> bool {
    matches!(action, Action::Send(bytes) if bytes.as_ref() == b"\x1b")
}
