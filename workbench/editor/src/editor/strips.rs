//! The strips above and below the text: what the user should know, and where they are.
//!
//! They refuse to float: each takes its height from the text's room. Invariant: a pane too low for them is all text.

use egui::{Align, Button, Color32, Id, Label, Layout, Rect, Ui, UiBuilder, pos2};

use crate::document::Encoding;
use crate::editor::{Editor, Notice};
use crate::limits::MAX_UNSAVED_BYTES;

/// What was clicked in a strip.
#[derive(Clone, Copy)]
enum Answer {
    Reload,
    KeepMine,
    Save,
    Dismiss,
}

impl Editor {
    /// The strips above the text that are called for.
    pub(super) fn strips_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        if let Encoding::Lossy(reason) = self.encoding {
            self.strip(ui, rest, id.with("encoding"), reason.words(), &[]);
        }
        match self.notice {
            Notice::Nothing => {}
            Notice::Changed(_) => {
                let answers = [("Reload", Answer::Reload), ("Keep mine", Answer::KeepMine)];
                self.strip(ui, rest, id.with("changed"), "This file changed on disk", &answers);
            }
            Notice::Vanished => {
                let answers = [("Save", Answer::Save)];
                self.strip(
                    ui,
                    rest,
                    id.with("vanished"),
                    "This file is no longer on disk; saving makes it again",
                    &answers,
                );
            }
        }
        if let Some(problem) = self.problem.clone() {
            self.strip(ui, rest, id.with("problem"), &problem, &[("Dismiss", Answer::Dismiss)]);
        }
        if self.is_modified() && self.is_too_long_to_keep() {
            let words =
                format!("Too long to be kept over a restart (more than {} MiB): save it", MAX_UNSAVED_BYTES >> 20);
            self.strip(ui, rest, id.with("long"), &words, &[]);
        }
    }

    fn strip(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id, words: &str, answers: &[(&str, Answer)]) {
        let fill = ui.visuals().warn_fg_color.gamma_multiply(0.2);
        let mut answer = None;
        row(ui, rest, Edge::Top, id, fill, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for (name, meaning) in answers.iter().rev() {
                    if ui.button(*name).clicked() {
                        answer = Some(*meaning);
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(words).truncate()).on_hover_text(words);
                });
            });
        });
        // The outcome of each shows in a strip.
        match answer {
            Some(Answer::Reload) => drop(self.reload()),
            Some(Answer::KeepMine) => self.keep_mine(),
            Some(Answer::Save) => drop(self.save()),
            Some(Answer::Dismiss) => self.problem = None,
            None => return,
        }
        self.wants_focus = true;
        ui.ctx().request_repaint();
    }

    /// The strip below the text: where the cursor is and what the file is.
    pub(super) fn status_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        let mut go = false;
        let place = self.place_words();
        let mut words = vec![self.buffer.colours.language().to_owned(), self.buffer.ending.name().to_owned()];
        if self.is_modified() {
            words.insert(0, "modified".to_owned());
        }
        if self.is_read_only() {
            words.insert(0, "read-only".to_owned());
        }
        row(ui, rest, Edge::Bottom, id.with("status"), ui.visuals().panel_fill, |ui| {
            go = ui.add(Button::new(place).frame(false).small()).on_hover_text("Go to line").clicked();
            for word in words {
                ui.separator();
                ui.add(Label::new(word).truncate());
            }
        });
        if go {
            self.open_go_to_line();
            ui.ctx().request_repaint();
        }
    }

    fn place_words(&self) -> String {
        let selection = self.buffer.selection();
        let line = self.buffer.cursor_line();
        let column = selection.cursor - self.buffer.text().line_to_char(line);
        let place = format!("Ln {}, Col {}", line + 1, column + 1);
        if selection.is_empty() { place } else { format!("{place} ({} selected)", selection.range().len()) }
    }
}

/// Which side of the room a strip takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Top,
    Bottom,
}

/// Cuts a row from the room and fills it; nothing if the room is too low. Returns whether it was there.
pub(super) fn row(ui: &mut Ui, rest: &mut Rect, edge: Edge, id: Id, fill: Color32, add: impl FnOnce(&mut Ui)) -> bool {
    let height = ui.spacing().interact_size.y + 6.0;
    if rest.height() < height * 2.5 || rest.width() < 1.0 {
        return false;
    }
    let rect = match edge {
        Edge::Top => Rect::from_min_max(rest.min, pos2(rest.right(), rest.top() + height)),
        Edge::Bottom => Rect::from_min_max(pos2(rest.left(), rest.bottom() - height), rest.max),
    };
    match edge {
        Edge::Top => rest.min.y = rect.bottom(),
        Edge::Bottom => rest.max.y = rect.top(),
    }
    ui.painter_at(rect).rect_filled(rect, 0.0, fill);
    let margin = 6.0_f32.min(rect.width() / 4.0);
    let inner = rect.shrink2(egui::vec2(margin, 1.0));
    let builder = UiBuilder::new().scope_id(id).max_rect(inner).layout(Layout::left_to_right(Align::Center));
    let mut child = ui.new_child(builder);
    child.shrink_clip_rect(rect);
    add(&mut child);
    true
}
