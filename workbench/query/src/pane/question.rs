//! The bar that asks before a run that may cost more than the user meant.
//!
//! Nothing runs before the answer, and no other text than the one on screen.
//!
//! Invariant: while the bar asks, nothing runs, and a hasty key press answers no.

use std::ops::Range;

use egui::{Frame, Id, Key, Modifiers, RichText, Ui};

use super::{Link, QueryPane};
use crate::{limits, sql};

/// A run that waits for the user's answer.
pub(super) struct Question {
    ranges: Vec<Range<usize>>,
    /// What the run would cost, one line each.
    words: Vec<String>,
    /// The version of the text that the question is about.
    version: u64,
    wants_focus: bool,
    /// The ids of the buttons, after they were drawn.
    buttons: Vec<Id>,
}

impl Question {
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }
}

impl QueryPane {
    /// Returns the question about a run, or `None` if no statement of it needs one.
    pub(super) fn question_about(&self, ranges: &[Range<usize>]) -> Option<Question> {
        let (text, dialect) = (self.editor.text(), self.dialect());
        let mut words: Vec<String> =
            ranges.iter().flat_map(|range| sql::dangers(&text[range.clone()], dialect)).collect();
        let more = words.len().saturating_sub(limits::ASKED);
        words.truncate(limits::ASKED);
        if more > 0 {
            words.push(format!("And {more} more like these."));
        }
        let (ranges, version) = (ranges.to_vec(), self.editor.version());
        let buttons = Vec::new();
        (!words.is_empty()).then_some(Question { ranges, words, version, wants_focus: true, buttons })
    }

    /// Handles the keys that answer, before anything else is drawn: what the user types after the answer goes into the text.
    pub(super) fn question_keys(&mut self, ui: &Ui, id: Id) {
        let is_out_of_date = |question: &Question| question.version != self.editor.version();
        let can_run = matches!(&self.link, Link::Ready(worker) if !worker.is_running());
        if self.question.as_ref().is_some_and(|question| is_out_of_date(question) || !can_run) {
            self.question = None;
        }
        // egui's handling of Escape has already taken the focus, so the focus of the last frame counts.
        if self.question.is_some()
            && self.had_keyboard
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            self.answer(ui, id, false);
        }
    }

    /// Remembers whether the keyboard is in the pane, or was just given to a part of it.
    pub(super) fn note_keyboard(&mut self, ui: &Ui, id: Id) {
        let parts = ["text", "results"].map(|part| id.with(part));
        let buttons = self.question.iter().flat_map(|question| &question.buttons);
        let is_here = ui.memory(|memory| parts.iter().chain(buttons).any(|part| memory.has_focus(*part)));
        self.had_keyboard = is_here || std::mem::take(&mut self.gave_keyboard);
    }

    pub(super) fn ask_before(&mut self, ui: &mut Ui, id: Id) {
        let Some(question) = &mut self.question else { return };
        let mut answer = None;
        // The key that started the run may still be held down; it is no answer.
        if self.had_keyboard {
            ui.input_mut(|input| {
                input.consume_key(Modifiers::COMMAND, Key::Enter);
                input.consume_key(Modifiers::NONE, Key::F5);
            });
        }
        let warning = ui.visuals().warn_fg_color;
        Frame::new().inner_margin(4).stroke(egui::Stroke::new(1.0, warning)).show(ui, |ui| {
            for words in &question.words {
                ui.label(RichText::new(words).strong());
            }
            ui.horizontal_wrapped(|ui| {
                let run = ui.button("Run it");
                if run.clicked() {
                    answer = Some(true);
                }
                let cancel = ui.button("Cancel");
                if cancel.clicked() {
                    answer = Some(false);
                }
                if std::mem::take(&mut question.wants_focus) {
                    cancel.request_focus();
                    self.gave_keyboard = true;
                }
                question.buttons = vec![run.id, cancel.id];
            });
        });
        if let Some(answer) = answer {
            self.answer(ui, id, answer);
        }
    }

    fn answer(&mut self, ui: &Ui, id: Id, runs: bool) {
        let Some(question) = self.question.take() else { return };
        ui.memory_mut(|memory| memory.request_focus(id.with("text")));
        self.gave_keyboard = true;
        if runs {
            self.give(question.ranges);
        }
    }
}
