//! Where the repository lies, and how a program is run in it. Every failure becomes words that name the program.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// What a task ends with; the words are for whoever started it.
pub(crate) type Outcome = Result<(), String>;

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    let own =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// Cargo, as it was called, in the folder of the repository.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.args(arguments).current_dir(root());
    command
}

/// Runs to the end, its output shown.
pub(crate) fn finish(mut command: Command) -> Outcome {
    let words = words_of(&command);
    let status = command.status().map_err(|error| format!("cannot start `{words}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{words}` failed: {status}")) }
}

/// The command as one would type it.
pub(crate) fn words_of(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
