//! A folder as it is on disk: everything that must be read before the workbench can show it. This part of opening can run on a
//! thread.
//!
//! It does not touch the window. Invariant: the owner of an [`Opened`] owns the session that was read, and nothing else writes it.

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
    /// The file in the folder, if one was named.
    pub(super) file: Option<PathBuf>,
    /// The file that is shown first if there is no session: the named one, or the readme of the folder.
    pub(super) first: Option<PathBuf>,
    pub(super) index: Index,
    pub(super) session: Session,
    pub(super) read: Read,
    pub(super) notices: Notices,
    /// The states of widgets that are stored beside the session.
    pub(super) states: Option<KnownStates>,
    /// The file with the list of recent folders.
    pub(super) folders: Option<PathBuf>,
}

/// Returns the folder to open, and the file in it if the path names one. Blocks on the disk.
///
/// # Errors
/// [`StartError::Path`] if the path does not exist or cannot be resolved.
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
    /// Reads a folder, or the folder of a file. Blocks on the disk.
    ///
    /// # Errors
    /// [`StartError`] if the path does not exist or cannot be read.
    pub(super) fn read(path: Option<PathBuf>, start: &Start, wake: &Wake) -> Result<Self, StartError> {
        multisplit_disk::blocks();
        let (folder, file) = resolve(path)?;
        // Checked now, so that the error is reported in words and not only in a pane.
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
            // In a test, above the folder of sessions: in that folder itself, a saver removes leftovers when it starts.
            Start::Session { file: Some(file), .. } => {
                file.parent().and_then(Path::parent).map(|state| state.join("folders"))
            }
            Start::Unsaved => None,
        };
        // A session that is not kept, such as that of a newer program, keeps its states as well.
        let states = session.states_folder().filter(|_| read.is_open()).map(|folder| KnownStates::read(&folder));
        Ok(Self { folder, file, first, index, session, read, notices, states, folders })
    }
}

/// Offers the sessions of windows that were closed or killed with unsaved work in them. A window whose number was given is one
/// of several, and offers none.
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
