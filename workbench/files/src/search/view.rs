//! The view of the search pane: a line to type into, the progress, and a list of what was found.

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::text_edit::TextEditState;
use egui::{
    Align, Id, Key, Layout, Modifiers, Rect, Sense, TextEdit, TextStyle, Ui, UiBuilder, WidgetInfo, accesskit::Role,
    pos2,
};

use multisplit_pane_chrome::names;

use super::run::{FileHits, Line};
use super::{FoundLine, Row, SearchPane};
use crate::limits;

/// The time that typing must pause before the search starts, in seconds.
const RESTS: f64 = 0.25;

impl SearchPane {
    /// Shows the pane in all available space of `ui`; returns the lines that the user wants to see.
    pub fn ui(&mut self, ui: &mut Ui) -> Vec<FoundLine> {
        self.take_news();
        let id = ui.scope_id().with("find in files");
        let mut wanted = self.take_keys(ui, id);
        let frame = egui::Frame::new().inner_margin(multisplit_pane_chrome::INSET);
        egui::Panel::top(id.with("query")).frame(frame).show(ui, |ui| self.query_ui(ui, id));
        egui::CentralPanel::no_frame().show(ui, |ui| self.list_ui(ui, id, &mut wanted));
        wanted
    }

    /// Takes the keys of the list from the input before the line sees them.
    fn take_keys(&mut self, ui: &Ui, id: Id) -> Vec<FoundLine> {
        if !ui.memory(|memory| memory.has_focus(line_id(id))) {
            return vec![];
        }
        let height = row_height(ui);
        let page = self.list.page(height) as isize;
        let (mut by, mut entered) = (0, None);
        ui.input_mut(|input| {
            for (key, step) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1), (Key::PageUp, -page), (Key::PageDown, page)] {
                by += step * input.count_and_consume_key(Modifiers::NONE, key) as isize;
            }
            if input.consume_key(Modifiers::COMMAND, Key::Enter) {
                entered = Some(true);
            } else if input.consume_key(Modifiers::NONE, Key::Enter) {
                entered = Some(false);
            }
        });
        if by != 0 {
            let last = self.rows.len().saturating_sub(1);
            self.selected = self.selected.saturating_add_signed(by).min(last);
            self.list.reveal(self.selected);
        }
        let Some(beside) = entered else { return vec![] };
        if self.changed_at.is_some() || self.rows.is_empty() {
            self.search();
            return vec![];
        }
        self.target(self.selected, beside).into_iter().collect()
    }

    fn query_ui(&mut self, ui: &mut Ui, id: Id) {
        let now = ui.input(|input| input.time);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let mut changed =
                    ui.toggle_value(&mut self.query.is_regex, ".*").on_hover_text("Regular expression").changed();
                changed |= ui.toggle_value(&mut self.query.match_case, "Aa").on_hover_text("Match case").changed();
                if std::mem::replace(&mut self.was_toggled, changed) {
                    // The user goes on typing. A frame later, because the line loses the keyboard at a click beside it.
                    ui.memory_mut(|memory| memory.request_focus(line_id(id)));
                }
                if changed {
                    ui.ctx().request_repaint();
                }
                if std::mem::take(&mut self.wants_focus) {
                    focus_line(ui, line_id(id), &self.query.text);
                }
                let edit = TextEdit::singleline(&mut self.query.text).id(line_id(id)).hint_text("Find in files");
                let edit = edit.char_limit(limits::QUERY_CHARS).desired_width(f32::INFINITY).return_key(None);
                changed |= ui.add(edit).accessible_name("Find in files").changed();
                if changed {
                    self.changed_at = Some(now);
                }
            });
        });
        if let Some(since) = self.changed_at {
            let left = since + RESTS - now;
            if left <= 0.0 {
                self.search();
            } else {
                ui.ctx().request_repaint_after_secs(left as f32);
            }
        }
        match &self.problem {
            Some(why) => drop(ui.colored_label(ui.visuals().error_fg_color, why)),
            None => drop(ui.add(egui::Label::new(egui::RichText::new(self.words()).weak().small()).truncate())),
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, id: Id, wanted: &mut Vec<FoundLine>) {
        let height = row_height(ui);
        let (mut list, mut clicked) = (std::mem::take(&mut self.list), None);
        let builder = UiBuilder::new().accessibility_role(Role::ListBox).accessibility_label("What was found");
        ui.scope_builder(builder, |ui| {
            list.show(ui, height, self.rows.len(), |ui, at, rect| {
                let marked = at == self.selected;
                let row = self.row(ui, id, at, rect, marked);
                if marked {
                    ui.ctx()
                        .accesskit_node_builder(line_id(id), |node| node.set_active_descendant(row.0.accesskit_id()));
                }
                if row.1 {
                    clicked = Some(at);
                }
            });
        });
        self.list = list;
        if let Some(at) = clicked {
            self.selected = at;
            let beside = ui.input(|input| input.modifiers.command);
            wanted.extend(self.target(at, beside));
        }
    }

    /// Draws a row; returns its id, and whether it was clicked.
    fn row(&self, ui: &Ui, id: Id, at: usize, rect: Rect, marked: bool) -> (Id, bool) {
        let response = ui.interact(rect, id.with(("row", at)), Sense::CLICK);
        let visuals = ui.visuals();
        if marked {
            ui.painter().rect_filled(rect, 0.0, visuals.selection.bg_fill);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, visuals.widgets.hovered.weak_bg_fill.gamma_multiply(0.5));
        }
        let (text, strong) = match marked {
            true => (visuals.selection.stroke.color, visuals.selection.stroke.color),
            false => (visuals.text_color(), visuals.strong_text_color()),
        };
        let weak = if marked { text } else { visuals.weak_text_color() };
        let body = TextStyle::Body.resolve(ui.style());
        let mono = TextStyle::Monospace.resolve(ui.style());
        let plain =
            |font_id: &egui::FontId, color| TextFormat { font_id: font_id.clone(), color, ..TextFormat::default() };
        let mut job = LayoutJob::default();
        let (label, indent) = match self.shown(at) {
            Some((file, None)) => {
                job.append(&names::shown(&file.path), 0.0, plain(&body, strong));
                job.append(&format!("   {}", file.lines.len()), 0.0, plain(&body, weak));
                (file.path.clone(), 8.0)
            }
            Some((file, Some(line))) => {
                job.append(&format!("{:>5}  ", line.number), 0.0, plain(&mono, weak));
                let ground = visuals.warn_fg_color.gamma_multiply(0.35);
                let marks = TextFormat { background: ground, ..plain(&mono, strong) };
                append(&mut job, line, &plain(&mono, text), &marks);
                (format!("{}:{}: {}", file.path, line.number, line.text), 20.0)
            }
            None => (String::new(), 0.0),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &label));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(marked));
        job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - indent - 4.0).max(0.0));
        let galley = ui.painter().layout_job(job);
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter_at(rect).galley(pos2(rect.left() + indent, top), galley, text);
        (response.id, response.clicked())
    }

    fn shown(&self, at: usize) -> Option<(&FileHits, Option<&Line>)> {
        match *self.rows.get(at)? {
            Row::File(file) => Some((self.hits.get(file)?, None)),
            Row::Line(file, line) => {
                let file = self.hits.get(file)?;
                Some((file, Some(file.lines.get(line)?)))
            }
        }
    }
}

/// Appends a line with its matches marked. A replacement character becomes a question mark, a control character a blank.
fn append(job: &mut LayoutJob, line: &Line, plain: &TextFormat, marked: &TextFormat) {
    let sign = |c: char| match c {
        char::REPLACEMENT_CHARACTER => '?',
        c if c.is_control() => ' ',
        c => c,
    };
    let shown = |part: &str| part.chars().map(sign).collect::<String>();
    let mut at = 0;
    for found in &line.matches {
        job.append(&shown(&line.text[at..found.start]), 0.0, plain.clone());
        job.append(&shown(&line.text[found.clone()]), 0.0, marked.clone());
        at = found.end;
    }
    job.append(&shown(&line.text[at..]), 0.0, plain.clone());
}

fn line_id(pane: Id) -> Id {
    pane.with("line")
}

/// Gives the keyboard to the line, with its text selected.
fn focus_line(ui: &Ui, line: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), line).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), line);
    ui.memory_mut(|memory| memory.request_focus(line));
}

fn row_height(ui: &Ui) -> f32 {
    (ui.text_style_height(&TextStyle::Body) + 4.0).ceil()
}
