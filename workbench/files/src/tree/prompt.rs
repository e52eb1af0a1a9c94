//! The line above the rows that asks for a name.
//!
//! Refuses a bad name with the reason below the line, and keeps what was typed.
//!
//! Invariant: while it is shown it has the focus, or it is dismissed.

use std::path::PathBuf;

use egui::{Id, Key, TextEdit, Ui};

use super::{FileAction, FileTree, edit};
use crate::{limits, name};

/// What the name is for; the paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    NewFile(PathBuf),
    NewFolder(PathBuf),
    Rename(PathBuf),
}

/// A question under way.
#[derive(Debug)]
pub(super) struct Prompt {
    ask: Ask,
    words: String,
    text: String,
    fault: Option<String>,
    focus: bool,
}

impl FileTree {
    pub(super) fn ask(&mut self, ask: Ask) {
        let shown = |path: &PathBuf| path.file_name().map(name::shown).unwrap_or_default();
        let (words, text) = match &ask {
            Ask::NewFile(folder) => (format!("New file in {}", shown(folder)), String::new()),
            Ask::NewFolder(folder) => (format!("New folder in {}", shown(folder)), String::new()),
            Ask::Rename(path) => (format!("Rename {}", shown(path)), shown(path)),
        };
        self.prompt = Some(Prompt { ask, words, text, fault: None, focus: true });
    }

    pub(super) fn show_prompt(&mut self, ui: &mut Ui, tree: Id, actions: &mut Vec<FileAction>) {
        let Some(mut prompt) = self.prompt.take() else { return };
        let words = ui.add(egui::Label::new(&prompt.words).truncate());
        let line = TextEdit::singleline(&mut prompt.text).id(ui.scope_id().with("name")).char_limit(limits::NAME_BYTES);
        let response = ui.add(line.desired_width(f32::INFINITY)).labelled_by(words.id);
        if std::mem::take(&mut prompt.focus) {
            response.request_focus();
        }
        if let Some(fault) = &prompt.fault {
            ui.colored_label(ui.visuals().error_fg_color, fault);
        }
        ui.add_space(ui.spacing().item_spacing.y);
        if !response.lost_focus() {
            self.prompt = Some(prompt);
        } else if ui.input(|input| input.key_pressed(Key::Enter)) {
            match self.carry_out(&prompt, actions) {
                Ok(()) => ui.memory_mut(|memory| memory.request_focus(tree)),
                Err(error) => {
                    (prompt.fault, prompt.focus) = (Some(error.to_string()), true);
                    ui.ctx().request_repaint();
                    self.prompt = Some(prompt);
                }
            }
        } else if ui.input(|input| input.key_pressed(Key::Escape)) {
            ui.memory_mut(|memory| memory.request_focus(tree));
        }
    }

    fn carry_out(&mut self, prompt: &Prompt, actions: &mut Vec<FileAction>) -> Result<(), crate::FilesError> {
        let made = match &prompt.ask {
            Ask::NewFile(folder) => edit::new_file(folder, &prompt.text)?,
            Ask::NewFolder(folder) => edit::new_folder(folder, &prompt.text)?,
            Ask::Rename(path) => edit::rename(path, &prompt.text)?,
        };
        // The watch tells too, but the person who just typed the name should not wait for it.
        if let Some(above) = made.parent().and_then(|above| self.below_root(above)) {
            self.folders.want(&above);
        }
        self.hurry = true;
        self.select(&made);
        match &prompt.ask {
            Ask::NewFile(_) => actions.push(FileAction::Open(made)),
            Ask::Rename(from) if *from != made => actions.push(FileAction::Renamed { from: from.clone(), to: made }),
            Ask::NewFolder(_) | Ask::Rename(_) => {}
        }
        Ok(())
    }
}
