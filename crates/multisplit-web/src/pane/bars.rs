//! Bars between the address line and the page: what the page asks, and the search.

use super::WebPane;
use super::address::short;
use super::icons::{Icon, button};
use crate::engine::{Order, Permission, Question, QuestionKind, State, Wish};
use egui::{Frame, Key, Modifiers, OpenUrl, Response, RichText, TextEdit, Ui};
use std::path::PathBuf;

impl WebPane {
    pub(super) fn bars(&mut self, ui: &mut Ui, state: &State) {
        match &state.question {
            Some(question) => bar(ui, |ui| self.question(ui, question, state)),
            None => (self.asked, self.answers_keys) = (None, false),
        }
        if let Some(several) = state.wants_files {
            bar(ui, |ui| self.files(ui, several));
        }
        if let Some(url) = &state.foreign {
            bar(ui, |ui| self.foreign(ui, url));
        }
        for wish in &state.wishes {
            bar(ui, |ui| self.wish(ui, wish));
        }
        if state.windows_refused > 0 {
            bar(ui, |ui| {
                ui.label(match state.windows_refused {
                    1 => "The page wanted to open a window.".to_owned(),
                    many => format!("The page wanted to open {many} windows."),
                });
                if ui.button("Hide").clicked() {
                    self.view.update(|state| state.windows_refused = 0);
                }
            });
        }
        if let Some(offered) = &state.offered {
            bar(ui, |ui| self.offered(ui, offered));
        }
        self.end_saving();
        for download in &state.downloads {
            bar(ui, |ui| self.download(ui, download));
        }
        if let Some(words) = self.notice.take() {
            bar(ui, |ui| {
                ui.label(&words);
                self.notice = (!ui.button("Hide").clicked()).then_some(words);
            });
        }
        if self.finding.is_some() {
            bar(ui, |ui| self.find(ui, state));
        }
    }

    fn question(&mut self, ui: &mut Ui, question: &Question, state: &State) {
        let is_new = self.asked.as_ref() != Some(question);
        if is_new {
            self.asked = Some(question.clone());
            self.answer.clone_from(&question.default);
        }
        // Who asks is the page that is still there, also while another is on its way.
        let site = if state.site.is_empty() { &state.kept.url } else { &state.site };
        let verb = if question.kind == QuestionKind::Alert { "says" } else { "asks" };
        ui.label(RichText::new(format!("{} {verb}:", short(site))).weak());
        let words = match question.kind {
            QuestionKind::Leave => "The page says that what you have entered would be lost.",
            _ => &question.words,
        };
        ui.label(RichText::new(words).strong());
        let mut entered = false;
        // Enter answers what is harmless, but only if the keyboard was with the page: what is typed elsewhere answers nothing.
        let takes_keyboard = is_new && self.had_focus;
        if question.kind == QuestionKind::Prompt {
            let field = field(ui, &mut self.answer, "Answer");
            entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            self.answers_keys |= field.has_focus();
            if takes_keyboard {
                field.request_focus();
            }
        }
        let (yes, no) = match question.kind {
            QuestionKind::Alert => ("OK", None),
            QuestionKind::Leave => ("Leave", Some("Stay")),
            _ => ("OK", Some("Cancel")),
        };
        let answers = [Some((yes, true)), no.map(|no| (no, false))];
        let (mut answer, mut has_keyboard) = (entered.then_some(true), entered);
        for (name, accept) in answers.into_iter().flatten() {
            let button = ui.button(name);
            let is_first = accept != (question.kind == QuestionKind::Leave) && question.kind != QuestionKind::Prompt;
            if takes_keyboard && is_first {
                button.request_focus();
            }
            if button.has_focus() || (takes_keyboard && accept) {
                self.answers_keys = true;
            }
            has_keyboard |= button.has_focus();
            answer = if button.clicked() { Some(accept) } else { answer };
        }
        // Escape itself takes the keyboard from a button, to nobody.
        self.answers_keys &= has_keyboard || takes_keyboard || ui.memory(|memory| memory.focused().is_none());
        let is_left = self.answers_keys && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if let Some(accept) = answer.or(is_left.then_some(false)) {
            self.asked = None;
            self.comes_back = true;
            let text = std::mem::take(&mut self.answer);
            self.engine.order(self.page, Order::Answer { accept, text });
        }
    }

