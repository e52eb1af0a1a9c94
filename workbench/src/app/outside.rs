//! Paths that come from outside: typed, dropped onto the window, or chosen in a dialog of the desktop. A file is opened; a folder
//! replaces the current one.
//!
//! It does not access a path within a frame, because the path may be on a network drive that is gone.

use super::leaving::Leave;
use super::notices::About;
use super::opened::Opened;
use super::prompt::Answered;
use super::{App, Start};
use crate::provider::Wake;
use egui::Context;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The number of files of one drop that are opened.
const MAX_DROPPED: usize = 64;
/// The session of a folder that replaces another one.
const FIRST_FREE: Start = Start::Session { number: None, file: None };

/// The file or folder found at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    File(PathBuf),
    Folder(PathBuf),
}

/// Checks what exists at a path. Blocks on the disk.
fn find(path: PathBuf) -> Result<Found, String> {
    multisplit_disk::blocks();
    let about = std::fs::metadata(&path).map_err(|error| format!("{} cannot be opened: {error}", path.display()))?;
    match about {
        about if about.is_dir() => Ok(Found::Folder(path)),
        about if about.is_file() => Ok(Found::File(path)),
        _ => Err(format!("{} is neither a file nor a folder", path.display())),
    }
}

/// Looks at a path that may be a new file's. Blocks on the disk.
fn find_or_make(path: PathBuf) -> Result<Found, String> {
    multisplit_disk::blocks();
    match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound && path.parent().is_some_and(Path::is_dir) => {
            Ok(Found::File(path))
        }
        _ => find(path),
    }
}

impl App {
    /// Opens what a path names that was typed. The question stays until it was looked at.
    pub(super) fn open_typed(&mut self, text: &str, may_be_new: bool) -> Answered {
        let (text, folder) = (text.to_owned(), self.folder.clone());
        let find = if may_be_new { find_or_make } else { find };
        let look = move || find(from_home(&text, &folder)?);
        self.ask_disk("look at a path", look, |app, ctx, found| {
            app.open_found(ctx, found);
            Ok(())
        })
    }

    /// Opens files that were dropped onto the window.
    pub(super) fn take_dropped(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if dropped.len() > MAX_DROPPED {
            let words = format!("{} files were dropped: the first {MAX_DROPPED} of them are opened.", dropped.len());
            self.notices.say(About::Work, words);
        }
        let paths: Vec<PathBuf> = dropped.into_iter().take(MAX_DROPPED).collect();
        if !paths.is_empty() {
            let look = move || Ok(paths.into_iter().map(find).collect());
            self.errand("look at dropped files", look, Self::open_all);
        }
    }

    /// Opens files; if a folder is among them, it replaces the current one, and the rest is ignored.
    fn open_all(&mut self, ctx: &Context, all: Result<Vec<Result<Found, String>>, String>) {
        for found in all.unwrap_or_else(|why| vec![Err(why)]) {
            match found {
                Ok(found) => {
                    let is_folder = matches!(found, Found::Folder(_));
                    self.open_found(ctx, found);
                    if is_folder {
                        return;
                    }
                }
                Err(why) => self.notices.say(About::Work, why),
            }
        }
    }

    fn open_found(&mut self, ctx: &Context, found: Found) {
        match found {
            Found::File(path) => self.open(&path, None, false),
            Found::Folder(folder) => self.leave(ctx, Leave::Folder(folder)),
        }
    }

    /// Asks for a folder in the dialog of the desktop.
    pub(super) fn pick_folder(&mut self) {
        self.dialog(rfd::FileDialog::pick_folder);
    }

    /// Asks for a file from anywhere in the dialog of the desktop.
    pub(super) fn pick_file(&mut self) {
        self.dialog(rfd::FileDialog::pick_file);
    }

    fn dialog(&mut self, pick: fn(rfd::FileDialog) -> Option<PathBuf>) {
        let start = self.folder.clone();
        let ask = move || Ok(pick(rfd::FileDialog::new().set_directory(start)).map(find).into_iter().collect());
        self.errand("file dialog", ask, Self::open_all);
    }

    /// Puts the folder first in the list of recent folders, and reads the others from it.
    pub(super) fn remember_folder(&mut self, list: Option<PathBuf>) {
        let (Some(list), folder) = (list, self.folder.clone()) else { return };
        let remember = move || Ok(crate::folders::opened(&list, &folder));
        self.errand("remember the folder", remember, |app, _, others| app.recent_folders = others.unwrap_or_default());
    }

    /// Replaces the folder by another one, with its own session, as soon as that one is read.
    pub(super) fn switch_folder(&mut self, folder: PathBuf) {
        self.status.say(format!("opening {} …", folder.display()));
        let (wake, now): (Wake, _) = (Arc::clone(&self.wake), self.folder.clone());
        let read = move || {
            // Opened twice, the folder would get the session of a second window.
            let is_open = folder.canonicalize().is_ok_and(|folder| folder == now);
            if is_open {
                return Err("this folder is open here".to_owned());
            }
            Opened::read(Some(folder), &FIRST_FREE, &wake).map_err(|error| error.to_string())
        };
        self.errand("open a folder", read, |app, ctx, opened| match opened {
            Ok(_) if app.moving.is_some() || app.saving.is_some() => {
                app.status.refuse("files are being saved or moved; try again when that is done".to_owned());
            }
            Ok(opened) => {
                // The user went on in the meantime, and may have more to lose than was agreed to.
                let losses = app.losses();
                if losses.iter().any(|loss| !app.accepted.contains(loss)) {
                    return app.ask_before(ctx, Leave::Folder(opened.folder), losses);
                }
                app.finish();
                let (set, wake) = (std::mem::take(&mut app.set), Arc::clone(&app.wake));
                *app = Self::of(ctx, opened, wake);
                app.keep_settings(ctx, set);
            }
            Err(why) => app.status.refuse(why),
        });
    }
}

/// Returns the path for a typed text: an absolute path, or relative to the home folder (`~`) or to `folder`.
fn from_home(text: &str, folder: &Path) -> Result<PathBuf, String> {
    match text.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            let dirs = directories::BaseDirs::new().ok_or("there is no home folder")?;
            Ok(dirs.home_dir().join(rest.trim_start_matches('/')))
        }
        _ => Ok(folder.join(text)),
    }
}
