//! Bars between the address line and the page: what the page asks, downloads, and the search.

use super::WebPane;
use super::address::short;
use super::icons::{Icon, button};
use crate::engine::{Download, DownloadStage, Order, Question, QuestionKind, State};
use egui::{Frame, Key, Modifiers, OpenUrl, RichText, TextEdit, Ui};
use std::fs;
use std::path::{Path, PathBuf};

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
        if state.windows_refused > 0 {
            bar(ui, |ui| {
                ui.label(match state.windows_refused {
                    1 => "The page wanted to open a window.".to_owned(),
                    many => format!("The page wanted to open {many} windows."),
                });
                if ui.button("Hide").clicked() {
                    self.view.state().windows_refused = 0;
                }
            });
        }
        for download in &state.downloads {
            bar(ui, |ui| self.download(ui, download));
        }
        if let Some(words) = self.saved.clone() {
            bar(ui, |ui| {
                ui.label(words);
                if ui.button("Hide").clicked() {
                    self.saved = None;
                }
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
        ui.label(RichText::new(format!("{} asks:", short(&state.kept.url))).weak());
        let words = match question.kind {
            QuestionKind::Leave => "The page says that what you have entered would be lost.",
            _ => &question.words,
        };
        ui.label(RichText::new(words).strong());
        if question.kind == QuestionKind::Prompt {
            ui.add(TextEdit::singleline(&mut self.answer).desired_width(160.0));
        }
        // Enter answers what is harmless, but only if the keyboard was with the page: what is typed elsewhere answers nothing.
        let takes_keyboard = is_new && self.had_focus;
        let (yes, no) = match question.kind {
            QuestionKind::Alert => ("Go on", None),
            QuestionKind::Leave => ("Leave", Some("Stay")),
            _ => ("OK", Some("Cancel")),
        };
        let answers = [Some((yes, true)), no.map(|no| (no, false))];
        let (mut answer, mut has_keyboard) = (None, false);
        for (name, accept) in answers.into_iter().flatten() {
            let button = ui.button(name);
            if takes_keyboard && accept != (question.kind == QuestionKind::Leave) {
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
        ui.add(TextEdit::singleline(&mut self.answer).hint_text("Path").desired_width(220.0));
        let paths: Vec<PathBuf> = if several {
            self.answer.split(';').map(|path| PathBuf::from(path.trim())).filter(|path| path.is_file()).collect()
        } else {
            Some(PathBuf::from(self.answer.trim())).filter(|path| path.is_file()).into_iter().collect()
        };
        let given = ui.add_enabled(!paths.is_empty(), egui::Button::new("Give")).clicked();
        if given || ui.button("No").clicked() {
            self.answer.clear();
            self.engine.order(self.page, Order::Files(if given { paths } else { vec![] }));
        }
    }

    fn foreign(&self, ui: &mut Ui, url: &str) {
        ui.label(format!("The page wants to open {url:.200} in another program."));
        let opens = ui.button("Open").clicked();
        if opens {
            ui.ctx().open_url(OpenUrl::new_tab(url));
        }
        if opens || ui.button("No").clicked() {
            self.view.state().foreign = None;
        }
    }

    fn download(&mut self, ui: &mut Ui, download: &Download) {
        let [here, all] = download.bytes.map(|bytes| bytes as f64 / 1e6);
        match download.stage {
            DownloadStage::Running if download.bytes[1] > 0 => {
                ui.label(format!("{}: {here:.1} of {all:.1} MB", download.name));
            }
            DownloadStage::Running => {
                ui.label(format!("{}: {here:.1} MB", download.name));
            }
            DownloadStage::Ended => {
                ui.label(format!("{} did not arrive.", download.name));
            }
            DownloadStage::Done => {
                ui.label(format!("{} ({here:.1} MB) to:", download.name));
                let mut folder = self.downloads.display().to_string();
                if ui.add(TextEdit::singleline(&mut folder).desired_width(220.0)).changed() {
                    self.downloads = PathBuf::from(folder);
                }
                if ui.button("Save").clicked() {
                    self.saved = Some(self.save(download));
                }
            }
        }
        if ui.button(if download.stage == DownloadStage::Running { "Stop" } else { "Forget" }).clicked() {
            self.forget(download);
        }
    }

    /// Moves a file that has arrived to where the user wants it. Returns what became of it, in words.
    fn save(&self, download: &Download) -> String {
        match move_into(&self.downloads, &download.name, &download.path) {
            Ok(place) => {
                self.engine.order(self.page, Order::EndDownload(download.id.clone()));
                format!("Saved as {}.", place.display())
            }
            Err(error) => format!("{} cannot be saved in {}: {error}.", download.name, self.downloads.display()),
        }
    }

    fn forget(&self, download: &Download) {
        if let Err(error) = fs::remove_file(&download.path) {
            tracing::debug!("{}: {error}", download.path.display());
        }
        self.engine.order(self.page, Order::EndDownload(download.id.clone()));
    }

    fn find(&mut self, ui: &mut Ui, state: &State) {
        let Some(text) = &mut self.finding else { return };
        ui.label("Find:");
        let response = ui.add(TextEdit::singleline(text).desired_width(180.0));
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

fn bar(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::NONE.fill(ui.visuals().faint_bg_color).inner_margin(4.0).show(ui, |ui| {
        ui.horizontal_wrapped(add);
    });
}

/// Moves a file into a folder under a name that is free there. Returns its place. It is never run, and not executable.
fn move_into(folder: &Path, name: &str, from: &Path) -> std::io::Result<PathBuf> {
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    for number in 1..1_000 {
        let name = if number == 1 { name.to_owned() } else { format!("{stem} ({number}){ending}") };
        let place = folder.join(name);
        // Made first, so that no file that is there is written over.
        match fs::File::create_new(&place) {
            Ok(_) => {
                if fs::rename(from, &place).is_err() {
                    fs::copy(from, &place)?;
                    fs::remove_file(from)?;
                }
                return Ok(place);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::other("there are a thousand files of this name"))
}

#[cfg(test)]
mod tests {
    use super::move_into;
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_download_takes_a_free_name_and_writes_over_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.txt"), "mine").expect("written");
        for expected in ["a (2).txt", "a (3).txt"] {
            let from = folder.path().join("number");
            fs::write(&from, "theirs").expect("written");
            let place = move_into(folder.path(), "a.txt", &from).expect("moved");
            assert_eq!(place, folder.path().join(expected));
            assert_eq!(fs::read_to_string(place).expect("read"), "theirs");
            assert!(!from.exists());
        }
        assert_eq!(fs::read_to_string(folder.path().join("a.txt")).expect("read"), "mine");
        assert!(move_into(Path::new("/nowhere"), "a", &folder.path().join("a.txt")).is_err());
    }
}
