//! A folder as the disk has it: what must be read before the workbench can show it. The part of opening that a thread can do.
//!
//! It refuses to touch the window. Invariant: whoever holds it owns the session that was read, and nobody else writes that.

use super::notices::{About, Notices, Remedy};
use super::{Start, StartError, sessions};
use crate::provider::Wake;
use crate::session::{Read, Session};
use multisplit_host::KnownStates;
use multisplit_pane_files::{FileTree, Index};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder that was read.
pub(super) struct Opened {
    pub(super) folder: PathBuf,
    /// The file that was named, in it.
    pub(super) file: Option<PathBuf>,
    /// What is shown first where there is no session: the file, or what the folder says of itself.
    pub(super) first: Option<PathBuf>,
    pub(super) index: Index,
    pub(super) session: Session,
    pub(super) read: Read,
    pub(super) notices: Notices,
    /// Whose states lie beside the session.
    pub(super) states: Option<KnownStates>,
    /// Where the folders are kept that were open lately.
    pub(super) folders: Option<PathBuf>,
}

/// The folder to open, and the file in it, if one was named.
pub(crate) fn resolve(path: Option<PathBuf>) -> Result<(PathBuf, Option<PathBuf>), StartError> {
    let path = path.unwrap_or_else(|| PathBuf::from("."));
    let full = path.canonicalize().map_err(|source| StartError::Path { path: path.clone(), source })?;
    if full.is_dir() {
        return Ok((full, None));
    }
    let folder = full.parent().unwrap_or(Path::new("/")).to_owned();
    Ok((folder, Some(full)))
}

impl Opened {
    /// Reads a folder, or that of a file. Blocks on the disk.
    ///
    /// # Errors
    /// [`StartError`] where there is no such thing, or it cannot be read.
    pub(super) fn read(path: Option<PathBuf>, start: &Start, wake: &Wake) -> Result<Self, StartError> {
        multisplit_disk::blocks();
        let (folder, file) = resolve(path)?;
        // Found out now, in words, and not in a pane.
        FileTree::check(&folder)?;
        let index = Index::start(&folder, Arc::clone(wake))?;
        let mut notices = Notices::default();
        let session = sessions::open(&folder, start, wake, &mut notices);
        let read = session.read();
        offer_others(&folder, start, &session, &mut notices);
        let readme = ["README.md", "README", "README.txt", "readme.md"].iter().map(|name| folder.join(name));
        let first = file.clone().or_else(|| readme.into_iter().find(|path| path.is_file()));
        let folders = match start {
            Start::Session { file: None, .. } => crate::paths::folders_file(),
            // In a test, where the folder of sessions lies; in that itself a saver tidies up when it starts.
            Start::Session { file: Some(file), .. } => {
                file.parent().and_then(Path::parent).map(|state| state.join("folders"))
            }
            Start::Unsaved => None,
        };
        let states = session.states_folder().map(|folder| KnownStates::read(&folder));
        Ok(Self { folder, file, first, index, session, read, notices, states, folders })
    }
}

/// Offers the sessions of windows that were closed, or killed, with unsaved work in them. A window whose number was named is
/// one of several, and offers none.
fn offer_others(folder: &Path, start: &Start, session: &Session, notices: &mut Notices) {
    let Start::Session { number: None, .. } = start else { return };
    let (Some(files), Some(own)) = (sessions::files(folder, start), session.number()) else { return };
    for (number, file) in files.abandoned(own) {
        let names = Session::unsaved_names(&file);
        if !names.is_empty() {
            let words =
                format!("Window {number} of this folder was closed with unsaved changes in {}.", names.join(", "));
            notices.offer(About::Work, words, "Open that window", Remedy::OpenWindow(number));
        }
    }
}
