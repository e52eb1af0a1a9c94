//! A session in a file: written whole when the application asks, read when it starts.

use multisplit::{Layout, LoadError, SessionError, WidgetProvider, Workspace};
use multisplit_disk::{NewFile, ReadError, WriteError, move_numbered, read_text, replace, target};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// The maximum size of a session, in bytes.
const MAX_BYTES: u64 = 256 << 20;
/// The end of the name of a file that was no session.
const ASIDE: &str = "unread";

/// The reason why a session could not be read from a file, or written to it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionFileError {
    /// The file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file could not be written, or not be kept aside.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The file holds no session of this application, or the session cannot be written as text.
    #[error("{}: {error}", path.display())]
    Session {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: SessionError,
    },
    /// The session is too large to be read again.
    #[error("a session of {bytes} bytes is too large for {}: {MAX_BYTES} are allowed", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The size of the session, in bytes.
        bytes: u64,
    },
    /// The first layout is no layout, or is refused.
    #[error("the first layout: {0}")]
    First(#[from] LoadError),
}

/// The session of an application in a file: its layout, the states of its widgets, and a value of its own.
///
/// It is the shortest way over a restart: [`SessionFile::begin`] when the application starts, [`SessionFile::save`] when it ends. A kill in
/// between loses what came after the last save. A [`SessionStore`](crate::SessionStore) keeps each change instead, and what can be undone.
///
/// # Examples
/// ```
/// # use multisplit::{Provided, Request, WidgetProvider, Workspace};
/// use multisplit_host::SessionFile;
/// # struct Labels;
/// # impl WidgetProvider for Labels {
/// #     type Widget = String;
/// #     fn provide(&mut self, _: Request<'_, String>) -> Provided<String> { Provided::Ready(String::new()) }
/// # }
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("session.json");
///
/// let session = SessionFile::new("labels", path);
/// let mut workspace = Workspace::new(Labels);
/// let start = session.begin(&mut workspace, "row(a, b)")?;
/// let starts: u32 = start.value.unwrap_or(0) + 1;
/// session.save(&mut workspace, &starts)?;
///
/// let mut next = Workspace::new(Labels);
/// assert_eq!(session.begin(&mut next, "row(a, b)")?.value, Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFile {
    application: String,
    path: PathBuf,
}

/// How an application starts.
#[derive(Debug)]
#[non_exhaustive]
pub struct SessionStart<T> {
    /// The application's value in the session; `None` if it starts with its first layout.
    pub value: Option<T>,
    /// Why the session was not read, for the user; `None` if it was, or there is no file yet.
    pub unread: Option<UnreadSession>,
}

/// A session that could not be read. Its file is kept under another name.
#[derive(Debug, thiserror::Error)]
#[error("{error}. It is kept as {}.", kept.display())]
#[non_exhaustive]
pub struct UnreadSession {
    /// The reason.
    pub error: SessionFileError,
    /// Where the file is now: `FILE.unread`, or with a number.
    pub kept: PathBuf,
}

impl SessionFileError {
    /// Returns `true` if what is in the file is wrong, and not the system, or the workspace.
    fn is_of_the_file(&self) -> bool {
        match self {
            Self::Session { error: SessionError::Layout(LoadError::Command(_)), .. } => false,
            Self::Session { .. } | Self::Read(ReadError::NotUtf8 { .. } | ReadError::TooLarge { .. }) => true,
            _ => false,
        }
    }
}

impl SessionFile {
    /// Creates the session of an application at a path. Nothing is read or written yet.
    pub fn new(application: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { application: application.into(), path: path.into() }
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins with the session in the file or, if there is none, with a first layout in the notation of [`multisplit::text`]. Nothing can be
    /// undone then.
    ///
    /// A file that holds no session of this application is kept under another name, so that the next save does not replace it, and the first
    /// layout is shown; then [`SessionStart::unread`] says so. Blocks on the disk.
    ///
    /// # Errors
    /// Returns a [`SessionFileError`] if the first layout is no layout, if the system does not let the file be read, if a widget of the
    /// workspace vetoes the change, or if a file that is no session cannot be renamed. The file is as it was then.
    pub fn begin<P, T>(&self, workspace: &mut Workspace<P>, first: &str) -> Result<SessionStart<T>, SessionFileError>
    where
        P: WidgetProvider + ?Sized,
        T: DeserializeOwned,
    {
        // Whatever is wrong with the first layout is said before a file is touched.
        Layout::from_text(first).map_err(LoadError::from)?;
        let start = match self.load(workspace) {
            Ok(value) => SessionStart { value: Some(value), unread: None },
            Err(SessionFileError::Read(error)) if error.is_not_found() => {
                workspace.arrange(first)?;
                SessionStart { value: None, unread: None }
            }
            Err(error) if error.is_of_the_file() => {
                workspace.arrange(first)?;
                // Behind a link is the file that is no session.
                let kept = move_numbered(&target(&self.path), ASIDE)?;
                SessionStart { value: None, unread: Some(UnreadSession { error, kept }) }
            }
            Err(error) => return Err(error),
        };
        workspace.layout_mut().forget_history();
        Ok(start)
    }

    /// Replaces the layout by that of the session in the file, and returns the application's value; what is not kept in it, such as a field with
    /// `#[serde(skip)]`, is as if new. The widgets that would go are asked, and the application is not. See [`Workspace::load_session`]. Blocks
    /// on the disk.
    ///
    /// # Errors
    /// Returns a [`SessionFileError`] if there is no file, or no session of this application in it; nothing has changed then.
    pub fn load<P, T>(&self, workspace: &mut Workspace<P>) -> Result<T, SessionFileError>
    where
        P: WidgetProvider + ?Sized,
        T: DeserializeOwned,
    {
        let text = read_text(&self.path, MAX_BYTES)?;
        workspace.load_session(&self.application, &text).map_err(|error| self.fail(error))
    }

    /// Writes the layout, the states of the widgets and a value of the application to the file, whole or not at all. A new file is readable
    /// by its owner only, and missing folders are created. See [`Workspace::save_session`]. Blocks until it is on the disk.
    ///
    /// # Errors
    /// Returns a [`SessionFileError`] if the value cannot be written as JSON, or the file cannot be written; the old file is unchanged then.
    pub fn save<P>(&self, workspace: &mut Workspace<P>, value: &impl Serialize) -> Result<(), SessionFileError>
    where
        P: WidgetProvider + ?Sized,
    {
        let text = workspace.save_session(&self.application, value).map_err(|error| self.fail(error))?;
        if text.len() as u64 > MAX_BYTES {
            return Err(SessionFileError::TooLarge { path: self.path.clone(), bytes: text.len() as u64 });
        }
        Ok(replace(&self.path, text.as_bytes(), NewFile::Private)?)
    }

    fn fail(&self, error: SessionError) -> SessionFileError {
        SessionFileError::Session { path: self.path.clone(), error }
    }
}
