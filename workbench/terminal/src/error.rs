//! The errors of starting a shell. Each variant says in words what to check; no message is only a number or a code.

use std::io;
use std::path::PathBuf;

/// Returned when a shell cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// The folder to start in does not exist or is not a folder.
    #[error("the terminal cannot start: there is no folder {}", folder.display())]
    NoFolder {
        /// The requested folder.
        folder: PathBuf,
    },
    /// The shell is missing, or may not be run.
    #[error("the terminal cannot start {shell}: {}", reason(why))]
    Shell {
        /// The requested program.
        shell: String,
        /// The system's error.
        why: io::Error,
    },
    /// The system refused a resource for the pty, or the thread that reads it.
    #[error("the terminal cannot start: the system refused a pseudo terminal ({0})")]
    Pty(#[source] io::Error),
}

fn reason(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::NotFound => "there is no such program".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be run (permission denied)".to_owned(),
        _ => why.to_string(),
    }
}
