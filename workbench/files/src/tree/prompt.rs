//! The line above the rows that asks for a name.
//!
//! Refuses a bad name with the reason below the line, and keeps what was typed.
//!
//! Invariant: whenever the tree is given the keyboard while it is shown, the line has it.

use std::path::{Path, PathBuf};

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, Key, Modifiers, TextEdit, Ui};

use super::{FileAction, FileTree, edit};
use crate::error::FilesError;
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
    /// The line takes the keyboard.
    focus: bool,
    /// It is shown for the first time.
    fresh: bool,
}

impl Prompt {
    pub(super) fn request_focus(&mut self) {
        self.focus = true;
    }
}

impl FileTree {
    pub(super) fn ask(&mut self, ask: Ask) {
        let shown = |path: &PathBuf| path.file_name().map(name::shown).unwrap_or_default();
        let (words, text) = match &ask {
            Ask::NewFile(folder) => (format!("New file in {}", shown(folder)), String::new()),
            Ask::NewFolder(folder) => (format!("New folder in {}", shown(folder)), String::new()),
            Ask::Rename(path) => (format!("Rename {}", shown(path)), shown(path)),
        };
        self.prompt = Some(Prompt { ask, words, text, fault: None, focus: true, fresh: true });
    }

    pub(super) fn show_prompt(&mut self, ui: &mut Ui, tree: Id, actions: &mut Vec<FileAction>) {
        let Some(mut prompt) = self.prompt.take() else { return };
        let words = ui.add(egui::Label::new(&prompt.words).truncate());
        let id = ui.scope_id().with("name");
        let line = TextEdit::singleline(&mut prompt.text).id(id).char_limit(limits::NAME_BYTES);
        let response = ui.add(line.desired_width(f32::INFINITY)).labelled_by(words.id);
        if std::mem::take(&mut prompt.fresh) {
            select_stem(ui, id, &prompt.text);
        }
        // Asked before it gets the keyboard back, as it does at once after Escape.
        let is_lost = response.lost_focus();
        let gains = std::mem::take(&mut prompt.focus);
        if gains {
            response.request_focus();
        }
        if let Some(fault) = &prompt.fault {
            ui.colored_label(ui.visuals().error_fg_color, fault);
        }
        ui.add_space(ui.spacing().item_spacing.y);
        if !is_lost {
            self.prompt = Some(prompt);
        } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            ui.memory_mut(|memory| memory.request_focus(tree));
        } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            // It is the line's, and not for the row below.
            match self.carry_out(&prompt, actions) {
                Ok(()) => ui.memory_mut(|memory| memory.request_focus(tree)),
                Err(error) => {
                    (prompt.fault, prompt.focus) = (Some(error.to_string()), true);
                    ui.ctx().request_repaint();
                    self.prompt = Some(prompt);
                }
            }
        } else if gains {
            self.prompt = Some(prompt);
        }
    }

    fn carry_out(&mut self, prompt: &Prompt, actions: &mut Vec<FileAction>) -> Result<(), FilesError> {
        match &prompt.ask {
            Ask::NewFile(folder) => {
                let made = edit::new_file(folder, &prompt.text)?;
                self.show_made(&made);
                actions.push(FileAction::Open(made));
            }
            Ask::NewFolder(folder) => {
                let made = edit::new_folder(folder, &prompt.text)?;
                self.show_made(&made);
            }
            Ask::Rename(path) => {
                name::checked(&prompt.text)?;
                actions.push(FileAction::Rename { path: path.clone(), name: prompt.text.clone() });
            }
        }
        Ok(())
    }

    /// Gives a file or folder another name, as [`FileAction::Rename`] asked, and returns its path. Where it cannot be, the line
    /// asks again and says why.
    ///
    /// # Errors
    /// [`FilesError`]; nothing has changed then.
    pub fn rename(&mut self, path: &Path, name: &str) -> Result<PathBuf, FilesError> {
        let made = edit::rename(path, name).inspect_err(|error| self.refuse_rename(path, name, error.to_string()))?;
        self.show_made(&made);
        Ok(made)
    }

    /// Asks for the name again that [`FileAction::Rename`] brought, and says why it was not given.
    pub fn refuse_rename(&mut self, path: &Path, name: &str, why: String) {
        self.ask(Ask::Rename(path.to_owned()));
        if let Some(prompt) = &mut self.prompt {
            (prompt.text, prompt.fault) = (name.to_owned(), Some(why));
        }
        (self.wake)();
    }

    /// Lists and selects what was just made. The watch tells too, but the person who typed the name should not wait for it.
    fn show_made(&mut self, made: &Path) {
        if let Some(above) = made.parent().and_then(|above| self.below_root(above)) {
            self.folders.want(&above);
        }
        self.hurry = true;
        self.select(made);
    }
}

/// Selects a name without its ending, as it is mostly that which gets another.
fn select_stem(ui: &Ui, line: Id, name: &str) {
    let stem = name.rfind('.').filter(|dot| *dot > 0).map_or(name, |dot| &name[..dot]);
    let mut state = TextEditState::default();
    let end = CCursor::new(stem.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), line);
}
