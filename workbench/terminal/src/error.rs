//! Why a shell could not start. Refuses numbers and codes where words help: each variant says what to look at.

use std::io;
use std::path::PathBuf;

/// A shell that could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// The folder to start in does not exist or is not a folder.
    #[error("the terminal cannot start: there is no folder {}", folder.display())]
    NoFolder {
        /// The folder that was asked for.
        folder: PathBuf,
    },
    /// The shell is missing, or may not be run.
    #[error("the terminal cannot start {shell}: {}", reason(why))]
    Shell {
        /// The program that was asked for.
        shell: String,
        /// What the system said.
        why: io::Error,
    },
    /// The system gave no pty, or no thread to read it.
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
