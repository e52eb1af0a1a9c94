//! The line above the rows that asks for a name.
//!
//! It does not accept a bad name: it shows the reason below the line and keeps the typed text.
//!
//! Invariant: whenever the tree is given the keyboard while the line is shown, the line has it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, Key, Modifiers, TextEdit, Ui};
use multisplit_disk::Later;
use multisplit_pane_chrome::line;

use super::{FileAction, FileTree, edit};
use crate::error::FilesError;
use crate::{limits, name};

type Make = fn(&Path, &str) -> Result<PathBuf, FilesError>;

/// The purpose of the name; the paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NamePurpose {
    NewFile(PathBuf),
    NewFolder(PathBuf),
    Rename(PathBuf),
}

/// A question that the user has not answered yet.
#[derive(Debug)]
pub(super) struct Prompt {
    ask: NamePurpose,
    words: String,
    text: String,
    fault: Option<String>,
    /// Whether the line takes the keyboard in the next frame.
    focus: bool,
    /// Whether the line is shown for the first time.
    fresh: bool,
    /// Whether the disk is working on the answer.
    waits: bool,
}

/// The file or folder that is being created on disk.
#[derive(Debug)]
pub(super) struct Making {
    made: Later<Result<PathBuf, FilesError>>,
    /// Whether the new file is opened once it exists.
    opens: bool,
}

impl Prompt {
    pub(super) fn request_focus(&mut self) {
        self.focus = true;
    }

    /// Shows why the name is refused, and asks again.
    fn refuse(&mut self, why: String) {
        (self.fault, self.focus, self.waits) = (Some(why), true, false);
    }
}

impl FileTree {
    pub(super) fn ask(&mut self, ask: NamePurpose) {
        let shown = |path: &PathBuf| path.file_name().map(name::shown).unwrap_or_default();
        let (words, text) = match &ask {
            NamePurpose::NewFile(folder) => (format!("New file in {}", shown(folder)), String::new()),
            NamePurpose::NewFolder(folder) => (format!("New folder in {}", shown(folder)), String::new()),
            NamePurpose::Rename(path) => (format!("Rename {}", shown(path)), shown(path)),
        };
        self.prompt = Some(Prompt { ask, words, text, fault: None, focus: true, fresh: true, waits: false });
    }

    pub(super) fn show_prompt(&mut self, ui: &mut Ui, tree: Id, actions: &mut Vec<FileAction>) {
        self.take_made(actions);
        let Some(mut prompt) = self.prompt.take() else { return };
        let words = ui.add(egui::Label::new(&prompt.words).truncate());
        let id = ui.scope_id().with("name");
        let name =
            TextEdit::singleline(&mut prompt.text).id(id).char_limit(limits::NAME_BYTES).interactive(!prompt.waits);
        let response = ui.add(name.desired_width(f32::INFINITY)).labelled_by(words.id);
        if std::mem::take(&mut prompt.fresh) {
            select_stem(ui, id, &prompt.text);
        }
        // Read before the line takes the keyboard back, which it may do at once after Escape.
        let is_lost = response.lost_focus();
        let gains = std::mem::take(&mut prompt.focus);
        if gains {
            response.request_focus();
        }
        if prompt.waits {
            ui.weak("Waiting for the disk …");
        } else if let Some(fault) = &prompt.fault {
            ui.colored_label(ui.visuals().error_fg_color, fault);
        }
        ui.add_space(ui.spacing().item_spacing.y);
        if !is_lost || prompt.waits {
            self.prompt = Some(prompt);
        } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            line::take_letters(ui);
            ui.memory_mut(|memory| memory.request_focus(tree));
        } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            // The key and the letters before it belong to the line, not to the rows below.
            line::take_letters(ui);
            match self.carry_out(&prompt, actions) {
                Ok(waits) => {
                    prompt.waits = waits;
                    self.prompt = waits.then_some(prompt);
                    ui.memory_mut(|memory| memory.request_focus(tree));
                }
                Err(error) => {
                    prompt.refuse(error.to_string());
                    ui.ctx().request_repaint();
                    self.prompt = Some(prompt);
                }
            }
        } else if gains {
            self.prompt = Some(prompt);
        }
    }

    /// Starts to do what was asked for; returns `true` if the line waits until it is done.
    fn carry_out(&mut self, prompt: &Prompt, actions: &mut Vec<FileAction>) -> Result<bool, FilesError> {
        name::checked(&prompt.text)?;
        let (make, folder, opens): (Make, _, _) = match &prompt.ask {
            NamePurpose::NewFile(folder) => (edit::new_file, folder.clone(), true),
            NamePurpose::NewFolder(folder) => (edit::new_folder, folder.clone(), false),
            NamePurpose::Rename(path) => {
                actions.push(FileAction::Rename { path: path.clone(), name: prompt.text.clone() });
                return Ok(false);
            }
        };
        let (name, wake) = (prompt.text.clone(), Arc::clone(&self.wake));
        let made = Later::start("make a file", move || make(&folder, &name), move || wake());
        self.making = Some(Making { made, opens });
        Ok(true)
    }

    /// Takes in what the disk has created, or the reason why it has not.
    fn take_made(&mut self, actions: &mut Vec<FileAction>) {
        let Some((made, opens)) = self.making.as_ref().and_then(|making| Some((making.made.take()?, making.opens)))
        else {
            return;
        };
        self.making = None;
        let made = made.map_err(|lost| lost.to_string()).and_then(|made| made.map_err(|error| error.to_string()));
        // The user may have left the line in the meantime.
        match (made, self.prompt.as_mut().filter(|prompt| prompt.waits)) {
            (Ok(made), _) => {
                self.prompt.take_if(|prompt| prompt.waits);
                self.show_made(&made);
                if opens {
                    actions.push(FileAction::Open(made));
                }
            }
            (Err(why), Some(prompt)) => prompt.refuse(why),
            (Err(why), None) => self.note = Some(why),
        }
    }

    /// Lists and selects a file or folder that the host has renamed to `to`, as [`FileAction::Rename`] asked.
    pub fn renamed(&mut self, to: &Path) {
        self.show_made(to);
    }

    /// Asks for the name of a [`FileAction::Rename`] again, and shows why the given one was refused.
    pub fn refuse_rename(&mut self, path: &Path, name: &str, why: String) {
        self.ask(NamePurpose::Rename(path.to_owned()));
        if let Some(prompt) = &mut self.prompt {
            name.clone_into(&mut prompt.text);
            prompt.refuse(why);
        }
        (self.wake)();
    }

    /// Lists and selects what was just created. The watch reports it too, but the user who typed the name should not wait for that.
    fn show_made(&mut self, made: &Path) {
        if let Some(above) = made.parent().and_then(|above| self.below_root(above)) {
            self.folders.want(&above);
        }
        self.hurry = true;
        self.select(made);
    }
}

/// Selects a name without its extension, because usually only the name itself is changed.
fn select_stem(ui: &Ui, line: Id, name: &str) {
    let stem = name.rfind('.').filter(|dot| *dot > 0).map_or(name, |dot| &name[..dot]);
    let mut state = TextEditState::default();
    let end = CCursor::new(stem.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), line);
}
