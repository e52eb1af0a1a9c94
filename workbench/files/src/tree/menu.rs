//! The context menu of the tree.
//!
//! It offers nothing that destroys: the user can undo by hand whatever it offers.
//!
//! Invariant: the menu acts on the row that it was opened on, whatever is selected.

use std::path::Path;

use egui::{Key, KeyboardShortcut, Ui};
use multisplit_pane_chrome::menu::{self, command, plain};

use super::prompt::NamePurpose;
use super::{FileAction, FileTree};

/// The chosen item of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Open,
    OpenBeside,
    Terminal,
    CopyPath,
    NewFile,
    NewFolder,
    Rename,
    Trash,
    Refresh,
}

/// The kind of row that the menu was opened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    File,
    Folder,
    /// The empty space below the rows.
    Root,
}

/// Shows the items of the menu; returns the clicked one.
pub(super) fn show(ui: &mut Ui, target: Target) -> Option<Choice> {
    let mut chosen = None;
    let mut item = |ui: &mut Ui, words: &str, key: Option<KeyboardShortcut>, choice: Choice| {
        if menu::item(ui, true, words, key) {
            chosen = Some(choice);
        }
    };
    if target == Target::File {
        item(ui, "Open", Some(plain(Key::Enter)), Choice::Open);
        item(ui, "Open to the side", Some(command(Key::Enter)), Choice::OpenBeside);
    }
    item(ui, "Open terminal here", None, Choice::Terminal);
    item(ui, "Copy path", Some(command(Key::C)), Choice::CopyPath);
    ui.separator();
    item(ui, "New file...", None, Choice::NewFile);
    item(ui, "New folder...", None, Choice::NewFolder);
    if target == Target::Root {
        item(ui, "Refresh", Some(plain(Key::F5)), Choice::Refresh);
    } else {
        item(ui, "Rename...", Some(plain(Key::F2)), Choice::Rename);
        item(ui, "Move to trash...", Some(plain(Key::Delete)), Choice::Trash);
    }
    chosen
}

impl FileTree {
    /// Carries out a choice for `path`, which is absolute.
    pub(super) fn choose(&mut self, ui: &Ui, choice: Choice, path: &Path, folder: bool, out: &mut Vec<FileAction>) {
        let inside = if folder { path } else { path.parent().unwrap_or(path) }.to_owned();
        match choice {
            Choice::Open => out.push(FileAction::Open(path.to_owned())),
            Choice::OpenBeside => out.push(FileAction::OpenBeside(path.to_owned())),
            Choice::Terminal => out.push(FileAction::OpenTerminal(inside)),
            Choice::CopyPath => ui.copy_text(path.display().to_string()),
            Choice::NewFile => self.ask(NamePurpose::NewFile(inside)),
            Choice::NewFolder => self.ask(NamePurpose::NewFolder(inside)),
            Choice::Rename => self.ask(NamePurpose::Rename(path.to_owned())),
            Choice::Trash => out.push(FileAction::Trash(path.to_owned())),
            Choice::Refresh => self.refresh(),
        }
    }
}