    fn files(&mut self, ui: &mut Ui, several: bool) {
        ui.label(if several {
            "The page wants files (one path for each, with ; between):"
        } else {
            "The page wants a file:"
        });
        field(ui, &mut self.answer, "Path");
        let is_given = ui.add_enabled(!self.answer.trim().is_empty(), egui::Button::new("Give")).clicked();
        if !is_given && !ui.button("No").clicked() {
            return;
        }
        let written = if several { self.answer.split(';').collect() } else { vec![self.answer.as_str()] };
        let named = written.into_iter().map(str::trim).filter(|path| !path.is_empty());
        let paths: Vec<PathBuf> = named.map(PathBuf::from).collect();
        if let Some(missing) = paths.iter().find(|path| is_given && !path.is_file()) {
            self.notice = Some(format!("{} is not there.", missing.display()));
            return;
        }
        self.answer.clear();
        self.engine.order(self.page, Order::Files(if is_given { paths } else { vec![] }));
    }

    fn wish(&self, ui: &mut Ui, wish: &Wish) {
        let words = match wish.what {
            Permission::Place => "know where you are",
            Permission::Camera => "use the camera",
            Permission::Microphone => "use the microphone",
            Permission::Notifications => "show notifications",
            Permission::Clipboard => "read what you have copied",
        };
        ui.label(format!("{} wants to {words}.", short(&wish.site)));
        for (words, allow) in [("Allow", true), ("No", false)] {
            if ui.button(words).clicked() {
                self.engine.order(self.page, Order::Permit { wish: wish.clone(), allow });
            }
        }
    }

    fn foreign(&self, ui: &mut Ui, url: &str) {
        ui.label(format!("The page wants to open {url:.200} in another program."));
        let opens = ui.button("Open").clicked();
        if opens {
            ui.ctx().open_url(OpenUrl::new_tab(url));
        }
        if opens || ui.button("No").clicked() {
            self.view.update(|state| state.foreign = None);
        }
    }

    fn find(&mut self, ui: &mut Ui, state: &State) {
        let Some(text) = &mut self.finding else { return };
        ui.label("Find:");
        let response = field(ui, text, "Find");
        if std::mem::take(&mut self.is_find_fresh) {
            response.request_focus();
        }
        let left_by = |key| response.lost_focus() && ui.input(|input| input.key_pressed(key));
        let (closes, entered) = (left_by(Key::Escape), left_by(Key::Enter));
        let back = entered && ui.input(|input| input.modifiers.shift);
        if entered {
            response.request_focus();
        }
        let order = |back| Order::Find { text: text.clone(), back };
        if (response.changed() || entered) && !text.is_empty() {
            self.engine.order(self.page, order(back));
        }
        if button(ui, Icon::Up, "The one before", true).clicked() {
            self.engine.order(self.page, order(true));
        }
        if button(ui, Icon::Down, "The next one", true).clicked() {
            self.engine.order(self.page, order(false));
        }
        if state.found == Some(false) && !text.is_empty() {
            ui.label(RichText::new("not found").color(ui.visuals().warn_fg_color));
        }
        if closes || button(ui, Icon::Close, "Close the search", true).clicked() {
            self.finding = None;
            self.comes_back = true;
        }
    }
}

/// Shows a line of input, which has a name for those who do not see what it is beside.
pub(super) fn field(ui: &mut Ui, text: &mut String, name: &str) -> Response {
    let response = ui.add(TextEdit::singleline(text).desired_width(200.0));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}

fn bar(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::NONE.fill(ui.visuals().faint_bg_color).inner_margin(4.0).show(ui, |ui| {
        ui.horizontal_wrapped(add);
    });
}
